"""Where a cluster and its secrets live on disk."""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from quarterdeck.platform.postgres.account import Account, account_owning, current_account
from quarterdeck.platform.postgres.binaries import Binaries
from quarterdeck.platform.postgres.errors import PostgresUnavailable

SHARED_STATE = Path("/var/lib/quarterdeck")

# sockaddr_un holds 108 bytes on Linux and 104 on macOS; the name of the socket file needs 16 of them.
_LONGEST_SOCKET_DIRECTORY = 85


def default_data_dir() -> Path:
    """QUARTERDECK_DATA_DIR, else the per-user data directory of the XDG convention."""
    named = os.environ.get("QUARTERDECK_DATA_DIR", "").strip()
    if named:
        return Path(named).expanduser().absolute()
    xdg = os.environ.get("XDG_DATA_HOME", "").strip()
    base = Path(xdg) if xdg.startswith("/") else Path.home() / ".local" / "share"
    return base / "quarterdeck"


@dataclass(frozen=True, slots=True)
class Home:
    """The directory that belongs to the embedded server alone."""

    path: Path

    @property
    def cluster(self) -> Path:
        return self.path / "cluster"

    @property
    def half_made_cluster(self) -> Path:
        return self.path / "cluster.partial"

    @property
    def pid_file(self) -> Path:
        return self.cluster / "postmaster.pid"

    @property
    def password_file(self) -> Path:
        return self.path / "password"

    @property
    def port_file(self) -> Path:
        return self.path / "port"

    @property
    def start_log(self) -> Path:
        return self.path / "start.log"

    @property
    def logs(self) -> Path:
        return self.path / "log"

    @property
    def socket_directory(self) -> Path | None:
        """None when the path is too long for a socket: then there is only loopback."""
        directory = self.path / "run"
        return directory if len(os.fsencode(directory)) <= _LONGEST_SOCKET_DIRECTORY else None


def find_home(data_dir: Path) -> Home | None:
    """The home that an earlier start left behind, if there is one."""
    link = data_dir / "postgres"
    return Home(link.resolve()) if link.is_dir() else None


def make_home(data_dir: Path) -> tuple[Home, Account]:
    """The home of the server below `data_dir`, and the user who runs it.

    When root keeps data where the dropped user can't go (/root, say), the home lies in /var/lib/quarterdeck and
    `data_dir/postgres` is a link to it. Modes of directories that aren't ours are never touched.
    """
    existing = find_home(data_dir)
    if existing is not None:
        return existing, account_owning(existing.path)
    account = current_account()
    link = data_dir / "postgres"
    if link.is_symlink():
        raise PostgresUnavailable(
            f"{link} points to {link.readlink()}, which is gone. Restore it from a backup, or delete the link "
            "to start with an empty database."
        )
    if account.reaches(data_dir):
        link.mkdir(mode=0o700)
        home = Home(link.resolve())
    else:
        SHARED_STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
        home = Home(SHARED_STATE / f"postgres-{secrets.token_hex(4)}")
        home.path.mkdir(mode=0o700)
        link.symlink_to(home.path)
    account.own(home.path)
    return home, account


def reachable_binaries(binaries: Binaries, home: Home, account: Account) -> Binaries:
    """The same programs, copied beside the cluster when the server's user can't reach the originals."""
    if account.reaches(binaries.installation / "share"):
        return binaries
    package = binaries.installation.parent
    if binaries.installation.name != "pginstall":
        raise PostgresUnavailable(
            f"The server's user can't reach {binaries.directory}. Choose another QUARTERDECK_PG_BIN."
        )
    copied = home.path / f"binaries-{binaries.version}"
    if not copied.is_dir():
        _copy_installation(package, copied, account)
    return Binaries(
        directory=copied / package.name / "pginstall" / "bin",
        major=binaries.major,
        version=binaries.version,
        origin=binaries.origin,
    )


def _copy_installation(package: Path, target: Path, account: Account) -> None:
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    without_headers = shutil.ignore_patterns("include", "pgxs")
    shutil.copytree(package / "pginstall", partial / package.name / "pginstall", symlinks=True, ignore=without_headers)
    # The programs look for their libraries beside the package, so the copy keeps that shape.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, partial / libraries.name, symlinks=True)
    for path in (partial, *partial.rglob("*")):
        if not path.is_symlink():
            account.own(path)
    partial.rename(target)
