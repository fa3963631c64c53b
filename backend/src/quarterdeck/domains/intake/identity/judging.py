"""The verdict on one row: which machine it is, none we know, or one for a person to decide."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from quarterdeck.domains.intake.identity.evidence import Comparison, shown
from quarterdeck.domains.intake.identity.weights import (
    IDENTIFYING,
    MARGIN,
    MATCH,
    REVIEW,
    STRONG,
    Finding,
    as_score,
)
from quarterdeck.domains.intake.schemas import ROW_KEY, Ruling, Verdict


@dataclass(slots=True)
class Candidate:
    """A machine the row may be: one on record, or one that an earlier row of the file stands for."""

    asset_id: uuid.UUID | None
    label: str
    comparison: Comparison
    #: The earlier row, where the file has one of the same machine already.
    earlier_row: int | None = None
    #: Whether the record knew it before this file.
    is_on_record: bool = True

    @property
    def points(self) -> float:
        return self.comparison.points


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the likeliest candidate is not simply taken. `kind` is one of `DOUBTS`."""

    kind: str
    sentence: str
    candidate: Candidate


#: Kinds of doubt, with what a person calls them.
DOUBTS = MappingProxyType(
    {
        "conflict": "Identifiers of two assets",
        "tag_taken": "The tag of another asset",
        "ambiguous": "Two assets are equally likely",
        "suspicious": "Same serial, but little else fits",
        "shared_adapter": "Only the network adapter is the same",
        "uncertain": "Probably the same",
        "other_client": "An asset of another client",
    }
)
_SHOWN_CANDIDATES = 5


@dataclass(slots=True)
class Case:
    """One row and all its candidates."""

    row_no: int
    candidates: Sequence[Candidate]
    has_keys: bool = True
    labels: Mapping[uuid.UUID, str] = field(default_factory=dict)


def judge(case: Case, *, new_asset_id: Callable[[], uuid.UUID]) -> Verdict:
    """The verdict. `new_asset_id` says what the asset will be called if it is a new one."""
    ranked = [each for each in case.candidates if _is_possible(each)]
    if len(ranked) > 1:
        # Of equals the one that no earlier row has claimed: five identical lines are five assets, one each.
        ranked.sort(key=lambda each: (-each.points, each.earlier_row or 0, each.label))
    if not ranked:
        return _unlike_any(case, new_asset_id())
    best = ranked[0]
    doubt = _doubt(ranked)
    if best.points >= MATCH and doubt is None:
        return _matched(case, best)
    if doubt is not None:
        return _review(case, doubt, ranked)
    return _new(case, best, new_asset_id())


def _unlike_any(case: Case, new_asset_id: uuid.UUID) -> Verdict:
    """Nothing has its identifiers; or an earlier row has one, and is another machine all the same."""
    if not case.candidates:
        return Verdict(case.row_no, "created", new_asset_id, is_new_because(has_keys=case.has_keys))
    nearest = max(case.candidates, key=lambda each: each.points)
    return replace(_new(case, nearest, new_asset_id), score=0.0)


def is_new_because(*, has_keys: bool) -> str:
    """Why a row is new that nothing is like."""
    if not has_keys:
        return "New: it has no identifier and its name is not on record at this client."
    return "New: nothing on record and no earlier row of the file has any of its identifiers."


def _is_possible(candidate: Candidate) -> bool:
    """Within one list: two host names on one adapter are two machines on a dock, and two lines "iPhone" two phones."""
    comparison = candidate.comparison
    if candidate.earlier_row is None:
        return True
    agreeing = comparison.identifying
    hostname = comparison.finding("hostname")
    on_one_dock = agreeing == {"mac"} and hostname is Finding.DIFFERENT
    called_alike = agreeing == {"hostname"} and hostname in {Finding.WEAK, Finding.SHARED}
    return not (on_one_dock or called_alike)


def _doubt(ranked: Sequence[Candidate]) -> Doubt | None:
    best = ranked[0]
    for rule in (_claimed_by_another, _too_close, _suspicious, _only_a_shared_adapter, _half_convinced):
        found = rule(best, ranked[1:])
        if found is not None:
            return found
    return None


def _claimed_by_another(best: Candidate, others: Sequence[Candidate]) -> Doubt | None:
    """Two strong identifiers of the row lead to two machines. Merging them silently would be the worst mistake."""
    for other in others:
        for kind in STRONG:
            if not other.comparison.is_certain_of(kind) or best.comparison.agrees_on(kind):
                continue
            if _carry_one_pair(best, other, kind):
                continue
            if best.points >= MATCH:
                mine = "+".join(matched_kinds(best.comparison))
                return Doubt("conflict", f"{mine} say {best.label}, but the {kind} is that of {other.label}.", best)
    if best.points < MATCH:
        return _tag_taken([best, *others])
    return _torn(best, others)


def _carry_one_pair(best: Candidate, other: Candidate, kind: str) -> bool:
    """A clone copies serial and UUID together: where both have the serial, its UUID on only one says nothing more."""
    twin = {"serial": "uuid", "uuid": "serial"}.get(kind)
    if twin is None or best.comparison.finding(kind) is not None:
        return False
    return best.comparison.agrees_on(twin) and other.comparison.agrees_on(twin)


def _torn(best: Candidate, others: Sequence[Candidate]) -> Doubt | None:
    """One identifier alone says this one, and a soldered adapter that other one: neither is better supported."""
    if not others or len(best.comparison.identifying) > 1:
        return None
    if best.comparison.finding("mac") is not Finding.DIFFERENT:
        return None
    for other in others:
        if other.comparison.is_certain_of("mac"):
            mine = "+".join(matched_kinds(best.comparison))
            return Doubt("conflict", f"{mine} says {best.label}, but the MAC address is that of {other.label}.", best)
    return None


def _tag_taken(candidates: Sequence[Candidate]) -> Doubt | None:
    """A tag is unique at a client, so a new machine can't have the one of another."""
    for candidate in candidates:
        if candidate.comparison.finding("tag") in {Finding.EQUAL, Finding.WEAK}:
            against = _differences(candidate.comparison)
            sentence = f"The tag is that of {candidate.label}, but {against or 'little else agrees'}."
            return Doubt("tag_taken", sentence, candidate)
    return None


def _too_close(best: Candidate, others: Sequence[Candidate]) -> Doubt | None:
    if best.comparison.finding("record") is not None and best.earlier_row is None:
        return None
    for other in others:
        if best.points >= MATCH and other.points >= REVIEW and best.points - other.points < MARGIN:
            sentence = f"It may be {best.label} or {other.label}: the evidence is about the same for both."
            return Doubt("ambiguous", sentence, best)
    return None


def _suspicious(best: Candidate, _others: Sequence[Candidate]) -> Doubt | None:
    """An equal serial on a machine of another maker or type, with nothing else to support it."""
    comparison = best.comparison
    if best.points < MATCH or not comparison.agrees_on("serial"):
        return None
    odd = [kind for kind in ("manufacturer", "type") if comparison.finding(kind) is Finding.DIFFERENT]
    supported = any(comparison.agrees_on(kind) for kind in ("mac", "hostname", "tag", "imei", "source"))
    if odd and not supported and not comparison.agrees_on("uuid"):
        sentence = f"The serial is that of {best.label}, but the {' and the '.join(odd)} differ."
        return Doubt("suspicious", sentence, best)
    both_moved = comparison.finding("mac") is Finding.DIFFERENT and comparison.finding("hostname") is Finding.EXCUSED
    # The nodes of one chassis report its serial, each from a board, with adapters and under a name of its own.
    if both_moved and comparison.finding("uuid") is Finding.EXCUSED and not supported:
        sentence = f"The serial is that of {best.label}, but UUID, adapters and host name are others: one chassis?"
        return Doubt("suspicious", sentence, best)
    # The UUID comes from the same firmware as the serial: where a maker stamps a whole batch alike, both are equal.
    if both_moved and not best.is_on_record and not supported:
        sentence = f"The serial is that of {best.label}, but one list names two host names and two adapters for it."
        return Doubt("suspicious", sentence, best)
    return None


def _only_a_shared_adapter(best: Candidate, _others: Sequence[Candidate]) -> Doubt | None:
    """A MAC address alone against another host name: renamed, or two machines on one docking station."""
    comparison = best.comparison
    if (
        best.points < REVIEW
        or comparison.identifying != {"mac"}
        or comparison.finding("hostname") is not Finding.DIFFERENT
    ):
        return None
    sentence = f"The MAC address is that of {best.label}, which is called otherwise: renamed, or a shared dock."
    return Doubt("shared_adapter", sentence, best)


def _half_convinced(best: Candidate, _others: Sequence[Candidate]) -> Doubt | None:
    if not REVIEW <= best.points < MATCH:
        return None
    strong = any(best.comparison.agrees_on(kind) for kind in STRONG)
    # Within one file two similar rows are two machines, unless an identifier says otherwise.
    if not best.is_on_record and not strong:
        return None
    against = _differences(best.comparison)
    sentence = f"It may be {best.label}: {_agreements(best.comparison)}{f', but {against}' if against else ''}."
    return Doubt("uncertain", sentence, best)


def _matched(case: Case, best: Candidate) -> Verdict:
    because = _agreements(best.comparison)
    differences = _differences(best.comparison)
    tail = f"; {differences}" if differences else ""
    if best.earlier_row is not None:
        reason = f"The same machine as row {best.earlier_row}: {because}{tail}."
        return _verdict(case, "duplicate_in_file", best, reason, duplicate_of=best.earlier_row)
    return _verdict(case, "matched", best, f"Row {case.row_no} is {best.label}: {because}{tail}.")


def _review(case: Case, doubt: Doubt, ranked: Sequence[Candidate]) -> Verdict:
    verdict = _verdict(case, "review", doubt.candidate, doubt.sentence)
    others = [each for each in ranked if each is not doubt.candidate]
    shown_ones = [doubt.candidate, *others][:_SHOWN_CANDIDATES]
    return replace(verdict, review={"doubt": doubt.kind, "candidates": [_as_json(each) for each in shown_ones]})


def _as_json(candidate: Candidate) -> dict[str, Any]:
    return {
        "asset_id": candidate.asset_id,
        "label": candidate.label,
        "row": None if candidate.is_on_record else candidate.earlier_row,
        "score": as_score(candidate.points),
        "points": candidate.points,
        "matched_on": matched_kinds(candidate.comparison),
        "evidence": _evidence_of(candidate),
    }


def _new(case: Case, best: Candidate, new_asset_id: uuid.UUID) -> Verdict:
    against = _differences(best.comparison)
    nearest = f"New: the nearest is {best.label} ({_agreements(best.comparison) or 'little agrees'}"
    reason = f"{nearest}{f', but {against}' if against else ''})."
    return Verdict(
        case.row_no,
        "created",
        new_asset_id,
        reason,
        score=as_score(best.points),
        evidence=_evidence_of(best),
    )


def ruled(case: Case, ruling: Ruling, candidate: Candidate) -> Verdict:
    """What a person has said of just this observation, with the evidence as it stands."""
    if candidate.earlier_row is not None and not candidate.is_on_record:
        reason = f"The same machine as row {candidate.earlier_row}: {ruling.told}."
        return _verdict(case, "duplicate_in_file", candidate, reason, duplicate_of=candidate.earlier_row)
    because, differences = _agreements(candidate.comparison), _differences(candidate.comparison)
    tail = "; ".join(part for part in (because, differences) if part)
    sentence = f"Row {case.row_no} is {candidate.label}: {ruling.told}{f' ({tail})' if tail else ''}."
    return _verdict(case, "matched", candidate, sentence)


def judge_elsewhere(case: Case, candidates: Sequence[Candidate]) -> Verdict | None:
    """A new machine at its client that another client has: moved, lent, or mistyped. Never more than a question.

    Whoever may answer need not see the other client: nothing is told but what the row says itself.
    """
    strong = [
        each
        for each in candidates
        if each.points >= MATCH and any(each.comparison.is_certain_of(kind) for kind in STRONG - {"tag"})
    ]
    if not strong:
        return None
    best = max(strong, key=lambda each: each.points)
    agreeing = tuple(each for each in best.comparison.evidence if each.kind in IDENTIFYING and each.agrees)
    shown_one = replace(best, label="an asset of another client", comparison=Comparison(agreeing, best.points))
    kinds = " and the ".join(kind for kind in matched_kinds(shown_one.comparison) if kind in STRONG)
    sentence = f"The {kinds} is that of an asset of another client: moved here, or two machines."
    return _review(case, Doubt("other_client", sentence, shown_one), [shown_one])


def judge_named(case: Case, own: Candidate, holder: Candidate | None) -> Verdict:
    """The row says which asset it is about. Only a tag that another machine has is put before a person."""
    if holder is not None:
        sentence = f"It has the Quarterdeck ID of {own.label}, but the tag of {holder.label}."
        return _review(case, Doubt("tag_taken", sentence, own), [own, holder])
    reason = f"Row {case.row_no} is {own.label}: it has its Quarterdeck ID."
    outcome, earlier = "matched", None
    if own.earlier_row is not None:
        outcome, earlier = "duplicate_in_file", own.earlier_row
        reason = f"The same asset as row {earlier}: both have its Quarterdeck ID."
    verdict = _verdict(case, outcome, own, reason, duplicate_of=earlier)
    return replace(verdict, matched_on=(ROW_KEY, *verdict.matched_on), score=1.0)


def _verdict(
    case: Case, outcome: str, candidate: Candidate, reason: str, *, duplicate_of: int | None = None
) -> Verdict:
    return Verdict(
        case.row_no,
        outcome,
        candidate.asset_id,
        reason,
        duplicate_of_row=duplicate_of,
        matched_on=matched_kinds(candidate.comparison),
        score=as_score(candidate.points),
        evidence=_evidence_of(candidate),
    )


def _evidence_of(candidate: Candidate) -> tuple[dict[str, object], ...]:
    return tuple([each.as_json() for each in candidate.comparison.evidence])


def matched_kinds(comparison: Comparison) -> tuple[str, ...]:
    """The identifiers that speak for the candidate, the weightiest first."""
    agreeing = [each for each in comparison.evidence if each.kind in IDENTIFYING and each.agrees]
    return tuple(each.kind for each in sorted(agreeing, key=lambda each: -each.weight))


def _agreements(comparison: Comparison) -> str:
    return ", ".join([shown(each) for each in comparison.evidence if each.kind in IDENTIFYING and each.agrees])


def _differences(comparison: Comparison) -> str:
    return ", ".join(
        [
            shown(each)
            for each in comparison.evidence
            if not each.agrees and (each.kind in IDENTIFYING or each.weight <= -1)
        ]
    )
