"""What is known of a machine, from its record or from a row, in the form in which it is compared."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from quarterdeck.domains.intake.schemas import ONLY_LEADING
from quarterdeck.kit.identifiers.hostnames import Hostname, normalise_hostname
from quarterdeck.kit.identifiers.placeholders import NO_LISTS, Lists
from quarterdeck.kit.identifiers.serials import virtual_platform
from quarterdeck.kit.text import compact, fold

_OUR_NUMBER = re.compile(r"AST-\d{6,}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}", re.IGNORECASE)
_VIRTUAL_WORDS = re.compile(
    r"vmware|virtual|hyper-?v|\bkvm\b|qemu|\bxen\b|virtualbox|parallels|proxmox|nutanix|amazon ?ec2|bochs|standard ?pc",
    re.IGNORECASE,
)
_HARD = frozenset({"serial", "uuid", "imei", "mac", "source"})
_FAMILIES = {"workstation": "computer", "server": "computer"}


def is_our_number(tag: str) -> bool:
    """Whether the register's counter may have given this tag: it is no label on the device then."""
    return _OUR_NUMBER.fullmatch(tag) is not None


@dataclass(slots=True)
class Identity:
    """Current and former values by kind, and what stands beside them."""

    current: dict[str, set[str]] = field(default_factory=dict)
    former: dict[str, set[str]] = field(default_factory=dict)
    host: Hostname | None = None
    name: str = ""
    manufacturer: str = ""
    model: str = ""
    type: str | None = None
    location_id: uuid.UUID | None = None
    contact_id: uuid.UUID | None = None
    ip: str | None = None

    def values(self, kind: str) -> set[str]:
        return self.current.get(kind, _NOTHING)

    @property
    def is_virtual(self) -> bool:
        if _says_virtual(f"{self.manufacturer} {self.model}"):
            return True
        return "serial" in self.current and any(map(virtual_platform, self.current["serial"]))

    @property
    def has_hard_keys(self) -> bool:
        """Whether anything but a name, or the number we gave it, identifies it."""
        if not _HARD.isdisjoint(self.current):
            return True
        return any(not is_our_number(tag) for tag in self.values("tag"))

    @property
    def family(self) -> str | None:
        return _FAMILIES.get(self.type, self.type) if self.type else None

    @property
    def called(self) -> str | None:
        """The one word people and networks call it by."""
        return self.host.short if self.host else (_fold(self.name) or None)

    @property
    def is_called_like_many(self) -> bool:
        """Whether its name says what it is rather than which: "iPhone", "LaserJet 400"."""
        if self.host is not None:
            return self.host.is_generic
        name = _compact(self.name)
        if _ADDRESS.fullmatch(self.name.strip()):
            return True
        as_host = _host(self.name)
        if as_host is not None and as_host.is_generic:
            return True
        return bool(name) and any(name in said or (said and said in name) for said in (self.model, self.manufacturer))

    def learn(self, other: "Identity") -> None:
        """Take over what another row of the same machine adds, so that later rows are held against all of it."""
        for kind, values in other.current.items():
            if kind in self.current:
                self.current[kind] |= values
            else:
                self.current[kind] = set(values)
        self.host = self.host or other.host
        self.name = self.name or other.name
        self.manufacturer = self.manufacturer or other.manufacturer
        self.model = self.model or other.model


_NOTHING: set[str] = set()
_compact = lru_cache(maxsize=16_384)(compact)
_fold = lru_cache(maxsize=16_384)(fold)


@lru_cache(maxsize=16_384)
def _says_virtual(text: str) -> bool:
    return _VIRTUAL_WORDS.search(text) is not None


@lru_cache(maxsize=16_384)
def _host(text: str, names: Lists = NO_LISTS) -> Hostname | None:
    return normalise_hostname(text, names).value


def identity_from(
    keys: Iterable[tuple[str, str]],
    former: Iterable[tuple[str, str]] = (),
    *,
    hostname: str | None = None,
    name: str | None = None,
    manufacturer: str | None = None,
    model: str | None = None,
    type_key: str | None = None,
    location_id: uuid.UUID | None = None,
    contact_id: uuid.UUID | None = None,
    ip: str | None = None,
    names: Lists = NO_LISTS,
) -> Identity:
    identity = Identity(
        host=_host(hostname, names) if hostname else None,
        name=name or "",
        manufacturer=_compact(manufacturer or ""),
        model=_compact(model or ""),
        type=type_key,
        location_id=location_id,
        contact_id=contact_id,
        ip=ip,
    )
    current = identity.current
    for kind, value in keys:
        if kind in current:
            current[kind].add(value)
        elif kind not in ONLY_LEADING:
            current[kind] = {value}
    for kind, value in former:
        identity.former.setdefault(kind, set()).add(value)
    return identity
