"""Asset tags: the labels an MSP or a client sticks on its devices."""

import re
from functools import lru_cache

from quarterdeck.kit.identifiers.placeholders import NO_LISTS, Lists, is_placeholder
from quarterdeck.kit.outcomes import Outcome, nothing, refused, shown, usable
from quarterdeck.kit.text import clean_text, compact

MAX_LENGTH = 64
_PREFIX = re.compile(r"(?:asset\s*(?:tag|no|nr|number|id)\s*[.:#=]+\s*)+(?=.)", re.IGNORECASE)
_EXPONENT = re.compile(r"\d+[.,]\d+e\+?\d{1,3}|\d+e\+\d{1,3}", re.IGNORECASE)
_ZERO_FRACTION = re.compile(r"^(\d+)\.0+$")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


@lru_cache(maxsize=8_192)
def normalise_tag(text: str, *, lists: Lists = NO_LISTS) -> Outcome[str]:
    """Upper case without spaces. Dashes stay: A-11 and A1-1 are two tags. Short and plain numbers are fine."""
    cleaned = clean_text(text).strip("'\" *")
    if prefix := _PREFIX.match(cleaned):
        cleaned = cleaned[prefix.end() :]
    if not cleaned:
        return nothing()
    if _EXPONENT.fullmatch(cleaned):
        return refused(
            "spreadsheet_exponent", f"'{shown(text)}' looks rounded by a spreadsheet. Re-export the column as text."
        )
    key = _DASHES.sub("-", _ZERO_FRACTION.sub(r"\1", cleaned)).upper()
    key = clean_text("".join(key.split()).upper())
    if len(key) > MAX_LENGTH:
        return refused("too_long", f"'{shown(text)}' is too long for an asset tag.")
    # Tags are chosen by people: 1111 or 12345 may well be one; 0 or "none" is not.
    is_own = compact(key).upper() in lists.added
    if is_own or (is_placeholder(key, lists=lists) and not (key.isdigit() and key.strip("0"))):
        return refused("placeholder", f"'{shown(text)}' stands for no asset tag.")
    return usable(key)
