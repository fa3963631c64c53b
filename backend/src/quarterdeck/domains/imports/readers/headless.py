"""Tables without headings: how they are told, and what their columns are called by what is in them."""

import re
from collections.abc import Callable, Iterable, Sequence

from quarterdeck.kit.dates import DateOrder, parse_date
from quarterdeck.kit.identifiers.addresses import parse_ips
from quarterdeck.kit.identifiers.macs import parse_macs
from quarterdeck.kit.identifiers.makers import is_known_manufacturer
from quarterdeck.kit.identifiers.mobiles import normalise_imei
from quarterdeck.kit.identifiers.uuids import normalise_uuid
from quarterdeck.kit.text import clean_text

_HOST = re.compile(
    r"(?=.*\d)[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+(?:\.[A-Za-z0-9-]+)*|[A-Za-z][\w-]*(?:\.[A-Za-z0-9-]+){2,}"
)
_SERIAL = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]{6,25}")
_NUMBER = re.compile(r"[\d.,\s]*\d[\d.,\s]*")
_MOST, _ENOUGH_WEAK = 0.8, 2
#: Characters of the longest cell that can tell, a list of addresses: to read one of megabytes takes many seconds.
_LONGEST = 2_000


def _is_mac(text: str) -> bool:
    found = parse_macs(text)
    return bool(found.values) and not found.problems


def _is_ip(text: str) -> bool:
    found = parse_ips(text)
    return bool(found.values) and not found.problems


def _is_date(text: str) -> bool:
    return not _NUMBER.fullmatch(text) and any(parse_date(text, order=order).is_usable for order in DateOrder)


#: Heading, what its values look like, and whether no heading looks so and each value stands there once.
_KINDS: Sequence[tuple[str, Callable[[str], bool], bool, bool]] = (
    ("MAC Address", _is_mac, True, False),
    ("UUID", lambda text: normalise_uuid(text).is_usable, True, False),
    ("IMEI", lambda text: normalise_imei(text).is_usable, True, False),
    ("IP Address", _is_ip, True, False),
    ("Date", _is_date, True, False),
    ("Hostname", lambda text: _HOST.fullmatch(text) is not None, False, True),
    ("Serial Number", lambda text: _SERIAL.fullmatch(text) is not None, False, True),
    ("Manufacturer", is_known_manufacturer, False, False),
)
_IDENTIFYING = frozenset({"MAC Address", "UUID", "IMEI", "Hostname", "Serial Number"})


def begins_with_data(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row with anything in it is one like those below it: no heading is an address or a serial."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return False
    kinds = _kinds_of(filled)
    like_the_rest = [kind for place, kind in kinds.items() if place < len(filled[0]) and _fits(kind, filled[0][place])]
    strong = any(is_strong for heading, _, is_strong, _ in like_the_rest)
    names = {heading for heading, *_ in like_the_rest}
    return bool(names & _IDENTIFYING) and (strong or len(names) >= _ENOUGH_WEAK)


def headings_for(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Headings for the columns whose values tell; the first column of a kind gets it."""
    headings = [""] * width
    for place, (heading, *_) in sorted(_kinds_of(rows).items()):
        if place < width and heading not in headings:
            headings[place] = heading
    return headings


_Kind = tuple[str, Callable[[str], bool], bool, bool]


def _kinds_of(rows: Sequence[Sequence[str]]) -> dict[int, _Kind]:
    found: dict[int, _Kind] = {}
    for place in range(max(map(len, rows), default=0)):
        values = [text for row in rows if place < len(row) and (text := clean_text(row[place]))]
        kind = next((kind for kind in _KINDS if _are(kind, values)), None)
        if kind is not None:
            found[place] = kind
    return found


def _are(kind: _Kind, values: Sequence[str]) -> bool:
    if not values or (kind[3] and len(set(values)) < _MOST * len(values)):
        return False
    return _share(kind, values) >= _MOST


def _share(kind: _Kind, values: Iterable[str]) -> float:
    fitting = [_fits(kind, value) for value in values]
    return sum(fitting) / len(fitting)


def _fits(kind: _Kind, text: str) -> bool:
    return len(text) <= _LONGEST and kind[1](clean_text(text))
