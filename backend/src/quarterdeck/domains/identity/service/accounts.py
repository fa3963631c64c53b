"""People's own accounts: creating them, signing in, passwords."""

import uuid

from quarterdeck.domains.identity import passwords, queries
from quarterdeck.domains.identity.errors import CredentialsRefused, EmailTaken, PasswordRefused
from quarterdeck.domains.identity.models import User
from quarterdeck.domains.identity.schemas import Device, Login, PasswordChange, Person, UserCreate
from quarterdeck.domains.identity.service import throttle
from quarterdeck.domains.identity.service.sessions import NewSession, end_sessions, start_session
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.text import fold
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.constraints import constraint_errors
from quarterdeck.platform.db.session import Database, UnscopedSession


def create_user(session: UnscopedSession, new: UserCreate) -> User:
    """An account. With a password it can sign in at once; without one the person still has to be invited."""
    user = User(id=new_id(), email=str(new.email), email_key=fold(str(new.email)), name=new.name)
    if new.password is not None:
        passwords.check_strength(new.password, email=user.email, field="password")
        user.password_hash = passwords.hash_password(new.password)
        user.activated_at = now()
    session.add(user)
    with constraint_errors({"uq_users_email_key": EmailTaken(user.email)}):
        session.flush()
    return user


def sign_in(database: Database, login: Login, *, device: Device, days: int) -> NewSession:
    """A session for the right password; half open when a second factor is still to come.

    Unknown, closed and not yet activated accounts are refused in the same words after the same work.
    """
    keys = throttle.login_keys(login.email, device.ip)
    throttle.count_attempt(database, keys)
    with database.open_unscoped_session() as session:
        user = queries.user_by_email(session, fold(login.email))
    may_enter = user is not None and user.is_active and user.activated_at is not None
    kept = user.password_hash if user is not None and may_enter else None
    if not passwords.is_right(login.password, kept) or user is None or kept is None:
        raise CredentialsRefused
    with database.open_unscoped_session() as session:
        if passwords.is_outdated(kept):
            _keep_password(session, user.id, login.password)
        started = start_session(session, user.id, device=device, days=days, half_open=user.totp_secret is not None)
    throttle.forget_attempts(database, keys)
    return started


def confirm_password(database: Database, user_id: uuid.UUID, password: str) -> None:
    """Raises `PasswordRefused`. Throttled: an open browser must not become a way to guess the password."""
    keys = throttle.account_keys("password", user_id)
    throttle.count_attempt(database, keys)
    with database.open_unscoped_session() as session:
        user = queries.user_by_id(session, user_id)
    if user is None or not passwords.is_right(password, user.password_hash):
        raise PasswordRefused
    throttle.forget_attempts(database, keys)


def change_password(database: Database, person: Person, change: PasswordChange) -> None:
    """Every other browser signs out."""
    passwords.check_strength(change.new, email=person.email)
    confirm_password(database, person.user_id, change.current)
    with database.open_unscoped_session() as session:
        _keep_password(session, person.user_id, change.new)
        end_sessions(session, person.user_id, keep=person.session_id)


def _keep_password(session: UnscopedSession, user_id: uuid.UUID, password: str) -> None:
    user = queries.user_by_id(session, user_id, lock=True)
    if user is not None:
        user.password_hash = passwords.hash_password(password)
        session.flush()
