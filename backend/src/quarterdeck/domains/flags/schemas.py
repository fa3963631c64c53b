import uuid
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from quarterdeck.domains.flags.registry import Kind
from quarterdeck.kit.text import clean_name

State = Literal["on", "off", "offered", "staged", "inherit"]
Reason = Annotated[str, StringConstraints(max_length=500), AfterValidator(clean_name)]
#: Why a switch is as it is: its default, the tenant's rule, the client's rule, a share of clients, or one's own choice.
Why = Literal["default", "tenant", "client", "staged", "choice"]


class FlagRuleRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    state: State
    percent: int | None
    reason: str
    changed_by_label: str
    updated_at: datetime


class FlagRead(BaseModel):
    """A switch and what holds for the tenant. `version` counts every change of any of its rules."""

    key: str
    label: str
    description: str
    kind: Kind
    default: bool
    rule: FlagRuleRead | None
    #: Clients that the switch is on for, of those the caller may see.
    on_for: int
    clients: int
    version: int


class FlagCell(BaseModel):
    is_on: bool
    why: Why
    rule: FlagRuleRead | None


class FlagRow(BaseModel):
    """One client and every switch, by key."""

    id: uuid.UUID
    name: str
    is_active: bool
    flags: dict[str, FlagCell]


class FlagChange(BaseModel):
    """For the tenant, or for these clients. `inherit` takes a rule away again."""

    model_config = ConfigDict(extra="forbid")

    client_ids: Annotated[list[uuid.UUID], Field(min_length=1, max_length=500)] | None = None
    state: State
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    reason: Reason


class FlagHistoryEntry(BaseModel):
    at: datetime
    actor_label: str
    reason: str | None
    client_id: uuid.UUID | None
    client: str | None
    before: str | None
    after: str | None
    change_set_id: uuid.UUID


class ChoiceWrite(BaseModel):
    """`is_on` null: no choice any more."""

    model_config = ConfigDict(extra="forbid")

    is_on: bool | None


class FlagOfPerson(BaseModel):
    """`is_on` holds for every client but the `exceptions`, where it is the other way round."""

    key: str
    label: str
    is_on: bool
    exceptions: list[uuid.UUID]
    may_choose: bool
    choice: bool | None
