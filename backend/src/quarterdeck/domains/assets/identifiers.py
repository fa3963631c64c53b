"""Which identifiers an asset carries. Values that stand for nothing (placeholders) make none, though they are shown."""

from collections.abc import Iterator, Mapping

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
    def text(column: str) -> str:
        return str(values.get(column) or "")

    tag = normalise_tag(text("tag"), lists=junk.of(JunkKind.TAG)).value
    if tag is not None:
        yield "tag", tag
    serials = junk.of(JunkKind.SERIAL)
    serial = normalise_serial(text("serial"), maker=text("manufacturer") or None, lists=serials).value
    if serial is not None:
        yield "serial", serial
    hostname = normalise_hostname(text("hostname")).value
    if hostname is not None:
        yield "hostname", hostname.short
    hardware_uuid = normalise_uuid(text("hardware_uuid"), lists=junk.of(JunkKind.UUID)).value
    if hardware_uuid is not None:
        yield "uuid", hardware_uuid
    for column in ("imei", "imei2"):
        imei = normalise_imei(text(column)).value
        if imei is not None:
            yield "imei", imei
    macs = values.get("mac_addresses")
    for mac in macs if isinstance(macs, list) else []:
        if classify_mac(mac).kind not in _NO_DEVICE:
            yield "mac", mac
