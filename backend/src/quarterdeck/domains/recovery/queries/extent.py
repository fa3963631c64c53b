"""How much a change set did, and what it touched."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from quarterdeck.domains.journal.models import ChangeSet
from quarterdeck.domains.recovery.queries.shapes import Shape, shapes
from quarterdeck.platform.db.session import TenantSession

#: Rows that are asked at a time which columns differ.
_SAMPLE = 100
# The time only leaves out older partitions: see `queries.judging`.
OF_SET = "c.tenant_id = %(tenant)s and c.change_set_id = %(set)s and c.at >= (select %(since)s::timestamptz)"

_TABLES = f"""
select c.table_name, count(*), count(distinct c.row_id),
  bool_or(c.operation = 'insert'), bool_or(c.operation = 'update'), bool_or(c.operation = 'delete')
from changes c where {OF_SET} group by c.table_name
"""
_OBJECTS = f"""
select count(distinct c.object_id), count(distinct c.object_id) filter (where c.table_name = any(%(known)s))
from changes c where {OF_SET}
"""


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change set did to one table."""

    columns: tuple[str, ...]
    #: No row was changed twice, so that a change is already the net change.
    single: bool
    inserted: bool
    updated: bool
    deleted: bool

    @property
    def may_net_update(self) -> bool:
        return bool(self.columns) and (self.updated or (self.inserted and self.deleted))


@dataclass(frozen=True, slots=True)
class Extent:
    """What a change set touched, as far as the person may see it."""

    set_id: uuid.UUID
    since: datetime
    #: Objects that can be taken back here, and those that can't.
    objects: int
    unsupported: int
    #: Objects of clients the person may not see.
    hidden: int
    tables: Mapping[str, Touched] = field(default_factory=dict)

    def params(self, session: TenantSession, **more: object) -> dict[str, Any]:
        return {"tenant": session.tenant_id, "set": self.set_id, "since": self.since, **more}

    def dump(self) -> dict[str, Any]:
        """For keeping between chunks; `load_extent` reads it."""
        return {
            "counts": [self.objects, self.unsupported, self.hidden],
            "tables": [
                [name, list(each.columns), each.single, each.inserted, each.updated, each.deleted]
                for name, each in self.tables.items()
            ],
        }


def load_extent(set_id: uuid.UUID, since: datetime, kept: Mapping[str, Any]) -> Extent:
    tables = {name: Touched(tuple(columns), *flags) for name, columns, *flags in kept["tables"]}
    objects, unsupported, hidden = kept["counts"]
    return Extent(set_id, since, objects, unsupported, hidden, tables)


def extent_of(session: TenantSession, set_id: uuid.UUID, since: datetime) -> Extent:
    known = shapes()
    params = {"tenant": session.tenant_id, "set": set_id, "since": since, "known": list(known)}
    tables: dict[str, Touched] = {}
    for name, changes, rows, inserted, updated, deleted in session.raw.execute(_TABLES, params).fetchall():
        shape = known.get(name)
        if shape is None:
            continue
        both = inserted and deleted
        if shape.of.is_quiet:
            columns = shape.of.keyed  # nothing else is captured
        else:
            columns = shape.compared if both or shape.of.group else _changed_columns(session, shape, params)
        # A grouped change holds several rows, each of which may come again in the next one.
        tables[name] = Touched(columns if updated or both else (), changes == rows, inserted, updated, deleted)
    row = session.raw.execute(_OBJECTS, params).fetchone()
    every, supported = row or (0, 0)
    seen = session.raw.execute("select change_set_objects(%(set)s)", params).fetchone()
    ordered = {name: tables[name] for name in known if name in tables}
    return Extent(set_id, since, supported, every - supported, max((seen[0] if seen else every) - every, 0), ordered)


def tables_of(session: TenantSession, set_id: uuid.UUID, since: datetime) -> list[str]:
    params = {"tenant": session.tenant_id, "set": set_id, "since": since}
    return [
        name for (name,) in session.raw.execute(f"select distinct c.table_name from changes c where {OF_SET}", params)
    ]


def change_sets_of(session: TenantSession, actor_id: uuid.UUID, *, limit: int) -> Sequence[ChangeSet]:
    """The newest of a person."""
    statement = select(ChangeSet).where(ChangeSet.tenant_id == session.tenant_id, ChangeSet.actor_id == actor_id)
    return session.scalars(statement.order_by(ChangeSet.seq.desc()).limit(limit)).all()


def count_up_to(session: TenantSession, set_id: uuid.UUID, since: datetime, *, limit: int) -> int:
    """How many objects a change set touched, counted no further than `limit`."""
    params = {"tenant": session.tenant_id, "set": set_id, "since": since, "limit": limit}
    row = session.raw.execute(
        f"select count(*) from (select c.object_id from changes c where {OF_SET} "
        "group by c.object_id order by c.object_id limit %(limit)s) o",
        params,
    ).fetchone()
    return int(row[0]) if row else 0


def _changed_columns(session: TenantSession, shape: Shape, params: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns in which any row differs: some rows say which, until no row differs in any other.

    To look at every column of every row takes four times as long.
    """
    known = {column.name for column in shape.table.columns} - set(shape.compared)
    while rows := session.raw.execute(
        f"select c.before, c.after from changes c where {OF_SET} and c.table_name = %(table)s "
        "and c.operation = 'update' and c.before - %(known)s::text[] <> c.after - %(known)s::text[] limit %(sample)s",
        {**params, "table": shape.name, "known": sorted(known), "sample": _SAMPLE},
    ).fetchall():
        differ = {name for was, became in rows for name in was.keys() | became if was.get(name) != became.get(name)}
        if differ <= known:
            return shape.compared  # numbers that only the database can tell apart
        known |= differ
    return tuple(name for name in shape.compared if name in known)


def next_objects(
    session: TenantSession,
    extent: Extent,
    *,
    of: "Pass",
    after: uuid.UUID | None,
    only: Sequence[uuid.UUID] | None,
    limit: int,
) -> list[uuid.UUID]:
    """The next objects of a pass, in the order of their ids."""
    conditions = ["c.table_name = any(%(known)s)"]
    if after is not None:
        conditions.append("c.object_id > %(after)s")
    if only is not None:
        conditions.append("c.object_id = any(%(only)s::uuid[])")
    having = _HAVING[of.kind] if of.is_narrow else ""
    rows = session.raw.execute(
        f"select c.object_id from changes c where {OF_SET} and {' and '.join(conditions)} "
        f"group by c.object_id {having} order by c.object_id limit %(limit)s",
        extent.params(
            session,
            known=list(extent.tables),
            after=after,
            only=list(only or ()),
            limit=limit,
            root=of.root,
            roots=_roots(),
        ),
    )
    return [object_id for (object_id,) in rows]


@dataclass(frozen=True, slots=True)
class Pass:
    """One walk over a change set: the objects it brought, took or changed. `root`: only of this table."""

    kind: str
    root: str = ""
    is_narrow: bool = True


def _roots() -> list[str]:
    return [shape.name for shape in shapes().values() if shape.is_root]


_MADE = "bool_or(c.operation = 'insert' and c.table_name = any(%(roots)s))"
_TAKEN = "bool_or(c.operation = 'delete' and c.table_name = any(%(roots)s))"
_OF_ROOT = "bool_or(c.table_name = %(root)s)"
_HAVING = {
    "created": f"having {_MADE} and not {_TAKEN} and {_OF_ROOT}",
    "deleted": f"having {_TAKEN} and not {_MADE} and {_OF_ROOT}",
    "updated": f"having {_MADE} = {_TAKEN}",
}


def passes_of(extent: Extent) -> list[Pass]:
    """The order in which a change set is taken back: what others point at comes first and goes last.

    What nothing points at comes back after the updates, so that a key which an update frees is free by then.
    """
    roots = [name for name in _roots() if name in extent.tables]
    deleted = [Pass("deleted", name) for name in roots if extent.tables[name].deleted]
    created = [Pass("created", name) for name in reversed(roots) if extent.tables[name].inserted]
    is_narrow = bool(deleted or created)
    leaves = _leaves()
    return [
        *(each for each in deleted if each.root not in leaves),
        Pass("updated", is_narrow=is_narrow),
        *(each for each in created if each.root in leaves),
        *(each for each in deleted if each.root in leaves),
        *(each for each in created if each.root not in leaves),
    ]


def _leaves() -> set[str]:
    """Roots that no other root points at: assets, above all."""
    pointed_at = {each.table for shape in shapes().values() if shape.is_root for each in shape.references}
    return set(_roots()) - pointed_at
