"""What is wrong with a row, for people: where, how bad, in a sentence, and what was probably meant."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.queries.checking import Mark
from quarterdeck.domains.imports.reading import RowReader
from quarterdeck.domains.intake.schemas import Fault, Observed
from quarterdeck.kit.text import clean_text, fold
from quarterdeck.platform.db.session import TenantSession

_SUGGEST_FROM, _NAMES_AT_MOST, _KEY_LENGTH = 75, 20_000, 500
_WORDS = {"client": "client", "location": "location", "contact": "person"}
_FIELDS = {"client": "client", "location": "location", "contact": "assigned_to"}


@dataclass
class Marker:
    """Knows the columns of one import. Suggestions are looked up once for each value."""

    columns: Sequence[Mapping[str, Any]]
    width: int
    reader: RowReader
    _suggested: dict[tuple[str, uuid.UUID | None, str], str | None] = field(default_factory=dict)
    _people: dict[uuid.UUID, list[str]] = field(default_factory=dict)

    def marks_of(self, session: TenantSession, observed: Sequence[Observed]) -> Iterator[Mark]:
        for row in observed:
            place = 0
            for fault in row.faults:
                yield self._of_fault(session, row, fault, place)
                place += 1
            for what, name in row.missing.items():
                yield self._of_missing(row, what, name, place)
                place += 1

    def _of_fault(self, session: TenantSession, row: Observed, fault: Fault, place: int) -> Mark:
        column, value = self._cell(row, fault.field)
        suggestion = self._suggestion(session, row, fault, value) if value else None
        severity = "error" if fault.is_error else "warning"
        key = fold(fault.name)[:_KEY_LENGTH] if fault.name else None
        value = value if value is not None else fault.name  # of a column made of others the file has no cell
        return Mark(row.row_no, place, column, fault.field, severity, fault.code, fault.message, value, suggestion, key)

    def _of_missing(self, row: Observed, what: str, name: str, place: int) -> Mark:
        column, value = self._cell(row, _FIELDS[what])
        message = f"The {_WORDS[what]} “{clean_text(name)[:60]}” will be created."
        return Mark(row.row_no, place, column, _FIELDS[what], "info", f"new_{what}", message, value, None)

    def _cell(self, row: Observed, field_id: str | None) -> tuple[int | None, str | None]:
        """The column of the field, and what the file has there."""
        if field_id is None:
            return None, None
        index = next((column["index"] for column in self.columns if column["field"] == field_id), None)
        raw = row.raw or []
        text = raw[index].strip()[:500] if index is not None and index < min(self.width, len(raw)) else None
        return index, text

    def _suggestion(self, session: TenantSession, row: Observed, fault: Fault, text: str) -> str | None:
        key = (fault.code, row.client_id, text)
        if key not in self._suggested:
            self._suggested[key] = self._look_up(session, row, fault, text)
        return self._suggested[key]

    def _look_up(self, session: TenantSession, row: Observed, fault: Fault, text: str) -> str | None:
        directory = self.reader.directory
        match fault.code:
            case "unknown_client":
                return directory.client_like(text)
            case "unknown_location" if row.client_id is not None:
                return directory.location_like(row.client_id, text)
            case "unknown_contact" if row.client_id is not None:
                if row.client_id not in self._people:
                    names = queries.contact_names(session, [row.client_id], limit=_NAMES_AT_MOST)
                    self._people[row.client_id] = names
                return _like(text, self._people[row.client_id])
            case "unknown_status" | "unknown_type" | "unknown_choice" if fault.field is not None:
                declared = self.reader.fields.get(fault.field)
                return _like(text, [choice.label for choice in declared.choices]) if declared else None
            case _:
                return None


def _like(text: str, names: Sequence[str]) -> str | None:
    known = {fold(name): name for name in names}
    found = process.extractOne(fold(text), known.keys(), scorer=fuzz.WRatio, score_cutoff=_SUGGEST_FROM)
    return known[found[0]] if found else None
