"""Host names: short and full, as people, Windows and DNS write them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from quarterdeck.kit.identifiers.placeholders import NO_LISTS, Lists, is_placeholder
from quarterdeck.kit.outcomes import Outcome, nothing, refused, shown, usable
from quarterdeck.kit.text import fold

NETBIOS_LENGTH = 15
_MAX_LENGTH = 253
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*", re.IGNORECASE)
_GENERIC_NAMES = (
    "localhost localdomain desktop laptop notebook pc computer workstation server host hostname machine device client "
    "unknown admin administrator user owner home office reception windows win10 win11 mac macbook macbookpro "
    "macbookair imac macmini iphone ipad android ubuntu debian centos fedora linux raspberrypi kali printer scanner "
    "router switch firewall test temp new default template image golden vm"
)
SHIPPED_GENERIC = tuple(_GENERIC_NAMES.split())
_GENERIC = frozenset(SHIPPED_GENERIC)
_NOT_PLAIN = re.compile(r"[^a-z0-9]")
_TEMPORARY = re.compile(r"minint-[a-z0-9]+|(?:win|desktop|laptop)-(?:0+|x+|test)")


@dataclass(frozen=True, slots=True)
class Hostname:
    """`short` is compared; `is_generic` says that many machines are called so."""

    short: str
    domain: str | None
    is_generic: bool

    @property
    def full(self) -> str:
        return f"{self.short}.{self.domain}" if self.domain else self.short

    @property
    def may_be_cut(self) -> bool:
        """Windows cuts NetBIOS names after 15 characters, so this may be the beginning of a longer name."""
        return len(self.short) == NETBIOS_LENGTH


@lru_cache(maxsize=8_192)
def normalise_hostname(text: str, lists: Lists = NO_LISTS) -> Outcome[Hostname]:
    """Lower case, without the domain in front, trailing dot and the $ of a computer account.

    `lists` are short names of which a tenant says that many machines have them, or that one machine has.
    """
    name = fold(text).strip("'\"[]()<> ").lstrip("\\/")
    name = name.rpartition("\\")[2].strip("'\"[]()<> .$")
    if not name:
        return nothing()
    if _ADDRESS.fullmatch(name):
        return refused("hostname_is_address", f"'{shown(text)}' is an address, not a host name.")
    if is_placeholder(name) and name not in _GENERIC:
        return refused("placeholder", f"'{shown(text)}' stands for no host name.")
    if len(name) > _MAX_LENGTH:
        return refused("too_long", f"'{shown(text)}' is too long for a host name.")
    short, _, domain = name.partition(".")
    short, domain = short.strip(), domain.strip(" .")
    if not short or "/" in name or "@" in name:
        return refused("not_a_hostname", f"'{shown(text)}' is not a host name.")
    return usable(Hostname(short, domain or None, is_generic=_is_generic(short, lists)))


def are_same_host(one: Hostname, other: Hostname) -> bool:
    """Equal short names, or one is the NetBIOS cut of the other; full domains must not contradict each other."""
    if one.domain and other.domain and one.domain != other.domain:
        return False
    if one.short == other.short:
        return True
    shorter, longer = sorted((one.short, other.short), key=len)
    return len(shorter) == NETBIOS_LENGTH and longer.startswith(shorter)


def is_number_cut(shorter: str, longer: str) -> bool:
    """Whether the shorter name would end within a number of the longer one, as PC-1 does in PC-12."""
    return shorter[-1:].isdigit() and longer[len(shorter) :][:1].isdigit()


def _is_generic(short: str, lists: Lists) -> bool:
    if short in lists.added or short in lists.allowed:
        return short in lists.added
    bare = _NOT_PLAIN.sub("", short)
    stem = bare.rstrip("0123456789")
    # PC1 may be anybody's, PC0471 is somebody's.
    is_known = bare in _GENERIC or (stem in _GENERIC and len(bare) - len(stem) <= 1)
    return is_known or _TEMPORARY.fullmatch(short) is not None
