"""What types and custom fields take and give. What an asset takes derives from the field catalogue (`input_schema`)."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from quarterdeck.domains.assets.fields.catalogue import BUILTIN
from quarterdeck.domains.assets.fields.definition import AssetField
from quarterdeck.kit.text import clean_name
from quarterdeck.platform.filters.fields import Kind


def _choice(value: object) -> object:
    """A bare text is a choice whose label is the same."""
    return {"value": value, "label": value} if isinstance(value, str) else value


Label = Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(clean_name)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Icon = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
HelpText = Annotated[str, StringConstraints(max_length=500), AfterValidator(clean_name)]
Position = Annotated[int, Field(ge=0, le=10_000)]
FieldKind = Literal["text", "number", "boolean", "date", "choice", "url", "money"]
#: The tones of the console, each legible on light and on dark.
ChoiceColor = Literal["neutral", "info", "success", "warning", "danger", "pending", "teal"]


def _spelt(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Bound = Annotated[str, StringConstraints(min_length=1, max_length=40), BeforeValidator(_spelt)]


class AssetTypeCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Label
    key: Key | None = None
    icon: Icon = "device"


class AssetTypePatch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Label | None = None
    icon: Icon | None = None


class AssetTypeRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    key: str
    name: str
    icon: str
    is_builtin: bool
    version: int


class FieldChoice(BaseModel):
    model_config = ConfigDict(extra="forbid")

    value: Label
    label: Label
    color: ChoiceColor | None = None
    #: Stays where it is; nothing new gets it.
    retired: bool = False


class FieldRules(BaseModel):
    """What is asked of values beyond their kind. Numbers, money and dates have bounds; texts a length and a pattern."""

    minimum: Bound | None = None
    maximum: Bound | None = None
    max_length: Annotated[int, Field(ge=1, le=1_000)] | None = None
    pattern: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
    pattern_hint: HelpText | None = None
    default_value: str | int | float | bool | None = None
    section: Label | None = None


def _distinct(choices: list[FieldChoice]) -> list[FieldChoice]:
    seen = {choice.value.casefold() for choice in choices}
    if len(seen) != len(choices):
        raise ValueError("two choices have the same value")
    return choices


class CustomFieldCreate(FieldRules):
    model_config = ConfigDict(extra="forbid")

    label: Label
    key: Key | None = None
    kind: FieldKind
    choices: list[Annotated[FieldChoice, BeforeValidator(_choice)]] = []
    required: bool = False
    help_text: HelpText | None = None
    asset_types: list[Key] = []
    position: Position = 0
    is_unique: bool = False

    @model_validator(mode="after")
    def _has_choices(self) -> "CustomFieldCreate":
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("a choice field needs choices, and no other kind has them")
        _distinct(self.choices)
        return self


class CustomFieldPatch(FieldRules):
    """The kind of a field cannot change: make a new field and move the values."""

    model_config = ConfigDict(extra="forbid")

    label: Label | None = None
    choices: list[Annotated[FieldChoice, BeforeValidator(_choice)]] | None = None
    required: bool | None = None
    help_text: HelpText | None = None
    asset_types: list[Key] | None = None
    position: Position | None = None
    is_unique: bool | None = None


class CustomFieldRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    key: str
    label: str
    kind: FieldKind
    choices: list[FieldChoice]
    required: bool
    help_text: str | None
    asset_types: list[str]
    position: int
    section: str | None
    minimum: str | None
    maximum: str | None
    max_length: int | None
    pattern: str | None
    pattern_hint: str | None
    default_value: str | float | bool | None
    is_unique: bool
    version: int


class BrokenValue(BaseModel):
    """A value that new rules would not take, and on how many assets it stands."""

    value: str
    assets: int
    message: str


class HeldBy(BaseModel):
    """An asset with a value that another one has as well."""

    id: uuid.UUID
    tag: str
    name: str


class DuplicateValue(BaseModel):
    """A value that several assets have; of many of them the first ones."""

    value: str
    count: int
    assets: list[HeldBy]


class FieldImpact(BaseModel):
    """What a change of a field would find. Nothing of it is changed: values stay until somebody edits them."""

    #: Assets with a value that the new rules would not take, with the commonest of these values.
    breaking: int
    samples: list[BrokenValue]
    #: False where the field has too many different values for all of them to be looked at.
    is_complete: bool
    #: Assets that would need a value and have none.
    missing: int
    #: Assets with a value, of a type that the field would no longer apply to.
    of_other_types: int
    #: Where it is to become unique: values that stand in the way, those of most assets first, and how many there are.
    duplicates: list[DuplicateValue]
    duplicated: int


_TAKEN: dict[Kind, dict[str, Any]] = {
    Kind.NUMBER: {"type": "number"},
    Kind.MONEY: {"type": "number"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.DATETIME: {"type": "string", "format": "date-time"},
    Kind.TAGS: {"type": "array", "items": {"type": "string"}},
    Kind.MAC: {"type": "array", "items": {"type": "string"}},
    Kind.REFERENCE: {"type": "string", "format": "uuid"},
}
_ANY_OBJECT: dict[str, Any] = {"type": "object", "additionalProperties": True}


def input_schema(*, creating: bool) -> dict[str, Any]:
    """JSON schema of what `POST /assets` or `PATCH /assets/{id}` takes: the editable fields of the catalogue."""
    properties = {declared.id: _nullable(_taken(declared)) for declared in BUILTIN if declared.is_editable}
    for nested in ("extension", "custom"):
        properties[nested] = {**_ANY_OBJECT, "description": f"Values of {nested} fields by their id."}
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    if creating:
        properties["client_id"] = {"type": "string", "format": "uuid"}
        schema["required"] = ["client_id", "type", "name"]
    else:
        schema["description"] = "A merge patch by field id, with cf.<key> for custom fields; null empties a field."
        schema["additionalProperties"] = True
    return schema


def _taken(declared: AssetField) -> dict[str, Any]:
    schema = {**_TAKEN.get(declared.kind, {"type": "string"}), "title": declared.label}
    if declared.choices:
        schema["enum"] = [choice.value for choice in declared.choices]
    if declared.kind in {Kind.TEXT, Kind.IDENTIFIER, Kind.VERSION}:
        schema["maxLength"] = declared.limits.length
    return schema


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if "enum" in schema:
        return {**schema, "type": [schema["type"], "null"], "enum": [*schema["enum"], None]}
    return {**schema, "type": [schema["type"], "null"]}


class SelectionCreate(BaseModel):
    """These ids (`ids`), all assets that match now (`all`), or those a job had a problem with (`job`).

    Always without `exclude`. `within` narrows `all` to what was selected before, `ids` narrows `job`.
    """

    model_config = ConfigDict(extra="forbid")

    mode: Literal["ids", "all", "job"]
    ids: Annotated[list[uuid.UUID], Field(max_length=10_000)] = []
    within: uuid.UUID | None = None
    job: uuid.UUID | None = None
    problem: Annotated[str, StringConstraints(max_length=80)] | None = None
    filter: Annotated[str, StringConstraints(max_length=10_000)] | None = None
    client: uuid.UUID | None = None
    exclude: Annotated[list[uuid.UUID], Field(max_length=1_000)] = []

    @model_validator(mode="after")
    def says_which(self) -> Self:
        if self.ids if self.mode == "all" else self.mode == "ids" and not self.ids:
            raise ValueError("ids stand when the mode is ids, and never when it is all.")
        if (self.mode == "job") != (self.job is not None):
            raise ValueError("a job stands exactly when the mode is job.")
        if self.mode != "all" and (self.filter or self.within):
            raise ValueError("A filter or another selection narrows only what matches now; leave it out.")
        if self.mode != "job" and self.problem is not None:
            raise ValueError("A problem is one of a job.")
        return self


class SelectedOfClient(BaseModel):
    id: uuid.UUID
    name: str
    count: int


class SelectedSample(BaseModel):
    id: uuid.UUID
    tag: str
    name: str
    status: str


class SelectionRead(BaseModel):
    """A frozen selection. Acting on `id` touches these assets and no other, until `expires_at`."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    mode: Literal["ids", "all"]
    filter: str
    client_id: uuid.UUID | None
    count: int
    excluded: int
    #: Asked for by id, and not there any more or not to be seen.
    missing: int
    per_client: list[SelectedOfClient]
    samples: list[SelectedSample]
    expires_at: datetime
