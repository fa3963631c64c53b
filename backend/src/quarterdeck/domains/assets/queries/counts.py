"""Exact counts, kept for a moment: a scrollbar that is dragged asks for the same one many times."""

import threading
import time
import uuid
from collections import OrderedDict
from typing import Any, Generic, LiteralString, TypeAlias, TypeVar

from quarterdeck.domains.assets.queries.selection import Selection
from quarterdeck.domains.assets.queries.setting import Setting
from quarterdeck.platform.db.session import TenantSession

#: Counting stops here where a request must not wait for the exact number.
BOUND = 10_000

KEPT_SECONDS = 20.0
_KEPT = 512

_Key: TypeAlias = tuple[object, ...]
Counted = TypeVar("Counted")


class CountCache(Generic[Counted]):
    """Counts by what was counted, including the tenant's change counter, so that a change makes a new one."""

    def __init__(self) -> None:
        self._counts: OrderedDict[_Key, tuple[float, Counted]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: _Key) -> Counted | None:
        with self._lock:
            found = self._counts.get(key)
        if found is None or found[0] < time.monotonic():
            return None
        return found[1]

    def put(self, key: _Key, count: Counted) -> None:
        with self._lock:
            self._counts[key] = (time.monotonic() + KEPT_SECONDS, count)
            self._counts.move_to_end(key)
            while len(self._counts) > _KEPT:
                self._counts.popitem(last=False)


#: What assets can be counted by, and the column.
SPREADS: dict[str, LiteralString] = {
    "type": "type",
    "client": "client_id",
    "location": "location_id",
    "contact": "contact_id",
}


def spread(session: TenantSession, by: str, client_id: uuid.UUID | None) -> dict[str, int]:
    """How many assets there are for each type, client, location or contact; exact, and none where there are none."""
    return spread_once(session, spread_statement(by, of_client=client_id is not None), {"client_id": client_id})


def spread_statement(by: str, *, of_client: bool) -> LiteralString:
    column = SPREADS[by]
    condition = "and a.client_id = %(client_id)s " if of_client else ""
    # Grouped as it is stored: a million ids made into text first would cost more than counting them.
    return (
        f"select s.value::text, s.assets from (select a.{column} as value, count(*) as assets from assets a "
        f"where a.tenant_id = %(tenant_id)s and a.{column} is not null {condition}group by a.{column}) s"
    )


def spread_once(session: TenantSession, statement: LiteralString, params: dict[str, Any]) -> dict[str, int]:
    """The answer of a statement that counts all assets by a text, asked again only after something has changed."""
    counter = session.raw.execute("select tenant_change_counter()").fetchone()
    key = (session.tenant_id, session.client_scope.setting(), counter, statement, *params.values())
    known = _spreads.get(key)
    if known is None:
        known = dict(session.raw.execute(statement, {"tenant_id": session.tenant_id} | params).fetchall())
        _spreads.put(key, known)
    return known


_cache = CountCache[int]()
_spreads = CountCache[dict[str, int]]()


def exact_count(session: TenantSession, setting: Setting, selection: Selection) -> int:
    scope = session.client_scope.setting()
    # The moment of the last change alone would serve, if no transaction could commit behind a later one.
    key = (session.tenant_id, scope, selection.canonical, setting.change_counter, setting.search)
    known = _cache.get(key)
    if known is None:
        row = session.raw.execute(f"select count(*) from assets a where {selection.where}", selection.params).fetchone()
        known = row[0] if row else 0
        _cache.put(key, known)
    return known
