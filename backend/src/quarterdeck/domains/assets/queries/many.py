"""Reading and writing many assets at once: one statement for any number of rows."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from psycopg.rows import dict_row

from quarterdeck.domains.assets.models import EXTENSIONS
from quarterdeck.platform.db.session import TenantSession

_ALWAYS = ("id", "client_id", "type", "status", "tag", "name", "location_id", "contact_id")
_EXTENSION_TABLES = tuple(model.__tablename__ for model in EXTENSIONS.values())
_OF_ASSET = (*_EXTENSION_TABLES, "asset_provenance")


def rows_of(
    session: TenantSession, expressions: Mapping[str, str], ids: Sequence[uuid.UUID], *, lock: bool
) -> list[dict[str, Any]]:
    """The assets with these ids, in the order of ids, with the expressions over `a` and `x_<table>`."""
    shown = {name: f"a.{name}" for name in _ALWAYS} | dict(expressions)
    selected = ", ".join(f'{expression} as "{name}"' for name, expression in shown.items())
    joined = " ".join(
        f"left join {table} x_{table} on x_{table}.tenant_id = a.tenant_id and x_{table}.id = a.id"
        for table in _EXTENSION_TABLES
        if f"x_{table}." in selected
    )
    statement = (
        f"select {selected} from assets a {joined} "
        "where a.tenant_id = %(tenant_id)s and a.id = any(%(ids)s::uuid[]) order by a.id"
        + (" for no key update of a" if lock else "")
    )
    with session.raw.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(statement, {"tenant_id": session.tenant_id, "ids": list(ids)}).fetchall()


def owner_of(session: TenantSession, table: str, record_id: uuid.UUID) -> tuple[uuid.UUID, str, str] | None:
    """The client of a location or contact (of a client: itself), that client's name, and its own."""
    client = "r.id" if table == "clients" else "r.client_id"
    row: tuple[uuid.UUID, str, str] | None = session.raw.execute(
        f"select c.id, c.name, r.name from {table} r join clients c on c.tenant_id = r.tenant_id and c.id = {client} "
        "where r.tenant_id = %(tenant_id)s and r.id = %(id)s",
        {"tenant_id": session.tenant_id, "id": record_id},
    ).fetchone()
    return row


def taken_tags(session: TenantSession, wanted: Mapping[uuid.UUID, tuple[object, object]]) -> set[uuid.UUID]:
    """Of assets that are to carry a tag within a client, those that would meet another asset there."""
    rows = session.raw.execute(
        "select w.id from unnest(%(ids)s::uuid[], %(clients)s::uuid[], %(tags)s::text[]) as w (id, client_id, tag) "
        "join assets a on a.tenant_id = %(tenant_id)s and a.client_id = w.client_id and a.tag = w.tag and a.id <> w.id",
        {
            "tenant_id": session.tenant_id,
            "ids": list(wanted),
            "clients": [client for client, _ in wanted.values()],
            "tags": [tag for _, tag in wanted.values()],
        },
    )
    return {row[0] for row in rows}


def update_assets(session: TenantSession, rows: bytes, *, columns: Sequence[str], custom: bool) -> None:
    """Give each asset of a JSON array the `columns` it names, and `custom` values on top of those it has.

    Without columns the version rises all the same: something else of the asset has changed.
    """
    sets = [f"{name} = v.{name}" for name in columns]
    if custom:
        sets.append("custom = jsonb_strip_nulls(a.custom || v.custom)")
    session.raw.execute(
        f"update assets a set {', '.join(sets or ['status = a.status'])} "
        "from jsonb_populate_recordset(null::assets, %(rows)s::jsonb) v "
        "where a.tenant_id = %(tenant_id)s and a.id = v.id",
        {"tenant_id": session.tenant_id, "rows": rows.decode()},
    )


def upsert_extension(session: TenantSession, table: str, column: str, rows: bytes) -> None:
    """Give the extension of each asset of a JSON array its new value; an asset without one gets it."""
    session.raw.execute(
        f"insert into {table} as x (tenant_id, id, {column}) select %(tenant_id)s, v.id, v.{column} "
        f"from jsonb_populate_recordset(null::{table}, %(rows)s::jsonb) v "
        f"on conflict (tenant_id, id) do update set {column} = excluded.{column}",
        {"tenant_id": session.tenant_id, "rows": rows.decode()},
    )


def keep_identifiers(
    session: TenantSession,
    touched: Sequence[uuid.UUID],
    wanted: Sequence[tuple[uuid.UUID, str, str]],
    *,
    source: str,
) -> None:
    """Make (asset, kind, value) the identifiers of the `touched`; what one no longer carries stays, as not current."""
    params = {
        "tenant_id": session.tenant_id,
        "touched": list(touched),
        "assets": [asset for asset, _, _ in wanted],
        "kinds": [kind for _, kind, _ in wanted],
        "values": [value for _, _, value in wanted],
        "source": source,
    }
    pairs = "unnest(%(assets)s::uuid[], %(kinds)s::text[], %(values)s::text[])"
    session.raw.execute(
        "update asset_identifiers i set is_current = false "
        "where i.tenant_id = %(tenant_id)s and i.asset_id = any(%(touched)s::uuid[]) and i.is_current "
        f"and i.kind <> 'source' and (i.asset_id, i.kind::text, i.value) not in (select * from {pairs})",
        params,
    )
    session.raw.execute(
        "insert into asset_identifiers as i (tenant_id, asset_id, kind, value, source) "
        f"select %(tenant_id)s, w.asset_id, w.kind, w.value, %(source)s from {pairs} as w (asset_id, kind, value) "
        "on conflict (tenant_id, asset_id, kind, value) do update set is_current = true where not i.is_current",
        params,
    )


def delete_assets(session: TenantSession, ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Remove these assets with their extensions and identifiers; says which were there. Their history stays."""
    params = {"tenant_id": session.tenant_id, "ids": list(ids)}
    locked = session.raw.execute(
        "select id from assets where tenant_id = %(tenant_id)s and id = any(%(ids)s::uuid[]) order by id for update",
        params,
    ).fetchall()
    for table, column in (
        ("asset_identifiers", "asset_id"),
        *((table, "id") for table in _OF_ASSET),
        ("assets", "id"),
    ):
        session.raw.execute(
            f"delete from {table} where tenant_id = %(tenant_id)s and {column} = any(%(ids)s::uuid[])", params
        )
    return {row[0] for row in locked}
