"""A second factor by authenticator app (TOTP), and recovery codes for when it is lost."""

import secrets
import uuid

import pyotp
from sqlalchemy import delete, update

from quarterdeck.domains.identity import queries
from quarterdeck.domains.identity.errors import CodeRefused, SecondFactorNotStarted, SecondFactorPresent
from quarterdeck.domains.identity.models import RecoveryCode, User
from quarterdeck.domains.identity.schemas import Device, Person, TotpStarted
from quarterdeck.domains.identity.service import throttle
from quarterdeck.domains.identity.service.accounts import confirm_password
from quarterdeck.domains.identity.service.sessions import NewSession, end_session, end_sessions, start_session
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import Database, UnscopedSession
from quarterdeck.platform.secrets import SecretBox, hash_token

RECOVERY_CODES = 10
_STEP_SECONDS = 30
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read wrong from paper


def finish_sign_in(
    database: Database, box: SecretBox, person: Person, code: str, *, device: Device, days: int
) -> NewSession:
    """A whole session for the right code, in place of the half-open one. Every code works once."""
    keys = throttle.account_keys("second factor", person.user_id)
    throttle.count_attempt(database, keys)
    with database.open_unscoped_session() as session:
        user = queries.user_by_id(session, person.user_id, lock=True)
        if user is None or not (_accept_totp(session, box, user, code) or _use_recovery_code(session, user, code)):
            raise CodeRefused
        end_session(session, person.session_id)
        started = start_session(session, user.id, device=device, days=days)
    throttle.forget_attempts(database, keys)
    return started


def start_enrolment(database: Database, box: SecretBox, person: Person) -> TotpStarted:
    """A new secret for the app. It counts for nothing until a code made with it was confirmed."""
    secret = pyotp.random_base32()
    with database.open_unscoped_session() as session:
        user = _account(session, person)
        if user.totp_secret is not None:
            raise SecondFactorPresent
        user.totp_pending = box.seal(secret, purpose=_purpose(user.id))
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name="Quarterdeck")
    return TotpStarted(secret=secret, otpauth_uri=uri)


def confirm_enrolment(database: Database, box: SecretBox, person: Person, code: str) -> list[str]:
    """The recovery codes, shown once. Other browsers sign out: they have not passed the second factor."""
    keys = throttle.account_keys("second factor", person.user_id)
    throttle.count_attempt(database, keys)
    with database.open_unscoped_session() as session:
        user = _account(session, person)
        if user.totp_secret is not None:
            raise SecondFactorPresent
        if user.totp_pending is None:
            raise SecondFactorNotStarted
        user.totp_secret, user.totp_pending = user.totp_pending, None
        if not _accept_totp(session, box, user, code):
            raise CodeRefused
        codes = _new_recovery_codes(session, user.id)
        end_sessions(session, user.id, keep=person.session_id)
    throttle.forget_attempts(database, keys)
    return codes


def remove_second_factor(database: Database, person: Person, password: str) -> None:
    confirm_password(database, person.user_id, password)
    with database.open_unscoped_session() as session:
        user = _account(session, person)
        user.totp_secret = user.totp_pending = None
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def _account(session: UnscopedSession, person: Person) -> User:
    user = queries.user_by_id(session, person.user_id, lock=True)
    if user is None:
        raise CodeRefused
    return user


def _accept_totp(session: UnscopedSession, box: SecretBox, user: User, code: str) -> bool:
    """Right for this half minute or a neighbour of it, and newer than any code accepted before."""
    if user.totp_secret is None:
        return False
    totp = pyotp.TOTP(box.open(user.totp_secret, purpose=_purpose(user.id)))
    digits = "".join(code.split())
    present = int(now().timestamp()) // _STEP_SECONDS
    for step in (present - 1, present, present + 1):
        expected = totp.at(step * _STEP_SECONDS)
        if secrets.compare_digest(expected.encode(), digits.encode()) and step > user.totp_last_step:
            user.totp_last_step = step
            session.flush()
            return True
    return False


def _use_recovery_code(session: UnscopedSession, user: User, code: str) -> bool:
    if user.totp_secret is None:
        return False
    spelled = "".join(code.lower().replace("-", "").split())
    return (
        session.execute(
            update(RecoveryCode)
            .where(
                RecoveryCode.user_id == user.id,
                RecoveryCode.code_hash == hash_token(spelled),
                RecoveryCode.used_at.is_(None),
            )
            .values(used_at=now())
            .returning(RecoveryCode.id)
        ).one_or_none()
        is not None
    )


def _new_recovery_codes(session: UnscopedSession, user_id: uuid.UUID) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(16)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(id=new_id(), user_id=user_id, code_hash=hash_token(code)) for code in codes)
    session.flush()
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


def _purpose(user_id: uuid.UUID) -> str:
    """A secret copied to another account is unreadable there."""
    return f"totp {user_id}"
