"""One asset: the row for writing, and the record as the API shows it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select

from quarterdeck.domains.assets.fields.catalogue import BUILTIN
from quarterdeck.domains.assets.fields.definition import AssetField, ExtensionColumn
from quarterdeck.domains.assets.fields.register import REGISTER
from quarterdeck.domains.assets.models import EXTENSIONS, Asset
from quarterdeck.domains.assets.models.tables import table_of
from quarterdeck.domains.assets.queries.selection import joins_for
from quarterdeck.domains.tenancy.models import Client, Contact, Location
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.filters.fields import Kind


@dataclass(frozen=True, slots=True)
class AssetRecord:
    """An asset as JSON text, which the database wrote."""

    id: uuid.UUID
    version: int
    json: str


@cache
def _record_sql() -> str:
    shown = ", ".join(f'{declared.json} as "{declared.id}"' for declared in REGISTER)
    extensions = " ".join(
        f"when '{key}' then (select row_to_json(e) from (select {_extension_columns(key)} from {model.__tablename__} x "
        f"where x.tenant_id = a.tenant_id and x.id = a.id) e)"
        for key, model in EXTENSIONS.items()
    )
    return (
        f"select r.version, row_to_json(r)::text from (select a.id, a.version, {shown}, "
        f"coalesce(case a.type {extensions} end, '{{}}'::json) as extension, a.custom as custom, "
        "(select coalesce(json_agg(json_build_object('kind', i.kind, 'value', i.value, 'source', i.source, "
        "'is_current', i.is_current, 'first_seen', i.first_seen_at, "
        "'last_seen', case when i.is_current then a.last_seen_at end) "
        "order by not i.is_current, i.kind, i.value), '[]') from asset_identifiers i "
        "where i.tenant_id = a.tenant_id and i.asset_id = a.id) as identifiers "
        f"from assets a {joins_for(REGISTER)} where a.tenant_id = %(tenant_id)s and a.id = %(id)s) r"
    )


def _extension_columns(type_key: str) -> str:
    return ", ".join(f'{_column(declared)} as "{declared.id}"' for declared in extension_fields(type_key))


def _column(declared: AssetField) -> str:
    name = f"x.{declared.home.name}" if isinstance(declared.home, ExtensionColumn) else "null"
    return f"host({name})" if declared.kind is Kind.IP else name


def extension_fields(type_key: str) -> list[AssetField]:
    """The fields in the extension table of a type."""
    return [
        declared
        for declared in BUILTIN
        if isinstance(declared.home, ExtensionColumn) and type_key in declared.home.tables
    ]


def asset_record(session: TenantSession, asset_id: uuid.UUID) -> AssetRecord | None:
    row = session.raw.execute(_record_sql(), {"tenant_id": session.tenant_id, "id": asset_id}).fetchone()
    return None if row is None else AssetRecord(asset_id, row[0], row[1])


def lock_asset(session: TenantSession, asset_id: uuid.UUID) -> Mapping[str, object] | None:
    """The columns of an asset, locked until the transaction ends, so that no change can slip in between."""
    table = table_of(Asset)
    row = (
        session.execute(
            select(table).where(table.c.tenant_id == session.tenant_id, table.c.id == asset_id).with_for_update()
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else dict(row)


def extension_row(session: TenantSession, type_key: str, asset_id: uuid.UUID) -> dict[str, object] | None:
    model = EXTENSIONS.get(type_key)
    if model is None:
        return None
    table = table_of(model)
    row = (
        session.execute(select(table).where(table.c.tenant_id == session.tenant_id, table.c.id == asset_id))
        .mappings()
        .one_or_none()
    )
    return None if row is None else dict(row)


def client_exists(session: TenantSession, client_id: uuid.UUID) -> bool:
    statement = select(Client.id).where(Client.tenant_id == session.tenant_id, Client.id == client_id)
    return session.execute(statement).one_or_none() is not None


def belongs_to_client(
    session: TenantSession, model: type[Location] | type[Contact], record_id: uuid.UUID, client_id: uuid.UUID
) -> bool:
    statement = select(model.id).where(
        model.tenant_id == session.tenant_id, model.id == record_id, model.client_id == client_id
    )
    return session.execute(statement).one_or_none() is not None


def tags_in_use(session: TenantSession, tags: list[str]) -> set[str]:
    statement = select(Asset.tag).where(Asset.tenant_id == session.tenant_id, Asset.tag.in_(tags))
    return set(session.scalars(statement))
