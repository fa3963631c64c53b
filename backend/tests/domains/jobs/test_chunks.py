import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from sqlalchemy import select

from quarterdeck.domains.jobs import service
from quarterdeck.domains.jobs.chunks import MAX_ATTEMPTS, Step, due_again, run_one_chunk
from quarterdeck.domains.jobs.errors import JobFinished, JobNotFound
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.domains.jobs.models import Job, JobError
from quarterdeck.platform.errors import Forbidden
from tests.world import TenantWorld, World


def start(world: World, tenant: TenantWorld, **params: Any) -> uuid.UUID:
    with world.database.session_for(tenant.actor) as session:
        return service.start_job(session, tenant.actor, kind="count", title="Count", params=params).id


def step(runtime: Runtime, tenant: TenantWorld, job_id: uuid.UUID, turn: int | None = None) -> Step:
    return run_one_chunk(runtime, tenant_id=tenant.id, job_id=job_id, turn=turn)


def read(world: World, tenant: TenantWorld, job_id: uuid.UUID) -> Job:
    with world.database.session_for(tenant.actor) as session:
        return session.scalars(select(Job).where(Job.tenant_id == tenant.id, Job.id == job_id)).one()


def items(world: World, tenant: TenantWorld, job_id: uuid.UUID) -> Sequence[int]:
    with world.database.session_for(tenant.actor) as session:
        return session.scalars(select(JobError.item).where(JobError.job_id == job_id).order_by(JobError.item)).all()


def tasks(admin_url: str, job_id: uuid.UUID) -> list[int]:
    with psycopg.connect(admin_url) as connection:
        rows = connection.execute(
            "select (args ->> 'turn')::int from procrastinate_jobs where args ->> 'job_id' = %s order by id",
            [str(job_id)],
        )
        return [turn for (turn,) in rows]


@pytest.mark.usefixtures("counting")
class TestRunOneChunk:
    def test_each_chunk_commits_its_data_cursor_and_counters_and_lines_up_the_next(
        self, world: World, runtime: Runtime, admin_url: str
    ) -> None:
        job_id = start(world, world.north, total=5)
        assert step(runtime, world.north, job_id, 0) is Step.MORE
        job = read(world, world.north, job_id)
        assert (job.state, job.phase, job.done, job.total) == ("running", "counting", 2, 5)
        assert job.counters == {"done": 2, "skipped": 0, "failed": 0, "pending": 3, "total": 5}
        assert items(world, world.north, job_id) == [0, 1]
        assert tasks(admin_url, job_id) == [0, 1]

    def test_the_last_chunk_ends_the_job(self, world: World, runtime: Runtime) -> None:
        job_id = start(world, world.north, total=3)
        assert [step(runtime, world.north, job_id) for _ in range(2)] == [Step.MORE, Step.ENDED]
        job = read(world, world.north, job_id)
        assert (job.state, job.message, job.phase) == ("succeeded", "Counted to 3.", None)
        assert job.finished_at is not None

    def test_a_task_that_runs_twice_does_its_chunk_once(self, world: World, runtime: Runtime, admin_url: str) -> None:
        job_id = start(world, world.north, total=5)
        assert [step(runtime, world.north, job_id, 0) for _ in range(3)] == [Step.MORE, Step.STALE, Step.STALE]
        assert items(world, world.north, job_id) == [0, 1]
        assert tasks(admin_url, job_id) == [0, 1]

    def test_a_task_may_go_on_and_is_taken_up_again_where_it_stopped(
        self, world: World, runtime: Runtime, admin_url: str
    ) -> None:
        job_id = start(world, world.north, total=5)
        for expected in ([0, 1], [0, 1, 2, 3]):
            run_one_chunk(runtime, tenant_id=world.north.id, job_id=job_id, turn=0, requeue=False)
            assert items(world, world.north, job_id) == expected
        assert tasks(admin_url, job_id) == [0]

        assert due_again(runtime, world.north.id, job_id, 0) is True
        assert step(runtime, world.north, job_id, 0) is Step.ENDED
        assert items(world, world.north, job_id) == [0, 1, 2, 3, 4]

    def test_whoever_runs_chunks_without_a_task_leaves_the_tasks_nothing(self, world: World, runtime: Runtime) -> None:
        job_id = start(world, world.north, total=5)
        run_one_chunk(runtime, tenant_id=world.north.id, job_id=job_id, requeue=False)
        assert step(runtime, world.north, job_id, 0) is Step.STALE

    def test_a_silent_worker_is_dead_only_when_nobody_is_at_its_chunk(self, world: World, runtime: Runtime) -> None:
        job_id = start(world, world.north, total=5)
        with world.database.session_for(world.north.actor) as busy:
            busy.raw.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"job:{job_id}"])
            busy.raw.execute("update jobs set phase = phase where id = %s", [job_id])
            assert due_again(runtime, world.north.id, job_id, 0) is None

        assert (read(world, world.north, job_id).attempts, due_again(runtime, world.north.id, job_id, 0)) == (0, True)
        assert read(world, world.north, job_id).state == "interrupted"

    def test_while_one_process_is_at_it_another_leaves_it_alone(self, world: World, runtime: Runtime) -> None:
        job_id = start(world, world.north, total=5)
        with world.database.session_for(world.north.actor) as other:
            other.raw.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"job:{job_id}"])
            assert step(runtime, world.north, job_id, 0) is Step.BUSY
        assert step(runtime, world.north, job_id, 0) is Step.MORE

    def test_an_unexpected_error_rolls_the_chunk_back_and_is_tried_again_a_few_times(
        self, world: World, runtime: Runtime
    ) -> None:
        job_id = start(world, world.north, total=5, break_at=3)
        steps = [step(runtime, world.north, job_id) for _ in range(1 + MAX_ATTEMPTS)]
        assert steps == [Step.MORE, *[Step.FAILED] * (MAX_ATTEMPTS - 1), Step.ENDED]
        job = read(world, world.north, job_id)
        assert job.state == "failed"
        assert job.message is not None
        assert job.message.startswith("The same step failed 4 times")
        assert [each["event"] for each in job.log] == ["started", "phase", *["interrupted"] * 3, "ended"]
        assert items(world, world.north, job_id) == [0, 1]

    def test_between_the_tries_it_is_shown_as_interrupted(self, world: World, runtime: Runtime) -> None:
        job_id = start(world, world.north, total=5, break_at=0)
        step(runtime, world.north, job_id)
        assert read(world, world.north, job_id).state == "interrupted"

    def test_what_a_dead_worker_left_is_taken_up_and_the_log_says_so(self, world: World, runtime: Runtime) -> None:
        job_id = start(world, world.north, total=3)
        step(runtime, world.north, job_id)
        assert due_again(runtime, world.north.id, job_id, 1)
        assert step(runtime, world.north, job_id, 1) is Step.ENDED
        log = read(world, world.north, job_id).log
        assert [each["event"] for each in log] == ["started", "phase", "interrupted", "resumed", "ended"]
        assert (log[-1]["text"], log[-1]["done"], items(world, world.north, job_id)) == ("Counted to 3.", 3, [0, 1, 2])

    def test_an_expected_error_ends_the_job_with_its_own_sentence(self, world: World, runtime: Runtime) -> None:
        job_id = start(world, world.north, total=5, refuse_at=1)
        assert step(runtime, world.north, job_id) is Step.ENDED
        job = read(world, world.north, job_id)
        assert (job.state, job.message) == ("failed", "The thing is taken already.")
        assert items(world, world.north, job_id) == []

    def test_a_kind_nobody_knows_fails_with_a_sentence(self, world: World, runtime: Runtime) -> None:
        with world.database.session_for(world.north.actor) as session:
            job_id = service.start_job(session, world.north.actor, kind="dance", title="Dance", params={}).id
        assert step(runtime, world.north, job_id) is Step.ENDED
        assert "dance" in (read(world, world.north, job_id).message or "")

    def test_a_chunk_runs_with_the_scope_of_whoever_started_the_job(self, world: World, runtime: Runtime) -> None:
        actor = world.north.scoped(world.north.acme)
        with world.database.session_for(actor) as session:
            job_id = service.start_job(session, actor, kind="count", title="Count", params={"total": 1}).id
            assert service.actor_of(read_here(session, job_id)) == actor
        assert step(runtime, world.north, job_id) is Step.ENDED


def read_here(session: Any, job_id: uuid.UUID) -> Job:
    found: Job = session.scalars(select(Job).where(Job.id == job_id)).one()
    return found


@pytest.mark.usefixtures("counting")
class TestCancel:
    def test_it_stops_before_the_next_chunk_and_says_how_far_it_came(self, world: World, runtime: Runtime) -> None:
        job_id = start(world, world.north, total=5)
        step(runtime, world.north, job_id)
        with world.database.session_for(world.north.actor) as session:
            assert not service.describe(
                session, world.north.actor, [service.cancel_job(session, world.north.actor, job_id)]
            )[0].can_cancel
        assert step(runtime, world.north, job_id) is Step.ENDED
        job = read(world, world.north, job_id)
        assert (job.state, job.message) == ("cancelled", "Cancelled. 2 of 5 were done before that and are kept.")
        assert step(runtime, world.north, job_id) is Step.STALE
        with world.database.session_for(world.north.actor) as session, pytest.raises(JobFinished):
            service.cancel_job(session, world.north.actor, job_id)

    def test_another_tenants_job_is_not_there(self, world: World) -> None:
        job_id = start(world, world.north, total=5)
        with world.database.session_for(world.south.actor) as session, pytest.raises(JobNotFound):
            service.cancel_job(session, world.south.actor, job_id)

    def test_somebody_elses_job_needs_the_permission_ones_own_does_not(self, world: World) -> None:
        job_id = start(world, world.north, total=5)
        reader = frozenset({"jobs:read"})
        stranger = replace(world.north.actor, user_id=uuid.uuid4(), permissions=reader)
        owner = replace(world.north.actor, permissions=reader)
        with world.database.session_for(stranger) as session, pytest.raises(Forbidden):
            service.cancel_job(session, stranger, job_id)
        with world.database.session_for(owner) as session:
            assert service.cancel_job(session, owner, job_id).cancel_requested

    def test_a_person_without_the_client_does_not_see_the_job(self, world: World) -> None:
        north = world.north
        with world.database.session_for(north.actor) as session:
            job_id = service.start_job(
                session, north.actor, kind="count", title="Count", params={"total": 1}, client_id=north.acme
            ).id
        seer, other = north.scoped(north.acme), north.scoped(north.globex)
        with world.database.session_for(seer) as session:
            assert service.access_job(session, seer, job_id).id == job_id
        with world.database.session_for(other) as session, pytest.raises(JobNotFound):
            service.access_job(session, other, job_id)


def test_a_rolled_back_start_leaves_no_job_and_no_task(world: World, admin_url: str) -> None:
    with world.database.session_for(world.north.actor) as session:
        job_id = service.start_job(session, world.north.actor, kind="count", title="Count", params={}).id
        session.rollback()
    assert tasks(admin_url, job_id) == []
