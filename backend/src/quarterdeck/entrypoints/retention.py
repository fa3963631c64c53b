"""Removing what tenants no longer keep, as the journal's owner: in each transaction a month, or a part of a day.

Stopped at any point, the next run goes on: a day is there and promised, or given up on record, and what is gone of it
is counted.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import structlog
from sqlalchemy.exc import OperationalError

from quarterdeck.domains.recovery.errors import SealBroken
from quarterdeck.domains.recovery.service.removing import give_up_days, is_in_midst, may_give_up, remove_next
from quarterdeck.domains.recovery.service.sealing import seal_closed_days
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import Database

log = structlog.get_logger(__name__)

#: The partition is needed alone for a moment. Whoever reads the journal for longer is waited for another time.
_LOCK_SECONDS = 3
_A_MONTH = timedelta(days=31)
_MONTHS = """
select c.relname, to_date(right(c.relname, 7), 'YYYY_MM')
from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'changes'::regclass and c.relname ~ '^changes_[0-9]{4}_[0-9]{2}$' order by 2
"""


@dataclass(slots=True)
class Run:
    """What one run removed, and a sentence for each tenant of which something has to stay."""

    changes: int = 0
    days: int = 0
    months: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def remove_expired(database: Database, owner: Database) -> Run:
    """One run over all tenants; `owner` is the same data as the journal's owner sees it."""
    run = Run()
    stopped: set[uuid.UUID] = set()
    tenants = _tenants(owner, "select all_tenants()")
    for tenant in tenants:
        with database.tenant_session(tenant) as session:
            seal_closed_days(session)
    for tenant in tenants:
        _remove_days(owner, run, stopped, tenant, only_begun=True)
    for name, first in _months(owner):
        _drop_month(owner, run, stopped, name, first)
    for tenant in tenants:
        _remove_days(owner, run, stopped, tenant)
    return run


def _drop_month(owner: Database, run: Run, stopped: set[uuid.UUID], name: str, first: date) -> None:
    """The month as a whole, when no tenant keeps any of it."""
    before = (first + _A_MONTH).replace(day=1)
    if before > now().date():
        return
    tenants = _tenants(owner, f"select journal_tenants_between('{first}', '{before}')")
    for tenant in tenants:
        with owner.tenant_session(tenant) as session:
            if not may_give_up(session, first=first, before=before):
                return
    for tenant in tenants:
        try:
            with owner.tenant_session(tenant) as session:
                run.changes += give_up_days(session, first=first, before=before)
        except SealBroken as broken:
            _stop(run, stopped, tenant, broken)
            return
    try:
        with owner.engine.begin() as connection:
            connection.exec_driver_sql(f"set local lock_timeout = '{_LOCK_SECONDS}s'")
            connection.exec_driver_sql(f"drop table {name}")
    except OperationalError:
        log.warning("the month is in use", partition=name)
        return
    run.months.append(name)


def _remove_days(
    owner: Database, run: Run, stopped: set[uuid.UUID], tenant: uuid.UUID, *, only_begun: bool = False
) -> None:
    """All days that are not kept; `only_begun`: no more than what is left of one."""
    while tenant not in stopped:
        try:
            with owner.tenant_session(tenant) as session:
                if only_begun and not is_in_midst(session):
                    return
                removed = remove_next(session)
        except SealBroken as broken:
            _stop(run, stopped, tenant, broken)
            return
        if removed is None:
            return
        run.days += removed.is_whole
        run.changes += removed.changes


def _stop(run: Run, stopped: set[uuid.UUID], tenant: uuid.UUID, broken: SealBroken) -> None:
    log.error("the journal is not as it was sealed", tenant=str(tenant), problem=broken.message)
    stopped.add(tenant)
    run.problems.append(f"{tenant}: {broken.message}")


def _tenants(owner: Database, query: str) -> Sequence[uuid.UUID]:
    with owner.engine.connect() as connection:
        return [tenant for (tenant,) in connection.exec_driver_sql(query)]


def _months(owner: Database) -> Sequence[tuple[str, date]]:
    with owner.engine.connect() as connection:
        return [(name, first) for name, first in connection.exec_driver_sql(_MONTHS)]
