"""What a person types into a filter, in the form in which the register stores it."""

from quarterdeck.kit.identifiers.hostnames import normalise_hostname
from quarterdeck.kit.identifiers.mobiles import normalise_imei
from quarterdeck.kit.identifiers.serials import normalise_serial
from quarterdeck.kit.identifiers.tags import normalise_tag
from quarterdeck.kit.identifiers.uuids import normalise_uuid
from quarterdeck.kit.text import clean_text, compact


def serial(text: str) -> str:
    """Parts of a serial are folded like a whole one, also where they are too short to be one."""
    return normalise_serial(text).value or compact(text).upper()


def tag(text: str) -> str:
    return normalise_tag(text).value or "".join(clean_text(text).split()).upper()


def hardware_uuid(text: str) -> str:
    return normalise_uuid(text).value or clean_text(text).casefold()


def hostname(text: str) -> str:
    found = normalise_hostname(text).value
    return found.short if found else clean_text(text).casefold()


def imei(text: str) -> str:
    return normalise_imei(text).value or compact(text).upper()


def label(text: str) -> str:
    """A tag on an asset: lower case, so that VIP and vip are one."""
    return clean_text(text).casefold()
