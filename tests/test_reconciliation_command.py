"""``race serve``: one line that says where, a clean end, and one line for what cannot be."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import urllib3

from compute_race.cli.serve import serve
from little_store import command, environment, write_store
from support import Called, call

needs_signals = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")


@pytest.fixture
def little(tmp_path: Path) -> Path:
    return write_store(tmp_path / "store")


@pytest.fixture
def race(little: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Called]:
    return lambda *arguments: call(capsys, *arguments, "--store", little)


@contextmanager
def serving(store: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the service on a free port; give the process and the line it says."""
    process = subprocess.Popen(
        command("serve", "--reconcile", "--port", "0", "--store", str(store), *more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(),
    )
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    try:
        assert process.stderr is not None
        yield process, process.stderr.readline()
    finally:
        watchdog.cancel()
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str], number: int) -> tuple[int, str, str]:
    """Send a signal; give the exit code and what was still said."""
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


@needs_signals
def test_it_says_where_it_is_and_ends_cleanly_on_ctrl_c(little: Path) -> None:
    with serving(little) as (process, line):
        found = re.search(r"http://127\.0\.0\.1:\d+/reconcile", line)
        assert found, line
        answer = urllib3.request("GET", found[0], timeout=20, retries=False)
        assert answer.json()["versions"] == ["0.1", "0.2"]
        code, out, err = ended(process, signal.SIGINT)
    assert (code, out, err) == (130, "", "race: interrupted\n")


@needs_signals
def test_the_example_of_its_help_runs(little: Path) -> None:
    words = (serve.epilog or "").removeprefix("Example: race serve ").split()
    assert words[0] == "--reconcile"
    # The port named last counts: the one of the example may be in use here.
    with serving(little, *words, "--port", "0") as (process, line):
        assert "/reconcile" in line
        assert ended(process, signal.SIGINT)[0] == 130


@needs_signals
def test_it_ends_when_it_is_told_to_terminate(little: Path) -> None:
    with serving(little) as (process, line):
        assert "/reconcile" in line
        code, out, err = ended(process, signal.SIGTERM)
    assert (code, out, err) == (-signal.SIGTERM, "", "")


@needs_signals
def test_the_port_is_free_again_at_once(little: Path) -> None:
    with serving(little) as (process, line):
        port = line.split("/reconcile")[0].rpartition(":")[2]
        urllib3.request("GET", f"http://127.0.0.1:{port}/reconcile", timeout=20, retries=False)
        ended(process, signal.SIGINT)
    with serving(little, "--port", port) as (process, line):
        assert f":{port}/reconcile" in line


@needs_signals
def test_it_answers_in_the_language_of_the_option(little: Path) -> None:
    with serving(little, "--lang", "fr") as (_, line):
        found = re.search(r"http://\S+/reconcile", line)
        assert found, line
        url = f"{found[0]}/suggest/entity?prefix=earth"
        answer = urllib3.request("GET", url, timeout=20, retries=False)
        assert answer.json()["result"][0]["name"] == "Terre"


def test_without_an_option_it_says_what_it_can_serve(race: Callable[..., Called]) -> None:
    called = race("serve")
    assert called.code == 2
    assert called.err.count("\n") == 1
    assert "--reconcile" in called.err


def test_a_port_in_use_is_told_in_one_line(race: Callable[..., Called]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        called = race("serve", "--reconcile", "--port", port)
    assert called.code == 2
    assert called.err.count("\n") == 1
    assert f"port {port} of 127.0.0.1 is in use" in called.err
    assert "--port" in called.err


def test_a_host_that_is_not_this_machine_is_told_in_one_line(race: Callable[..., Called]) -> None:
    for host in ("no.such.host.invalid", "192.0.2.1"):
        called = race("serve", "--reconcile", "--port", 0, "--host", host)
        assert called.code == 2
        assert called.err.count("\n") == 1
        assert f"{host} is no address" in called.err


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_told_in_one_line(race: Callable[..., Called], port: str) -> None:
    called = race("serve", "--reconcile", "--port", port)
    assert called.code == 2
    assert called.err.count("\n") == 1


def test_a_missing_store_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    called = call(capsys, "serve", "--reconcile", "--port", 0, "--store", tmp_path / "none")
    assert called.code == 3
    assert called.err.count("\n") == 1
