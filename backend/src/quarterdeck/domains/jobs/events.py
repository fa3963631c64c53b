import uuid
from dataclasses import dataclass
from typing import ClassVar

from quarterdeck.platform.events import Event


@dataclass(frozen=True, slots=True)
class JobEnded(Event):
    """A job came to its end, whichever; `state` says which."""

    name: ClassVar[str] = "job.ended"

    job_id: uuid.UUID
    kind: str
    state: str
    title: str
    message: str
    #: From its first chunk to its last.
    seconds: float
    client_id: uuid.UUID | None
    started_by: uuid.UUID | None
    cancelled_by: uuid.UUID | None
