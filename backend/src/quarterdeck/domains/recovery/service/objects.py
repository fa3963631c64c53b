"""Undoing what a change set did to some objects, in one savepoint.

Fields go back one by one. Rows that came or went go back only with their object as a whole: an asset whose type was
changed since must not get its former extension back.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg

from quarterdeck.domains.journal.registry import Derive, Refusal
from quarterdeck.domains.recovery.queries.extent import Extent, Touched
from quarterdeck.domains.recovery.queries.judging import (
    BLOCKED,
    CONFLICT,
    RESTORABLE,
    created_sql,
    deleted_sql,
    rows_sql,
    updates_sql,
)
from quarterdeck.domains.recovery.queries.merged import places
from quarterdeck.domains.recovery.queries.shapes import Shape, parts_of, shapes
from quarterdeck.domains.recovery.service import writing
from quarterdeck.platform.db.session import TenantSession


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be undone, and how conflicts are to be taken."""

    extent: Extent
    force: bool = False
    #: (object, column); an empty column stands for all of the object.
    forced: tuple[tuple[uuid.UUID, str], ...] = ()
    #: Only these columns per table, and only these keys of keyed ones.
    columns: Mapping[str, tuple[str, ...]] | None = None
    only_keys: tuple[str, ...] | None = None
    #: Not what a change set did, but what became of the objects since then.
    moment: datetime | None = None
    #: The same, but since each object's own deletion, by change and change set: exact whatever ran beside it.
    deletions: Mapping[uuid.UUID, tuple[int, uuid.UUID]] | None = None

    @property
    def is_chosen(self) -> bool:
        return bool(self.forced) or self.only_keys is not None

    def columns_of(self, shape: Shape, touched: Touched) -> tuple[str, ...]:
        if self.columns is None:
            return touched.columns
        return tuple(name for name in touched.columns if name in self.columns.get(shape.name, ()))

    def params(self, session: TenantSession, ids: Sequence[uuid.UUID], *, listed: str) -> dict[str, Any]:
        return self.extent.params(
            session,
            ids=listed,
            first=ids[0] if ids else None,
            last=ids[-1] if ids else None,
            force=self.force,
            forced_objects=[object_id for object_id, _ in self.forced],
            forced_fields=[column for _, column in self.forced],
            only_keys=None if self.only_keys is None else list(self.only_keys),
            moment=self.moment,
            **self._deletions_of(ids),
        )

    def _deletions_of(self, ids: Sequence[uuid.UUID]) -> dict[str, Any]:
        if self.deletions is None:
            return {"deletions": None, "deleted_in": None}
        found = [self.deletions[each] for each in ids]
        return {"deletions": [change for change, _ in found], "deleted_in": [change_set for _, change_set in found]}


@dataclass(slots=True)
class Fate:
    """What becomes of one object."""

    code: int = 0
    conflicts: list[str] = field(default_factory=list)
    blocked: str | None = None
    is_forced: bool = False
    is_written: bool = False
    is_root_written: bool = False

    def note(self, code: int, conflicts: Sequence[str], blocked: str | None, *, is_forced: bool) -> None:
        self.code = max(self.code, code)
        self.conflicts += [each for each in conflicts if each not in self.conflicts]
        self.blocked = self.blocked or blocked
        self.is_forced = self.is_forced or is_forced


Fates = dict[uuid.UUID, Fate]


def _array(ids: Iterable[uuid.UUID]) -> str:
    """As PostgreSQL writes arrays: thousands of ids go with each of a dozen statements."""
    return f"{{{','.join(map(str, ids))}}}"


def _without(ids: Sequence[uuid.UUID], some: Collection[uuid.UUID]) -> Sequence[uuid.UUID]:
    return [each for each in ids if each not in some] if some else ids


def undo_objects(session: TenantSession, work: Work, ids: Sequence[uuid.UUID], *, is_gapless: bool = False) -> Fates:
    """Take back what the change set did to these objects. What one of them refuses doesn't stop the others.

    `is_gapless`: in the order of their ids, and none that the change set touched lies between them.
    """
    if not ids:
        return {}
    try:
        with session.raw.transaction(), _put_off(session):
            return _Chunk(session, work, ids, is_gapless=is_gapless).run()
    except (psycopg.errors.IntegrityError, psycopg.errors.InsufficientPrivilege) as refusal:
        if len(ids) == 1:
            return {ids[0]: Fate(BLOCKED, blocked=_reason(refusal))}
    middle = len(ids) // 2
    return undo_objects(session, work, ids[:middle], is_gapless=is_gapless) | undo_objects(
        session, work, ids[middle:], is_gapless=is_gapless
    )


def look_at(session: TenantSession, work: Work, ids: Sequence[uuid.UUID]) -> Fates:
    """What becomes of those of these objects of which rows came or went, as far as it shows before writing anything."""
    return _Chunk(session, work, ids, is_gapless=False).look() if ids else {}


def _refusals() -> list[Refusal]:
    return [shape.of.refusal for shape in shapes().values() if shape.of.refusal is not None]


@contextmanager
def _put_off(session: TenantSession) -> Iterator[None]:
    """What one object gives back and another one gets again is written by two statements; between them both have it."""
    names = ", ".join(each.constraint for each in _refusals())
    session.raw.execute(f"set constraints {names} deferred".encode())
    yield
    session.raw.execute(f"set constraints {names} immediate".encode())


def _reason(refusal: psycopg.Error) -> str:
    match refusal:
        case psycopg.errors.InsufficientPrivilege():
            return "not_allowed"
        case psycopg.errors.UniqueViolation():
            codes = {each.constraint: each.code for each in _refusals()}
            return f"{codes.get(refusal.diag.constraint_name or '', 'taken')}:value"
        case psycopg.errors.ForeignKeyViolation() if "still referenced" in str(refusal):
            return f"used:{refusal.diag.table_name or 'record'}"
        case psycopg.errors.ForeignKeyViolation():
            return "missing:record"
        case _:
            return "refused"


class _Chunk:
    def __init__(self, session: TenantSession, work: Work, ids: Sequence[uuid.UUID], *, is_gapless: bool) -> None:
        self.session = session
        self.work = work
        self.ids = list(ids)
        self.is_gapless = is_gapless
        #: The ids last asked for, as the database reads them: of a dozen statements most are for all.
        self.listed: tuple[Sequence[uuid.UUID], str] = ([], "{}")
        self.fates: Fates = {}
        self.tables = [(shapes()[name], touched) for name, touched in work.extent.tables.items()]
        self.plain = [(shape, touched) for shape, touched in self.tables if not shape.is_derived]
        self.removed: dict[str, list[uuid.UUID]] = {}
        self.is_moment = work.moment is not None or work.deletions is not None
        self.places = places(session, work.extent, ids, by_object=self.is_moment)

    def look(self) -> Fates:
        self._judge_whole()
        return self.fates

    def run(self) -> Fates:
        for root in dict.fromkeys(shape.root for shape, _ in self.tables):
            self._execute(writing.lock_sql(shapes()[root]), self.ids)
        whole = self._judge_whole() if self.work.columns is None else set()
        apart = _without(self.ids, whole)
        ready = [each for each in whole if self.fates[each].code == RESTORABLE]
        self._bring_back(self.plain, ready)
        self._restore_fields([*apart, *ready])
        self._follow(apart, ready)
        self._take_away(ready)
        self._touch()
        return self.fates

    def _judge_whole(self) -> set[uuid.UUID]:
        """The fates of objects of which rows came or went."""
        for shape, touched in self.plain:
            if touched.inserted:
                for object_id in self._judge(
                    created_sql(shape, single=touched.single, moment=self.is_moment, by_ids=True), self.ids
                ):
                    if shape.is_root:
                        self.removed.setdefault(shape.name, []).append(object_id)
            if touched.deleted:
                self._judge(deleted_sql(shape, single=touched.single, moment=self.is_moment, by_ids=True), self.ids)
        whole = set(self.fates)
        for shape, touched in self.plain:
            if whole and touched.may_net_update:
                judged = updates_sql(
                    shape,
                    touched.columns,
                    single=touched.single,
                    moment=self.is_moment,
                    by_ids=True,
                    chosen=self.work.is_chosen,
                )
                self._judge(f"with {judged} {rows_sql(shape, touched.columns)}", whole)
        chosen = {object_id for object_id, column in self.work.forced if column == ""}
        for object_id in whole:
            fate = self.fates[object_id]
            if fate.code == CONFLICT and (self.work.force or object_id in chosen):
                fate.code, fate.is_forced = RESTORABLE, True
        return whole

    def _judge(self, statement: str, ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
        found = []
        for object_id, _, code, conflicts, blocked, is_forced, _ in self._join(statement, ids):
            self.fates.setdefault(object_id, Fate()).note(code, conflicts, blocked, is_forced=is_forced)
            found.append(object_id)
        return found

    def _bring_back(self, tables: Sequence[tuple[Shape, Touched]], ids: Sequence[uuid.UUID]) -> None:
        for shape, touched in tables:
            if ids and touched.deleted:
                statement = writing.insert_sql(shape, single=touched.single, moment=self.is_moment)
                brought = {object_id for (object_id,) in self._execute(statement, ids)}
                if brought and shape.of.is_quiet:
                    self._execute(writing.end_quiet_sql(shape), brought, answers=False)
                self._mark(shape, brought)

    def _restore_fields(self, ids: Sequence[uuid.UUID]) -> None:
        for shape, touched in self.plain:
            columns = self.work.columns_of(shape, touched)
            if not (ids and columns and touched.may_net_update):
                continue
            statement = writing.write_updates_sql(
                shape,
                columns,
                single=touched.single,
                moment=self.is_moment,
                chosen=self.work.is_chosen,
                between=self._are_all(ids),
            )
            for objects, code, conflicts, blocked, is_forced, is_written in self._join(statement, ids):
                for object_id in objects:
                    fate = self.fates.get(object_id) or self.fates.setdefault(object_id, Fate())
                    fate.note(code, conflicts, blocked, is_forced=is_forced)
                    fate.is_written = fate.is_written or is_written
                    fate.is_root_written = fate.is_root_written or (is_written and shape.is_root)

    def _follow(self, apart: Sequence[uuid.UUID], ready: Sequence[uuid.UUID]) -> None:
        """Derived rows go back as they were where everything else did, and are derived anew where it did not."""
        derived = [(shape, touched) for shape, touched in self.tables if shape.is_derived]
        if not derived:
            return
        going = {each for ids in self.removed.values() for each in ids}
        beside = apart if self.work.columns is None else []
        forced = {each for each, fate in self.fates.items() if fate.is_forced}
        disputed = {each for each, fate in self.fates.items() if fate.conflicts}
        settled = [*_without(ready, forced), *_without(beside, forced | disputed)]
        self._bring_back(derived, settled)
        staying = _without(settled, going)
        every = [*_without(beside, going), *_without(_without(ready, forced), going)]
        survivors = self._survivors([each for each in beside if each in forced or each in disputed])
        for shape, touched in derived:
            followed = every if shape.of.is_quiet else staying
            if followed and touched.updated and shape.of.is_quiet:
                self._execute(writing.begin_quiet_sql(shape, shapes()[shape.root]), followed, answers=False)
            if followed and touched.updated:
                # They follow: what becomes of the object is said by its other rows.
                statement = writing.write_updates_sql(
                    shape,
                    touched.columns,
                    single=touched.single,
                    moment=self.is_moment,
                    chosen=self.work.is_chosen,
                    between=self._are_all(followed),
                    told=False,
                )
                self._join(statement, followed, answers=False)
            if followed and touched.updated and shape.of.is_quiet:
                self._execute(writing.end_quiet_sql(shape), followed, answers=False)
            leaving = staying if shape.of.is_quiet else [*staying, *survivors]
            if leaving and touched.inserted:
                self._join(
                    writing.delete_sql(shape, single=touched.single, moment=self.is_moment), leaving, answers=False
                )
            if shape.of.derive is not None:
                self._derive(shape.of.derive, survivors, {*settled, *going})

    def _survivors(self, changed: list[uuid.UUID]) -> list[uuid.UUID]:
        """Those of the objects, changed since, to which the change set gave what was of others that it removed."""
        roots = {shape.name for shape, touched in self.plain if shape.is_root and touched.deleted}
        return changed if any(shape.is_derived and shape.root in roots for shape, _ in self.tables) else []

    def _derive(self, derive: Derive, survivors: Sequence[uuid.UUID], others: Collection[uuid.UUID]) -> None:
        written = [each for each, fate in self.fates.items() if fate.is_written or fate.code == RESTORABLE]
        if anew := _without(list(dict.fromkeys([*written, *survivors])), others):
            derive(self.session, anew)

    def _take_away(self, ready: Sequence[uuid.UUID]) -> None:
        wanted = set(ready)
        going = {root: [each for each in ids if each in wanted] for root, ids in self.removed.items()}
        gone = {each for ids in going.values() for each in ids}
        staying = _without(ready, gone)
        for shape, touched in reversed(self.plain):
            if staying and touched.inserted and not shape.is_root:
                self._join(
                    writing.delete_sql(shape, single=touched.single, moment=self.is_moment), staying, answers=False
                )
                self._mark(shape, staying)
        for root in reversed(going):
            if going[root]:
                for shape in reversed(parts_of(root)):
                    self._execute(writing.delete_all_sql(shape), going[root], answers=False)
                self._execute(writing.delete_all_sql(shapes()[root]), going[root], answers=False)
                self._mark(shapes()[root], going[root])

    def _mark(self, shape: Shape, ids: Iterable[uuid.UUID]) -> None:
        for each in ids:
            fate = self.fates.setdefault(each, Fate())
            fate.is_written = True
            fate.is_root_written = fate.is_root_written or shape.is_root

    def _touch(self) -> None:
        """The version of an object counts what is written to its parts as well."""
        ids = [each for each, fate in self.fates.items() if fate.is_written and not fate.is_root_written]
        for root in dict.fromkeys(shape.root for shape, _ in self.plain if not shape.is_root):
            if ids:
                self._execute(writing.touch_sql(shapes()[root]), ids, answers=False)

    def _are_all(self, ids: Sequence[uuid.UUID]) -> bool:
        """Whether these are everything that the change set touched from the first of them to the last."""
        return self.is_gapless and ids == self.ids

    def _join(self, statement: str, ids: Iterable[uuid.UUID], *, answers: bool = True) -> list[Any]:
        """By hashing: statistics that don't know the tenant's new rows take them for one, and all would meet all."""
        self.session.raw.execute("set local enable_nestloop = off")
        found = self._execute(statement, ids, answers=answers)
        self.session.raw.execute("set local enable_nestloop to default")
        return found

    def _execute(self, statement: str, ids: Iterable[uuid.UUID], *, answers: bool = True) -> list[Any]:
        asked = ids if isinstance(ids, list) else list(ids)
        if asked != self.listed[0]:
            self.listed = (list(asked), _array(asked))
        params = self.work.params(self.session, asked, listed=self.listed[1])
        cursor = self.session.raw.execute(statement, {**params, **self.places})
        return cursor.fetchall() if answers else []
