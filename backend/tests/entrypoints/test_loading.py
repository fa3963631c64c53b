"""What a process loads before it does anything is the greater part of a start: here is what it must not load."""

import subprocess
import sys

import psycopg
import pytest
from typer.testing import CliRunner

from quarterdeck.domains.identity import passwords
from quarterdeck.entrypoints.cli import app
from quarterdeck.entrypoints.installation import Installation
from quarterdeck.platform.db.schema import newest_revision
from quarterdeck.platform.settings import settings
from tests.conftest import APP_PASSWORD

WEB_ONLY = {"fastapi", "starlette", "uvicorn", "authlib"}
SELDOM_USED = {"alembic", "xlsxwriter", "openpyxl"}


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("quarterdeck.entrypoints.cli", WEB_ONLY | SELDOM_USED | {"sqlalchemy", "psycopg", "pydantic"}),
        ("quarterdeck.entrypoints.commands.up", WEB_ONLY | SELDOM_USED | {"sqlalchemy", "procrastinate", "httpx"}),
        ("quarterdeck.entrypoints.commands.worker", WEB_ONLY | SELDOM_USED),
        ("quarterdeck.entrypoints.commands.web", SELDOM_USED),
    ],
)
def test_a_process_loads_only_what_it_uses(module: str, unwanted: set[str]) -> None:
    program = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "quarterdeck" in loaded
    assert not unwanted & set(loaded)


def test_nobodys_password_takes_as_long_as_anybodys() -> None:
    assert passwords._hasher.check_needs_rehash(passwords._DUMMY) is False


class TestIsPrepared:
    def test_only_what_migrate_has_finished(self, own_installation: str, monkeypatch: pytest.MonkeyPatch) -> None:
        assert not Installation(settings()).is_prepared(), "nothing was migrated"
        assert CliRunner().invoke(app, ["migrate"]).exit_code == 0
        assert Installation(settings()).is_prepared()

        with psycopg.connect(own_installation) as connection:
            connection.execute("update alembic_version set version_num = '0001'")
        assert not Installation(settings()).is_prepared(), "an older schema"

        with psycopg.connect(own_installation) as connection:
            connection.execute("update alembic_version set version_num = %s", [newest_revision()])
        assert Installation(settings()).is_prepared()
        monkeypatch.setenv("QUARTERDECK_APP_PASSWORD", f"not {APP_PASSWORD}")
        settings.cache_clear()
        assert not Installation(settings()).is_prepared(), "the application could not sign in"
