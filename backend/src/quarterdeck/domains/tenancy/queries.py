import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from quarterdeck.domains.tenancy.models import Client, ClientName, Contact, Location, Tenant
from quarterdeck.domains.tenancy.schemas import ClientRead
from quarterdeck.kit.text import fold
from quarterdeck.platform.db.session import TenantSession, UnscopedSession

After = tuple[str, uuid.UUID] | None


def own_tenant(session: TenantSession, *, lock: bool = False) -> Tenant:
    statement = select(Tenant).where(Tenant.id == session.tenant_id)
    return session.scalars(statement.with_for_update() if lock else statement).one()


def client_by_id(session: TenantSession, client_id: uuid.UUID, *, lock: bool = False) -> Client | None:
    statement = select(Client).where(Client.tenant_id == session.tenant_id, Client.id == client_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def location_by_id(session: TenantSession, location_id: uuid.UUID, *, lock: bool = False) -> Location | None:
    statement = select(Location).where(Location.tenant_id == session.tenant_id, Location.id == location_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def locations_held(session: TenantSession, ids: Sequence[uuid.UUID]) -> Sequence[Location]:
    """In the order of their ids, each held until the transaction ends."""
    statement = select(Location).where(Location.tenant_id == session.tenant_id, Location.id.in_(ids))
    return session.scalars(statement.order_by(Location.id).with_for_update()).all()


def contacts_held(session: TenantSession, ids: Sequence[uuid.UUID]) -> Sequence[Contact]:
    """In the order of their ids, each held until the transaction ends."""
    statement = select(Contact).where(Contact.tenant_id == session.tenant_id, Contact.id.in_(ids))
    return session.scalars(statement.order_by(Contact.id).with_for_update()).all()


def contact_by_id(session: TenantSession, contact_id: uuid.UUID, *, lock: bool = False) -> Contact | None:
    statement = select(Contact).where(Contact.tenant_id == session.tenant_id, Contact.id == contact_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def names_of_client(session: TenantSession, client_id: uuid.UUID) -> Sequence[ClientName]:
    return session.scalars(
        select(ClientName).where(ClientName.tenant_id == session.tenant_id, ClientName.client_id == client_id)
    ).all()


def _clients(tenant_id: uuid.UUID) -> Select[Any]:
    alternatives = (
        select(func.array_agg(aggregate_order_by(ClientName.name, ClientName.name)))
        .where(
            ClientName.tenant_id == Client.tenant_id,
            ClientName.client_id == Client.id,
            ClientName.name != Client.name,
        )
        .scalar_subquery()
        .label("alternative_names")
    )
    return select(
        Client.id, Client.name, Client.slug, Client.is_active, Client.notes, Client.version, alternatives
    ).where(Client.tenant_id == tenant_id)


def _client(row: Any) -> ClientRead:
    values = row._mapping  # noqa: SLF001 (SQLAlchemy's documented name for it)
    return ClientRead(**{**values, "alternative_names": values["alternative_names"] or []})


def client_read(session: TenantSession, client_id: uuid.UUID) -> ClientRead | None:
    row = session.execute(_clients(session.tenant_id).where(Client.id == client_id)).one_or_none()
    return _client(row) if row else None


def clients_page(
    session: TenantSession, *, q: str | None, client: uuid.UUID | None, after: After, limit: int
) -> list[ClientRead]:
    """Clients in name order. `q` looks into every name a client is known by."""
    statement = _clients(session.tenant_id).order_by(Client.name, Client.id).limit(limit)
    if q:
        known_as = select(ClientName.client_id).where(
            ClientName.tenant_id == session.tenant_id, ClientName.name_key.contains(fold(q), autoescape=True)
        )
        statement = statement.where(Client.id.in_(known_as))
    if client is not None:
        statement = statement.where(Client.id == client)
    if after is not None:
        statement = statement.where((Client.name > after[0]) | ((Client.name == after[0]) & (Client.id > after[1])))
    return [_client(row) for row in session.execute(statement)]


def locations_page(
    session: TenantSession, *, q: str | None, client: uuid.UUID | None, after: After, limit: int
) -> Sequence[Location]:
    statement = (
        select(Location)
        .where(Location.tenant_id == session.tenant_id)
        .order_by(Location.name, Location.id)
        .limit(limit)
    )
    if q:
        statement = statement.where(
            Location.name_key.contains(fold(q), autoescape=True) | Location.city.icontains(q, autoescape=True)
        )
    if client is not None:
        statement = statement.where(Location.client_id == client)
    if after is not None:
        statement = statement.where(
            (Location.name > after[0]) | ((Location.name == after[0]) & (Location.id > after[1]))
        )
    return session.scalars(statement).all()


def contacts_page(
    session: TenantSession, *, q: str | None, client: uuid.UUID | None, after: After, limit: int
) -> Sequence[Contact]:
    statement = (
        select(Contact).where(Contact.tenant_id == session.tenant_id).order_by(Contact.name, Contact.id).limit(limit)
    )
    if q:
        statement = statement.where(
            Contact.name_key.contains(fold(q), autoescape=True) | Contact.email.icontains(q, autoescape=True)
        )
    if client is not None:
        statement = statement.where(Contact.client_id == client)
    if after is not None:
        statement = statement.where((Contact.name > after[0]) | ((Contact.name == after[0]) & (Contact.id > after[1])))
    return session.scalars(statement).all()


def tenant_id_by_slug(session: UnscopedSession, slug: str) -> uuid.UUID | None:
    return session.scalar(select(func.find_tenant(slug)))
