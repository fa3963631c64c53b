"""The review queue over HTTP."""

import uuid
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from quarterdeck.domains.assets.errors import AssetNotFound
from quarterdeck.domains.intake import reviews as queue
from quarterdeck.domains.intake.errors import (
    DecisionInvalid,
    ReviewChanged,
    ReviewDecided,
    ReviewNotDecided,
    ReviewNotFound,
    ReviewRefused,
)
from quarterdeck.domains.intake.service import many, reviewing, showing, taking_back
from quarterdeck.domains.intake.service.reviewing import Action, Decided, FieldChoice
from quarterdeck.domains.intake.service.showing import ReviewCounts, ReviewDetail, ReviewItem
from quarterdeck.domains.recovery.errors import AlreadyUndone, NothingToUndo, UndoRunning
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.paging import ClientFilter, Cursor, Limit, Page, moment_cursor, page_of
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/intake/reviews", tags=["reviews"])
READ = requires("imports:run")
WRITE = requires("assets:write")
Text = Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")]


def review_filter(
    state: Annotated[Literal["open", "decided"], Query()] = "open",
    client: ClientFilter = None,
    source: Text = None,
    job: Annotated[uuid.UUID | None, Query(description="Only what this job (an import) left undecided.")] = None,
    doubt: Annotated[str | None, Query(max_length=20, pattern=r"^[a-z_]*$")] = None,
    alike: Text = None,
) -> queue.ReviewFilter:
    states = ("open",) if state == "open" else ("merged", "created", "skipped", "settled")
    return queue.ReviewFilter(states, client, source or None, job, doubt or None, alike or None)


Wanted = Annotated[queue.ReviewFilter, Depends(review_filter)]


class Decision(BaseModel):
    """`merge` into an asset (without one: into the likeliest), `create` a new one, or `skip`.

    `fields` says of single fields whether to keep the value on record, take the incoming one, or take it only where
    nothing is on record. What it doesn't name is reconciled as in every intake.
    """

    action: Action
    asset_id: uuid.UUID | None = None
    fields: dict[Annotated[str, Field(max_length=100)], FieldChoice] = Field(default_factory=dict, max_length=300)


class ManyDecided(BaseModel):
    """One decision for the named ones, or for all open ones with the same findings as `alike_to`."""

    action: Action
    ids: list[uuid.UUID] | None = Field(default=None, max_length=10_000)
    alike_to: uuid.UUID | None = None
    client_id: uuid.UUID | None = None
    source: str | None = Field(default=None, max_length=200)
    job_id: uuid.UUID | None = None


class Refusal(BaseModel):
    id: uuid.UUID
    code: str
    message: str


class ManyResult(BaseModel):
    wanted: int
    done: int
    failed: list[Refusal]
    change_set_id: uuid.UUID | None
    job_id: uuid.UUID | None


_AS_JOB: dict[str, Any] = {"model": ManyResult, "description": "Too many to do at once: a job"}


@router.get("", dependencies=[READ])
def list_reviews(
    session: CurrentSession, actor: CurrentActor, wanted: Wanted, cursor: Cursor = None, limit: Limit = 50
) -> Page[ReviewItem]:
    actor.require("imports:run")
    found = queue.reviews_page(session, wanted, after=moment_cursor(cursor, scope="reviews"), limit=limit + 1)
    items = showing.describe_reviews(session, found)
    return page_of(items, limit, scope="reviews", key=lambda item: (item.created_at, item.id))


@router.get("/counts", dependencies=[READ])
def count_reviews(session: CurrentSession, actor: CurrentActor, wanted: Wanted) -> ReviewCounts:
    return showing.count_reviews(session, actor, wanted)


@router.post(
    "/decisions",
    dependencies=[READ, WRITE],
    responses={202: _AS_JOB, **problems(DecisionInvalid, ReviewNotFound)},
)
def decide_many(session: CurrentSession, actor: CurrentActor, body: ManyDecided, response: Response) -> ManyResult:
    within = queue.ReviewFilter(("open",), body.client_id, body.source, body.job_id)
    outcome = many.decide_many(session, actor, body.action, ids=body.ids, alike_to=body.alike_to, within=within)
    response.status_code = 202 if outcome.job else 200
    return ManyResult(
        wanted=outcome.wanted,
        done=outcome.done,
        failed=[Refusal(id=each.review_id, code=each.code, message=each.message) for each in outcome.failures],
        change_set_id=outcome.change_set_id,
        job_id=outcome.job.id if outcome.job else None,
    )


@router.get("/{id}", dependencies=[READ], responses=problems(ReviewNotFound))
def read_review(session: CurrentSession, actor: CurrentActor, review_id: RecordId, response: Response) -> ReviewDetail:
    found = showing.read_review(session, actor, review_id)
    set_etag(response, found.version)
    return found


@router.put(
    "/{id}/decision",
    dependencies=[READ, WRITE],
    responses=problems(ReviewNotFound, ReviewDecided, ReviewChanged, ReviewRefused, DecisionInvalid, AssetNotFound),
)
def decide_review(
    session: CurrentSession,
    actor: CurrentActor,
    review_id: RecordId,
    version: ExpectedVersion,
    body: Decision,
    response: Response,
) -> ReviewItem:
    decided = Decided(body.action, body.asset_id, body.fields)
    review = reviewing.decide_review(session, actor, review_id, decided, expected_version=version)
    session.refresh(review)
    set_etag(response, review.version)
    return showing.describe_reviews(session, [review])[0]


@router.post(
    "/{id}/reopen",
    dependencies=[READ, WRITE],
    responses=problems(ReviewNotFound, ReviewNotDecided, ReviewRefused, AlreadyUndone, UndoRunning, NothingToUndo),
)
def reopen_review(session: CurrentSession, actor: CurrentActor, review_id: RecordId) -> Page[ReviewItem]:
    """Take the decision back. Answers with all that waits again: what was decided together comes back together."""
    reopened = taking_back.reopen_review(session, actor, review_id)
    for review in reopened:
        session.refresh(review)
    return Page(items=showing.describe_reviews(session, reopened))
