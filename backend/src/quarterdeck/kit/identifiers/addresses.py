"""IP addresses: with masks, zones and ports, alone or in lists."""

import ipaddress
import re
from dataclasses import dataclass

from quarterdeck.kit.outcomes import shown
from quarterdeck.kit.text import clean_text

_SEPARATORS = re.compile(r"[\s,;|\[\](){}<>\"']+")
_PORT = re.compile(r"^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$")
_NOISE = frozenset({"", "-", "n/a", "none", "null", "and", "dhcp", "static"})
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_PLAIN = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}", re.ASCII)
#: Where one has to look closer: loopback, self-assigned, multicast, none.
_SPECIAL = ("127.", "169.254.", "22", "23", "0.")
_MASK = re.compile(r"^255(?:\.\d{1,3}){3}$")


@dataclass(frozen=True, slots=True)
class AddressList:
    """Host addresses in their shortest spelling, in order, each once; and a sentence for every part that is none."""

    values: tuple[str, ...]
    problems: tuple[str, ...] = ()


def parse_ips(text: str) -> AddressList:
    """Every address in `text`; network masks are dropped, because a device has an address and not a network."""
    if _PLAIN.fullmatch(text) and text != "0.0.0.0":  # noqa: S104 (compared, not bound)
        return AddressList((text,) if not _MASK.match(text) else ())
    values: dict[str, None] = {}
    problems: list[str] = []
    for part in _SEPARATORS.split(clean_text(text)):
        if part.casefold() in _NOISE or _MASK.match(part):
            continue
        address = _address(part)
        if address is None:
            problems.append(f"'{shown(part)}' is not an IP address.")
        elif not address.is_unspecified:
            values[str(address)] = None
    return AddressList(tuple(values), tuple(problems))


def is_routable(ip: str) -> bool:
    """Whether the address says where a device is: not loopback, not self-assigned (169.254, fe80), not multicast."""
    if _PLAIN.fullmatch(ip) and not ip.startswith(_SPECIAL):
        return True
    address = ipaddress.ip_address(ip)
    return not (address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified)


def _address(part: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    bare = part.partition("/")[0].partition("%")[0]
    with_port = _PORT.match(bare)
    try:
        address = ipaddress.ip_address(with_port[1] if with_port else bare)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
