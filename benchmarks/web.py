"""The web front end under load, beside a constant page of the same framework and server.

Run it with `python -m pip install '.[web]' && python benchmarks/web.py`, where `wrk` is installed. It takes two minutes
and prints rates, what a request costs the server, errors, and the memory of the server. On a machine that is busy with
other work, the rates say little; what a request costs says more.
"""

import os
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
ROUNDS, SECONDS, MINUTE = 8, 3, 60
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
            measure(folder, ports, (servers[0].pid, servers[1].pid))
        finally:
            for server in servers:
                server.terminate()
                server.wait()


def measure(folder: str, ports: tuple[int, int], pids: tuple[int, int]) -> None:
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
    costs: list[list[float]] = [[], []]
    for _ in range(ROUNDS):
        for at, address in enumerate((constant, quote)):
            before = processor_time(pids[at])
            answers, _ = loaded(address, script, SECONDS)
            rates[at].append(answers / SECONDS)
            costs[at].append((processor_time(pids[at]) - before) / answers)
    for name, rate, cost in zip(("constant page", "quote page"), rates, costs, strict=True):
        print(f"{name}: {median(rate):,.0f} requests a second, {median(cost) * 1e6:,.0f} microseconds each")
    print(f"ratio of the rates, by turns: {ratio(rates[1], rates[0])}")
    print(f"ratio of the rates that the processor allows: {ratio(costs[0], costs[1])}")
    before = memory(pids[1])
    answers, errors = loaded(quote, script, MINUTE)
    print(f"one minute: {answers:,} answers, {errors or 'no errors'}")
    print(f"memory: {before:,.1f} MB before the minute, {memory(pids[1]):,.1f} MB after it")


def ratio(these: list[float], those: list[float]) -> str:
    """The middle of the ratios of each turn, with the least and the greatest."""
    ratios = sorted(this / that for this, that in zip(these, those, strict=True))
    return f"{median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"


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


def loaded(address: str, script: Path, seconds: int) -> tuple[int, str]:
    """How many answers wrk gets, and its lines about errors."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    answers = re.search(r"(\d+) requests in", told)
    errors = re.findall(r"^\s*((?:Socket errors|Non-2xx).*)$", told, re.MULTILINE)
    return int(answers[1]) if answers else 0, "; ".join(errors)


def processor_time(pid: int) -> float:
    """The seconds that a process has had of the processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """The resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
