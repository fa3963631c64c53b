"""Two people, an import, bulk edits and their undos on the same assets at once: nobody hangs, nothing is lost."""

import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from random import Random

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from quarterdeck.domains.assets.errors import AssetChanged
from quarterdeck.domains.assets.schemas import SelectionCreate
from quarterdeck.domains.assets.service import access_asset, update_asset
from quarterdeck.domains.assets.service.selecting import create_selection
from quarterdeck.domains.bulk import jobs as bulk_jobs
from quarterdeck.domains.bulk.schemas import BulkRequest
from quarterdeck.domains.bulk.service import changing
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.domains.recovery.schemas import UndoWrite
from quarterdeck.domains.recovery.service.undoing import start_undo
from quarterdeck.platform.errors import AppError
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage
from tests.domains.caller import make_asset
from tests.domains.imports.conftest import Importer
from tests.domains.recovery.test_everything_goes_back import REPLAY
from tests.world import TenantWorld, World

REGISTERED = (bulk_jobs,)
ASSETS = 24
ROUNDS = 4


def serial(number: int) -> str:
    return f"PF2QX{number:04}"


@pytest.fixture
def assets(world: World) -> list[uuid.UUID]:
    tenant = world.north
    return [
        make_asset(world, tenant.actor, client_id=str(tenant.acme), serial=serial(number), name=f"WS-{number:03}")
        for number in range(ASSETS)
    ]


def edit_as_a_person(world: World, tenant: TenantWorld, field: str, ids: list[uuid.UUID]) -> Callable[[], None]:
    """Reads, and writes what was read; looks again when somebody else was faster, as the console asks for."""

    def work() -> None:
        for round_number in range(ROUNDS):
            for asset in ids:
                while True:
                    with world.database.session_for(tenant.actor) as session:
                        version = access_asset(session, tenant.actor, asset).version
                    try:
                        with world.database.session_for(tenant.actor) as session:
                            value = {field: f"{field} {round_number}"}
                            update_asset(session, tenant.actor, asset, value, expected_version=version)
                        break
                    except AssetChanged:
                        continue

    return work


def edit_in_bulk_and_undo(world: World, tenant: TenantWorld) -> None:
    for number in range(ROUNDS):
        with world.database.session_for(tenant.actor) as session:
            selection = create_selection(session, tenant.actor, SelectionCreate(mode="all"))
            operation = {"kind": "edit", "edits": [{"action": "set", "field": "supplier", "value": f"S {number}"}]}
            wanted = {"selection": selection.id, "operation": operation, "confirmed_count": selection.count}
            change_set = changing.start(session, tenant.actor, BulkRequest.model_validate(wanted)).change_set_id
        assert change_set is not None
        if number < ROUNDS - 1:
            with world.database.session_for(tenant.actor) as session:
                start_undo(session, tenant.actor, change_set, UndoWrite())


@pytest.mark.slow
def test_everybody_at_the_same_assets_at_once(world: World, assets: list[uuid.UUID], tmp_path: Path) -> None:
    tenant, chance = world.north, Random(5)
    failures: list[Exception] = []
    runtime = Runtime(
        world.database, Storage.local(tmp_path / "files"), Settings(data_dir=tmp_path, import_chunk_rows=10)
    )

    def import_all() -> None:
        for number in range(ROUNDS):
            rows = [{"Serial Number": serial(each), "Notes": f"Round {number}"} for each in range(ASSETS)]
            Importer(runtime, tenant, tenant.actor).rows(*chance.sample(rows, len(rows)))

    def guarded(work: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            together.wait()
            try:
                work()
            except (AppError, psycopg.Error, DBAPIError, AssertionError) as exc:
                failures.append(exc)

        return run

    works = [
        edit_as_a_person(world, tenant, "model", assets),
        edit_as_a_person(world, tenant, "description", assets[::-1]),
        import_all,
        lambda: edit_in_bulk_and_undo(world, tenant),
    ]
    together = threading.Barrier(len(works))
    threads = [threading.Thread(target=guarded(work)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with world.database.session_for(tenant.actor) as session:
        told = session.raw.execute("select distinct model, description, supplier, notes from assets").fetchall()
        assert told == [(f"model {ROUNDS - 1}", f"description {ROUNDS - 1}", f"S {ROUNDS - 1}", f"Round {ROUNDS - 1}")]
        replayed = session.raw.execute(REPLAY.format(table="assets"), {"table": "assets"})
        assert replayed.fetchall() == []
        counted = session.raw.execute(
            "select a.version, (select count(*) from changes c where c.object_id = a.id and c.table_name = 'assets') "
            "from assets a"
        )
        assert all(version == written for version, written in counted.fetchall())
