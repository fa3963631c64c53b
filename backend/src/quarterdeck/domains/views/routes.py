"""Saved views, and what the console remembers of a person."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from quarterdeck.domains.tenancy.errors import ClientNotFound
from quarterdeck.domains.views import service
from quarterdeck.domains.views.errors import (
    PreferenceTooLarge,
    SharingNeedsClient,
    SharingTakesNoClient,
    TooManyPreferences,
    TooManyViews,
    ViewExists,
    ViewInUse,
    ViewNameTaken,
    ViewNotFound,
    ViewNotYours,
)
from quarterdeck.domains.views.models import Preference, View
from quarterdeck.domains.views.schemas import (
    DefaultFor,
    Module,
    PreferenceRead,
    Preferences,
    PreferenceWrite,
    ViewCreate,
    ViewList,
    ViewRead,
    ViewUpdate,
)
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.http.access import any_member, requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import ClientFilter
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

views = APIRouter(prefix="/views", tags=["views"], route_class=CreatesOnce, dependencies=[requires("assets:read")])
preferences = APIRouter(
    prefix="/preferences", tags=["views"], dependencies=[any_member("everybody's own layout of the console")]
)
_SHARING = (SharingNeedsClient, SharingTakesNoClient)
Key = Annotated[str, Path(max_length=120, pattern=r"^[a-z][a-z0-9._-]*$")]


@views.get("")
def list_views(
    session: CurrentSession,
    actor: CurrentActor,
    module: Annotated[Module, Query()] = "assets",
    client: ClientFilter = None,
) -> ViewList:
    return service.list_views(session, actor, module, client_id=client)


@views.post("", status_code=201, responses=problems(ViewNameTaken, ViewExists, TooManyViews, ClientNotFound, *_SHARING))
def create_view(response: Response, session: CurrentSession, actor: CurrentActor, new: ViewCreate) -> ViewRead:
    return _read(response, actor, service.create_view(session, actor, new))


@views.get("/{id}", responses=problems(ViewNotFound))
def read_view(response: Response, session: CurrentSession, actor: CurrentActor, view_id: RecordId) -> ViewRead:
    return _read(response, actor, service.access_view(session, actor, view_id))


@views.patch("/{id}", responses=problems(ViewNotFound, ViewNotYours, ViewNameTaken, ClientNotFound, *_SHARING))
def update_view(
    response: Response,
    session: CurrentSession,
    actor: CurrentActor,
    view_id: RecordId,
    expected: ExpectedVersion,
    update: ViewUpdate,
) -> ViewRead:
    return _read(response, actor, service.update_view(session, actor, view_id, update, expected=expected))


@views.delete("/{id}", status_code=204, responses=problems(ViewNotFound, ViewNotYours, ViewInUse))
def delete_view(
    session: CurrentSession,
    actor: CurrentActor,
    view_id: RecordId,
    expected: ExpectedVersion,
    *,
    end_habits: Annotated[bool, Query(description="Also when colleagues open it first or keep it pinned.")] = False,
) -> None:
    service.delete_view(session, actor, view_id, expected=expected, end_habits=end_habits)


@views.put("/{id}/default", status_code=204, responses=problems(ViewNotFound, ClientNotFound))
def choose_default(session: CurrentSession, actor: CurrentActor, view_id: RecordId, audience: DefaultFor) -> None:
    service.choose_default(session, actor, view_id, audience)


@views.post("/{id}/default/drop", status_code=204, responses=problems(ViewNotFound, ClientNotFound))
def drop_default(session: CurrentSession, actor: CurrentActor, view_id: RecordId, audience: DefaultFor) -> None:
    service.drop_default(session, actor, view_id, audience)


@preferences.get("")
def list_preferences(session: CurrentSession, actor: CurrentActor) -> Preferences:
    found = service.list_preferences(session, actor)
    return Preferences(items=[PreferenceRead.model_validate(each) for each in found])


@preferences.put("/{key}", response_model=PreferenceRead, responses=problems(PreferenceTooLarge, TooManyPreferences))
def put_preference(session: CurrentSession, actor: CurrentActor, key: Key, body: PreferenceWrite) -> Preference:
    return service.put_preference(session, actor, key, body.value)


@preferences.delete("/{key}", status_code=204)
def drop_preference(session: CurrentSession, actor: CurrentActor, key: Key) -> None:
    service.drop_preference(session, actor, key)


def _read(response: Response, actor: Actor, view: View) -> ViewRead:
    set_etag(response, view.version)
    return service.read_view(actor, view)


router = APIRouter()
router.include_router(views)
router.include_router(preferences)
