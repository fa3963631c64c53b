"""One row of a file: the machine it is truly about, what the row claims, and which answers about it are acceptable."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from benchmarks.identity.world import Machine


class Outcome(StrEnum):
    MATCH = "match"  # an asset known from an earlier file
    DUPLICATE = "duplicate"  # of another row in this file
    NEW = "new"
    REVIEW = "review"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Label:
    """The answer a careful person would give first, and those nobody could complain about."""

    ideal: Outcome
    acceptable: frozenset[Outcome]

    def widened(self, *outcomes: Outcome) -> "Label":
        return replace(self, acceptable=self.acceptable.union(outcomes))

    @property
    def must_be_found(self) -> bool:
        return self.acceptable <= {Outcome.MATCH, Outcome.DUPLICATE}


def label(ideal: Outcome, *others: Outcome) -> Label:
    return Label(ideal, frozenset({ideal, *others}))


MATCH = label(Outcome.MATCH)
NEW = label(Outcome.NEW)
DUPLICATE = label(Outcome.DUPLICATE)
REVIEW = label(Outcome.REVIEW)
NEW_OR_REVIEW = label(Outcome.NEW, Outcome.REVIEW)
REVIEW_OR_NEW = label(Outcome.REVIEW, Outcome.NEW)
NOT_A_MATCH = label(Outcome.NEW, Outcome.REVIEW, Outcome.REJECTED)


@dataclass(frozen=True)
class Sighting:
    """`truth` is the key of the machine; `claims` is the machine as this row describes it, rightly or not."""

    truth: str
    category: str
    label: Label
    claims: Machine
    #: The client as written in the row, when not by its own name.
    client_written: str | None = None
    remark: str = ""


def rows_of(sightings: Iterable[Sighting], machine_key: str) -> list[Sighting]:
    return [sighting for sighting in sightings if sighting.truth == machine_key]
