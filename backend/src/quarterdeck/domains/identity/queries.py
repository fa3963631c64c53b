import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, func, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from quarterdeck.domains.identity.models import (
    ApiToken,
    Invitation,
    Membership,
    MembershipClient,
    OidcIdentity,
    Role,
    User,
    UserSession,
)
from quarterdeck.domains.identity.permissions import OWNER
from quarterdeck.domains.identity.schemas import Bearer, MemberRead, Person, Standing, TenantOfUser
from quarterdeck.domains.tenancy.models import Tenant
from quarterdeck.platform.actors import ClientScope, ScopeMode
from quarterdeck.platform.db.session import TenantSession, UnscopedSession


def person_by_session(session: UnscopedSession, session_hash: str, tenant_slug: str | None) -> Person | None:
    """Who holds this cookie, and what they are in the tenant: one statement, whatever the answer."""
    row = _one(
        session,
        "select * from identity_by_session(:hash, :slug)",
        {"hash": session_hash, "slug": tenant_slug},
    )
    if row is None:
        return None
    return Person(
        user_id=row["user_id"],
        email=row["email"],
        name=row["user_name"],
        session_id=session_hash,
        csrf=row["csrf"],
        is_half_open=row["is_half_open"],
        has_second_factor=row["has_second_factor"],
        is_vouched=row["is_vouched"],
        last_seen_at=row["last_seen_at"],
        standing=_standing(row) if row["tenant_id"] else None,
    )


def bearer_by_token(session: UnscopedSession, tenant_id: uuid.UUID, token_hash: str) -> Bearer | None:
    row = _one(
        session,
        "select * from identity_by_token(:tenant, :hash)",
        {"tenant": tenant_id, "hash": token_hash},
    )
    if row is None:
        return None
    standing = _standing(row, only=frozenset(row["scopes"]))
    return Bearer(row["user_id"], row["user_name"], row["token_id"], row["last_used_at"], standing)


def _one(session: UnscopedSession, statement: str, values: dict[str, Any]) -> RowMapping | None:
    return session.execute(text(statement), values).mappings().one_or_none()


def _standing(row: RowMapping, *, only: frozenset[str] | None = None) -> Standing:
    mode = ScopeMode(row["client_mode"])
    clients = frozenset() if mode is ScopeMode.ALL else frozenset(row["client_ids"])
    permissions = frozenset(row["permissions"])
    return Standing(
        tenant_id=row["tenant_id"],
        tenant_slug=row["tenant_slug"],
        tenant_name=row["tenant_name"],
        role_key=row["role_key"],
        role_name=row["role_name"],
        permissions=permissions if only is None else permissions & only,
        client_scope=ClientScope(mode, clients),
        requires_second_factor=row["requires_second_factor"],
    )


def user_by_email(session: Session, email_key: str) -> User | None:
    return session.scalars(select(User).where(User.email_key == email_key)).one_or_none()


def user_by_id(session: Session, user_id: uuid.UUID, *, lock: bool = False) -> User | None:
    statement = select(User).where(User.id == user_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def user_of_oidc(session: UnscopedSession, issuer: str, subject: str) -> User | None:
    statement = select(User).join(OidcIdentity, OidcIdentity.user_id == User.id)
    return session.scalars(
        statement.where(OidcIdentity.issuer == issuer, OidcIdentity.subject == subject)
    ).one_or_none()


def tenants_of(session: UnscopedSession, user_id: uuid.UUID) -> list[TenantOfUser]:
    """Where somebody is a member. The session must be of that person: the policies show nobody else's."""
    rows = session.execute(
        select(Tenant.id, Tenant.slug, Tenant.name, Role.key)
        .join(Membership, Membership.tenant_id == Tenant.id)
        .join(Role, (Role.tenant_id == Membership.tenant_id) & (Role.id == Membership.role_id))
        .where(
            Membership.user_id == user_id,
            Membership.is_active,
            Membership.accepted_at.is_not(None),
            Tenant.closed_at.is_(None),
        )
        .order_by(Tenant.name, Tenant.id)
    )
    return [TenantOfUser(id=id_, slug=slug, name=name, role=role) for id_, slug, name, role in rows]


def role_by_key(session: TenantSession, key: str) -> Role | None:
    return session.scalars(select(Role).where(Role.tenant_id == session.tenant_id, Role.key == key)).one_or_none()


def role_by_id(session: TenantSession, role_id: uuid.UUID, *, lock: bool = False) -> Role | None:
    statement = select(Role).where(Role.tenant_id == session.tenant_id, Role.id == role_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def roles_page(session: TenantSession, *, after: tuple[str, uuid.UUID] | None, limit: int) -> Sequence[Role]:
    statement = select(Role).where(Role.tenant_id == session.tenant_id).order_by(Role.name, Role.id).limit(limit)
    if after is not None:
        statement = statement.where((Role.name > after[0]) | ((Role.name == after[0]) & (Role.id > after[1])))
    return session.scalars(statement).all()


def members_with_role(session: TenantSession, role_id: uuid.UUID) -> int:
    return session.scalar(
        select(func.count()).where(Membership.tenant_id == session.tenant_id, Membership.role_id == role_id)
    ) or 0  # fmt: skip


def members_by_role(session: TenantSession) -> dict[uuid.UUID, int]:
    rows = session.execute(
        select(Membership.role_id, func.count())
        .where(Membership.tenant_id == session.tenant_id)
        .group_by(Membership.role_id)
    )
    return {role_id: int(count) for role_id, count in rows}


def is_elsewhere(session: TenantSession, user_id: uuid.UUID) -> bool:
    """Whether the account belongs to another tenant too."""
    return bool(session.scalar(select(func.identity_is_elsewhere(user_id, session.tenant_id))))


def sessions_of(session: UnscopedSession, user_id: uuid.UUID, at: datetime) -> Sequence[UserSession]:
    """Signed in, newest use first; half-open ones are nobody's yet."""
    return session.scalars(
        select(UserSession)
        .where(UserSession.user_id == user_id, UserSession.expires_at > at, UserSession.is_half_open.is_(False))
        .order_by(UserSession.last_seen_at.desc(), UserSession.id)
    ).all()


def lock_owner_role(session: TenantSession) -> None:
    """Whoever changes owners waits for whoever does so already: two of them can't remove each other."""
    session.execute(
        select(Role.id).where(Role.tenant_id == session.tenant_id, Role.key == OWNER).with_for_update()
    ).all()


def active_owners(session: TenantSession) -> int:
    return session.scalar(
        select(func.count())
        .select_from(Membership)
        .join(Role, (Role.tenant_id == Membership.tenant_id) & (Role.id == Membership.role_id))
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.tenant_id == session.tenant_id,
            Role.key == OWNER,
            Membership.is_active,
            Membership.accepted_at.is_not(None),
            User.is_active,
        )
    ) or 0  # fmt: skip


def membership_of(session: TenantSession, user_id: uuid.UUID, *, lock: bool = False) -> Membership | None:
    statement = select(Membership).where(Membership.tenant_id == session.tenant_id, Membership.user_id == user_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def client_ids_of(session: TenantSession, membership_id: uuid.UUID) -> set[uuid.UUID]:
    return set(
        session.scalars(
            select(MembershipClient.client_id).where(
                MembershipClient.tenant_id == session.tenant_id, MembershipClient.membership_id == membership_id
            )
        )
    )


def _members(tenant_id: uuid.UUID) -> Select[Any]:
    clients = (
        select(func.array_agg(aggregate_order_by(MembershipClient.client_id, MembershipClient.client_id)))
        .where(MembershipClient.tenant_id == Membership.tenant_id, MembershipClient.membership_id == Membership.id)
        .scalar_subquery()
    )
    open_until = (
        select(func.max(Invitation.expires_at))
        .where(Invitation.tenant_id == Membership.tenant_id, Invitation.membership_id == Membership.id)
        .scalar_subquery()
    )
    return (
        select(Membership, User, Role.key, clients, open_until)
        .join(User, User.id == Membership.user_id)
        .join(Role, (Role.tenant_id == Membership.tenant_id) & (Role.id == Membership.role_id))
        .where(Membership.tenant_id == tenant_id)
    )


def _member(row: Any) -> MemberRead:
    membership, user, role, clients, open_until = row
    is_pending = membership.accepted_at is None
    return MemberRead(
        id=user.id,
        email=user.email,
        name=membership.invited_name if is_pending else user.name,
        role=role,
        client_mode=membership.client_mode,
        client_ids=clients or [],
        is_active=membership.is_active,
        is_pending=is_pending,
        invitation_expires_at=open_until if is_pending else None,
        has_second_factor=not is_pending and user.totp_secret is not None,
        version=membership.version,
    )


def member(session: TenantSession, user_id: uuid.UUID) -> MemberRead | None:
    row = session.execute(_members(session.tenant_id).where(Membership.user_id == user_id)).one_or_none()
    return _member(row) if row else None


def members_page(
    session: TenantSession, *, q: str | None, after: tuple[str, uuid.UUID] | None, limit: int
) -> list[MemberRead]:
    statement = _members(session.tenant_id).order_by(User.email_key, User.id).limit(limit)
    if q:
        statement = statement.where(
            User.email_key.contains(q.casefold(), autoescape=True) | User.name.icontains(q, autoescape=True)
        )
    if after is not None:
        statement = statement.where((User.email_key > after[0]) | ((User.email_key == after[0]) & (User.id > after[1])))
    return [_member(row) for row in session.execute(statement)]


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    invitation: Invitation
    membership: Membership
    user: User


def open_invitation(session: TenantSession, token_hash: str, at: datetime) -> OpenInvitation | None:
    row = session.execute(
        select(Invitation, Membership, User)
        .join(
            Membership,
            (Membership.tenant_id == Invitation.tenant_id) & (Membership.id == Invitation.membership_id),
        )
        .join(User, User.id == Membership.user_id)
        .where(
            Invitation.tenant_id == session.tenant_id,
            Invitation.token_hash == token_hash,
            Invitation.expires_at > at,
        )
        .with_for_update()
    ).one_or_none()
    return OpenInvitation(*row) if row else None


def tokens_page(
    session: TenantSession, *, user_id: uuid.UUID | None, after: uuid.UUID | None, limit: int
) -> list[tuple[ApiToken, User]]:
    statement = _tokens(session).order_by(ApiToken.id.desc()).limit(limit)
    if user_id is not None:
        statement = statement.where(ApiToken.user_id == user_id)
    if after is not None:
        statement = statement.where(ApiToken.id < after)
    return [(token, user) for token, user in session.execute(statement)]


def token_by_id(session: TenantSession, token_id: uuid.UUID) -> tuple[ApiToken, User] | None:
    row = session.execute(_tokens(session).where(ApiToken.id == token_id)).one_or_none()
    return (row[0], row[1]) if row else None


def _tokens(session: TenantSession) -> Select[ApiToken, User]:
    return (
        select(ApiToken, User)
        .join(User, User.id == ApiToken.user_id)
        .where(ApiToken.tenant_id == session.tenant_id, ApiToken.revoked_at.is_(None))
    )
