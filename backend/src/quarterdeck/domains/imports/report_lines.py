"""Lines of a report that are about the report: totals, page numbers, headings of sections."""

import re
from collections.abc import Mapping
from typing import Any

from quarterdeck.domains.imports.vocabulary import TYPES
from quarterdeck.kit.text import compact

_THINGS = "devices?|assets?|records?|rows?|items?|computers?|machines?|endpoints?|entries|results?|geräte|einträge"
_ABOUT_THE_REPORT = re.compile(
    rf"""(?:grand[ -]|sub[ -]?)?(?:total|sum|count|average)s?(?:\s+(?:of\s+)?(?:{_THINGS}|amount|cost|value))?
      (?:[\s:=]+[\d.,]*)?
    |(?:gesamt|zwischen)?summe(?:[\s:=]+[\d.,]*)? | (?:ins)?gesamt(?:[\s:=]+[\d.,]*)? | totaux? | somme
    |(?:page|seite|página|pagina)\s+\d+(?:\s*(?:of|von|de|/|sur)\s*\d+)?
    |\(?\d[\d.,]*\s+(?:{_THINGS})(?:\s+(?:found|total|listed|returned|selected|affected))?\)?\.?
    |end\s+of\s+(?:report|list|file|data|export)
    |(?:report\s+)?(?:generated|exported|printed|created)\s*(?:on|by|at|from|:).*
    |(?:©|\(c\)\s|copyright\b|confidential\b).*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_IDENTIFYING = ("serial", "tag", "hardware_uuid", "mac_addresses")
_FEW_COLUMNS = 3


def no_device_because(fields: Mapping[str, Any], *, cells: int, columns: int) -> str | None:
    """Why a row that has nothing but a name is no device. `cells` are filled, of so many `columns` that are read."""
    if any(name in fields for name in _IDENTIFYING):
        return None
    name = str(fields.get("name") or fields.get("hostname") or "")
    if _ABOUT_THE_REPORT.fullmatch(name):
        return f"“{name[:60]}” is about the list itself, and no device."
    if cells == 1 and columns >= _FEW_COLUMNS and compact(name) in TYPES:
        return f"“{name[:60]}” alone in its row is the heading of a section, and no device."
    return None
