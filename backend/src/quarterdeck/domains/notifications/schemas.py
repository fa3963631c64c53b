import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

Severity = Literal["info", "success", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be told. `source` names the cause, so that telling it twice tells it once."""

    kind: str
    severity: Severity
    title: str
    source: str
    body: str | None = None
    link: tuple[str, uuid.UUID] | None = None
    client_id: uuid.UUID | None = None


class Link(BaseModel):
    """The object a notification leads to; `url` is a path of this API."""

    type: str
    id: uuid.UUID
    url: str


class NotificationRead(BaseModel):
    """Of a burst, the newest, with how many there are; `group` asks for all of them."""

    id: uuid.UUID
    group: uuid.UUID
    count: int
    kind: str
    severity: Severity
    title: str
    body: str | None
    link: Link | None
    client_id: uuid.UUID | None
    created_at: datetime
    read_at: datetime | None


class Unread(BaseModel):
    """How many notifications wait, counted up to `limit`; `newest` changes when something new was told."""

    count: int
    limit: int
    newest: uuid.UUID | None


class MarkRead(BaseModel):
    """What was told up to the notification seen last, so that what came meanwhile stays unread. Or everything."""

    up_to: uuid.UUID | None = None


#: Every kind that is told, in the order in which people are asked about them.
KINDS = ("job.failed", "job.partly_succeeded", "job.succeeded", "job.cancelled")
NotificationKind = Literal["job.failed", "job.partly_succeeded", "job.succeeded", "job.cancelled"]


class KindChoice(BaseModel):
    """Whether one is told of a kind, in the console; there is no other channel."""

    kind: NotificationKind
    is_on: bool


class KindChoices(BaseModel):
    items: list[KindChoice]


class KindWrite(BaseModel):
    is_on: bool
