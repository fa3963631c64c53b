"""Why a field was kept although a source said otherwise, in words that still hold a month later."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.precedence import key_of
from quarterdeck.domains.assets.sources import PERSON, name_of


def kept_in_words(fields: AssetFields, kept: Mapping[str, Mapping[str, Any]] | None) -> Iterator[dict[str, Any]]:
    """Each field that was kept, with the value that lost and the reason as a sentence."""
    declared = {key_of(each): each for each in fields}
    for key, entry in sorted((kept or {}).items()):
        found = declared.get(key)
        label = found.label if found else key.removeprefix("cf.")
        yield {
            "field": found.id if found else key,
            "label": label,
            "value": entry.get("value"),
            "kept": entry.get("kept"),
            "why": entry["why"],
            "reason": _sentence(label, entry),
        }


def _sentence(label: str, entry: Mapping[str, Any]) -> str:
    day = f"{datetime.fromisoformat(entry['at']):%-d %b %Y}"
    source = entry.get("source", "")
    said_by = "a person" if source == PERSON else name_of(source)
    match entry["why"]:
        case "locked":
            return f"{label} kept: locked by {entry['by']} since {day} - “{entry['reason']}”."
        case "outranked":
            return f"{label} kept: what {said_by} said on {day} goes before this source."
        case "newer":
            return f"{label} kept: {said_by} said so later, on {day}."
        case _:
            return f"{label} kept: the same source said so later, on {day}."
