"""Rules on each decision of the engine against the label of its row, and adds the rulings up."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from benchmarks.identity.scenario import File, Scenario
from benchmarks.identity.sightings import Label, Outcome, Sighting

OUTCOMES = {
    "created": Outcome.NEW,
    "updated": Outcome.MATCH,
    "unchanged": Outcome.MATCH,
    "duplicate_in_file": Outcome.DUPLICATE,
    "review": Outcome.REVIEW,
    "rejected": Outcome.REJECTED,
}
ASSERTED = {Outcome.MATCH, Outcome.DUPLICATE}


@dataclass(frozen=True)
class Decision:
    row: int
    outcome: Outcome
    asset_id: str
    duplicate_of_row: int | None
    matched_on: str
    score: str
    reason: str


class Verdict(StrEnum):
    RIGHT = "right"
    FALSE_MERGE = "false merge"  # said to be another machine than it is
    UNSUPPORTED = "unsupported merge"  # by luck the right machine, where nobody may merge
    MISSED = "missed"  # made anew although its machine is known
    NEEDLESS_REVIEW = "needless review"
    NOT_REVIEWED = "not reviewed"  # decided where only a person can
    REJECTED = "wrongly rejected"
    KNOCK_ON = "knock-on"  # its machine never became an asset, because an earlier row was not taken in


WRONG_MERGES = {Verdict.FALSE_MERGE, Verdict.UNSUPPORTED}


@dataclass(frozen=True)
class Ruling:
    scenario: str
    file: int
    row: int
    sighting: Sighting
    decision: Decision
    verdict: Verdict
    cells: Mapping[str, str]
    #: Of a wrong merge: the row of the other machine.
    other_cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> Label:
        return self.sighting.label


class DecisionsIncomplete(Exception):
    """The decisions file does not hold exactly one line for every row."""


def read_decisions(path: Path, *, rows: int) -> list[Decision]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = [
            Decision(
                row=int(line["row"]),
                outcome=OUTCOMES[line["outcome"]],
                asset_id=line["asset_id"],
                duplicate_of_row=int(line["duplicate_of_row"]) if line["duplicate_of_row"] else None,
                matched_on=line["matched_on"],
                score=line["score"],
                reason=line["reason"],
            )
            for line in csv.DictReader(file)
        ]
    found.sort(key=lambda decision: decision.row)
    if [decision.row for decision in found] != list(range(1, rows + 1)):
        raise DecisionsIncomplete(f"{path} has {len(found)} lines for {rows} rows")
    return found


@dataclass
class Judge:
    """Follows which asset stands for which machine, through the files in their order."""

    scenario: Scenario
    machines_of: dict[str, set[str]] = field(default_factory=dict)
    row_of: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def rule(self, number: int, file: File, decisions: list[Decision]) -> list[Ruling]:
        taken_in = {truth for truths in self.machines_of.values() for truth in truths}
        for decision in decisions:
            if decision.outcome is Outcome.NEW:
                sighting = file.sightings[decision.row - 1]
                self.machines_of.setdefault(decision.asset_id, set()).add(sighting.truth)
                self.row_of.setdefault(decision.asset_id, _cells(file, decision.row))
        groups = file.groups()
        rulings = []
        for decision in decisions:
            sighting = file.sightings[decision.row - 1]
            group = [(file.sightings[row - 1], decisions[row - 1]) for row in groups[sighting.truth]]
            verdict = self._verdict(file, sighting, decision, group=group, is_known=sighting.truth in taken_in)
            other = self._other_cells(file, decision) if verdict in WRONG_MERGES else {}
            cells = _cells(file, decision.row)
            rulings.append(Ruling(self.scenario.name, number, decision.row, sighting, decision, verdict, cells, other))
        return rulings

    def _verdict(
        self,
        file: File,
        sighting: Sighting,
        decision: Decision,
        *,
        group: list[tuple[Sighting, Decision]],
        is_known: bool,
    ) -> Verdict:
        acceptable = sighting.label.acceptable
        if decision.outcome in ASSERTED:
            if sighting.truth not in self._meant(file, decision):
                return Verdict.FALSE_MERGE
            return Verdict.RIGHT if acceptable & ASSERTED or len(group) > 1 else Verdict.UNSUPPORTED
        if decision.outcome in acceptable:
            return Verdict.RIGHT
        if decision.outcome is Outcome.NEW:
            return self._made_anew(sighting, decision, group=group, is_known=is_known)
        return Verdict.NEEDLESS_REVIEW if decision.outcome is Outcome.REVIEW else Verdict.REJECTED

    def _made_anew(
        self, sighting: Sighting, decision: Decision, *, group: list[tuple[Sighting, Decision]], is_known: bool
    ) -> Verdict:
        """Right once for a machine that no earlier file brought: the engine may start a group with any of its rows."""
        label = sighting.label
        if not label.must_be_found and (is_known or not label.acceptable & ASSERTED):
            return Verdict.NOT_REVIEWED
        made = min(other.row for _, other in group if other.outcome is Outcome.NEW)
        if is_known or decision.row != made:
            return Verdict.MISSED
        return Verdict.RIGHT if any(Outcome.NEW in other.label.acceptable for other, _ in group) else Verdict.KNOCK_ON

    def _meant(self, file: File, decision: Decision) -> set[str]:
        if decision.outcome is Outcome.DUPLICATE and decision.duplicate_of_row is not None:
            return {file.sightings[decision.duplicate_of_row - 1].truth}
        return self.machines_of.get(decision.asset_id, set())

    def _other_cells(self, file: File, decision: Decision) -> Mapping[str, str]:
        if decision.duplicate_of_row is not None:
            return _cells(file, decision.duplicate_of_row)
        return self.row_of.get(decision.asset_id, {})


def judge(scenario: Scenario, decisions: Iterable[list[Decision]]) -> list[Ruling]:
    judge_ = Judge(scenario)
    rulings: list[Ruling] = []
    for number, (file, decided) in enumerate(zip((scenario.first, scenario.second), decisions, strict=True), start=1):
        rulings += judge_.rule(number, file, decided)
    return rulings


def _cells(file: File, row: int) -> dict[str, str]:
    return dict(zip(file.shape.columns, file.records[row - 1], strict=True))


@dataclass(frozen=True)
class Score:
    """Figures over a set of rulings. A share of nothing is whole."""

    rows: int
    asserted: int
    wrongly_asserted: int
    to_find: int
    found: int
    reviews: int
    verdicts: Mapping[str, int]

    @property
    def precision(self) -> float:
        return 1 - self.wrongly_asserted / self.asserted if self.asserted else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.to_find if self.to_find else 1.0

    @property
    def review_rate(self) -> float:
        return self.reviews / self.rows if self.rows else 0.0


def score(rulings: Iterable[Ruling]) -> Score:
    rulings = list(rulings)
    asserted = [ruling for ruling in rulings if ruling.decision.outcome in ASSERTED]
    to_find = [ruling for ruling in rulings if ruling.label.must_be_found and ruling.verdict is not Verdict.KNOCK_ON]
    return Score(
        rows=len(rulings),
        asserted=len(asserted),
        wrongly_asserted=sum(ruling.verdict in WRONG_MERGES for ruling in asserted),
        to_find=len(to_find),
        found=sum(ruling.verdict is Verdict.RIGHT for ruling in to_find),
        reviews=sum(ruling.decision.outcome is Outcome.REVIEW for ruling in rulings),
        verdicts=dict(Counter(ruling.verdict.value for ruling in rulings)),
    )
