"""Browser tests against a whole system of their own: temporary data, free port, the demo, web and worker.

Arguments are handed to Playwright, so `make test-e2e ARGS="grid --headed"` runs part of it.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from quarterdeck.platform.postgres import EmbeddedPostgres

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 300
STOP_SECONDS = 60
LOG_LINES = 60


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    return int(port)


def chromium() -> str:
    named = os.environ.get("E2E_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise SystemExit("Chromium is missing: run `tools/setup.sh browser`.")
    return found


def wait_until_ready(system: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if system.poll() is not None:
            raise SystemExit(f"The system ended with {system.returncode} before it was ready.")
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    raise SystemExit(f"The system was not ready after {READY_SECONDS} seconds.")


def stop(system: subprocess.Popen[bytes]) -> None:
    if system.poll() is None:
        system.send_signal(signal.SIGINT)
    try:
        system.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        # Its children have sessions of their own, so a signal to the group would miss them.
        whole = psutil.Process(system.pid)
        for process in [*whole.children(recursive=True), whole]:
            process.kill()
        raise SystemExit(f"The system did not stop within {STOP_SECONDS} seconds of Ctrl-C.") from None


@contextmanager
def whole_system(data_dir: Path) -> Iterator[str]:
    """`quarterdeck up` as a stranger would start it; nothing of this shell's settings reaches it."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QUARTERDECK_")}
    environment |= {"QUARTERDECK_DATA_DIR": str(data_dir), "QUARTERDECK_PORT": str(port)}
    log = data_dir / "up.log"
    with log.open("wb") as output:
        system = subprocess.Popen(
            [ROOT / ".venv/bin/quarterdeck", "up"],
            env=environment,
            cwd=data_dir,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_until_ready(system, url)
            yield url
        except BaseException:
            print("\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:]))
            raise
        finally:
            stop(system)


def main(arguments: list[str]) -> int:
    browser = chromium()
    data_dir = Path(tempfile.mkdtemp(prefix="qd-e2e-"))
    data_dir.chmod(0o711)  # under root the database's own user has to pass through
    try:
        with whole_system(data_dir) as url:
            environment = os.environ | {"E2E_BASE_URL": url, "E2E_CHROMIUM": browser, "CI": "true"}
            command = ["npx", "--no-install", "playwright", "test", *arguments]
            return subprocess.run(command, cwd=ROOT / "frontend", env=environment, check=False).returncode
    finally:
        EmbeddedPostgres(data_dir).stop()
        shutil.rmtree(data_dir, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
