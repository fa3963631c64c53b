"""What people and programs see of imports, and what they may choose."""

import uuid
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

State = Literal["uploaded", "reading", "mapped", "checking", "checked", "running", "finished", "failed", "cancelled"]
OutcomeName = Literal["created", "updated", "unchanged", "duplicate_in_file", "review", "rejected"]


class FileRead(BaseModel):
    name: str
    size: int


class ColumnRead(BaseModel):
    """`field` is a field of the catalogue, null when the column is not imported."""

    index: int
    header: str
    samples: list[str]
    field: str | None
    confidence: float
    reason: str


class NoteRead(BaseModel):
    code: str
    message: str


class CountsRead(BaseModel):
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicate_in_file: int = 0
    review: int = 0
    rejected: int = 0


class ImportProblem(BaseModel):
    code: str
    message: str


class ImportRead(BaseModel):
    id: uuid.UUID
    state: State
    file: FileRead
    client_id: uuid.UUID | None
    source: str
    columns: list[ColumnRead]
    notes: list[NoteRead]
    counts: CountsRead
    job_id: uuid.UUID | None
    dry_run: bool
    create_missing: bool
    error_file_id: uuid.UUID | None
    decisions_file_id: uuid.UUID | None
    problem: ImportProblem | None
    created_at: datetime
    created_by: str


class ColumnChoice(BaseModel):
    model_config = ConfigDict(extra="forbid")

    index: int = Field(ge=0, le=10_000)
    field: str | None = Field(default=None, max_length=100)


class MappingWrite(BaseModel):
    """Columns that are not named keep what they have."""

    model_config = ConfigDict(extra="forbid")

    columns: list[ColumnChoice] = Field(max_length=1_000)


class RunWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    dry_run: bool = False
    create_missing: bool | None = None


class RowRead(BaseModel):
    """One row of the file: what it is taken for, and why. Row 1 is the first row of data."""

    row: int
    outcome: OutcomeName
    asset_id: uuid.UUID | None
    asset_tag: str | None
    asset_name: str | None
    duplicate_of_row: int | None
    matched_on: list[str]
    score: float
    reason: str
    evidence: list[dict[str, Any]]
    changes: dict[str, Any] | None
    problems: list[dict[str, Any]]
