"""Holding a row against a candidate: all that speaks for and against their being one machine."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

from quarterdeck.domains.intake.identity.evidence import Comparison, Evidence, weighed
from quarterdeck.domains.intake.identity.hosts import hosts
from quarterdeck.domains.intake.identity.identities import Identity
from quarterdeck.domains.intake.identity.numbers import same_numbers, serials, tags
from quarterdeck.domains.intake.identity.weights import (
    CLONED_PAIR,
    VIRTUAL_HOSTNAME_DIFFERENT,
    VIRTUAL_MAC_DIFFERENT,
    Finding,
)
from quarterdeck.domains.intake.schemas import LISTED
from quarterdeck.kit.identifiers.macs import MacClass, classify_mac
from quarterdeck.kit.identifiers.uuids import uuid_match_key

#: Letters without which a maker is not named.
NAMED_MAKERS = 2
_BESIDE_SOURCE = frozenset({"serial", "uuid", "imei", "mac", "tag", "hostname", "manufacturer", "type"})


def compare(
    row: Identity, other: Identity, *, crowded: AbstractSet[tuple[str, str]], trusted: AbstractSet[str] = frozenset()
) -> Comparison:
    """`crowded` are the (kind, value) that too many different machines carry to prove anything.

    `trusted` are MAC addresses of which the tenant says that they belong to one machine, whoever made the adapter.
    """
    said = row.current
    found: list[Evidence] = []
    if "source" in said:
        found += same_numbers("source", row, other, crowded)
    if "serial" in said:
        found += serials(row, other, crowded)
    if "imei" in said:
        found += same_numbers("imei", row, other, crowded)
    if "tag" in said:
        found += tags(row, other, crowded)
    if "mac" in said:
        found += _macs(row, other, crowded, trusted)
    found += hosts(row, other, crowded, found)
    if "uuid" in said:
        found += _uuid(row, other, crowded, found)
    found += _beside(row, other)
    found += _nothing_else(row, other, found)
    if "source" in said:
        found = list(_on_other_hardware(found))
    if row.is_virtual or other.is_virtual:
        found = list(_as_virtual(found))
    return Comparison(tuple(found), round(sum([each.weight for each in found]), 2))


def _on_other_hardware(found: list[Evidence]) -> Iterator[Evidence]:
    """An agent lives on the disk. Where all the hardware differs, its number only says that the disk has moved.

    A number from a list that nothing supports, and that something contradicts, says no more.
    """
    serial = next((each.finding for each in found if each.kind == "serial"), None)
    hardware = any(each.agrees for each in found if each.kind in {"serial", "uuid", "imei", "mac"})
    others = [each for each in found if each.kind in _BESIDE_SOURCE]
    is_alone = not any(each.agrees for each in others) and any(each.weight < 0 for each in others)
    for each in found:
        is_moved = (serial is Finding.DIFFERENT and not hardware) or (is_alone and LISTED in each.value)
        if each.kind == "source" and each.finding is Finding.EQUAL and is_moved:
            yield weighed("source", Finding.WEAK, each.value, each.other)
        else:
            yield each


def _macs(
    row: Identity, other: Identity, crowded: AbstractSet[tuple[str, str]], trusted: AbstractSet[str]
) -> Iterator[Evidence]:
    mine, theirs = row.values("mac"), other.values("mac")
    common = mine & theirs
    if common:
        proving = [mac for mac in common if mac in trusted or proves(mac)]
        alone = sorted(mac for mac in proving if ("mac", mac) not in crowded)
        if len(alone) > 1:
            yield weighed("mac", Finding.SEVERAL, alone[0], alone[0])
        elif alone:
            yield weighed("mac", Finding.EQUAL, alone[0], alone[0])
        elif proving:
            yield weighed("mac", Finding.SHARED, proving[0], proving[0])
        else:
            shared = ("mac", min(common)) in crowded
            yield weighed("mac", Finding.SHARED if shared else Finding.WEAK, min(common), min(common))
        return
    if former := mine & other.former.get("mac", set()):
        yield weighed("mac", Finding.FORMER, min(former), min(former))
        return
    soldered, theirs_soldered = (
        [mac for mac in macs if (mac in trusted or proves(mac)) and ("mac", mac) not in crowded]
        for macs in (mine, theirs)
    )
    if soldered and theirs_soldered:
        yield weighed("mac", Finding.DIFFERENT, min(soldered), min(theirs_soldered))


@lru_cache(maxsize=16_384)
def proves(mac: str) -> bool:
    """Whether the adapter is one of a machine, be it a virtual one."""
    verdict = classify_mac(mac)
    return verdict.proves or verdict.kind is MacClass.VIRTUAL_MACHINE


# Row and candidate mostly have the same one.
_match_key = lru_cache(maxsize=16_384)(uuid_match_key)


def _uuid(
    row: Identity, other: Identity, crowded: AbstractSet[tuple[str, str]], before: list[Evidence]
) -> Iterator[Evidence]:
    if not row.values("uuid"):
        return
    mine = {_match_key(value): value for value in row.values("uuid")}
    theirs = {_match_key(value): value for value in other.values("uuid")}
    findings = {found.kind: found.finding for found in before}
    serial = findings.get("serial")
    if common := mine.keys() & theirs.keys():
        key = min(common)
        denied = (
            findings.get("hostname") in {Finding.DIFFERENT, Finding.EXCUSED}
            and findings.get("mac") is Finding.DIFFERENT
        )
        if ("uuid", mine[key]) in crowded:
            finding = Finding.SHARED
        elif serial is Finding.DIFFERENT or (denied and serial is None):
            finding = Finding.WEAK
        else:
            finding = Finding.EQUAL
        yield weighed("uuid", finding, mine[key], theirs[key])
    elif mine.keys() & {_match_key(value) for value in other.former.get("uuid", ())}:
        yield weighed("uuid", Finding.FORMER, min(mine.values()), "")
    elif theirs:
        # The board carries both. Where the serial is equal, firmware was written anew.
        finding = Finding.DIFFERENT if serial is None else Finding.EXCUSED
        yield weighed("uuid", finding, min(mine.values()), min(theirs.values()))


def _beside(row: Identity, other: Identity) -> Iterator[Evidence]:
    if row.manufacturer and other.manufacturer:
        same = _one_begins_the_other(row.manufacturer, other.manufacturer)
        finding = Finding.EQUAL if same else Finding.DIFFERENT
        yield weighed("manufacturer", finding, row.manufacturer, other.manufacturer)
    if row.model and other.model:
        same = row.model in other.model or other.model in row.model
        yield weighed("model", Finding.EQUAL if same else Finding.DIFFERENT, row.model, other.model)
    if row.family and other.family and row.family != other.family:
        yield weighed("type", Finding.DIFFERENT, row.type or "", other.type or "")
    for kind, mine, theirs in (
        ("location", row.location_id, other.location_id),
        ("contact", row.contact_id, other.contact_id),
    ):
        if mine and theirs:
            yield weighed(kind, Finding.EQUAL if mine == theirs else Finding.DIFFERENT)
    if row.ip and row.ip == other.ip:
        yield weighed("ip", Finding.EQUAL, row.ip, row.ip)


def _nothing_else(row: Identity, other: Identity, found: list[Evidence]) -> Iterator[Evidence]:
    """Both are known by their name alone, and whatever else is said of them agrees: as sure as one can be."""
    if row.has_hard_keys or other.has_hard_keys:
        return
    by_name = [each for each in found if each.kind == "hostname" and each.agrees and each.finding is not Finding.CUT]
    if by_name and all(each.weight >= 0 for each in found):
        yield weighed("record", Finding.EQUAL)


def _one_begins_the_other(one: str, other: str) -> bool:
    if one == other:
        return len(one) >= NAMED_MAKERS
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= NAMED_MAKERS and longer.startswith(shorter)


def _as_virtual(found: list[Evidence]) -> Iterator[Evidence]:
    """A clone carries serial and UUID of its original: together they count once, and what a clone gets anew counts."""
    pair = [each for each in found if each.kind in {"serial", "uuid"} and each.weight > CLONED_PAIR / 2]
    kept = pair[:1]
    for each in found:
        if each in pair:
            weight = CLONED_PAIR if each in kept else 0.0
        elif each.kind == "hostname" and each.finding in {Finding.DIFFERENT, Finding.EXCUSED}:
            weight = VIRTUAL_HOSTNAME_DIFFERENT
        elif each.kind == "mac" and each.finding is Finding.DIFFERENT:
            weight = VIRTUAL_MAC_DIFFERENT
        else:
            weight = each.weight
        yield Evidence(each.kind, each.finding, weight, each.value, each.other)
