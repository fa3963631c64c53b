"""Whether what two rows show is enough for a careful person to say "the same machine"."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.identity import identifiers as ids
from benchmarks.identity.sightings import NEW_OR_REVIEW, NOT_A_MATCH, Label, Outcome
from benchmarks.identity.world import Machine

JUNK = {"".join(filter(str.isalnum, text)).upper() for text in ids.JUNK_SERIALS} | {""}
LOOKALIKES = str.maketrans("OQILSBZ", "0011582")
#: Names devices come with; many of them in one building.
FACTORY_NAMES = {"U6-PRO", "IPHONE", "IPHONE 13", "SM-S911B"}


@dataclass(frozen=True)
class Showing:
    """The identifiers one row shows, as a person reads them."""

    client: str
    serial: str
    names: frozenset[str]
    macs: frozenset[str]
    uuid: str
    tag: str
    imei: str

    def identifiers(self) -> set[tuple[str, str]]:
        single = {("serial", self.serial), ("uuid", self.uuid), ("tag", self.tag), ("imei", self.imei)}
        return (
            {pair for pair in single if pair[1]}
            | {("mac", mac) for mac in self.macs}
            | {("name", n) for n in self.names}
        )


PREFIX = re.compile(r"^\W*(?:S/?N|SERIAL(?:\s(?:NO|NUMBER))?)[.:#\s]+", re.IGNORECASE)
SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?E\+?\d+$")


def read_serial(text: str) -> str:
    """What a person reads in the cell; nothing where it says nothing (junk, or a number a spreadsheet has crushed)."""
    if SCIENTIFIC.match(text) and ("." in text or "," in text):
        return ""
    plain = "".join(filter(str.isalnum, PREFIX.sub("", text))).upper()
    return "" if plain in JUNK else plain


def showing(claims: Machine, *, one_mac: bool, hidden: Iterable[str] = ()) -> Showing:
    """What a row about these claims shows in a file with (or without) room for several addresses."""
    unseen = set(hidden)
    nics = claims.nics[:1] if one_mac else claims.nics
    name = claims.hostname.split(".")[0].upper()
    return Showing(
        client=claims.client.name,
        serial=read_serial(claims.serial),
        # As written, and as NetBIOS cuts it: a long name in full tells more than its beginning.
        names=frozenset() if not name or name in FACTORY_NAMES else frozenset({name, name[:15]}),
        macs=frozenset(nic.mac for nic in nics if nic.role in {"lan", "wifi"}),
        uuid="" if "uuid" in unseen or claims.uuid in ids.JUNK_UUIDS else claims.uuid,
        tag="" if "tag" in unseen else claims.tag,
        imei="" if "imei" in unseen else claims.imei,
    )


def population(rows: Iterable[tuple[str, Showing]]) -> Counter[tuple[str, str, str]]:
    """How many machines of a client show an identifier; what several show proves nothing."""
    machines: dict[tuple[str, str, str], set[str]] = {}
    for truth, shown in rows:
        for kind, value in shown.identifiers():
            machines.setdefault((shown.client, kind, value), set()).add(truth)
    return Counter({key: len(truths) for key, truths in machines.items()})


def near(one: str, other: str) -> bool:
    """The same serial after a reading mistake, a swap of neighbours, a cut, lost zeros or a scanner's prefix."""
    if not one or not other or min(len(one), len(other)) < 6:
        return False
    if one.translate(LOOKALIKES) == other.translate(LOOKALIKES) or one.lstrip("0") == other.lstrip("0"):
        return True
    if len(one) == len(other):
        unlike = [at for at in range(len(one)) if one[at] != other[at]]
        swapped = len(unlike) == 2 and unlike[1] == unlike[0] + 1
        return swapped and one[unlike[0]] == other[unlike[1]] and one[unlike[1]] == other[unlike[0]]
    short, long = sorted((one, other), key=len)
    return long.startswith(short) or long.endswith(short)


def is_proved(row: Showing, known: Sequence[Showing], shared: Counter[tuple[str, str, str]]) -> bool:
    """True when nobody who sees both could doubt it."""
    agree = _agreements(row, known, shared)
    kinds = {kind for kind, _ in agree}
    serials = {other.serial for other in known if other.serial}
    if row.serial and serials and row.serial not in serials and not any(near(row.serial, serial) for serial in serials):
        return False
    if kinds & {"serial", "imei", "tag"}:
        return True
    macs = sum(kind == "mac" for kind, _ in agree)
    if macs > 1 or (macs and kinds & {"name", "uuid"}) or {"name", "uuid"} <= kinds:
        return True
    return any(near(row.serial, serial) for serial in serials) and bool(kinds & {"mac", "name"})


def hints(row: Showing, known: Sequence[Showing], shared: Counter[tuple[str, str, str]]) -> bool:
    return bool(_agreements(row, known, shared)) or any(near(row.serial, other.serial) for other in known)


def _agreements(row: Showing, known: Sequence[Showing], shared: Counter[tuple[str, str, str]]) -> set[tuple[str, str]]:
    seen = set().union(*(other.identifiers() for other in known)) if known else set()
    return {(kind, value) for kind, value in row.identifiers() & seen if shared[row.client, kind, value] == 1}


def judged(wanted: Label, row: Showing, known: Sequence[Showing], shared: Counter[tuple[str, str, str]]) -> Label:
    """`wanted`, with the answers added that are as good when the rows themselves do not prove it."""
    if wanted.ideal not in {Outcome.MATCH, Outcome.DUPLICATE} or is_proved(row, known, shared):
        return wanted
    if hints(row, known, shared):
        return wanted.widened(Outcome.REVIEW)
    return NOT_A_MATCH if not row.identifiers() else NEW_OR_REVIEW
