"""Roles: the built-in ones of every tenant, and those it defines itself."""

import uuid

from quarterdeck.domains.identity import queries
from quarterdeck.domains.identity.errors import (
    GrantsMoreThanOwn,
    RoleBuiltin,
    RoleInUse,
    RoleKeyTaken,
    RoleNotFound,
    WholeTenantOnly,
)
from quarterdeck.domains.identity.models import Role
from quarterdeck.domains.identity.permissions import BUILTIN_ROLES, PERMISSIONS
from quarterdeck.domains.identity.schemas import PermissionRead, RoleCreate, RoleListed, RoleRead, RoleUpdate
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor, ScopeMode
from quarterdeck.platform.db.constraints import constraint_errors
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import PreconditionFailed


def seed_roles(session: TenantSession, actor: Actor) -> None:
    """What every new tenant starts with."""
    open_change_set(session, actor)
    session.add_all(
        Role(
            tenant_id=session.tenant_id,
            id=new_id(),
            key=role.key,
            name=role.name,
            permissions=sorted(role.permissions),
            is_builtin=True,
        )
        for role in BUILTIN_ROLES
    )
    session.flush()


def require_whole_tenant(actor: Actor, permission: str) -> None:
    """Somebody who sees only some clients could otherwise widen their own view."""
    actor.require(permission)
    if actor.client_scope.mode is not ScopeMode.ALL:
        raise WholeTenantOnly


def refuse_granting_more(actor: Actor, permissions: list[str]) -> None:
    missing = sorted(set(permissions) - actor.permissions)
    if missing:
        raise GrantsMoreThanOwn(missing)


def list_roles(
    session: TenantSession, actor: Actor, *, after: tuple[str, uuid.UUID] | None, limit: int
) -> list[RoleListed]:
    require_whole_tenant(actor, "users:manage")
    counts = queries.members_by_role(session)
    return [
        RoleListed(**RoleRead.model_validate(role).model_dump(), members=counts.get(role.id, 0))
        for role in queries.roles_page(session, after=after, limit=limit)
    ]


def list_permissions() -> list[PermissionRead]:
    """Every permission there is, in the order in which they are told."""
    return [PermissionRead(key=key, group=key.partition(":")[0], label=label) for key, label in PERMISSIONS.items()]


def access_role(session: TenantSession, actor: Actor, role_id: uuid.UUID) -> Role:
    require_whole_tenant(actor, "users:manage")
    role = queries.role_by_id(session, role_id)
    if role is None:
        raise RoleNotFound
    return role


def create_role(session: TenantSession, actor: Actor, new: RoleCreate) -> Role:
    require_whole_tenant(actor, "roles:manage")
    refuse_granting_more(actor, new.permissions)
    open_change_set(session, actor)
    role = Role(tenant_id=session.tenant_id, id=new_id(), is_builtin=False, **new.model_dump())
    session.add(role)
    with constraint_errors({"uq_roles_tenant_id_key": RoleKeyTaken(new.key)}):
        session.flush()
    return role


def update_role(
    session: TenantSession, actor: Actor, role_id: uuid.UUID, update: RoleUpdate, *, expected: int | None
) -> Role:
    role = _role_to_change(session, actor, role_id, expected=expected)
    refuse_granting_more(actor, update.permissions or [])
    open_change_set(session, actor)
    for field, value in update.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(role, field, value)
    session.flush()
    session.refresh(role)
    return role


def delete_role(session: TenantSession, actor: Actor, role_id: uuid.UUID, *, expected: int | None) -> None:
    role = _role_to_change(session, actor, role_id, expected=expected)
    members = queries.members_with_role(session, role.id)
    if members:
        raise RoleInUse(members)
    open_change_set(session, actor)
    session.delete(role)
    with constraint_errors({"fk_memberships_tenant_id_role_id_roles": RoleInUse(1)}):
        session.flush()


def _role_to_change(session: TenantSession, actor: Actor, role_id: uuid.UUID, *, expected: int | None) -> Role:
    require_whole_tenant(actor, "roles:manage")
    role = queries.role_by_id(session, role_id, lock=True)
    if role is None:
        raise RoleNotFound
    if role.is_builtin:
        raise RoleBuiltin
    refuse_granting_more(actor, role.permissions)
    if expected is not None and role.version != expected:
        current = RoleRead.model_validate(role).model_dump(mode="json")
        raise PreconditionFailed("Somebody changed this role since you read it.", current=current)
    return role
