"""MAC addresses: every spelling, lists of them, and what an address can prove."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from quarterdeck.kit.outcomes import shown
from quarterdeck.kit.text import clean_text

_MAC = re.compile(
    r"(?<![0-9a-f:.\-])(?:"
    r"[0-9a-f]{1,2}(?:[:][0-9a-f]{1,2}){5}|[0-9a-f]{2}(?:-[0-9a-f]{2}){5}|[0-9a-f]{2}(?: [0-9a-f]{2}){5}|"
    r"[0-9a-f]{2}(?:\.[0-9a-f]{2}){5}|[0-9a-f]{4}([.:\-])[0-9a-f]{4}\1[0-9a-f]{4}|[0-9a-f]{6}[:\-][0-9a-f]{6}|"
    r"(?:0x)?[0-9a-f]{12})(?![0-9a-f:\-]|\.[0-9a-f])",
    re.IGNORECASE,
)
_ONE = re.compile(r"[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}|[0-9a-fA-F]{2}(?:-[0-9a-fA-F]{2}){5}")
_SEPARATORS = re.compile(r"[\s,;|/\[\](){}<>\"'=]+")
_LABEL = re.compile(
    r"(?:mac(?:address(?:es)?)?|ethernet|wi-?fi|wlan|lan|eth\d*|en\d*|none|n/a|null|-+|:+|primary|and)[.:#]*",
    re.IGNORECASE,
)
_ONE_DIGIT = 2  # and the colon
_BITS_LOCAL, _BITS_MULTICAST = 0b10, 0b01


class MacClass(StrEnum):
    GLOBAL = "global"
    VIRTUAL_MACHINE = "virtual_machine"
    SHARED_ADAPTER = "shared_adapter"
    VIRTUAL_ADAPTER = "virtual_adapter"
    LOCAL = "local"
    MULTICAST = "multicast"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class MacList:
    """Addresses as aa:bb:cc:dd:ee:ff, in order, each once; and a sentence for every part that is none."""

    values: tuple[str, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MacVerdict:
    """`proves` says whether the address speaks for one device; `reason` is for the person who asks why not."""

    kind: MacClass
    proves: bool
    reason: str | None = None


# Makers of USB network chips and docking stations, as the IEEE has them: ASIX, Action Star, Good Way, Plugable,
# Luxshare, Realtek (USB), Magic Control, DisplayLink, Speed Dragon, BizLink, CE Link.
_DOCK_MAKERS = (
    "00:0e:c6 20:7b:d2 cc:47:92 f8:e4:3b 00:24:9b 00:50:b6 8c:ae:4c 3c:18:a0 10:82:86 60:6d:3c 60:7d:09 e8:95:26 "
    "00:e0:4c 00:05:1b 00:0f:9d 6c:a9:36 00:13:3b 9c:eb:e8 0c:37:96 a0:ce:c8"
)
# Huawei HiLink, Qualcomm: set by the driver or the firmware.
_MODEMS = ("0c:5b:8f:27:9a:64", "58:2c:80:13:92:63", "00:1e:10:1f:00:00", "00:a0:c6:00:00:00")
_CLONED = "and copied when a machine is cloned"
# The first that fits counts, so what hypervisors give their host stands before what they give their guests.
_PREFIXES: tuple[tuple[MacClass, str, tuple[str, ...]], ...] = (
    (MacClass.VIRTUAL_ADAPTER, "the same on every host of VMware Workstation", ("00:50:56:c0:00",)),
    (MacClass.VIRTUAL_ADAPTER, "the same on every host of VirtualBox", ("0a:00:27:00:00",)),
    (MacClass.VIRTUAL_ADAPTER, "the same on every host of Parallels", ("00:1c:42:00:00",)),
    (MacClass.VIRTUAL_MACHINE, f"made by VMware, {_CLONED}", ("00:0c:29", "00:50:56", "00:05:69", "00:1c:14")),
    (MacClass.VIRTUAL_MACHINE, f"made by Hyper-V, {_CLONED}", ("00:15:5d",)),
    (MacClass.VIRTUAL_MACHINE, f"made by VirtualBox, {_CLONED}", ("08:00:27",)),
    (MacClass.VIRTUAL_MACHINE, f"made by Xen, {_CLONED}", ("00:16:3e",)),
    (MacClass.VIRTUAL_MACHINE, f"made by QEMU or KVM, {_CLONED}", ("52:54:00",)),
    (MacClass.VIRTUAL_MACHINE, f"made by Parallels, {_CLONED}", ("00:1c:42",)),
    (MacClass.VIRTUAL_MACHINE, f"made by Proxmox, {_CLONED}", ("bc:24:11",)),
    (MacClass.VIRTUAL_MACHINE, f"made by Nutanix, {_CLONED}", ("50:6b:8d",)),
    (
        MacClass.VIRTUAL_ADAPTER,
        "the same on every Cisco AnyConnect adapter",
        ("00:05:9a:3c:7a:00", "00:05:9a:3c:78:00"),
    ),
    (MacClass.VIRTUAL_ADAPTER, "the same on every FortiClient adapter", ("00:09:0f:fe:00:01", "00:09:0f:aa:00:01")),
    (MacClass.VIRTUAL_ADAPTER, "of a GlobalProtect adapter", ("02:50:41:00:00",)),
    (MacClass.VIRTUAL_ADAPTER, "of a Pulse Secure adapter", ("02:05:85:7f:eb:80",)),
    (MacClass.VIRTUAL_ADAPTER, "of a TAP adapter (OpenVPN and others)", ("00:ff",)),
    (MacClass.VIRTUAL_ADAPTER, "of a Windows WAN miniport", ("20:41:53", "33:50:6f:45:30:30", "50:50:54:50:30:30")),
    (MacClass.VIRTUAL_ADAPTER, "of the Microsoft loopback adapter", ("02:00:4c:4f:4f:50",)),
    (MacClass.VIRTUAL_ADAPTER, "of a Docker bridge", ("02:42",)),
    (MacClass.VIRTUAL_ADAPTER, "between processor and security chip of every Mac of its time", ("ac:de:48:00:11:22",)),
    (MacClass.VIRTUAL_ADAPTER, "the same on every mobile modem of its kind", _MODEMS),
    (
        MacClass.VIRTUAL_ADAPTER,
        "known from unrelated machines",
        ("00:0b:ca:fe:00:00", "00:00:00:00:00:01", "44:45:53:54:00:00", "00:11:22:33:44:55", "00:01:02:03:04:05"),
    ),
    (
        MacClass.SHARED_ADAPTER,
        "of a USB adapter or docking station that moves between machines",
        tuple(_DOCK_MAKERS.split()),
    ),
)


_KNOWN_PREFIXES = tuple(prefix for _, _, prefixes in _PREFIXES for prefix in prefixes)
_GLOBAL = MacVerdict(MacClass.GLOBAL, proves=True)


# Of makers of printers, phones, cameras, storage and network equipment, whose adapters are part of the device.
_FIXTURE_MAKERS = (
    "008077 30055C 001BA9 3C2AF4 00C0EE 0017C8 002673 583879 000074 0000AA 9C934E 002000 000400 00074D "
    "000048 64EB8C 0026AB 000085 001E8F 2C9EFC 00408C ACCC8E B8A44F 805EC0 001565 249AD8 0004F2 64167F 000B82 "
    "C074AD 4419B6 C056E3 BCAD28 2857BE 001132 245EBE 00089B 00C0B7 24A43C 788A20 F09FC2 802AA8 FCECDA 7483C2 "
    "68D79A DC9FDB 0418D6 44D9E7 B4FBE4 E063DA 18E829 70A741 74ACB9 000C42 4C5E0C 6C3B6B D4CA6D E48D8C CC2DE0 "
    "64D154 B869F4 488F5A 2CC81B 085B0E 906CAC 704CA5 E81CBA 0006B1 0017C5 C0EAE4 18B169 00180A 881544 E0553D "
    "0C8DDB AC17C8 000B86 24DEC6 D8C7C8 6CF37F 94B40F 204C03"
)
_FIXTURES = tuple(f"{each[:2]}:{each[2:4]}:{each[4:]}".lower() for each in _FIXTURE_MAKERS.split())


def is_of_fixture(mac: str) -> bool:
    """Whether the adapter is built into a printer, phone, camera or network device: never into a dock."""
    return mac.startswith(_FIXTURES)


def shipped_junk() -> Iterator[tuple[str, str]]:
    """Address or beginning of one, and why it speaks for no single device."""
    for kind, words, prefixes in _PREFIXES:
        if kind is not MacClass.VIRTUAL_MACHINE:
            yield from ((prefix, f"{words[0].upper()}{words[1:]}.") for prefix in prefixes)


# Words in an adapter's description that say the same (rmm-contracts 7.3).
_DESCRIPTIONS: tuple[tuple[MacClass, re.Pattern[str]], ...] = (
    (
        MacClass.VIRTUAL_ADAPTER,
        re.compile(
            r"vpn|\btap\b|tap-|tunnel|bluetooth|miniport|loopback|anyconnect|globalprotect|fortinet|wireguard|zerotier|"
            r"tailscale|juniper|pangp|npcap|wi-?fi direct|vethernet|host-only|docker|\bvirtual\b",
            re.IGNORECASE,
        ),
    ),
    (
        MacClass.SHARED_ADAPTER,
        re.compile(r"\busb\b|dock|displaylink|thunderbolt|lan adapter|type-?c", re.IGNORECASE),
    ),
)


def parse_macs(text: str) -> MacList:
    """Every address in `text`: colons, dashes, dots, none; one, or a list in brackets, commas or semicolons."""
    if _ONE.fullmatch(text):  # nearly every cell
        return MacList((text.lower().replace("-", ":"),))
    cleaned = clean_text(text)
    found: dict[str, None] = {}
    for match in _MAC.finditer(cleaned):
        found[_canonical(match.group())] = None
    rest = _SEPARATORS.split(_MAC.sub(" ", cleaned))
    problems = tuple(f"'{shown(part)}' is not a MAC address." for part in rest if part and not _LABEL.fullmatch(part))
    return MacList(tuple(found), problems)


@lru_cache(maxsize=16_384)
def classify_mac(mac: str, *, description: str = "") -> MacVerdict:
    """What a canonical address proves about the machine that reports it; `description` is the adapter's own name."""
    first = int(mac[:2], 16)
    if len(set(mac)) == _ONE_DIGIT:
        return MacVerdict(MacClass.NOTHING, proves=False, reason=f"{mac} is no address of a device.")
    for kind, words, prefixes in _PREFIXES if mac.startswith(_KNOWN_PREFIXES) else ():
        if mac.startswith(prefixes):
            return MacVerdict(kind, proves=kind is MacClass.VIRTUAL_MACHINE, reason=f"{mac} is {words}.")
    if first & _BITS_MULTICAST:
        return MacVerdict(MacClass.MULTICAST, proves=False, reason=f"{mac} is a multicast address, not of one device.")
    if first & _BITS_LOCAL:
        reason = f"{mac} is locally administered: made up by software, and random on many phones."
        return MacVerdict(MacClass.LOCAL, proves=False, reason=reason)
    for kind, pattern in _DESCRIPTIONS:
        if found := pattern.search(description):
            reason = f"{mac} belongs to an adapter described as '{shown(found.group())}', which may be shared."
            return MacVerdict(kind, proves=False, reason=reason)
    return _GLOBAL


def _canonical(text: str) -> str:
    parts = re.split(r"[:\-. ]", text.casefold().removeprefix("0x"))
    digits = "".join(part.zfill(2) for part in parts)
    return ":".join(digits[i : i + 2] for i in range(0, 12, 2))
