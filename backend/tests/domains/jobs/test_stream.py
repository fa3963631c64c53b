import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

from quarterdeck.domains.jobs import service
from quarterdeck.domains.jobs.stream import CHANNEL, job_events
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.errors import Unauthenticated
from quarterdeck.platform.listen import Listener
from tests.world import World


async def _next_job(events: AsyncIterator[bytes]) -> dict[str, Any]:
    while True:
        event = await asyncio.wait_for(anext(events), timeout=30)
        if event.startswith(b"event: job"):
            found: dict[str, Any] = json.loads(event.decode().partition("data: ")[2])
            return found


def start(world: World, actor: Actor, title: str, client_id: uuid.UUID | None = None) -> uuid.UUID:
    with world.database.session_for(actor) as session:
        return service.start_job(session, actor, kind="count", title=title, params={}, client_id=client_id).id


def run(world: World, actor: Actor, act: Callable[[], None], *, seconds: float = 15) -> dict[str, Any]:
    """The first job the stream shows after `act`."""

    async def listen() -> dict[str, Any]:
        listener = Listener(world.database.url, CHANNEL)
        events = job_events(listener, world.database, lambda: actor, heartbeat_seconds=seconds)
        assert (await anext(events)).startswith(b": listening")
        await asyncio.to_thread(act)
        try:
            return await _next_job(events)
        finally:
            await listener.close()

    return asyncio.run(listen())


class TestJobEvents:
    def test_a_change_reaches_whoever_may_see_it(self, world: World) -> None:
        north = world.north
        seen = run(world, north.actor, lambda: void(start(world, north.actor, "Mine")))
        assert (seen["title"], seen["state"], seen["can_cancel"]) == ("Mine", "queued", True)

    def test_what_others_do_does_not_reach_a_scoped_person(self, world: World) -> None:
        north, south = world.north, world.south
        scoped = north.scoped(north.acme)

        def act() -> None:
            start(world, south.actor, "Another tenant's")
            start(world, north.actor, "Another client's", north.globex)
            start(world, north.actor, "Visible", north.acme)

        assert run(world, scoped, act)["title"] == "Visible"

    def test_it_ends_when_the_person_is_signed_out(self, world: World) -> None:
        signed_in = True

        def resolve() -> Actor:
            if not signed_in:
                raise Unauthenticated
            return world.north.actor

        async def listen() -> list[bytes]:
            nonlocal signed_in
            listener = Listener(world.database.url, CHANNEL)
            events = job_events(listener, world.database, resolve, heartbeat_seconds=0.05)
            received = [await anext(events)]
            signed_in = False
            received += [event async for event in events]
            await listener.close()
            return received

        assert asyncio.run(asyncio.wait_for(listen(), 30))[-1].startswith(b"event: end")


def void(_: object) -> None:
    """The result is of no interest."""


class TestListener:
    def test_one_connection_serves_all_and_closes_after_the_last(self, world: World) -> None:
        async def listen() -> tuple[list[str], bool]:
            listener = Listener(world.database.url, "a channel")
            async with listener.subscribe() as one, listener.subscribe() as other:
                with world.database.engine.begin() as connection:
                    connection.exec_driver_sql("select pg_notify('a channel', 'hello')")
                received = []
                for queue in (one, other):
                    while (payload := await asyncio.wait_for(queue.get(), 30)) == "":
                        continue
                    received.append(payload)
                first = listener._task
            return received, listener._task is None and first is not None

        assert asyncio.run(listen()) == (["hello", "hello"], True)
