"""Why an asset is what it is: every observation that was taken for it, with the reasons, long after it was decided."""

import uuid
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from quarterdeck.domains.assets.service import access_asset
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.intake.service.explaining import kept_in_words
from quarterdeck.domains.intake.service.showing import EvidenceRead, evidence_in_words
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

Place = tuple[uuid.UUID, int]

# Batches are numbered in the order in which they came.
_TAKEN_FOR = """
select d.batch_id, d.row_no, d.outcome, d.reason, d.score, d.matched_on, d.evidence, d.kept, b.source, b.created_at
from intake_decisions d join intake_batches b on b.tenant_id = d.tenant_id and b.id = d.batch_id
where d.tenant_id = %(tenant)s and d.asset_id = %(asset)s and d.is_applied
  and d.outcome in ('created', 'updated', 'unchanged', 'duplicate_in_file')
  and (%(batch)s::uuid is null or (d.batch_id, d.row_no) < (%(batch)s::uuid, %(row)s::bigint))
order by d.batch_id desc, d.row_no desc limit %(limit)s
"""


class Kept(BaseModel):
    """A field that stayed although the source said otherwise."""

    label: str
    reason: str


class TakenFor(BaseModel):
    """One observation that was taken for the asset; `reason` is the whole decision in a sentence."""

    batch_id: uuid.UUID
    row: int
    at: datetime
    source: str
    outcome: str
    reason: str
    score: float
    matched_on: list[str]
    evidence: list[EvidenceRead]
    kept: list[Kept]


def decisions_about(
    session: TenantSession, actor: Actor, asset_id: uuid.UUID, *, after: Place | None, limit: int
) -> list[TakenFor]:
    """The latest first."""
    access_asset(session, actor, asset_id)
    batch, row = after or (None, None)
    params = {"tenant": session.tenant_id, "asset": asset_id, "batch": batch, "row": row, "limit": limit}
    rows = session.raw.execute(_TAKEN_FOR, params).fetchall()
    fields = fields_for(session)
    return [_told(each, [Kept(**said) for said in kept_in_words(fields, each[7])]) for each in rows]


def _told(row: tuple[Any, ...], kept: list[Kept]) -> TakenFor:
    batch_id, row_no, outcome, reason, score, matched_on, evidence, _, source, at = row
    return TakenFor(
        batch_id=batch_id,
        row=row_no,
        at=at,
        source=source,
        outcome=outcome,
        reason=reason,
        score=round(score, 4),
        matched_on=matched_on,
        evidence=[evidence_in_words(each) for each in evidence],
        kept=kept,
    )
