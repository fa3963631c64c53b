"""Which identifiers an asset carries. Values that stand for nothing (placeholders) make none, though they are shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from quarterdeck.kit.identifiers.hostnames import normalise_hostname
from quarterdeck.kit.identifiers.junk import NO_JUNK, Junk, JunkKind
from quarterdeck.kit.identifiers.macs import MacClass, classify_mac
from quarterdeck.kit.identifiers.mobiles import normalise_imei
from quarterdeck.kit.identifiers.serials import normalise_serial
from quarterdeck.kit.identifiers.tags import normalise_tag
from quarterdeck.kit.identifiers.uuids import normalise_uuid

#: Columns that make identifiers: of `assets`, and of the extension of mobile devices.
SOURCES = frozenset({"tag", "serial", "manufacturer", "mac_addresses", "hostname", "hardware_uuid", "imei", "imei2"})

_NO_DEVICE = frozenset({MacClass.NOTHING, MacClass.MULTICAST})


def identifiers_of(values: Mapping[str, object], *, junk: Junk = NO_JUNK) -> tuple[tuple[str, str], ...]:
    """(kind, normalised value) of an asset with these column values (see `SOURCES`), each once."""
    return tuple(dict.fromkeys(_found(values, junk)))


def _found(values: Mapping[str, object], junk: Junk) -> Iterator[tuple[str, str]]:
    maker = str(values.get("manufacturer") or "") or None
    for column, kind, read in _READERS:
        text = values.get(column)
        value = read(str(text), maker, junk) if text else None
        if value is not None:
            yield kind, value
    macs = values.get("mac_addresses")
    for mac in macs if isinstance(macs, list) else []:
        if classify_mac(mac).kind not in _NO_DEVICE:
            yield "mac", mac


def _hostname(text: str, _maker: str | None, _junk: Junk) -> str | None:
    hostname = normalise_hostname(text).value
    return hostname.short if hostname is not None else None


def _imei(text: str, _maker: str | None, _junk: Junk) -> str | None:
    return normalise_imei(text).value


#: Column, kind, and how the value is read: with the maker, and what the tenant says of values that identify nothing.
_READERS: Sequence[tuple[str, str, Callable[[str, str | None, Junk], str | None]]] = (
    ("tag", "tag", lambda text, _, junk: normalise_tag(text, lists=junk.of(JunkKind.TAG)).value),
    (
        "serial",
        "serial",
        lambda text, maker, junk: normalise_serial(text, maker=maker, lists=junk.of(JunkKind.SERIAL)).value,
    ),
    ("hostname", "hostname", _hostname),
    ("hardware_uuid", "uuid", lambda text, _, junk: normalise_uuid(text, lists=junk.of(JunkKind.UUID)).value),
    ("imei", "imei", _imei),
    ("imei2", "imei", _imei),
)
