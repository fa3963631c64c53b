"""Jobs as they move, for one person: each change is read again through that person's own scope before it is sent."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable

from quarterdeck.domains.jobs import queries, service
from quarterdeck.domains.jobs.kinds import ACTIVE
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.errors import AppError
from quarterdeck.platform.listen import RESYNC, Listener

CHANNEL = "quarterdeck_jobs"
#: How often the stream proves that it lives, and asks whether the person may still listen.
HEARTBEAT_SECONDS = 15.0


async def job_events(
    listener: Listener,
    database: Database,
    resolve: Callable[[], Actor],
    *,
    heartbeat_seconds: float = HEARTBEAT_SECONDS,
) -> AsyncIterator[bytes]:
    """Server-sent events: `job` with the job's JSON, a comment as heartbeat. Ends when the person is signed out."""
    actor = await asyncio.to_thread(resolve)
    clock = asyncio.get_running_loop().time
    checked = clock()
    async with listener.subscribe() as messages:
        yield b": listening\n\n"
        while True:
            changed = await _next(messages, heartbeat_seconds)
            if clock() - checked >= heartbeat_seconds:
                try:
                    actor = await asyncio.to_thread(resolve)
                except AppError:
                    yield b"event: end\ndata: {}\n\n"
                    return
                checked = clock()
            if not changed:
                yield b": still here\n\n"
            for event in await asyncio.to_thread(_read, database, actor, changed):
                yield event


async def _next(messages: "asyncio.Queue[str]", seconds: float) -> list[str]:
    """What came until now, each job once; waits for the first."""
    try:
        received = [await asyncio.wait_for(messages.get(), timeout=seconds)]
    except TimeoutError:
        return []
    while not messages.empty():
        received.append(messages.get_nowait())
    return list(dict.fromkeys(received))


def _read(database: Database, actor: Actor, changed: list[str]) -> list[bytes]:
    ids = [
        uuid.UUID(job) for tenant, _, job in (text.partition(":") for text in changed) if tenant == str(actor.tenant_id)
    ]
    if not ids and RESYNC not in changed:
        return []
    with database.session_for(actor) as session:
        jobs = [job for job_id in ids if (job := queries.job_by_id(session, job_id)) is not None]
        if RESYNC in changed:
            active = queries.jobs_page(session, states=sorted(ACTIVE), after=None, limit=50)
            jobs += [job for job in active if job.id not in ids]
        return [
            b"event: job\nid: %s\ndata: %s\n\n"
            % (str(read.id).encode(), json.dumps(read.model_dump(mode="json")).encode())
            for read in service.describe(session, actor, jobs)
        ]
