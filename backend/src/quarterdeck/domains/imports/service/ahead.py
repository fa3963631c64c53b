"""What the next chunk of a job needs, worked out while the database is at this one.

It lives in this process alone and is only ever read: should the process end, another one works it out when it is due.
"""

import uuid
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Generic, TypeVar

Found = TypeVar("Found")

_JOBS_AT_ONCE = 4
_threads = ThreadPoolExecutor(_JOBS_AT_ONCE, thread_name_prefix="ahead")


class Ahead(Generic[Found]):
    """One piece of work for each job, by the row after which it begins."""

    def __init__(self) -> None:
        self._begun: OrderedDict[uuid.UUID, tuple[int, Future[Found]]] = OrderedDict()

    def begin(self, job_id: uuid.UUID, after: int, work: Callable[[], Found]) -> None:
        self.drop(job_id)
        self._begun[job_id] = (after, _threads.submit(work))
        while len(self._begun) > _JOBS_AT_ONCE:
            self.drop(next(iter(self._begun)))

    def take(self, job_id: uuid.UUID, after: int) -> Found | None:
        """What was found, or raised; None where nothing was begun that begins there."""
        held = self._begun.get(job_id)
        if held is None or held[0] != after:
            self.drop(job_id)
            return None
        del self._begun[job_id]
        return held[1].result()

    def drop(self, job_id: uuid.UUID) -> None:
        """Nobody will ask. Waits for the end of what cannot be stopped any more."""
        held = self._begun.pop(job_id, None)
        if held is not None and not held[1].cancel():
            with suppress(Exception):  # whatever it was, nobody asks for it
                held[1].result()
