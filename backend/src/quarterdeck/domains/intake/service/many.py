"""One decision for many observations: a few at once, more as a job."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from quarterdeck.domains.intake import reviews as queue
from quarterdeck.domains.intake.errors import DecisionInvalid
from quarterdeck.domains.intake.service.reviewing import Action, Decided, access_review, decide_alike
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.models import Job
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import AppError

KIND = "intake.reviews"
INLINE = 200
MOST = 50_000


@dataclass(frozen=True, slots=True)
class Failure:
    """One observation that could not be decided like the others, and why."""

    review_id: uuid.UUID
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """`job` where there were too many to do at once."""

    wanted: int
    done: int
    failures: tuple[Failure, ...] = ()
    change_set_id: uuid.UUID | None = None
    job: Job | None = None


def decide_many(
    session: TenantSession,
    actor: Actor,
    action: Action,
    *,
    ids: Sequence[uuid.UUID] | None = None,
    alike_to: uuid.UUID | None = None,
    within: queue.ReviewFilter | None = None,
) -> Outcome:
    """Decide the named ones, or all open ones with the same findings as `alike_to`, each with its likeliest asset."""
    actor.require("imports:run")
    actor.require("assets:write")
    if (ids is None) == (alike_to is None):
        raise DecisionInvalid("Name either the observations, or one that the others are like.")
    chosen = list(dict.fromkeys(ids or ()))
    if alike_to is not None:
        chosen = _alike(session, actor, alike_to, within or queue.ReviewFilter())
    if len(chosen) <= INLINE:
        done, failures, change_set_id = decide_some(session, actor, action, chosen)
        return Outcome(len(chosen), done, tuple(failures), change_set_id)
    doing = {"merge": "Merge", "create": "Create", "skip": "Skip"}[action]
    job = jobs.start_job(
        session,
        actor,
        kind=KIND,
        title=f"{doing} {len(chosen):,} reviewed observations",
        params={"action": action, "ids": [str(each) for each in chosen]},
        total=len(chosen),
    )
    return Outcome(len(chosen), 0, job=job)


def _alike(session: TenantSession, actor: Actor, review_id: uuid.UUID, within: queue.ReviewFilter) -> list[uuid.UUID]:
    alike = access_review(session, actor, review_id).alike_key
    wanted = queue.ReviewFilter(("open",), within.client_id, within.source, within.job_id, within.doubt, alike)
    found = queue.review_ids(session, wanted, limit=MOST + 1)
    if len(found) > MOST:
        raise DecisionInvalid(f"More than {MOST:,} are alike. Narrow it down to a client or a source.")
    return found


def decide_some(
    session: TenantSession,
    actor: Actor,
    action: Action,
    ids: Sequence[uuid.UUID],
    *,
    job_id: uuid.UUID | None = None,
    change_set_id: uuid.UUID | None = None,
) -> tuple[int, list[Failure], uuid.UUID | None]:
    """A chunk: all together, or where one of them is refused, one by one. Those no longer open are left alone."""
    reviews = queue.reviews_locked(session, ids)
    if not reviews:
        return 0, [], change_set_id
    decided = Decided(action)
    try:
        with session.begin_nested():
            written = decide_alike(session, actor, reviews, decided, job_id=job_id, change_set_id=change_set_id)
        return len(reviews), [], written or change_set_id
    except AppError:
        return _one_by_one(session, actor, decided, [review.id for review in reviews], job_id, change_set_id)


def _one_by_one(
    session: TenantSession,
    actor: Actor,
    decided: Decided,
    ids: Sequence[uuid.UUID],
    job_id: uuid.UUID | None,
    change_set_id: uuid.UUID | None,
) -> tuple[int, list[Failure], uuid.UUID | None]:
    done, failures = 0, []
    for review_id in ids:
        try:
            with session.begin_nested():
                reviews = queue.reviews_locked(session, [review_id])
                written = decide_alike(session, actor, reviews, decided, job_id=job_id, change_set_id=change_set_id)
            change_set_id = written or change_set_id
            done += 1
        except AppError as refused:
            failures.append(Failure(review_id, refused.code, refused.message))
    return done, failures, change_set_id
