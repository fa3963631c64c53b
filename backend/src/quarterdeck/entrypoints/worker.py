"""The worker process: runs jobs chunk by chunk, rescues what dead workers left, keeps the house clean."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from typing import Any

import structlog
from procrastinate import JobContext

import quarterdeck.entrypoints.kinds
import quarterdeck.entrypoints.reactions
import quarterdeck.migrations.metadata  # noqa: F401 (the mapper asks for every table that a foreign key names)
from quarterdeck.domains.jobs.jobs import rescue
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.entrypoints.housekeeping import keep_house
from quarterdeck.entrypoints.storage import open_storage
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.memory import collect_rarely
from quarterdeck.platform.queue import JOBS, MAINTENANCE, REACTIONS, queue, worker_connector
from quarterdeck.platform.settings import Settings

log = structlog.get_logger(__name__)

#: A job nobody has touched for so many times longer than that belongs to nobody: its command was killed.
_ORPHANED = 3


def run_worker(settings: Settings, database: Database) -> None:
    """Work until SIGTERM or SIGINT; the chunks that are running then are finished first."""
    collect_rarely()
    asyncio.run(_work(Runtime(database, open_storage(settings), settings)))


async def _work(runtime: Runtime) -> None:
    settings = runtime.settings
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    context = {"runtime": runtime, "is_stopping": stopping.is_set}
    async with _open_queue(runtime.database.url, connections=settings.worker_concurrency + 5):
        running = [
            asyncio.create_task(_serve(context, JOBS, concurrency=settings.worker_concurrency)),
            asyncio.create_task(_serve(context, REACTIONS, concurrency=1)),
            asyncio.create_task(_serve(context, MAINTENANCE, concurrency=1)),
            asyncio.create_task(_keep_rescuing(runtime)),
        ]
        stopped = asyncio.create_task(stopping.wait())
        log.info("worker ready", concurrency=settings.worker_concurrency)
        await asyncio.wait([*running, stopped], return_when=asyncio.FIRST_COMPLETED)
        for task in (*running, stopped):
            task.cancel()  # to a queue's worker this means: finish what you are at, and come home
        results = await asyncio.gather(*running, return_exceptions=True)
    log.info("worker stopped")
    failures = [result for result in results if isinstance(result, Exception)]
    if failures:
        raise failures[0]


@contextlib.asynccontextmanager
async def _open_queue(url: str, *, connections: int) -> AsyncIterator[None]:
    with queue.replace_connector(worker_connector(url, min_size=1, max_size=connections)):
        async with queue.open_async():
            yield


async def _serve(context: dict[str, Any], name: str, *, concurrency: int) -> None:
    settings: Settings = context["runtime"].settings
    await queue.run_worker_async(
        queues=[name],
        name=name,
        concurrency=concurrency,
        fetch_job_polling_interval=2,
        delete_jobs="successful",
        additional_context=context,
        install_signal_handlers=False,
        update_heartbeat_interval=settings.worker_heartbeat_seconds,
        stalled_worker_timeout=settings.worker_stalled_seconds,
    )


async def _keep_rescuing(runtime: Runtime) -> None:
    """At once, then as often as a worker may be found dead. Beside the queue: no full queue can hold it up."""
    stalled = runtime.settings.worker_stalled_seconds
    while True:
        rescued = await rescue(runtime, stalled_seconds=stalled, orphaned_seconds=_ORPHANED * stalled)
        if rescued:
            log.warning("rescued jobs", count=rescued)
        await asyncio.sleep(stalled / 2)


@queue.periodic(cron="17 * * * *")
@queue.task(name="worker.keep_house", queue=MAINTENANCE, queueing_lock="worker.keep_house", pass_context=True)
def hourly(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 (the schedule passes it)
    runtime: Runtime = context.additional_context["runtime"]
    keep_house(runtime)
