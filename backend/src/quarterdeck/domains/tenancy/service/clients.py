"""What can be done to clients."""

import re
import unicodedata
import uuid
from collections.abc import Iterable

from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.tenancy import queries
from quarterdeck.domains.tenancy.errors import ClientInUse, ClientNameTaken, ClientNotFound, ScopeRefused
from quarterdeck.domains.tenancy.models import Client, ClientName
from quarterdeck.domains.tenancy.queries import After
from quarterdeck.domains.tenancy.schemas import ClientCreate, ClientRead, ClientUpdate
from quarterdeck.domains.tenancy.service.records import refuse_in_use, refuse_stale
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.text import fold
from quarterdeck.platform.actors import Actor, ScopeMode
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.constraints import constraint_errors
from quarterdeck.platform.db.session import TenantSession


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
    refuse_stale(client, before, expected)
    open_change_set(session, actor)
    given = update.given()
    alternatives: list[str] = given.pop("alternative_names", before.alternative_names)
    for field, value in given.items():
        setattr(client, field, value)
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
    refuse_stale(client, access_client(session, actor, client_id), expected)
    refuse_in_use(session, client, ClientInUse)
    open_change_set(session, actor)
    for name in queries.names_of_client(session, client_id):
        session.delete(name)
    session.flush()
    session.delete(client)
    session.flush()


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
