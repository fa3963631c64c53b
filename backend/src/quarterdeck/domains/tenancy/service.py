"""What can be done to tenants, clients, locations and contacts."""

import re
import unicodedata
import uuid
from collections.abc import Callable, Iterable

from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.tenancy.errors import ClientNameTaken, ClientNotFound, LocationNameTaken, TenantSlugTaken
from quarterdeck.domains.tenancy.models import Client, ClientName, Contact, Location, Tenant
from quarterdeck.domains.tenancy.schemas import ClientCreate, ContactCreate, LocationCreate, TenantCreate
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.text import fold
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.db.constraints import constraint_errors
from quarterdeck.platform.db.session import Database, TenantSession


Seed = Callable[[TenantSession, Actor], None]


def create_tenant(database: Database, new: TenantCreate, *, seeds: Iterable[Seed] = ()) -> uuid.UUID:
    """A new tenant with what each of `seeds` gives it (built-in roles, asset types), in a transaction of its own."""
    tenant_id = new_id()
    system = Actor(tenant_id, None, "Quarterdeck", frozenset(), Origin.SYSTEM)
    with (
        constraint_errors({"uq_tenants_slug": TenantSlugTaken(new.slug)}),
        database.tenant_session(tenant_id) as session,
    ):
        session.add(Tenant(id=tenant_id, **new.model_dump()))
        session.flush()
        open_change_set(session, system, reason="The tenant was created")
        for seed in seeds:
            seed(session, system)
    return tenant_id


def create_client(session: TenantSession, actor: Actor, new: ClientCreate) -> Client:
    actor.require("clients:write")
    open_change_set(session, actor)
    values = new.model_dump(exclude={"alternative_names", "slug"})
    client = Client(tenant_id=session.tenant_id, id=new_id(), slug=new.slug or _slug(new.name), **values)
    session.add(client)
    with constraint_errors({"uq_clients_tenant_id_slug": ClientNameTaken(new.slug or new.name)}):
        session.flush()
    for name in dict.fromkeys([new.name, *new.alternative_names]):
        _add_name(session, client.id, name)
    return client


def create_location(session: TenantSession, actor: Actor, new: LocationCreate) -> Location:
    actor.require("clients:write")
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


def create_contact(session: TenantSession, actor: Actor, new: ContactCreate) -> Contact:
    actor.require("clients:write")
    open_change_set(session, actor)
    contact = Contact(tenant_id=session.tenant_id, id=new_id(), name_key=fold(new.name), **new.model_dump())
    session.add(contact)
    with constraint_errors({"fk_contacts_tenant_id_client_id_clients": ClientNotFound()}):
        session.flush()
    return contact


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
