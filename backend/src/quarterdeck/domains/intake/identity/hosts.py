"""What the names of two machines say of them."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from quarterdeck.domains.intake.identity.evidence import CERTAIN, Evidence, weighed
from quarterdeck.domains.intake.identity.identities import Identity
from quarterdeck.domains.intake.identity.weights import Finding
from quarterdeck.domains.intake.schemas import CUT_HOSTNAME
from quarterdeck.kit.identifiers.hostnames import Hostname, are_same_host, is_number_cut
from quarterdeck.kit.identifiers.macs import is_of_fixture

_WITHOUT_DOCKS = frozenset({"printer", "network_device"})


def hosts(
    row: Identity, other: Identity, crowded: AbstractSet[tuple[str, str]], before: list[Evidence]
) -> Iterator[Evidence]:
    """`before` is what the numbers and adapters of the two have shown."""
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
        yield weighed("hostname", finding, mine, theirs)


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
        yield weighed("hostname", finding, mine.short, theirs.short)
    elif mine.short in other.values("hostname") and ("hostname", mine.short) not in crowded:
        yield weighed("hostname", Finding.WEAK if mine.is_generic else Finding.EQUAL, mine.short, mine.short)
    elif mine.short in other.former.get("hostname", set()):
        yield weighed("hostname", Finding.FORMER, mine.short, theirs.short)
    else:
        hard = any(found.agrees and found.kind != "mac" and found.finding is not Finding.SHARED for found in before)
        hard = hard or _is_built_in(row, other, before)
        finding = Finding.EXCUSED if hard or mine.is_generic or theirs.is_generic else Finding.DIFFERENT
        yield weighed("hostname", finding, mine.short, theirs.short)


def _cut(row: Identity, mine: Hostname, theirs: Hostname, crowded: AbstractSet[tuple[str, str]]) -> Finding:
    """A name cut by NetBIOS says which machine it is if one alone begins so: not PC-1 for PC-12 of a series."""
    shorter, longer = sorted((mine.short, theirs.short), key=len)
    is_alone = (CUT_HOSTNAME, shorter) not in crowded and not is_number_cut(shorter, longer)
    return Finding.ONLY_CUT if is_alone and not row.has_hard_keys else Finding.CUT


def _is_built_in(row: Identity, other: Identity, before: list[Evidence]) -> bool:
    """Whether the adapter that both have can't be one of a docking station: what carries it was only renamed."""
    common = next((each for each in before if each.kind == "mac" and each.finding in CERTAIN), None)
    if common is None:
        return False
    families = {row.family, other.family} - {None}
    return is_of_fixture(common.value) or (bool(families) and families <= _WITHOUT_DOCKS)
