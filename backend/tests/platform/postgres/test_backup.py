"""The way back from a backup that docs/operations.md describes, walked."""

import subprocess
from pathlib import Path

import psycopg
import pytest

from quarterdeck.platform.db.bootstrap import leakproof_marks_present
from quarterdeck.platform.db.migrate import migrate
from quarterdeck.platform.db.schema import app_url
from quarterdeck.platform.postgres import EmbeddedPostgres, find_binaries, throwaway_postgres

PASSWORD = "only for tests"
POLICIES = "select tablename, policyname, qual from pg_policies order by 1, 2"


def run(program: str, *arguments: str) -> None:
    done = subprocess.run([find_binaries().program(program), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def restore(server: EmbeddedPostgres, dump: Path) -> str:
    """As documented: the roles first, then the dump into an empty database, then migrate once more."""
    server.ensure_database("roles_only")
    migrate(server.superuser_url("roles_only"), app_password=PASSWORD)
    server.ensure_database("quarterdeck")
    url = server.superuser_url("quarterdeck")
    run("pg_restore", "--exit-on-error", "--single-transaction", "-d", url, str(dump))
    migrate(url, app_password=PASSWORD)
    return url


def test_a_dump_comes_back_whole_on_another_server(running: EmbeddedPostgres, tmp_path: Path) -> None:
    running.ensure_database("quarterdeck")
    original = running.superuser_url("quarterdeck")
    migrate(original, app_password=PASSWORD)
    with psycopg.connect(original) as connection:
        connection.execute("insert into tenants (id, slug, name) values (gen_random_uuid(), 'acme', 'Acme')")
        policies = connection.execute(POLICIES).fetchall()
    run("pg_dump", "-Fc", "-f", str(tmp_path / "quarterdeck.dump"), original)

    with throwaway_postgres() as other:
        restored = restore(other, tmp_path / "quarterdeck.dump")

        with psycopg.connect(restored) as connection:
            assert connection.execute("select slug from tenants").fetchall() == [("acme",)]
            assert connection.execute(POLICIES).fetchall() == policies
            assert leakproof_marks_present(connection)
        with psycopg.connect(app_url(restored, PASSWORD)) as connection:
            assert connection.execute("select slug from tenants").fetchall() == []
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("delete from changes")
