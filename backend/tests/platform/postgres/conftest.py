import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from quarterdeck.platform.postgres import EmbeddedPostgres, throwaway_postgres


@pytest.fixture
def open_directory() -> Iterator[Path]:
    """A directory every user can pass through. Under root tmp_path is closed to the server's user."""
    directory = Path(tempfile.mkdtemp(prefix="qd-test-"))
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def stopped_server() -> Iterator[Path]:
    """The data directory of a server that was started once: copying it is quicker than making another."""
    with throwaway_postgres() as postgres:
        postgres.stop()
        yield postgres.data_dir


@pytest.fixture
def server(open_directory: Path, stopped_server: Path) -> Iterator[EmbeddedPostgres]:
    """A stopped server with an empty database of its own."""
    data_dir = open_directory / "data"
    subprocess.run(["cp", "-a", str(stopped_server), str(data_dir)], check=True)
    postgres = EmbeddedPostgres(data_dir, fast_unsafe=True)
    yield postgres
    postgres.stop()


@pytest.fixture(scope="module")
def running() -> Iterator[EmbeddedPostgres]:
    """A started server for the tests that only look at it."""
    with throwaway_postgres() as postgres:
        yield postgres
