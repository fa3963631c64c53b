"""What is wrong with rows, and mending them."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Severity = Literal["error", "warning", "info"]


RowText = Annotated[str, Field(max_length=10_000)]


RowNumber = Annotated[int, Field(ge=1, le=2**40)]


class MarkRead(BaseModel):
    """`value`: what the file has in the cell; `suggestion`: what was probably meant."""

    column: int | None
    field: str | None
    severity: Severity
    code: str
    message: str
    value: str | None
    suggestion: str | None


class CheckedRow(BaseModel):
    """The cells of the file, then those of columns made of others. `edited` are the numbers of changed cells."""

    row: int
    cells: list[str]
    edited: list[int]
    is_excluded: bool
    marks: list[MarkRead]


class IssueValue(BaseModel):
    value: str
    rows: int
    suggestion: str | None


class IssueRead(BaseModel):
    """All rows with the same thing wrong; `message` is that of one of them. `values` are the most frequent.

    `names`: how many records would have to be created, where what is wrong is that nobody has entered them.
    """

    code: str
    severity: Severity
    field: str | None
    column: int | None
    label: str | None
    message: str
    rows: int
    names: int
    values: list[IssueValue]


class IssuesRead(BaseModel):
    """Rows by the worst that is wrong with them, and the issues."""

    rows: int
    errors: int
    warnings: int
    infos: int
    ok: int
    excluded: int
    items: list[IssueRead]


class ProblemRow(BaseModel):
    row: int | None


class CellFix(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["cell"]
    row: RowNumber
    column: int = Field(ge=0, le=10_000)
    value: RowText


class AlikeFix(BaseModel):
    """Every row whose cell in the column is `from`; with `code` only those marked so."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    kind: Literal["alike"]
    column: int = Field(ge=0, le=10_000)
    text: RowText = Field(alias="from")
    to: RowText
    code: str | None = Field(default=None, max_length=60)
    preview: bool = False


class ExcludeFix(BaseModel):
    """Leave rows out: by number, or all that are marked with a code."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["exclude"]
    rows: list[RowNumber] | None = Field(default=None, min_length=1, max_length=10_000)
    code: str | None = Field(default=None, max_length=60)
    value: str | None = Field(default=None, max_length=500)
    preview: bool = False


class IncludeFix(BaseModel):
    """Take rows in again that were left out."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["include"]
    rows: list[RowNumber] | None = Field(default=None, min_length=1, max_length=10_000)
    code: str | None = Field(default=None, max_length=60)
    value: str | None = Field(default=None, max_length=500)
    preview: bool = False


class CreateFix(BaseModel):
    """Create the records that rows name and nobody has entered, when the import runs: all, or those of some values."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["create"]
    code: Literal["unknown_client", "unknown_location", "unknown_contact"]
    values: list[RowText] | None = Field(default=None, min_length=1, max_length=1_000)
    preview: bool = False


FixWrite = Annotated[CellFix | AlikeFix | ExcludeFix | IncludeFix | CreateFix, Field(discriminator="kind")]


class FixRead(BaseModel):
    """`checked` are the changed rows as they are now, `job_id` the job that validates them when there are many."""

    id: uuid.UUID | None
    kind: Literal["cell", "alike", "exclude", "include", "create"]
    title: str
    rows: int
    is_undone: bool = False
    created_at: datetime | None = None
    created_by: str | None = None
    checked: list[CheckedRow] = []
    job_id: uuid.UUID | None = None


class FixList(BaseModel):
    items: list[FixRead]
    can_undo: bool
    can_redo: bool
