"""What can be done to saved views and to what the console remembers of a person."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import orjson

from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.views import queries
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
from quarterdeck.domains.views.schemas import DefaultFor, ViewCreate, ViewList, ViewRead, ViewUpdate
from quarterdeck.domains.views.uses import uses_of
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.text import fold
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.constraints import constraint_errors
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import PreconditionFailed

MOST_VIEWS = 200
MOST_PREFERENCES = 300
PREFERENCE_BYTES = 64 * 1024
ADMINISTERS = "settings:manage"


def list_views(session: TenantSession, actor: Actor, module: str, *, client_id: uuid.UUID | None) -> ViewList:
    """The views of a module that the actor may open, and the one that opens first."""
    actor.require("assets:read")
    found = queries.default_view(session, module, user_id=_person(actor), role=actor.role, client_id=client_id)
    default_id, default_from = found or (None, None)
    items = [read_view(actor, view) for view in queries.views_of_module(session, module)]
    return ViewList.model_validate({"items": items, "default_id": default_id, "default_from": default_from})


def read_view(actor: Actor, view: View) -> ViewRead:
    is_mine = view.owner_id == actor.user_id
    told = {"is_mine": is_mine, "may_edit": is_mine or actor.may(ADMINISTERS)}
    columns = {name: getattr(view, name) for name in ViewRead.model_fields if name not in told}
    return ViewRead.model_validate(columns | told)


def access_view(session: TenantSession, actor: Actor, view_id: uuid.UUID) -> View:
    """The view, if it exists and the actor may open it. The only way in by id."""
    actor.require("assets:read")
    view = queries.view_by_id(session, view_id)
    if view is None:
        raise ViewNotFound
    return view


def create_view(session: TenantSession, actor: Actor, new: ViewCreate) -> View:
    actor.require("assets:read")
    may_share(session, actor, new.sharing, new.client_id)
    owner_id = _person(actor)
    if queries.count_of_owner(session, new.module, owner_id) >= MOST_VIEWS:
        raise TooManyViews(MOST_VIEWS)
    view = View(
        tenant_id=session.tenant_id,
        id=new.id or new_id(),
        owner_id=owner_id,
        owner_label=actor.label,
        name_key=fold(new.name),
        **new.model_dump(exclude={"id"}),
    )
    session.add(view)
    _flush(session, new.name)
    return view


def update_view(
    session: TenantSession, actor: Actor, view_id: uuid.UUID, update: ViewUpdate, *, expected: int | None
) -> View:
    view = _view_to_change(session, actor, view_id, expected=expected)
    given = update.model_dump(exclude_unset=True)
    sharing, client_id = shared_with(given, sharing=view.sharing, client_id=view.client_id)
    if sharing == "private" and view.owner_id != actor.user_id:
        raise ViewNotYours  # it would vanish from whoever made it private
    if {"sharing", "client_id"} & given.keys():
        may_share(session, actor, sharing, client_id)
    for name, value in given.items():
        if value is not None or name in {"columns", "density"}:
            setattr(view, name, value)
    view.sharing, view.client_id, view.name_key = sharing, client_id, fold(view.name)
    _flush(session, view.name)
    session.refresh(view)
    return view


def delete_view(
    session: TenantSession, actor: Actor, view_id: uuid.UUID, *, expected: int | None, end_habits: bool = False
) -> None:
    """Refused while something uses it; `end_habits` gives colleagues who open or pin it the built-in view again."""
    view = _view_to_change(session, actor, view_id, expected=expected)
    uses = uses_of(session, view.id)
    if any(not (use.is_habit and end_habits) for use in uses):
        raise ViewInUse(view.name, [use.says for use in uses], [asdict(use) for use in uses])
    session.delete(view)
    session.flush()


def choose_default(session: TenantSession, actor: Actor, view_id: uuid.UUID, audience: DefaultFor) -> None:
    """Let the view open first for the actor, a role or a client; it takes the place of the one before."""
    view = access_view(session, actor, view_id)
    queries.put_default(session, view, _audience(session, actor, audience))


def drop_default(session: TenantSession, actor: Actor, view_id: uuid.UUID, audience: DefaultFor) -> None:
    view = access_view(session, actor, view_id)
    queries.drop_default(session, view.id, _audience(session, actor, audience))


def list_preferences(session: TenantSession, actor: Actor) -> list[Preference]:
    return list(queries.preferences_of(session, _person(actor)))


def put_preference(session: TenantSession, actor: Actor, key: str, value: Any) -> Preference:
    if len(orjson.dumps(value)) > PREFERENCE_BYTES:
        raise PreferenceTooLarge(PREFERENCE_BYTES)
    if queries.count_other_preferences(session, _person(actor), key) >= MOST_PREFERENCES:
        raise TooManyPreferences(MOST_PREFERENCES)
    return queries.put_preference(session, _person(actor), key, value)


def drop_preference(session: TenantSession, actor: Actor, key: str) -> None:
    queries.drop_preference(session, _person(actor), key)


def shared_with(given: Mapping[str, Any], *, sharing: str, client_id: uuid.UUID | None) -> tuple[str, uuid.UUID | None]:
    """The audience after a change: what is left out stays, and a client only while it is shared with its people."""
    sharing = given.get("sharing") or sharing
    return sharing, given.get("client_id", client_id if sharing == "client" else None)


def may_share(session: TenantSession, actor: Actor, sharing: str, client_id: uuid.UUID | None) -> None:
    """Refuse an audience that is unclear, that the actor may not share with, or whose client they do not see."""
    if sharing == "client" and client_id is None:
        raise SharingNeedsClient
    if sharing != "client" and client_id is not None:
        raise SharingTakesNoClient
    if sharing != "private":
        actor.require("views:share")
    if client_id is not None:
        tenancy.access_client(session, actor, client_id)


def _person(actor: Actor) -> uuid.UUID:
    # Views and preferences are reached by people and their tokens only; the system has neither.
    if actor.user_id is None:
        raise ViewNotFound
    return actor.user_id


def _view_to_change(session: TenantSession, actor: Actor, view_id: uuid.UUID, *, expected: int | None) -> View:
    actor.require("assets:read")
    view = queries.view_by_id(session, view_id, lock=True)
    if view is None:
        raise ViewNotFound
    if view.owner_id != actor.user_id and not actor.may(ADMINISTERS):
        raise ViewNotYours
    if expected is not None and view.version != expected:
        current = read_view(actor, view).model_dump(mode="json")
        raise PreconditionFailed("This view was changed since you read it.", current=current)
    return view


def _audience(session: TenantSession, actor: Actor, audience: DefaultFor) -> dict[str, Any]:
    if audience.audience == "me":
        return {"user_id": _person(actor)}
    actor.require(ADMINISTERS)
    if audience.role is not None:
        return {"role": audience.role}
    if audience.client_id is not None:
        tenancy.access_client(session, actor, audience.client_id)
    return {"client_id": audience.client_id}


def _flush(session: TenantSession, name: str) -> None:
    taken = {"uq_views_tenant_id_module_owner_id_name_key": ViewNameTaken(name), "pk_views": ViewExists()}
    with constraint_errors(taken):
        session.flush()
