"""What is found when two identities are held against each other: each finding with its weight, and all of them."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from quarterdeck.domains.intake.identity.weights import IDENTIFYING, WEIGHTS, Finding
from quarterdeck.kit.identifiers.hostnames import NETBIOS_LENGTH

SHOWN_OF_LONG = NETBIOS_LENGTH
LONGEST_SHOWN = SHOWN_OF_LONG + 5
_WEIGHTS = dict(WEIGHTS)  # what shows a mapping and keeps it from being changed is slower to ask
_POSITIVE = frozenset(
    {
        Finding.EQUAL,
        Finding.SEVERAL,
        Finding.FORMER,
        Finding.WEAK,
        Finding.SHARED,
        Finding.LOOK_ALIKE,
        Finding.CUT,
        Finding.ONLY_CUT,
    }
)
#: Findings that by themselves point to the candidate.
CERTAIN = frozenset({Finding.EQUAL, Finding.SEVERAL})
_WITH_BOTH_VALUES = frozenset(
    {
        Finding.DIFFERENT,
        Finding.EXCUSED,
        Finding.TYPO,
        Finding.CUT,
        Finding.ONLY_CUT,
        Finding.LOOK_ALIKE,
        Finding.MISREAD,
    }
)


class Evidence(NamedTuple):
    """One finding: `value` is what the row says, `other` what it was held against."""

    kind: str
    finding: Finding
    weight: float
    value: str = ""
    other: str = ""

    @property
    def agrees(self) -> bool:
        return self.finding in _POSITIVE

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "finding": self.finding,
            "weight": self.weight,
            "value": self.value,
            "other": self.other,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """All evidence between a row and one candidate."""

    evidence: tuple[Evidence, ...]
    points: float
    #: Worked out once: rules ask for them over and over.
    _findings: Mapping[str, Finding] = field(init=False, repr=False, compare=False)
    _agreeing: AbstractSet[str] = field(init=False, repr=False, compare=False)
    #: The kinds of identifiers that agree.
    identifying: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        findings: dict[str, Finding] = {}
        agreeing: set[str] = set()
        for kind, finding, *_ in self.evidence:
            findings.setdefault(kind, finding)
            if finding in _POSITIVE:
                agreeing.add(kind)
        object.__setattr__(self, "_findings", findings)
        object.__setattr__(self, "identifying", IDENTIFYING & agreeing)
        object.__setattr__(self, "_agreeing", agreeing)

    def finding(self, kind: str) -> Finding | None:
        """The first one."""
        return self._findings.get(kind)

    def agrees_on(self, kind: str) -> bool:
        return kind in self._agreeing

    def is_certain_of(self, kind: str) -> bool:
        """Equal and not shared: an identifier that by itself points to the candidate."""
        return self._findings.get(kind) in CERTAIN


def weighed(kind: str, finding: Finding, value: str = "", other: str = "") -> Evidence:
    """A finding with the weight it has unless there is more to know."""
    return Evidence(kind, finding, _WEIGHTS.get((kind, finding), 0.0), value, other)


def shown(evidence: Evidence) -> str:
    """The finding in words: "serial 4XK2… equal", "host name differs (ws-1, was ws-9)"."""
    value = evidence.value if len(evidence.value) <= LONGEST_SHOWN else evidence.value[:SHOWN_OF_LONG] + "…"
    if evidence.finding in _WITH_BOTH_VALUES:
        against = f" ({value} against {evidence.other[:30]})" if evidence.value else ""
        return f"{evidence.kind} {evidence.finding.partition(',')[0]}{against}"
    return f"{evidence.kind} {value} {evidence.finding}".replace("  ", " ")
