"""Walking over a change set, some objects at a time, so that whoever goes on later knows where."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quarterdeck.domains.journal.models import ChangeSet
from quarterdeck.domains.recovery.models import Undo
from quarterdeck.domains.recovery.queries.extent import Pass, load_extent, next_objects, passes_of
from quarterdeck.domains.recovery.queries.judging import BLOCKED, CONFLICT, RESTORABLE
from quarterdeck.domains.recovery.schemas import UndoCounts, UndoWrite
from quarterdeck.domains.recovery.service.names import columns_named, labels_of
from quarterdeck.domains.recovery.service.objects import Fate, Fates, Work, undo_objects
from quarterdeck.domains.recovery.service.reasons import CHANGED, sentence
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession

#: How many objects that were refused are tried once more at the end, when others have made room.
_TRIED_AGAIN = 10_000
_TOLD = 100


@dataclass(frozen=True, slots=True)
class Task:
    """The work, and which objects it is limited to."""

    work: Work
    objects: tuple[uuid.UUID, ...] | None = None

    @property
    def total(self) -> int:
        return len(self.objects) if self.objects is not None else self.work.extent.objects


@dataclass(slots=True)
class Walk:
    """How far an undo has come. Kept as the cursor of its job."""

    passes: list[Pass]
    at: int = 0
    after: uuid.UUID | None = None
    again: list[uuid.UUID] = field(default_factory=list)
    tally: dict[str, int] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def begin(cls, task: Task) -> "Walk":
        passes = passes_of(task.work.extent) if task.work.columns is None else [Pass("updated", is_narrow=False)]
        return cls(passes)

    @property
    def is_over(self) -> bool:
        return self.at > len(self.passes)

    def dump(self) -> dict[str, Any]:
        return {
            "at": self.at,
            "after": str(self.after) if self.after else None,
            "again": [str(each) for each in self.again],
            "tally": self.tally,
            "problems": self.problems,
        }

    def resume(self, kept: Mapping[str, Any]) -> "Walk":
        self.at = kept.get("at", 0)
        self.after = uuid.UUID(kept["after"]) if kept.get("after") else None
        self.again = [uuid.UUID(each) for each in kept.get("again", ())]
        self.tally = dict(kept.get("tally", {}))
        self.problems = list(kept.get("problems", ()))
        return self

    @property
    def walked(self) -> int:
        return sum(self.tally.values())


def load_task(session: TenantSession, change_set: ChangeSet, undo: Undo) -> Task:
    """What is to be done. The extent is kept with the undo since it began."""
    wanted = UndoWrite.model_validate(undo.wanted)
    extent = load_extent(change_set.id, change_set.at, undo.plan)
    forced = tuple(
        (each.object_id, column)
        for each in wanted.force
        for column in (columns_named(session, [each.field]).every() if each.field else [""])
    )
    limited = columns_named(session, wanted.fields) if wanted.fields is not None else None
    work = Work(
        extent,
        force=wanted.conflicts == "force",
        forced=forced,
        columns=limited.columns if limited else None,
        only_keys=limited.keys if limited else None,
    )
    return Task(work, tuple(sorted(set(wanted.objects))) if wanted.objects is not None else None)


def step(session: TenantSession, task: Task, walk: Walk, *, size: int) -> list[dict[str, Any]]:
    """Take back the next objects. Answers what was left or refused of them, for the record of the job."""
    if walk.at < len(walk.passes):
        of = walk.passes[walk.at]
        ids = next_objects(session, task.work.extent, of=of, after=walk.after, only=task.objects, limit=size)
        fates = undo_objects(session, task.work, ids, is_gapless=not of.is_narrow and task.objects is None)
        refused = [each for each, fate in fates.items() if fate.code == BLOCKED and not fate.is_written]
        room = _TRIED_AGAIN - len(walk.again)
        held = set(refused[:room])
        walk.again += refused[:room]
        told = _tell(session, walk, fates, [each for each in ids if each not in held] if held else ids)
        walk.after = ids[-1] if len(ids) == size else None
        walk.at += len(ids) < size
        return told
    ids, walk.again = walk.again[:size], walk.again[size:]
    fates = undo_objects(session, task.work, ids)
    walk.at += not walk.again
    return _tell(session, walk, fates, ids)


def _tell(session: TenantSession, walk: Walk, fates: Fates, ids: Sequence[uuid.UUID]) -> list[dict[str, Any]]:
    told = []
    called: dict[tuple[str, ...], str] = {}
    for object_id in ids:
        fate = fates.get(object_id) or Fate()
        outcome = _outcome(fate)
        walk.tally[outcome] = walk.tally.get(outcome, 0) + 1
        if outcome in {"partly", "left"} and fate.conflicts:
            columns = tuple(sorted(fate.conflicts))
            if columns not in called:
                called[columns] = labels_of(session, columns)
            told.append(_problem(object_id, CHANGED, f"Changed since: {called[columns]}."))
        elif outcome in {"partly", "blocked"}:
            reason = fate.blocked or "refused"
            told.append(_problem(object_id, reason.partition(":")[0], sentence(reason)))
    walk.problems += told[: max(_TOLD - len(walk.problems), 0)]
    return told


def _problem(object_id: uuid.UUID, code: str, message: str) -> dict[str, Any]:
    return {"object_id": str(object_id), "code": code, "message": message}


def _outcome(fate: Fate) -> str:
    match fate.code:
        case code if code == BLOCKED:
            return "partly" if fate.is_written else "blocked"
        case code if code == CONFLICT:
            return "partly" if fate.is_written else "left"
        case code if code == RESTORABLE or fate.is_written:
            return "restored"
        case _:
            return "already"


def counts_of(task: Task, walk: Walk) -> UndoCounts:
    """Done + skipped + failed + pending = total, at every moment."""
    extent = task.work.extent
    beyond = extent.unsupported + extent.hidden if task.objects is None else 0
    tally = walk.tally
    done = tally.get("restored", 0) + tally.get("partly", 0)
    skipped = tally.get("left", 0) + tally.get("already", 0)
    failed = tally.get("blocked", 0) + beyond
    total = task.total + beyond
    return UndoCounts(
        total=total,
        done=done,
        skipped=skipped,
        failed=failed,
        pending=max(total - done - skipped - failed, 0),
        restored=tally.get("restored", 0),
        partly=tally.get("partly", 0),
        left=tally.get("left", 0),
        already=tally.get("already", 0),
        blocked=failed,
    )


def note(undo: Undo, task: Task, walk: Walk) -> UndoCounts:
    """Keep with the undo how far it has come."""
    counts = counts_of(task, walk)
    undo.counts = counts.model_dump()
    undo.problems = [*walk.problems, *_beyond(task)]
    return counts


def finish(session: TenantSession, undo: Undo, task: Task, walk: Walk) -> UndoCounts:
    counts = note(undo, task, walk)
    undo.state = "partly_done" if counts.left or counts.partly or counts.blocked else "done"
    undo.finished_at = now()
    session.flush()
    return counts


def _beyond(task: Task) -> Sequence[dict[str, Any]]:
    extent = task.work.extent
    return [
        {"object_id": None, "code": code, "message": f"{count:,}: {sentence(code)}"}
        for code, count in (("unsupported", extent.unsupported), ("hidden", extent.hidden))
        if count and task.objects is None
    ]
