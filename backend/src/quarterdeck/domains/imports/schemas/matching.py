"""Rows that are assets already, and what becomes of them."""

import uuid
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from quarterdeck.domains.imports.schemas.basics import OutcomeName
from quarterdeck.domains.imports.schemas.checking import RowNumber

FieldMode = Literal["keep", "take", "fill", "append"]


class Choice(BaseModel):
    """Merge: what the file says is taken, kept out, or only fills what is empty; `fields` say otherwise for some."""

    action: Literal["merge", "skip", "create"]
    merge: Literal["take", "fill", "keep"] = "take"
    fields: dict[str, FieldMode] = {}


class ChoiceWrite(BaseModel):
    """For one row, for all that were recognised by a kind, or for all. Without an action the choice is taken back."""

    model_config = ConfigDict(extra="forbid")

    scope: Literal["row", "kind", "all"]
    row: RowNumber | None = None
    kind: str | None = Field(default=None, max_length=20)
    action: Literal["merge", "skip", "create"] | None = None
    merge: Literal["take", "fill", "keep"] = "take"
    fields: dict[Annotated[str, Field(max_length=100)], FieldMode] = Field(default_factory=dict, max_length=200)


class ChosenRows(BaseModel):
    rows: int


class MatchGroup(BaseModel):
    kind: str
    label: str
    rows: int
    choice: Choice | None


class MatchesRead(BaseModel):
    items: list[MatchGroup]
    all: Choice | None
    chosen_rows: int


class AssetLabel(BaseModel):
    id: uuid.UUID
    tag: str
    name: str


class FieldDifference(BaseModel):
    """Both sides of a field and what comes of it; `source`: whose word the present value is."""

    field: str
    label: str
    in_system: str | None
    source: str | None
    in_file: str | None
    result: str | None
    is_changed: bool


class MatchRow(BaseModel):
    row: int
    kind: str
    outcome: OutcomeName
    asset: AssetLabel | None
    duplicate_of_row: int | None
    score: float
    reason: str
    evidence: list[dict[str, Any]]
    choice: Choice | None
    can_create: bool
    create_blocked_by: str | None
    fields: list[FieldDifference]
