"""Lists of assets for people and programs: permission, the words of a request, and JSON straight from the database."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import orjson

from quarterdeck.domains.assets.errors import (
    AssetNotFound,
    ColumnsInvalid,
    CursorRefused,
    FilterInvalid,
    PastTooFar,
    SelectionNotFound,
)
from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.definition import AssetField
from quarterdeck.domains.assets.fields.register import REGISTER
from quarterdeck.domains.assets.lifecycle import statuses_as_json
from quarterdeck.domains.assets.queries import past, record, window
from quarterdeck.domains.assets.queries.counts import exact_count, spread
from quarterdeck.domains.assets.queries.ordering import Order, parse_sort
from quarterdeck.domains.assets.queries.selection import Selection, select_assets
from quarterdeck.domains.assets.queries.setting import Setting, load_setting
from quarterdeck.domains.assets.queries.snapshots import snapshot_by_id
from quarterdeck.domains.journal.service import require_kept
from quarterdeck.kit.cursors import CursorInvalid, CursorValue, decode_cursor, encode_cursor
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.filters.ast import as_json
from quarterdeck.platform.filters.check import parse_filter
from quarterdeck.platform.filters.errors import FilterErrors
from quarterdeck.platform.filters.parameters import SearchMode
from quarterdeck.platform.filters.printer import print_query
from quarterdeck.platform.filters.tokens import tokenise_for_ui

DEFAULT_COLUMNS = "tag,name,type,status,client,location,assigned_to,manufacturer,model,serial,last_seen"
_MAX_COLUMNS = 120
_PLAIN = (str, int, float, bool, type(None), uuid.UUID, date, Decimal)


@dataclass(frozen=True, slots=True)
class ListRequest:
    """What a request says about the list it wants; with `ids` or a frozen selection, only these of it."""

    filter: str | None = None
    client_id: uuid.UUID | None = None
    sort: str | None = None
    ids: tuple[uuid.UUID, ...] | None = None
    selection: uuid.UUID | None = None
    #: The list as it was then; only windows of it (`asset_rows`) can be had.
    at: datetime | None = None


@contextmanager
def filter_errors() -> Iterator[None]:
    """Mistakes in a filter as the problem that the API answers."""
    try:
        yield
    except FilterErrors as exc:
        raise FilterInvalid(exc.as_json()) from exc


def open_list(session: TenantSession, actor: Actor, wanted: ListRequest) -> tuple[Setting, Selection, Order]:
    """The selection and order of a request. Raises `FilterInvalid`, `SortInvalid` and `SelectionNotFound`."""
    actor.require("assets:read")
    if wanted.selection is not None and snapshot_by_id(session, wanted.selection) is None:
        raise SelectionNotFound
    setting = load_setting(session)
    if wanted.at is not None:
        # The function that searches knows the present alone.
        setting = replace(setting, search=SearchMode.COLUMN)
    with filter_errors():
        selection = select_assets(
            session,
            setting,
            text=wanted.filter,
            client_id=wanted.client_id,
            ids=wanted.ids,
            selection_id=wanted.selection,
        )
    if wanted.at is not None:
        selection = _then(session, selection, wanted.at)
    return setting, selection, parse_sort(wanted.sort, setting.fields)


def _then(session: TenantSession, selection: Selection, at: datetime) -> Selection:
    moment = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    require_kept(session, moment)
    if past.is_too_far(session, moment):
        raise PastTooFar(past.MOST_CHANGES)
    params = {**selection.params, "moment": moment, "tenant_id": session.tenant_id}
    return replace(selection, params=params, tables=past.tables_then())


def chosen_columns(fields: AssetFields, text: str | None) -> list[AssetField]:
    """The fields that `tag,name,cf.room` names, each once. Raises `ColumnsInvalid`."""
    names = dict.fromkeys(part.strip() for part in (text or DEFAULT_COLUMNS).split(",") if part.strip())
    if len(names) > _MAX_COLUMNS:
        raise ColumnsInvalid(f"A list shows {_MAX_COLUMNS} columns at most.")
    columns = []
    for name in names:
        if name in {"id", "version"}:
            continue
        declared = fields.get(name)
        if declared is None:
            raise ColumnsInvalid(f"There is no column '{name[:60]}'.")
        columns.append(declared)
    return columns


def asset_rows(
    session: TenantSession, actor: Actor, wanted: ListRequest, *, start: int, count: int, columns: str | None
) -> bytes:
    """The window that `GET /assets/rows` answers."""
    setting, selection, order = open_list(session, actor, wanted)
    shown = chosen_columns(setting.fields, columns)
    found = window.window(session, setting, selection, order, start=start, count=count, columns=shown)
    relation = b"eq" if found.total.is_exact else b"gte"
    return b'{"rows":%b,"start":%d,"total":{"value":%d,"relation":"%b"},"version":%d,"jump":%b}' % (
        found.rows.encode(),
        start,
        found.total.value,
        relation,
        setting.change_counter,
        b"true" if order.is_indexed else b"false",
    )


def asset_list(
    session: TenantSession, actor: Actor, wanted: ListRequest, *, cursor: str | None, limit: int, columns: str | None
) -> bytes:
    """A page of `GET /assets`: every row once, also while the list changes."""
    setting, selection, order = open_list(session, actor, wanted)
    shown = chosen_columns(setting.fields, columns) if columns else list(REGISTER)
    scope = f"assets:{order.text}"
    after = _read_cursor(cursor, scope, len(order.keys))
    page = window.page_after(session, selection, order, after=after, limit=limit, columns=shown)
    following = None if page.last is None else encode_cursor(_as_cursor(page.last), scope=scope)
    return b'{"items":%b,"next_cursor":%b}' % (page.rows.encode(), orjson.dumps(following))


def _read_cursor(cursor: str | None, scope: str, length: int) -> Sequence[object] | None:
    if cursor is None:
        return None
    try:
        return decode_cursor(cursor, scope=scope, length=length)
    except CursorInvalid as exc:
        raise CursorRefused(str(exc)) from exc


def _as_cursor(values: Sequence[object]) -> list[CursorValue]:
    """Addresses go as text; everything else a key can be, a cursor can hold."""
    return [value if isinstance(value, _PLAIN) else str(value) for value in values]


def spread_assets(session: TenantSession, actor: Actor, by: str, client_id: uuid.UUID | None) -> dict[str, int]:
    actor.require("assets:read")
    return spread(session, by, client_id)


def count_assets(session: TenantSession, actor: Actor, wanted: ListRequest) -> int:
    setting, selection, _ = open_list(session, actor, wanted)
    return exact_count(session, setting, selection)


def locate_asset(session: TenantSession, actor: Actor, wanted: ListRequest, asset_id: uuid.UUID) -> int | None:
    """The place of an asset in a list; None when the filter leaves it out."""
    _, selection, order = open_list(session, actor, wanted)
    place = window.place_of(session, selection, order, asset_id)
    if place is None and record.asset_record(session, asset_id) is None:
        raise AssetNotFound
    return place


def field_catalogue(session: TenantSession, actor: Actor) -> dict[str, object]:
    """What `GET /fields` answers."""
    actor.require("assets:read")
    return {"fields": load_setting(session).fields.as_json(), "statuses": statuses_as_json()}


def explain_filter(session: TenantSession, actor: Actor, text: str) -> dict[str, object]:
    """A filter as tree, canonical text and tokens; mistakes are part of the answer."""
    actor.require("assets:read")
    language = load_setting(session).fields.language
    tokens = [token.as_json() for token in tokenise_for_ui(text, language)]
    try:
        query = parse_filter(text, language)
    except FilterErrors as exc:
        return {"ast": None, "canonical": None, "tokens": tokens, "errors": exc.as_json()}
    return {"ast": as_json(query), "canonical": print_query(query), "tokens": tokens, "errors": []}
