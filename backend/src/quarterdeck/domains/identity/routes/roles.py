"""Roles of a tenant."""

from fastapi import APIRouter, Response

from quarterdeck.domains.identity.errors import (
    GrantsMoreThanOwn,
    RoleBuiltin,
    RoleInUse,
    RoleKeyTaken,
    RoleNotFound,
)
from quarterdeck.domains.identity.models import Role
from quarterdeck.domains.identity.schemas import PermissionRead, RoleCreate, RoleListed, RoleRead, RoleUpdate
from quarterdeck.domains.identity.service import roles
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import Cursor, Limit, Page, name_cursor, page_of
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/roles", tags=["people"], route_class=CreatesOnce)
SCOPE = "roles"


@router.get("", dependencies=[requires("users:manage")])
def list_roles(
    session: CurrentSession, actor: CurrentActor, cursor: Cursor = None, limit: Limit = 50
) -> Page[RoleListed]:
    found = roles.list_roles(session, actor, after=name_cursor(cursor, scope=SCOPE), limit=limit + 1)
    return page_of(found, limit, scope=SCOPE, key=lambda role: (role.name, role.id))


@router.get("/permissions", dependencies=[requires("users:manage")])
def list_permissions() -> Page[PermissionRead]:
    """What a role can be made of, with a sentence for each."""
    return Page(items=roles.list_permissions())


@router.post(
    "",
    status_code=201,
    response_model=RoleRead,
    dependencies=[requires("roles:manage")],
    responses=problems(RoleKeyTaken, GrantsMoreThanOwn),
)
def create_role(response: Response, session: CurrentSession, actor: CurrentActor, new: RoleCreate) -> Role:
    role = roles.create_role(session, actor, new)
    set_etag(response, role.version)
    return role


@router.get("/{id}", response_model=RoleRead, dependencies=[requires("users:manage")], responses=problems(RoleNotFound))
def read_role(response: Response, session: CurrentSession, actor: CurrentActor, role_id: RecordId) -> Role:
    role = roles.access_role(session, actor, role_id)
    set_etag(response, role.version)
    return role


@router.patch(
    "/{id}",
    response_model=RoleRead,
    dependencies=[requires("roles:manage")],
    responses=problems(RoleNotFound, RoleBuiltin, GrantsMoreThanOwn),
)
def update_role(
    response: Response,
    session: CurrentSession,
    actor: CurrentActor,
    role_id: RecordId,
    expected: ExpectedVersion,
    update: RoleUpdate,
) -> Role:
    role = roles.update_role(session, actor, role_id, update, expected=expected)
    set_etag(response, role.version)
    return role


@router.delete(
    "/{id}",
    status_code=204,
    dependencies=[requires("roles:manage")],
    responses=problems(RoleNotFound, RoleBuiltin, RoleInUse),
)
def delete_role(session: CurrentSession, actor: CurrentActor, role_id: RecordId, expected: ExpectedVersion) -> None:
    roles.delete_role(session, actor, role_id, expected=expected)
