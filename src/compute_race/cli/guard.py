"""A query in a process of its own, so that it can be stopped.

The engine cannot be told to give up: a long query ends when it ends. It is
therefore asked from a child process, which is killed when the time is over
or the user interrupts. The child watches its standard input and leaves when
that closes, so that it never outlives the program that asked.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from compute_race.basics.problems import RaceError, StoreError, UsageError
from compute_race.cli.results import pack, unpack
from compute_race.dataset.store import Answer, open_store

_MODULE: Final = "compute_race.cli.guard"
_FAILURES: Final[dict[int, type[RaceError]]] = {2: UsageError, 3: StoreError}


class GuardedStore:
    """A store that answers from a child process, within a time if one is given (in seconds)."""

    def __init__(self, location: str, timeout: float | None = None) -> None:
        """Keep where the store is; it is opened by the child, for each query."""
        self._location = location
        self._timeout = timeout

    def query(self, text: str) -> Answer:
        """Answer a query; ``UsageError`` where it took longer than the time given."""
        request = json.dumps({"location": self._location, "query": text}).encode() + b"\n"
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
        )
        # communicate() would close the pipe by which the child knows that we live.
        line, child.stdin = child.stdin, None
        try:
            if line is not None:
                line.write(request)
                line.flush()
            out, complaint = child.communicate(timeout=self._timeout)
        except subprocess.TimeoutExpired:
            raise UsageError(
                f"the query took longer than {self._timeout:g} s",
                "make it narrower (fewer variables that nothing joins), or give --timeout more",
            ) from None
        except BrokenPipeError:
            out, complaint = b"", b"it ended before it was asked"
        finally:
            child.kill()
            child.wait()
            if line is not None:
                _close(line)
        if out[:1] == b"E":
            failure = json.loads(out[1:])
            raise _FAILURES[failure["exit_code"]](failure["message"], failure["advice"])
        try:
            return unpack(out)
        except (ValueError, SyntaxError):
            last = complaint.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise StoreError(f"the query was not answered: {' '.join(last)}") from None

    def describe(self) -> Mapping[str, object]:
        """Give what the store itself says of its build."""
        return open_store(self._location).describe()


def answer_request() -> None:
    """Be the child: read one request from standard input, write the answer to standard output."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    try:
        out = pack(open_store(request["location"]).query(request["query"]))
    except RaceError as error:
        failure = {"message": error.message, "advice": error.advice, "exit_code": error.exit_code}
        out = b"E" + json.dumps(failure).encode()
    except OSError as error:
        failure = {"message": f"the store fails: {error}", "advice": "", "exit_code": 3}
        out = b"E" + json.dumps(failure).encode()
    sys.stdout.buffer.write(out)
    sys.stdout.buffer.flush()


def _leave_with_parent() -> None:
    # Not through sys.stdin, whose lock would be held when the interpreter ends.
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def _environment() -> dict[str, str]:
    package = Path(__file__).resolve().parents[2]
    known = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(package), known]))}


def _close(pipe: object) -> None:
    try:
        pipe.close()  # type: ignore[attr-defined]
    except BrokenPipeError:
        return


if __name__ == "__main__":
    answer_request()
