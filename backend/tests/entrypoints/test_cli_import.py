"""`quarterdeck import` and `export` as an operator runs them: a process, its output, its exit code."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from typer.testing import CliRunner, Result

from quarterdeck.domains.tenancy.schemas import TenantCreate
from quarterdeck.entrypoints.cli import app
from quarterdeck.entrypoints.provisioning import provision_tenant
from quarterdeck.platform.db.migrate import migrate
from quarterdeck.platform.db.schema import app_url
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.settings import settings
from tests.conftest import APP_PASSWORD

EXAMPLES = Path(__file__).parents[3] / "examples"
HEADER = ["row", "outcome", "asset_id", "duplicate_of_row", "matched_on", "score", "reason"]


@dataclass
class Cli:
    """The command line of one installation, with an own tenant."""

    url: str
    folder: Path
    tenant: str
    tenant_id: uuid.UUID

    def environment(self, **more: str) -> dict[str, str]:
        own = {
            "QUARTERDECK_DATABASE_URL": self.url,
            "QUARTERDECK_APP_PASSWORD": APP_PASSWORD,
            "QUARTERDECK_DATA_DIR": str(self.folder / "data"),
        }
        return {**os.environ, **own, **more}

    def start(self, *arguments: str, **settings: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "quarterdeck.entrypoints.cli", *arguments]
        return subprocess.Popen(
            command, env=self.environment(**settings), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *arguments: str) -> Result:
        """In this process, which has everything loaded already."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment().items():
                patch.setenv(name, value)
            settings.cache_clear()
            try:
                return CliRunner().invoke(app, list(arguments))
            finally:
                settings.cache_clear()

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def one(self, query: str) -> Any:
        with psycopg.connect(self.url) as connection:
            row = connection.execute(query, {"tenant": self.tenant_id}).fetchone()
        return row[0] if row and len(row) == 1 else row


@pytest.fixture(scope="module")
def cli_url(server_url: str) -> Iterator[str]:
    name = f"qd_cli_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    url = server_url.rpartition("/")[0] + "/" + name
    migrate(url, app_password=APP_PASSWORD)
    yield url
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def cli(cli_url: str, tmp_path: Path) -> Cli:
    database = Database(app_url(cli_url, APP_PASSWORD))
    slug = f"cli-{uuid.uuid4().hex[:10]}"
    tenant_id = provision_tenant(database, TenantCreate(slug=slug, name="CLI", time_zone="Europe/London"))
    database.dispose()
    return Cli(cli_url, tmp_path, slug, tenant_id)


def lines_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == HEADER
        return list(reader)


def test_the_example_goes_in_and_its_decisions_are_written(cli: Cli) -> None:
    decisions = cli.folder / "decisions.csv"
    example = cli.write("inventory.csv", (EXAMPLES / "inventory.csv").read_text(encoding="utf-8"))
    arguments = ["import", str(example), "--tenant", cli.tenant, "--create-missing", "--decisions", str(decisions)]

    done = cli.run(*arguments, "--json")

    assert done.exit_code == 0, done.output
    summary = json.loads(done.stdout)
    lines = lines_of(decisions)
    counts = summary["counts"]
    assert counts["rows"] == len(lines) == sum(counts[key] for key in counts if key != "rows")
    assert (counts["created"], counts["rejected"]) == (56, 2)
    assert counts["duplicate_in_file"] == 2
    assert [line["row"] for line in lines] == [str(number) for number in range(1, len(lines) + 1)]
    by_row = {line["row"]: line for line in lines}
    duplicate = by_row["57"]
    assert (duplicate["outcome"], duplicate["duplicate_of_row"]) == ("duplicate_in_file", "3")
    assert duplicate["asset_id"] == by_row["3"]["asset_id"] != ""
    assert cli.one("select count(*) from assets where tenant_id = %(tenant)s") == counts["created"]
    assert "checking" in done.stderr

    again = cli.run(*arguments, "--json")
    assert {line["outcome"] for line in lines_of(decisions)} == {"unchanged", "duplicate_in_file", "rejected"}
    assert json.loads(again.stdout)["counts"]["created"] == 0


def test_the_messy_workbook_finds_the_machines_of_the_list(cli: Cli) -> None:
    example = cli.write("inventory.csv", (EXAMPLES / "inventory.csv").read_text(encoding="utf-8"))
    cli.run("import", str(example), "--tenant", cli.tenant, "--create-missing")
    workbook = cli.folder / "messy.xlsx"
    workbook.write_bytes((EXAMPLES / "inventory-messy.xlsx").read_bytes())
    decisions = cli.folder / "decisions.csv"
    done = cli.run("import", str(workbook), "--tenant", cli.tenant, "--decisions", str(decisions))
    assert done.exit_code == 0, done.output
    outcomes = [line["outcome"] for line in lines_of(decisions)]
    assert outcomes[:12] == ["updated"] * 12, [line["reason"] for line in lines_of(decisions)]


def test_a_dry_run_writes_nothing_and_names_no_asset_that_is_not_there(cli: Cli) -> None:
    file = cli.write("list.csv", "Hostname,Serial Number,Client\nws-1,PF2AB001,Acme\nws-1,PF2AB001,Acme\n")
    decisions = cli.folder / "decisions.csv"
    done = cli.run(
        "import", str(file), "--tenant", cli.tenant, "--create-missing", "--dry-run", "--decisions", str(decisions)
    )
    assert done.exit_code == 0, done.output
    assert "nothing written" in done.stdout
    assert [(line["outcome"], line["asset_id"]) for line in lines_of(decisions)] == [
        ("created", ""),
        ("duplicate_in_file", ""),
    ]
    assert cli.one("select count(*) from assets where tenant_id = %(tenant)s") == 0
    assert cli.one("select count(*) from clients where tenant_id = %(tenant)s") == 0


def test_rejected_rows_are_no_failure_and_come_back_on_request(cli: Cli) -> None:
    file = cli.write("list.csv", "Hostname,Client\nws-1,Acme\n")
    errors = cli.folder / "list-errors.csv"
    done = cli.run("import", str(file), "--tenant", cli.tenant, "--errors", str(errors))
    assert done.exit_code == 0
    assert "1 rejected" in done.stdout
    assert "There is no client called “Acme”" in errors.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("content", "arguments", "sentence"),
    [
        (None, [], "There is no file"),
        ("", [], "The file is empty"),
        ("Colour\nred\n", ["--client", "acme"], "There is no client “acme”"),
        ("Hostname\nws-1\n", [], "No column names the client"),
        ("Hostname\nws-1\n", ["--tenant", "nobody"], "There is no tenant 'nobody'"),
    ],
)
def test_what_cannot_be_used_ends_with_two_and_a_sentence(
    cli: Cli, content: str | None, arguments: list[str], sentence: str
) -> None:
    file = cli.folder / "list.csv" if content is None else cli.write("list.csv", content)
    given = arguments if "--tenant" in arguments else ["--tenant", cli.tenant, *arguments]
    done = cli.run("import", str(file), *given)
    assert done.exit_code == 2
    assert sentence in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_killed_import_is_finished_by_a_worker_and_doubles_nothing(cli: Cli) -> None:
    rows = 5_000
    text = "Hostname,Serial Number,Client\n" + "".join(f"ws-{n:05},PF2A{n:06},Acme\n" for n in range(rows))
    file = cli.write("large.csv", text)
    settings = {"QUARTERDECK_IMPORT_CHUNK_ROWS": "500", "QUARTERDECK_WORKER_STALLED_SECONDS": "8"}
    command = cli.start("import", str(file), "--tenant", cli.tenant, "--create-missing", **settings)
    _wait(lambda: cli.one("select count(*) from assets where tenant_id = %(tenant)s") >= 1_000)
    command.send_signal(signal.SIGKILL)
    command.communicate()
    before = cli.one("select count(*) from assets where tenant_id = %(tenant)s")
    assert 1_000 <= before < rows
    _let_stall(cli)

    worker = cli.start("worker", **settings)
    try:
        # Killed again, in the middle of a chunk or between two, whatever it may be.
        _wait(lambda: cli.one("select count(*) from assets where tenant_id = %(tenant)s") > before)
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
        _let_stall(cli)
        worker = cli.start("worker", **settings)
        state = "select state from jobs where tenant_id = %(tenant)s"
        _wait(lambda: cli.one(state) not in {"queued", "running", "interrupted"})
        assert cli.one(state) == "succeeded"
    finally:
        worker.kill()
        worker.communicate()
    counters = cli.one("select counters from jobs where tenant_id = %(tenant)s")
    assert counters["created"] == counters["done"] == counters["total"] == rows
    assert (counters["pending"], counters["failed"], counters["skipped"]) == (0, 0, 0)
    assert cli.one("select count(*), count(distinct serial) from assets where tenant_id = %(tenant)s") == (rows, rows)
    changes = "select count(*) from changes where tenant_id = %(tenant)s and table_name = 'assets'"
    assert cli.one(changes) == rows


def _let_stall(cli: Cli) -> None:
    """What was killed is taken over at once, as if it had been silent for long."""
    with psycopg.connect(cli.url) as connection:
        connection.execute(
            "update jobs set updated_at = now() - interval '1 hour' where tenant_id = %s", [cli.tenant_id]
        )


def _wait(what: Any) -> None:
    deadline = time.monotonic() + 240
    while not what():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)


def test_the_export_is_a_file_that_goes_in_unchanged(cli: Cli) -> None:
    rows = "ws-1,PF2AB001,Acme,Dell,=1+1\nws-2,PF2AB002,Acme,Dell,plain\n"
    file = cli.write("list.csv", "Hostname,Serial Number,Client,Manufacturer,Notes\n" + rows)
    cli.run("import", str(file), "--tenant", cli.tenant, "--create-missing")
    out = cli.folder / "out.csv"
    columns = "tag,name,client,hostname,serial,manufacturer,notes"
    done = cli.run("export", "--tenant", cli.tenant, "--columns", columns, "--output", str(out))
    assert done.exit_code == 0, done.output
    assert "'=1+1" in out.read_text(encoding="utf-8-sig")
    decisions = cli.folder / "decisions.csv"
    again = cli.run("import", str(out), "--tenant", cli.tenant, "--decisions", str(decisions))
    assert again.exit_code == 0, again.stderr
    assert {line["matched_on"].split("+")[0] for line in lines_of(decisions)} == {"row_key"}
    assert cli.one("select count(*) from assets where tenant_id = %(tenant)s") == 2


def test_the_export_follows_client_and_filter(cli: Cli) -> None:
    text = "Hostname,Serial Number,Client\nws-1,PF2AB001,Acme\nws-2,PF2AB002,Globex\nws-3,PF2AB003,Acme\n"
    cli.run("import", str(cli.write("list.csv", text)), "--tenant", cli.tenant, "--create-missing")
    arguments = [
        "export",
        "--tenant",
        cli.tenant,
        "--columns",
        "serial",
        "--client",
        "acme",
        "--filter",
        "serial:PF2AB001",
    ]
    heading, row, *rest = cli.run(*arguments).stdout.splitlines()
    assert (heading, row.split(",")[0], rest) == ("Serial number,Quarterdeck ID", "PF2AB001", [])
    workbook = cli.folder / "out.xlsx"
    assert cli.run("export", "--tenant", cli.tenant, "-o", str(workbook)).exit_code == 0
    assert workbook.read_bytes().startswith(b"PK")
