"""Imports whose worker is killed, whose database goes away, whose disk is full. Nothing is lost and nothing doubled.

`make bench-faults` runs it with 200,000 rows and ten kills.
"""

import csv
import os
import resource
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

import quarterdeck.migrations.metadata  # noqa: F401 (the mapper asks for every table that a foreign key names)
from quarterdeck.domains.imports import service as imports
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.recovery.schemas import UndoWrite
from quarterdeck.domains.tenancy.schemas import TenantCreate
from quarterdeck.entrypoints.provisioning import provision_tenant
from quarterdeck.entrypoints.storage import open_storage
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.db.migrate import migrate
from quarterdeck.platform.db.schema import app_url
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.postgres import EmbeddedPostgres, throwaway_postgres
from quarterdeck.platform.settings import Settings
from tests.conftest import APP_PASSWORD
from tests.world import ALL_PERMISSIONS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300 + int(os.environ.get("QUARTERDECK_FAULT_ROWS", "0")) / 20)]

ROWS = int(os.environ.get("QUARTERDECK_FAULT_ROWS", "600"))
KILLS = int(os.environ.get("QUARTERDECK_FAULT_KILLS", "2"))
CHUNK = min(max(ROWS // 10, 50), 5_000)
PATIENCE_SECONDS = 120 + ROWS / 50
ENDED = ("succeeded", "partly_succeeded", "failed", "cancelled")
UNDONE = ("done", "partly_done", "failed", "cancelled")
BAD_ROW = ROWS // 2


@dataclass
class House:
    """One installation: a server of its own, a data directory, workers that may be killed."""

    server: EmbeddedPostgres
    folder: Path
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.server.superuser_url("postgres")

    def environment(self) -> dict[str, str]:
        own = {
            "QUARTERDECK_DATABASE_URL": self.url,
            "QUARTERDECK_APP_PASSWORD": APP_PASSWORD,
            "QUARTERDECK_DATA_DIR": str(self.folder / "data"),
            "QUARTERDECK_IMPORT_CHUNK_ROWS": str(CHUNK),
            "QUARTERDECK_WORKER_CONCURRENCY": "1",
            "QUARTERDECK_WORKER_HEARTBEAT_SECONDS": "0.25",
            "QUARTERDECK_WORKER_STALLED_SECONDS": "1",
        }
        return {**os.environ, **own}

    def spawn(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "quarterdeck.entrypoints.cli", "worker"]
        with (self.folder / "worker.log").open("ab") as log:
            self.workers.append(subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log))
        return self.workers[-1]

    def all(self, query: str, *params: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query.encode(), params).fetchall()

    def end_workers(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.workers.clear()


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    with throwaway_postgres() as started:
        migrate(started.superuser_url("postgres"), app_password=APP_PASSWORD)
        yield started


@pytest.fixture
def house(server: EmbeddedPostgres, tmp_path: Path) -> Iterator[House]:
    opened = House(server, tmp_path)
    yield opened
    opened.end_workers()


@dataclass
class Started:
    """An import on its way, in a tenant of its own."""

    house: House
    database: Database
    actor: Actor
    import_id: uuid.UUID
    job_id: uuid.UUID

    def job(self) -> dict[str, Any]:
        columns = "state, phase, done, total, counters, message"
        (row,) = self.house.all(f"select {columns} from jobs where id = %s", self.job_id)
        return dict(zip(columns.split(", "), row, strict=True))

    def wait_for(self, what: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not what(job := self.job()):
            assert time.monotonic() < deadline, job
            time.sleep(0.02)
        return job

    def wait_for_the_end(self) -> dict[str, Any]:
        return self.wait_for(lambda job: job["state"] in ENDED)

    def wait_for_undo(self, undo_id: uuid.UUID) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (state := self.house.all("select state from undos where id = %s", undo_id)[0][0]) not in UNDONE:
            assert time.monotonic() < deadline, state
            time.sleep(0.02)
        assert state == "done"

    def count(self, query: str) -> int:
        (row,) = self.house.all(query, self.actor.tenant_id)
        return int(row[0])


def write_list(path: Path, *, rows: int, memory: int = 16) -> None:
    """Machines with a serial each; every tenth has no tag, and one row has a date that is none."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Serial Number", "Hostname", "Client", "Asset Tag", "Purchase Date", "RAM (GB)"])
        for number in range(1, rows + 1):
            day = "31/02/2024" if number == BAD_ROW else f"{1 + number % 28}/05/2024"
            tag = "" if number % 10 == 0 else f"T-{number:07}"
            writer.writerow([f"QF{number:07}ZK", f"host-{number:07}", f"Client {number % 7}", tag, day, memory])


@pytest.fixture
def started(house: House) -> Iterator[Started]:
    database = Database(app_url(house.url, APP_PASSWORD))
    slug = f"t-{uuid.uuid4().hex[:10]}"
    tenant = provision_tenant(database, TenantCreate(slug=slug, name=slug))
    actor = Actor(tenant, None, "Somebody", ALL_PERMISSIONS, Origin.API, tenant_slug=slug)
    yield begun(house, database, actor, memory=16)
    database.dispose()


def begun(house: House, database: Database, actor: Actor, *, memory: int) -> Started:
    """The list with so much memory in every machine, on its way."""
    path = house.folder / "list.csv"
    write_list(path, rows=ROWS, memory=memory)
    storage = open_storage(Settings(data_dir=house.folder / "data"))
    with database.session_for(actor) as session:
        found = imports.upload(
            session,
            actor,
            storage,
            [path.read_bytes()],
            name="list.csv",
            limit_bytes=path.stat().st_size,
            create_missing=True,
        )
        job = imports.run_import(session, actor, found.id, dry_run=False)
    return Started(house, database, actor, found.id, job.id)


def prove_whole(started: Started, *, applied: int) -> None:
    """Each row decided once, each applied row one asset with its identifiers and one entry in the journal."""
    one = started.count
    assert one("select count(*) from observations where tenant_id = %s") == ROWS
    assert one("select count(distinct row_no) from intake_decisions where tenant_id = %s") == ROWS
    assert one("select count(*) from assets where tenant_id = %s") == applied
    assert one("select count(distinct serial) from assets where tenant_id = %s") == applied
    serials = "select count(*) from asset_identifiers where tenant_id = %s and kind = 'serial'"
    tags = "select count(*) from asset_identifiers where tenant_id = %s and kind = 'tag'"
    assert (one(serials), one(tags)) == (applied, applied)
    journal = "from changes where table_name = 'assets' and operation = 'insert' and tenant_id = %s"
    assert one(f"select count(*) {journal}") == one(f"select count(distinct row_id) {journal}") == applied
    assert one(f"select count(distinct change_set_id) {journal}") == (1 if applied else 0)
    assert one("select count(*) from job_errors where tenant_id = %s") == 1


def prove_finished(started: Started) -> None:
    """Every row but the bad one is in, and the counters say just that."""
    job = started.job()
    assert job["state"] == "partly_succeeded", job
    counters = job["counters"]
    assert (counters["created"], counters["failed"], counters["pending"]) == (ROWS - 1, 1, 0)
    assert counters["done"] + counters["skipped"] + counters["failed"] == counters["total"] == ROWS
    assert (job["done"], job["total"]) == (ROWS, ROWS)
    prove_whole(started, applied=ROWS - 1)


def prove_undone(started: Started) -> None:
    """What it made goes whole: assets, what hangs on them, and the clients it created."""
    with started.database.session_for(started.actor) as session:
        undo = imports.undo_import(session, started.actor, started.import_id, UndoWrite())
        undo_id = undo.id
    started.wait_for_undo(undo_id)
    for table in ("assets", "asset_identifiers", "asset_provenance", "workstations", "clients"):
        assert started.count(f"select count(*) from {table} where tenant_id = %s") == 0, table


def has_come_to(share: float, job: dict[str, Any]) -> bool:
    return bool(job["done"] >= share * ROWS or job["state"] in ENDED)


def kill_again_and_again(house: House, started: Started, *, after: float) -> None:
    """From this share of the work on; until it ends all the same."""
    rng = Random(KILLS)
    worker = house.spawn()
    seen = [0]
    for share in sorted(rng.uniform(after, 0.8) for _ in range(KILLS)):
        job = started.wait_for(partial(has_come_to, share))
        assert job["state"] not in ENDED
        # Somewhere in the chunk that runs now: a chunk takes longer than this.
        time.sleep(rng.random() * 0.2)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        seen.append(job["done"])
        worker = house.spawn()
    started.wait_for_the_end()
    assert seen == sorted(seen)


def test_a_worker_killed_again_and_again_loses_and_doubles_nothing(house: House, started: Started) -> None:
    kill_again_and_again(house, started, after=0.02)
    prove_finished(started)
    prove_undone(started)


def test_an_update_whose_worker_is_killed_again_and_again_changes_every_asset_once(
    house: House, started: Started
) -> None:
    house.spawn()
    started.wait_for_the_end()
    house.end_workers()
    update = begun(house, started.database, started.actor, memory=32)
    # Half of the work is writing, two chunks at once.
    kill_again_and_again(house, update, after=0.5)
    counters = update.job()["counters"]
    assert (counters["updated"], counters["failed"], counters["pending"]) == (ROWS - 1, 1, 0)
    journal = "from changes where table_name = 'workstations' and operation = 'update' and tenant_id = %s"
    assert update.count(f"select count(*) {journal}") == update.count(f"select count(distinct row_id) {journal}")
    with_memory = "select count(*) from workstations where ram_mb = {} and tenant_id = %s"
    assert update.count(with_memory.format(32 * 1024)) == ROWS - 1
    with update.database.session_for(update.actor) as session:
        undo_id = imports.undo_import(session, update.actor, update.import_id, UndoWrite()).id
    update.wait_for_undo(undo_id)
    assert update.count(with_memory.format(16 * 1024)) == ROWS - 1


def test_a_database_that_is_restarted_is_waited_for(house: House, started: Started) -> None:
    house.spawn()
    started.wait_for(lambda job: job["phase"] == "applying")
    house.server.stop()
    house.server.start()
    # Whether a worker survives the loss is its own affair; as under the supervisor, there is one again.
    house.spawn()
    started.wait_for_the_end()
    prove_finished(started)


def test_a_cancelled_import_says_exactly_what_it_wrote(house: House, started: Started) -> None:
    house.spawn()
    started.wait_for(lambda job: job["phase"] == "applying" and job["counters"]["created"] > 0)
    with started.database.session_for(started.actor) as session:
        jobs.cancel_job(session, started.actor, started.job_id)
    job = started.wait_for_the_end()
    assert job["state"] == "cancelled"
    counters = job["counters"]
    assert 0 < counters["created"] < ROWS - 1
    assert counters["done"] + counters["failed"] + counters["pending"] == counters["total"] == ROWS
    assert counters["done"] == counters["created"]
    prove_whole(started, applied=counters["created"])
    assert (
        started.count(
            "select count(*) from intake_decisions where is_applied and outcome = 'created' and tenant_id = %s"
        )
        == (counters["created"])
    )


def test_a_full_disk_refuses_the_upload_in_a_sentence_and_keeps_nothing(house: House, tmp_path: Path) -> None:
    database = Database(app_url(house.url, APP_PASSWORD))
    slug = f"t-{uuid.uuid4().hex[:10]}"
    tenant = provision_tenant(database, TenantCreate(slug=slug, name=slug))
    database.dispose()
    path = tmp_path / "list.csv"
    write_list(path, rows=ROWS)
    command = [sys.executable, "-m", "quarterdeck.entrypoints.cli", "import", str(path)]
    command += ["--tenant", slug, "--create-missing"]

    def quota() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size // 2, resource.RLIM_INFINITY))

    refused = subprocess.run(
        command,
        env=house.environment(),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=quota,
    )

    assert refused.returncode != 0
    assert "not enough room" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert house.all("select count(*) from imports where tenant_id = %s", tenant) == [(0,)]
    assert house.all("select count(*) from files where tenant_id = %s", tenant) == [(0,)]
    assert [each for each in (house.folder / "data" / "files").rglob("*") if each.is_file()] == []
    accepted = subprocess.run(command, env=house.environment(), capture_output=True, text=True, check=False)
    assert f"{ROWS - 1:,} created" in accepted.stdout, accepted.stderr
