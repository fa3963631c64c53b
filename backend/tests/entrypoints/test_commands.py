"""What an operator types, from an empty server to a token that works."""

from pathlib import Path

import psycopg
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from quarterdeck.entrypoints.api import create_app
from quarterdeck.entrypoints.cli import COMMANDS, app
from quarterdeck.entrypoints.data import open_data
from quarterdeck.entrypoints.installation import Installation
from quarterdeck.platform.settings import settings


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_loads_and_explains_itself(command: str) -> None:
    shown = run(command, "--help")
    assert shown.exit_code == 0, shown.output
    assert "Usage" in shown.output


def test_an_unknown_command_is_refused() -> None:
    assert run("sink").exit_code == 2


class TestSettingUp:
    def test_from_nothing_to_a_token_that_reads_clients(self, own_installation: str) -> None:
        assert run("tenant", "create", "north", "--name", "North MSP").exit_code == 0
        made = run("user", "create", "olivia@north.dev", "--tenant", "north", "--name", "Olivia")
        assert made.exit_code == 0, made.output
        assert "Password: " in made.output
        scope = ["--scope", "clients:read"]
        token = run("token", "create", "script", "--tenant", "north", "--user", "olivia@north.dev", *scope)
        assert token.exit_code == 0, token.output

        here = Installation(settings())
        with TestClient(create_app(settings(), open_data(here))) as client:
            bearer = {"Authorization": f"Bearer {token.stdout.strip()}"}
            assert client.get("/api/v1/clients", headers=bearer).json() == {"items": [], "next_cursor": None}
            assert client.get("/api/v1/assets", headers=bearer).status_code == 403
        here.close()
        assert "0 changes removed." in run("audit", "trim").stdout

    def test_the_same_tenant_twice_is_refused_in_a_sentence(self, own_installation: str) -> None:
        assert run("tenant", "create", "north").exit_code == 0
        again = run("tenant", "create", "north")
        assert again.exit_code == 2
        assert "Another tenant is already called north." in again.stderr

    def test_a_slug_of_the_wrong_form_is_refused(self, own_installation: str) -> None:
        refused = run("tenant", "create", "North MSP!")
        assert refused.exit_code == 2
        assert "slug" in refused.stderr

    def test_a_user_needs_a_tenant_that_exists(self, own_installation: str) -> None:
        refused = run("user", "create", "a@north.dev", "--tenant", "nowhere")
        assert refused.exit_code == 2
        assert "There is no tenant 'nowhere'." in refused.stderr

    def test_a_token_needs_somebody_who_is_a_member(self, own_installation: str) -> None:
        run("tenant", "create", "north")
        run("tenant", "create", "south")
        run("user", "create", "a@north.dev", "--tenant", "north")
        refused = run("token", "create", "x", "--tenant", "south", "--user", "a@north.dev", "--scope", "assets:read")
        assert refused.exit_code == 2
        assert "no member of south" in refused.stderr


class TestDoctor:
    def test_it_names_a_table_whose_isolation_was_switched_off(self, own_installation: str) -> None:
        assert run("migrate").exit_code == 0
        assert "WRONG  isolation" not in run("doctor").output
        with psycopg.connect(own_installation, autocommit=True) as connection:
            connection.execute("alter table assets no force row level security")
        found = run("doctor")
        assert found.exit_code == 1
        assert "WRONG  isolation: Row-level security is off on assets." in found.output

    def test_it_says_that_nothing_was_migrated(self, own_installation: str) -> None:
        found = run("doctor")
        assert found.exit_code == 1
        assert "WRONG  schema: The schema is at nothing" in found.output
        assert "Run `quarterdeck migrate`." in found.output

    def test_it_says_that_the_server_cannot_be_reached(
        self, own_installation: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("QUARTERDECK_DATABASE_URL", "postgresql://nobody:wrong@127.0.0.1:1/none")
        settings.cache_clear()
        found = run("doctor")
        assert found.exit_code == 1
        assert "WRONG  database: It can't be reached" in found.output


class TestAnUnreachableDatabase:
    @pytest.mark.parametrize("command", [["migrate"], ["tenant", "create", "north"], ["export", "--tenant", "north"]])
    def test_is_told_in_sentences_without_its_password(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
    ) -> None:
        monkeypatch.setenv("QUARTERDECK_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("QUARTERDECK_DATABASE_URL", "postgresql://somebody:hush@127.0.0.1:1/none")
        settings.cache_clear()

        refused = run(*command)
        settings.cache_clear()

        assert refused.exit_code == 2
        assert "can't be reached" in refused.stderr
        assert "Correct the setting or start that server." in refused.stderr
        assert "hush" not in refused.stderr
