"""Clients, locations and contacts that rows name and nobody has entered yet."""

import uuid
from typing import Any

from sqlalchemy import select

from quarterdeck.domains.intake.queries import Chunk
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.models import ClientName
from quarterdeck.domains.tenancy.schemas import ClientCreate, ContactCreate, LocationCreate
from quarterdeck.domains.tenancy.service.places import Create, Place, Places, Update
from quarterdeck.kit.text import fold
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

_APPLICABLE = """
o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no between %(first)s and %(last)s
  and o.missing is not null and exists (
    select 1 from intake_decisions d where d.tenant_id = o.tenant_id and d.batch_id = o.batch_id
      and d.row_no = o.row_no and not d.is_applied and d.outcome in ('created', 'updated') offset 0)
"""


def create_missing(session: TenantSession, actor: Actor, chunk: Chunk) -> bool:
    """Create what the chunk's rows name, and point the rows to it. Says whether there was anything to create."""
    params = chunk.params(session)
    rows = session.raw.execute(
        f"select o.row_no, o.client_id, o.missing from observations o where {_APPLICABLE} order by o.row_no", params
    ).fetchall()
    if not rows:
        return False
    clients: dict[str, uuid.UUID] = {}
    locations: dict[tuple[uuid.UUID, str], uuid.UUID] = {}
    contacts: dict[tuple[uuid.UUID, str], uuid.UUID] = {}
    found: list[tuple[int, uuid.UUID, uuid.UUID | None, uuid.UUID | None]] = []
    for row_no, known_client, missing in rows:
        client_id = known_client or _client(session, actor, missing["client"], clients)
        location_id = _place(
            session, actor, tenancy.LOCATIONS, LocationCreate, client_id, missing.get("location"), locations
        )
        contact_id = _place(
            session, actor, tenancy.CONTACTS, ContactCreate, client_id, missing.get("contact"), contacts
        )
        found.append((row_no, client_id, location_id, contact_id))
    _point(session, params, found)
    return True


def _client(session: TenantSession, actor: Actor, name: str, made: dict[str, uuid.UUID]) -> uuid.UUID:
    key = fold(name)
    if key not in made:
        statement = select(ClientName.client_id).where(
            ClientName.tenant_id == session.tenant_id, ClientName.name_key == key
        )
        known = session.scalars(statement).one_or_none()
        made[key] = known or tenancy.create_client(session, actor, ClientCreate(name=name)).id
    return made[key]


def _place(
    session: TenantSession,
    actor: Actor,
    places: Places[Place, Create, Update],
    new: type[Create],
    client_id: uuid.UUID,
    name: str | None,
    made: dict[tuple[uuid.UUID, str], uuid.UUID],
) -> uuid.UUID | None:
    if name is None:
        return None
    key = (client_id, fold(name))
    if key not in made:
        model = places.model
        statement = select(model.id).where(
            model.tenant_id == session.tenant_id, model.client_id == client_id, model.name_key == key[1]
        )
        known = session.scalars(statement.limit(1)).one_or_none()
        made[key] = known or places.create(session, actor, new(client_id=client_id, name=name)).id
    return made[key]


def _point(
    session: TenantSession,
    params: dict[str, Any],
    found: list[tuple[int, uuid.UUID, uuid.UUID | None, uuid.UUID | None]],
) -> None:
    session.raw.execute(
        """
        update observations o
        set client_id = n.client_id, missing = null,
          location_id = coalesce(n.location_id, o.location_id), contact_id = coalesce(n.contact_id, o.contact_id),
          fields = o.fields || jsonb_strip_nulls(
            jsonb_build_object('location_id', n.location_id, 'contact_id', n.contact_id))
        from unnest(%(rows)s::bigint[], %(clients)s::uuid[], %(locations)s::uuid[], %(contacts)s::uuid[])
          as n (row_no, client_id, location_id, contact_id)
        where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no = n.row_no
        """,
        {
            **params,
            "rows": [each[0] for each in found],
            "clients": [each[1] for each in found],
            "locations": [each[2] for each in found],
            "contacts": [each[3] for each in found],
        },
    )
