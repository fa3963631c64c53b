"""Columns and where they go; presets."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from quarterdeck.domains.imports.schemas.basics import Creates, Option, PresetName
from quarterdeck.kit.text import clean_name

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
    #: Of an export that comes back: a cell that is empty empties the field.
    clear_empty: bool | None = None


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
    #: None where the file is no export that somebody sends back: there an empty cell says nothing.
    clear_empty: bool | None
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


PresetTitle = Annotated[str, StringConstraints(max_length=100), AfterValidator(clean_name)]


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
