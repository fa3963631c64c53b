"""What people and programs see of jobs."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

State = Literal["queued", "running", "succeeded", "partly_succeeded", "failed", "cancelled", "interrupted"]

LoggedEvent = Literal["started", "phase", "cancel_asked", "interrupted", "resumed", "ended"]


class Person(BaseModel):
    id: uuid.UUID | None
    label: str


class JobProgress(BaseModel):
    done: int
    total: int | None


class Artefact(BaseModel):
    """A file the job made; `url` is a path of this API."""

    id: uuid.UUID
    name: str
    media_type: str
    size: int
    url: str


class LoggedStep(BaseModel):
    """Something that happened to the job, and how much was done by then."""

    at: datetime
    event: LoggedEvent
    text: str | None
    done: int


class JobRead(BaseModel):
    id: uuid.UUID
    kind: str
    title: str
    state: State
    phase: str | None
    progress: JobProgress
    #: Of the items: done + skipped + failed + pending = total, and what the kind counts besides.
    counters: dict[str, int]
    started_by: Person
    client_id: uuid.UUID | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    message: str | None
    #: What to undo, once anything was written.
    change_set_id: uuid.UUID | None
    artefacts: list[Artefact]
    can_cancel: bool
    can_retry: bool
    #: Cancelled, and still at the part that it had begun.
    is_stopping: bool
    #: At the pace so far.
    seconds_left: int | None
    #: What it was started with, by name.
    inputs: dict[str, str]
    log: list[LoggedStep]
    links: dict[str, str]


class JobErrorRead(BaseModel):
    """What went wrong with one item; for an import, `item` is the row (1 is the first row of data)."""

    id: uuid.UUID
    item: int
    code: str
    message: str
    data: dict[str, Any]


class JobProblem(BaseModel):
    """One cause, how many items met it, and whether they are assets that can be opened as a list."""

    code: str
    message: str
    count: int
    of_assets: bool
    #: The items' sentences differ; `message` is one of them.
    varies: bool


class RetryWrite(BaseModel):
    """What becomes of items that somebody else changed meanwhile, where the kind of job knows such."""

    model_config = ConfigDict(extra="forbid")

    conflicts: Literal["leave", "overwrite"] = "leave"
    #: What was looked at before deciding to overwrite: what was changed behind it is left all the same.
    look: Annotated[str, StringConstraints(max_length=2_000)] | None = None
    #: Only these of the items that were left; without it, all.
    items: Annotated[list[uuid.UUID], Field(max_length=2_000)] = []


class ItemError(BaseModel):
    item: int
    code: str
    message: str
    data: dict[str, Any] = {}
