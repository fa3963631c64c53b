"""What the journal tells."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """Who changed an object, when, whence and why; `changes` are the rows before and after, in order."""

    at: datetime
    change_set_id: uuid.UUID
    object_id: uuid.UUID
    actor_id: uuid.UUID | None
    actor_label: str
    origin: str
    reason: str | None
    job_id: uuid.UUID | None
    changes: list[dict[str, Any]]


#: Where an entry stands among others: moment, change set, object.
Place = tuple[datetime, uuid.UUID, uuid.UUID]


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Only entries by this person, of this origin, in this time, or in which this place of these tables changed."""

    actor_id: uuid.UUID | None = None
    origin: str | None = None
    tables: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who changed an object, and from where."""

    actor_id: uuid.UUID | None
    label: str
    origin: str


@dataclass(frozen=True, slots=True)
class ChangeSince:
    """What somebody did to a row of an object behind a look at it."""

    object_id: uuid.UUID
    table: str
    before: dict[str, Any]
    after: dict[str, Any]
    by: str
    at: datetime
