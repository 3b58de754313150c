"""Listening and answering until somebody says stop."""

from __future__ import annotations

import errno
import socket
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from compute_race.basics.problems import UsageError

#: How many requests are answered at once; more are told to come again (503).
_MOST_AT_ONCE: Final = 64
#: How long answers that were begun may take at the end, in seconds.
_GRACE: Final = 5
#: Hosts that mean every address of the machine, and the one to reach it from itself.
_EVERYWHERE: Final = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104


def listen(host: str, port: int) -> socket.socket:
    """Take a port of a host, 0 for any that is free.

    ``UsageError`` where it is in use, not allowed, or no host is called so.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            advice = "stop what runs there, or write --port with another one (0: any free one)"
            raise UsageError(f"port {port} of {host} is in use", advice) from None
        if error.errno == errno.EACCES:
            raise UsageError(f"port {port} may not be used", "write --port 8000") from None
        advice = "write --host 127.0.0.1, or another address of this machine"
        raise UsageError(f"{host} is no address to listen on", advice) from None


def address(host: str, listening: socket.socket) -> str:
    """Give the address at which a browser on this machine finds the server."""
    port = listening.getsockname()[1]
    name = _EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}"


def make_server(application: ASGIApp) -> uvicorn.Server:
    """Make the server of an application: small, quiet, and of no more than it can answer."""
    return uvicorn.Server(
        uvicorn.Config(
            application,
            lifespan="off",
            # Faults are told by the application itself, in one line.
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            limit_concurrency=_MOST_AT_ONCE,
            timeout_graceful_shutdown=_GRACE,
        )
    )


def serve(application: ASGIApp, listening: socket.socket) -> None:
    """Answer requests until a signal ends it; the signal is then raised again."""
    with listening:
        make_server(application).run(sockets=[listening])
