"""Guessing made slow: attempts are counted before they are judged, so a burst in parallel counts too."""

import math
from collections.abc import Sequence

from sqlalchemy import text

from quarterdeck.domains.identity.errors import TooManyAttempts
from quarterdeck.kit.text import fold
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.secrets import hash_token

# Nobody locks somebody else out from one address: the strict limit is on account and address together.
_PAIR_LIMIT = 5
_ACCOUNT_LIMIT = 50
_ADDRESS_LIMIT = 100

_COUNT = text("""
insert into login_attempts as a (key, failures, last_at)
select key, 1, now() from unnest(cast(:keys as text[])) key order by key
on conflict (key) do update set
  failures = case when a.last_at < now() - interval '15 minutes' then 1 else a.failures + 1 end,
  last_at = now()
where a.blocked_until is null or a.blocked_until <= now()
returning key, failures
""")
_BLOCK = text("""
update login_attempts set blocked_until = now() + make_interval(secs => least(900, 15 * power(2, :excess)))
where key = :key
""")

Keys = Sequence[tuple[str, int]]


def login_keys(email: str, ip: str) -> Keys:
    account = fold(email)
    return [
        (hash_token(f"pair {account} {ip}"), _PAIR_LIMIT),
        (hash_token(f"account {account}"), _ACCOUNT_LIMIT),
        (hash_token(f"address {ip}"), _ADDRESS_LIMIT),
    ]


def account_keys(purpose: str, user_id: object) -> Keys:
    """For attempts of somebody half known: second factors, confirmations by password."""
    return [(hash_token(f"{purpose} {user_id}"), _PAIR_LIMIT)]


def count_attempt(database: Database, keys: Keys) -> None:
    """Count one attempt, committed at once. Raises `TooManyAttempts` when any of the keys is blocked."""
    limits = dict(keys)
    with database.open_unscoped_session() as session:
        rows = session.execute(_COUNT, {"keys": sorted(limits)}).all()
        counted = {str(row.key): int(row.failures) for row in rows}
        if len(counted) < len(limits):
            until = session.scalar(
                text("select max(blocked_until) from login_attempts where key = any(:keys)"), {"keys": list(limits)}
            )
            raise TooManyAttempts(max(1, math.ceil((until - now()).total_seconds())) if until else 1)
        for key in sorted(counted):
            excess = counted[key] - limits[key]
            if excess >= 0:
                session.execute(_BLOCK, {"key": key, "excess": min(excess, 10)})


def forget_attempts(database: Database, keys: Keys) -> None:
    """After a success. The address alone only gets this attempt back, or an account of one's own would reset it."""
    addresses = [key for key, limit in keys if limit == _ADDRESS_LIMIT]
    forgotten = [key for key, limit in keys if limit != _ADDRESS_LIMIT]
    with database.open_unscoped_session() as session:
        session.execute(
            text("update login_attempts set failures = greatest(failures - 1, 0) where key = any(:keys)"),
            {"keys": addresses},
        )
        session.execute(
            text("delete from login_attempts where key = any(:keys)"),
            {"keys": forgotten},
        )
