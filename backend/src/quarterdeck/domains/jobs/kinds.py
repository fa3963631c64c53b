"""Kinds of job. A domain that has long work registers how its next chunk is done; the framework does the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.schemas import RetryWrite
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import Database, TenantSession
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    PARTLY_SUCCEEDED = "partly_succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


ACTIVE = frozenset({JobState.QUEUED, JobState.RUNNING, JobState.INTERRUPTED})


@dataclass(frozen=True, slots=True)
class Runtime:
    """What every chunk may use of its process."""

    database: Database
    storage: Storage
    settings: Settings


@dataclass(frozen=True, slots=True)
class JobContext:
    """What one chunk runs with: the process, and the person whose job it is."""

    runtime: Runtime
    actor: Actor


@dataclass(frozen=True, slots=True)
class Progress:
    """A chunk is done and there is more. Everything here is committed with what the chunk wrote."""

    cursor: Mapping[str, Any]
    phase: str | None = None
    done: int | None = None
    total: int | None = None
    counters: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """The last chunk is done."""

    message: str
    state: JobState = JobState.SUCCEEDED
    done: int | None = None
    total: int | None = None
    counters: Mapping[str, int] = field(default_factory=dict)


RunChunk = Callable[[TenantSession, Job, JobContext], Progress | Done]


@dataclass(frozen=True, slots=True)
class JobKind:
    """How a kind of job does its work, and what else is to do when it ends early or is asked for again."""

    name: str
    run_chunk: RunChunk
    #: Called in the transaction in which the job is cancelled or fails, with the job in its final state.
    on_stopped: Callable[[TenantSession, Job], None] | None = None
    #: Starts a new job that does what this one left undone.
    retry: Callable[[TenantSession, Actor, Job, RetryWrite], Job] | None = None
    #: How many items stay done if the job is cancelled now, where that is not its progress.
    kept: Callable[[TenantSession, Job], int] | None = None
    #: What the job was started with, by name, for whoever looks at it.
    inputs: Callable[[Job], Mapping[str, str]] = lambda _: {}


_kinds: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    _kinds[kind.name] = kind


def kind_named(name: str) -> JobKind | None:
    return _kinds.get(name)
