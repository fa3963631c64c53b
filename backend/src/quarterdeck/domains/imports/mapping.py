"""Which column is which field, how sure that is, and why."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz, process

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.imports.vocabulary import HEADINGS
from quarterdeck.kit.identifiers.macs import parse_macs
from quarterdeck.kit.text import compact, fold
from quarterdeck.platform.tabular import CODE_HEADER, PROBLEM_HEADER, ROW_ID_HEADER, ROW_NUMBER_HEADER

#: From here on a column is mapped without asking.
SURE = 0.85
_FUZZY_SCALE = 0.95
_MIN_LIKENESS = 88
_MIN_LENGTH = 4
_SAMPLES_KEPT = 5
_OURS = frozenset({ROW_ID_HEADER, ROW_NUMBER_HEADER, PROBLEM_HEADER, CODE_HEADER})
_DATTO = frozenset(
    compact(header)
    for header in (
        "Device UID",
        "Device Hostname",
        "Device Description",
        "Int IP Address",
        "Ext IP Addr",
        "Device Model",
        "Warranty Exp. Date",
        "IntIpAddress",
        "ExtIpAddress",
        "LastLoggedInUser",
        "DeviceCategory",
    )
)
_DATTO_PROOF, _MOST = 3, 0.5
#: Given by the vendor's agent and given anew with it: nothing of the hardware, however alike "UID" and "UUID" look.
_AGENT_IDS = frozenset(
    compact(header)
    for header in ("Device UID", "Uid", "Device ID", "DeviceID", "Agent ID", "Endpoint ID", "Computer ID", "Node ID")
)
_MAC_WORD = re.compile(r"(?<![a-z])mac(?![a-z])")
_NUMBERED = re.compile(r"\s*[#(]?\d{1,2}\)?$")
#: Fields that several columns may fill together: one per adapter.
SHARED_FIELDS = frozenset({"mac"})


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    index: int
    header: str
    samples: tuple[str, ...]
    field: str | None
    confidence: float
    reason: str

    def as_json(self) -> dict[str, object]:
        return {
            "index": self.index,
            "header": self.header,
            "samples": list(self.samples),
            "field": self.field,
            "confidence": self.confidence,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Headings:
    """Every known heading of a tenant's fields."""

    fields: AssetFields

    @cached_property
    def known(self) -> Mapping[str, tuple[str, float, str]]:
        """Folded heading to the field, the confidence, and the reason."""
        found: dict[str, tuple[str, float, str]] = {}
        importable = [declared for declared in self.fields if declared.is_importable]
        for declared in importable:
            for text, confidence in ((declared.label, 1.0), (declared.id, 0.995)):
                found.setdefault(compact(text), (declared.id, confidence, f"called like the field {declared.label}"))
        for declared in importable:
            for place, text in enumerate((*declared.headings, *declared.also)):
                reason = f"“{text}” is a known heading for {declared.label}"
                found.setdefault(compact(text), (declared.id, 0.99 - min(place, 20) * 0.002, reason))
        ids = {declared.id for declared in importable}
        for text, field_id in HEADINGS.items():
            if field_id in ids:
                reason = f"often used for {self.fields[field_id].label}"
                found.setdefault(text, (field_id, 0.9, reason))
        return found

    def recognise(self, header: str) -> bool:
        return compact(header) in self.known

    def guess(self, header: str, samples: Sequence[str]) -> tuple[str | None, float, str]:
        key = compact(header)
        if passed_over := _passed_over(header):
            return None, 0.0, passed_over
        if key in self.known:
            return self.known[key]
        bare = compact(_NUMBERED.sub("", header))
        if bare in self.known and self.known[bare][0] in SHARED_FIELDS:
            return self.known[bare]
        if _MAC_WORD.search(fold(header)) and any(parse_macs(sample).values for sample in samples):
            return "mac", 0.92, "the heading says MAC and the values are addresses"
        if len(key) >= _MIN_LENGTH:
            close = process.extractOne(key, self.known.keys(), scorer=fuzz.ratio, score_cutoff=_MIN_LIKENESS)
            if close is not None and len(close[0]) >= _MIN_LENGTH:
                field_id, _, _ = self.known[close[0]]
                confidence = round(close[1] / 100 * _FUZZY_SCALE, 2)
                return field_id, confidence, f"spelt almost like a heading for {self.fields[field_id].label}"
        return None, 0.0, "no field is called so"


def _passed_over(header: str) -> str | None:
    """Why a column is never a field, if it isn't."""
    if header in _OURS:
        return "written by Quarterdeck itself"
    if compact(header) in _AGENT_IDS:
        return "the agent's own number, which changes when the agent is installed anew"
    return None


def map_columns(headings: Headings, headers: Sequence[str], samples: Sequence[Sequence[str]]) -> list[ColumnMapping]:
    """One field per column and one column per field, the surest first; losers say who won."""
    guesses = [headings.guess(header, samples[index]) for index, header in enumerate(headers)]
    order = sorted(range(len(headers)), key=lambda index: (-guesses[index][1], index))
    taken: dict[str, int] = {}
    chosen: dict[int, tuple[str | None, float, str]] = {}
    for index in order:
        field_id, confidence, reason = guesses[index]
        if field_id is not None and field_id not in SHARED_FIELDS:
            if confidence < SURE:
                field_id, reason = None, f"{reason}, but not surely"
            elif field_id in taken:
                rival = headers[taken[field_id]]
                field_id, confidence, reason = _second_choice(field_id, taken, rival)
        if field_id is not None:
            taken.setdefault(field_id, index)
        chosen[index] = (field_id, confidence, reason)
    return [
        ColumnMapping(index, header, tuple(filter(None, samples[index]))[:_SAMPLES_KEPT], *chosen[index])
        for index, header in enumerate(headers)
    ]


def sites_are_clients(
    columns: Sequence[ColumnMapping], samples: Sequence[Sequence[str]], known_clients: AbstractSet[str]
) -> list[ColumnMapping]:
    """For a file that no client was chosen for. Where no column names the client, the site has to.

    Datto RMM knows no other word for a customer, and without a client no row could go in at all.
    """
    fields = {column.field for column in columns}
    if "client" in fields or "location" not in fields:
        return list(columns)
    headers = {compact(column.header) for column in columns}
    place = next(index for index, column in enumerate(columns) if column.field == "location")
    site = columns[place]
    values = {fold(text) for text in samples[site.index]}
    if len(headers & _DATTO) >= _DATTO_PROOF:
        confidence, reason = 0.9, "a Datto RMM export, where a site is a customer"
    elif values and len(values & known_clients) / len(values) >= _MOST:
        confidence, reason = 0.9, "most of its values are clients"
    else:
        confidence, reason = 0.7, "nothing else names the client, and none was chosen for the file"
    named = replace(site, field="client", confidence=confidence, reason=reason)
    return [*columns[:place], named, *columns[place + 1 :]]


def _second_choice(field_id: str, taken: Mapping[str, int], rival: str) -> tuple[str | None, float, str]:
    """Two columns for names: the second one is the host name, if nothing else is."""
    if field_id == "name" and "hostname" not in taken:
        return "hostname", SURE, f"“{rival}” is the name already, and devices are called by their host name"
    return None, 0.0, f"“{rival}” fits the same field better"
