"""The operating-system user the server runs as. PostgreSQL refuses to run as root, so root drops."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quarterdeck.platform.postgres.errors import PostgresUnavailable

SERVICE_USER = "quarterdeck"

_SBIN = "/usr/local/sbin:/usr/sbin:/sbin"
# useradd answers 9 when somebody else created the user in the meantime.
_USER_EXISTS = 9


@dataclass(frozen=True, slots=True)
class Account:
    """Runs programs as one OS user. `dropped` says that we are root and step down for it."""

    uid: int
    gid: int
    dropped: bool

    def run(self, command: Sequence[str], *, cwd: Path, seconds: float) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 (only PostgreSQL's own programs and sh come here)
            list(command),
            cwd=cwd,
            env=_clean_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=seconds,
            user=self.uid if self.dropped else None,
            group=self.gid if self.dropped else None,
            extra_groups=[] if self.dropped else None,
        )

    def own(self, path: Path) -> None:
        if self.dropped:
            os.chown(path, self.uid, self.gid)

    def reaches(self, directory: Path) -> bool:
        """Whether this user can enter a directory. Asked of the kernel, because ACLs and mounts have a say too."""
        if not self.dropped:
            return os.access(directory, os.X_OK)
        probe = self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(directory)], cwd=Path("/"), seconds=30)
        return probe.returncode == 0


def current_account() -> Account:
    """Ourselves, or the dedicated user when we are root. Creates that user when it is missing."""
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid(), dropped=False)
    entry = _passwd_entry(SERVICE_USER) or _create_service_user() or _passwd_entry("postgres")
    if entry is None:
        raise PostgresUnavailable(
            "PostgreSQL can't run as root, and no user to run it as could be created. "
            f"Create a system user named {SERVICE_USER}, or start Quarterdeck as an ordinary user."
        )
    return Account(uid=entry.pw_uid, gid=entry.pw_gid, dropped=True)


def account_owning(path: Path) -> Account:
    """The owner of an existing cluster: whoever made it runs it, even when root starts it today."""
    owner = path.stat()
    if os.geteuid() == 0 and owner.st_uid != 0:
        return Account(uid=owner.st_uid, gid=owner.st_gid, dropped=True)
    if os.geteuid() not in {0, owner.st_uid}:
        raise PostgresUnavailable(
            f"{path} belongs to the user {_name_of(owner.st_uid)}. "
            "Start Quarterdeck as that user or as root, or choose another QUARTERDECK_DATA_DIR."
        )
    return current_account()


def _create_service_user() -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:{_SBIN}")
    if useradd is None:
        return None
    made = subprocess.run(  # noqa: S603 (fixed arguments)
        [
            useradd,
            "--system",
            "--user-group",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
            SERVICE_USER,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return _passwd_entry(SERVICE_USER) if made.returncode in {0, _USER_EXISTS} else None


def _passwd_entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _clean_environment() -> dict[str, str]:
    # PGDATA, PGPORT and friends of the caller would quietly redirect the programs; messages are read by us, in C.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}
