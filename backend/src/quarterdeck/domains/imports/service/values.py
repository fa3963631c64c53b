"""The distinct values of a column, how often each occurs, and what each is read as."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from rapidfuzz import fuzz, process

from quarterdeck.domains.assets.fields.definition import AssetField
from quarterdeck.domains.assets.fields.values import Problem, parse_value
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.errors import ColumnUnknown, FileUnreadable
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.preparing import Prepared
from quarterdeck.domains.imports.queries import checking
from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.reading import creatable
from quarterdeck.domains.imports.schemas.basics import Option
from quarterdeck.domains.imports.schemas.mapping import ColumnValues, ValueCount
from quarterdeck.domains.imports.service.examining import SAMPLED_ROWS, opened_head, options_of
from quarterdeck.domains.imports.service.layout import access_examined
from quarterdeck.domains.imports.vocabulary import EMPTY, MOMENTARY, STATUSES, TYPES
from quarterdeck.kit.text import compact, fold
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.filters.fields import Kind
from quarterdeck.platform.storage import Storage

_CHOICES, _SUGGEST_FROM = 500, 75
#: The value as it is read, how it is called, and whether it is known, new, empty or unknown.
Finding = tuple[str | None, str | None, str]


def values_of(
    session: TenantSession, actor: Actor, storage: Storage, import_id: uuid.UUID, *, column: int, limit: int
) -> ColumnValues:
    """Distinct values with counts, the most frequent first."""
    found = access_examined(session, actor, import_id)
    if not 0 <= column < len(found.columns):
        raise ColumnUnknown(column)
    described = found.columns[column]
    prepared = Prepared.of(found.columns, len(found.layout["headers"]))
    is_whole = column < prepared.width and column not in prepared.changes and checking.is_checked(session, found.id)
    if is_whole:
        listed, rows = checking.column_values(session, found.id, column, limit=limit + 1)
        counts = Counter(dict(listed))
    else:
        counts = _sampled(session, storage, found, prepared, column)
        rows = counts.total()
    declared = fields_for(session).get(described["field"]) if described["field"] else None
    reader = _Reader(session, found, declared)
    chosen: dict[str, str | None] = described.get("values", {})
    items = [reader.describe(value, count, chosen) for value, count in counts.most_common()]
    return ColumnValues(
        column=column,
        header=described["header"],
        field=described["field"],
        kind=reader.kind,
        is_sample=not is_whole,
        rows=rows,
        has_more=len(items) > limit,
        items=items[:limit],
        unknown=sum(item.finding == "unknown" for item in items),
        choices=reader.choices,
    )


def _sampled(session: TenantSession, storage: Storage, found: Import, prepared: Prepared, column: int) -> Counter[str]:
    try:
        with opened_head(session, storage, found, options_of(found.layout)) as table:
            rows = (prepared.changed(row.cells) for row in islice(table.rows(), SAMPLED_ROWS))
            return Counter(cells[column].strip()[:500] for cells in rows)
    except FileProblem as problem:
        raise FileUnreadable(str(problem), reason=problem.code) from problem


class _Reader:
    """What values of one field are read as."""

    def __init__(self, session: TenantSession, found: Import, declared: AssetField | None) -> None:
        self._declared = declared
        self._creates = found.creates
        self._names: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._read: Callable[[str], Finding] = _as_text
        self.kind = "text"
        if declared is None:
            return
        if declared.id in _NAMES:
            self.kind, self._read = "reference", self._reference
            self._names = {fold(name): name for name in _NAMES[declared.id](session, found)}
        elif declared.kind is Kind.CHOICE:
            self.kind, self._read = "choice", self._choice
            self._labels = {choice.value: choice.label for choice in declared.choices}
        elif declared.kind is Kind.BOOLEAN:
            self.kind, self._read = "boolean", self._parsed
        elif declared.kind in {Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.DATETIME}:
            self._read = self._parsed

    @property
    def choices(self) -> list[Option]:
        if self.kind == "boolean":
            return [Option(value="yes", label="Yes"), Option(value="no", label="No")]
        if self.kind == "choice":
            return [Option(value=value, label=label) for value, label in self._labels.items()]
        names = sorted(self._names.values(), key=str.casefold)
        return [Option(value=name, label=name) for name in islice(names, _CHOICES)]

    def describe(self, value: str, count: int, chosen: dict[str, str | None]) -> ValueCount:
        is_chosen = value in chosen
        effective = (chosen[value] or "") if is_chosen else value
        becomes, label, finding = (
            (None, None, "empty") if not effective or effective.casefold() in EMPTY else self._read(effective)
        )
        suggestion = self._like(effective) if finding in {"unknown", "new"} else None
        return ValueCount(
            value=value,
            count=count,
            becomes=becomes,
            label=label,
            is_chosen=is_chosen,
            finding=finding,
            suggestion=suggestion,
        )

    def _reference(self, text: str) -> Finding:
        name = self._names.get(fold(text))
        if name is not None:
            return name, name, "known"
        field_id = self._declared.id if self._declared is not None else ""
        what = "contact" if field_id == "assigned_to" else field_id
        may_create = what in self._creates or creatable(what, fold(text)) in self._creates
        return (text, text, "new") if may_create else (None, None, "unknown")

    def _choice(self, text: str) -> Finding:
        if self._declared is None:
            return _as_text(text)
        words = {"type": TYPES, "status": STATUSES}.get(self._declared.id, {})
        by_label = {compact(label): value for value, label in self._labels.items()}
        key = by_label.get(compact(text)) or words.get(compact(text)) or (text if text in self._labels else None)
        if key is not None:
            return key, self._labels.get(key, key), "known"
        is_momentary = self._declared.id == "status" and compact(text) in MOMENTARY
        return (None, None, "empty") if is_momentary else (None, None, "unknown")

    def _parsed(self, text: str) -> Finding:
        if self._declared is None:
            return _as_text(text)
        value = parse_value(self._declared, text)
        if value is None or (isinstance(value, Problem) and value.code == "empty"):
            return None, None, "empty"
        if isinstance(value, Problem):
            return None, None, "unknown"
        shown = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        return shown, shown, "known"

    def _like(self, text: str) -> str | None:
        known: dict[str, str] = self._names or {fold(label): value for value, label in self._labels.items()}
        close = process.extractOne(fold(text), known.keys(), scorer=fuzz.WRatio, score_cutoff=_SUGGEST_FROM)
        return known[close[0]] if close else None


def _as_text(text: str) -> Finding:
    return text, text, "known"


def _client_names(session: TenantSession, _found: Import) -> Iterable[str]:
    return (name for _, name, _ in queries.client_names(session))


def _location_names(session: TenantSession, found: Import) -> Iterable[str]:
    return (name for _, _, name, _ in queries.locations_of(session, _clients(session, found)))


def _contact_names(session: TenantSession, found: Import) -> Iterable[str]:
    return queries.contact_names(session, _clients(session, found))


def _clients(session: TenantSession, found: Import) -> Sequence[uuid.UUID]:
    if found.client_id is not None:
        return [found.client_id]
    return list({client for _, _, client in queries.client_names(session)})


_NAMES: dict[str, Callable[[TenantSession, Import], Iterable[str]]] = {
    "client": _client_names,
    "location": _location_names,
    "assigned_to": _contact_names,
}
