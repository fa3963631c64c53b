"""How long a tenant keeps its changes: for ever, unless its owner decides otherwise."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert, update

from quarterdeck.domains.journal import service as journal
from quarterdeck.domains.journal.models import AuditRetention
from quarterdeck.domains.recovery.queries import seals as queries
from quarterdeck.domains.recovery.schemas import RetentionForecast, RetentionRead, RetentionWrite
from quarterdeck.domains.recovery.service.auditing import PERMISSION
from quarterdeck.platform.actors import Actor, ScopeMode
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.constraints import constraint_errors
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import Forbidden, PreconditionFailed

DECIDES = "tenant:manage"
#: For whoever thinks better of it: nothing is removed sooner after a decision.
REFLECTION = timedelta(hours=24)
_CHANGED = "Somebody has decided how long changes are kept since you read it."


def read_retention(session: TenantSession, actor: Actor) -> tuple[RetentionRead, int]:
    """What holds, and its version."""
    actor.require(PERMISSION)
    return _read(journal.retention(session))


def forecast(session: TenantSession, actor: Actor, keep_days: int) -> RetentionForecast:
    """What would be removed by such a decision, at once and for good."""
    actor.require(PERMISSION)
    found = journal.retention(session)
    cut = cut_of(keep_days)
    since = day_of(found.kept_since) if found is not None and found.kept_since else None
    days, changes = queries.sealed_between(session, since=since, before=cut)
    return RetentionForecast(keep_days=keep_days, kept_since=cut, days=days, changes=changes)


def decide(session: TenantSession, actor: Actor, wanted: RetentionWrite, *, expected: int | None) -> None:
    """From a day later on, what is older is removed by the journal's owner."""
    actor.require(DECIDES)
    if actor.client_scope.mode is not ScopeMode.ALL:
        raise Forbidden("Only who sees all clients can decide how long changes are kept.")
    known = journal.retention(session, lock=True)
    current, version = _read(known)
    if expected is not None and expected != version:
        raise PreconditionFailed(_CHANGED, current=current.model_dump(mode="json"))
    if wanted.keep_days == current.keep_days:
        return
    journal.open_change_set(session, actor, reason=_reason(wanted.keep_days))
    decision = {"keep_days": wanted.keep_days, "decided_at": now()}
    if known is None:
        # Column by column: the rest is not the application's to write.
        new = insert(AuditRetention).values(tenant_id=session.tenant_id, id=session.tenant_id, **decision)
        with constraint_errors({"pk_audit_retention": PreconditionFailed(_CHANGED)}):
            session.execute(new)
        return
    session.execute(
        update(AuditRetention).where(AuditRetention.tenant_id == session.tenant_id).values(**decision),
        execution_options={"synchronize_session": False},
    )


def cut_of(keep_days: int) -> date:
    """The first day that is kept. Whole days of UTC, as they are sealed."""
    return day_of(now()) - timedelta(days=keep_days)


def day_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def start_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _reason(keep_days: int | None) -> str:
    return "Changes are kept for ever" if keep_days is None else f"Changes are kept for {keep_days:,} days"


def _read(found: AuditRetention | None) -> tuple[RetentionRead, int]:
    if found is None:
        return RetentionRead(keep_days=None, removes_from=None, kept_since=None, removed_changes=0), 0
    return RetentionRead(
        keep_days=found.keep_days,
        removes_from=found.decided_at + REFLECTION if found.keep_days is not None else None,
        kept_since=found.kept_since,
        removed_changes=found.removed_changes,
    ), found.version
