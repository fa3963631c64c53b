"""Bound parameters of one compiled filter, and what it is compiled for."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum


class SearchMode(StrEnum):
    """How free text reaches the trigram index under row-level security."""

    COLUMN = "column"  # the internal functions are marked LEAKPROOF, so ILIKE may use the index
    FUNCTION = "function"  # search_asset_ids(), SECURITY DEFINER with the tenant predicate inside


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks and when. `me` maps a referenced table to the ids that are the person asking."""

    tenant_id: uuid.UUID
    now: datetime
    zone: tzinfo
    me: Mapping[str, Sequence[uuid.UUID]] = field(default_factory=dict)
    search: SearchMode = SearchMode.COLUMN
    prefix: str = "p"


class Parameters:
    """Hands out placeholders; a value never becomes part of the SQL text."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.values: dict[str, object] = {"tenant_id": context.tenant_id}

    def bind(self, value: object) -> str:
        name = f"{self.context.prefix}{len(self.values) - 1}"
        self.values[name] = value
        return f"%({name})s"


def contains_pattern(text: str) -> str:
    """A LIKE pattern for "contains", with the wildcards in `text` taken literally."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


#: What gives a trigram that few texts have: three letters or digits, or two at an edge of a word.
_TRIGRAM = re.compile(r"[^\W_]{3}|[^\W_]{2}[\W_]|[\W_][^\W_]{2}")


def has_trigram(pattern: str) -> bool:
    """Whether the trigram index can find what a pattern of `contains_pattern` matches."""
    return _TRIGRAM.search(pattern[1:-1]) is not None


def search_condition(pattern: str, placeholder: str, mode: SearchMode) -> str:
    """That the search text of an asset matches the pattern, which is bound to the placeholder."""
    if not has_trigram(pattern):
        # The index would hand out every asset of the tenant, one by one: far slower than reading them in order. The
        # text is in lower case already.
        return f"concat(a.search) like lower({placeholder})"
    if mode is SearchMode.FUNCTION:
        return f"a.id in (select search_asset_ids({placeholder}))"
    return f"a.search ilike {placeholder}"
