"""Somebody locks the same assets in the other order: the database picks a victim, and the job goes on after it."""

import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.bulk.service import changing as service
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage
from tests.domains.bulk.test_changing import API, change, edit, read, stock
from tests.world import World

LOCK = "select 1 from assets where id = %s for update"
WAITS = "select count(*) from pg_locks where not granted and pid <> pg_backend_pid()"


@pytest.fixture
def other(admin_url: str) -> Iterator[psycopg.Connection[Any]]:
    """Who finds out last that there is a circle, so that it is never the victim."""
    with psycopg.connect(admin_url) as connection:
        connection.execute("set deadlock_timeout = '60s'")
        yield connection
        connection.rollback()


def tangle(other: psycopg.Connection[Any], admin_url: str, assets: list[str], work: Callable[[], Any]) -> Any:
    """Run `work`, which takes the first asset and waits for the last, which `other` has, who then wants the first."""
    first, *_, last = sorted(assets)
    other.execute(LOCK, [last])
    came: list[Any] = []
    thread = threading.Thread(target=lambda: came.append(work()))
    thread.start()
    with psycopg.connect(admin_url, autocommit=True) as watch:
        while thread.is_alive() and watch.execute(WAITS).fetchone() == (0,):
            thread.join(0.01)
    other.execute(LOCK, [first])
    thread.join()
    return came[0]


def test_a_job_whose_chunk_was_the_victim_of_a_deadlock_goes_on_and_counts_once(
    world: World,
    owner: TestClient,
    other: psycopg.Connection[Any],
    admin_url: str,
    database: Database,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service, "INLINE", 1)
    runtime = Runtime(database, Storage.local(tmp_path / "files"), settings)
    assets = stock(world, world.north, 3)
    job_id = uuid.UUID(change(owner, assets, edit("status", "deployed")).json()["job"]["id"])

    def run() -> Step:
        return run_one_chunk(runtime, tenant_id=world.north.id, job_id=job_id, requeue=False)

    assert tangle(other, admin_url, assets, run) is Step.FAILED
    between = owner.get(f"{API}/jobs/{job_id}").json()
    assert (between["state"], {read(owner, asset)["status"] for asset in assets}) == ("interrupted", {"in_stock"})
    other.rollback()
    assert run() is Step.ENDED

    job = owner.get(f"{API}/jobs/{job_id}").json()
    assert (job["state"], job["counters"]["changed"], job["counters"]["pending"]) == ("succeeded", 3, 0)
    assert {read(owner, asset)["version"] for asset in assets} == {2}
    assert [step["event"] for step in job["log"]] == ["interrupted", "started", "ended"]


def test_a_request_that_was_the_victim_writes_nothing_and_says_when_to_try_again(
    world: World, owner: TestClient, other: psycopg.Connection[Any], admin_url: str
) -> None:
    assets = stock(world, world.north, 3)
    refused = tangle(other, admin_url, assets, lambda: change(owner, assets, edit("status", "deployed")))
    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    assert "retry-after" in refused.headers
    other.rollback()
    assert {read(owner, asset)["status"] for asset in assets} == {"in_stock"}
    assert change(owner, assets, edit("status", "deployed")).json()["job"]["counters"]["changed"] == 3
