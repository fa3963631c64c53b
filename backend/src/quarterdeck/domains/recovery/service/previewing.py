"""What undoing a change set would do, before anybody decides."""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from quarterdeck.domains.journal.models import ChangeSet
from quarterdeck.domains.journal.registry import FieldName
from quarterdeck.domains.recovery.queries import preview
from quarterdeck.domains.recovery.queries.extent import Extent, Pass, extent_of, next_objects
from quarterdeck.domains.recovery.queries.judging import ALREADY, BLOCKED, CONFLICT, RESTORABLE
from quarterdeck.domains.recovery.queries.shapes import SILENT, Shape
from quarterdeck.domains.recovery.schemas import (
    ClientCount,
    ConflictRead,
    FieldChange,
    LaterChange,
    Sample,
    UndoPreview,
)
from quarterdeck.domains.recovery.service.names import REFERRING, field_of, load_names, names_of
from quarterdeck.domains.recovery.service.reasons import nothing_goes_back, reasons_of
from quarterdeck.domains.recovery.service.undoing import access_change_set, later_of, require_undoable
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

SAMPLES = 5
_CONFLICTS_SHOWN = 20
_NO_CLIENT = "No client"
_ANY = Pass("", is_narrow=False)


def preview_undo(
    session: TenantSession, actor: Actor, change_set_id: uuid.UUID, *, only: uuid.UUID | None = None
) -> UndoPreview:
    """Counts over everything, or of `only` one object, and the first few objects as they would become."""
    extent = _extent(session, actor, change_set_id, only)
    objects = None if only is None else [only]
    found = preview.fates(session, extent, objects)
    by_code: Counter[int] = Counter()
    blocked: Counter[str] = Counter()
    by_client: Counter[uuid.UUID | None] = Counter()
    restores = 0
    for code, reason, client_id, goes_back, count in found:
        by_code[code] += count
        restores += count if goes_back else 0
        by_client[client_id] += count
        if code == BLOCKED:
            blocked[reason or "refused"] += count
    later = [_later(each) for each in later_of(session, extent)]
    if later:
        # What has gone on into others comes back before this is undone.
        gone = blocked.pop("gone", 0)
        by_code[RESTORABLE] += gone
        by_code[BLOCKED] -= gone
    blocked += Counter({"unsupported": extent.unsupported, "hidden": extent.hidden})
    conflicts: list[ConflictRead] = []
    if by_code[CONFLICT] or by_code[BLOCKED]:
        conflicts, _ = _conflicts(session, extent, objects, after=None, limit=_CONFLICTS_SHOWN)
    counted = sum(by_code[code] for code in (RESTORABLE, CONFLICT, BLOCKED))
    # Whom only derived rows speak of: those go back as they were.
    restores += max(extent.objects - sum(by_code.values()), 0)
    reasons = reasons_of(blocked)
    can_undo = restores > 0 or by_code[CONFLICT] > 0
    restores = 0 if later else restores
    return UndoPreview(
        objects=extent.objects + extent.unsupported + extent.hidden,
        restores=restores,
        can_undo=can_undo,
        why_not=None if can_undo else nothing_goes_back(reasons[0].message if reasons else None),
        restorable=by_code[RESTORABLE],
        changed_since=by_code[CONFLICT],
        already=by_code[ALREADY] + max(extent.objects - counted - by_code[ALREADY], 0),
        blocked=by_code[BLOCKED] + extent.unsupported,
        hidden=extent.hidden,
        reasons=reasons,
        clients=_clients(session, by_client),
        samples=_samples(session, extent, objects),
        conflicts=conflicts[:_CONFLICTS_SHOWN],
        later=later,
    )


def _later(change_set: ChangeSet) -> LaterChange:
    return LaterChange(
        change_set_id=change_set.id, at=change_set.at, by=change_set.actor_label, reason=change_set.reason
    )


def list_conflicts(
    session: TenantSession,
    actor: Actor,
    change_set_id: uuid.UUID,
    *,
    after: uuid.UUID | None,
    limit: int,
    only: uuid.UUID | None = None,
) -> tuple[list[ConflictRead], uuid.UUID | None]:
    """The fields changed since, of `limit` objects behind `after`; and the last object when there may be more."""
    extent = _extent(session, actor, change_set_id, only)
    return _conflicts(session, extent, None if only is None else [only], after=after, limit=limit)


def _extent(session: TenantSession, actor: Actor, change_set_id: uuid.UUID, only: uuid.UUID | None) -> Extent:
    """What the change set touched; of one object alone, nothing that it did to others counts."""
    change_set = access_change_set(session, actor, change_set_id)
    require_undoable(session, change_set)
    extent = extent_of(session, change_set.id, change_set.at)
    if only is None:
        return extent
    found = next_objects(session, extent, of=_ANY, after=None, only=[only], limit=1)
    return replace(extent, objects=len(found), unsupported=0, hidden=0)


def _clients(session: TenantSession, counts: Mapping[uuid.UUID | None, int]) -> list[ClientCount]:
    names = preview.client_names(session, [each for each in counts if each])
    rows = [
        ClientCount(
            client_id=client_id,
            label=names.get(client_id, "A client that is gone") if client_id else _NO_CLIENT,
            objects=count,
        )
        for client_id, count in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.objects, row.label))


def _samples(session: TenantSession, extent: Extent, only: Sequence[uuid.UUID] | None) -> list[Sample]:
    if not extent.tables:
        return []
    ids = next_objects(session, extent, of=_ANY, after=None, only=only, limit=SAMPLES)
    names = load_names(session)
    samples: dict[uuid.UUID, Sample] = {}
    referring: list[FieldChange] = []
    for shape, object_id, was, became, now in preview.images(session, extent, ids):
        sample = samples.setdefault(object_id, _sample(shape, object_id, was, became, now))
        for column, before, written, present in _changed(shape, was, became, now):
            named = field_of(names, shape, column)
            is_set = column in shape.of.sets
            then = _taken_out(before, written, present) if is_set else before
            if present != then:
                sample.changes.append(FieldChange(field=named.id, label=named.label, now=present, then=then))
                referring += sample.changes[-1:] if column in REFERRING else []
    called = names_of(session, (value for each in referring for value in (each.now, each.then)))
    for each in referring:
        each.now_label, each.then_label = called.get(each.now), called.get(each.then)
    return list(samples.values())


def _sample(shape: Shape, object_id: uuid.UUID, was: Any, became: Any, now: Any) -> Sample:
    action = "remove" if was is None else "restore" if became is None else "change"
    return Sample(
        object_id=object_id, noun=shape.of.noun, label=_title(shape, now, became, was), action=action, changes=[]
    )


def _title(shape: Shape, *candidates: Any) -> str:
    for image in candidates:
        if image and shape.of.title and image.get(shape.of.title):
            return str(image[shape.of.title])
    return shape.of.noun.capitalize()


def _changed(shape: Shape, was: Any, became: Any, now: Any) -> Iterator[tuple[str, Any, Any, Any]]:
    """(column, before, after, now) of what the change set changed; keys of keyed columns one by one."""
    was, became, now = was or {}, became or {}, now or {}
    for column in {**was, **became}:
        # The ids of those merged into it say nothing to a person; their names stand beside them.
        if column in SILENT or column not in shape.compared or column == shape.of.former:
            continue
        if column in shape.of.keyed:
            old, new, present = was.get(column) or {}, became.get(column) or {}, now.get(column) or {}
            for key in {**old, **new}:
                if old.get(key) != new.get(key):
                    yield f"{column}.{key}", old.get(key), new.get(key), present.get(key)
        elif was.get(column) != became.get(column):
            yield column, was.get(column), became.get(column), now.get(column)


def _conflicts(
    session: TenantSession,
    extent: Extent,
    only: Sequence[uuid.UUID] | None,
    *,
    after: uuid.UUID | None,
    limit: int,
) -> tuple[list[ConflictRead], uuid.UUID | None]:
    ids = preview.conflicting(session, extent, after=after, limit=limit, only=only)
    if not ids:
        return [], None
    names = load_names(session)
    since = preview.last_changes(session, extent, ids)
    found: list[ConflictRead] = []
    titles: dict[uuid.UUID, str] = {}
    referring: list[ConflictRead] = []
    for shape, object_id, was, became, now in preview.images(session, extent, ids):
        titles.setdefault(object_id, _title(shape, now, became, was))
        for column, before, then, present in _differing(shape, was, became, now):
            by = _who(column, since.get((object_id, shape.name), ()))
            named = field_of(names, shape, column)
            found.append(_conflict(shape, object_id, titles[object_id], named, (before, then, present), by))
            referring += found[-1:] if column in REFERRING else []
    called = names_of(session, (value for each in referring for value in (each.before, each.then, each.now)))
    for each in referring:
        each.before_label, each.then_label = called.get(each.before), called.get(each.then)
        each.now_label = called.get(each.now)
    return found, ids[-1] if len(ids) == limit else None


def _differing(shape: Shape, was: Any, became: Any, now: Any) -> Iterator[tuple[str, Any, Any, Any]]:
    if was is None and became is not None:  # made by the change set: whatever differs now was changed since
        for column in {**became, **(now or {})}:
            if now and column in shape.compared and column not in SILENT and became.get(column) != now.get(column):
                yield column, None, became.get(column), now.get(column)
        return
    if became is not None and now is not None:
        for column, before, then, present in _changed(shape, was, became, now):
            if present not in (then, before) and not (column in shape.of.sets and _is_apart(before, then, present)):
                yield column, before, then, present


def _is_apart(was: Any, became: Any, now: Any) -> bool:
    """As the statements that judge see it: others put in and took out other elements than the change set."""
    was, became, now = set(was or ()), set(became or ()), set(now or ())
    return became - was <= now and not (was - became) & now


def _taken_out(was: Any, became: Any, now: Any) -> Any:
    if now == became or not _is_apart(was, became, now):
        return was
    was, became = was or (), became or ()
    return [*(each for each in was if each not in became), *(e for e in now or () if e not in became or e in was)]


def _who(column: str, changes: Sequence[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    outer, _, key = column.partition(".")
    for change in changes:
        before, after = change[3].get(outer), change[4].get(outer)
        if key:
            before, after = (before or {}).get(key), (after or {}).get(key)
        if before != after:
            return change
    return None


def _conflict(
    shape: Shape, object_id: uuid.UUID, title: str, named: FieldName, values: tuple[Any, Any, Any], by: Any
) -> ConflictRead:
    before, then, now = values
    return ConflictRead(
        object_id=object_id,
        noun=shape.of.noun,
        label=title,
        field=named.id,
        field_label=named.label,
        before=before,
        then=then,
        now=now,
        by=by[0] if by else None,
        at=by[1] if by else None,
        change_set_id=by[2] if by else None,
    )
