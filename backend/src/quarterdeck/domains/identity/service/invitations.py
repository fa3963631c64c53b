"""Accepting an invitation: the only way a membership made by somebody else takes effect."""

import uuid

from sqlalchemy import delete

from quarterdeck.domains.identity import passwords, queries
from quarterdeck.domains.identity.errors import CredentialsRefused, InvitationNotFound, PasswordWeak
from quarterdeck.domains.identity.models import Invitation, User
from quarterdeck.domains.identity.schemas import AcceptInvitation, InvitationAccepted
from quarterdeck.domains.identity.service import throttle
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import Database, TenantSession
from quarterdeck.platform.secrets import hash_token


def accept_invitation(
    database: Database, tenant_id: uuid.UUID, acceptance: AcceptInvitation, *, signed_in_as: uuid.UUID | None, ip: str
) -> InvitationAccepted:
    """A new account sets its password here. An existing one proves itself: by its session, or by its password.

    Who only holds the link of one tenant can therefore never take over an account another tenant relies on.
    """
    keys = throttle.account_keys("invitation", ip)
    throttle.count_attempt(database, keys)
    with database.tenant_session(tenant_id) as session:
        found = queries.open_invitation(session, hash_token(acceptance.token), now())
        if found is None:
            raise InvitationNotFound
        user = found.user
        if user.activated_at is None:
            _activate(user, acceptance.password)
        elif user.id != signed_in_as and not passwords.is_right(acceptance.password or "", user.password_hash):
            raise CredentialsRefused
        _take_effect(session, found)
        email = user.email
    throttle.forget_attempts(database, keys)
    return InvitationAccepted(email=email)


def _activate(user: User, password: str | None) -> None:
    if password is None:
        raise PasswordWeak("Choose a password for your new account.", field="password")
    passwords.check_strength(password, email=user.email, field="password")
    user.password_hash = passwords.hash_password(password)
    user.activated_at = now()


def _take_effect(session: TenantSession, found: queries.OpenInvitation) -> None:
    actor = Actor(session.tenant_id, found.user.id, found.user.name, frozenset(), Origin.UI)
    open_change_set(session, actor, reason="The invitation was accepted")
    found.membership.accepted_at = now()
    session.execute(
        delete(Invitation).where(
            Invitation.tenant_id == session.tenant_id, Invitation.membership_id == found.membership.id
        )
    )
    session.flush()
