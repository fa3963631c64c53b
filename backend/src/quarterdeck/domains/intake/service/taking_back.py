"""Taking back a merge of assets, or what was decided in review: both are undoing a change set."""

import uuid

from sqlalchemy import delete

from quarterdeck.domains.assets.errors import AssetNotMerged
from quarterdeck.domains.assets.service import access_asset
from quarterdeck.domains.assets.service.merging import merge_of
from quarterdeck.domains.intake import reviews as queue
from quarterdeck.domains.intake.errors import ReviewNotDecided, ReviewRefused
from quarterdeck.domains.intake.models import PairDecision, Review
from quarterdeck.domains.intake.service.reviewing import access_review
from quarterdeck.domains.recovery.errors import NothingRestorable, NothingToUndo
from quarterdeck.domains.recovery.models import Undo
from quarterdeck.domains.recovery.schemas import UndoWrite
from quarterdeck.domains.recovery.service.undoing import start_undo
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession


def unmerge(session: TenantSession, actor: Actor, merged_id: uuid.UUID) -> Undo:
    """Bring back the asset that went into another one. What the survivor has been given since stays as it is."""
    actor.require("assets:write")
    actor.require("assets:delete")
    found = merge_of(session, merged_id)
    if found is None:
        access_asset(session, actor, merged_id)
        raise AssetNotMerged
    return start_undo(session, actor, found.change_set_id, UndoWrite())


def reopen_review(session: TenantSession, actor: Actor, review_id: uuid.UUID) -> list[Review]:
    """Take back a decision: what it wrote, what it taught; the observation waits again.

    What was decided in one go is taken back in one go.
    """
    actor.require("assets:write")
    review = access_review(session, actor, review_id, lock=True)
    if review.state == "open":
        return [review]
    if review.state == "settled":
        raise ReviewNotDecided
    together = [review]
    if review.change_set_id is not None:
        together = list(queue.of_change_set(session, review.change_set_id))
        _undo(session, actor, review.change_set_id)
    session.execute(
        delete(PairDecision).where(
            PairDecision.tenant_id == session.tenant_id, PairDecision.review_id.in_([each.id for each in together])
        )
    )
    for each in together:
        each.state, each.asset_id, each.change_set_id = "open", None, None
        each.decided_by, each.decided_by_label, each.decided_at = None, None, None
    session.flush()
    return together


def _undo(session: TenantSession, actor: Actor, change_set_id: uuid.UUID) -> None:
    try:
        with session.begin_nested():
            undo = start_undo(session, actor, change_set_id, UndoWrite())
    except NothingToUndo:
        return  # all that was said stood on record already
    except NothingRestorable as nothing:
        if nothing.context.get("blocked"):
            raise _in_use() from nothing
        return
    if undo.job_id is None and undo.counts.get("failed"):
        raise _in_use()


def _in_use() -> ReviewRefused:
    return ReviewRefused("This could not be taken back: what it changed is in use. Look at the asset's history.")
