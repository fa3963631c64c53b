"""Who works in a tenant, as what, and for which clients."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from quarterdeck.domains.identity import queries
from quarterdeck.domains.identity.errors import (
    AccountElsewhere,
    AlreadyAccepted,
    AlreadyMember,
    LastOwner,
    MemberNotFound,
    NotAcceptedYet,
    OwnAccount,
    OwnersOnly,
    RoleUnknown,
    ScopeInvalid,
)
from quarterdeck.domains.identity.models import (
    ApiToken,
    Invitation,
    Membership,
    MembershipClient,
    RecoveryCode,
    Role,
    User,
    UserSession,
)
from quarterdeck.domains.identity.permissions import CLIENT_USER, OWNER
from quarterdeck.domains.identity.schemas import MemberInvite, MemberRead, MemberUpdate
from quarterdeck.domains.identity.service.roles import refuse_granting_more, require_whole_tenant
from quarterdeck.domains.identity.service.tokens import tenant_secret
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.text import fold
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.constraints import constraint_errors
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import PreconditionFailed
from quarterdeck.platform.secrets import hash_token

INVITATION_DAYS = 7
_OPERATORS = {Origin.SYSTEM, Origin.CLI}


@dataclass(frozen=True, slots=True)
class Invited:
    """`secret` is half of the link and kept nowhere."""

    member: MemberRead
    secret: str


def list_members(
    session: TenantSession, actor: Actor, *, q: str | None, after: tuple[str, uuid.UUID] | None, limit: int
) -> list[MemberRead]:
    require_whole_tenant(actor, "users:manage")
    return queries.members_page(session, q=q, after=after, limit=limit)


def access_member(session: TenantSession, actor: Actor, user_id: uuid.UUID) -> MemberRead:
    require_whole_tenant(actor, "users:manage")
    return _read(session, user_id)


def add_member(
    session: TenantSession,
    actor: Actor,
    user: User,
    *,
    role: str,
    client_mode: str = "all",
    client_ids: Iterable[uuid.UUID] = (),
    accepted: bool = False,
    name: str | None = None,
) -> Membership:
    """`accepted` is for operators on the machine itself (set-up, demo): everybody else is invited."""
    clients = set(client_ids)
    granted = _grantable_role(session, actor, role)
    _check_scope(role, client_mode, clients)
    open_change_set(session, actor)
    membership = Membership(
        tenant_id=session.tenant_id,
        id=new_id(),
        user_id=user.id,
        role_id=granted.id,
        client_mode=client_mode,
        accepted_at=now() if accepted else None,
        invited_name=name or user.name,
    )
    session.add(membership)
    with constraint_errors({"uq_memberships_tenant_id_user_id": AlreadyMember(user.email)}):
        session.flush()
    _set_clients(session, membership, clients)
    return membership


def invite_member(session: TenantSession, actor: Actor, new: MemberInvite) -> Invited:
    """A membership that takes effect when the person uses the link. Tells nothing about other tenants' people."""
    require_whole_tenant(actor, "users:manage")
    key = fold(str(new.email))
    user = queries.user_by_email(session, key)
    if user is None:
        user = User(id=new_id(), email=str(new.email), email_key=key, name=new.name)
        session.add(user)
        session.flush()
    membership = add_member(
        session,
        actor,
        user,
        role=new.role,
        client_mode=new.client_mode,
        client_ids=new.client_ids,
        name=new.name,
    )
    return _new_link(session, membership)


def invite_again(session: TenantSession, actor: Actor, user_id: uuid.UUID) -> Invited:
    """A new link for somebody who has not accepted yet. The link before it is worth nothing from now on."""
    require_whole_tenant(actor, "users:manage")
    membership, before = _member_to_change(session, actor, user_id, expected=None)
    if not before.is_pending:
        raise AlreadyAccepted
    open_change_set(session, actor, reason="The invitation was renewed")
    session.execute(
        delete(Invitation).where(Invitation.tenant_id == session.tenant_id, Invitation.membership_id == membership.id)
    )
    _touch(session, membership)
    return _new_link(session, membership)


def reset_second_factor(session: TenantSession, actor: Actor, user_id: uuid.UUID) -> None:
    """For somebody who lost phone and recovery codes: they sign in with the password alone, and set up a new one."""
    require_whole_tenant(actor, "users:manage")
    if user_id == actor.user_id:
        raise OwnAccount
    membership, before = _member_to_change(session, actor, user_id, expected=None)
    if before.is_pending:
        raise NotAcceptedYet
    if queries.is_elsewhere(session, user_id):
        raise AccountElsewhere
    open_change_set(session, actor, reason="The second factor was reset")
    user = queries.user_by_id(session, user_id, lock=True)
    if user is None:
        raise MemberNotFound
    user.totp_secret = user.totp_pending = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    session.execute(delete(UserSession).where(UserSession.user_id == user_id))
    _touch(session, membership)


def _new_link(session: TenantSession, membership: Membership) -> Invited:
    secret = tenant_secret(session.tenant_id)
    session.add(
        Invitation(
            tenant_id=session.tenant_id,
            id=new_id(),
            membership_id=membership.id,
            token_hash=hash_token(secret),
            expires_at=now() + timedelta(days=INVITATION_DAYS),
        )
    )
    session.flush()
    return Invited(_read(session, membership.user_id), secret)


def update_member(
    session: TenantSession, actor: Actor, user_id: uuid.UUID, update: MemberUpdate, *, expected: int | None
) -> MemberRead:
    require_whole_tenant(actor, "users:manage")
    queries.lock_owner_role(session)
    membership, before = _member_to_change(session, actor, user_id, expected=expected)
    role = update.role or before.role
    mode = update.client_mode or before.client_mode
    clients = set(before.client_ids if update.client_ids is None else update.client_ids)
    if mode == "all":
        clients = set()
    _check_scope(role, mode, clients)
    open_change_set(session, actor)
    if role != before.role:
        membership.role_id = _grantable_role(session, actor, role).id
    membership.client_mode = mode
    if update.is_active is not None:
        membership.is_active = update.is_active
    session.flush()
    if clients != set(before.client_ids):
        _set_clients(session, membership, clients)
        _touch(session, membership)
    if before.role == OWNER and not queries.active_owners(session):
        raise LastOwner
    return _read(session, user_id)


def remove_member(session: TenantSession, actor: Actor, user_id: uuid.UUID, *, expected: int | None) -> None:
    """The person's account stays; their tokens of this tenant end with the membership."""
    require_whole_tenant(actor, "users:manage")
    queries.lock_owner_role(session)
    membership, before = _member_to_change(session, actor, user_id, expected=expected)
    open_change_set(session, actor)
    own = (ApiToken.tenant_id == session.tenant_id, ApiToken.user_id == user_id)
    session.execute(delete(ApiToken).where(*own))
    for part in (Invitation, MembershipClient):
        session.execute(delete(part).where(part.tenant_id == session.tenant_id, part.membership_id == membership.id))
    session.delete(membership)
    session.flush()
    if before.role == OWNER and not queries.active_owners(session):
        raise LastOwner


def _member_to_change(
    session: TenantSession, actor: Actor, user_id: uuid.UUID, *, expected: int | None
) -> tuple[Membership, MemberRead]:
    membership = queries.membership_of(session, user_id, lock=True)
    if membership is None:
        raise MemberNotFound
    before = _read(session, user_id)
    if before.role == OWNER and actor.role != OWNER and actor.origin not in _OPERATORS:
        raise OwnersOnly
    role = queries.role_by_key(session, before.role)
    refuse_granting_more(actor, role.permissions if role else [])
    if expected is not None and membership.version != expected:
        raise PreconditionFailed(
            "Somebody changed this person's access since you read it.", current=before.model_dump(mode="json")
        )
    return membership, before


def _grantable_role(session: TenantSession, actor: Actor, key: str) -> Role:
    role = queries.role_by_key(session, key)
    if role is None:
        raise RoleUnknown(key)
    if actor.origin in _OPERATORS:
        return role
    if role.key == OWNER and actor.role != OWNER:
        raise OwnersOnly
    refuse_granting_more(actor, role.permissions)
    return role


def _check_scope(role: str, mode: str, clients: set[uuid.UUID]) -> None:
    if role == CLIENT_USER and (mode != "allow" or len(clients) != 1):
        raise ScopeInvalid("A client user sees exactly one client: allow one.")
    if role == OWNER and mode != "all":
        raise ScopeInvalid("An owner sees every client.")
    if mode == "all" and clients:
        raise ScopeInvalid("Whoever sees every client needs no list of clients.")


def _set_clients(session: TenantSession, membership: Membership, wanted: set[uuid.UUID]) -> None:
    known = queries.client_ids_of(session, membership.id)
    gone = known - wanted
    if gone:
        session.execute(
            delete(MembershipClient).where(
                MembershipClient.tenant_id == session.tenant_id,
                MembershipClient.membership_id == membership.id,
                MembershipClient.client_id.in_(gone),
            )
        )
    session.add_all(
        MembershipClient(tenant_id=session.tenant_id, id=new_id(), membership_id=membership.id, client_id=client_id)
        for client_id in sorted(wanted - known)
    )
    unknown = ScopeInvalid("One of these clients does not exist.")
    with constraint_errors({"fk_membership_clients_tenant_id_client_id_clients": unknown}):
        session.flush()


def _touch(session: TenantSession, membership: Membership) -> None:
    """The list of clients is part of the membership's version."""
    membership.updated_at = now()
    session.flush()


def _read(session: TenantSession, user_id: uuid.UUID) -> MemberRead:
    session.expire_all()
    member = queries.member(session, user_id)
    if member is None:
        raise MemberNotFound
    return member


def is_member(session: TenantSession, user_id: uuid.UUID) -> bool:
    """Whether the person may enter the tenant at this moment."""
    membership = queries.membership_of(session, user_id)
    return membership is not None and membership.is_active and membership.accepted_at is not None
