import uuid
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from quarterdeck.kit.storable import storable
from quarterdeck.kit.text import clean_name

Name = Annotated[str, StringConstraints(max_length=120), AfterValidator(clean_name)]
Module = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
FilterText = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(storable)]
SortText = Annotated[str, StringConstraints(max_length=200), AfterValidator(storable)]
Sharing = Literal["private", "client", "team"]
Density = Literal["compact", "normal", "comfortable"]


class ViewColumn(BaseModel):
    """One column of a view. Widths in pixels."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(storable)]
    width: Annotated[int, Field(ge=20, le=2_000)] | None = None
    pin: Literal["left", "right"] | None = None
    visible: bool = True


class ViewCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    #: The id it had, when a deletion is taken back: links and defaults then lead to it as before.
    id: uuid.UUID | None = None
    module: Module
    name: Name
    sharing: Sharing = "private"
    #: Whose people see it: named exactly when it is shared with a client.
    client_id: uuid.UUID | None = None
    filter: FilterText = ""
    sort: SortText = ""
    columns: Annotated[list[ViewColumn], Field(max_length=200)] | None = None
    density: Density | None = None
    quick: Annotated[list[FilterText], Field(max_length=8)] = []


class ViewUpdate(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    sharing: Sharing | None = None
    client_id: uuid.UUID | None = None
    filter: FilterText | None = None
    sort: SortText | None = None
    columns: Annotated[list[ViewColumn], Field(max_length=200)] | None = None
    density: Density | None = None
    quick: Annotated[list[FilterText], Field(max_length=8)] | None = None


class ViewRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    module: str
    name: str
    owner_id: uuid.UUID
    owner_label: str
    is_mine: bool
    may_edit: bool
    sharing: Sharing
    client_id: uuid.UUID | None
    filter: str
    sort: str
    columns: list[ViewColumn] | None
    density: Density | None
    quick: list[str]
    version: int
    updated_at: datetime


class ViewList(BaseModel):
    """All views of a module that the caller may open; `default_id` is the one that opens first, None the built-in."""

    items: list[ViewRead]
    default_id: uuid.UUID | None
    #: Where the default came from: the person's own choice, their role, or the client looked at.
    default_from: Literal["person", "role", "client"] | None


class DefaultFor(BaseModel):
    """For whom a view opens first: the caller, a role, or whoever looks at a client."""

    model_config = ConfigDict(extra="forbid")

    audience: Literal["me", "role", "client"] = "me"
    role: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")] | None = None
    client_id: uuid.UUID | None = None

    @model_validator(mode="after")
    def names_its_audience(self) -> Self:
        if (self.audience == "role") != (self.role is not None):
            raise ValueError("role stands exactly when the audience is a role.")
        if (self.audience == "client") != (self.client_id is not None):
            raise ValueError("client_id stands exactly when the audience is a client.")
        return self


class PreferenceWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    value: Annotated[Any, AfterValidator(storable)]


class PreferenceRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    key: str
    value: Any
    version: int
    updated_at: datetime


class Preferences(BaseModel):
    items: list[PreferenceRead]
