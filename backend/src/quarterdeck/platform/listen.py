"""PostgreSQL's notifications, for any number of subscribers in one process, over one connection."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import psycopg
import structlog

log = structlog.get_logger(__name__)

#: Told to subscribers when notifications may have been missed: read again whatever you watch.
RESYNC = ""
_QUEUE_LIMIT = 1_000
_LONGEST_PAUSE_SECONDS = 10


class Listener:
    """LISTENs on one channel while anybody is subscribed. Connects again by itself."""

    def __init__(self, url: str, channel: str) -> None:
        self._url = url
        self._channel = channel
        self._subscribers: set[asyncio.Queue[str]] = set()
        self._task: asyncio.Task[None] | None = None
        self._listening: asyncio.Event | None = None

    @contextlib.asynccontextmanager
    async def subscribe(self) -> AsyncIterator["asyncio.Queue[str]"]:
        """A queue of payloads from now on. A subscriber too slow to keep up gets `RESYNC` in their place."""
        messages: asyncio.Queue[str] = asyncio.Queue(_QUEUE_LIMIT)
        self._subscribers.add(messages)
        if self._task is None or self._task.done():
            self._listening = asyncio.Event()
            self._task = asyncio.create_task(self._run(self._listening))
        if self._listening is not None:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._listening.wait(), timeout=5)
        try:
            yield messages
        finally:
            self._subscribers.discard(messages)
            if not self._subscribers:
                await self.close()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _run(self, listening: asyncio.Event) -> None:
        pause = 0.5
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._url, autocommit=True, application_name="quarterdeck listener"
                ) as connection:
                    await connection.execute(f'listen "{self._channel}"')
                    listening.set()
                    self._tell(RESYNC)
                    pause = 0.5
                    async for notice in connection.notifies():
                        self._tell(notice.payload)
            except psycopg.Error as exc:
                log.warning("listener lost its connection", reason=str(exc), again_in_seconds=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

    def _tell(self, payload: str) -> None:
        for messages in self._subscribers:
            if messages.full():
                while not messages.empty():
                    messages.get_nowait()
                payload = RESYNC
            messages.put_nowait(payload)
