"""What people are told about without having asked."""

from typing import Final

from quarterdeck.domains.jobs.events import JobEnded
from quarterdeck.domains.jobs.kinds import JobState
from quarterdeck.domains.notifications import service
from quarterdeck.domains.notifications.schemas import Message, Severity
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.events import on

#: Whoever started a job that took no longer is still looking at it.
SHORT_SECONDS = 20.0

_ENDS: Final[dict[str, tuple[str, Severity, str]]] = {
    JobState.SUCCEEDED: ("job.succeeded", "success", "done"),
    JobState.PARTLY_SUCCEEDED: ("job.partly_succeeded", "warning", "done in part"),
    JobState.FAILED: ("job.failed", "error", "failed"),
    JobState.CANCELLED: ("job.cancelled", "info", "cancelled by somebody else"),
}


@on(JobEnded, task="notifications.tell_the_starter")
def tell_the_starter(session: TenantSession, event: JobEnded) -> None:
    """Tell whoever started the job how it ended, unless they know already."""
    if event.started_by is None or _knows(event):
        return
    kind, severity, end = _ENDS[event.state]
    message = Message(
        kind=kind,
        severity=severity,
        title=f"{event.title}: {end}",
        body=event.message or None,
        link=("job", event.job_id),
        client_id=event.client_id,
        source=f"job:{event.job_id}",
    )
    service.tell(session, event.started_by, message)


def _knows(event: JobEnded) -> bool:
    if event.state == JobState.SUCCEEDED:
        return event.seconds < SHORT_SECONDS
    return event.state == JobState.CANCELLED and event.cancelled_by in {None, event.started_by}
