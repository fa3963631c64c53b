"""Values that identify nothing: what is shipped, and what a tenant knows better about its own devices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from quarterdeck.kit.identifiers import hostnames, macs, placeholders, serials, tags, uuids
from quarterdeck.kit.identifiers.placeholders import NO_LISTS, Lists
from quarterdeck.kit.outcomes import Outcome, refused, shown, usable
from quarterdeck.kit.text import compact, fold

_MIN_PREFIX, _MAC_DIGITS = 4, 12
_HEX = frozenset("0123456789abcdef")


class JunkKind(StrEnum):
    SERIAL = "serial"
    TAG = "tag"
    UUID = "uuid"
    MAC = "mac"
    HOSTNAME = "hostname"


_KINDS = frozenset(JunkKind)


@dataclass(frozen=True, slots=True)
class Junk:
    """A tenant's own lists by kind, in the form in which values are compared."""

    lists: Mapping[JunkKind, Lists] = field(default_factory=dict)

    def of(self, kind: JunkKind) -> Lists:
        return self.lists.get(kind, NO_LISTS)

    @property
    def is_empty(self) -> bool:
        return not self.lists

    def says(self, kind: str, value: str) -> bool | None:
        """Of an identifier as assets carry it: True for junk, False for one that counts, None where nothing is said."""
        if self.is_empty or kind not in _KINDS:
            return None
        lists = self.of(JunkKind(kind))
        if kind == JunkKind.MAC:
            return _longest_prefix(value, lists)
        key = junk_key(JunkKind(kind), value)
        return True if key in lists.added else False if key in lists.allowed else None


NO_JUNK = Junk()


def _longest_prefix(mac: str, lists: Lists) -> bool | None:
    for length in range(len(mac), 4, -3):
        prefix = mac[:length]
        if prefix in lists.added or prefix in lists.allowed:
            return prefix in lists.added
    return None


@lru_cache(maxsize=4_096)
def junk_key(kind: JunkKind, text: str) -> str | None:
    """The form in which values of the kind are compared; None for text that is none."""
    match kind:
        case JunkKind.MAC:
            digits = "".join(char for char in text.casefold() if char.isalnum())
            if not _MIN_PREFIX <= len(digits) <= _MAC_DIGITS or len(digits) % 2 or set(digits) - _HEX:
                return None
            return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))
        case JunkKind.UUID:
            return uuids.uuid_digits(text)
        case JunkKind.HOSTNAME:
            return fold(text).partition(".")[0].strip() or None
        case _:
            return compact(text).upper() or None


def is_shipped(kind: JunkKind, text: str) -> bool:
    """Whether the value is junk without anybody having said so."""
    key = junk_key(kind, text)
    if key is None:
        return False
    match kind:
        case JunkKind.MAC:
            return any(key.startswith(prefix) for prefix, _ in macs.shipped_junk())
        case JunkKind.UUID:
            return uuids.normalise_uuid(key).value is None
        case JunkKind.HOSTNAME:
            outcome = hostnames.normalise_hostname(key)
            return outcome.value is None or outcome.value.is_generic
        case JunkKind.TAG:
            return placeholders.is_placeholder(key) and not (key.isdigit() and key.strip("0"))
        case _:
            return key in serials.PLATFORMS or placeholders.is_placeholder(key)


def shipped(kind: JunkKind) -> Iterator[tuple[str, str]]:
    """Value and reason of everything on the shipped list."""
    match kind:
        case JunkKind.MAC:
            yield from macs.shipped_junk()
        case JunkKind.UUID:
            for text in uuids.SHIPPED_JUNK:
                yield text, "Written by firmware that has no UUID of its own."
        case JunkKind.HOSTNAME:
            for name in hostnames.SHIPPED_GENERIC:
                yield name, "Many machines are called so."
        case _:
            for text in serials.SHIPPED_PLATFORMS if kind is JunkKind.SERIAL else ():
                yield text, "Names a platform of virtual machines, not one of them."
            for text in placeholders.SHIPPED:
                yield text, "Stands where nobody filled in the field."


def judge(kind: JunkKind, text: str, junk: Junk = NO_JUNK) -> Outcome[str]:
    """What a cell that holds the text would identify an asset by, or why by nothing."""
    lists = junk.of(kind)
    match kind:
        case JunkKind.SERIAL:
            return serials.normalise_serial(text, lists=lists)
        case JunkKind.TAG:
            return tags.normalise_tag(text, lists=lists)
        case JunkKind.UUID:
            return uuids.normalise_uuid(text, lists=lists)
        case JunkKind.HOSTNAME:
            return _judge_hostname(text, lists)
        case _:
            return _judge_mac(text, junk)


def _judge_hostname(text: str, lists: Lists) -> Outcome[str]:
    found = hostnames.normalise_hostname(text, lists)
    if found.value is None:
        return Outcome(None, found.code, found.reason)
    if found.value.is_generic:
        return refused("generic", f"'{shown(text)}' is what many machines are called.")
    return usable(found.value.short)


def _judge_mac(text: str, junk: Junk) -> Outcome[str]:
    found = macs.parse_macs(text).values
    if not found:
        return refused("not_a_mac", f"'{shown(text)}' is not a whole MAC address.")
    said = junk.says(JunkKind.MAC, found[0])
    verdict = macs.classify_mac(found[0])
    if said or (said is None and not verdict.proves):
        return refused("placeholder", verdict.reason or f"{found[0]} is on your list.")
    return usable(found[0])


RULES: Mapping[JunkKind, tuple[str, ...]] = {
    JunkKind.SERIAL: (
        "One or two characters over and over, such as 0000000 or XXXX.",
        "Counting, such as 1234567890 or ABCDEFGH.",
        "Fewer than four characters.",
    ),
    JunkKind.TAG: ("Only zeros, or one letter over and over.",),
    JunkKind.UUID: ("One digit over and over.",),
    JunkKind.MAC: ("Addresses made up by software (locally administered), and addresses of groups (multicast).",),
    JunkKind.HOSTNAME: ("A word for a kind of machine with at most one digit, such as PC1.",),
}
