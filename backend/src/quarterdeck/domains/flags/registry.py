"""The switches there are. One that nothing asks for any more is deleted here, and its rules mean nothing."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["module", "screen"]


@dataclass(frozen=True, slots=True)
class Flag:
    """`kind` module: absent for a client where it is off. screen: a new one beside the classic one, people choose."""

    key: str
    label: str
    description: str
    kind: Kind
    default: bool = True


ATTACHMENTS = Flag(
    "module.attachments",
    "Files and notes",
    "Notes and files that people keep with an asset. Off: nobody sees, adds or opens them for this client; what is "
    "there is kept.",
    "module",
)
LABELS = Flag(
    "module.labels",
    "Printed labels",
    "Labels with QR code and bar code for stickers on assets.",
    "module",
)
QUICK_CREATE = Flag(
    "ui.quick_create",
    "Quick create",
    "“New asset” opens a short form beside the page. The classic form is a page with every field.",
    "screen",
)

FLAGS: dict[str, Flag] = {flag.key: flag for flag in (ATTACHMENTS, LABELS, QUICK_CREATE)}
