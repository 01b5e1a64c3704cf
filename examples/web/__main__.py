"""Serve the front end on this machine: `python -m examples.web [port]`."""

import argparse

import uvicorn

from .app import create_app


def main() -> None:
    """Listen on the loopback address alone. No access log is written."""
    parser = argparse.ArgumentParser(prog="python -m examples.web", description=__doc__)
    parser.add_argument("port", nargs="?", type=int, default=8000)
    port = parser.parse_args().port
    print(f"http://127.0.0.1:{port}/", flush=True)
    uvicorn.run(
        create_app(), host="127.0.0.1", port=port, access_log=False, log_level="warning", server_header=False
    )  # fmt: skip


if __name__ == "__main__":
    main()
