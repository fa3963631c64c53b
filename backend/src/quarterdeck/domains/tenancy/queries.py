import uuid
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import QueryableAttribute

from quarterdeck.domains.tenancy.models import Client, ClientName, Contact, Location, Tenant
from quarterdeck.domains.tenancy.schemas import ClientRead
from quarterdeck.kit.text import fold
from quarterdeck.platform.db.session import TenantSession, UnscopedSession

After = tuple[str, uuid.UUID] | None
Place = TypeVar("Place", Location, Contact)


def own_tenant(session: TenantSession, *, lock: bool = False) -> Tenant:
    statement = select(Tenant).where(Tenant.id == session.tenant_id)
    return session.scalars(statement.with_for_update() if lock else statement).one()


def client_by_id(session: TenantSession, client_id: uuid.UUID, *, lock: bool = False) -> Client | None:
    statement = select(Client).where(Client.tenant_id == session.tenant_id, Client.id == client_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def place_by_id(session: TenantSession, model: type[Place], place_id: uuid.UUID, *, lock: bool = False) -> Place | None:
    statement = select(model).where(model.tenant_id == session.tenant_id, model.id == place_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def places_held(session: TenantSession, model: type[Place], ids: Sequence[uuid.UUID]) -> Sequence[Place]:
    """In the order of their ids, each held until the transaction ends."""
    statement = select(model).where(model.tenant_id == session.tenant_id, model.id.in_(ids))
    return session.scalars(statement.order_by(model.id).with_for_update()).all()


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


def places_page(
    session: TenantSession,
    model: type[Place],
    *,
    also: QueryableAttribute[str | None],
    q: str | None,
    client: uuid.UUID | None,
    after: After,
    limit: int,
) -> Sequence[Place]:
    """Locations or contacts in name order. `q` looks into names and into `also`."""
    statement = select(model).where(model.tenant_id == session.tenant_id).order_by(model.name, model.id).limit(limit)
    if q:
        statement = statement.where(
            model.name_key.contains(fold(q), autoescape=True) | also.icontains(q, autoescape=True)
        )
    if client is not None:
        statement = statement.where(model.client_id == client)
    if after is not None:
        statement = statement.where((model.name > after[0]) | ((model.name == after[0]) & (model.id > after[1])))
    return session.scalars(statement).all()


def tenant_id_by_slug(session: UnscopedSession, slug: str) -> uuid.UUID | None:
    return session.scalar(select(func.find_tenant(slug)))
