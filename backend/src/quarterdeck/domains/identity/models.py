import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.kit.ids import new_id
from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, Versioned, tenant_fk


class User(Timestamped, Base):
    """A person, once per installation; memberships say in which tenants and as what."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("email_key"), CheckConstraint("btrim(name) <> ''", name="name_not_blank"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(String(320))
    name: Mapped[str]
    password_hash: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    #: When the person first proved to be there (a password set, a provider's sign-in). Before it nobody can sign in.
    activated_at: Mapped[datetime | None]
    totp_secret: Mapped[str | None]
    totp_pending: Mapped[str | None]
    #: The last time step a code was accepted for, so that an overheard code is worth nothing.
    totp_last_step: Mapped[int] = mapped_column(BigInteger, server_default="0", default=0)


class OidcIdentity(Base):
    """A person at an OpenID Connect provider, linked on their first sign-in."""

    __tablename__ = "oidc_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"), Index("ix_oidc_identities_user", "user_id"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    issuer: Mapped[str]
    subject: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class UserSession(Base):
    """One browser signed in. Its id is the hash of the cookie, so that reading this table signs nobody in."""

    __tablename__ = "user_sessions"
    __table_args__ = (Index("ix_user_sessions_user", "user_id"), Index("ix_user_sessions_expiry", "expires_at"))

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    csrf: Mapped[str] = mapped_column(String(64))
    #: The password was right and the second factor is still to come.
    is_half_open: Mapped[bool]
    #: The sign-in provider says that it asked for a second factor.
    is_vouched: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    ip: Mapped[str | None]
    user_agent: Mapped[str | None]


class RecoveryCode(Base):
    """Signs in once when the second factor is lost."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class LoginAttempt(Base):
    """Failed attempts counted per account, per address and per both. `key` is a hash, so the table names nobody."""

    __tablename__ = "login_attempts"
    __table_args__ = (Index("ix_login_attempts_age", "last_at"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(server_default=func.now())
    blocked_until: Mapped[datetime | None]


class Role(TenantOwned, Timestamped, Versioned, Base):
    """A named set of permissions. Every tenant has the built-in ones and may define its own."""

    __tablename__ = "roles"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key"),
        CheckConstraint("btrim(name) <> ''", name="name_not_blank"),
    )

    key: Mapped[str] = mapped_column(String(63))
    name: Mapped[str]
    permissions: Mapped[list[str]]
    is_builtin: Mapped[bool] = mapped_column(server_default=text("false"), default=False)


class Membership(TenantOwned, Timestamped, Versioned, Base):
    """A person in a tenant, with one role and the clients they may see."""

    __tablename__ = "memberships"
    __table_args__ = (
        tenant_fk("role_id", "roles"),
        UniqueConstraint("tenant_id", "user_id"),
        CheckConstraint("client_mode in ('all','allow','deny')", name="client_mode_known"),
        Index("ix_memberships_user", "user_id"),
        Index("ix_memberships_role", "tenant_id", "role_id"),
    )

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    role_id: Mapped[uuid.UUID]
    client_mode: Mapped[str] = mapped_column(String(5), server_default="all", default="all")
    is_active: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    #: Null until the person used the invitation. Whoever else controls the account gains nothing from an invitation.
    accepted_at: Mapped[datetime | None]
    #: What the inviter calls the person; shown until they accept, so that an invitation reveals nothing.
    invited_name: Mapped[str]


class MembershipClient(TenantOwned, Base):
    """One client of a membership's allow or deny list."""

    __tablename__ = "membership_clients"
    __table_args__ = (
        tenant_fk("membership_id", "memberships"),
        tenant_fk("client_id", "clients"),
        UniqueConstraint("tenant_id", "membership_id", "client_id"),
        Index("ix_membership_clients_client", "tenant_id", "client_id"),
    )

    membership_id: Mapped[uuid.UUID]
    client_id: Mapped[uuid.UUID]


class Invitation(TenantOwned, Base):
    """A link that makes a membership effective, once. Only the hash of its secret is kept, and not in the journal."""

    __tablename__ = "invitations"
    __table_args__ = (
        tenant_fk("membership_id", "memberships"),
        UniqueConstraint("tenant_id", "token_hash"),
        Index("ix_invitations_membership", "tenant_id", "membership_id"),
    )

    membership_id: Mapped[uuid.UUID]
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]


class ApiToken(TenantOwned, Base):
    """A person's key for programs, bound to one tenant. It can do what is in its scopes and in its owner's role."""

    __tablename__ = "api_tokens"
    __table_args__ = (
        UniqueConstraint("tenant_id", "token_hash"),
        CheckConstraint("btrim(name) <> ''", name="name_not_blank"),
        Index("ix_api_tokens_owner", "tenant_id", "user_id", "id"),
    )

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
    scopes: Mapped[list[str]]
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
