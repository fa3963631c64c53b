"""Identifiers in cells. What can't identify a device is left out; it is told where somebody could mend it."""

from collections.abc import Callable, Mapping

from quarterdeck.domains.assets.fields.values import Value
from quarterdeck.domains.intake.schemas import Fault
from quarterdeck.kit.identifiers.addresses import is_routable, parse_ips
from quarterdeck.kit.identifiers.hostnames import normalise_hostname
from quarterdeck.kit.identifiers.junk import NO_JUNK, Junk, JunkKind
from quarterdeck.kit.identifiers.macs import MacClass, classify_mac, parse_macs
from quarterdeck.kit.identifiers.mobiles import normalise_imei
from quarterdeck.kit.identifiers.serials import normalise_serial
from quarterdeck.kit.identifiers.tags import normalise_tag
from quarterdeck.kit.identifiers.uuids import normalise_uuid
from quarterdeck.kit.outcomes import Outcome
from quarterdeck.kit.text import clean_text

Found = tuple[Value | None, Fault | None]

#: Said by firmware that has nothing to say: no fault of the file.
_SILENT = frozenset({"placeholder", "empty", "too_short"})
_MAX_MACS = 64


def read_identifier(field_id: str, text: str, *, maker: str | None, junk: Junk = NO_JUNK) -> Found:
    """The value to keep, and what to tell about one that can't be used."""
    match field_id:
        case "serial":
            return _outcome(field_id, normalise_serial(text, maker=maker, lists=junk.of(JunkKind.SERIAL)))
        case "tag":
            return _outcome(field_id, normalise_tag(text, lists=junk.of(JunkKind.TAG)))
        case "hardware_uuid":
            return _outcome(field_id, normalise_uuid(text, lists=junk.of(JunkKind.UUID)))
        case _:
            return _READERS[field_id](text)


def _outcome(field_id: str, outcome: Outcome[str]) -> Found:
    if outcome.value is not None or outcome.code in _SILENT:
        return outcome.value, None
    sentence = f"{outcome.reason} The row goes in without it."
    return None, Fault(outcome.code or "invalid", sentence, field_id, is_error=False)


def _hostname(text: str) -> Found:
    outcome = normalise_hostname(text)
    if outcome.value is None:
        return _outcome("hostname", Outcome(None, outcome.code, outcome.reason))
    shown = clean_text(text).strip("'\"[]()<> ").rpartition("\\")[2].lstrip("/").partition(".")[0].removesuffix("$")
    # As people write it, if that is the same name.
    return (shown if shown.casefold() == outcome.value.short else outcome.value.short), None


def _macs(text: str) -> Found:
    found = parse_macs(text)
    nothing = {MacClass.NOTHING, MacClass.MULTICAST}
    values = [mac for mac in found.values if classify_mac(mac).kind not in nothing][:_MAX_MACS]
    fault = None
    if found.problems:
        fault = Fault("not_a_mac", f"{found.problems[0]} The row goes in without it.", "mac", is_error=False)
    return values or None, fault


def _ip(field_id: str, text: str) -> Found:
    found = parse_ips(text)
    value = next((each for each in found.values if is_routable(each)), next(iter(found.values), None))
    if value is None and found.problems:
        return None, Fault(
            "not_an_address", f"{found.problems[0]} The row goes in without it.", field_id, is_error=False
        )
    return value, None


_READERS: Mapping[str, Callable[[str], Found]] = {
    "hostname": _hostname,
    "imei": lambda text: _outcome("imei", normalise_imei(text)),
    "imei2": lambda text: _outcome("imei2", normalise_imei(text)),
    "mac": _macs,
    "ip": lambda text: _ip("ip", text),
    "wan_ip": lambda text: _ip("wan_ip", text),
}
IDENTIFIER_FIELDS = frozenset({"serial", "tag", "hardware_uuid", *_READERS})
