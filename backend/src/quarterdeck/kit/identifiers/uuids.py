"""Hardware UUIDs from SMBIOS."""

import re
import uuid
from functools import lru_cache

from quarterdeck.kit.identifiers.placeholders import NO_LISTS, Lists
from quarterdeck.kit.outcomes import Outcome, nothing, refused, shown, usable
from quarterdeck.kit.text import clean_text

_NOT_HEX = re.compile(r"[\s\-{}()\[\]:'\"]|urn:uuid:|0x", re.IGNORECASE)
_HEX = re.compile(r"[0-9a-f]{32}")
# Left by firmware makers that never set one.
SHIPPED_JUNK = (
    "03000200-0400-0500-0006-000700080009",
    "00020003-0004-0005-0006-000700080009",
    "01020304-0506-0708-090a-0b0c0d0e0f10",
    "00010203-0405-0607-0809-0a0b0c0d0e0f",
    "12345678-1234-5678-90ab-cddeefaabbcc",
    "12345678-1234-1234-1234-123456789abc",
    "fefefefe-fefe-fefe-fefe-fefefefefefe",
    "4c4c4544-0000-2010-8020-80c04f202020",
    "11111111-2222-3333-4444-555555555555",
    "00000000-0000-0000-0000-00000000ffff",
)
_JUNK = frozenset(
    digits for text in SHIPPED_JUNK for digits in (uuid.UUID(text).hex, uuid.UUID(bytes=uuid.UUID(text).bytes_le).hex)
)


def uuid_digits(text: str) -> str | None:
    """Its 32 digits, of whichever spelling; None for text that is no UUID."""
    digits = _NOT_HEX.sub("", clean_text(text)).casefold()
    return digits if _HEX.fullmatch(digits) else None


@lru_cache(maxsize=8_192)
def normalise_uuid(text: str, *, lists: Lists = NO_LISTS) -> Outcome[str]:
    """The UUID in lower case with dashes."""
    digits = _NOT_HEX.sub("", clean_text(text)).casefold()
    if not digits:
        return nothing()
    if not _HEX.fullmatch(digits):
        return refused("not_a_uuid", f"'{shown(text)}' is not a UUID.")
    is_junk = digits in lists.added or len(set(digits)) == 1 or digits in _JUNK
    if is_junk and digits not in lists.allowed:
        return refused("placeholder", f"'{shown(text)}' is written by firmware that has no UUID of its own.")
    return usable(f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}")


def byte_swapped(value: uuid.UUID) -> uuid.UUID:
    """The other reading of the same bytes: SMBIOS before 2.6 left the order of the first three parts open."""
    return uuid.UUID(bytes=value.bytes_le)


def uuid_match_key(text: str) -> str:
    """One key for both byte orders of a normalised UUID."""
    value = uuid.UUID(text)
    return str(min(value, byte_swapped(value)))
