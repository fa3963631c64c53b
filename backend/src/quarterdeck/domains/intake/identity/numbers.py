"""Numbers that people read off a device and type: serials, tags, IMEIs, and how two of them may be one."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

from quarterdeck.domains.intake.identity.evidence import Evidence, weighed
from quarterdeck.domains.intake.identity.identities import Identity, is_our_number
from quarterdeck.domains.intake.identity.weights import WEIGHTS, Finding

SHORT_SERIAL = 5
SHORT_TAG = 3
_MIN_CUT = 6
# Makers leave out O and I because people mistake them, so where one stands it was mistyped. 8 and B, 5 and S are both
# used, and follow each other in the series of one delivery.
_LOOK_ALIKE = str.maketrans("OI", "01")
_EASILY_MISTAKEN = str.maketrans("OQDILZSBG", "000112586")


def same_numbers(
    kind: str, row: Identity, other: Identity, crowded: AbstractSet[tuple[str, str]]
) -> Iterator[Evidence]:
    """Of a kind whose values are the same or are not."""
    mine, theirs = row.values(kind), other.values(kind)
    if not mine:
        return
    if common := mine & theirs:
        value = min(common)
        yield weighed(kind, Finding.SHARED if (kind, value) in crowded else Finding.EQUAL, value, value)
    elif former := mine & other.former.get(kind, set()):
        yield weighed(kind, Finding.FORMER, min(former), min(former))
    elif theirs and kind != "source":
        yield weighed(kind, Finding.DIFFERENT, min(mine), min(theirs))


def serials(row: Identity, other: Identity, crowded: AbstractSet[tuple[str, str]]) -> Iterator[Evidence]:
    """A short serial proves little; one that is read or cut differently is not quite another one."""
    for found in same_numbers("serial", row, other, crowded):
        if found.finding is Finding.EQUAL and len(found.value) <= SHORT_SERIAL:
            yield weighed("serial", Finding.WEAK, found.value, found.other)
        elif found.finding is Finding.DIFFERENT:
            pairs = [(mine, theirs) for mine in row.values("serial") for theirs in other.values("serial")]
            likenesses = [(likeness(mine, theirs), mine, theirs) for mine, theirs in pairs]
            best = max(likenesses, key=lambda each: WEIGHTS["serial", each[0]])
            yield weighed("serial", *best)
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


def tags(row: Identity, other: Identity, crowded: AbstractSet[tuple[str, str]]) -> Iterator[Evidence]:
    """Our own numbering says nothing against a device with a label of its own; the same number is the same asset."""
    for found in same_numbers("tag", row, other, crowded):
        finding = found.finding
        if finding is Finding.DIFFERENT and (is_our_number(found.value) or is_our_number(found.other)):
            continue
        if finding is Finding.DIFFERENT and _is_without_zeros(found.value, found.other):
            finding = Finding.LOOK_ALIKE
        if finding is Finding.EQUAL and found.value.isdigit() and len(found.value) <= SHORT_TAG:
            finding = Finding.WEAK
        yield weighed("tag", finding, found.value, found.other)


def _is_without_zeros(one: str, other: str) -> bool:
    return one.isdigit() and one.lstrip("0") == other.lstrip("0")
