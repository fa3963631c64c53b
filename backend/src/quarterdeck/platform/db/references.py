"""What still points at a record: so that a refused deletion can say why."""

import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import ForeignKeyConstraint, Table, func, literal, select, union_all, update

from quarterdeck.platform.db.base import Base
from quarterdeck.platform.db.session import TenantSession

#: Moves what names records of a table otherwise than by a foreign key, before that moves.
Mover = Callable[[TenantSession, Sequence[uuid.UUID], uuid.UUID], None]
_MOVERS: dict[str, list[Mover]] = {}


def register_mover(table: str, mover: Mover) -> None:
    _MOVERS.setdefault(table, []).append(mover)


def count_references(
    session: TenantSession, target: Table, record_id: uuid.UUID, *, ignore: frozenset[str] = frozenset()
) -> dict[str, int]:
    """Rows per table that refer to the record, zero left out. Lock the record first, and no more can come."""
    counts = [
        select(literal(table.name), func.count())
        .select_from(table)
        .where(table.c.tenant_id == session.tenant_id, table.c[column] == record_id)
        for table, column in referring(target)
        if table.name not in ignore
    ]
    if not counts:
        return {}
    totals: dict[str, int] = {}
    for name, count in session.execute(union_all(*counts)):
        totals[name] = totals.get(name, 0) + count
    return {name: count for name, count in sorted(totals.items()) if count}


def referring(target: Table) -> list[tuple[Table, str]]:
    """The tables with a foreign key to this one, and its column."""
    return [
        (table, element.parent.name)
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, ForeignKeyConstraint) and constraint.referred_table is target
        for element in constraint.elements
        if element.column.name == "id"
    ]


def references_of_many(session: TenantSession, target: Table, ids: Sequence[uuid.UUID]) -> dict[str, int]:
    """Rows per table that refer to any of the records."""
    counts: dict[str, int] = {}
    for table, column in referring(target):
        where = (table.c.tenant_id == session.tenant_id, table.c[column].in_(ids))
        counts[table.name] = session.scalar(select(func.count()).select_from(table).where(*where)) or 0
    return counts


def move_references(session: TenantSession, target: Table, ids: Sequence[uuid.UUID], to: uuid.UUID) -> None:
    """Let what refers to any of the records refer to another one, in a statement for each table."""
    for mover in _MOVERS.get(target.name, ()):
        mover(session, ids, to)
    for table, column in referring(target):
        where = (table.c.tenant_id == session.tenant_id, table.c[column].in_(ids))
        session.execute(update(table).where(*where).values({column: to}))
