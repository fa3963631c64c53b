"""What tenancy takes and gives: one validation for the API, imports and the command line."""

import uuid
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from quarterdeck.kit.text import clean_text


def _cleaned(value: str) -> str:
    cleaned = clean_text(value)
    if not cleaned:
        raise ValueError("it is empty")
    return cleaned


Name = Annotated[str, StringConstraints(max_length=200), AfterValidator(_cleaned)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Notes = Annotated[str, StringConstraints(max_length=20_000)]


class TenantCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    slug: Slug
    name: Name
    time_zone: str = "UTC"
    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")] = "USD"


class ClientCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Name
    slug: Slug | None = None
    alternative_names: list[Name] = []
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


class ContactCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    client_id: uuid.UUID
    location_id: uuid.UUID | None = None
    name: Name
    email: Annotated[str, StringConstraints(max_length=320)] | None = None
    phone: Annotated[str, StringConstraints(max_length=60)] | None = None
    notes: Notes | None = None
