"""What people and programs say and see of undoing."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

FieldId = Annotated[str, StringConstraints(min_length=1, max_length=80)]
UndoState = Literal["running", "done", "partly_done", "cancelled", "failed"]
ChangeSetState = Literal["applied", "undoing", "undone", "partly_undone", "redone"]
Action = Literal["restore", "remove", "change"]


class Forced(BaseModel):
    """Something changed since that is to be overwritten all the same: one field, or the whole object."""

    model_config = ConfigDict(extra="forbid")

    object_id: uuid.UUID
    field: FieldId | None = None


class UndoWrite(BaseModel):
    """What to undo, and what becomes of fields that were changed since.

    To force overwrites those, and undoes first whatever builds on the change set.
    """

    model_config = ConfigDict(extra="forbid")

    conflicts: Literal["leave", "force"] = "leave"
    force: list[Forced] = Field(default_factory=list, max_length=2_000)
    objects: list[uuid.UUID] | None = Field(default=None, max_length=10_000)
    fields: list[FieldId] | None = Field(default=None, max_length=200)


class RestoreWrite(BaseModel):
    """The moment to go back to; with `fields` only these, else the whole asset."""

    model_config = ConfigDict(extra="forbid")

    at: datetime
    fields: list[FieldId] | None = Field(default=None, min_length=1, max_length=200)


class Actor(BaseModel):
    id: uuid.UUID | None
    label: str


class UndoCounts(BaseModel):
    """Of objects: done + skipped + failed + pending = total; restored + partly = done; left + already = skipped."""

    total: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0
    pending: int = 0
    restored: int = 0
    partly: int = 0
    left: int = 0
    already: int = 0
    blocked: int = 0


class UndoProblem(BaseModel):
    object_id: uuid.UUID | None = None
    code: str
    message: str


class UndoRead(BaseModel):
    id: uuid.UUID
    state: UndoState
    undoes: uuid.UUID
    #: The change set the undo wrote in: undo that to have it all again.
    change_set_id: uuid.UUID | None
    job_id: uuid.UUID | None
    is_whole: bool
    counts: UndoCounts
    #: The first of what was left or could not be done.
    problems: list[UndoProblem]
    started_by: Actor
    created_at: datetime
    finished_at: datetime | None


class UndoneBy(BaseModel):
    undo_id: uuid.UUID
    change_set_id: uuid.UUID | None
    at: datetime
    by: str


class ChangeSetRead(BaseModel):
    id: uuid.UUID
    at: datetime
    actor: Actor
    origin: str
    reason: str | None
    job_id: uuid.UUID | None
    #: The change set that this one took back.
    undoes: uuid.UUID | None
    state: ChangeSetState
    undone_by: UndoneBy | None
    objects: int
    can_undo: bool
    #: A sentence, when it can't.
    why_not: str | None


class RestoreRead(BaseModel):
    """Undo this change set to take the restoring back; null when everything was so already."""

    asset_id: uuid.UUID
    change_set_id: uuid.UUID | None


class DeletedAsset(BaseModel):
    id: uuid.UUID
    name: str
    tag: str
    type: str
    serial: str | None
    client_id: uuid.UUID
    client: str
    deleted_at: datetime
    #: The last moment at which it was there.
    before_at: datetime
    deleted_by: str
    origin: str
    reason: str | None
    job_id: uuid.UUID | None
    change_set_id: uuid.UUID


class DeletedCount(BaseModel):
    """`gte`: there are more than were counted."""

    value: int
    relation: Literal["eq", "gte"]


class UndeleteWrite(BaseModel):
    """Which deleted assets to bring back: these, or all that match without some."""

    model_config = ConfigDict(extra="forbid")

    ids: list[uuid.UUID] | None = Field(default=None, min_length=1, max_length=10_000)
    client: uuid.UUID | None = None
    text: Annotated[str, StringConstraints(max_length=200)] | None = None
    since: datetime | None = None
    until: datetime | None = None
    exclude: list[uuid.UUID] = Field(default_factory=list, max_length=1_000)


class UndeleteLook(BaseModel):
    """What stands in the way of bringing deleted assets back."""

    looked_at: int
    #: False: there are more than were looked at.
    is_all: bool
    blocked: int
    reasons: list["Reason"]


class UndeleteRead(BaseModel):
    """Done when there is no job, else the job says so. Undo the change set to have them deleted again."""

    job_id: uuid.UUID | None
    change_set_id: uuid.UUID | None
    total: int
    restored: int
    failed: int
    problems: list["UndoProblem"]


class Reason(BaseModel):
    code: str
    message: str
    count: int


class ClientCount(BaseModel):
    client_id: uuid.UUID | None
    label: str
    objects: int


class FieldChange(BaseModel):
    """A field as it is and as it would become; what a client, location or person is called stands beside its id."""

    field: str
    label: str
    now: Any = None
    now_label: str | None = None
    then: Any = None
    then_label: str | None = None


class Sample(BaseModel):
    object_id: uuid.UUID
    noun: str
    label: str
    action: Action
    changes: list[FieldChange]


class ConflictRead(BaseModel):
    """A field that was changed since: what the change set wrote, what stands there now, and what it was before.

    What a client, location or person is called stands beside its id.
    """

    object_id: uuid.UUID
    noun: str
    label: str
    field: str
    field_label: str
    before: Any = None
    before_label: str | None = None
    then: Any = None
    then_label: str | None = None
    now: Any = None
    now_label: str | None = None
    by: str | None = None
    at: datetime | None = None
    change_set_id: uuid.UUID | None = None


class LaterChange(BaseModel):
    """What builds on a change set, and has to be undone before it."""

    change_set_id: uuid.UUID
    at: datetime
    by: str
    reason: str | None


class UndoPreview(BaseModel):
    objects: int
    #: Objects of which something goes back when all that was changed since is left: none, and the undo is refused.
    restores: int
    #: Whether anything goes back at all, also over what was changed since; if not, `why_not` says why.
    can_undo: bool
    why_not: str | None
    restorable: int
    changed_since: int
    already: int
    blocked: int
    #: Objects of clients the person may not see; they stay as they are.
    hidden: int
    reasons: list[Reason]
    clients: list[ClientCount]
    samples: list[Sample]
    conflicts: list[ConflictRead]
    #: Stands in the way, the last first. With `force` all of it is undone before this, or nothing is.
    later: list[LaterChange]


@dataclass(slots=True)
class Tally:
    """What came of the objects so far."""

    restored: int = 0
    partly: int = 0
    left: int = 0
    already: int = 0
    blocked: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)


class AuditChange(BaseModel):
    field: str
    label: str
    before: Any = None
    after: Any = None


class AuditEntry(BaseModel):
    """One row that one statement changed: who, when, whence, why, and what of it."""

    id: int
    at: datetime
    change_set_id: uuid.UUID
    actor: Actor
    origin: str
    reason: str | None
    job_id: uuid.UUID | None
    table: str
    noun: str
    object_id: uuid.UUID
    label: str | None
    #: The asset it is, or belongs to, as long as that is there.
    asset_id: uuid.UUID | None
    operation: Literal["insert", "update", "delete"]
    client_id: uuid.UUID | None
    client: str | None
    changes: list[AuditChange]


class AuditFacets(BaseModel):
    """Who made changes lately, and the kinds of records there are, as people call them."""

    actors: list[Actor]
    kinds: list[str]


class AuditExportWrite(BaseModel):
    """Which entries go into the file: the same conditions as the log's own."""

    model_config = ConfigDict(extra="forbid")

    actor: uuid.UUID | None = None
    object: uuid.UUID | None = None
    change_set: uuid.UUID | None = None
    job: uuid.UUID | None = None
    client: uuid.UUID | None = None
    origin: Annotated[str, StringConstraints(max_length=16)] | None = None
    operation: Literal["insert", "update", "delete"] | None = None
    kind: Annotated[str, StringConstraints(max_length=40)] | None = None
    field: FieldId | None = None
    since: datetime | None = None
    until: datetime | None = None


class SealState(BaseModel):
    """How far the journal is sealed, and what the last comparison with the seals found."""

    sealed_until: date | None
    days: int
    changes: int
    #: The last link of the chain. Who keeps it elsewhere can tell even a chain that was made anew.
    head: str | None
    #: A comparison that is under way, or the last one.
    verification: "VerificationRead | None"


class VerificationRead(BaseModel):
    job_id: uuid.UUID
    state: Literal["running", "intact", "altered", "stopped"]
    at: datetime
    message: str | None


KeepDays = Annotated[int, Field(ge=90, le=36_500)]


class RetentionWrite(BaseModel):
    """How many days changes are kept; null: for ever."""

    model_config = ConfigDict(extra="forbid")

    keep_days: KeepDays | None


class RetentionRead(BaseModel):
    """How long changes are kept, and what was removed so far."""

    keep_days: int | None
    #: Nothing is removed sooner: the decision can be taken back until then.
    removes_from: datetime | None
    #: All that happened since is kept; null: since the beginning.
    kept_since: datetime | None
    removed_changes: int


class RetentionForecast(BaseModel):
    """What would be lost for good, as far as the days are sealed."""

    keep_days: int
    kept_since: date
    days: int
    changes: int


class KeptSince(BaseModel):
    """All that happened since is kept; null: since the beginning."""

    kept_since: datetime | None
