"""What can be done to clients, their locations and their contacts."""

import re
import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from pydantic import BaseModel
from sqlalchemy import Table

import quarterdeck.domains.tenancy.recoverable  # noqa: F401 (registers what can be undone)
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.tenancy import queries
from quarterdeck.domains.tenancy.errors import (
    ClientInUse,
    ClientNameTaken,
    ClientNotFound,
    ContactInUse,
    ContactNotFound,
    InUse,
    LocationInUse,
    LocationNameTaken,
    LocationNotFound,
    ScopeRefused,
)
from quarterdeck.domains.tenancy.models import Client, ClientName, Contact, Location
from quarterdeck.domains.tenancy.schemas import (
    ClientCreate,
    ClientRead,
    ClientUpdate,
    ContactCreate,
    ContactRead,
    ContactUpdate,
    LocationCreate,
    LocationRead,
    LocationUpdate,
)
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.text import fold
from quarterdeck.platform.actors import Actor, ScopeMode
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.constraints import constraint_errors
from quarterdeck.platform.db.references import count_references
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import AppError, PreconditionFailed

After = tuple[str, uuid.UUID] | None
Record: TypeAlias = Client | Location | Contact


def list_clients(
    session: TenantSession,
    actor: Actor,
    *,
    q: str | None = None,
    client: uuid.UUID | None = None,
    after: After = None,
    limit: int,
) -> list[ClientRead]:
    actor.require("clients:read")
    return queries.clients_page(session, q=q, client=client, after=after, limit=limit)


def access_client(session: TenantSession, actor: Actor, client_id: uuid.UUID) -> ClientRead:
    actor.require("clients:read")
    client = queries.client_read(session, client_id)
    if client is None:
        raise ClientNotFound
    return client


def create_client(session: TenantSession, actor: Actor, new: ClientCreate) -> Client:
    actor.require("clients:write")
    if actor.client_scope.mode is ScopeMode.ALLOW:
        raise ScopeRefused
    open_change_set(session, actor)
    values = new.model_dump(exclude={"alternative_names", "slug"})
    client = Client(tenant_id=session.tenant_id, id=new_id(), slug=new.slug or _slug(new.name), **values)
    session.add(client)
    with constraint_errors({"uq_clients_tenant_id_slug": ClientNameTaken(new.slug or new.name)}):
        session.flush()
    _set_names(session, client.id, [new.name, *new.alternative_names])
    return client


def update_client(
    session: TenantSession, actor: Actor, client_id: uuid.UUID, update: ClientUpdate, *, expected: int | None
) -> ClientRead:
    actor.require("clients:write")
    client = queries.client_by_id(session, client_id, lock=True)
    if client is None:
        raise ClientNotFound
    before = access_client(session, actor, client_id)
    _refuse_stale(client, before, expected)
    open_change_set(session, actor)
    given = update.given()
    alternatives: list[str] = given.pop("alternative_names", before.alternative_names)
    _change(client, given)
    if "name" in given or "alternative_names" in update.model_fields_set:
        # The list of names is part of the record: changing only it is a new version as well.
        client.updated_at = now()
    with constraint_errors({"uq_clients_tenant_id_slug": ClientNameTaken(client.slug)}):
        session.flush()
    _set_names(session, client.id, [client.name, *alternatives])
    session.expire_all()
    return access_client(session, actor, client_id)


def delete_client(session: TenantSession, actor: Actor, client_id: uuid.UUID, *, expected: int | None) -> None:
    actor.require("clients:write")
    client = queries.client_by_id(session, client_id, lock=True)
    if client is None:
        raise ClientNotFound
    _refuse_stale(client, access_client(session, actor, client_id), expected)
    _refuse_in_use(session, client, ClientInUse)
    open_change_set(session, actor)
    for name in queries.names_of_client(session, client_id):
        session.delete(name)
    session.flush()
    session.delete(client)
    session.flush()


def list_locations(
    session: TenantSession,
    actor: Actor,
    *,
    q: str | None = None,
    client: uuid.UUID | None = None,
    after: After = None,
    limit: int,
) -> Sequence[Location]:
    actor.require("clients:read")
    return queries.locations_page(session, q=q, client=client, after=after, limit=limit)


def access_location(session: TenantSession, actor: Actor, location_id: uuid.UUID) -> Location:
    actor.require("clients:read")
    location = queries.location_by_id(session, location_id)
    if location is None:
        raise LocationNotFound
    return location


def create_location(session: TenantSession, actor: Actor, new: LocationCreate) -> Location:
    actor.require("clients:write")
    _require_client(session, new.client_id)
    open_change_set(session, actor)
    location = Location(tenant_id=session.tenant_id, id=new_id(), name_key=fold(new.name), **new.model_dump())
    session.add(location)
    with constraint_errors(
        {
            "uq_locations_tenant_id_client_id_name_key": LocationNameTaken(new.name),
            "fk_locations_tenant_id_client_id_clients": ClientNotFound(),
        }
    ):
        session.flush()
    return location


def update_location(
    session: TenantSession, actor: Actor, location_id: uuid.UUID, update: LocationUpdate, *, expected: int | None
) -> Location:
    location = _location_to_change(session, actor, location_id, expected=expected)
    taken = LocationNameTaken(update.name or location.name)
    _write(session, actor, location, update, {"uq_locations_tenant_id_client_id_name_key": taken})
    return location


def delete_location(session: TenantSession, actor: Actor, location_id: uuid.UUID, *, expected: int | None) -> None:
    location = _location_to_change(session, actor, location_id, expected=expected)
    _remove(session, actor, location, LocationInUse)


def list_contacts(
    session: TenantSession,
    actor: Actor,
    *,
    q: str | None = None,
    client: uuid.UUID | None = None,
    after: After = None,
    limit: int,
) -> Sequence[Contact]:
    actor.require("clients:read")
    return queries.contacts_page(session, q=q, client=client, after=after, limit=limit)


def access_contact(session: TenantSession, actor: Actor, contact_id: uuid.UUID) -> Contact:
    actor.require("clients:read")
    contact = queries.contact_by_id(session, contact_id)
    if contact is None:
        raise ContactNotFound
    return contact


def create_contact(session: TenantSession, actor: Actor, new: ContactCreate) -> Contact:
    actor.require("clients:write")
    _require_client(session, new.client_id)
    open_change_set(session, actor)
    contact = Contact(tenant_id=session.tenant_id, id=new_id(), name_key=fold(new.name), **new.model_dump())
    session.add(contact)
    with constraint_errors(
        {
            "fk_contacts_tenant_id_client_id_clients": ClientNotFound(),
            "fk_contacts_tenant_id_client_id_location_id_locations": LocationNotFound(),
        }
    ):
        session.flush()
    return contact


def update_contact(
    session: TenantSession, actor: Actor, contact_id: uuid.UUID, update: ContactUpdate, *, expected: int | None
) -> Contact:
    contact = _contact_to_change(session, actor, contact_id, expected=expected)
    unknown = LocationNotFound()
    _write(session, actor, contact, update, {"fk_contacts_tenant_id_client_id_location_id_locations": unknown})
    return contact


def delete_contact(session: TenantSession, actor: Actor, contact_id: uuid.UUID, *, expected: int | None) -> None:
    contact = _contact_to_change(session, actor, contact_id, expected=expected)
    _remove(session, actor, contact, ContactInUse)


def _require_client(session: TenantSession, client_id: uuid.UUID) -> None:
    """Visible to the actor, that is: the foreign key alone would accept a client outside their scope."""
    if queries.client_by_id(session, client_id) is None:
        raise ClientNotFound


def _location_to_change(
    session: TenantSession, actor: Actor, location_id: uuid.UUID, *, expected: int | None
) -> Location:
    actor.require("clients:write")
    location = queries.location_by_id(session, location_id, lock=True)
    if location is None:
        raise LocationNotFound
    _refuse_stale(location, LocationRead.model_validate(location), expected)
    return location


def _contact_to_change(session: TenantSession, actor: Actor, contact_id: uuid.UUID, *, expected: int | None) -> Contact:
    actor.require("clients:write")
    contact = queries.contact_by_id(session, contact_id, lock=True)
    if contact is None:
        raise ContactNotFound
    _refuse_stale(contact, ContactRead.model_validate(contact), expected)
    return contact


def _refuse_stale(record: Record, current: BaseModel, expected: int | None) -> None:
    if expected is not None and record.version != expected:
        raise PreconditionFailed(
            f"Somebody changed “{record.name}” since you read it.", current=current.model_dump(mode="json")
        )


def _write(
    session: TenantSession,
    actor: Actor,
    record: Location | Contact,
    update: LocationUpdate | ContactUpdate,
    errors: Mapping[str, AppError],
) -> None:
    open_change_set(session, actor)
    _change(record, update.given())
    with constraint_errors(errors):
        session.flush()
    session.refresh(record)


def _remove(session: TenantSession, actor: Actor, record: Location | Contact, error: type[InUse]) -> None:
    _refuse_in_use(session, record, error)
    open_change_set(session, actor)
    session.delete(record)
    session.flush()


def _change(record: Record, given: dict[str, object]) -> None:
    for field, value in given.items():
        setattr(record, field, value)
    if "name" in given and not isinstance(record, Client):
        record.name_key = fold(record.name)


def _refuse_in_use(session: TenantSession, record: Record, error: type[InUse]) -> None:
    table: Table = type(record).__table__  # type: ignore[assignment]  # a mapped class stands on a table
    counts = count_references(session, table, record.id, ignore=frozenset({"client_names"}))
    if counts:
        raise error(record.name, counts)


def _set_names(session: TenantSession, client_id: uuid.UUID, names: Iterable[str]) -> None:
    """These names and no others, each once whatever its capitals. A name of another client is refused."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(fold(name), name)
    for known in queries.names_of_client(session, client_id):
        if wanted.get(known.name_key) == known.name:
            del wanted[known.name_key]
        else:
            session.delete(known)
    session.flush()
    for name in wanted.values():
        _add_name(session, client_id, name)


def _add_name(session: TenantSession, client_id: uuid.UUID, name: str) -> None:
    session.add(
        ClientName(tenant_id=session.tenant_id, id=new_id(), client_id=client_id, name=name, name_key=fold(name))
    )
    with constraint_errors({"uq_client_names_tenant_id_name_key": ClientNameTaken(name)}):
        session.flush()


def _slug(name: str) -> str:
    """A readable slug; names without a letter of ours (日本) and equal ones get a short random tail."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48]
    return f"{base or 'client'}-{new_id().hex[-6:]}"
