"""The chain that shows whether the journal is as it was written, also to whoever owns the database.

Each closed day gets a fingerprint, and a link made of it and of the link before. Who alters a row would have to make
every later link anew; who keeps the last link somewhere else notices even that.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta

from quarterdeck.domains.journal.service import retention
from quarterdeck.domains.recovery.models import JournalSeal
from quarterdeck.domains.recovery.queries import seals as queries
from quarterdeck.domains.recovery.queries.seals import Fingerprint
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession

#: A day is closed when no transaction that began in it can still be running.
_GRACE = timedelta(hours=2)


@dataclass(slots=True)
class Verification:
    """What was compared, the last link, and a sentence for each day that is not as it was sealed."""

    days: int = 0
    changes: int = 0
    head: str | None = None
    sealed_until: date | None = None
    #: Days of which only the change sets are kept.
    removed_days: int = 0
    problems: list[str] = field(default_factory=list)


def seal_closed_days(session: TenantSession) -> int:
    """Add a link for every closed day behind the last one. Safe to run twice, and twice at once."""
    queries.lock_chain(session, session.tenant_id)
    last = queries.last_seal(session)
    previous = last.link if last else ""
    days = queries.days_with_changes(session, behind=last.day if last else None, before=(now() - _GRACE).date())
    for day in days:
        found = queries.fingerprint(session, day)
        previous = _link(previous, day, found)
        session.add(
            JournalSeal(
                tenant_id=session.tenant_id,
                day=day,
                changes=found.changes,
                change_sets=found.change_sets,
                content=found.content,
                link=previous,
            )
        )
    session.flush()
    return len(days)


def verify(session: TenantSession, *, expected: str | None = None) -> Verification:
    """Compare the journal with its chain; `expected` is a link that was kept elsewhere and must be part of it."""
    found = Verification()
    previous = ""
    sealed = queries.seals(session)
    kept = retention(session)
    since = kept.kept_since if kept else None
    if queries.is_removal_unlogged(session):
        found.problems.append("Since when changes are kept was altered: the log of what was removed says otherwise.")
    for seal in sealed:
        present = queries.fingerprint(session, seal.day)
        as_sealed = fingerprint_of(seal)
        is_given_up = since is not None and seal.day < since.astimezone(UTC).date()
        if is_given_up and kept is not None and seal.day == kept.removing_day:
            # What is left of it is promised to nobody; how much that is was said in each transaction that took some.
            left = present.changes + kept.removed_of_day == seal.changes
            _compare(found, seal, present.without_changes(as_sealed) if left else present)
        elif is_given_up and seal.changes and not present.changes:
            found.removed_days += 1
            _compare(found, seal, present.without_changes(as_sealed))
        else:
            _compare(found, seal, present)
        if seal.link != _link(previous, seal.day, as_sealed):
            found.problems.append(f"{seal.day}: the link does not follow from the day before it.")
        previous = seal.link
        found.days += 1
        found.changes += present.changes
    if sealed:
        found.head, found.sealed_until = sealed[-1].link, sealed[-1].day
        known = {seal.day for seal in sealed}
        for day in queries.days_with_changes(session, behind=None, before=sealed[-1].day):
            if day not in known:
                found.problems.append(f"{day}: changes of this day were added after it had been sealed.")
    if expected is not None and expected not in {seal.link for seal in sealed}:
        found.problems.append("The link that was kept elsewhere is not in the chain: the chain was made anew.")
    return found


def fingerprint_of(seal: JournalSeal) -> Fingerprint:
    return Fingerprint(seal.changes, seal.change_sets, seal.content)


def _compare(found: Verification, seal: JournalSeal, present: Fingerprint) -> None:
    if present.changes != seal.changes or present.change_sets != seal.change_sets:
        found.problems.append(
            f"{seal.day}: {seal.changes:,} changes in {seal.change_sets:,} change sets were sealed, and there are "
            f"{present.changes:,} in {present.change_sets:,}."
        )
    elif present.content != seal.content:
        found.problems.append(f"{seal.day}: something that was sealed has been altered.")


def _link(previous: str, day: date, found: Fingerprint) -> str:
    told = f"{previous}|{day.isoformat()}|{found.changes}|{found.change_sets}|{found.content}"
    return hashlib.sha256(told.encode()).hexdigest()
