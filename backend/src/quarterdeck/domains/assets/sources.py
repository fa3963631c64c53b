"""Sources by name: `person`, or a kind and a name such as `agent:Datto RMM`, `file:inventory`, `api:Rewst`."""

import re
from pathlib import PurePath

from quarterdeck.kit.text import clean_text
from quarterdeck.platform.actors import Actor, Origin

PERSON = "person"
#: An agent reads the device itself (an RMM, an MDM), whether over its interface or in its exports.
AGENT = "agent"
KINDS = (PERSON, AGENT, "connector", "api", "file")
LENGTH = 100

_DAY = r"\d{4}[-_.]?\d{2}[-_.]?\d{2}"
_TIME = r"[T_ .-]*\d{2}[-_.:]?\d{2}([-_.:]?\d{2})?"
_STAMP = re.compile(rf"[\s_.-]*(\(\d+\)|{_DAY}({_TIME})?|copy)$", re.IGNORECASE)


def source_of(text: str) -> str:
    """A name somebody gave to a source; without a kind it is a file's. Nobody can name himself a person."""
    name = clean_text(text)
    kind, colon, rest = name.partition(":")
    if colon and kind.lower() in KINDS and kind.lower() != PERSON and rest.strip():
        return f"{kind.lower()}:{rest.strip()}"[:LENGTH]
    return f"file:{name}"[:LENGTH]


def source_of_file(file_name: str) -> str:
    """The same export of another day is the same source: dates and counters at the end don't count."""
    stem = PurePath(file_name).stem
    while (shorter := _STAMP.sub("", stem)) != stem and shorter:
        stem = shorter
    return f"file:{clean_text(stem) or 'file'}"[:LENGTH]


def source_of_writer(actor: Actor) -> str:
    """Who writes to the record directly: a program that names itself by its token, or a person."""
    if actor.token_id is not None or actor.origin is Origin.API:
        return f"api:{clean_text(actor.label)}"[:LENGTH]
    return PERSON


def kind_of(source: str) -> str:
    return source.partition(":")[0]


def name_of(source: str) -> str:
    return source.partition(":")[2]
