"""A bulk edit whose worker is killed: what was committed is counted, the rest is as it was, and another goes on."""

import signal
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest

from quarterdeck.domains.assets.queries import snapshots
from quarterdeck.domains.assets.schemas import SelectionCreate
from quarterdeck.domains.assets.service.selecting import create_selection
from quarterdeck.domains.bulk import jobs as bulk_jobs  # noqa: F401 (registers its kind of job)
from quarterdeck.domains.bulk.schemas import BulkRequest
from quarterdeck.domains.bulk.service import changing as service
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.domains.jobs.models import Job
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage
from tests.domains.recovery.test_jobs import MANY, adds_up, make_many, wait_for_free, wait_until_blocked, work_off
from tests.domains.recovery.test_undoing import record_of, undo
from tests.world import TenantWorld, World

TESTS = Path(__file__).parents[3]
CHUNK = 100


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "CHUNKS_AT_ONCE", 1)
    monkeypatch.setattr(snapshots, "CHUNK", CHUNK)


@pytest.fixture
def runtime(world: World, tmp_path: Path) -> Runtime:
    return Runtime(world.database, Storage.local(tmp_path / "files"), Settings(data_dir=tmp_path))


def start(world: World, tenant: TenantWorld) -> Job:
    with world.database.session_for(tenant.actor) as session:
        selection = create_selection(session, tenant.actor, SelectionCreate(mode="all"))
        operation = {"kind": "edit", "edits": [{"action": "set", "field": "supplier", "value": "Dell"}]}
        wanted = {"selection": selection.id, "operation": operation, "confirmed_count": selection.count}
        return service.start(session, tenant.actor, BulkRequest.model_validate(wanted))


def again(world: World, tenant: TenantWorld, job: Job) -> Job:
    with world.database.session_for(tenant.actor) as session:
        return jobs.access_job(session, tenant.actor, job.id)


def changed(world: World, tenant: TenantWorld) -> int:
    with world.database.session_for(tenant.actor) as session:
        row = session.raw.execute("select count(*) from assets where supplier = 'Dell' and version = 2").fetchone()
    return int(row[0]) if row else 0


def test_killed_in_the_middle_another_goes_on_and_all_of_it_goes_back(
    world: World, runtime: Runtime, admin_url: str
) -> None:
    tenant = world.north
    make_many(world, tenant)
    before = record_of(world, tenant)
    job = start(world, tenant)
    with psycopg.connect(admin_url) as holder:
        # The last asset is held, so that the last chunk stands still until it is killed.
        holder.execute(
            "select 1 from assets where id = (select a.id from assets a where a.tenant_id = %s order by a.id desc "
            "limit 1) for update",
            [tenant.id],
        )
        script = f"from tests.domains.bulk.test_killed import work; work({world.database.url!r}, "
        script += f"{str(tenant.id)!r}, {str(job.id)!r}, {str(runtime.settings.data_dir)!r})"
        worker = subprocess.Popen([sys.executable, "-c", script], cwd=TESTS)
        wait_until_blocked(admin_url, holder.info.backend_pid)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        holder.rollback()
    wait_for_free(admin_url, job.id)

    middle = again(world, tenant, job)
    whole = MANY // CHUNK * CHUNK
    assert (middle.state, middle.counters["changed"], middle.counters["pending"]) == ("running", whole, MANY - whole)
    assert adds_up(middle.counters)
    assert changed(world, tenant) == whole

    work_off(runtime, tenant.id, job.id)

    ended = again(world, tenant, job)
    assert (ended.state, ended.counters["changed"], ended.counters["total"]) == ("succeeded", MANY, MANY)
    assert changed(world, tenant) == MANY
    assert ended.change_set_id is not None
    taken_back = undo(world, tenant.actor, ended.change_set_id)
    assert taken_back.job_id is not None
    work_off(runtime, tenant.id, taken_back.job_id)
    assert record_of(world, tenant) == before


def work(url: str, tenant_id: str, job_id: str, data_dir: str) -> None:
    """What a worker does, in a process of its own."""
    service.CHUNKS_AT_ONCE, snapshots.CHUNK = 1, CHUNK
    folder = Path(data_dir)
    runtime = Runtime(Database(url), Storage.local(folder / "files"), Settings(data_dir=folder))
    while run_one_chunk(runtime, tenant_id=uuid.UUID(tenant_id), job_id=uuid.UUID(job_id), requeue=False) is Step.MORE:
        pass
