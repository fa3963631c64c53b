"""An import, its layout, and its run."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from quarterdeck.domains.recovery.schemas import ChangeSetState

Step = Literal["upload", "sheet", "map", "check", "duplicates", "run", "result"]
State = Literal["uploaded", "reading", "mapped", "checking", "checked", "running", "finished", "failed", "cancelled"]


TemplateFormat = Literal["csv", "xlsx"]


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
    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicate_in_file: int = 0
    review: int = 0
    rejected: int = 0
    #: Left out by choice; not among `rows`.
    excluded: int = 0


class ImportProblem(BaseModel):
    code: str
    message: str


class Creates(BaseModel):
    """What is created when rows name it and it isn't there."""

    model_config = ConfigDict(extra="forbid")

    client: bool = False
    location: bool = False
    contact: bool = False


class PresetName(BaseModel):
    id: str
    name: str


class Blocker(BaseModel):
    """Why the wizard can't go on past a step."""

    step: Step
    code: str
    message: str


class ImportRead(BaseModel):
    """`is_stale`: something was chosen since the counts were made.

    `standing` says whether what it wrote still stands; null where it wrote nothing.

    Once something was written, `change_set_id` is what an undo takes back, and `filter` finds in the list of assets
    what was created or updated.
    """

    id: uuid.UUID
    state: State
    step: Step
    file: FileRead
    client_id: uuid.UUID | None
    source: str
    columns: list[ColumnRead]
    notes: list[NoteRead]
    counts: CountsRead
    is_stale: bool
    blockers: list[Blocker]
    job_id: uuid.UUID | None
    dry_run: bool
    create_missing: bool
    create: Creates
    stop_above_percent: float | None
    preset: PresetName | None
    retry_of: uuid.UUID | None
    error_file_id: uuid.UUID | None
    decisions_file_id: uuid.UUID | None
    change_set_id: uuid.UUID | None
    standing: ChangeSetState | None
    filter: str | None
    problem: ImportProblem | None
    created_at: datetime
    saved_at: datetime
    created_by: str


class ImportLimits(BaseModel):
    """What an upload may be; `max_rows` is null where only the size counts."""

    max_upload_bytes: int
    max_rows: int | None
    formats: list[str]


class ImportPatch(BaseModel):
    """Only what is named is changed."""

    model_config = ConfigDict(extra="forbid")

    step: Step | None = None
    client_id: uuid.UUID | None = None
    source: str | None = Field(default=None, min_length=1, max_length=100)


class PasteWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=10_000_000)
    name: str = Field(default="Pasted rows.csv", min_length=1, max_length=200)
    client_id: uuid.UUID | None = None
    source: str | None = Field(default=None, min_length=1, max_length=100)


class SheetRead(BaseModel):
    name: str
    rows: int
    is_hidden: bool
    hidden_rows: int
    hidden_columns: int


class Option(BaseModel):
    value: str
    label: str


class RawRow(BaseModel):
    """A row of the file, counted from its top, before any is taken for the headings."""

    number: int
    cells: list[str]


class DateOrderRead(BaseModel):
    """How many values can only be read day first, only month first, or either; `assumed` counts until one is chosen."""

    column: int
    header: str
    field: str
    order: Literal["dmy", "mdy"] | None
    assumed: Literal["dmy", "mdy"] | None
    day_first: int
    month_first: int
    either: int
    is_chosen: bool
    needs_choice: bool
    examples: list[str]


class LayoutRead(BaseModel):
    format: Literal["csv", "xlsx", "xls"]
    file_name: str
    #: Rows of data; of text files by their line ends.
    rows: int | None
    sheets: list[SheetRead]
    sheet: str | None
    header_row: int
    header_row_guess: int
    encoding: str | None
    encoding_is_chosen: bool
    encodings: list[Option]
    delimiter: str | None
    delimiter_is_chosen: bool
    delimiters: list[Option]
    lines: list[str]
    preview: list[RawRow]
    columns: list[str]
    dates: list[DateOrderRead]
    notes: list[NoteRead]


class LayoutWrite(BaseModel):
    """What is not named stays; null is found out again."""

    model_config = ConfigDict(extra="forbid")

    sheet: str | None = Field(default=None, max_length=200)
    #: 0: the file has no headings.
    header_row: int | None = Field(default=None, ge=0, le=1_000)
    encoding: str | None = Field(default=None, min_length=1, max_length=40)
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    #: By column.
    dates: dict[Annotated[str, Field(pattern=r"^[0-9]{1,4}$")], Literal["dmy", "mdy"] | None] | None = None


class RunWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    dry_run: bool = False
    create_missing: bool | None = None
    #: Write nothing when more than this share of the rows can't go in.
    stop_above_percent: float | None = Field(default=None, ge=0, le=100)
    #: Refuse to run while something has to be chosen, rather than assume it.
    strict: bool = False


class KeptRead(BaseModel):
    """A field that stays as it is although the row says otherwise: `value` is the row's, `kept` what is on record."""

    field: str
    label: str
    value: Any
    kept: Any
    why: Literal["locked", "outranked", "newer", "older"]
    reason: str


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
    kept: list[KeptRead]
    problems: list[dict[str, Any]]
