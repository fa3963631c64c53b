"""What people and programs see of imports, and what they may choose."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

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
    """`is_stale`: something was chosen since the counts were made. `filter` finds what the import wrote to."""

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
    problem: ImportProblem | None
    created_at: datetime
    saved_at: datetime
    created_by: str


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
    header_row: int | None = Field(default=None, ge=1, le=1_000)
    encoding: str | None = Field(default=None, min_length=1, max_length=40)
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    #: By column.
    dates: dict[Annotated[str, Field(pattern=r"^[0-9]{1,4}$")], Literal["dmy", "mdy"] | None] | None = None


ShortText = Annotated[str, Field(max_length=200)]


class Trim(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["trim"]


class Case(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["case"]
    to: Literal["upper", "lower", "title"]


class Replace(BaseModel):
    """`with` in JSON."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    kind: Literal["replace"]
    find: str = Field(min_length=1, max_length=200)
    replacement: ShortText = Field(default="", alias="with")


class Extract(BaseModel):
    """One part of the text between separators; part 1 is the first."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["extract"]
    separator: str = Field(min_length=1, max_length=20)
    part: int = Field(ge=1, le=100)


class DateForm(BaseModel):
    """How the column writes dates, such as DD.MM.YYYY HH:mm."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["date"]
    format: str = Field(min_length=2, max_length=40, pattern=r"^[YMDHms .:/,_-]+$")


Transform = Annotated[Trim | Case | Replace | Extract | DateForm, Field(discriminator="kind")]


class MadeValue(BaseModel):
    """One value for all rows."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["value"]
    header: str = Field(min_length=1, max_length=200)
    field: str = Field(max_length=100)
    text: str = Field(max_length=1_000)


class MadeSplit(BaseModel):
    """Part of another column."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    kind: Literal["split"]
    header: str = Field(min_length=1, max_length=200)
    field: str = Field(max_length=100)
    sources: list[Annotated[int, Field(ge=0, le=10_000)]] = Field(alias="from", min_length=1, max_length=1)
    separator: str = Field(min_length=1, max_length=20)
    part: int = Field(ge=1, le=100)


class MadeJoin(BaseModel):
    """Several columns in one, empty ones left out."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    kind: Literal["join"]
    header: str = Field(min_length=1, max_length=200)
    field: str = Field(max_length=100)
    sources: list[Annotated[int, Field(ge=0, le=10_000)]] = Field(alias="from", min_length=1, max_length=20)
    separator: str = Field(default=" ", max_length=20)


Made = Annotated[MadeValue | MadeSplit | MadeJoin, Field(discriminator="kind")]
Values = Annotated[dict[Annotated[str, Field(max_length=500)], ShortText | None], Field(max_length=2_000)]


class ColumnChoice(BaseModel):
    """What is not named stays as it is."""

    model_config = ConfigDict(extra="forbid")

    index: int = Field(ge=0, le=10_000)
    field: str | None = Field(default=None, max_length=100)
    transforms: list[Transform] = Field(default_factory=list, max_length=20)
    #: Text to what it is read as; null reads as nothing.
    values: Values = Field(default_factory=dict)


class MappingWrite(BaseModel):
    """Columns that are not named keep what they have; `made` replaces all columns made of others."""

    model_config = ConfigDict(extra="forbid")

    columns: list[ColumnChoice] = Field(default_factory=list, max_length=1_000)
    made: list[Made] | None = Field(default=None, max_length=50)
    create: Creates | None = None


class Suggestion(BaseModel):
    field: str
    label: str
    confidence: float
    reason: str


class MappedColumn(BaseModel):
    """Where a column goes, how sure that is, and what is done to its cells on the way."""

    index: int
    header: str
    samples: list[str]
    field: str | None
    confidence: float
    level: Literal["high", "check", "none"]
    reason: str
    is_chosen: bool = False
    suggestions: list[Suggestion]
    transforms: list[Transform] = []
    values: dict[str, str | None] = {}
    made: dict[str, Any] | None = None


class RequiredField(BaseModel):
    """`identity` stands for any field that tells devices apart."""

    field: str
    label: str
    is_satisfied: bool
    message: str


class LevelCounts(BaseModel):
    high: int
    check: int
    none: int


class PresetOffer(BaseModel):
    """A preset that fits, with how many of the file's headings it knows."""

    id: str
    name: str
    is_builtin: bool
    is_default: bool
    client_id: uuid.UUID | None
    matched: int
    of: int


class MappingRead(BaseModel):
    columns: list[MappedColumn]
    required: list[RequiredField]
    counts: LevelCounts
    create: Creates
    preset: PresetName | None
    presets: list[PresetOffer]


class ValueCount(BaseModel):
    value: str
    count: int
    becomes: str | None
    label: str | None
    is_chosen: bool
    finding: Literal["known", "unknown", "empty", "new"]
    suggestion: str | None


class ColumnValues(BaseModel):
    """`is_sample`: counted in the first rows only, as the file has not been read whole yet."""

    column: int
    header: str
    field: str | None
    kind: Literal["choice", "reference", "boolean", "text"]
    is_sample: bool
    rows: int
    has_more: bool
    items: list[ValueCount]
    unknown: int
    choices: list[Option]


class PresetRead(BaseModel):
    """`unconfirmed`: headings of a shipped preset that nobody has seen in a real export yet."""

    id: str
    name: str
    client_id: uuid.UUID | None
    is_builtin: bool
    is_default: bool
    headings: list[str]
    unconfirmed: list[str]
    created_by: str
    updated_at: datetime | None


class PresetList(BaseModel):
    items: list[PresetRead]


PresetTitle = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class PresetCreate(BaseModel):
    """The mapping is taken from an import."""

    model_config = ConfigDict(extra="forbid")

    name: PresetTitle
    import_id: uuid.UUID
    client_id: uuid.UUID | None = None
    is_default: bool = False


class PresetPatch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: PresetTitle | None = None
    is_default: bool | None = None
    import_id: uuid.UUID | None = None


class PresetChoice(BaseModel):
    model_config = ConfigDict(extra="forbid")

    preset: str = Field(min_length=1, max_length=60)


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
    """All rows with the same thing wrong; `message` is that of one of them."""

    code: str
    severity: Severity
    field: str | None
    column: int | None
    label: str | None
    message: str
    rows: int
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


FixWrite = Annotated[CellFix | AlikeFix | ExcludeFix | IncludeFix, Field(discriminator="kind")]


class FixRead(BaseModel):
    """`checked` are the changed rows as they are now, `job_id` the job that validates them when there are many."""

    id: uuid.UUID | None
    kind: Literal["cell", "alike", "exclude", "include"]
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
