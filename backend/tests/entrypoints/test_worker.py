"""Real worker processes against a real queue. A killed one is killed with SIGKILL."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from quarterdeck.domains.jobs import service
from quarterdeck.platform.db.migrate import migrate
from quarterdeck.platform.db.schema import app_url
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.queue import is_anybody_waiting
from tests.conftest import APP_PASSWORD
from tests.world import TenantWorld, World, add_person, build_world

Spawn = Callable[[], "subprocess.Popen[bytes]"]
TESTS = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def own_url(server_url: str) -> Iterator[str]:
    """A database of these tests' own: their workers must not find the jobs of others."""
    name = f"qd_worker_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    url = server_url.rpartition("/")[0] + "/" + name
    migrate(url, app_password=APP_PASSWORD)
    yield url
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def own_world(own_url: str) -> Iterator[World]:
    database = Database(app_url(own_url, APP_PASSWORD))
    yield build_world(database)
    database.dispose()


@pytest.fixture
def spawn(own_world: World, tmp_path: Path) -> Iterator[Spawn]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.entrypoints.counting_worker", own_world.database.url, str(tmp_path)]
        started.append(subprocess.Popen(command, cwd=TESTS))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def start(world: World, tenant: TenantWorld, **params: Any) -> uuid.UUID:
    with world.database.session_for(tenant.actor) as session:
        return service.start_job(session, tenant.actor, kind="count", title="Count", params=params).id


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not what():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def state(url: str, job_id: uuid.UUID) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("select state from jobs where id = %s", [job_id]).fetchone()
    return str(row[0]) if row else ""


def items(url: str, job_id: uuid.UUID) -> list[int]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("select item from job_errors where job_id = %s order by item", [job_id])
        return [item for (item,) in rows]


def test_ten_chunks_of_one_tenant_end_among_the_many_of_another(own_url: str, own_world: World, spawn: Spawn) -> None:
    large = start(own_world, own_world.north, total=40)
    small = start(own_world, own_world.south, total=3)
    sibling = start(own_world, own_world.north, total=3)
    spawn()
    wait_for(lambda: state(own_url, large) == "succeeded")
    with psycopg.connect(own_url) as connection:
        query = "select job_id, item from job_errors where job_id = any(%s) order by message::bigint"
        rows = connection.execute(query, [[large, small, sibling]]).fetchall()
    order = [job_id for job_id, _ in rows]
    last = {job: len(order) - 1 - order[::-1].index(job) for job in (large, small, sibling)}
    # Turn by turn: three chunks of each of the three jobs, whatever the first one still has before it.
    assert last[small] <= 3 * 3 + 3
    assert last[sibling] <= 3 * 3 + 3
    assert [item for job_id, item in rows if job_id == large] == list(range(40))


def test_a_killed_worker_leaves_a_job_that_the_next_one_finishes(
    own_url: str, own_world: World, spawn: Spawn, tmp_path: Path
) -> None:
    hang = tmp_path / "hang"
    hang.touch()
    job_id = start(own_world, own_world.north, total=6, hang_at=3, hang=str(hang))
    first = spawn()
    wait_for(Path(f"{hang}.reached").exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert items(own_url, job_id) == [0, 1, 2]
    hang.unlink()
    spawn()
    wait_for(lambda: state(own_url, job_id) == "succeeded")
    assert items(own_url, job_id) == [0, 1, 2, 3, 4, 5]


def test_a_job_whose_command_was_killed_is_taken_over(own_url: str, own_world: World, spawn: Spawn) -> None:
    tenant = own_world.north
    with own_world.database.session_for(tenant.actor) as session:
        params = {"total": 2}
        job_id = service.start_job(session, tenant.actor, kind="count", title="Count", params=params, queued=False).id
    with psycopg.connect(own_url) as connection:
        connection.execute("update jobs set updated_at = now() - interval '1 hour' where id = %s", [job_id])
    spawn()
    wait_for(lambda: state(own_url, job_id) == "succeeded")
    assert items(own_url, job_id) == [0, 1]


def test_a_task_gives_way_to_those_that_could_run_in_its_place(own_url: str, own_world: World) -> None:
    def is_waiting(**status: str) -> bool:
        with psycopg.connect(own_url) as connection:
            connection.execute("delete from procrastinate_jobs")
            for name, each in status.items():
                insert = (
                    "insert into procrastinate_jobs (queue_name, task_name, lock, status) values ('jobs', 't', %s, %s)"
                )
                connection.execute(insert, [service.lock_of(tenants[name.rpartition("_")[0]]), each])
        with own_world.database.tenant_session(own_world.north.id) as session:
            return is_anybody_waiting(session, holding=service.lock_of(own_world.north.id))

    tenants = {"north": own_world.north.id, "south": own_world.south.id}
    assert not is_waiting(north_1="doing")
    assert is_waiting(north_1="doing", north_2="todo")
    assert is_waiting(north_1="doing", south_1="todo")
    assert not is_waiting(north_1="doing", south_1="doing", south_2="todo")
    assert not is_waiting()


def test_whoever_started_a_job_is_told_of_its_failure(own_url: str, own_world: World, spawn: Spawn) -> None:
    kim = add_person(own_world.database, own_world.north, "technician")
    actor = replace(own_world.north.actor, user_id=kim.user_id)
    with own_world.database.session_for(actor) as session:
        job_id = service.start_job(session, actor, kind="dance", title="Dance", params={}).id
    spawn()
    told: list[Any] = []

    def is_told() -> bool:
        with psycopg.connect(own_url) as connection:
            told[:] = connection.execute("select user_id, link_id, title from notifications").fetchall()
        return bool(told)

    wait_for(is_told)
    assert told == [(kim.user_id, job_id, "Dance: failed")]


def test_it_stops_on_sigterm_and_leaves_nothing_half_done(own_url: str, own_world: World, spawn: Spawn) -> None:
    job_id = start(own_world, own_world.north, total=100_000)
    worker = spawn()
    wait_for(lambda: len(items(own_url, job_id)) >= 3)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == os.EX_OK
    done = items(own_url, job_id)
    assert done == list(range(len(done)))
    with psycopg.connect(own_url) as connection:
        waiting = connection.execute("select status::text, args ->> 'turn' from procrastinate_jobs").fetchall()
        connection.execute("update jobs set state = 'cancelled' where id = %s", [job_id])
    assert waiting == [("todo", "1")]
