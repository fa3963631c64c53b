"""Dates and amounts that people knew only in part when they wrote a list, or not at all."""

import re
from datetime import date

from quarterdeck.domains.assets.fields.definition import AssetField
from quarterdeck.kit.dates import parse_period
from quarterdeck.kit.text import clean_text

_WORDS = (
    "tbc tbd tba n/k nk nil ask check pending lost lifetime unlimited ongoing expired oow leased rented donated free"
)
_PHRASES = (
    "see notes, see invoice, see below, not known, not sure, not applicable, not available, no date, no record, "
    "no warranty, out of warranty, in warranty, under warranty, to be confirmed"
)
_NOT_KNOWN = frozenset((*_WORDS.split(), *_PHRASES.split(", "), "?", "??", "???"))
#: Dec-26 and 12/26: a month, or a day of a year that is not said.
_MONTH_OR_DAY = re.compile(r"(?:[A-Za-z]{3,9}|\d{1,2})[-/. ']\d{2}|\d{2}[-/. ][A-Za-z]{3,9}")
_EITHER = "ambiguous_decimal"


def day_meant(declared: AssetField, text: str) -> date | None:
    """The last day for what ends, the first for what begins; None where the field doesn't say which it is."""
    period = parse_period(text) if declared.edge is not None else None
    if period is None:
        return None
    first, last = period
    return first if declared.edge == "first" else last


def is_inexact(code: str, text: str) -> bool:
    """Whether the cell was left open by who wrote it. Then it costs no row, as a mistyped one does."""
    cleaned = clean_text(text).rstrip(".!").casefold()
    return code == _EITHER or cleaned in _NOT_KNOWN or _MONTH_OR_DAY.fullmatch(cleaned) is not None
