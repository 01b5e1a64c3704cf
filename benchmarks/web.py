"""The web front end under load, beside a constant page of the same framework and server.

Run it with `python -m pip install '.[web]' && python benchmarks/web.py`, where `wrk` is installed. It takes some four
minutes and prints rates, their ratio, errors, and the memory of the server.
"""

import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
ROUNDS, SECONDS, MINUTE = 15, 3, 60
CONNECTIONS = 16

SERVE = """
import sys, uvicorn
sys.path.insert(0, {root!r})
from {module} import {app}
uvicorn.run({app}(), host="127.0.0.1", port={port}, access_log=False, log_level="warning", server_header=False)
"""

CONSTANT = '''"""A page that never changes."""
from litestar import Litestar, MediaType, get, post


@post("/", status_code=200, media_type=MediaType.HTML)
async def page() -> str:
    return "x" * 6_000


def create_constant():
    return Litestar([page], openapi_config=None, logging_config=None)
'''

POST = """
wrk.method = "POST"
wrk.body = "{body}"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Cookie"] = "{cookie}"
"""


def main() -> None:
    """Measure by turns, so that a busy machine is busy for both; then load the quote page for a minute."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "constant.py").write_text(CONSTANT)
        ports = free_port(), free_port()
        servers = [
            serving(folder, "constant", "create_constant", ports[0]),
            serving(folder, "examples.web.app", "create_app", ports[1]),
        ]
        try:
            measure(folder, ports, servers[1].pid)
        finally:
            for server in servers:
                server.terminate()
                server.wait()


def measure(folder: str, ports: tuple[int, int], pid: int) -> None:
    """Print what both bear."""
    constant, quote = (f"http://127.0.0.1:{port}/{path}" for port, path in zip(ports, ("", "en/quote"), strict=True))
    page, cookie = answered(quote)
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    if token is None:
        raise SystemExit("the page has no form")
    body = urllib.parse.urlencode({"form_token": token[1], "infusions": "6", "completed": "0"})
    script = Path(folder, "post.lua")
    script.write_text(POST.format(body=body, cookie=cookie.partition(";")[0]))
    rates: list[list[float]] = [[], []]
    for _ in range(ROUNDS):
        for at, address in enumerate((constant, quote)):
            rates[at].append(loaded(address, script, SECONDS)[0])
    ratios = sorted(of_quote / of_constant for of_constant, of_quote in zip(*rates, strict=True))
    print(f"constant page: {median(rates[0]):,.0f} requests a second")
    print(f"quote page:    {median(rates[1]):,.0f} requests a second")
    print(f"ratio:         {median(ratios):.2f}, from {ratios[0]:.2f} to {ratios[-1]:.2f} by turns")
    before = memory(pid)
    rate, errors = loaded(quote, script, MINUTE)
    print(f"one minute:    {rate:,.0f} requests a second, {errors or 'no errors'}")
    print(f"memory:        {before:,.1f} MB before the minute, {memory(pid):,.1f} MB after it")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def serving(folder: str, module: str, app: str, port: int) -> subprocess.Popen[bytes]:
    """A server of its own, once it answers."""
    code = SERVE.format(root=str(ROOT), module=module, app=app, port=port)
    server = subprocess.Popen([sys.executable, "-c", code], cwd=folder)
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port)):
                return server
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise SystemExit("a server does not start")


def answered(address: str) -> tuple[str, str]:
    """The text and the cookie of a page."""
    with urllib.request.urlopen(address) as response:  # noqa: S310  # an address of this machine
        return response.read().decode(), response.headers.get("set-cookie", "")


def loaded(address: str, script: Path, seconds: int) -> tuple[float, str]:
    """Requests a second under wrk, and its lines about errors."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    errors = re.findall(r"^\s*((?:Socket errors|Non-2xx).*)$", told, re.MULTILINE)
    return float(rate[1]) if rate else 0.0, "; ".join(errors)


def memory(pid: int) -> float:
    """The resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
