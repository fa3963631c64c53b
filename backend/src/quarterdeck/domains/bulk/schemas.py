import uuid
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)

from quarterdeck.domains.jobs.schemas import JobRead
from quarterdeck.kit.storable import storable
from quarterdeck.kit.text import clean_name, clean_text

FieldId = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=500)]
ParameterKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Reason = Annotated[str, StringConstraints(max_length=500), AfterValidator(clean_name)]

AnyValue = Annotated[Any, AfterValidator(storable)]
Sharing = Literal["private", "client", "team"]
TemplateName = Annotated[str, StringConstraints(max_length=120), AfterValidator(clean_name)]
Description = Annotated[str, StringConstraints(max_length=1_000), AfterValidator(clean_text)]


class SetValue(BaseModel):
    """Give the field this value, in any form that an asset takes."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["set"]
    field: FieldId
    value: AnyValue


class ClearValue(BaseModel):
    model_config = ConfigDict(extra="forbid")

    action: Literal["clear"]
    field: FieldId


class ChangeList(BaseModel):
    """Add entries to a list (tags, addresses), or remove them from it."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["add", "remove"]
    field: FieldId
    value: Annotated[list[Annotated[str, StringConstraints(max_length=200)]], Field(min_length=1, max_length=50)]


class ReplaceText(BaseModel):
    r"""Find and replace inside a text. With `regex` the pattern is RE2's, and `\1` in the replacement a group."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["replace"]
    field: FieldId
    find: Pattern
    replacement: Annotated[str, StringConstraints(max_length=500)] = ""
    regex: bool = False
    match_case: bool = False


Edit = Annotated[SetValue | ClearValue | ChangeList | ReplaceText, Field(discriminator="action")]


class EditFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["edit"]
    edits: Annotated[list[Edit], Field(min_length=1, max_length=20)]


class DeleteAssets(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["delete"]


Operation = Annotated[EditFields | DeleteAssets, Field(discriminator="kind")]


class RunTemplate(BaseModel):
    """What a template says, with the values of what it asks. With `version` it must still be that one."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["template"]
    template: uuid.UUID
    version: int | None = None
    values: Annotated[dict[ParameterKey, AnyValue], Field(max_length=20)] = {}


Wanted = Annotated[EditFields | DeleteAssets | RunTemplate, Field(discriminator="kind")]


class BulkPreviewRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    selection: uuid.UUID
    operation: Wanted


class BulkRequest(BulkPreviewRequest):
    reason: Reason | None = None
    #: The number of assets, typed by a person: what is hard to take back asks for it.
    confirmed_count: int | None = None
    #: The `look` of the preview: what others changed since of these fields is left, and told with both values.
    look: Annotated[str, StringConstraints(max_length=2_000)] | None = None
    #: What becomes of those: left, or overwritten all the same.
    conflicts: Literal["leave", "overwrite"] = "leave"


class FieldChange(BaseModel):
    """Values as the asset stores them; a reference is its id, and its name stands beside it."""

    field: str
    before: Any
    after: Any
    before_label: str | None = None
    after_label: str | None = None


class Sample(BaseModel):
    id: uuid.UUID
    tag: str
    name: str
    changes: list[FieldChange]


class Obstacle(BaseModel):
    """Why some cannot be changed, how many, and a few of them."""

    code: str
    message: str
    count: int
    samples: list[uuid.UUID]


class OfClient(BaseModel):
    id: uuid.UUID
    name: str
    count: int


class BulkPreview(BaseModel):
    """What would happen: `changing + unchanged + blocked = examined`. Of a large selection the first are examined."""

    count: int
    examined: int
    changing: int
    unchanged: int
    blocked: int
    obstacles: list[Obstacle]
    samples: list[Sample]
    per_client: list[OfClient]
    #: What the change asks of a person: nothing, a look at this preview, or the typed number of assets.
    confirm: Literal["none", "preview", "typed"]
    #: What was seen, to be handed over with the change.
    look: str


class ChangedSince(BaseModel):
    """A field that somebody changed between the look and the change. Stands with the skipped asset.

    Values as the asset stores them; what a client, location or person is called stands beside its id.
    """

    field: str
    label: str
    seen: Any
    seen_label: str | None = None
    now: Any
    now_label: str | None = None
    #: What the change would write; null when it clears the field, or deletes the asset.
    wanted: Any = None
    wanted_label: str | None = None
    by: str
    at: datetime


class AssetConflicts(BaseModel):
    asset_id: uuid.UUID
    tag: str
    name: str
    client_id: uuid.UUID
    client: str
    fields: list[ChangedSince]


class BulkStarted(BaseModel):
    """The job that does it: finished already when it was small."""

    job: JobRead
    #: What to undo, once anything was changed.
    change_set_id: uuid.UUID | None


class FromParameter(BaseModel):
    """An edit whose value is asked when the template is run. A parameter that stays open leaves the edit out."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["set", "add", "remove"]
    field: FieldId
    parameter: ParameterKey


def _kind_of_edit(edit: object) -> str:
    if isinstance(edit, dict):
        return "asked" if "parameter" in edit else str(edit.get("action"))
    return "asked" if isinstance(edit, FromParameter) else str(getattr(edit, "action", None))


TemplateEdit = Annotated[
    Annotated[SetValue, Tag("set")]
    | Annotated[ClearValue, Tag("clear")]
    | Annotated[ChangeList, Tag("add")]
    | Annotated[ChangeList, Tag("remove")]
    | Annotated[ReplaceText, Tag("replace")]
    | Annotated[FromParameter, Tag("asked")],
    Discriminator(_kind_of_edit),
]


class TemplateEdits(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["edit"]
    edits: Annotated[list[TemplateEdit], Field(min_length=1, max_length=20)]


TemplateOperation = Annotated[TemplateEdits | DeleteAssets, Field(discriminator="kind")]


class Parameter(BaseModel):
    """What is asked when the template is run; its form is that of the first field it goes into."""

    model_config = ConfigDict(extra="forbid")

    key: ParameterKey
    label: Annotated[str, StringConstraints(max_length=80), AfterValidator(clean_name)]
    required: bool = True
    #: Filled in already when it is asked.
    default: AnyValue = None


class TemplateContent(BaseModel):
    """What is asked is used, and what is used is asked."""

    operation: TemplateOperation
    parameters: Annotated[list[Parameter], Field(max_length=20)] = []

    @model_validator(mode="after")
    def asks_what_it_uses(self) -> Self:
        keys = [each.key for each in self.parameters]
        edits = self.operation.edits if isinstance(self.operation, TemplateEdits) else []
        used = {each.parameter for each in edits if isinstance(each, FromParameter)}
        if len(set(keys)) < len(keys) or set(keys) != used:
            raise ValueError("each parameter stands once, and in at least one edit.")
        return self


class TemplateCreate(TemplateContent):
    model_config = ConfigDict(extra="forbid")

    name: TemplateName
    description: Description = ""
    sharing: Sharing = "private"
    #: Whose people see it: named exactly when it is shared with a client.
    client_id: uuid.UUID | None = None


class TemplateUpdate(BaseModel):
    """What is left out stays as it is; operation and parameters are one thing and come together."""

    model_config = ConfigDict(extra="forbid")

    name: TemplateName | None = None
    description: Description | None = None
    sharing: Sharing | None = None
    client_id: uuid.UUID | None = None
    content: TemplateContent | None = None


class TemplateRead(BaseModel):
    id: uuid.UUID
    name: str
    description: str
    owner_id: uuid.UUID
    owner_label: str
    is_mine: bool
    may_edit: bool
    sharing: Sharing
    client_id: uuid.UUID | None
    operation: TemplateOperation
    parameters: list[Parameter]
    #: What the clients, locations and contacts among its values are called now; those one may not see are left out.
    labels: dict[str, str]
    version: int
    updated_at: datetime


class TemplateList(BaseModel):
    items: list[TemplateRead]


class TemplateVersion(BaseModel):
    """What the template was since that moment, told from the journal."""

    version: int
    at: datetime
    by: str
    change_set_id: uuid.UUID
    name: str
    description: str
    sharing: Sharing
    operation: TemplateOperation
    parameters: list[Parameter]


class TemplateVersions(BaseModel):
    items: list[TemplateVersion]
