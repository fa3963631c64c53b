import uuid
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from quarterdeck.domains.flags.models import FlagChoice, FlagRule
from quarterdeck.domains.tenancy.models import Client
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession


def rules(
    session: TenantSession, *, flags: Iterable[str] | None = None, clients: Iterable[uuid.UUID] | None = None
) -> Sequence[FlagRule]:
    """The tenant's rules, and with them those of clients: of all that may be seen, or of these."""
    statement = select(FlagRule).where(FlagRule.tenant_id == session.tenant_id)
    if flags is not None:
        statement = statement.where(FlagRule.flag.in_(list(flags)))
    if clients is not None:
        statement = statement.where(or_(FlagRule.client_id.is_(None), FlagRule.client_id.in_(list(clients))))
    return session.scalars(statement).all()


def versions(session: TenantSession) -> dict[str, int]:
    """Per switch, how often any of its rules was written. Rules are never deleted, so it only rises."""
    rows = session.execute(
        select(FlagRule.flag, func.sum(FlagRule.version))
        .where(FlagRule.tenant_id == session.tenant_id)
        .group_by(FlagRule.flag)
    )
    return {flag: int(total) for flag, total in rows}


def lock_flag(session: TenantSession, flag: str) -> None:
    """Whoever changes a switch waits for whoever does so already."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{session.tenant_id}:{flag}", 0))))


def put_rules(
    session: TenantSession, flag: str, targets: Sequence[uuid.UUID | None], values: Mapping[str, object]
) -> None:
    """One statement for all targets; a rule that was there is written over."""
    rows = [
        {"tenant_id": session.tenant_id, "id": new_id(), "flag": flag, "client_id": target, **values}
        for target in targets
    ]
    statement = insert(FlagRule).values(rows)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "flag", "client_id"],
            set_={name: getattr(statement.excluded, name) for name in values},
        )
    )


def visible_clients(session: TenantSession, ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    return set(
        session.scalars(select(Client.id).where(Client.tenant_id == session.tenant_id, Client.id.in_(list(ids))))
    )


def client_ids(session: TenantSession) -> Sequence[uuid.UUID]:
    return session.scalars(select(Client.id).where(Client.tenant_id == session.tenant_id)).all()


def client_names(session: TenantSession, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = session.execute(
        select(Client.id, Client.name).where(Client.tenant_id == session.tenant_id, Client.id.in_(list(ids)))
    )
    return {row.id: row.name for row in rows}


def choices_of(session: TenantSession, user_id: uuid.UUID) -> dict[str, bool]:
    rows = session.execute(
        select(FlagChoice.flag, FlagChoice.is_on).where(
            FlagChoice.tenant_id == session.tenant_id, FlagChoice.user_id == user_id
        )
    )
    return {row.flag: row.is_on for row in rows}


def put_choice(session: TenantSession, user_id: uuid.UUID, flag: str, *, is_on: bool) -> None:
    statement = insert(FlagChoice).values(tenant_id=session.tenant_id, user_id=user_id, flag=flag, is_on=is_on)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "user_id", "flag"], set_={"is_on": is_on, "updated_at": now()}
        )
    )


def drop_choice(session: TenantSession, user_id: uuid.UUID, flag: str) -> None:
    session.execute(
        delete(FlagChoice).where(
            FlagChoice.tenant_id == session.tenant_id, FlagChoice.user_id == user_id, FlagChoice.flag == flag
        )
    )
