"""Removing what a tenant no longer keeps. Every session here is the journal owner's: the application may not.

A day that is not as it was sealed is evidence. It stays, and so does everything behind it.
"""

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


#: Changes that one transaction removes.
BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Removed:
    """How many changes of a day went, and whether those were the last."""

    day: date
    changes: int
    is_whole: bool


def keeps_from(session: TenantSession) -> date | None:
    """The first day that the tenant keeps; None: all of them, at least for now."""
    found = journal.retention(session)
    if found is None or found.keep_days is None or found.decided_at + REFLECTION > now():
        return None
    return cut_of(found.keep_days)


def is_in_midst(session: TenantSession) -> bool:
    """Whether a day has gone in part."""
    found = journal.retention(session)
    return found is not None and found.removing_day is not None


def remove_next(session: TenantSession) -> Removed | None:
    """Remove a batch of the oldest day that is not kept any more; None: there is none.

    With its first batch the day is given up on record, as a whole: from then on it is promised to nobody, and what goes
    of it is counted in the transaction in which it goes. Raises `SealBroken` when it is not as it was sealed.
    """
    journal.hold_history(session)
    known = journal.retention(session, lock=True)
    if known is None:
        return None
    day = known.removing_day or _give_up_oldest(session, known)
    if day is None:
        return None
    removed = queries.remove_changes(session, day, most=BATCH)
    is_whole = removed < BATCH
    if known.removing_day is not None or not is_whole:
        _open_log(session, known, until=day + _DAY)
    known.removing_day = None if is_whole else day
    known.removed_of_day = 0 if is_whole else known.removed_of_day + removed
    session.flush()
    return Removed(day, removed, is_whole)


def _give_up_oldest(session: TenantSession, known: AuditRetention) -> date | None:
    """The oldest day, when it is not kept any more, and logged as such."""
    oldest = queries.oldest_day(session)
    if oldest is None:
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
    return oldest


def may_give_up(session: TenantSession, *, first: date, before: date) -> bool:
    """Whether the tenant keeps nothing of these days, and nothing is left of those before them."""
    if is_in_midst(session):
        return False
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


def _note(session: TenantSession, known: AuditRetention, *, until: date, changes: int) -> None:
    _open_log(session, known, until=until)
    known.kept_since = start_of(until)
    known.removed_changes += changes
    session.flush()


def _open_log(session: TenantSession, known: AuditRetention, *, until: date) -> None:
    owner = Actor(session.tenant_id, None, "Quarterdeck", frozenset(), Origin.SYSTEM)
    kept = "no longer kept" if known.keep_days is None else f"kept for {known.keep_days:,} days"
    reason = f"{kept.capitalize()}: changes from before {until:%-d %B %Y} were removed"
    journal.open_change_set(session, owner, reason=reason)
