"""What reading assets answers. Rows and records are the database's own JSON: their models derive from the field
catalogue, and document rather than convert.
"""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model

from quarterdeck.domains.assets.fields.catalogue import BUILTIN
from quarterdeck.domains.assets.fields.definition import AssetField, ExtensionColumn, ReferenceColumn
from quarterdeck.domains.assets.models import Asset
from quarterdeck.domains.assets.schemas import ChoiceColor
from quarterdeck.platform.filters.fields import Kind


class Reference(BaseModel):
    id: uuid.UUID
    label: str


#: A value as a row, a record or the journal carries it.
FieldValue: TypeAlias = str | int | float | bool | list[str] | Reference | None

_Amount = Annotated[Decimal, WithJsonSchema({"type": "number"})]
_SHOWN: dict[Kind, Any] = {
    Kind.NUMBER: float,
    Kind.MONEY: _Amount,
    Kind.BOOLEAN: bool,
    Kind.DATE: date,
    Kind.DATETIME: datetime,
    Kind.TAGS: list[str],
    Kind.MAC: list[str],
    Kind.REFERENCE: Reference,
}


def _shown(declared: AssetField, *, always: bool) -> Any:
    """The annotation and default of a field; `always` says that every record carries it."""
    kind = _SHOWN.get(declared.kind, str)
    default = ... if always else None
    return (kind if always and not _may_be_empty(declared) else kind | None, Field(default, title=declared.label))


def _may_be_empty(declared: AssetField) -> bool:
    home = declared.home
    if isinstance(home, ReferenceColumn):
        return bool(Asset.__table__.columns[home.name].nullable)
    return declared.is_nullable


class _Row(BaseModel):
    """Id, version and the columns asked for, the tenant's own under `cf.<key>`."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, FieldValue] = Field(init=False)

    id: uuid.UUID
    version: int


AssetRow: Any = create_model("AssetRow", __base__=_Row, **{each.id: _shown(each, always=False) for each in BUILTIN})


class AssetIdentifier(BaseModel):
    kind: str
    value: str
    source: str
    is_current: bool
    first_seen: datetime
    last_seen: datetime | None


_Extension: Any = create_model(
    "AssetExtension",
    **{each.id: _shown(each, always=False) for each in BUILTIN if isinstance(each.home, ExtensionColumn)},
)


class _Record(BaseModel):
    id: uuid.UUID
    version: int
    custom: dict[str, FieldValue]
    identifiers: list[AssetIdentifier]


AssetRead: Any = create_model(
    "AssetRead",
    __base__=_Record,
    **{each.id: _shown(each, always=True) for each in BUILTIN if not isinstance(each.home, ExtensionColumn)},
    extension=(_Extension, ...),
)


class Total(BaseModel):
    """`gte`: counting stopped at this many."""

    value: int
    relation: Literal["eq", "gte"]


class RowsWindow(BaseModel):
    """`version` rises with every change of the tenant's assets; without `jump` no index serves far rows."""

    rows: list[AssetRow]
    start: int
    total: Total
    version: int
    jump: bool


class AssetPage(BaseModel):
    items: list[AssetRow]
    next_cursor: str | None


class Matched(BaseModel):
    field: str
    value: str


class AssetHit(BaseModel):
    id: uuid.UUID
    tag: str
    name: str
    type: str
    status: str
    client: Reference
    matched: Matched | None


class AssetHits(BaseModel):
    items: list[AssetHit]


class Place(BaseModel):
    index: int | None


class FacetValue(BaseModel):
    value: str
    label: str
    count: int
    relation: Literal["eq", "gte"]


class Facets(BaseModel):
    fields: dict[str, list[FacetValue]]


class Suggestions(BaseModel):
    values: list[FacetValue]


class Choice(BaseModel):
    """A retired one stays where it is; nothing new gets it."""

    value: str
    label: str
    color: ChoiceColor | None
    retired: bool


class FieldDefinition(BaseModel):
    """A field as grid, filter, form and import need to know it. No `asset_types` means all."""

    id: str
    label: str
    group: str
    kind: Kind
    operators: list[str]
    sortable: bool
    indexed: bool
    filterable: bool
    editable: bool
    importable: bool
    required: bool
    asset_types: list[str] | None
    choices: list[Choice] | None
    reference: Literal["client", "location", "contact"] | None
    width: int
    format: str | None
    max_length: int | None
    multiline: bool
    help: str | None
    #: Numbers and dates, spelt as values of the field are.
    minimum: str | None
    maximum: str | None
    pattern: str | None
    pattern_hint: str | None
    default: str | float | bool | None
    #: No two assets of the tenant have the same value of it.
    unique: bool


class StatusDefinition(BaseModel):
    key: str
    label: str
    transitions: list[str]


class FieldCatalogue(BaseModel):
    fields: list[FieldDefinition]
    statuses: list[StatusDefinition]


class FilterToken(BaseModel):
    """A part of the text with its place (in characters) and its mistake if it has one."""

    kind: Literal["comparison", "text", "or", "open", "close", "invalid"]
    field: str | None
    op: str | None
    value: str | None
    negated: bool
    text: str
    start: int
    end: int
    error: str | None
    suggestion: str | None


class FilterFault(BaseModel):
    message: str
    suggestion: str | None
    start: int
    end: int


class ParsedFilter(BaseModel):
    """No tree and no canonical text when something is wrong."""

    ast: dict[str, Any] | None
    canonical: str | None
    tokens: list[FilterToken]
    errors: list[FilterFault]


class HistoryChange(BaseModel):
    field: str
    label: str
    before: FieldValue
    after: FieldValue


class HistoryActor(BaseModel):
    id: uuid.UUID | None
    label: str


class HistoryObservation(BaseModel):
    """What a source said, as far as it did not change the asset: it agreed, or another source's value stands."""

    source: str
    kind: str
    name: str
    values: list["ObservedValue"]


class ObservedValue(BaseModel):
    field: str
    label: str
    value: FieldValue


class HistoryFacets(BaseModel):
    """Who changed the asset, and from where."""

    actors: list[HistoryActor]
    origins: list[str]


class MergedFrom(BaseModel):
    """An asset that has gone into the one asked for since, as it was called."""

    id: uuid.UUID
    tag: str
    name: str


class HistoryEntry(BaseModel):
    id: str
    at: datetime
    #: The last moment before it: what the asset was then is what this entry changed.
    before_at: datetime
    actor: HistoryActor
    origin: str
    reason: str | None
    job_id: uuid.UUID | None
    change_set_id: uuid.UUID
    #: `observed`: sources said something, and the asset stayed as it was. `merged`: it went into this one.
    operation: Literal["created", "updated", "deleted", "observed", "merged"]
    #: Whose entry it is, where it is that of an asset that went into this one.
    merged_from: MergedFrom | None
    changes: list[HistoryChange]
    observed: list[HistoryObservation]
