"""Sizes whose cells don't say their unit: the heading does, or the size itself."""

import re

from quarterdeck.domains.assets.fields.definition import AssetField

_PLAIN_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_UNIT = re.compile(r"(?<![a-z])([kmgtp])i?b(?![a-z])", re.IGNORECASE)
# No machine in service has 256 MB of memory, and none has 64 TB: such numbers are gigabytes, and bytes.
_MOST_GIGABYTES, _FEWEST_BYTES = 256, 64_000_000
# 16,384 without a unit is a number of megabytes, as memory comes in blocks.
_GROUPED, _BLOCK = re.compile(r"([1-9]\d{0,2})[.,](\d{3})"), 256
_OFTEN_IN_BYTES = frozenset({"ram_mb", "disk_total_gb"})


def unit_of(header: str, declared: AssetField) -> str | None:
    """The unit of plain numbers in the column; "" where their size tells it; None where there is nothing to add."""
    if declared.unit is None:
        return None
    found = _UNIT.search(header)
    if found:
        return f"{found[1].upper()}B"
    return "" if declared.id in _OFTEN_IN_BYTES else None


def with_unit(text: str, unit: str) -> str:
    """The text, and behind a plain number what it is a number of."""
    if not _PLAIN_NUMBER.fullmatch(text):
        return text
    if unit:
        return f"{text} {unit}"
    if (grouped := _GROUPED.fullmatch(text)) and int(grouped[1] + grouped[2]) % _BLOCK == 0:
        text = grouped[1] + grouped[2]
    number = float(text.replace(",", "."))
    if number <= _MOST_GIGABYTES:
        return f"{text} GB"
    return f"{text} B" if number >= _FEWEST_BYTES else text
