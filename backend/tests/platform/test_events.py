import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import psycopg
import pytest

import quarterdeck
import quarterdeck.entrypoints.reactions
from quarterdeck.platform import events
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.events import Event, NobodyReacts, on, publish
from quarterdeck.platform.queue import queue
from tests.world import World


@dataclass(frozen=True, slots=True)
class KettleBoiled(Event):
    name: ClassVar[str] = "kettle.boiled"

    kettle: uuid.UUID
    litres: float


@dataclass(frozen=True, slots=True)
class NobodyCares(Event):
    name: ClassVar[str] = "nobody.cares"


@pytest.fixture
def task() -> Iterator[str]:
    name = f"test.pour_{uuid.uuid4().hex[:12]}"

    @on(KettleBoiled, task=name, queue_name="test")
    def pour(session: TenantSession, event: KettleBoiled) -> None:
        """Never run: these tests look at the queue."""

    yield name
    del events._reactions[KettleBoiled], queue.tasks[name]


def queued(admin_url: str, task: str) -> list[tuple[str, dict[str, object]]]:
    with psycopg.connect(admin_url) as connection:
        rows = connection.execute("select queue_name, args from procrastinate_jobs where task_name = %s", [task])
        return rows.fetchall()


class TestPublish:
    def test_a_commit_queues_each_reaction_with_the_tenant_and_the_facts(
        self, world: World, admin_url: str, task: str
    ) -> None:
        kettle = uuid.uuid4()
        with world.database.session_for(world.north.actor) as session:
            publish(session, KettleBoiled(kettle, 1.5))
            assert queued(admin_url, task) == []

        payload = {"kettle": str(kettle), "litres": 1.5}
        assert queued(admin_url, task) == [("test", {"tenant_id": str(world.north.id), "payload": payload})]

    def test_a_rollback_leaves_no_task(self, world: World, admin_url: str, task: str) -> None:
        with world.database.session_for(world.north.actor) as session, session.begin_nested() as undone:
            publish(session, KettleBoiled(uuid.uuid4(), 1))
            undone.rollback()

        assert queued(admin_url, task) == []

    def test_an_event_without_reactions_is_refused_instead_of_lost(self, world: World) -> None:
        with (
            pytest.raises(NobodyReacts, match=r"nobody\.cares"),
            world.database.session_for(world.north.actor) as session,
        ):
            publish(session, NobodyCares())


class TestReactions:
    def test_every_event_has_one(self) -> None:
        declared = {
            path.parent.name
            for path in Path(quarterdeck.__file__).parent.glob("domains/*/events.py")
            if "(Event)" in path.read_text(encoding="utf-8")
        }
        reacted = {event.__module__.split(".")[-2] for event in events.events_with_reactions()}
        assert declared <= reacted
