"""What an undo would meet, counted in the database over all of a change set at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from quarterdeck.domains.recovery.queries.extent import Extent
from quarterdeck.domains.recovery.queries.judging import (
    BLOCKED,
    CONFLICT,
    RESTORABLE,
    created_sql,
    deleted_sql,
    net_sql,
    rows_sql,
    updates_sql,
)
from quarterdeck.domains.recovery.queries.merged import places
from quarterdeck.domains.recovery.queries.shapes import Shape, shapes
from quarterdeck.platform.db.session import TenantSession

_NOTHING_CHOSEN: Mapping[str, Any] = {"force": False, "forced_objects": [], "forced_fields": [], "only_keys": None}


_WRITTEN = "bool_or(is_written) and not bool_or(is_whole)"


def _rows(extent: Extent, *, by_ids: bool = False, between: bool = False) -> Iterator[str]:
    """A statement for each kind of change to each table; every row of the change set is in one of them.

    Fields of an object go back one by one, but an object of which rows came or went (`is_whole`) as a whole or not.
    """
    for name, touched in extent.tables.items():
        shape = shapes()[name]
        if shape.is_derived:
            continue
        if touched.may_net_update:
            judged = updates_sql(
                shape, touched.columns, single=touched.single, by_ids=by_ids, chosen=False, between=between
            )
            yield f"select u.*, false as is_whole from (with {judged} {rows_sql(shape, touched.columns)}) u"
        if touched.inserted:
            made = created_sql(shape, single=touched.single, by_ids=by_ids, between=between)
            yield f"select m.*, true as is_whole from ({made}) m"
        if touched.deleted:
            taken = deleted_sql(shape, single=touched.single, by_ids=by_ids, between=between)
            yield f"select d.*, true as is_whole from ({taken}) d"


def fates(
    session: TenantSession, extent: Extent, only: Sequence[Any] | None = None
) -> list[tuple[int, str | None, Any, bool, int]]:
    """(code, why blocked, client, whether something goes back, how many objects).

    Objects that only derived rows speak of are left out.
    """
    statements = list(_rows(extent, by_ids=only is not None))
    if not statements:
        return []
    return session.raw.execute(
        # Behind the sign stands whose value it is now: counted by field, not by each asset.
        f"select o.code, split_part(o.blocked, E'\\x1f', 1), o.client_id, "
        f"o.code = {RESTORABLE} or o.is_written, count(*) "
        f"from (select object_id, max(code) as code, {_WRITTEN} as is_written, "
        f"case when max(code) = {BLOCKED} then max(blocked) end as blocked, (array_agg(client_id))[1] as client_id "
        f"from ({' union all '.join(statements)}) r group by object_id) o group by 1, 2, 3, 4",
        extent.params(session, **_NOTHING_CHOSEN, ids=list(only or ()), **places(session, extent, only)),
    ).fetchall()


def may_write(session: TenantSession, extent: Extent, ids: Sequence[Any], *, force: bool) -> bool:
    """Whether something of these objects goes back; with `force` also over what was changed since.

    They are all that the change set touched from the first to the last. Of whom only derived rows speak goes back as it
    was.
    """
    statements = list(_rows(extent, between=True))
    if not statements or not ids:
        return bool(ids)
    row = session.raw.execute(
        "select count(*) < %(count)s "
        f"or bool_or(is_written or code = {RESTORABLE} or (%(force)s and code = {CONFLICT})) "
        f"from (select object_id, max(code) as code, {_WRITTEN} as is_written "
        f"from ({' union all '.join(statements)}) r group by object_id) o",
        extent.params(
            session,
            **{**_NOTHING_CHOSEN, "force": force},
            count=len(ids),
            first=ids[0],
            last=ids[-1],
            **places(session, extent),
        ),
    ).fetchone()
    return bool(row and row[0])


def conflicting(
    session: TenantSession, extent: Extent, *, after: Any, limit: int, only: Sequence[Any] | None = None
) -> list[Any]:
    """The next objects of which something was changed since."""
    statements = list(_rows(extent, by_ids=only is not None))
    if not statements:
        return []
    beyond = "and object_id > %(after)s" if after is not None else ""
    rows = session.raw.execute(
        f"select distinct object_id from ({' union all '.join(statements)}) r "
        f"where conflicts <> '{{}}' {beyond} order by object_id limit %(limit)s",
        extent.params(
            session,
            **_NOTHING_CHOSEN,
            ids=list(only or ()),
            after=after,
            limit=limit,
            **places(session, extent, only),
        ),
    )
    return [object_id for (object_id,) in rows]


def images(session: TenantSession, extent: Extent, ids: Sequence[Any]) -> list[tuple[Shape, Any, Any, Any, Any]]:
    """(table, object, before, after, now) of every row of these objects that the change set touched."""
    found: list[tuple[Shape, Any, Any, Any, Any]] = []
    found_places = places(session, extent, ids)
    for name, touched in extent.tables.items():
        shape = shapes()[name]
        if shape.is_derived:
            continue
        key = shape.keys[0]
        rows = session.raw.execute(
            f"select n.object_id, n.was, n.became, jsonb_strip_nulls(to_jsonb(r)) from "
            f"({net_sql(shape, single=touched.single, by_ids=True)}) n "
            f'left join {name} r on r.tenant_id = %(tenant)s and r."{key}" = n."{key}" '
            "order by n.object_id",
            extent.params(session, ids=list(ids), **found_places),
        )
        found += [(shape, object_id, was, became, now) for object_id, was, became, now in rows]
    return found


def last_changes(
    session: TenantSession, extent: Extent, ids: Sequence[Any]
) -> dict[tuple[Any, str], list[tuple[Any, ...]]]:
    """What happened to rows of these objects behind the change set, newest first: by whom, when, before and after."""
    rows = session.raw.execute(
        """
        select c.object_id, c.table_name, coalesce(s.actor_label, ''), c.at, c.change_set_id,
          coalesce(c.before, '{}'), coalesce(c.after, '{}')
        from changes c left join change_sets s on s.tenant_id = c.tenant_id and s.id = c.change_set_id
        where c.tenant_id = %(tenant)s and c.object_id = any(%(ids)s::uuid[]) and c.at >= %(since)s
          and c.change_set_id <> %(set)s
        order by c.at desc, c.id desc
        """,
        extent.params(session, ids=list(ids)),
    )
    found: dict[tuple[Any, str], list[tuple[Any, ...]]] = {}
    for object_id, table, *rest in rows:
        found.setdefault((object_id, table), []).append(tuple(rest))
    return found


def client_names(session: TenantSession, ids: Sequence[Any]) -> dict[Any, str]:
    rows = session.raw.execute(
        "select id, name from clients where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[])",
        {"tenant": session.tenant_id, "ids": list(ids)},
    )
    return dict(rows.fetchall())
