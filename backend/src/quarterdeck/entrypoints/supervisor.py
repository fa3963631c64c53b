"""`quarterdeck up`: database, web and worker under one roof, started in order and stopped together."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from types import FrameType

import structlog

from quarterdeck.platform.settings import Settings

log = structlog.get_logger(__name__)

READY_SECONDS = 120
STOP_SECONDS = 20
ANSWER_SECONDS = 5
#: A process that keeps dying is restarted ever more slowly, up to this pause.
LONGEST_PAUSE_SECONDS = 30


class PortTaken(Exception):
    """Somebody else listens where the web process should."""


@dataclass
class Child:
    """One supervised process, restarted when it dies."""

    name: str
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    restart_at: float = field(default=0.0)

    def load(self) -> None:
        """Start it, to load and then to wait for `begin`."""
        # A session of its own: Ctrl-C in the terminal reaches the supervisor only, which stops its children in order.
        self.process = subprocess.Popen(  # noqa: S603 (our own program)
            _program(self.name, "--waiting"), stdin=subprocess.PIPE, start_new_session=True
        )

    def begin(self) -> None:
        """Let it work: the database is there."""
        if self.process is not None and self.process.stdin is not None:
            with suppress(BrokenPipeError), self.process.stdin as word:  # one that died is started anew by `keep_alive`
                word.write(b"begin\n")

    def keep_alive(self) -> None:
        if self.process is not None and self.process.poll() is not None:
            pause = min(2**self.deaths, LONGEST_PAUSE_SECONDS)
            self.deaths += 1
            self.restart_at = time.monotonic() + pause
            log.warning("process died", process=self.name, exit_code=self.process.returncode, restart_in_seconds=pause)
            self.process = None
        if self.process is None and time.monotonic() >= self.restart_at:
            self.load()
            self.begin()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_until_stopped(self) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Chore:
    """One of our own commands, run to its end now and then; what it could not do waits for the next time."""

    arguments: tuple[str, ...]
    every_seconds: float
    due_at: float = field(default=0.0)
    process: subprocess.Popen[bytes] | None = None

    def keep_doing(self) -> None:
        if self.process is not None and self.process.poll() is not None:
            self.process = None
        if self.process is None and time.monotonic() >= self.due_at:
            self.due_at = time.monotonic() + self.every_seconds
            self.process = subprocess.Popen(  # noqa: S603 (our own program)
                _program(*self.arguments), stdout=subprocess.DEVNULL, start_new_session=True
            )

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


def _program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "quarterdeck.entrypoints.cli", *arguments]


def run_to_the_end(command: str) -> None:
    """One of our own commands in a process of its own; raises when it fails."""
    subprocess.run(_program(command), check=True, stdout=subprocess.DEVNULL)  # noqa: S603 (our own program)


def refuse_taken_port(settings: Settings) -> None:
    """Raises `PortTaken` with what to do about it."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as exc:
            raise PortTaken(
                f"Port {settings.port} on {settings.host} is taken ({exc.strerror}). "
                "Is Quarterdeck running already? Otherwise choose another one with QUARTERDECK_PORT."
            ) from exc


@contextmanager
def loading_children() -> Iterator[Sequence[Child]]:
    """Web and worker, loading already; at the end they are stopped together."""
    children = [Child("web"), Child("worker")]
    try:
        for child in children:
            child.load()
        yield children
    finally:
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.wait_until_stopped()


def supervise(
    children: Sequence[Child], settings: Settings, *, on_ready: Callable[[], None], chores: Sequence[Chore] = ()
) -> None:
    """Keep the children alive until SIGINT or SIGTERM; `on_ready` is called once the web process answers."""
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    for child in children:
        child.begin()
    announced = False
    deadline = time.monotonic() + READY_SECONDS
    while not stopping:
        for child in children:
            child.keep_alive()
        for chore in chores:
            chore.keep_doing()
        if not announced and _answers(settings, "/readyz"):
            announced = True
            on_ready()
            _answers(settings, "/")  # makes the other routes ready, so that the first person need not wait for it
        elif not announced and time.monotonic() > deadline:
            log.error("the web process does not answer", url=settings.public_url)
            deadline = time.monotonic() + READY_SECONDS
        time.sleep(0.2 if announced else 0.05)
    for chore in chores:
        chore.stop()


def _answers(settings: Settings, path: str) -> bool:
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 (compared, not bound)
    connection = http.client.HTTPConnection(host, settings.port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def export_settings(settings: Settings) -> None:
    """Let the children read the same settings, also those that were defaults here."""
    os.environ["QUARTERDECK_DATA_DIR"] = str(settings.data_dir)
    os.environ["QUARTERDECK_PORT"] = str(settings.port)
    os.environ["QUARTERDECK_HOST"] = settings.host
