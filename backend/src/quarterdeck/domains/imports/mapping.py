"""Which column is which field, how sure that is, and why."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz, process

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.imports.fits import POINTED_TO, Fit, Known, fit_of
from quarterdeck.domains.imports.vocabulary import HEADINGS
from quarterdeck.kit.identifiers.macs import parse_macs
from quarterdeck.kit.text import compact, fold
from quarterdeck.platform.tabular import CODE_HEADER, PROBLEM_HEADER, ROW_ID_HEADER, ROW_NUMBER_HEADER

#: From here on a column is mapped without asking; from there on it is mapped, and somebody should look.
SURE, CHECK = 0.85, 0.6
_LEARNED = 0.98
_FUZZY_SCALE = 0.9
_MIN_LIKENESS, _APPLIED_LIKENESS = 45, 82
_MIN_LENGTH = 4
_CONTAINED, _CONTAINED_AND_FITTING, _FITTING = 0.55, 0.7, 0.8
_DOUBTED, _HALF = 0.7, 0.5
_SUGGESTED, _MIN_SUGGESTION = 3, 0.3
NOTHING_KNOWN = Known()
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
class Guess:
    """A field a column may go to. `weight` is the confidence, but for what a person has decided before."""

    field: str | None
    confidence: float
    reason: str
    weight: float = 0.0

    def as_json(self) -> dict[str, object]:
        return {"field": self.field, "confidence": self.confidence, "reason": self.reason}


NO_GUESS = Guess(None, 0.0, "no field is called so")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    index: int
    header: str
    samples: tuple[str, ...]
    field: str | None
    confidence: float
    reason: str
    suggestions: tuple[Guess, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "index": self.index,
            "header": self.header,
            "samples": list(self.samples),
            "field": self.field,
            "confidence": self.confidence,
            "reason": self.reason,
            "suggestions": [each.as_json() for each in self.suggestions],
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

    def guesses(
        self,
        header: str,
        samples: Sequence[str],
        known: Known = NOTHING_KNOWN,
        learned: Mapping[str, str | None] | None = None,
    ) -> list[Guess]:
        """The fields a column may go to, the likeliest first. The first may be none, with the reason."""
        if passed_over := _passed_over(header):
            return [Guess(None, 0.0, passed_over)]
        found = [*self._called(header, samples), *self._contained(header), *self._pointed_to(samples, known)]
        best: dict[str, Guess] = {}
        for guess in found:
            if guess.field is None:
                continue
            fitting = self._weighed(guess, fit_of(self.fields[guess.field], samples, known))
            if guess.field not in best or best[guess.field].confidence < fitting.confidence:
                best[guess.field] = fitting
        ranked = sorted(best.values(), key=lambda guess: -guess.confidence)
        key = compact(header)
        if learned is not None and key in learned:
            field_id = learned[key]
            reason = "used in your last import of such a file" if field_id else "not imported last time"
            ranked = [guess for guess in ranked if guess.field != field_id]
            ranked.insert(0, Guess(field_id, _LEARNED if field_id else 0.0, reason, weight=2.0))
        return ranked or [NO_GUESS]

    def _called(self, header: str, samples: Sequence[str]) -> list[Guess]:
        key = compact(header)
        bare = compact(_NUMBERED.sub("", header))
        if key in self.known:
            return [Guess(*self.known[key])]
        if bare in self.known and self.known[bare][0] in SHARED_FIELDS:
            return [Guess(*self.known[bare])]
        if _MAC_WORD.search(fold(header)) and any(parse_macs(sample).values for sample in samples):
            return [Guess("mac", 0.92, "the heading says MAC and the values are addresses")]
        if len(key) < _MIN_LENGTH:
            return []
        close = process.extract(key, self.known.keys(), scorer=fuzz.ratio, score_cutoff=_MIN_LIKENESS, limit=12)
        return [
            self._almost(self.known[heading][0], likeness)
            for heading, likeness, _ in close
            if len(heading) >= _MIN_LENGTH
        ]

    def _almost(self, field_id: str, likeness: float) -> Guess:
        confidence = round(likeness / 100 * _FUZZY_SCALE, 2)
        if likeness < _APPLIED_LIKENESS:
            confidence = min(confidence, CHECK - 0.01)
        return Guess(field_id, confidence, f"spelt almost like a heading for {self.fields[field_id].label}")

    def _contained(self, header: str) -> list[Guess]:
        words = fold(header).replace("_", " ").split()
        spans = {
            compact(" ".join(words[start:end]))
            for start in range(len(words))
            for end in range(start + 1, len(words) + 1)
        }
        found = []
        for span in spans & self.known.keys():
            field_id = self.known[span][0]
            found.append(
                Guess(field_id, _CONTAINED, f"its heading has a heading for {self.fields[field_id].label} in it")
            )
        return found

    def _pointed_to(self, samples: Sequence[str], known: Known) -> list[Guess]:
        found = []
        for field_id, most in POINTED_TO.items():
            declared = self.fields.get(field_id)
            fit = fit_of(declared, samples, known) if declared is not None else None
            if declared is not None and fit is not None and fit.share >= CHECK:
                found.append(Guess(field_id, round(most * fit.share, 2), _told(fit)))
        return found

    def _weighed(self, guess: Guess, fit: Fit | None) -> Guess:
        """The guess after a look at the values: what has the form of a date speaks for one, and against a number."""
        if fit is None or guess.reason == _told(fit):
            return guess
        if guess.confidence == _CONTAINED and fit.share >= _FITTING:
            return replace(guess, confidence=_CONTAINED_AND_FITTING, reason=f"{guess.reason}, and {_told(fit)}")
        if fit.is_form and fit.share < _HALF:
            doubted = min(guess.confidence, _DOUBTED) if guess.confidence >= SURE else guess.confidence * fit.share
            return replace(guess, confidence=round(doubted, 2), reason=f"{guess.reason}, but only {_told(fit)}")
        return guess


def _told(fit: Fit) -> str:
    return f"{fit.share:.0%} of its values are {fit.words}"


def _passed_over(header: str) -> str | None:
    """Why a column is never a field, if it isn't."""
    if header in _OURS:
        return "written by Quarterdeck itself"
    if compact(header) in _AGENT_IDS:
        return "the agent's own number, which changes when the agent is installed anew"
    return None


def map_columns(
    headings: Headings,
    headers: Sequence[str],
    samples: Sequence[Sequence[str]],
    *,
    known: Known = NOTHING_KNOWN,
    learned: Mapping[str, str | None] | None = None,
) -> list[ColumnMapping]:
    """One field per column and one column per field, the surest first; losers say who won."""
    guesses = [headings.guesses(header, samples[index], known, learned) for index, header in enumerate(headers)]
    order = sorted(range(len(headers)), key=lambda at: (-(guesses[at][0].weight or guesses[at][0].confidence), at))
    taken: dict[str, int] = {}
    chosen: dict[int, tuple[str | None, float, str]] = {}
    for index in order:
        first = guesses[index][0]
        field_id, confidence, reason = first.field, first.confidence, first.reason
        if field_id is not None and field_id not in SHARED_FIELDS:
            if confidence < CHECK:
                field_id, reason = None, f"{reason}, but not surely"
            elif field_id in taken:
                rival = headers[taken[field_id]]
                field_id, confidence, reason = _second_choice(field_id, taken, rival, samples[index])
        if field_id is not None:
            taken.setdefault(field_id, index)
        chosen[index] = (field_id, confidence, reason)
    return [
        ColumnMapping(
            index,
            header,
            tuple(filter(None, samples[index]))[:_SAMPLES_KEPT],
            *chosen[index],
            suggestions=_suggestions(guesses[index], chosen[index][0]),
        )
        for index, header in enumerate(headers)
    ]


def _suggestions(guesses: Sequence[Guess], chosen: str | None) -> tuple[Guess, ...]:
    others = [guess for guess in guesses if guess.field not in {None, chosen} and guess.confidence >= _MIN_SUGGESTION]
    return tuple(others[:_SUGGESTED])


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


def _second_choice(
    field_id: str, taken: Mapping[str, int], rival: str, samples: Sequence[str]
) -> tuple[str | None, float, str]:
    """Two columns for names: the second one is the host name, if nothing else is, and its values can be some."""
    words = [len(sample.split()) for sample in samples if sample.strip()]
    are_hosts = sum(count == 1 for count in words) >= len(words) * _HALF
    if field_id == "name" and "hostname" not in taken and are_hosts:
        return "hostname", SURE, f"“{rival}” is the name already, and devices are called by their host name"
    return None, 0.0, f"“{rival}” fits the same field better"
