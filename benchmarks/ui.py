"""The console's budgets in a browser, on the tenant with a million assets.

    make bench-ui                                                    # a data directory of its own, filled once
    make bench-ui ARGS="--url http://127.0.0.1:8600 --tenant million --email … --password …"

A whole system is started, the big tenant is loaded unless it is there, and Playwright measures: median of three, each
beside its budget. Run it alone: neighbours on the same cores double some figures.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.harness import ROOT, write_results

PORT = 8691
READY_SECONDS = 600
TENANT, EMAIL, PASSWORD = "million", "olivia@northwind.demo", "quarterdeck-demo"


@contextmanager
def whole_system(data_dir: Path) -> Iterator[str]:
    """`quarterdeck up` over a data directory, with the big tenant in it."""
    environment = os.environ | {"QUARTERDECK_DATA_DIR": str(data_dir), "QUARTERDECK_PORT": str(PORT)}
    quarterdeck = ROOT / ".venv" / "bin" / "quarterdeck"
    subprocess.run([quarterdeck, "demo", "--million"], env=environment, check=True)
    system = subprocess.Popen([quarterdeck, "up"], env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
    url = f"http://127.0.0.1:{PORT}"
    try:
        _wait(url, system)
        yield url
    finally:
        system.terminate()
        system.wait(60)


def _wait(url: str, system: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and system.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit("The system did not start.")


def measure(url: str, tenant: str, email: str, password: str) -> int:
    """Playwright's verdict; what it measured goes to benchmarks/results/ui.json, also when it broke off."""
    with tempfile.TemporaryDirectory() as directory:
        measured = Path(directory) / "measured.json"
        verdict = _play(url, tenant, email, password, measured)
        if measured.exists():
            about = f"The console in a browser, tenant {tenant}: median of three beside its budget"
            write_results("ui", json.loads(measured.read_text()), about=about)
    return verdict


def _play(url: str, tenant: str, email: str, password: str, measured: Path) -> int:
    environment = os.environ | {
        "BENCH_RESULT": str(measured),
        "E2E_BASE_URL": url,
        "E2E_TENANT": tenant,
        "E2E_EMAIL": email,
        "E2E_PASSWORD": password,
    }
    command = ["npx", "--no-install", "playwright", "test", "--config", "playwright.bench.config.ts"]
    return subprocess.run(command, cwd=ROOT / "frontend", env=environment, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-ui", description="The console's budgets in a browser.")
    parser.add_argument("--url", help="a running system instead of one of its own")
    parser.add_argument("--data-dir", type=Path, default=ROOT / ".data" / "bench-ui")
    parser.add_argument("--tenant", default=TENANT)
    parser.add_argument("--email", default=EMAIL)
    parser.add_argument("--password", default=PASSWORD)
    chosen = parser.parse_args()
    who = (chosen.tenant, chosen.email, chosen.password)
    if chosen.url is not None:
        return measure(chosen.url, *who)
    with whole_system(chosen.data_dir) as url:
        return measure(url, *who)


if __name__ == "__main__":
    sys.exit(main())
