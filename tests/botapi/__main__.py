"""``python -m tests.botapi``: the server in a process of its own; says where it listens."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from tests.botapi.server import TOKEN, Server


async def _serve(token: str, port: int, *, strict: bool) -> None:
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    server = Server(token, strict=strict, controlled=True)
    await server.start(port)
    sys.stdout.write(f"{server.base_url}\n")
    sys.stdout.flush()
    await stopped.wait()
    await server.stop()


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m tests.botapi", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--lenient", action="store_true", help="leave out what checking costs")
    given = parser.parse_args()
    asyncio.run(_serve(given.token, given.port, strict=not given.lenient))


main()
