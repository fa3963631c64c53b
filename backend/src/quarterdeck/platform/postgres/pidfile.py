"""Whether the server behind a postmaster.pid is really alive, and where it listens."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from quarterdeck.platform.postgres.locations import Home

# Lines of postmaster.pid, counted from zero: pid, data directory, start time, port, socket directory, address,
# shared memory key, status.
_PORT_LINE = 3
_STATUS_LINE = 7

_NOBODY = 2**31 - 2


@dataclass(frozen=True, slots=True)
class Running:
    pid: int
    port: int
    ready: bool


def running_server(home: Home) -> Running | None:
    """The live server of this home. A pid file left by a crash, or whose pid somebody else has now, counts as none."""
    try:
        lines = home.pid_file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    if not lines or not lines[0].strip().isdigit():
        return None
    pid = int(lines[0])
    if not _is_server_of(pid, home.cluster):
        return None
    port = int(lines[_PORT_LINE]) if len(lines) > _PORT_LINE and lines[_PORT_LINE].strip().isdigit() else 0
    ready = len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"
    return Running(pid=pid, port=port, ready=ready)


def _is_server_of(pid: int, cluster: Path) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False  # not ours: the server's user is either ourselves or, for root, anybody
    return str(cluster) in _command_line(pid)


def _command_line(pid: int) -> str:
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    ps = shutil.which("ps") or "/bin/ps"
    answer = subprocess.run(  # noqa: S603 (a fixed program and a number)
        [ps, "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout


def disown_reused_pid(home: Home) -> None:
    """Let the server start although the pid in its old pid file is somebody else's by now.

    The file itself stays: the server finds in it the shared memory of its predecessor, and refuses to start
    while orphaned backends still write to the data.
    """
    try:
        lines = home.pid_file.read_text(encoding="utf-8").splitlines(keepends=True)
    except FileNotFoundError:
        return
    if lines:
        home.pid_file.write_text("".join([f"{_NOBODY}\n", *lines[1:]]), encoding="utf-8")
