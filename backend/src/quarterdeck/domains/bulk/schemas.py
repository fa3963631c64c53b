import uuid
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from quarterdeck.domains.jobs.schemas import JobRead
from quarterdeck.kit.text import clean_name

FieldId = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Reason = Annotated[str, StringConstraints(max_length=500), AfterValidator(clean_name)]


class SetValue(BaseModel):
    """Give the field this value, in any form that an asset takes."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["set"]
    field: FieldId
    value: Any


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


class BulkPreviewRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    selection: uuid.UUID
    operation: Operation


class BulkRequest(BulkPreviewRequest):
    reason: Reason | None = None
    #: The number of assets, typed by a person: what is hard to take back asks for it.
    confirmed_count: int | None = None


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


class BulkStarted(BaseModel):
    """The job that does it: finished already when it was small."""

    job: JobRead
    #: What to undo, once anything was changed.
    change_set_id: uuid.UUID | None
