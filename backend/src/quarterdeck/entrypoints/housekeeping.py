"""Keeping the house: room for what comes, and what has expired removed, a bounded piece at a time."""

import uuid
from collections.abc import Callable, Iterable
from functools import partial

import structlog

from quarterdeck.domains.assets.service import drop_expired_selections
from quarterdeck.domains.files import service as files
from quarterdeck.domains.identity.service.expiry import forget_expired_access, forget_expired_people
from quarterdeck.domains.imports.service.forgetting import forget_checked_rows
from quarterdeck.domains.intake.service.forgetting import forget_staged
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.domains.jobs.service import forget_old_jobs
from quarterdeck.domains.notifications.service import forget_old_notifications
from quarterdeck.domains.recovery.service.sealing import seal_closed_days
from quarterdeck.platform.http.idempotency_table import forget_expired_keys

log = structlog.get_logger(__name__)

JOURNAL_MONTHS_AHEAD = 3
TASK_HISTORY_HOURS = 72
#: Rows of one kind in one transaction, and how many such transactions a tenant gets in one run.
PIECE = 1_000
PIECES = 20
#: Staged rows are many and small.
STAGED_PIECE = 20_000

# Successful tasks are deleted as they end; failed ones stay for a few days, for whoever looks into them.
_REMOVE_OLD_TASKS = f"""
delete from procrastinate_jobs j
where j.status in ('failed', 'cancelled', 'aborted') and not exists (
  select 1 from procrastinate_events e
  where e.job_id = j.id and e.at > now() - interval '{TASK_HISTORY_HOURS} hours')
"""


def keep_house(runtime: Runtime) -> None:
    """One run. What it could not finish, or what failed for one tenant, waits for the next."""
    clean_what_all_share(runtime)
    clean_tenants(runtime, all_tenants(runtime))


def clean_what_all_share(runtime: Runtime) -> None:
    """Room in the journal; tasks, browser sessions and sign-in attempts of no one tenant."""
    with runtime.database.engine.begin() as connection:
        connection.exec_driver_sql(f"select journal_ensure_partitions({JOURNAL_MONTHS_AHEAD})")
        connection.exec_driver_sql(_REMOVE_OLD_TASKS)
    _piece_by_piece(lambda: forget_expired_people(runtime.database, limit=PIECE))


def clean_tenants(runtime: Runtime, tenants: Iterable[uuid.UUID]) -> None:
    """What has expired in each; the trouble of one is logged and is not the others'."""
    for tenant_id in tenants:
        try:
            _piece_by_piece(partial(_forget_of_tenant, runtime, tenant_id))
            with runtime.database.tenant_session(tenant_id) as session:
                seal_closed_days(session)
        except Exception:
            # The worker's edge: one tenant's trouble must not leave the others uncleaned.
            log.exception("housekeeping failed", tenant=str(tenant_id))


def all_tenants(runtime: Runtime) -> list[uuid.UUID]:
    with runtime.database.engine.connect() as connection:
        return [row[0] for row in connection.exec_driver_sql("select all_tenants()")]


def _forget_of_tenant(runtime: Runtime, tenant_id: uuid.UUID) -> bool:
    with runtime.database.tenant_session(tenant_id) as session:
        more = [
            files.expire_files(session, runtime.storage, limit=PIECE) == PIECE,
            forget_old_notifications(session, limit=PIECE) == PIECE,
            forget_expired_keys(session, limit=PIECE) == PIECE,
            forget_expired_access(session, limit=PIECE),
            drop_expired_selections(session, limit=PIECE) == PIECE,
            forget_old_jobs(session, limit=PIECE) == PIECE,
            forget_staged(session, limit=STAGED_PIECE),
            forget_checked_rows(session, limit=STAGED_PIECE),
        ]
    return any(more)


def _piece_by_piece(piece: Callable[[], bool]) -> None:
    """Until nothing is left, but not without end: this runs again in an hour."""
    for _ in range(PIECES):
        if not piece():
            return
