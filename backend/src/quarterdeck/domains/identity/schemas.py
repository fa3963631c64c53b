"""What identity takes and gives."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, EmailStr, Field, StringConstraints

from quarterdeck.domains.flags.schemas import FlagOfPerson
from quarterdeck.domains.identity.passwords import MAX_LENGTH
from quarterdeck.domains.identity.permissions import PERMISSIONS
from quarterdeck.kit.text import clean_name
from quarterdeck.platform.actors import ClientScope, ScopeMode


def _known(permissions: list[str]) -> list[str]:
    unknown = sorted(set(permissions) - set(PERMISSIONS))
    if unknown:
        raise ValueError(f"there is no permission {unknown[0]!r}")
    return sorted(set(permissions))


PersonName = Annotated[str, StringConstraints(max_length=200), AfterValidator(clean_name)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=MAX_LENGTH)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Permissions = Annotated[list[str], Field(max_length=100), AfterValidator(_known)]
RoleKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
ClientMode = Literal["all", "allow", "deny"]


@dataclass(frozen=True, slots=True)
class Device:
    """Where a sign-in comes from, as far as we can tell."""

    ip: str
    user_agent: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in one tenant."""

    tenant_id: uuid.UUID
    tenant_slug: str
    tenant_name: str
    role_key: str
    role_name: str
    permissions: frozenset[str]
    client_scope: ClientScope
    requires_second_factor: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose cookie is right, and what they are in the tenant they asked for."""

    user_id: uuid.UUID
    email: str
    name: str
    session_id: str
    csrf: str
    is_half_open: bool
    has_second_factor: bool
    #: This browser's sign-in passed a second factor at the provider.
    is_vouched: bool
    last_seen_at: datetime
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Bearer:
    """The owner of a token, and what the token may do."""

    user_id: uuid.UUID
    name: str
    token_id: uuid.UUID
    last_used_at: datetime | None
    standing: Standing


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class UserCreate(Input):
    email: EmailStr
    name: PersonName
    password: Password | None = None


class Login(Input):
    email: Annotated[str, StringConstraints(min_length=1, max_length=320)]
    password: Password


class SecondFactor(Input):
    code: Code


class PasswordChange(Input):
    current: Password
    new: Password


class PasswordGiven(Input):
    password: Password


class AcceptInvitation(Input):
    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    #: The password to set for a new account, the account's own for an existing one; not needed when signed in.
    password: Password | None = None


class InvitationAccepted(BaseModel):
    #: The account the invitation was for: the address to sign in with.
    email: str


class SignInState(BaseModel):
    status: Literal["signed_in", "second_factor"]


class TotpStarted(BaseModel):
    secret: str
    otpauth_uri: str


class RecoveryCodes(BaseModel):
    recovery_codes: list[str]


class OidcMethod(BaseModel):
    id: str
    label: str


class SignInMethods(BaseModel):
    password: bool
    oidc: list[OidcMethod]


class SessionUser(BaseModel):
    id: uuid.UUID
    email: str
    name: str
    has_second_factor: bool


class TenantOfUser(BaseModel):
    id: uuid.UUID
    slug: str
    name: str
    role: str


class SessionRead(BaseModel):
    user: SessionUser
    csrf_token: str
    tenants: list[TenantOfUser]


class Named(BaseModel):
    id: uuid.UUID
    slug: str
    name: str


class ContextUser(BaseModel):
    id: uuid.UUID
    name: str
    email: str


class RoleOfUser(BaseModel):
    key: str
    name: str


class ScopeRead(BaseModel):
    mode: ScopeMode
    client_ids: list[uuid.UUID]


class Context(BaseModel):
    """Everything the console needs to know on entering a tenant."""

    tenant: Named
    user: ContextUser
    role: RoleOfUser
    permissions: list[str]
    client_scope: ScopeRead
    clients: list[Named]
    flags: list[FlagOfPerson]


class MemberInvite(Input):
    email: EmailStr
    name: PersonName
    role: RoleKey
    client_mode: ClientMode = "all"
    client_ids: Annotated[list[uuid.UUID], Field(max_length=1000)] = []


class MemberUpdate(Input):
    role: RoleKey | None = None
    client_mode: ClientMode | None = None
    client_ids: Annotated[list[uuid.UUID], Field(max_length=1000)] | None = None
    is_active: bool | None = None


class MemberRead(BaseModel):
    """`id` is the person's; `is_pending` until they accepted the invitation."""

    id: uuid.UUID
    email: str
    name: str
    role: str
    client_mode: ClientMode
    client_ids: list[uuid.UUID]
    is_active: bool
    is_pending: bool
    #: Null for whoever accepted; what a person's account has is told only then.
    invitation_expires_at: datetime | None
    has_second_factor: bool
    version: int


class MemberInvited(MemberRead):
    """`invitation_url` is shown once; hand it to the person."""

    invitation_url: str


class RoleCreate(Input):
    key: RoleKey
    name: PersonName
    permissions: Permissions


class RoleUpdate(Input):
    name: PersonName | None = None
    permissions: Permissions | None = None


class RoleRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    key: str
    name: str
    is_builtin: bool
    permissions: list[str]
    version: int


class RoleListed(RoleRead):
    """With how many people have it."""

    members: int


class PermissionRead(BaseModel):
    """`group` is what it is about: the part before the colon."""

    key: str
    group: str
    label: str


class OwnSession(BaseModel):
    """One browser that is signed in as the caller. The id signs nobody in."""

    id: str
    created_at: datetime
    last_seen_at: datetime
    ip: str | None
    user_agent: str | None
    is_current: bool


class TokenCreate(Input):
    name: PersonName
    scopes: Annotated[Permissions, Field(min_length=1)]
    expires_at: AwareDatetime | None = None


class TokenRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    name: str
    scopes: list[str]
    owner: ContextUser
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class TokenMade(TokenRead):
    """`token` is shown once and kept nowhere."""

    token: str
