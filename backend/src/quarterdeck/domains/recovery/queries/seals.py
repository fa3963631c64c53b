"""Fingerprints of the journal's days, computed in the database: one value of all that a day holds."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from quarterdeck.domains.recovery.models import JournalSeal
from quarterdeck.platform.db.session import TenantSession

# Hash of hashes: a day of a million changes is 64 MB of text, never a string of everything. Times as numbers, because
# their text depends on the session. A field and its neighbour are kept apart by lengths, which JSON brings along.
_CHANGES = """
select count(*), coalesce(encode(sha256(convert_to(string_agg(h, '' order by id), 'UTF8')), 'hex'), '')
from (
  select c.id, encode(sha256(convert_to(jsonb_build_array(c.id, extract(epoch from c.at), c.transaction_id,
    c.change_set_id, c.table_name, c.row_id, c.object_id, c.client_id, c.operation, c.before, c.after)::text, 'UTF8')),
    'hex') as h
  from changes c where c.tenant_id = %(tenant)s and c.at >= %(first)s and c.at < %(last)s) rows
"""
_CHANGE_SETS = """
select count(*), coalesce(encode(sha256(convert_to(string_agg(h, '' order by seq), 'UTF8')), 'hex'), '')
from (
  select s.seq, encode(sha256(convert_to(jsonb_build_array(s.id, s.seq, extract(epoch from s.at), s.actor_id,
    s.actor_label, s.origin, s.reason, s.job_id, s.request_id)::text, 'UTF8')), 'hex') as h
  from change_sets s where s.tenant_id = %(tenant)s and s.at >= %(first)s and s.at < %(last)s) rows
"""
_DAYS = """
select distinct d from (
  select (c.at at time zone 'UTC')::date as d from changes c
  where c.tenant_id = %(tenant)s and c.at >= %(first)s and c.at < %(last)s
  union all
  select (s.at at time zone 'UTC')::date from change_sets s
  where s.tenant_id = %(tenant)s and s.at >= %(first)s and s.at < %(last)s) days
order by d
"""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a day holds: how many changes and change sets, and one value for all of them."""

    changes: int
    change_sets: int
    content: str

    def without_changes(self, sealed: "Fingerprint") -> "Fingerprint":
        """As if the changes that were removed were those that had been sealed; the change sets speak for themselves."""
        changes, own = sealed.content.partition(":")[0], self.content.partition(":")[2]
        return Fingerprint(sealed.changes, self.change_sets, f"{changes}:{own}")


def fingerprint(session: TenantSession, day: date) -> Fingerprint:
    params = {"tenant": session.tenant_id, **_bounds(day)}
    changes = session.raw.execute(_CHANGES, params).fetchone() or (0, "")
    change_sets = session.raw.execute(_CHANGE_SETS, params).fetchone() or (0, "")
    return Fingerprint(changes[0], change_sets[0], f"{changes[1]}:{change_sets[1]}")


def days_with_changes(session: TenantSession, *, behind: date | None, before: date) -> list[date]:
    """Days behind `behind` and before `before` on which something was written, in order."""
    first = _bounds(behind)["last"] if behind else "-infinity"
    params = {"tenant": session.tenant_id, "first": first, "last": _bounds(before)["first"]}
    return [day for (day,) in session.raw.execute(_DAYS, params)]


def seals(session: TenantSession) -> Sequence[JournalSeal]:
    """In the order of the chain."""
    statement = select(JournalSeal).where(JournalSeal.tenant_id == session.tenant_id)
    return session.scalars(statement.order_by(JournalSeal.day)).all()


def last_seal(session: TenantSession) -> JournalSeal | None:
    statement = select(JournalSeal).where(JournalSeal.tenant_id == session.tenant_id)
    return session.scalars(statement.order_by(JournalSeal.day.desc()).limit(1)).one_or_none()


def totals(session: TenantSession) -> tuple[int, int]:
    """How many days are sealed, and how many changes they held."""
    statement = select(func.count(), func.coalesce(func.sum(JournalSeal.changes), 0))
    days, changes = session.execute(statement.where(JournalSeal.tenant_id == session.tenant_id)).one()
    return int(days), int(changes)


def seal_of(session: TenantSession, day: date) -> JournalSeal | None:
    statement = select(JournalSeal).where(JournalSeal.tenant_id == session.tenant_id, JournalSeal.day == day)
    return session.scalars(statement).one_or_none()


def oldest_day(session: TenantSession) -> date | None:
    """Of the oldest change there is."""
    row = session.raw.execute(
        "select (c.at at time zone 'UTC')::date from changes c where c.tenant_id = %(tenant)s order by c.at limit 1",
        {"tenant": session.tenant_id},
    ).fetchone()
    return row[0] if row else None


def count_between(session: TenantSession, *, first: date, before: date) -> int:
    """How many changes there are."""
    row = session.raw.execute(
        "select count(*) from changes c where c.tenant_id = %(tenant)s and c.at >= %(first)s and c.at < %(last)s",
        {"tenant": session.tenant_id, "first": _bounds(first)["first"], "last": _bounds(before)["first"]},
    ).fetchone()
    return int(row[0]) if row else 0


def seals_between(session: TenantSession, *, since: date | None, before: date) -> Sequence[JournalSeal]:
    statement = select(JournalSeal).where(JournalSeal.tenant_id == session.tenant_id, JournalSeal.day < before)
    if since is not None:
        statement = statement.where(JournalSeal.day >= since)
    return session.scalars(statement.order_by(JournalSeal.day)).all()


def sealed_between(session: TenantSession, *, since: date | None, before: date) -> tuple[int, int]:
    """How many days, and how many changes they held."""
    found = [seal for seal in seals_between(session, since=since, before=before) if seal.changes]
    return len(found), sum(seal.changes for seal in found)


_REMOVE = """
with going as (
  select c.at, c.id from changes c where c.tenant_id = %(tenant)s and c.at >= %(first)s and c.at < %(last)s
  order by c.at, c.id limit %(most)s)
delete from changes c using going g
where c.tenant_id = %(tenant)s and c.at >= %(first)s and c.at < %(last)s and c.at = g.at and c.id = g.id
"""


def remove_changes(session: TenantSession, day: date, *, most: int) -> int:
    """The first of the day that are left. For the journal's owner: nobody else may."""
    params = {"tenant": session.tenant_id, "most": most, **_bounds(day)}
    return session.raw.execute(_REMOVE, params).rowcount


_UNLOGGED = """
select 1 from audit_retention r where r.tenant_id = %(tenant)s and r.kept_since is distinct from (
  select (c.after ->> 'kept_since')::timestamptz from changes c
  where c.tenant_id = r.tenant_id and c.object_id = r.id and c.table_name = 'audit_retention'
  order by c.at desc, c.id desc limit 1)
"""


def is_removal_unlogged(session: TenantSession) -> bool:
    """Whether since when the journal is kept says something else than the log of its removals."""
    return session.raw.execute(_UNLOGGED, {"tenant": session.tenant_id}).fetchone() is not None


def lock_chain(session: TenantSession, tenant_id: uuid.UUID) -> None:
    """Two at once would both add the same link."""
    session.raw.execute("select pg_advisory_xact_lock(hashtextextended(%(key)s, 0))", {"key": f"seal:{tenant_id}"})


def _bounds(day: date) -> dict[str, str]:
    following = date.fromordinal(day.toordinal() + 1)
    return {"first": f"{day.isoformat()} 00:00:00+00", "last": f"{following.isoformat()} 00:00:00+00"}
