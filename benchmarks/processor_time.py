"""Processor time of a process and its children: nearly the same however busy the machine is, unlike time itself."""

import os
from pathlib import Path

import psycopg

from benchmarks.harness import Bench

_TICKS = os.sysconf("SC_CLK_TCK")
#: Places in /proc/PID/stat after the name: user and system time, and the same of children that have ended.
_OWN, _OF_ENDED = slice(11, 13), slice(13, 15)


def server_pid(bench: Bench) -> int:
    """The process that all others of the database server are children of."""
    with psycopg.connect(bench.admin_url) as connection:
        row = connection.execute("show data_directory").fetchone()
    assert row is not None
    return int((Path(row[0]) / "postmaster.pid").read_text().split()[0])


def processor_seconds(pids: list[int]) -> float:
    """What these and their children have used so far."""
    return sum(_used(pid, is_parent=True) + sum(_used(child) for child in children(pid)) for pid in pids) / _TICKS


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _used(pid: int, *, is_parent: bool = False) -> int:
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, parts[_OWN])) + (sum(map(int, parts[_OF_ENDED])) if is_parent else 0)
