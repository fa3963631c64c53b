import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quarterdeck.platform.postgres.server import EmbeddedPostgres


@contextmanager
def throwaway_postgres() -> Iterator[EmbeddedPostgres]:
    """A started server that forgets everything at the end: fast, unsafe in a crash, meant for tests and trials."""
    data_dir = Path(tempfile.mkdtemp(prefix="qd-pg-"))
    # mkdtemp closes the directory to everybody; the server's user has to pass through it when we are root.
    data_dir.chmod(0o711)
    server = EmbeddedPostgres(data_dir, fast_unsafe=True)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(data_dir, ignore_errors=True)
