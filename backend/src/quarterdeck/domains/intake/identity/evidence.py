"""Holding two identities against each other: every finding with its weight."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from quarterdeck.domains.intake.identity.identities import Identity, is_our_number
from quarterdeck.domains.intake.identity.weights import (
    CLONED_PAIR,
    IDENTIFYING,
    VIRTUAL_HOSTNAME_DIFFERENT,
    VIRTUAL_MAC_DIFFERENT,
    WEIGHTS,
    Finding,
)
from quarterdeck.domains.intake.schemas import CUT_HOSTNAME, LISTED
from quarterdeck.kit.identifiers.hostnames import NETBIOS_LENGTH, Hostname, are_same_host, is_number_cut
from quarterdeck.kit.identifiers.macs import MacClass, classify_mac, is_of_fixture
from quarterdeck.kit.identifiers.uuids import uuid_match_key

_WEIGHTS = dict(WEIGHTS)  # what shows a mapping and keeps it from being changed is slower to ask
_SHORT_SERIAL = 5
_SHORT_TAG = 3
_MIN_CUT = 6
_POSITIVE = frozenset(
    {
        Finding.EQUAL,
        Finding.SEVERAL,
        Finding.FORMER,
        Finding.WEAK,
        Finding.SHARED,
        Finding.LOOK_ALIKE,
        Finding.CUT,
        Finding.ONLY_CUT,
    }
)
_CERTAIN = frozenset({Finding.EQUAL, Finding.SEVERAL})
# Makers leave out O and I because people mistake them, so where one stands it was mistyped. 8 and B, 5 and S are both
# used, and follow each other in the series of one delivery.
_LOOK_ALIKE = str.maketrans("OI", "01")
_EASILY_MISTAKEN = str.maketrans("OQDILZSBG", "000112586")
_ALIKE = (Finding.LOOK_ALIKE, Finding.MISREAD)
_CUTS = (Finding.CUT, Finding.ONLY_CUT)
_NAMED_MAKERS = 2
_WITHOUT_DOCKS = frozenset({"printer", "network_device"})
_BESIDE_SOURCE = frozenset({"serial", "uuid", "imei", "mac", "tag", "hostname", "manufacturer", "type"})


class Evidence(NamedTuple):
    """One finding: `value` is what the row says, `other` what it was held against."""

    kind: str
    finding: Finding
    weight: float
    value: str = ""
    other: str = ""

    @property
    def agrees(self) -> bool:
        return self.finding in _POSITIVE

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "finding": self.finding,
            "weight": self.weight,
            "value": self.value,
            "other": self.other,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """All evidence between a row and one candidate."""

    evidence: tuple[Evidence, ...]
    points: float
    #: Worked out once: rules ask for them over and over.
    _findings: Mapping[str, Finding] = field(init=False, repr=False, compare=False)
    _agreeing: AbstractSet[str] = field(init=False, repr=False, compare=False)
    #: The kinds of identifiers that agree.
    identifying: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        findings: dict[str, Finding] = {}
        agreeing: set[str] = set()
        for kind, finding, *_ in self.evidence:
            findings.setdefault(kind, finding)
            if finding in _POSITIVE:
                agreeing.add(kind)
        object.__setattr__(self, "_findings", findings)
        object.__setattr__(self, "identifying", IDENTIFYING & agreeing)
        object.__setattr__(self, "_agreeing", agreeing)

    def finding(self, kind: str) -> Finding | None:
        """The first one."""
        return self._findings.get(kind)

    def agrees_on(self, kind: str) -> bool:
        return kind in self._agreeing

    def is_certain_of(self, kind: str) -> bool:
        """Equal and not shared: an identifier that by itself points to the candidate."""
        return self._findings.get(kind) in _CERTAIN


def compare(
    row: Identity, other: Identity, *, crowded: AbstractSet[tuple[str, str]], trusted: AbstractSet[str] = frozenset()
) -> Comparison:
    """`crowded` are the (kind, value) that too many different machines carry to prove anything.

    `trusted` are MAC addresses of which the tenant says that they belong to one machine, whoever made the adapter.
    """
    said = row.current
    found: list[Evidence] = []
    if "source" in said:
        found += _exact("source", row, other, crowded)
    if "serial" in said:
        found += _serial(row, other, crowded)
    if "imei" in said:
        found += _exact("imei", row, other, crowded)
    if "tag" in said:
        found += _tag(row, other, crowded)
    if "mac" in said:
        found += _macs(row, other, crowded, trusted)
    found += _host(row, other, crowded, found)
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
            yield _evidence("source", Finding.WEAK, each.value, each.other)
        else:
            yield each


def _evidence(kind: str, finding: Finding, value: str = "", other: str = "") -> Evidence:
    return Evidence(kind, finding, _WEIGHTS.get((kind, finding), 0.0), value, other)


def _exact(kind: str, row: Identity, other: Identity, crowded: AbstractSet[tuple[str, str]]) -> Iterator[Evidence]:
    mine, theirs = row.values(kind), other.values(kind)
    if not mine:
        return
    if common := mine & theirs:
        value = min(common)
        yield _evidence(kind, Finding.SHARED if (kind, value) in crowded else Finding.EQUAL, value, value)
    elif former := mine & other.former.get(kind, set()):
        yield _evidence(kind, Finding.FORMER, min(former), min(former))
    elif theirs and kind != "source":
        yield _evidence(kind, Finding.DIFFERENT, min(mine), min(theirs))


def _serial(row: Identity, other: Identity, crowded: AbstractSet[tuple[str, str]]) -> Iterator[Evidence]:
    for found in _exact("serial", row, other, crowded):
        if found.finding is Finding.EQUAL and len(found.value) <= _SHORT_SERIAL:
            yield _evidence("serial", Finding.WEAK, found.value, found.other)
        elif found.finding is Finding.DIFFERENT:
            pairs = [(mine, theirs) for mine in row.values("serial") for theirs in other.values("serial")]
            likenesses = [(likeness(mine, theirs), mine, theirs) for mine, theirs in pairs]
            best = max(likenesses, key=lambda each: WEIGHTS["serial", each[0]])
            yield _evidence("serial", *best)
        else:
            yield found


@lru_cache(maxsize=16_384)
def likeness(one: str, other: str) -> Finding:
    """How two unequal serials differ. Neighbours in a series (…12, …13) are different, and so is any single digit."""
    plain, plain_other = (text.translate(_LOOK_ALIKE).lstrip("0") for text in (one, other))
    if plain == plain_other and plain:
        return Finding.LOOK_ALIKE
    if one.translate(_EASILY_MISTAKEN) == other.translate(_EASILY_MISTAKEN):
        return Finding.MISREAD
    shorter, longer = sorted((one, other), key=len)
    # Cut by a narrow label, or with a scanner's prefix in front.
    is_part = longer.startswith(shorter) or longer.endswith(shorter)
    if len(shorter) >= _MIN_CUT and len(shorter) < len(longer) and is_part:
        return Finding.CUT
    if len(one) == len(other):
        places = [i for i in range(len(one)) if one[i] != other[i]]
        if len(places) == 2 and places[1] == places[0] + 1:  # noqa: PLR2004 (two neighbours)
            first, second = places
            if one[first] == other[second] and one[second] == other[first]:
                return Finding.TYPO
    return Finding.DIFFERENT


def _tag(row: Identity, other: Identity, crowded: AbstractSet[tuple[str, str]]) -> Iterator[Evidence]:
    """Our own numbering says nothing against a device with a label of its own; the same number is the same asset."""
    for found in _exact("tag", row, other, crowded):
        finding = found.finding
        if finding is Finding.DIFFERENT and (is_our_number(found.value) or is_our_number(found.other)):
            continue
        if finding is Finding.DIFFERENT and _is_without_zeros(found.value, found.other):
            finding = Finding.LOOK_ALIKE
        if finding is Finding.EQUAL and found.value.isdigit() and len(found.value) <= _SHORT_TAG:
            finding = Finding.WEAK
        yield _evidence("tag", finding, found.value, found.other)


def _is_without_zeros(one: str, other: str) -> bool:
    return one.isdigit() and one.lstrip("0") == other.lstrip("0")


def _macs(
    row: Identity, other: Identity, crowded: AbstractSet[tuple[str, str]], trusted: AbstractSet[str]
) -> Iterator[Evidence]:
    mine, theirs = row.values("mac"), other.values("mac")
    common = mine & theirs
    if common:
        proving = [mac for mac in common if mac in trusted or _proves(mac)]
        alone = sorted(mac for mac in proving if ("mac", mac) not in crowded)
        if len(alone) > 1:
            yield _evidence("mac", Finding.SEVERAL, alone[0], alone[0])
        elif alone:
            yield _evidence("mac", Finding.EQUAL, alone[0], alone[0])
        elif proving:
            yield _evidence("mac", Finding.SHARED, proving[0], proving[0])
        else:
            shared = ("mac", min(common)) in crowded
            yield _evidence("mac", Finding.SHARED if shared else Finding.WEAK, min(common), min(common))
        return
    if former := mine & other.former.get("mac", set()):
        yield _evidence("mac", Finding.FORMER, min(former), min(former))
        return
    soldered, theirs_soldered = (
        [mac for mac in macs if (mac in trusted or _proves(mac)) and ("mac", mac) not in crowded]
        for macs in (mine, theirs)
    )
    if soldered and theirs_soldered:
        yield _evidence("mac", Finding.DIFFERENT, min(soldered), min(theirs_soldered))


@lru_cache(maxsize=16_384)
def _proves(mac: str) -> bool:
    verdict = classify_mac(mac)
    return verdict.proves or verdict.kind is MacClass.VIRTUAL_MACHINE


def _host(
    row: Identity, other: Identity, crowded: AbstractSet[tuple[str, str]], before: list[Evidence]
) -> Iterator[Evidence]:
    if row.host is not None and other.host is not None:
        yield from _hostnames(row, other, crowded, before)
        return
    mine, theirs = row.called, other.called
    if not mine or not theirs:
        return
    if mine == theirs:
        generic = row.is_called_like_many or other.is_called_like_many
        shared = ("hostname", mine) in crowded or ("name", row.name) in crowded
        finding = Finding.WEAK if generic else Finding.SHARED if shared else Finding.EQUAL
        yield _evidence("hostname", finding, mine, theirs)


def _hostnames(
    row: Identity, other: Identity, crowded: AbstractSet[tuple[str, str]], before: list[Evidence]
) -> Iterator[Evidence]:
    mine, theirs = row.host, other.host
    if mine is None or theirs is None:
        return
    if are_same_host(mine, theirs) or mine.short == theirs.short:
        # Equal short names in two domains: moved from one to the other, or two machines. A weak sign.
        if mine.is_generic or not are_same_host(mine, theirs):
            finding = Finding.WEAK
        elif ("hostname", mine.short) in crowded:
            finding = Finding.SHARED
        else:
            finding = Finding.EQUAL if mine.short == theirs.short else _cut(row, mine, theirs, crowded)
        yield _evidence("hostname", finding, mine.short, theirs.short)
    elif mine.short in other.values("hostname") and ("hostname", mine.short) not in crowded:
        yield _evidence("hostname", Finding.WEAK if mine.is_generic else Finding.EQUAL, mine.short, mine.short)
    elif mine.short in other.former.get("hostname", set()):
        yield _evidence("hostname", Finding.FORMER, mine.short, theirs.short)
    else:
        hard = any(found.agrees and found.kind != "mac" and found.finding is not Finding.SHARED for found in before)
        hard = hard or _is_built_in(row, other, before)
        finding = Finding.EXCUSED if hard or mine.is_generic or theirs.is_generic else Finding.DIFFERENT
        yield _evidence("hostname", finding, mine.short, theirs.short)


def _cut(row: Identity, mine: Hostname, theirs: Hostname, crowded: AbstractSet[tuple[str, str]]) -> Finding:
    """A name cut by NetBIOS says which machine it is if one alone begins so: not PC-1 for PC-12 of a series."""
    shorter, longer = sorted((mine.short, theirs.short), key=len)
    is_alone = (CUT_HOSTNAME, shorter) not in crowded and not is_number_cut(shorter, longer)
    return Finding.ONLY_CUT if is_alone and not row.has_hard_keys else Finding.CUT


def _is_built_in(row: Identity, other: Identity, before: list[Evidence]) -> bool:
    """Whether the adapter that both have can't be one of a docking station: what carries it was only renamed."""
    common = next((each for each in before if each.kind == "mac" and each.finding in _CERTAIN), None)
    if common is None:
        return False
    families = {row.family, other.family} - {None}
    return is_of_fixture(common.value) or (bool(families) and families <= _WITHOUT_DOCKS)


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
        yield _evidence("uuid", finding, mine[key], theirs[key])
    elif mine.keys() & {_match_key(value) for value in other.former.get("uuid", ())}:
        yield _evidence("uuid", Finding.FORMER, min(mine.values()), "")
    elif theirs:
        # The board carries both. Where the serial is equal, firmware was written anew.
        finding = Finding.DIFFERENT if serial is None else Finding.EXCUSED
        yield _evidence("uuid", finding, min(mine.values()), min(theirs.values()))


def _beside(row: Identity, other: Identity) -> Iterator[Evidence]:
    if row.manufacturer and other.manufacturer:
        same = _one_begins_the_other(row.manufacturer, other.manufacturer)
        finding = Finding.EQUAL if same else Finding.DIFFERENT
        yield _evidence("manufacturer", finding, row.manufacturer, other.manufacturer)
    if row.model and other.model:
        same = row.model in other.model or other.model in row.model
        yield _evidence("model", Finding.EQUAL if same else Finding.DIFFERENT, row.model, other.model)
    if row.family and other.family and row.family != other.family:
        yield _evidence("type", Finding.DIFFERENT, row.type or "", other.type or "")
    for kind, mine, theirs in (
        ("location", row.location_id, other.location_id),
        ("contact", row.contact_id, other.contact_id),
    ):
        if mine and theirs:
            yield _evidence(kind, Finding.EQUAL if mine == theirs else Finding.DIFFERENT)
    if row.ip and row.ip == other.ip:
        yield _evidence("ip", Finding.EQUAL, row.ip, row.ip)


def _nothing_else(row: Identity, other: Identity, found: list[Evidence]) -> Iterator[Evidence]:
    """Both are known by their name alone, and whatever else is said of them agrees: as sure as one can be."""
    if row.has_hard_keys or other.has_hard_keys:
        return
    by_name = [each for each in found if each.kind == "hostname" and each.agrees and each.finding is not Finding.CUT]
    if by_name and all(each.weight >= 0 for each in found):
        yield _evidence("record", Finding.EQUAL)


def _one_begins_the_other(one: str, other: str) -> bool:
    if one == other:
        return len(one) >= _NAMED_MAKERS
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _NAMED_MAKERS and longer.startswith(shorter)


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


def shown(evidence: Evidence) -> str:
    """The finding in words: "serial 4XK2… equal", "host name differs (ws-1, was ws-9)"."""
    value = evidence.value if len(evidence.value) <= NETBIOS_LENGTH + 5 else evidence.value[:NETBIOS_LENGTH] + "…"
    if evidence.finding in {Finding.DIFFERENT, Finding.EXCUSED, Finding.TYPO, *_CUTS, *_ALIKE}:
        against = f" ({value} against {evidence.other[:30]})" if evidence.value else ""
        return f"{evidence.kind} {evidence.finding.partition(',')[0]}{against}"
    return f"{evidence.kind} {value} {evidence.finding}".replace("  ", " ")
