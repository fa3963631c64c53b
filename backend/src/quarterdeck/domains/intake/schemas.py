"""Observations as they are handed to intake, whoever read them."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

#: Keys that only help to find, beside the identifiers the asset will carry: the name, the other byte order of a UUID,
#: what NetBIOS keeps of a host name, all identifiers together; and the asset's own id, where the row says which asset
#: it is about.
NAME, SWAPPED_UUID, CUT_HOSTNAME, ALL, ROW_KEY = "name", "uuid~", "hostname~", "all", "row_key"
ONLY_LEADING = frozenset({NAME, SWAPPED_UUID, CUT_HOSTNAME, ALL, ROW_KEY})


#: In the value of a `source` key: the number stood in a list. Whose numbering it was, only the list's headings told.
LISTED = ":list:"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, or with one field of it. An error keeps the row out; anything else is told."""

    code: str
    message: str
    field: str | None = None
    is_error: bool = True
    #: The name that nobody has entered yet, where that is what is wrong.
    name: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, "field": self.field, "is_error": self.is_error}


@dataclass(slots=True)
class Observed:
    """What a source says of one asset: normalised, and without empty values."""

    row_no: int
    client_id: uuid.UUID | None = None
    client_key: str = ""
    location_id: uuid.UUID | None = None
    contact_id: uuid.UUID | None = None
    #: Records to create with the row, by what they are: client, location, contact.
    missing: dict[str, str] = field(default_factory=dict)
    type: str = "workstation"
    type_is_stated: bool = False
    observed_at: datetime | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    extension: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, Any] = field(default_factory=dict)
    #: Fields that a person emptied, by their key in provenance.
    cleared: list[str] = field(default_factory=list)
    keys: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    raw: list[str] | None = None

    @property
    def error(self) -> Fault | None:
        """The first fault that keeps the row out."""
        return next((fault for fault in self.faults if fault.is_error), None)


@dataclass(slots=True)
class Verdict:
    """What is to be done with one observation, and why."""

    row_no: int
    outcome: str
    asset_id: uuid.UUID | None
    reason: str
    duplicate_of_row: int | None = None
    matched_on: tuple[str, ...] = ()
    score: float = 0.0
    evidence: tuple[dict[str, Any], ...] = ()
    #: Of `review`: the kind of doubt, and every candidate with its evidence.
    review: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What people have said of an observation like this one: which asset it is, and which ones it is not."""

    asset_id: uuid.UUID | None = None
    #: The asset is yet to be made, under this id.
    is_new: bool = False
    not_assets: frozenset[uuid.UUID] = frozenset()
    #: "decided by R. Bell on 28 November 2026"
    told: str = ""


#: Numbers by outcome.
Counts = dict[str, int]
