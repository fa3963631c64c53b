"""What can be done to locations and contacts: both belong to a client, and assets stand at them or are theirs."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel
from sqlalchemy.orm import QueryableAttribute

from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.tenancy import queries
from quarterdeck.domains.tenancy.errors import (
    ClientNotFound,
    ContactInUse,
    ContactNotFound,
    InUse,
    LocationInUse,
    LocationNameTaken,
    LocationNotFound,
)
from quarterdeck.domains.tenancy.models import Contact, Location
from quarterdeck.domains.tenancy.queries import After
from quarterdeck.domains.tenancy.schemas import (
    ContactCreate,
    ContactRead,
    ContactUpdate,
    LocationCreate,
    LocationRead,
    LocationUpdate,
)
from quarterdeck.domains.tenancy.service.records import refuse_in_use, refuse_stale
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.text import fold
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.constraints import constraint_errors
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import AppError, NotFound

Place = TypeVar("Place", Location, Contact)
Create = TypeVar("Create", LocationCreate, ContactCreate)
Update = TypeVar("Update", LocationUpdate, ContactUpdate)


@dataclass(frozen=True)
class Places(Generic[Place, Create, Update]):
    """Locations, or contacts, and what can be done to one of them."""

    model: type[Place]
    schema: type[BaseModel]
    missing: Callable[[], NotFound]
    in_use: type[InUse]
    #: What a search looks into besides names.
    also: QueryableAttribute[str | None]
    #: What each constraint refuses, told of a record of that name.
    refusals: Callable[[str], Mapping[str, AppError]]

    def page(
        self,
        session: TenantSession,
        actor: Actor,
        *,
        q: str | None = None,
        client: uuid.UUID | None = None,
        after: After = None,
        limit: int,
    ) -> Sequence[Place]:
        actor.require("clients:read")
        return queries.places_page(session, self.model, also=self.also, q=q, client=client, after=after, limit=limit)

    def access(self, session: TenantSession, actor: Actor, place_id: uuid.UUID) -> Place:
        actor.require("clients:read")
        return self._found(session, place_id)

    def create(self, session: TenantSession, actor: Actor, new: Create) -> Place:
        actor.require("clients:write")
        # The foreign key alone would accept a client outside the actor's scope.
        if queries.client_by_id(session, new.client_id) is None:
            raise ClientNotFound
        open_change_set(session, actor)
        place = self.model(tenant_id=session.tenant_id, id=new_id(), name_key=fold(new.name), **new.model_dump())
        session.add(place)
        with constraint_errors(self.refusals(new.name)):
            session.flush()
        return place

    def update(
        self, session: TenantSession, actor: Actor, place_id: uuid.UUID, update: Update, *, expected: int | None
    ) -> Place:
        place = self._to_change(session, actor, place_id, expected=expected)
        open_change_set(session, actor)
        for field, value in update.given().items():
            setattr(place, field, value)
        place.name_key = fold(place.name)
        with constraint_errors(self.refusals(place.name)):
            session.flush()
        session.refresh(place)
        return place

    def delete(self, session: TenantSession, actor: Actor, place_id: uuid.UUID, *, expected: int | None) -> None:
        place = self._to_change(session, actor, place_id, expected=expected)
        refuse_in_use(session, place, self.in_use)
        open_change_set(session, actor)
        session.delete(place)
        session.flush()

    def _to_change(self, session: TenantSession, actor: Actor, place_id: uuid.UUID, *, expected: int | None) -> Place:
        actor.require("clients:write")
        place = self._found(session, place_id, lock=True)
        refuse_stale(place, self.schema.model_validate(place), expected)
        return place

    def _found(self, session: TenantSession, place_id: uuid.UUID, *, lock: bool = False) -> Place:
        place = queries.place_by_id(session, self.model, place_id, lock=lock)
        if place is None:
            raise self.missing()
        return place


def _location_refusals(name: str) -> Mapping[str, AppError]:
    return {
        "uq_locations_tenant_id_client_id_name_key": LocationNameTaken(name),
        "fk_locations_tenant_id_client_id_clients": ClientNotFound(),
    }


def _contact_refusals(_name: str) -> Mapping[str, AppError]:
    return {
        "fk_contacts_tenant_id_client_id_clients": ClientNotFound(),
        "fk_contacts_tenant_id_client_id_location_id_locations": LocationNotFound(),
    }


LOCATIONS = Places[Location, LocationCreate, LocationUpdate](
    Location, LocationRead, LocationNotFound, LocationInUse, Location.city, _location_refusals
)
CONTACTS = Places[Contact, ContactCreate, ContactUpdate](
    Contact, ContactRead, ContactNotFound, ContactInUse, Contact.email, _contact_refusals
)
