"""IMEI and MEID of mobile devices."""

import re

from quarterdeck.kit.identifiers.placeholders import is_counting, is_repetition
from quarterdeck.kit.outcomes import Outcome, nothing, refused, shown, usable
from quarterdeck.kit.text import clean_text

_PREFIX = re.compile(r"^(?:imei|meid)\s*(?:sv|no\.?|number|\d)?\s*[:#=.]*\s*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s\-/.]+")
#: The software version behind the number, as phones show it.
_VERSION = re.compile(r"(?<=\d)\s*/\s*\d{2}$")
_EXPONENT = re.compile(r"\d+(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_MEID = re.compile(r"[A-F][0-9A-F]{13}|[0-9A-F]{14}")
_WITHOUT_CHECK = 14
# Written by firmware that has lost its own (peers of Android and Qualcomm devices share it).
_KNOWN_JUNK = frozenset({"004999010640000", "123456789012345", "012345678901237"})


def luhn_digit(digits: str) -> str:
    """The check digit that belongs behind `digits` (ISO/IEC 7812-1 annex B)."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        value = int(char) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004
    return str(-total % 10)


def normalise_imei(text: str) -> Outcome[str]:  # noqa: PLR0911
    """Fifteen digits with a right check digit (3GPP TS 23.003), or a MEID of fourteen hexadecimal digits."""
    cleaned = _PREFIX.sub("", clean_text(text).strip("'\"")).removesuffix(".0")
    if not cleaned:
        return nothing()
    if _EXPONENT.fullmatch(cleaned):
        return refused(
            "spreadsheet_exponent", f"'{shown(text)}' looks rounded by a spreadsheet. Re-export the column as text."
        )
    key = _SEPARATORS.sub("", _VERSION.sub("", cleaned)).upper()
    if is_repetition(key) or is_counting(key) or key in _KNOWN_JUNK:
        return refused("placeholder", f"'{shown(text)}' stands for no IMEI.")
    if not key.isascii():
        return refused("not_an_imei", f"'{shown(text)}' is not an IMEI.")
    if key.isdigit():
        return _from_digits(key, text)
    if _MEID.fullmatch(key):
        return usable(key)
    return refused("not_an_imei", f"'{shown(text)}' is not an IMEI: that has 15 digits.")


def _from_digits(key: str, text: str) -> Outcome[str]:
    match len(key):
        case 15:
            if luhn_digit(key[:_WITHOUT_CHECK]) == key[_WITHOUT_CHECK]:
                return usable(key)
            return refused(
                "imei_check_digit",
                f"The last digit of '{shown(text)}' does not fit the others. Check for a typing error.",
            )
        case 14 | 16:  # without the check digit, or with the software version in its place
            return usable(key[:_WITHOUT_CHECK] + luhn_digit(key[:_WITHOUT_CHECK]))
        case _:
            return refused("not_an_imei", f"'{shown(text)}' has {len(key)} digits; an IMEI has 15.")
