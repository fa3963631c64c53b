"""`quarterdeck up` as a newcomer starts it: embedded database and all."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from quarterdeck.entrypoints.supervisor import Chore
from quarterdeck.platform.postgres import EmbeddedPostgres

START_SECONDS = 120


@pytest.fixture
def data_dir() -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix="qd-up-"))
    directory.chmod(0o711)  # when we are root, the database's own user has to pass through
    yield directory
    EmbeddedPostgres(directory).stop()
    shutil.rmtree(directory, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data_dir: Path, port: int) -> subprocess.Popen[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("QUARTERDECK_")},
        "QUARTERDECK_DATA_DIR": str(data_dir),
        "QUARTERDECK_PORT": str(port),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "quarterdeck.entrypoints.cli", "up", "--no-demo"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    pytest.fail("it did not get ready")


def child_running(process: subprocess.Popen[str], command: str) -> psutil.Process:
    return next(child for child in psutil.Process(process.pid).children() if command in child.cmdline())


@pytest.mark.slow
def test_up_serves_revives_its_children_and_stops_cleanly(data_dir: Path) -> None:
    port = free_port()
    process = start(data_dir, port)
    try:
        wait_until_ready(port)
        killed = child_running(process, "web")
        killed.kill()
        killed.wait(30)
        wait_until_ready(port)
        assert child_running(process, "web").pid != killed.pid

        second = start(data_dir, port)
        said, _ = second.communicate(timeout=START_SECONDS)
        assert second.returncode == 2
        assert f"Port {port} on 127.0.0.1 is taken" in said
        assert httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5).is_success, "the second start stopped the first"
    finally:
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=START_SECONDS)
    assert process.returncode == 0
    assert f"Quarterdeck is ready at http://localhost:{port}" in output
    assert not EmbeddedPostgres(data_dir).is_running()


def process_of(chore: Chore) -> "subprocess.Popen[bytes] | None":
    chore.keep_doing()
    return chore.process


def test_a_chore_is_done_when_it_is_due_and_not_again_before() -> None:
    chore = Chore(("audit", "--help"), every_seconds=3_600)
    first = process_of(chore)
    assert first is not None
    assert process_of(chore) is first
    assert first.wait(60) == 0
    assert process_of(chore) is None
    chore.due_at = 0
    again = process_of(chore)
    assert again is not None
    chore.stop()
    assert again.returncode is not None
