"""What is done to the cells of a row before they are read: changes of text, columns made of others, values by a map.

Pure and total: whatever the cells hold, a row comes out, as wide as the columns it was told of.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Change = Callable[[str], str]

_TOKENS = (
    ("YYYY", "%Y"), ("YY", "%y"), ("MMMM", "%B"), ("MMM", "%b"), ("MM", "%m"), ("M", "%m"), ("DD", "%d"), ("D", "%d"),
    ("HH", "%H"), ("H", "%H"), ("mm", "%M"), ("ss", "%S"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prepared:
    """How the cells of one import are prepared. `width` counts the columns of the file."""

    width: int
    changes: Mapping[int, Sequence[Change]]
    made: Sequence[Callable[[Sequence[str]], str]]
    values: Mapping[int, Mapping[str, str | None]]

    @classmethod
    def of(cls, columns: Sequence[Mapping[str, Any]], width: int) -> "Prepared":
        return cls(
            width,
            {
                column["index"]: [_change(each) for each in column["transforms"]]
                for column in columns
                if column.get("transforms")
            },
            [_maker(column["made"]) for column in columns if column.get("made")],
            {column["index"]: column["values"] for column in columns if column.get("values")},
        )

    @property
    def is_idle(self) -> bool:
        return not (self.changes or self.made or self.values)

    def changed(self, cells: Sequence[str]) -> list[str]:
        """The cells of the file and of made columns, before values are looked up."""
        prepared = [*cells[: self.width]]
        for index, changes in self.changes.items():
            if index < self.width:
                prepared[index] = _through(changes, prepared[index])
        prepared += [make(prepared) for make in self.made]
        for index, changes in self.changes.items():
            if self.width <= index < len(prepared):
                prepared[index] = _through(changes, prepared[index])
        return prepared

    def as_changed(self, index: int, text: str) -> str:
        """What changes of the column's text leave of a cell: what values are looked up by."""
        return _through(self.changes.get(index, ()), text).strip()

    def cells(self, cells: Sequence[str]) -> list[str]:
        """The cells as they are read into fields."""
        prepared = self.changed(cells)
        for index, values in self.values.items():
            if index < len(prepared):
                text = prepared[index].strip()
                if text in values:
                    prepared[index] = values[text] or ""
        return prepared


def _through(changes: Sequence[Change], text: str) -> str:
    for change in changes:
        text = change(text)
    return text


def _change(transform: Mapping[str, Any]) -> Change:
    match transform["kind"]:
        case "trim":
            return lambda text: " ".join(text.split())
        case "case":
            return {"upper": str.upper, "lower": str.lower, "title": str.title}[transform["to"]]
        case "replace":
            return lambda text: text.replace(transform["find"], transform["with"])
        case "extract":
            return lambda text: _part(text, transform["separator"], transform["part"])
        case _:
            return lambda text: _as_iso(text, transform["format"])


def _part(text: str, separator: str, number: int) -> str:
    parts = text.split(separator)
    return parts[number - 1].strip() if 1 <= number <= len(parts) else ""


def _as_iso(text: str, pattern: str) -> str:
    """The date in the form that is read without doubt; text that does not have this form stays as it is."""
    try:
        found = datetime.strptime(text.strip(), strptime_format(pattern))  # noqa: DTZ007 - a file names no zone
    except (ValueError, OverflowError, re.error):  # a form that names the day twice is none
        return text
    has_time = any(token in pattern for token in ("HH", "H", "mm"))
    return found.isoformat(sep=" ") if has_time else found.date().isoformat()


def strptime_format(pattern: str) -> str:
    """`DD.MM.YYYY` in the words of the standard library."""
    out, at = "", 0
    while at < len(pattern):
        token = next((pair for pair in _TOKENS if pattern.startswith(pair[0], at)), None)
        out += token[1] if token else pattern[at].replace("%", "%%")
        at += len(token[0]) if token else 1
    return out


def _maker(made: Mapping[str, Any]) -> Callable[[Sequence[str]], str]:
    sources: Sequence[int] = made.get("from", ())
    match made["kind"]:
        case "value":
            return lambda _cells: made["text"]
        case "split":
            return lambda cells: _part(_cell(cells, sources[0]), made["separator"], made["part"])
        case _:
            return lambda cells: made["separator"].join(
                text for index in sources if (text := _cell(cells, index).strip())
            )


def _cell(cells: Sequence[str], index: int) -> str:
    return cells[index] if 0 <= index < len(cells) else ""
