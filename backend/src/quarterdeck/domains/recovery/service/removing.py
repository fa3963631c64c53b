"""Removing what a tenant no longer keeps. Every session here is the journal owner's: the application may not.

A day that is not as it was sealed is evidence. It stays, and so does everything behind it.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from quarterdeck.domains.journal import service as journal
from quarterdeck.domains.journal.models import AuditRetention
from quarterdeck.domains.recovery.errors import SealBroken
from quarterdeck.domains.recovery.models import JournalSeal
from quarterdeck.domains.recovery.queries import seals as queries
from quarterdeck.domains.recovery.service.retention import REFLECTION, cut_of, day_of, start_of
from quarterdeck.domains.recovery.service.sealing import fingerprint_of
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Removed:
    """One day, and how many changes it held."""

    day: date
    changes: int


def keeps_from(session: TenantSession) -> date | None:
    """The first day that the tenant keeps; None: all of them, at least for now."""
    found = journal.retention(session)
    if found is None or found.keep_days is None or found.decided_at + REFLECTION > now():
        return None
    return cut_of(found.keep_days)


def remove_next_day(session: TenantSession) -> Removed | None:
    """Remove the oldest day that is not kept any more, and log that in the same transaction; None: there is none.

    Raises `SealBroken` when the day is not as it was sealed.
    """
    journal.hold_history(session)
    known = journal.retention(session, lock=True)
    oldest = queries.oldest_day(session)
    if known is None or oldest is None:
        return None
    kept_from = day_of(known.kept_since) if known.kept_since else None
    cut = max((each for each in (keeps_from(session), kept_from) if each is not None), default=oldest)
    if oldest >= cut:
        return None
    seal = queries.seal_of(session, oldest)
    if seal is None:
        raise SealBroken(oldest)
    _require_sealed(session, seal)
    if kept_from is None or oldest >= kept_from:
        _note(session, known, until=oldest + _DAY, changes=seal.changes)
    return Removed(oldest, queries.remove_changes(session, oldest))


def may_give_up(session: TenantSession, *, first: date, before: date) -> bool:
    """Whether the tenant keeps nothing of these days, and nothing is left of those before them."""
    cut, oldest = keeps_from(session), queries.oldest_day(session)
    is_due = cut is not None and cut >= before and (oldest is None or oldest >= first)
    return is_due or is_given_up(session, before=before)


def give_up_days(session: TenantSession, *, first: date, before: date) -> int:
    """Log that these days are removed, for whoever then drops the partition that holds them."""
    journal.hold_history(session)
    known = journal.retention(session, lock=True)
    if known is None or is_given_up(session, before=before):
        return 0
    found = queries.seals_between(session, since=first, before=before)
    changes = 0
    for seal in found:
        present = queries.fingerprint(session, seal.day)
        if present.changes:
            _require_sealed(session, seal)
        changes += present.changes
    if changes != queries.count_between(session, first=first, before=before):
        raise SealBroken(first)
    _note(session, known, until=before, changes=changes)
    return changes


def is_given_up(session: TenantSession, *, before: date) -> bool:
    since = journal.kept_since(session)
    return since is not None and since >= start_of(before)


def _require_sealed(session: TenantSession, seal: JournalSeal) -> None:
    if queries.fingerprint(session, seal.day) != fingerprint_of(seal):
        raise SealBroken(seal.day)


def _note(session: TenantSession, known: AuditRetention, *, until: date, changes: int) -> uuid.UUID:
    owner = Actor(session.tenant_id, None, "Quarterdeck", frozenset(), Origin.SYSTEM)
    reason = f"Kept for {known.keep_days:,} days: changes from before {until:%-d %B %Y} were removed"
    change_set = journal.open_change_set(session, owner, reason=reason)
    known.kept_since = start_of(until)
    known.removed_changes += changes
    session.flush()
    return change_set
