import os
import shutil
import signal
import socket
import stat
import time
from pathlib import Path

import psycopg
import pytest

from quarterdeck.platform.postgres import EmbeddedPostgres, PostgresUnavailable, find_binaries, throwaway_postgres
from quarterdeck.platform.postgres.configuration import rendered


def answer(server: EmbeddedPostgres, query: str, database: str = "postgres") -> object:
    with psycopg.connect(server.superuser_url(database)) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def leave_a_note(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.superuser_url()) as connection:
        connection.execute("create table notes as select 'kept' as text")


def kill_the_server(server: EmbeddedPostgres) -> None:
    pid = int((server.home / "cluster" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGKILL)
    while server.is_running():
        time.sleep(0.01)


class TestARunningServer:
    def test_nobody_gets_in_with_a_wrong_password(self, running: EmbeddedPostgres) -> None:
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(f"postgresql://postgres:wrong@127.0.0.1:{running.port}/postgres")

    def test_every_way_in_asks_for_a_scram_password(self, running: EmbeddedPostgres) -> None:
        assert answer(running, "select array_agg(distinct auth_method) from pg_hba_file_rules") == ["scram-sha-256"]

    def test_it_listens_on_loopback_only(self, running: EmbeddedPostgres) -> None:
        assert answer(running, "show listen_addresses") == "127.0.0.1"

    def test_the_socket_asks_for_the_password_too(self, running: EmbeddedPostgres) -> None:
        directory = answer(running, "show unix_socket_directories")
        assert directory == str(running.home / "run")
        with pytest.raises(psycopg.OperationalError, match=r"no password supplied|Permission denied"):
            psycopg.connect(f"postgresql://postgres@/postgres?host={directory}&port={running.port}")

    def test_its_secrets_are_for_the_owner_alone(self, running: EmbeddedPostgres) -> None:
        assert stat.S_IMODE((running.home / "password").stat().st_mode) == 0o600
        assert stat.S_IMODE(running.home.stat().st_mode) == 0o700
        assert not (running.home / "password.initdb").exists()

    def test_text_is_utf8_and_folds_beyond_ascii(self, running: EmbeddedPostgres) -> None:
        assert answer(running, "show server_encoding") == "UTF8"
        assert answer(running, "select lower('ÄÖÜ ŁÓDŹ')") == "äöü łódź"

    def test_it_runs_with_the_settings_we_measured(self, running: EmbeddedPostgres) -> None:
        assert answer(running, "show jit") == "off"
        assert answer(running, "show shared_preload_libraries") == "pg_stat_statements"

    @pytest.mark.parametrize("name", ["plain", 'quo"te', "semi;colon --", "ünï 数据"])
    def test_a_database_is_made_once_whatever_its_name(self, running: EmbeddedPostgres, name: str) -> None:
        running.ensure_database(name)
        running.ensure_database(name)
        assert answer(running, "select current_database()", name) == name


class TestStart:
    def test_data_and_port_survive_a_restart(self, server: EmbeddedPostgres) -> None:
        server.start()
        leave_a_note(server)
        port = server.port
        server.stop()
        assert not server.is_running()

        server.start()

        assert server.port == port
        assert answer(server, "select text from notes") == "kept"

    def test_a_running_server_is_adopted(self, server: EmbeddedPostgres) -> None:
        server.start()
        second = EmbeddedPostgres(server.data_dir)

        second.start()

        assert (server.started_here, second.started_here) == (True, False)
        assert second.superuser_url() == server.superuser_url()
        second.stop()
        assert not server.is_running()

    def test_a_taken_port_makes_room_for_the_next_and_is_remembered(self, server: EmbeddedPostgres) -> None:
        server.start()
        first = server.port
        server.stop()
        with socket.create_server(("127.0.0.1", first)):
            server.start()
            second = server.port
            server.stop()
        server.start()

        assert second > first
        assert server.port == second

    def test_a_wanted_port_is_not_replaced(self, open_directory: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            server = EmbeddedPostgres(open_directory, port=port, fast_unsafe=True)
            with pytest.raises(PostgresUnavailable, match="did not start") as refused:
                server.start()
        assert "Address already in use" in str(refused.value)
        assert not server.is_running()

    def test_a_killed_server_is_started_again_with_its_data(self, open_directory: Path) -> None:
        server = EmbeddedPostgres(open_directory)
        try:
            server.start()
            leave_a_note(server)
            kill_the_server(server)

            server.start()

            assert answer(server, "select text from notes") == "kept"
        finally:
            server.stop()

    def test_a_pid_file_whose_pid_belongs_to_somebody_else_is_no_obstacle(self, server: EmbeddedPostgres) -> None:
        server.start()
        pid_file = server.home / "cluster" / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        server.stop()
        pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
        shutil.chown(pid_file, user=(server.home / "cluster").stat().st_uid)

        assert not server.is_running()
        server.start()

        assert answer(server, "select 1") == 1

    def test_an_interrupted_first_start_is_begun_anew(self, server: EmbeddedPostgres) -> None:
        half = server.home / "cluster.partial"
        (server.home / "cluster").rename(half)

        server.start()

        assert answer(server, "select 1") == 1
        assert not half.exists()

    @pytest.mark.parametrize("name", ["it's ünï 数据 🗄", "-D"])
    def test_any_directory_name_will_do(self, open_directory: Path, name: str) -> None:
        server = EmbeddedPostgres(open_directory / name, fast_unsafe=True)
        try:
            server.start()
            assert answer(server, "select 1") == 1
        finally:
            server.stop()

    def test_a_path_too_long_for_a_socket_leaves_loopback(self, open_directory: Path) -> None:
        server = EmbeddedPostgres(open_directory / ("long" * 25), fast_unsafe=True)
        try:
            server.start()
            assert answer(server, "show unix_socket_directories") == ""
        finally:
            server.stop()

    def test_stopping_what_never_started_is_nothing(self, open_directory: Path) -> None:
        EmbeddedPostgres(open_directory / "never").stop()

        assert not (open_directory / "never").exists()


class TestRefusals:
    def test_data_of_another_major_version(self, server: EmbeddedPostgres) -> None:
        (server.home / "cluster" / "PG_VERSION").write_text("12\n")

        with pytest.raises(PostgresUnavailable, match=r"made by PostgreSQL 12; .* offers \d+"):
            server.start()

    def test_a_directory_full_of_something_else(self, server: EmbeddedPostgres) -> None:
        (server.home / "cluster" / "PG_VERSION").unlink()

        with pytest.raises(PostgresUnavailable, match="not empty and holds no database"):
            server.start()

    def test_a_password_that_was_changed_behind_our_back(self, server: EmbeddedPostgres) -> None:
        server.start()
        (server.home / "password").write_text("another")

        with pytest.raises(PostgresUnavailable, match="does not let us in"):
            server.start()

    def test_a_data_directory_that_cannot_be_written(self) -> None:
        with pytest.raises(PostgresUnavailable, match="Choose another one with QUARTERDECK_DATA_DIR"):
            EmbeddedPostgres(Path("/dev/null/data")).start()

    @pytest.mark.parametrize("name", ['quo"te', "$(reboot)", "`id`", "back\\slash", "line\nbreak"])
    def test_a_path_that_a_shell_would_read_as_code(self, open_directory: Path, name: str) -> None:
        with pytest.raises(PostgresUnavailable, match="must not contain"):
            EmbeddedPostgres(open_directory / name).start()
        assert list(open_directory.iterdir()) == []

    def test_a_home_that_is_gone_is_not_replaced_by_an_empty_database(self, open_directory: Path) -> None:
        (open_directory / "postgres").symlink_to(open_directory / "gone")

        with pytest.raises(PostgresUnavailable, match="which is gone"):
            EmbeddedPostgres(open_directory).start()

    def test_the_url_of_a_database_that_was_never_started(self, open_directory: Path) -> None:
        with pytest.raises(PostgresUnavailable, match="No database has been started"):
            EmbeddedPostgres(open_directory).superuser_url()

    def test_a_server_that_fails_shows_the_end_of_its_log(self, server: EmbeddedPostgres) -> None:
        with (server.home / "cluster" / "postgresql.conf").open("a") as configuration:
            configuration.write("no_such_setting = on\n")

        with pytest.raises(PostgresUnavailable, match="no_such_setting"):
            server.start()


class TestConfiguration:
    def test_a_quote_in_a_value_stays_inside_it(self) -> None:
        assert "unix_socket_directories = '/it''s'" in rendered({"unix_socket_directories": "/it's"})

    def test_the_operators_own_settings_outlive_a_restart(self, server: EmbeddedPostgres) -> None:
        with (server.home / "cluster" / "postgresql.conf").open("a") as configuration:
            configuration.write("work_mem = '7MB'\n")

        server.start()

        assert answer(server, "show work_mem") == "7MB"

    def test_a_safe_server_keeps_fsync(self, open_directory: Path) -> None:
        server = EmbeddedPostgres(open_directory, binaries=find_binaries())
        try:
            server.start()
            assert answer(server, "show fsync") == "on"
        finally:
            server.stop()


def test_a_throwaway_server_leaves_nothing_behind() -> None:
    with throwaway_postgres() as server:
        data_dir = server.data_dir
        assert answer(server, "show fsync") == "off"
    assert not data_dir.exists()
