"""A server on this machine that gives recorded answers, and faults, in the order it is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: How long a server that never answers holds a connection that nobody gives up, in seconds.
_PATIENCE = 30.0


@dataclass(frozen=True)
class Answer:
    """One answer. ``short`` leaves that many bytes of the body unsent; ``silent`` never answers.

    ``stalled`` holds the line where ``short`` stops, instead of closing it.
    """

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    short: int = 0
    silent: bool = False
    stalled: bool = False


@dataclass
class Recorded:
    """A running server: its address, what it will answer by path, what it was asked."""

    url: str
    script: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: list[str | None] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def will(self, path: str, *answers: Answer) -> None:
        """Answer a path so, one request after the other; the last answer stays."""
        self.script[path] = list(answers)

    def next(self, path: str) -> Answer:
        """Give the next answer of a path; an unknown one is not found."""
        answers = self.script.get(path, [Answer(status=404)])
        return answers.pop(0) if len(answers) > 1 else answers[0]


@contextmanager
def recorded_server() -> Iterator[Recorded]:
    """Serve on a free port of the loopback interface for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.asked.append(self.path)
            server.agents.append(self.headers.get("User-Agent"))
            answer = server.next(self.path)
            if answer.silent:
                server.over.wait(_PATIENCE)
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body[: len(answer.body) - answer.short])
            self.close_connection = bool(answer.short)
            if answer.stalled:
                self.wfile.flush()
                server.over.wait(_PATIENCE)

        def log_message(self, format: str, *args: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = Recorded(f"http://127.0.0.1:{httpd.server_address[1]}")
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        httpd.shutdown()
        thread.join()
        httpd.server_close()
