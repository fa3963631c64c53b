"""Serial numbers."""

import re
import unicodedata
from functools import lru_cache

from quarterdeck.kit.identifiers.placeholders import NO_LISTS, Lists, is_placeholder
from quarterdeck.kit.outcomes import Outcome, nothing, refused, shown, usable
from quarterdeck.kit.text import clean_text, compact

MIN_LENGTH = 4
MAX_LENGTH = 64
_EXCEL_DIGITS = 15  # a spreadsheet number keeps 15 digits; the rest become zeros

_PREFIX = re.compile(
    r"(?:(?:serial(?:[\s_-]*(?:numbers?|num|no|nr|n[°º]))?|ser(?:\.|[\s_-])*(?:no|nr)|s\s*/\s*n|sn|service[\s_-]*tag|"
    r"serien(?:nummer|nr))(?:\s*[.:#=]+\s*|\s+(?=\S*\d)))+(?=.)",
    re.IGNORECASE,
)
_EXPONENT = re.compile(r"\d+[.,]\d+e\+?\d{1,3}|\d+(?:[.,]\d+)?e\+\d{1,3}", re.IGNORECASE)
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_SPREADSHEET_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|"
    # As Excel shows MAR24 and 3-24, which it takes for dates; nobody writes a serial number like that.
    rf"{_MONTH}-\d{{2}}|\d{{1,2}}-{_MONTH}(?:-\d{{2,4}})?"
)
_ZERO_FRACTION = re.compile(r"(?<=^\d)(\d*)[.,]0+$")
#: What the barcodes of a maker say around the serial number: machine type, or the S that marks a serial.
_BARCODES = (
    ("lenovo", re.compile(r"1S[0-9A-Z]{10}([0-9A-Z]{8})")),
    ("apple", re.compile(r"S([0-9A-Z]{10}|[0-9A-Z]{12})")),
)
#: Written as the serial number of every machine on them.
SHIPPED_PLATFORMS = ("QEMU", "KVM", "Xen", "VirtualBox", "Bochs", "Virtual Machine", "VMware", "Standard PC")
PLATFORMS = frozenset(compact(name).upper() for name in SHIPPED_PLATFORMS)
_VIRTUAL = (
    (re.compile(r"VMWARE[0-9A-F]{32}"), "VMware"),
    (re.compile(r"\d{26}"), "Hyper-V"),
    (re.compile(r"PARALLELS[0-9A-F]{32}"), "Parallels"),
    (re.compile(r"VIRTUALBOX[0-9A-F]{32}"), "VirtualBox"),
    (re.compile(r"GOOGLECLOUD[0-9A-F]{32}"), "Google Cloud"),
    (re.compile(r"EC2[0-9A-F]{29}"), "Amazon EC2"),
)
_SHORTEST_VIRTUAL = 26


def normalise_serial(text: str, *, maker: str | None = None, lists: Lists = NO_LISTS) -> Outcome[str]:
    """Upper case, letters and digits alone, without labels in front. `maker` unlocks what only one vendor does.

    Dashes and spaces go because agents, invoices and stickers disagree about them for the same device.
    """
    return _normalised(text, lists, _barcode_of(maker) if maker is not None else None)


@lru_cache(maxsize=1_024)
def _barcode_of(maker: str) -> re.Pattern[str] | None:
    name = compact(maker)
    return next((pattern for known, pattern in _BARCODES if name.startswith(known)), None)


@lru_cache(maxsize=8_192)
def _normalised(text: str, lists: Lists, barcode: re.Pattern[str] | None) -> Outcome[str]:  # noqa: PLR0911
    cleaned = clean_text(text).strip("'\"`*[]()<>{} ")
    if not cleaned:
        return nothing()
    if cleaned.isascii() and cleaned.isalnum():  # nearly every serial: no label in front, no damage
        key = cleaned.upper()
    else:
        bare = _without_prefix(cleaned)
        if damage := _spreadsheet_damage(bare):
            return damage
        key = _key(_ZERO_FRACTION.sub(r"\1", bare))
    if key in PLATFORMS and key not in lists.allowed:
        return refused("placeholder", f"'{shown(text)}' names a platform, not one machine on it.")
    is_junk = is_placeholder(cleaned, lists=lists) or (len(key) != len(cleaned) and is_placeholder(key, lists=lists))
    if not key or is_junk or (_is_remark(_without_prefix(cleaned)) and key not in lists.allowed):
        return refused("placeholder", f"'{shown(text)}' stands for no serial number.")
    if key.isdigit() and len(key) > _EXCEL_DIGITS and key.endswith("0" * (len(key) - _EXCEL_DIGITS)):
        return refused(
            "spreadsheet_rounded", f"'{shown(text)}' looks rounded by a spreadsheet. Re-export the column as text."
        )
    if len(key) < MIN_LENGTH:
        return refused("too_short", f"'{shown(text)}' is too short to identify a device.")
    if len(key) > MAX_LENGTH:
        return refused("too_long", f"'{shown(text)}' is too long for a serial number.")
    scanned = barcode.fullmatch(key) if barcode is not None else None
    return usable(scanned[1] if scanned is not None else key)


def virtual_platform(serial: str) -> str | None:
    """The platform that made this normalised serial, None for hardware. Unique per machine, but copied by a clone."""
    if len(serial) < _SHORTEST_VIRTUAL:
        return None
    return next((platform for pattern, platform in _VIRTUAL if pattern.fullmatch(serial)), None)


def _is_remark(text: str) -> bool:
    """Words without a single digit, "see invoice": whoever typed them said something about the number."""
    words = [word for word in text.split() if len(word) > 1]
    return len(words) > 1 and not any(char.isdigit() for char in text)


def _without_prefix(text: str) -> str:
    prefix = _PREFIX.match(text)
    return text[prefix.end() :] if prefix else text


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in unicodedata.normalize("NFKC", folded) if char.isalnum())


def _spreadsheet_damage(text: str) -> Outcome[str] | None:
    if _EXPONENT.fullmatch(text):
        return refused(
            "spreadsheet_exponent", f"'{shown(text)}' looks rounded by a spreadsheet. Re-export the column as text."
        )
    if _SPREADSHEET_DATE.fullmatch(text):
        return refused(
            "spreadsheet_date",
            f"'{shown(text)}' was turned into a date by a spreadsheet. Re-export the column as text.",
        )
    return None
