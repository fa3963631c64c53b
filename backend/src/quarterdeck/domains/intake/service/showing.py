"""An undecided observation as a person sees it: beside its candidates, with the evidence in words."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from quarterdeck.domains.assets.errors import AssetNotFound
from quarterdeck.domains.assets.fields.definition import CUSTOM_PREFIX, AssetColumn, ExtensionColumn, ReferenceColumn
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.assets.service.comparing import asset_values, compared
from quarterdeck.domains.intake import reviews as queue
from quarterdeck.domains.intake.identity.judging import DOUBTS
from quarterdeck.domains.intake.identity.weights import IDENTIFYING
from quarterdeck.domains.intake.models import Review
from quarterdeck.domains.intake.service.reviewing import access_review, label_of, told
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession


class Named(BaseModel):
    id: uuid.UUID | None
    label: str


class ReviewItem(BaseModel):
    """One line of the queue."""

    id: uuid.UUID
    version: int
    state: str
    label: str
    type: str
    client: Named
    source: str
    row: int
    job_id: uuid.UUID | None
    doubt: str
    doubt_label: str
    reason: str
    score: float
    candidate: Named | None
    alike: str
    times_seen: int
    created_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    told: str | None
    asset_id: uuid.UUID | None
    change_set_id: uuid.UUID | None


class EvidenceRead(BaseModel):
    """One finding. `weight` above zero speaks for the same asset, below zero for another one."""

    kind: str
    label: str
    finding: str
    weight: float
    incoming: str
    on_record: str


class CandidateRead(BaseModel):
    """`is_gone`: deleted, merged away or out of sight since."""

    asset_id: uuid.UUID | None
    label: str
    name: str | None
    row: int | None
    score: float
    matched_on: list[str]
    evidence: list[EvidenceRead]
    is_gone: bool


class SideBySide(BaseModel):
    """A field of the incoming observation, and of each candidate in their order."""

    field: str
    label: str
    kind: str
    incoming: Any = None
    candidates: list[Any]
    differs: list[bool]


class ReviewDetail(ReviewItem):
    candidates: list[CandidateRead]
    fields: list[SideBySide]
    alike_open: int
    #: Why it cannot become an asset of its own with the tag it names; it would get the next free one.
    tag_taken_by: str | None


class ReviewCount(BaseModel):
    value: str | None
    label: str
    count: int


class ReviewCounts(BaseModel):
    """Each group is counted under all filters but its own."""

    total: int
    open: int
    decided_today: int
    by_doubt: list[ReviewCount]
    by_source: list[ReviewCount]
    by_client: list[ReviewCount]


_KIND_LABELS = {
    "serial": "Serial number",
    "uuid": "Hardware UUID",
    "imei": "IMEI",
    "tag": "Asset tag",
    "source": "Source's own id",
    "mac": "MAC address",
    "hostname": "Name",
    "manufacturer": "Manufacturer",
    "model": "Model",
    "type": "Type",
    "location": "Location",
    "contact": "Assigned to",
    "ip": "IP address",
    "record": "Everything else",
}
_NAMES = """
select 'client', c.id, c.name, null from clients c where c.tenant_id = %(tenant)s and c.id = any(%(ids)s::uuid[])
union all
select 'location', l.id, l.name, null from locations l where l.tenant_id = %(tenant)s and l.id = any(%(ids)s::uuid[])
union all
select 'contact', p.id, p.name, null from contacts p where p.tenant_id = %(tenant)s and p.id = any(%(ids)s::uuid[])
union all
select 'asset', a.id, a.tag, a.name from assets a where a.tenant_id = %(tenant)s and a.id = any(%(ids)s::uuid[])
"""
_DECIDED_TODAY = """
select count(*) from intake_reviews r
where r.tenant_id = %(tenant)s and r.state in ('merged', 'created', 'skipped') and r.decided_by = %(person)s
  and r.decided_at > now() - interval '12 hours'
"""
_TAG_HOLDER = """
select a.name from assets a
where a.tenant_id = %(tenant)s and a.client_id = %(client)s and upper(a.tag) = upper(%(tag)s) limit 1
"""


def describe_reviews(session: TenantSession, reviews: Sequence[Review]) -> list[ReviewItem]:
    """The lines as people see them, in one more statement whatever their number."""
    ids = {review.client_id for review in reviews} | {review.asset_id for review in reviews}
    ids |= {_id_of(_first(review)) for review in reviews}
    names = _names(session, [each for each in ids if each is not None])
    return [ReviewItem(**_item(review, names)) for review in reviews]


def read_review(session: TenantSession, actor: Actor, review_id: uuid.UUID) -> ReviewDetail:
    """All there is to know for a decision."""
    review = access_review(session, actor, review_id)
    known = [_known(session, actor, _id_of(each)) for each in review.candidates]
    ids = [_id_of(each) for each in review.candidates]
    names = _names(session, [each for each in (*ids, review.client_id, review.asset_id) if each is not None])
    alike = queue.ReviewFilter(client_id=None, alike=review.alike_key)
    return ReviewDetail(
        **_item(review, names),
        candidates=[_candidate(each, values) for each, values in zip(review.candidates, known, strict=True)],
        fields=_side_by_side(session, review, known),
        alike_open=queue.review_count(session, alike),
        tag_taken_by=_tag_holder(session, review),
    )


def count_reviews(session: TenantSession, actor: Actor, wanted: queue.ReviewFilter) -> ReviewCounts:
    actor.require("imports:run")
    by_client = queue.counts_by(session, wanted, "client_id")
    names = _names(session, [client for client, _ in by_client if client is not None])
    today = session.raw.execute(_DECIDED_TODAY, {"tenant": session.tenant_id, "person": actor.user_id}).fetchone()
    return ReviewCounts(
        total=queue.review_count(session, wanted),
        open=queue.review_count(session, queue.ReviewFilter()),
        decided_today=today[0] if today else 0,
        by_doubt=[
            ReviewCount(value=doubt, label=DOUBTS.get(doubt, doubt), count=count)
            for doubt, count in queue.counts_by(session, wanted, "doubt")
        ],
        by_source=[
            ReviewCount(value=source, label=source, count=count)
            for source, count in queue.counts_by(session, wanted, "source")
        ],
        by_client=[
            ReviewCount(
                value=str(client) if client else None, label=names.get(client, ("A new client", None))[0], count=count
            )
            for client, count in by_client
        ],
    )


def _names(session: TenantSession, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID | None, tuple[str, str | None]]:
    rows = session.raw.execute(_NAMES, {"tenant": session.tenant_id, "ids": list(ids)}).fetchall()
    return {record_id: (name, called) for _, record_id, name, called in rows}


def _first(review: Review) -> Mapping[str, Any]:
    first: Mapping[str, Any] = review.candidates[0] if review.candidates else {}
    return first


def _id_of(candidate: Mapping[str, Any]) -> uuid.UUID | None:
    return uuid.UUID(candidate["asset_id"]) if candidate.get("asset_id") else None


def _item(review: Review, names: Mapping[uuid.UUID | None, tuple[str, str | None]]) -> dict[str, Any]:
    missing = (review.observation.get("missing") or {}).get("client")
    first = _id_of(_first(review))
    label = names.get(first, (_first(review).get("label", ""), None))[0]
    is_open = review.state == "open"
    return {
        "id": review.id,
        "version": review.version,
        "state": review.state,
        "label": label_of(review),
        "type": review.observation["type"],
        "client": Named(id=review.client_id, label=names.get(review.client_id, (missing or "", None))[0]),
        "source": review.source,
        "row": review.row_no,
        "job_id": review.job_id,
        "doubt": review.doubt,
        "doubt_label": DOUBTS.get(review.doubt, review.doubt),
        "reason": review.reason,
        "score": review.score,
        "candidate": Named(id=first, label=label) if review.candidates else None,
        "alike": review.alike_key,
        "times_seen": review.times_seen,
        "created_at": review.created_at,
        "decided_at": review.decided_at,
        "decided_by": review.decided_by_label,
        "told": None if is_open else told(review, names.get(review.asset_id, ("an asset", None))[0]),
        "asset_id": review.asset_id,
        "change_set_id": review.change_set_id,
    }


def _known(session: TenantSession, actor: Actor, asset_id: uuid.UUID | None) -> dict[str, Any] | None:
    if asset_id is None:
        return None
    try:
        return asset_values(session, actor, asset_id)
    except AssetNotFound:
        return None


def _candidate(candidate: Mapping[str, Any], values: Mapping[str, Any] | None) -> CandidateRead:
    return CandidateRead(
        asset_id=_id_of(candidate),
        label=values["tag"] if values else candidate["label"],
        name=values.get("name") if values else None,
        row=candidate.get("row"),
        score=candidate["score"],
        matched_on=list(candidate["matched_on"]),
        evidence=[evidence_in_words(each) for each in candidate["evidence"]],
        is_gone=values is None,
    )


def evidence_in_words(found: Mapping[str, Any]) -> EvidenceRead:
    kind = found["kind"]
    return EvidenceRead(
        kind=kind if kind in IDENTIFYING else "beside",
        label=_KIND_LABELS.get(kind, kind),
        finding=found["finding"],
        weight=found["weight"],
        incoming=found["value"],
        on_record=found["other"],
    )


def _side_by_side(
    session: TenantSession, review: Review, known: Sequence[Mapping[str, Any] | None]
) -> list[SideBySide]:
    fields = fields_for(session)
    incoming = _incoming(session, review)
    columns = [values or {} for values in known]
    pairs = [{each.declared.id: each.differs for each in compared(fields, [incoming, column])} for column in columns]
    return [
        SideBySide(
            field=each.declared.id,
            label=each.declared.label,
            kind=each.declared.kind.value,
            incoming=each.values[0],
            candidates=list(each.values[1:]),
            differs=[pair.get(each.declared.id, False) for pair in pairs],
        )
        for each in compared(fields, [incoming, *columns])
    ]


def _incoming(session: TenantSession, review: Review) -> dict[str, Any]:
    """The observation by field id, references with their names."""
    observation = review.observation
    said = {**observation.get("fields", {}), **observation.get("extension", {})}
    missing = observation.get("missing") or {}
    ids = [uuid.UUID(said[name]) for name in ("location_id", "contact_id") if said.get(name)]
    names = _names(session, [*ids, *([review.client_id] if review.client_id else [])])
    found: dict[str, Any] = {CUSTOM_PREFIX + key: value for key, value in observation.get("custom", {}).items()}
    for declared in fields_for(session):
        match declared.home:
            case ReferenceColumn(name=name, what=what):
                record_id = str(review.client_id) if name == "client_id" and review.client_id else said.get(name)
                wanted = {"client": "client", "location": "location"}.get(what, "contact")
                if record_id:
                    label = names.get(uuid.UUID(record_id), ("", None))[0]
                    found[declared.id] = {"id": record_id, "label": label}
                elif missing.get(wanted):
                    found[declared.id] = {"id": None, "label": missing[wanted]}
            case AssetColumn(name) | ExtensionColumn(name) if name in said:
                found[declared.id] = said[name]
            case _:
                pass
    found["type"] = observation["type"]
    return found


def _tag_holder(session: TenantSession, review: Review) -> str | None:
    tag = (review.observation.get("fields") or {}).get("tag")
    if not tag or review.client_id is None:
        return None
    params = {"tenant": session.tenant_id, "client": review.client_id, "tag": tag}
    row = session.raw.execute(_TAG_HOLDER, params).fetchone()
    return row[0] if row else None
