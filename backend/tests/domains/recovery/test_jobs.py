"""Large undos as jobs: killed, cancelled, tried twice. What is not done is untouched, what is done is counted."""

import signal
import subprocess
import sys
import time
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.schemas import RetryWrite
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.recovery import jobs as recovery
from quarterdeck.domains.recovery.errors import NothingRestorable, UndoRunning
from quarterdeck.domains.recovery.models import Undo
from quarterdeck.domains.recovery.service import undoing
from quarterdeck.domains.recovery.service.describing import last_reversible
from quarterdeck.domains.recovery.service.reasons import CHANGED
from quarterdeck.domains.recovery.service.undoing import access_undo
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage
from tests.domains.recovery.test_undoing import record_of, undo
from tests.world import TenantWorld, World

TESTS = Path(__file__).parents[3]
CHUNK = 150
MANY = 2 * CHUNK + 50


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery, "CHUNK_OBJECTS", CHUNK)


@pytest.fixture
def runtime(register: World, tmp_path: Path) -> Runtime:
    return Runtime(register.database, Storage.local(tmp_path / "files"), Settings(data_dir=tmp_path))


def make_many(world: World, tenant: TenantWorld, count: int = MANY) -> uuid.UUID:
    """Assets with an extension, all in one change set, which is answered."""
    with world.database.session_for(tenant.actor) as session:
        change_set = open_change_set(session, tenant.actor, reason="Many")
        session.raw.execute(
            """
            with made as (
              insert into assets (tenant_id, id, client_id, type, tag, name)
              select %(tenant)s, gen_random_uuid(), %(client)s, 'workstation', 'M-' || n, 'Many ' || n
              from generate_series(1, %(count)s) n returning id)
            select 1
            """,
            {"tenant": tenant.id, "client": tenant.acme, "count": count},
        )
        session.raw.execute("insert into workstations (tenant_id, id) select tenant_id, id from assets")
    return change_set


def rename_all(world: World, tenant: TenantWorld) -> uuid.UUID:
    with world.database.session_for(tenant.actor) as session:
        change_set = open_change_set(session, tenant.actor, reason="Rename all")
        session.raw.execute("update assets set name = 'Renamed', notes = 'x'")
    return change_set


def named(world: World, tenant: TenantWorld) -> int:
    """How many are still renamed."""
    with world.database.session_for(tenant.actor) as session:
        row = session.raw.execute("select count(*) from assets where name = 'Renamed'").fetchone()
    return int(row[0]) if row else 0


def job_of(world: World, tenant: TenantWorld, started: Undo) -> Job:
    assert started.job_id is not None
    with world.database.session_for(tenant.actor) as session:
        return jobs.access_job(session, tenant.actor, started.job_id)


def work_off(runtime: Runtime, tenant_id: uuid.UUID, job_id: uuid.UUID | None) -> Step:
    assert job_id is not None
    step = Step.MORE
    while step is Step.MORE:
        step = run_one_chunk(runtime, tenant_id=tenant_id, job_id=job_id, requeue=False)
    return step


def again(world: World, tenant: TenantWorld, started: Undo) -> Undo:
    with world.database.session_for(tenant.actor) as session:
        return access_undo(session, tenant.actor, started.id)


def adds_up(counters: dict[str, Any]) -> bool:
    parts = sum(counters[name] for name in ("done", "skipped", "failed", "pending"))
    return bool(parts == counters["total"])


def renamed_and_changed_since(world: World, tenant: TenantWorld) -> uuid.UUID:
    """The change set that renamed many assets, all of which somebody changed again."""
    make_many(world, tenant)
    changed = rename_all(world, tenant)
    with world.database.session_for(tenant.actor) as session:
        open_change_set(session, tenant.actor)
        session.raw.execute("update assets set name = 'Mine', notes = 'mine' where name = 'Renamed'")
    return changed


class TestUndoJob:
    def test_a_large_change_is_undone_and_redone(self, register: World, runtime: Runtime) -> None:
        tenant = register.north
        make_many(register, tenant)
        before = record_of(register, tenant)
        changed = rename_all(register, tenant)
        after = record_of(register, tenant)

        started = undo(register, tenant.actor, changed)
        assert (started.state, named(register, tenant)) == ("running", MANY)
        with pytest.raises(UndoRunning):
            undo(register, tenant.actor, changed)
        work_off(runtime, tenant.id, started.job_id)

        done = again(register, tenant, started)
        assert (done.state, done.counts["restored"], done.counts["total"]) == ("done", MANY, MANY)
        assert job_of(register, tenant, started).message == f"{MANY:,} restored."
        assert record_of(register, tenant) == before
        assert done.undo_change_set_id is not None
        work_off(runtime, tenant.id, undo(register, tenant.actor, done.undo_change_set_id).job_id)
        assert record_of(register, tenant) == after

    def test_what_was_created_in_large_goes_and_comes_back(self, register: World, runtime: Runtime) -> None:
        tenant = register.north
        before = record_of(register, tenant)
        made = make_many(register, tenant)
        after = record_of(register, tenant)

        started = undo(register, tenant.actor, made)
        work_off(runtime, tenant.id, started.job_id)

        assert record_of(register, tenant) == before
        own = again(register, tenant, started).undo_change_set_id
        assert own is not None
        work_off(runtime, tenant.id, undo(register, tenant.actor, own).job_id)
        assert record_of(register, tenant) == after

    def test_whether_anything_goes_back_is_judged_over_all_of_it(
        self, register: World, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(undoing, "_AT_ONCE", 50)
        tenant = register.north
        changed = renamed_and_changed_since(register, tenant)
        with pytest.raises(NothingRestorable, match="All of this was changed again since"):
            undo(register, tenant.actor, changed)

        with register.database.session_for(tenant.actor) as session:
            open_change_set(session, tenant.actor)
            session.raw.execute("update assets set notes = 'x' where id = (select max(id::text)::uuid from assets)")
        started = undo(register, tenant.actor, changed)
        work_off(runtime, tenant.id, started.job_id)
        counts = again(register, tenant, started).counts
        assert (counts["partly"], counts["left"]) == (1, MANY - 1)

    def test_of_more_than_is_judged_beforehand_the_job_tells_that_nothing_goes_back(
        self, register: World, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(undoing, "_EXAMINED", 200)
        tenant = register.north
        changed = renamed_and_changed_since(register, tenant)

        started = undo(register, tenant.actor, changed)
        work_off(runtime, tenant.id, started.job_id)

        assert again(register, tenant, started).counts["left"] == MANY
        told = f"Nothing was undone: {MANY:,} left, because they were changed since."
        assert job_of(register, tenant, started).message == told

    @pytest.mark.parametrize("way", ["back by somebody", "changed since"])
    def test_what_was_undone_in_vain_is_passed_over_by_the_next_undo(
        self, register: World, runtime: Runtime, monkeypatch: pytest.MonkeyPatch, way: str
    ) -> None:
        monkeypatch.setattr(undoing, "_EXAMINED", 200)
        tenant = register.north
        actor = replace(tenant.actor, user_id=uuid.uuid4())
        make_many(register, tenant)
        with register.database.session_for(actor) as session:
            sooner = open_change_set(session, actor, reason="Sooner")
            session.raw.execute("update assets set supplier = 'Dell' where tag = 'M-1'")
        with register.database.session_for(actor) as session:
            changed = open_change_set(session, actor, reason="Rename all")
            session.raw.execute("update assets set name = 'Renamed' where tag like 'M-%'")
        with register.database.session_for(tenant.actor) as session:
            open_change_set(session, tenant.actor)
            to = "'Many ' || substr(tag, 3)" if way == "back by somebody" else "'Mine'"
            session.raw.execute(f"update assets set name = {to} where tag like 'M-%'")

        def offered() -> uuid.UUID:
            with register.database.session_for(actor) as session:
                found = last_reversible(session, actor)
            assert found is not None
            return found.id

        assert offered() == changed, "it may be that some of it goes back"
        started = undo(register, actor, changed)
        work_off(runtime, tenant.id, started.job_id)

        # What was changed since can be overwritten still; where all is as it was, there is nothing to offer.
        assert offered() == (sooner if way == "back by somebody" else changed)

    def test_what_was_left_is_told_by_tag_and_by_the_names_of_fields(self, register: World, runtime: Runtime) -> None:
        tenant = register.north
        make_many(register, tenant)
        changed = rename_all(register, tenant)
        with register.database.session_for(tenant.actor) as session:
            open_change_set(session, tenant.actor, reason="Again")
            session.raw.execute("update assets set name = 'Again', notes = 'y' where tag in ('M-7', 'M-8')")
        started = undo(register, tenant.actor, changed)
        work_off(runtime, tenant.id, started.job_id)

        with register.database.session_for(tenant.actor) as session:
            told = jobs.errors_of(session, job_of(register, tenant, started).id, code=CHANGED, after=None, limit=9)
        assert {(each.data["tag"], each.data["name"], each.message) for each in told} == {
            ("M-7", "Again", "Changed since: Name, Notes."),
            ("M-8", "Again", "Changed since: Name, Notes."),
        }

    def test_cancelled_in_the_middle_the_rest_is_untouched_and_can_follow(
        self, register: World, runtime: Runtime
    ) -> None:
        tenant = register.north
        make_many(register, tenant)
        before = record_of(register, tenant)
        changed = rename_all(register, tenant)
        started = undo(register, tenant.actor, changed)
        assert started.job_id is not None
        run_one_chunk(runtime, tenant_id=tenant.id, job_id=started.job_id, requeue=False)
        with register.database.session_for(tenant.actor) as session:
            jobs.cancel_job(session, tenant.actor, started.job_id)
        work_off(runtime, tenant.id, started.job_id)

        stopped = again(register, tenant, started)
        assert (stopped.state, stopped.counts["restored"], stopped.counts["pending"]) == (
            "cancelled",
            CHUNK,
            MANY - CHUNK,
        )
        assert named(register, tenant) == MANY - CHUNK
        job = job_of(register, tenant, started)
        assert job.state == "cancelled"
        assert adds_up(job.counters)

        with register.database.session_for(tenant.actor) as session:
            following = jobs.retry_job(session, tenant.actor, started.job_id, RetryWrite())
        work_off(runtime, tenant.id, following.id)
        assert record_of(register, tenant) == before
        with register.database.session_for(tenant.actor) as session:
            counters = jobs.access_job(session, tenant.actor, following.id).counters
        assert (counters["restored"], counters["already"]) == (MANY - CHUNK, CHUNK)

    def test_killed_in_the_middle_another_goes_on(self, register: World, runtime: Runtime, admin_url: str) -> None:
        tenant = register.north
        make_many(register, tenant)
        before = record_of(register, tenant)
        started = undo(register, tenant.actor, rename_all(register, tenant))
        with psycopg.connect(admin_url) as holder:
            # The last object of the change set is held, so that the third chunk stands still until it is killed.
            holder.execute(
                "select 1 from assets where id = (select a.id from assets a where a.tenant_id = %s order by a.id desc "
                "limit 1) for update",
                [tenant.id],
            )
            script = f"from tests.domains.recovery.test_jobs import work; work({register.database.url!r}, "
            script += f"{str(tenant.id)!r}, {str(started.job_id)!r}, {str(runtime.settings.data_dir)!r})"
            worker = subprocess.Popen([sys.executable, "-c", script], cwd=TESTS)
            wait_until_blocked(admin_url, holder.info.backend_pid)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            holder.rollback()

        middle = again(register, tenant, started)
        assert (middle.state, middle.counts["restored"]) == ("running", 2 * CHUNK)
        assert named(register, tenant) == MANY - 2 * CHUNK
        assert adds_up(job_of(register, tenant, started).counters)

        wait_for_free(admin_url, started.job_id)
        work_off(runtime, tenant.id, started.job_id)

        assert again(register, tenant, started).counts["restored"] == MANY
        assert record_of(register, tenant) == before


def work(url: str, tenant_id: str, job_id: str, data_dir: str) -> None:
    """What a worker does, in a process of its own."""
    recovery.CHUNK_OBJECTS = CHUNK
    folder = Path(data_dir)
    runtime = Runtime(Database(url), Storage.local(folder / "files"), Settings(data_dir=folder))
    while run_one_chunk(runtime, tenant_id=uuid.UUID(tenant_id), job_id=uuid.UUID(job_id), requeue=False) is Step.MORE:
        pass


def wait_until_blocked(admin_url: str, holder: int) -> None:
    wait_for_row(admin_url, "select 1 from pg_stat_activity where %s = any (pg_blocking_pids(pid))", holder)


def wait_for_free(admin_url: str, job_id: uuid.UUID | None) -> None:
    """Until the server has noticed that the killed worker is gone, and given up its lock."""
    wait_for_row(
        admin_url,
        "select 1 where pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
        f"job:{job_id}",
    )


def wait_for_row(admin_url: str, query: str, value: object) -> None:
    deadline = time.monotonic() + 60
    with psycopg.connect(admin_url, autocommit=True) as connection:
        while connection.execute(query, [value]).fetchone() is None:
            assert time.monotonic() < deadline, "it never came"
            time.sleep(0.02)
