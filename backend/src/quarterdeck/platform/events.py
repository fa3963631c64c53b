"""Process events: few, named facts (a job ended, a person was invited) and what is done about them later.

Changes of records are no events; they are read from the journal. Each reaction is one task, queued in the publisher's
transaction: no commit, no reaction. A reaction runs at least once, so it must bear running twice.
"""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar

import structlog
from procrastinate import JobContext, RetryStrategy
from pydantic import TypeAdapter

from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.queue import REACTIONS, enqueue, queue

#: After the last of these the task is kept as failed, for whoever looks into it.
_RETRIES = RetryStrategy(max_attempts=5, exponential_wait=4)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in one tenant. Told with everything a reaction needs to know of that moment."""

    name: ClassVar[str]


class _Database(Protocol):
    def tenant_session(self, tenant_id: uuid.UUID) -> AbstractContextManager[TenantSession]: ...


class _Runtime(Protocol):
    """What a reaction needs of the worker it runs in."""

    @property
    def database(self) -> _Database: ...


@dataclass(frozen=True, slots=True)
class _Reaction:
    task: str
    queue: str


class NobodyReacts(Exception):
    """An event was published in a process that has not loaded its reactions, so they would be lost."""

    def __init__(self, event: type[Event]) -> None:
        super().__init__(f"Nothing here reacts to {event.name}: import quarterdeck.entrypoints.reactions.")


AnyEvent = TypeVar("AnyEvent", bound=Event)
_reactions: dict[type[Event], list[_Reaction]] = {}


def publish(session: TenantSession, event: Event) -> None:
    """Queue every reaction to `event` inside the caller's transaction."""
    reactions = _reactions.get(type(event))
    if not reactions:
        raise NobodyReacts(type(event))
    payload: dict[str, Any] = TypeAdapter(type(event)).dump_python(event, mode="json")
    for reaction in reactions:
        enqueue(session, reaction.task, on=reaction.queue, tenant_id=str(session.tenant_id), payload=payload)


def on(
    event: type[AnyEvent], *, task: str, queue_name: str = REACTIONS
) -> Callable[[Callable[[TenantSession, AnyEvent], None]], Callable[[TenantSession, AnyEvent], None]]:
    """Run the decorated function, as the task called `task`, after each `event`: one transaction of the event's tenant.

    Its session sees all clients and stands for nobody: what may be told to whom is the reaction's own business.
    """

    def register(react: Callable[[TenantSession, AnyEvent], None]) -> Callable[[TenantSession, AnyEvent], None]:
        adapter = TypeAdapter(event)

        @queue.task(name=task, queue=queue_name, pass_context=True, retry=_RETRIES)
        def run(context: JobContext, *, tenant_id: str, payload: dict[str, Any]) -> None:
            runtime: _Runtime = context.additional_context["runtime"]
            with (
                structlog.contextvars.bound_contextvars(tenant=tenant_id, reaction=task),
                runtime.database.tenant_session(uuid.UUID(tenant_id)) as session,
            ):
                react(session, adapter.validate_python(payload))

        _reactions.setdefault(event, []).append(_Reaction(task, queue_name))
        return react

    return register


def events_with_reactions() -> frozenset[type[Event]]:
    return frozenset(_reactions)
