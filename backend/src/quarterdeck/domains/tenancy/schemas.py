"""What tenancy takes and gives: one validation for the API, imports and the command line."""

import uuid
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from quarterdeck.kit.storable import storable
from quarterdeck.kit.text import clean_name


def _known_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("there is no such time zone; one looks like Europe/London")
    return value


Name = Annotated[str, StringConstraints(max_length=200), AfterValidator(clean_name)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
TimeZone = Annotated[str, StringConstraints(max_length=60), AfterValidator(_known_zone)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Notes = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(storable)]
Email = Annotated[str, StringConstraints(max_length=320), AfterValidator(clean_name)]
Phone = Annotated[str, StringConstraints(max_length=60), AfterValidator(clean_name)]
AlternativeNames = Annotated[list[Name], Field(max_length=200)]


class TenantCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    slug: Slug
    name: Name
    time_zone: TimeZone = "UTC"
    currency: Currency = "USD"


AcrossClients = Literal["never", "review"]


class TenantUpdate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    time_zone: TimeZone | None = None
    currency: Currency | None = None
    require_second_factor: bool | None = None
    identity_across_clients: AcrossClients | None = None


class TenantClose(BaseModel):
    """Closing asks for the tenant's slug, typed by hand."""

    model_config = ConfigDict(extra="forbid")

    confirm: Annotated[str, StringConstraints(max_length=63)]


class TenantRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    slug: str
    name: str
    time_zone: str
    currency: str
    require_second_factor: bool
    #: Whether intake puts a device before a person that is on record at another client, or takes it for a new one.
    identity_across_clients: AcrossClients
    version: int


class ClientCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Name
    slug: Slug | None = None
    alternative_names: AlternativeNames = []
    is_active: bool = True
    notes: Notes | None = None


class LocationCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    client_id: uuid.UUID
    name: Name
    address: Notes | None = None
    city: Name | None = None
    country: Name | None = None
    notes: Notes | None = None


class PlaceMerge(BaseModel):
    """Those that go; what stands at them moves to the one that stays."""

    model_config = ConfigDict(extra="forbid")

    others: Annotated[list[uuid.UUID], Field(min_length=1, max_length=50)]


class LocationMergePreview(BaseModel):
    """How many locations go, and what moves."""

    locations: int
    assets: int
    contacts: int


class ContactMergePreview(BaseModel):
    """How many contacts go, and how many assets are handed over."""

    contacts: int
    assets: int


class ContactCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    client_id: uuid.UUID
    location_id: uuid.UUID | None = None
    name: Name
    email: Email | None = None
    phone: Phone | None = None
    notes: Notes | None = None


class Changes(BaseModel):
    """A merge patch. Only what was sent counts (`given`); the defaults are never read."""

    model_config = ConfigDict(extra="forbid")

    def given(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


class ClientUpdate(Changes):
    name: Name = ""
    slug: Slug = ""
    #: Replaces the whole list.
    alternative_names: AlternativeNames = []
    is_active: bool = True
    notes: Notes | None = None


class LocationUpdate(Changes):
    name: Name = ""
    address: Notes | None = None
    city: Name | None = None
    country: Name | None = None
    notes: Notes | None = None


class ContactUpdate(Changes):
    name: Name = ""
    location_id: uuid.UUID | None = None
    email: Email | None = None
    phone: Phone | None = None
    notes: Notes | None = None


class ClientRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    name: str
    slug: str
    alternative_names: list[str]
    is_active: bool
    notes: str | None
    version: int


class LocationRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    client_id: uuid.UUID
    name: str
    address: str | None
    city: str | None
    country: str | None
    notes: str | None
    version: int


class ContactRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    client_id: uuid.UUID
    location_id: uuid.UUID | None
    name: str
    email: str | None
    phone: str | None
    notes: str | None
    version: int
