"""Windows of a list: first the ids, by an index where the order has one, then the rows of that page alone."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from quarterdeck.domains.assets.fields.definition import AssetField
from quarterdeck.domains.assets.queries.counts import BOUND, exact_count
from quarterdeck.domains.assets.queries.ordering import Order, behind
from quarterdeck.domains.assets.queries.selection import Selection, joins_for
from quarterdeck.domains.assets.queries.setting import Setting
from quarterdeck.platform.db.session import TenantSession

DEEP = 5_000


@dataclass(frozen=True, slots=True)
class Total:
    value: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Window:
    """`rows` is a JSON array as the database wrote it."""

    rows: str
    total: Total


@dataclass(frozen=True, slots=True)
class KeyedPage:
    """`rows` as in `Window`; `last` holds the sort values of the last row when more follow."""

    rows: str
    last: tuple[object, ...] | None


def window(
    session: TenantSession,
    setting: Setting,
    selection: Selection,
    order: Order,
    *,
    start: int,
    count: int,
    columns: Sequence[AssetField],
) -> Window:
    """Rows `start` to `start + count` in the order, and how many there are (up to `BOUND`)."""
    counts = start > DEEP and order.is_indexed and not selection.tables
    known = exact_count(session, setting, selection) if counts else None
    ids = _ids_at(session, selection, order, start, count, known)
    if known is None and len(ids) < count and (ids or start == 0):
        known = start + len(ids)  # the list ends here, or is empty: counting would search everything again
    rows, counted = _rows_and_count(session, selection, ids, columns, count_too=known is None)
    if known is None:
        return Window(rows, Total(min(counted, BOUND), is_exact=counted <= BOUND))
    return Window(rows, Total(known, is_exact=True))


def page_after(
    session: TenantSession,
    selection: Selection,
    order: Order,
    *,
    after: Sequence[object] | None,
    limit: int,
    columns: Sequence[AssetField],
) -> KeyedPage:
    """The next `limit` rows behind the row with the sort values `after`: as fast on the last page as on the first."""
    params = dict(selection.params)

    def bind(value: object) -> str:
        params[f"k{len(params)}"] = value
        return f"%(k{len(params) - 1})s"

    where = selection.where if after is None else f"{selection.where} and {behind(order, after, bind)}"
    keys = ", ".join(key.expression for key in order.keys)
    found = session.raw.execute(
        f"select {keys} from assets a {joins_for(order.fields)} where {where} order by {order.sql} limit {limit + 1}",
        params,
    ).fetchall()
    page = found[:limit]
    rows, _ = _rows_and_count(session, selection, [row[-1] for row in page], columns, count_too=False)
    return KeyedPage(rows, page[-1] if len(found) > limit else None)


def place_of(session: TenantSession, selection: Selection, order: Order, asset_id: uuid.UUID) -> int | None:
    """How many rows of the selection stand before this asset; None when it is not among them."""
    params = {**selection.params, "asset_id": asset_id}
    joins = joins_for(order.fields)
    keys = ", ".join(key.expression for key in order.keys)
    row = session.raw.execute(
        f"select {keys} from assets a {joins} where {selection.where} and a.id = %(asset_id)s", params
    ).fetchone()
    if row is None:
        return None

    def bind(value: object) -> str:
        params[f"k{len(params)}"] = value
        return f"%(k{len(params) - 1})s"

    before = behind(order.flipped(), row, bind)
    counted = session.raw.execute(
        f"select count(*) from assets a {joins} where {selection.where} and {before}", params
    ).fetchone()
    return counted[0] if counted else None


def ids_statement(selection: Selection, order: Order, *, limit: int, offset: int) -> str:
    """The ids of one stretch of the list, in order."""
    if not order.has_split:
        return (
            f"{selection.tables}select a.id from assets a {joins_for(order.fields)} where {selection.where} "
            f"order by {order.sql} limit {limit} offset {offset}"
        )
    first = order.keys[0]
    plain = ", ".join(key.expression + (" desc" if key.descending else "") for key in order.keys)
    # Each half is one walk along the index; the second begins only when the first is used up.
    halves = [
        f"(select a.id from assets a where {selection.where} and {first.expression} is {state} "
        f"order by {plain} limit {limit + offset})"
        for state in (("null", "not null") if first.nulls_first else ("not null", "null"))
    ]
    return f"{selection.tables}select id from ({' union all '.join(halves)}) both_halves limit {limit} offset {offset}"


def _ids_at(
    session: TenantSession, selection: Selection, order: Order, start: int, count: int, known: int | None
) -> list[uuid.UUID]:
    """From the nearer end, when the number of rows is known."""
    if known is not None and start >= known:
        return []
    if known is None or start <= known // 2:
        statement = ids_statement(selection, order, limit=count, offset=start)
        return [row[0] for row in session.raw.execute(statement, selection.params)]
    wanted = min(count, known - start)
    statement = ids_statement(selection, order.flipped(), limit=wanted, offset=known - start - wanted)
    return [row[0] for row in session.raw.execute(statement, selection.params)][::-1]


def rows_select(columns: Sequence[AssetField]) -> str:
    """The columns of a row: id, version, and each field under its own name."""
    shown = ", ".join(f'{declared.json} as "{declared.id}"' for declared in columns)
    return f"a.id, a.version{', ' if shown else ''}{shown}"


def _rows_and_count(
    session: TenantSession,
    selection: Selection,
    ids: Sequence[uuid.UUID],
    columns: Sequence[AssetField],
    *,
    count_too: bool,
) -> tuple[str, int]:
    counted = (
        f"(select count(*) from (select 1 from assets a where {selection.where} limit {BOUND + 1}) bounded)"
        if count_too
        else "0"
    )
    row = session.raw.execute(
        f"{selection.tables}select (select coalesce(json_agg(row_to_json(r)), '[]') from ("
        f"select {rows_select(columns)} from unnest(%(ids)s::uuid[]) with ordinality as page (id, place) "
        f"join assets a on a.tenant_id = %(tenant_id)s and a.id = page.id {joins_for(columns)} "
        f"order by page.place) r)::text, {counted}",
        {**selection.params, "ids": list(ids)},
    ).fetchone()
    return row or ("[]", 0)
