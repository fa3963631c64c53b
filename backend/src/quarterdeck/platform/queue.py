"""The queue: tasks stored in PostgreSQL, deferred inside the caller's transaction. No commit, no task."""

from typing import Any

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.types import JSONValue

from quarterdeck.platform.db.session import TenantSession

#: Chunks of jobs people watch.
JOBS = "jobs"
#: Schedules and clean-up; served beside the jobs, so that a full queue can't hold them up.
MAINTENANCE = "maintenance"
#: What is done about events; served beside the jobs, so that a person hears of an end before the next job ends.
REACTIONS = "reactions"

#: Where tasks are registered. A worker gives it a connector of its own.
queue = App(connector=SyncPsycopgConnector())
# Tasks are deferred by name and on the caller's own connection, also inside a worker, whose connector is asynchronous.
# Its connector is therefore never opened.
_outbox = App(connector=SyncPsycopgConnector())


def enqueue(
    session: TenantSession, task: str, *, lock: str | None = None, on: str = JOBS, **arguments: JSONValue
) -> None:
    """Defer the task called `task`. Tasks with the same `lock` run one at a time, in the order of their arrival.

    There is no way to ask for a later time: Procrastinate lets a waiting task hold its lock, also while it isn't due.
    """
    _outbox.configure_task(task, connection=session.raw, lock=lock, queue=on).defer(**arguments)


def is_anybody_waiting(session: TenantSession, *, holding: str, on: str = JOBS) -> bool:
    """Whether a task could run at once if the one that holds the lock `holding` ended."""
    row = session.raw.execute(
        """
        select exists (
          select 1 from procrastinate_jobs w
          where w.status = 'todo' and w.queue_name = %(queue)s and not exists (
            select 1 from procrastinate_jobs d
            where d.status = 'doing' and d.lock = w.lock and d.lock <> %(holding)s))
        """,
        {"queue": on, "holding": holding},
    ).fetchone()
    return bool(row and row[0])


def worker_connector(url: str, **pool: Any) -> PsycopgConnector:
    """How a worker process reaches the queue."""
    return PsycopgConnector(conninfo=url, kwargs={"application_name": "quarterdeck worker"}, **pool)
