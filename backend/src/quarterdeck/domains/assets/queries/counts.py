"""Exact counts, kept for a moment: a scrollbar that is dragged asks for the same one many times."""

import threading
import time
import uuid
from collections import OrderedDict
from typing import TypeAlias

from quarterdeck.domains.assets.queries.selection import Selection
from quarterdeck.domains.assets.queries.setting import Setting
from quarterdeck.platform.db.session import TenantSession

#: Counting stops here where a request must not wait for the exact number.
BOUND = 10_000

KEPT_SECONDS = 20.0
_KEPT = 512

_Key: TypeAlias = tuple[object, ...]


class CountCache:
    """Counts by what was counted, including the tenant's change counter, so that a change makes a new one."""

    def __init__(self) -> None:
        self._counts: OrderedDict[_Key, tuple[float, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: _Key) -> int | None:
        with self._lock:
            found = self._counts.get(key)
        if found is None or found[0] < time.monotonic():
            return None
        return found[1]

    def put(self, key: _Key, count: int) -> None:
        with self._lock:
            self._counts[key] = (time.monotonic() + KEPT_SECONDS, count)
            self._counts.move_to_end(key)
            while len(self._counts) > _KEPT:
                self._counts.popitem(last=False)


#: What assets can be counted by, and the column.
SPREADS = {"type": "type", "client": "client_id", "location": "location_id", "contact": "contact_id"}


def spread(session: TenantSession, by: str, client_id: uuid.UUID | None) -> dict[str, int]:
    """How many assets there are for each type, client, location or contact; exact, and none where there are none."""
    column = SPREADS[by]
    rows = session.raw.execute(
        f"select a.{column}::text, count(*) from assets a where a.tenant_id = %(tenant_id)s"
        f" and a.{column} is not null and (%(client_id)s::uuid is null or a.client_id = %(client_id)s) group by 1",
        {"tenant_id": session.tenant_id, "client_id": client_id},
    ).fetchall()
    return dict(rows)


_cache = CountCache()


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
