"""What a person does with an undecided observation: merge it into an asset, create a new one, skip it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from quarterdeck.domains.assets.service.comparing import asset_values
from quarterdeck.domains.intake import reviews as queue
from quarterdeck.domains.intake.errors import (
    DecisionInvalid,
    PairDecisionNotFound,
    ReviewChanged,
    ReviewDecided,
    ReviewNotFound,
    ReviewRefused,
)
from quarterdeck.domains.intake.models import PairDecision, Review
from quarterdeck.domains.intake.service.taking_in import TakenIn, take_in
from quarterdeck.domains.tenancy.settings import across_clients
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession

Action = Literal["merge", "create", "skip"]
FieldChoice = Literal["keep", "take", "fill"]
_STATE = {"merge": "merged", "create": "created", "skip": "skipped"}
_SAID = {
    "merged": "This was merged into an asset already, by {by}.",
    "created": "This was taken in as a new asset already, by {by}.",
    "skipped": "This was skipped already, by {by}.",
    "settled": "A later observation left no doubt, so this was closed.",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What to do. Without `asset_id` a merge goes into the likeliest candidate."""

    action: Action
    asset_id: uuid.UUID | None = None
    fields: Mapping[str, FieldChoice] = field(default_factory=dict)


def access_review(session: TenantSession, actor: Actor, review_id: uuid.UUID, *, lock: bool = False) -> Review:
    """The observation, if it exists and the actor may see it. The only way in by id."""
    actor.require("imports:run")
    found = queue.review_by_id(session, review_id, lock=lock)
    if found is None:
        raise ReviewNotFound
    return found


def decide_review(
    session: TenantSession, actor: Actor, review_id: uuid.UUID, decided: Decided, *, expected_version: int | None = None
) -> Review:
    """Do it and remember it. The same decision twice is one; another one is refused."""
    actor.require("assets:write")
    review = access_review(session, actor, review_id, lock=True)
    if review.state != "open":
        wanted = target_of(review, decided) if decided.action == "merge" else review.asset_id
        if review.state == _STATE[decided.action] and review.asset_id == wanted:
            return review
        raise ReviewDecided(_SAID[review.state].format(by=review.decided_by_label), review.state)
    if expected_version is not None and review.version != expected_version:
        raise ReviewChanged
    decide_alike(session, actor, [review], decided)
    return review


def decide_alike(
    session: TenantSession,
    actor: Actor,
    reviews: Sequence[Review],
    decided: Decided,
    *,
    job_id: uuid.UUID | None = None,
    change_set_id: uuid.UUID | None = None,
) -> uuid.UUID | None:
    """The same for several open ones, which the caller has locked. Returns the change set, if anything was written."""
    if decided.action == "skip":
        for review in reviews:
            _close(review, actor, "skipped", None, None)
        session.flush()
        return None
    targets = {review.id: target_of(review, decided) for review in reviews}
    left_out = {}
    if decided.action == "merge":
        for asset_id in dict.fromkeys(targets.values()):
            _check_target(session, actor, [r for r in reviews if targets[r.id] == asset_id], asset_id)
        left_out = {review.id: _left_out(session, actor, targets[review.id], decided.fields) for review in reviews}
    _remember(session, actor, reviews, targets, is_new=decided.action == "create")
    written, taken = take_in(
        session, actor, reviews, left_out=left_out, reason=_reason(reviews, decided), job_id=job_id,
        change_set_id=change_set_id,
    )  # fmt: skip
    for each in taken:
        _close(each.review, actor, _STATE[decided.action], each.asset_id, written)
        each.review.client_id, each.review.client_key = each.client_id, str(each.client_id)
    session.flush()
    _settle_pairs(session, taken)
    _explain(session, taken)
    return written


def target_of(review: Review, decided: Decided) -> uuid.UUID:
    """The asset it goes into; of a new one the id it gets."""
    if decided.action == "create":
        return new_id()
    if decided.asset_id is not None:
        return decided.asset_id
    likeliest = next((each["asset_id"] for each in review.candidates if each["asset_id"]), None)
    if likeliest is None:
        raise DecisionInvalid("There is no asset to merge this into. Name one, or create it as a new one.")
    return uuid.UUID(str(likeliest))


def _check_target(session: TenantSession, actor: Actor, reviews: Iterable[Review], asset_id: uuid.UUID) -> None:
    client = asset_values(session, actor, asset_id)["client"]
    if across_clients(session) == "review":
        return
    for review in reviews:
        if str(review.client_id) != client["id"]:
            raise ReviewRefused(f"That asset belongs to {client['label']}, and this observation to another client.")


def _left_out(
    session: TenantSession, actor: Actor, asset_id: uuid.UUID, fields: Mapping[str, FieldChoice]
) -> frozenset[str]:
    if not fields:
        return frozenset()
    known = asset_values(session, actor, asset_id)
    return frozenset(
        name for name, choice in fields.items() if choice == "keep" or (choice == "fill" and name in known)
    )


def _reason(reviews: Sequence[Review], decided: Decided) -> str:
    what = "merged into what is on record" if decided.action == "merge" else "taken in as new"
    if len(reviews) > 1:
        return f"Review: {len(reviews)} observations {what}"
    return f"Review: {label_of(reviews[0])} {what}"


def label_of(review: Review) -> str:
    """How the source calls the device, in one word."""
    fields = review.observation.get("fields") or {}
    for name in ("name", "hostname", "serial", "tag"):
        if fields.get(name):
            return str(fields[name])
    return f"row {review.row_no}"


def _remember(
    session: TenantSession,
    actor: Actor,
    reviews: Sequence[Review],
    targets: Mapping[uuid.UUID, uuid.UUID],
    *,
    is_new: bool,
) -> None:
    rows = []
    for review in reviews:
        others = (
            {uuid.UUID(str(each["asset_id"])) for each in review.candidates if each["asset_id"]} if is_new else set()
        )
        pairs = [(targets[review.id], True), *((other, False) for other in sorted(others))]
        rows += [
            {
                "tenant_id": session.tenant_id,
                "id": new_id(),
                "client_id": review.client_id,
                "client_key": review.client_key,
                "fingerprint": review.fingerprint,
                "label": label_of(review)[:200],
                "asset_id": asset_id,
                "is_same": is_same,
                "is_new": is_new and is_same,
                "review_id": review.id,
                "decided_by": actor.user_id,
                "decided_by_label": actor.label,
                "decided_at": now(),
            }
            for asset_id, is_same in pairs
        ]
    statement = insert(PairDecision).values(rows)
    said = ("is_same", "is_new", "review_id", "decided_by", "decided_by_label", "decided_at")
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "client_key", "fingerprint", "asset_id"],
            set_={name: statement.excluded[name] for name in said},
        )
    )


def _settle_pairs(session: TenantSession, taken: Sequence[TakenIn]) -> None:
    """What was to be created is there now, also the client it belongs to."""
    session.raw.execute(
        """
        update pair_decisions p set is_new = false, client_id = n.client_id, client_key = n.client_id::text
        from unnest(%(reviews)s::uuid[], %(clients)s::uuid[]) n (review_id, client_id)
        where p.tenant_id = %(tenant)s and p.review_id = n.review_id
        """,
        {
            "tenant": session.tenant_id,
            "reviews": [each.review.id for each in taken],
            "clients": [each.client_id for each in taken],
        },
    )


def _explain(session: TenantSession, taken: Sequence[TakenIn]) -> None:
    """The row's own decision tells what became of it, as long as its batch is there."""
    session.raw.execute(
        """
        update intake_decisions d set asset_id = n.asset_id, reason = d.reason || ' ' || n.told
        from unnest(%(batches)s::uuid[], %(rows)s::bigint[], %(assets)s::uuid[], %(told)s::text[])
          n (batch_id, row_no, asset_id, told)
        where d.tenant_id = %(tenant)s and d.batch_id = n.batch_id and d.row_no = n.row_no and d.outcome = 'review'
        """,
        {
            "tenant": session.tenant_id,
            "batches": [each.review.batch_id for each in taken],
            "rows": [each.review.row_no for each in taken],
            "assets": [each.asset_id for each in taken],
            "told": [told(each.review, each.tag) for each in taken],
        },
    )


def told(review: Review, tag: str | None) -> str:
    """What was done, by whom and when, in a sentence."""
    words = {"merged": f"Merged into {tag}", "created": f"Created as {tag}", "skipped": "Skipped"}
    if review.decided_at is None or review.state not in words:
        return _SAID.get(review.state, "")
    return f"{words[review.state]}: decided by {review.decided_by_label} on {review.decided_at:%-d %B %Y}."


def _close(
    review: Review, actor: Actor, state: str, asset_id: uuid.UUID | None, change_set_id: uuid.UUID | None
) -> None:
    review.state, review.asset_id, review.change_set_id = state, asset_id, change_set_id
    review.decided_by, review.decided_by_label, review.decided_at = actor.user_id, actor.label, now()


def forget_pairs(session: TenantSession, actor: Actor, pair_ids: Sequence[uuid.UUID]) -> int:
    """How many there were: what is forgotten already is no error."""
    actor.require("assets:write")
    gone = session.execute(
        delete(PairDecision)
        .where(PairDecision.tenant_id == session.tenant_id, PairDecision.id.in_(pair_ids))
        .returning(PairDecision.id)
    )
    return len(gone.all())


def forget_pair(session: TenantSession, actor: Actor, pair_id: uuid.UUID) -> None:
    """Intake decides by itself again, and asks if it can't."""
    actor.require("assets:write")
    if queue.pair_by_id(session, pair_id) is None:
        raise PairDecisionNotFound
    session.execute(delete(PairDecision).where(PairDecision.tenant_id == session.tenant_id, PairDecision.id == pair_id))
