"""Whether the journal is as it was sealed, asked for in the console: a job, because it reads all of it."""

from quarterdeck.domains.jobs.kinds import ACTIVE, JobState
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.service import newest_job, start_job
from quarterdeck.domains.recovery.queries import seals as queries
from quarterdeck.domains.recovery.schemas import SealState, VerificationRead
from quarterdeck.domains.recovery.service.auditing import PERMISSION
from quarterdeck.platform.actors import Actor, ScopeMode
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import Forbidden

KIND = "audit.verify"


def seal_state(session: TenantSession, actor: Actor) -> SealState:
    """For who may see all clients; others have only a part of the days before them."""
    actor.require(PERMISSION)
    last = queries.last_seal(session)
    days, changes = queries.totals(session)
    return SealState(
        sealed_until=last.day if last else None,
        days=days,
        changes=changes,
        head=last.link if last else None,
        verification=_latest(session),
    )


def start_verifying(session: TenantSession, actor: Actor) -> Job:
    actor.require(PERMISSION)
    if actor.client_scope.mode is not ScopeMode.ALL:
        raise Forbidden("Only who sees all clients can compare the journal with its seals.")
    return start_job(session, actor, kind=KIND, title="Verify the audit log", params={})


def _latest(session: TenantSession) -> VerificationRead | None:
    job = newest_job(session, KIND)
    if job is None:
        return None
    states = {JobState.SUCCEEDED: "intact", JobState.PARTLY_SUCCEEDED: "altered"}
    state = "running" if job.state in ACTIVE else states.get(JobState(job.state), "stopped")
    return VerificationRead.model_validate(
        {"job_id": job.id, "state": state, "at": job.finished_at or job.created_at, "message": job.message}
    )
