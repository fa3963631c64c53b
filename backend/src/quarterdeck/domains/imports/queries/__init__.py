import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, false, func, not_, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from quarterdeck.domains.imports.models import Import, ImportChoice, ImportMemory, ImportPreset, ImportSheet
from quarterdeck.kit.text import fold
from quarterdeck.platform.db.session import TenantSession


def import_by_id(session: TenantSession, import_id: uuid.UUID) -> Import | None:
    statement = select(Import).where(Import.tenant_id == session.tenant_id, Import.id == import_id)
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def import_of_job(session: TenantSession, job_id: uuid.UUID) -> Import | None:
    statement = select(Import).where(Import.tenant_id == session.tenant_id, Import.job_id == job_id)
    return session.scalars(statement).one_or_none()


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of an import; `undone` are the change sets that were taken back whole."""

    state: str | None
    is_undone: bool | None
    undone: Sequence[uuid.UUID]


def change_sets_with_undos(session: TenantSession) -> list[uuid.UUID]:
    """What imports wrote and somebody tried to take back."""
    rows = session.raw.execute(
        """
        select distinct b.change_set_id from imports m
        join intake_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id
        join undos u on u.tenant_id = b.tenant_id and u.change_set_id = b.change_set_id
        where m.tenant_id = %(tenant)s
        """,
        {"tenant": session.tenant_id},
    ).fetchall()
    return [row[0] for row in rows]


def imports_page(
    session: TenantSession,
    *,
    client_id: uuid.UUID | None,
    is_open: bool | None = None,
    standing: Standing | None = None,
    after: tuple[datetime, uuid.UUID] | None,
    limit: int,
) -> Sequence[Import]:
    """The newest first; those still under way, or those that have ended, or all."""
    statement = select(Import).where(Import.tenant_id == session.tenant_id)
    if is_open is not None:
        ended = Import.state.in_(("finished", "failed", "cancelled"))
        statement = statement.where(not_(ended) if is_open else ended)
    if standing is not None and standing.state is not None:
        statement = statement.where(Import.state == standing.state)
    if standing is not None and standing.is_undone is not None:
        is_undone = func.coalesce(Import.change_set_id.in_(standing.undone), false())
        statement = statement.where(is_undone if standing.is_undone else not_(is_undone))
    if client_id is not None:
        statement = statement.where(Import.client_id == client_id)
    if after is not None:
        statement = statement.where(tuple_(Import.created_at, Import.id) < after)
    return session.scalars(statement.order_by(Import.created_at.desc(), Import.id.desc()).limit(limit)).all()


def sheets_of(session: TenantSession, import_id: uuid.UUID) -> Sequence[ImportSheet]:
    statement = select(ImportSheet).where(
        ImportSheet.tenant_id == session.tenant_id, ImportSheet.import_id == import_id
    )
    return session.scalars(statement.order_by(ImportSheet.place)).all()


def forget_parts(session: TenantSession, import_id: uuid.UUID) -> None:
    """Delete what is kept of an import besides its own record."""
    params = {"tenant": session.tenant_id, "import": import_id}
    for table in _PARTS:
        session.raw.execute(f"delete from {table} where tenant_id = %(tenant)s and import_id = %(import)s", params)


def presets(
    session: TenantSession, *, client_id: uuid.UUID | None, only_defaults: bool = False
) -> Sequence[ImportPreset]:
    """Presets for the client and for everybody, by name; with `only_defaults` the client's own come first."""
    statement = select(ImportPreset).where(ImportPreset.tenant_id == session.tenant_id)
    if client_id is not None or only_defaults:
        statement = statement.where(or_(ImportPreset.client_id.is_(None), ImportPreset.client_id == client_id))
    if only_defaults:
        statement = statement.where(ImportPreset.is_default)
        return session.scalars(statement.order_by(ImportPreset.client_id.is_(None), ImportPreset.name_key)).all()
    return session.scalars(statement.order_by(ImportPreset.name_key, ImportPreset.id)).all()


def preset_by_id(session: TenantSession, preset_id: uuid.UUID) -> ImportPreset | None:
    statement = select(ImportPreset).where(ImportPreset.tenant_id == session.tenant_id, ImportPreset.id == preset_id)
    return session.scalars(statement).one_or_none()


def no_default_preset(session: TenantSession, client_id: uuid.UUID | None) -> None:
    """Of a client, or of the tenant, one preset at most is the default."""
    session.execute(
        update(ImportPreset)
        .where(
            ImportPreset.tenant_id == session.tenant_id,
            ImportPreset.client_id.is_not_distinct_from(client_id),
            ImportPreset.is_default,
        )
        .values(is_default=False)
    )


def remembered_mapping(session: TenantSession, signature: str) -> dict[str, str | None] | None:
    statement = select(ImportMemory.mapping).where(
        ImportMemory.tenant_id == session.tenant_id, ImportMemory.signature == signature
    )
    return session.scalars(statement).one_or_none()


def remember_mapping(session: TenantSession, signature: str, mapping: dict[str, str | None]) -> None:
    values = {"mapping": mapping, "used_at": func.now()}
    session.execute(
        insert(ImportMemory)
        .values(tenant_id=session.tenant_id, signature=signature, **values)
        .on_conflict_do_update(index_elements=["tenant_id", "signature"], set_=values)
    )


def names_among(session: TenantSession, keys: Sequence[str]) -> tuple[set[str], set[str]]:
    """Which of these folded names are locations, and which are people."""
    rows = session.raw.execute(
        """
        select 'location', l.name_key from locations l
        where l.tenant_id = %(tenant)s and l.name_key = any(%(keys)s)
        union
        select 'contact', c.name_key from contacts c
        where c.tenant_id = %(tenant)s and c.name_key = any(%(keys)s)
        """,
        {"tenant": session.tenant_id, "keys": list(keys)},
    ).fetchall()
    return {key for what, key in rows if what == "location"}, {key for what, key in rows if what == "contact"}


def contact_names(session: TenantSession, clients: Sequence[uuid.UUID], *, limit: int = 20_000) -> list[str]:
    rows = session.raw.execute(
        """
        select c.name from contacts c
        where c.tenant_id = %(tenant)s and c.client_id = any(%(clients)s) order by c.name_key limit %(limit)s
        """,
        {"tenant": session.tenant_id, "clients": list(clients), "limit": limit},
    ).fetchall()
    return [name for (name,) in rows]


def choices_of(session: TenantSession, import_id: uuid.UUID) -> Sequence[ImportChoice]:
    statement = select(ImportChoice).where(
        ImportChoice.tenant_id == session.tenant_id, ImportChoice.import_id == import_id
    )
    return session.scalars(statement.execution_options(populate_existing=True)).all()


def write_choice(
    session: TenantSession,
    import_id: uuid.UUID,
    scope: str,
    key: str,
    chosen: dict[str, Any] | None,
) -> None:
    """Keep a choice in place of the one before; None takes it back."""
    owned = {"tenant_id": session.tenant_id, "import_id": import_id, "scope": scope, "key": key}
    if chosen is None:
        session.execute(delete(ImportChoice).filter_by(**owned))
        return
    session.execute(
        insert(ImportChoice).values(**owned, **chosen).on_conflict_do_update(index_elements=list(owned), set_=chosen)
    )


def forget_check(session: TenantSession, import_id: uuid.UUID) -> None:
    """Delete the rows that were kept to be looked at, and what was mended in them."""
    params = {"tenant": session.tenant_id, "import": import_id}
    for table in _OF_CHECK:
        session.raw.execute(f"delete from {table} where tenant_id = %(tenant)s and import_id = %(import)s", params)


_OF_CHECK = ("import_marks", "import_rows", "import_edits", "import_fixes", "import_choices")
_PARTS = ("import_sheets", *_OF_CHECK)


def client_names(session: TenantSession) -> list[tuple[str, str, uuid.UUID]]:
    return session.raw.execute(
        "select n.name_key, n.name, n.client_id from client_names n where n.tenant_id = %(tenant)s",
        {"tenant": session.tenant_id},
    ).fetchall()


def client_by_slug_or_name(session: TenantSession, text: str) -> uuid.UUID | None:
    row = session.raw.execute(
        """
        select c.id from clients c where c.tenant_id = %(tenant)s and c.slug = %(text)s
        union all
        select n.client_id from client_names n where n.tenant_id = %(tenant)s and n.name_key = %(key)s
        """,
        {"tenant": session.tenant_id, "text": text, "key": fold(text)},
    ).fetchone()
    return row[0] if row else None


def locations_of(session: TenantSession, clients: Sequence[uuid.UUID]) -> list[tuple[uuid.UUID, str, str, uuid.UUID]]:
    """Client, folded name, name and id; also by the names of what was merged into them, after those of today."""
    return session.raw.execute(
        """
        select l.client_id, l.name_key, l.name, l.id from locations l
        where l.tenant_id = %(tenant)s and l.client_id = any(%(clients)s)
        union all
        select l.client_id, k.former, l.name, l.id from locations l cross join unnest(l.former_keys) k (former)
        where l.tenant_id = %(tenant)s and l.client_id = any(%(clients)s)
        """,
        {"tenant": session.tenant_id, "clients": clients},
    ).fetchall()


def contacts_named(
    session: TenantSession, clients: Sequence[uuid.UUID], keys: Sequence[str]
) -> list[tuple[uuid.UUID, str, uuid.UUID]]:
    """People of these clients by folded name or e-mail address, the oldest record first, merged ones after all."""
    return session.raw.execute(
        """
        (select c.client_id, k.key, c.id from contacts c
        join unnest(%(keys)s::text[]) as k (key) on k.key in (c.name_key, lower(c.email))
        where c.tenant_id = %(tenant)s and c.client_id = any(%(clients)s)
        order by c.id)
        union all
        select c.client_id, k.former, c.id from contacts c cross join unnest(c.former_keys) k (former)
        where c.tenant_id = %(tenant)s and c.client_id = any(%(clients)s) and c.former_keys <> '{}'
          and k.former = any(%(keys)s::text[])
        """,
        {"tenant": session.tenant_id, "clients": clients, "keys": keys},
    ).fetchall()


def time_zone_and_currency(session: TenantSession) -> tuple[str, str]:
    row = session.raw.execute(
        "select t.time_zone, t.currency from tenants t where t.id = %(tenant)s", {"tenant": session.tenant_id}
    ).fetchone()
    return (row[0], row[1]) if row else ("UTC", "USD")


_ROWS = """
select d.row_no, d.outcome, d.asset_id, d.duplicate_of_row, d.matched_on, d.score, d.reason, d.evidence,
  d.changes, coalesce(o.problems, '[]'), a.tag, a.name, d.kept
from intake_decisions d
left join lateral (select o.problems from observations o
  where o.tenant_id = d.tenant_id and o.batch_id = d.batch_id and o.row_no = d.row_no offset 0) o on true
left join lateral (select a.tag, a.name from assets a
  where a.tenant_id = d.tenant_id and a.id = d.asset_id offset 0) a on true
where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no > %(after)s
  and (%(outcome)s::text is null or d.outcome = %(outcome)s)
order by d.row_no limit %(limit)s
"""


def rows_page(
    session: TenantSession, batch_id: uuid.UUID, *, outcome: str | None, after: int, limit: int
) -> list[tuple[Any, ...]]:
    return session.raw.execute(
        _ROWS,
        {"tenant": session.tenant_id, "batch": batch_id, "outcome": outcome, "after": after, "limit": limit},
    ).fetchall()


def decisions_in_order(session: TenantSession, batch_id: uuid.UUID) -> Iterator[tuple[Any, ...]]:
    """Row, outcome, asset, duplicate, matched, score and reason of every row, read in pieces."""
    return _in_pieces(
        session,
        """
        select d.row_no, d.outcome, d.asset_id, d.duplicate_of_row, array_to_string(d.matched_on, '+'), d.score,
          d.reason, exists (select 1 from assets a where a.tenant_id = d.tenant_id and a.id = d.asset_id offset 0)
        from intake_decisions d
        where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no > %(after)s
        order by d.row_no limit %(limit)s
        """,
        {"batch": batch_id},
    )


def problems_in_order(session: TenantSession, batch_id: uuid.UUID) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Row and problems of every row that has any, read in pieces."""
    return _in_pieces(
        session,
        """
        select o.row_no, o.problems from observations o
        where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.raw is not null and o.row_no > %(after)s
        order by o.row_no limit %(limit)s
        """,
        {"batch": batch_id},
    )


def rejected_in_order(session: TenantSession, batch_id: uuid.UUID) -> Iterator[tuple[Any, ...]]:
    """Row, cells and problems of every row that was left out, read in pieces."""
    return _in_pieces(
        session,
        """
        select o.row_no, o.raw, o.problems from intake_decisions d
        cross join lateral (select o.row_no, o.raw, o.problems from observations o
          where o.tenant_id = d.tenant_id and o.batch_id = d.batch_id and o.row_no = d.row_no offset 0) o
        where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.outcome = 'rejected' and d.row_no > %(after)s
        order by d.row_no limit %(limit)s
        """,
        {"batch": batch_id},
    )


def _in_pieces(session: TenantSession, query: str, params: dict[str, Any], *, size: int = 5_000) -> Iterator[Any]:
    after = 0
    while True:
        rows = session.raw.execute(
            query, {**params, "tenant": session.tenant_id, "after": after, "limit": size}
        ).fetchall()
        yield from rows
        if len(rows) < size:
            return
        after = rows[-1][0]
