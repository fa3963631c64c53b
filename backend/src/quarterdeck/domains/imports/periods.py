"""Dates of which a file says only the month, the quarter or the year."""

from datetime import date

from quarterdeck.domains.assets.fields.definition import AssetField
from quarterdeck.kit.dates import parse_period


def day_meant(declared: AssetField, text: str) -> date | None:
    """The last day for what ends, the first for what begins; None where the field doesn't say which it is."""
    period = parse_period(text) if declared.edge is not None else None
    if period is None:
        return None
    first, last = period
    return first if declared.edge == "first" else last
