"""What firmware and agents report when nobody has filled in the field.

Collected from issues of GLPI, FusionInventory and OCS (peers 2.7), from RMM contracts (7.3) and from DMI dumps; a
tenant can add its own, and take some off the list.
"""

import re
from dataclasses import dataclass

from quarterdeck.kit.text import compact

# All compared without case, spaces and punctuation.
_SPELLINGS = (
    "To Be Filled By O.E.M.|To be filled|O.E.M.|OEM|Default string|Default|System Serial Number|"
    "SystemSerialNumb|System Product Name|System Version|System manufacturer|System Model|System SKU|"
    "System UUID|Chassis Serial Number|Chassis Serial|Base Board Serial Number|BaseBoard Serial|"
    "BSN12345678901234567|MB-1234567890|Board Serial|Serial Number|Serial|SerialNo|SN|S/N|No Serial|"
    "NoSerial|No Serial Number|None|Null|Nil|N/A|NA|Not Applicable|Not Available|Not Specified|Not Set|"
    "Not Present|Not Defined|Not Provided|Unspecified|Undefined|Unknown|Unavailable|Invalid|Empty|Blank|"
    "TBD|TBA|Test|Example|Sample|Dummy|Placeholder|Generic|Reserved|Missing|Asset Tag|Asset Number|"
    "No Asset Tag|No Asset Information|NoAssetTag|Asset-1234567890|ATN12345678901234567|"
    "Chassis Asset Tag|Type2 - Board Asset Tag|SMBIOS Default|Eval|Evaluation Board|XXXXXXXXXX|"
    "INVALIDSERIAL|Unknow|Chassis Manufacture|Manufacturer|Model|Product Name|Type1ProductConfigId|"
    "Standard|Virtual Machine Serial|Error|#N/A|#REF!|#VALUE!|#NAME?|see mail|see notes|various|n.a.|"
    "k.A.|unbekannt|inconnu|keine|ohne|aucun|ninguno|Not Specifed|NotSpecified|Not Assigned|NAN|undef|"
    "false|true|yes|no|Sys-1234567890|1234567890ABCDEF|ABCDEFGHIJ|00000ABC|BadIndex|Pending|OEM_Serial|"
    "System Name|Not Settable|Oem string"
)
SHIPPED = tuple(_SPELLINGS.split("|"))
_KNOWN = frozenset(compact(text) for text in SHIPPED)
_COUNTING = ("01234567890123456789", "98765432109876543210", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_MIN_COUNTING = 5
_STEPS = (1, 9)  # to the next digit or letter, or from 9 to 0
_REPEATED = 2
_REPETITION = re.compile(r"(.)\1*|(..)\2{2,}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Lists:
    """What a tenant added to the shipped list of a kind, and what counts for it although it is on that list."""

    added: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()


NO_LISTS = Lists()


def is_placeholder(text: str, *, lists: Lists = NO_LISTS) -> bool:
    """Whether `text` says nothing about the device."""
    key = compact(text)
    if lists is not NO_LISTS and key:
        own = key.upper()
        if own in lists.added or own in lists.allowed:
            return own in lists.added
    return not key or key in _KNOWN or is_repetition(key) or is_counting(key)


def is_repetition(key: str) -> bool:
    """0, 00000000, xxxxxx, FFFFFFFF, 121212…: one or two characters over and over."""
    return len(set(key)) <= _REPEATED and _REPETITION.fullmatch(key) is not None


def is_counting(key: str) -> bool:
    """123456789, 1234567890, 0123456789, 9876543210, ABCDEFGH: what one types to fill a field."""
    if len(key) < _MIN_COUNTING or abs(ord(key[0]) - ord(key[1])) not in _STEPS:
        return False
    return any(key.upper() in run for run in _COUNTING)
