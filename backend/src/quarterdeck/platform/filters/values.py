"""What a value means for a kind of field; a value that the kind cannot take is refused in a sentence."""

import ipaddress
import re
import uuid
from decimal import Decimal
from typing import TypeAlias

from rapidfuzz import fuzz, process

from quarterdeck.platform.filters.errors import ValueProblem
from quarterdeck.platform.filters.fields import MIN_LIKENESS, Choice, Field

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,9})?")
_CURRENCY = re.compile(r"^[£$€¥]\s*")
_VERSION = re.compile(r"[vV]?(\d{1,18}(?:\.\d{1,18}){0,15})")
_PARTIAL_IPV4 = re.compile(r"\d{1,3}(\.\d{1,3}){0,2}\.?")
_HEX = re.compile(r"[0-9a-f]{1,16}")
_MAC_SEPARATORS = re.compile(r"[:\-. ]")
_SPELT_LIKE_MAC = re.compile(
    r"[0-9a-fA-F]{2}(?:[:\- ][0-9a-fA-F]{2}){2,7}[:\-]?|[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4}){1,3}"
)
_YES = frozenset({"yes", "true", "1", "on", "y"})
_NO = frozenset({"no", "false", "0", "off", "n"})
_SHOWN_CHOICES = 8


def read_number(field: Field, text: str) -> int | Decimal:
    stripped = _CURRENCY.sub("", text.strip())
    if not _NUMBER.fullmatch(stripped) or not stripped.isascii():
        raise ValueProblem(f"'{text}' is not a number, and {field.label} takes numbers. Try 16 or 1499.90.")
    number = Decimal(stripped)
    return int(number) if number == number.to_integral_value() else number


def read_boolean(field: Field, text: str) -> bool:
    lowered = text.strip().casefold()
    if lowered in _YES:
        return True
    if lowered in _NO:
        return False
    raise ValueProblem(f"'{text}' is neither yes nor no. {field.label} takes yes, no or @none.", suggestion="yes")


def read_choice(field: Field, text: str) -> str:
    """The stored value; the label is understood as well, without regard to case."""
    if not field.choices:
        return text.strip()
    wanted = _loose(text)
    for choice in field.choices:
        if wanted in {_loose(choice.value), _loose(choice.label)}:
            return choice.value
    suggestion = _likely_choice(field.choices, wanted)
    shown = ", ".join(choice.value for choice in field.choices[:_SHOWN_CHOICES])
    more = ", …" if len(field.choices) > _SHOWN_CHOICES else ""
    meant = f"Did you mean {suggestion}?" if suggestion else f"It takes {shown}{more}."
    raise ValueProblem(f"{field.label} has no value '{text}'. {meant}", suggestion=suggestion)


def _loose(text: str) -> str:
    return re.sub(r"[\s_\-]+", " ", text).strip().casefold()


def _likely_choice(choices: tuple[Choice, ...], wanted: str) -> str | None:
    names = {_loose(name): choice.value for choice in choices for name in (choice.value, choice.label)}
    found = process.extractOne(wanted, names.keys(), scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS)
    return None if found is None else names[found[0]]


def read_uuid(field: Field, text: str) -> uuid.UUID:
    found = as_uuid(text)
    if found is None:
        raise ValueProblem(f"'{text}' is not an id, and {field.label} takes ids.")
    return found


def as_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text.strip())
    except ValueError:
        return None


def read_version(field: Field, text: str) -> list[int]:
    """The parts as numbers, without zeros at the end: 10.0 is 10."""
    match = _VERSION.fullmatch(text.strip())
    if match is None or not text.strip().isascii():
        raise ValueProblem(f"'{text}' is not a version, and {field.label} takes versions. Try 10 or 10.0.19045.")
    parts = [int(part) for part in match.group(1).split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return parts


def read_network(field: Field, text: str) -> Network:
    """One address, a network in CIDR form, or the first parts of an IPv4 address (`10.0.5.` is 10.0.5.0/24)."""
    stripped = text.strip()
    if _PARTIAL_IPV4.fullmatch(stripped) and stripped.isascii() and "." in stripped:
        parts = stripped.rstrip(".").split(".")
        stripped = ".".join([*parts, *["0"] * (4 - len(parts))]) + f"/{8 * len(parts)}"
    try:
        return ipaddress.ip_network(stripped.partition("%")[0], strict=False)
    except ValueError:
        raise ValueProblem(
            f"'{text}' is not an IP address, and {field.label} takes addresses. "
            "Try 10.0.0.7, 10.0.0.0/24 or 10.0.0.1..10.0.0.99."
        ) from None


def read_address(field: Field, text: str) -> Address:
    try:
        return ipaddress.ip_address(text.strip())
    except ValueError:
        raise ValueProblem(
            f"'{text}' is not an IP address. A range of {field.label} looks like 10.0.0.1..10.0.0.99."
        ) from None


def read_mac(field: Field, text: str) -> str:
    """The hexadecimal digits alone, lower case; part of an address is allowed."""
    digits = _MAC_SEPARATORS.sub("", text.strip().casefold())
    if not _HEX.fullmatch(digits):
        raise ValueProblem(
            f"'{text}' is not a MAC address or a part of one, and {field.label} takes those. Try 00:1a:2b:3c:4d:5e."
        )
    return digits


def colon_separated(digits: str) -> str:
    """Hexadecimal digits in the stored spelling: aa:bb:cc."""
    return ":".join(digits[i : i + 2] for i in range(0, len(digits), 2))


def bare_mac_digits(text: str) -> str | None:
    """The digits of free text that is spelt like a MAC address (three bytes or more), else None."""
    if not _SPELT_LIKE_MAC.fullmatch(text.strip()):
        return None
    return _MAC_SEPARATORS.sub("", text.strip()).casefold()


def read_text(field: Field, text: str) -> str:
    """The text in the form that is stored."""
    normalised = field.normalise(text) if field.normalise else text.strip()
    if not normalised:
        raise ValueProblem(f"'{text}' holds nothing that {field.label} could be compared with.")
    return normalised
