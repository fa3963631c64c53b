"""Step four of the wizard: mending rows. Every fix is kept, can be undone in turn, and goes into the run."""

import uuid
from collections.abc import Sequence

from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.errors import FixInvalid, ImportNotFound, NotChecked, NothingToRedo, NothingToUndo
from quarterdeck.domains.imports.errors import RowNotFound as ImportRowNotFound
from quarterdeck.domains.imports.models import Import, ImportFix
from quarterdeck.domains.imports.queries import checking, fixing
from quarterdeck.domains.imports.queries.fixing import Selection
from quarterdeck.domains.imports.readers.tables import TableRow
from quarterdeck.domains.imports.reading import MOST_NAME_LENGTH, creatable
from quarterdeck.domains.imports.schemas.checking import (
    AlikeFix,
    CellFix,
    CreateFix,
    ExcludeFix,
    FixList,
    FixRead,
    FixWrite,
    IncludeFix,
)
from quarterdeck.domains.imports.service.checking import row_as_read
from quarterdeck.domains.imports.service.layout import access_changeable
from quarterdeck.domains.imports.service.observing import observe_cells
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.kinds import Done, JobContext, Progress
from quarterdeck.domains.jobs.models import Job
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.text import clean_text
from quarterdeck.platform.actors import Actor, ScopeMode
from quarterdeck.platform.db.session import TenantSession

RECHECK = "import.recheck"
#: More rows than these are validated anew by a job.
_AT_ONCE, _SHOWN, _CHUNK, _TITLE_VALUE = 1_000, 50, 5_000, 60
#: More names than these are let in as a kind, in the mapping.
_MOST_NAMES = 2_000
_CREATED = {"unknown_client": "client", "unknown_location": "location", "unknown_contact": "contact"}
_NOUNS = {"client": "client", "location": "location", "contact": "person"}
_MANY = {"client": "clients", "location": "locations", "contact": "people"}


def create_fix(session: TenantSession, actor: Actor, import_id: uuid.UUID, wanted: FixWrite) -> FixRead:
    """Mend rows; with `preview` only say how many that would be."""
    found = _access(session, actor, import_id)
    selection = _selection(found, wanted)
    title = _title(found, wanted)
    if isinstance(wanted, CreateFix):
        title = _let_in(session, actor, found, wanted, selection)
    if not isinstance(wanted, CellFix) and wanted.preview:
        return FixRead(id=None, kind=wanted.kind, title=title, rows=selection.count(session, found.id))
    if isinstance(wanted, CellFix) and not checking.rows_numbered(session, found.id, [wanted.row]):
        raise ImportRowNotFound(wanted.row)
    fixing.forget_undone(session, found.id)
    number = fixing.next_number(session, found.id)
    if isinstance(wanted, CellFix | AlikeFix):
        after = wanted.value if isinstance(wanted, CellFix) else wanted.to
        changed = selection.change_cells(session, found.id, number, wanted.column, checking.storable(after))
    elif isinstance(wanted, CreateFix):
        changed = selection.let_create(session, found.id, number, _CREATED[wanted.code])
    else:
        is_out = isinstance(wanted, ExcludeFix)
        changed = selection.leave_out(session, found.id, number, excluded=is_out)
    fix = ImportFix(
        tenant_id=session.tenant_id,
        id=new_id(),
        import_id=found.id,
        number=number,
        kind=wanted.kind,
        title=title,
        rows=changed,
        created_by_label=actor.label,
    )
    session.add(fix)
    session.flush()
    return _settle(session, actor, found, fix)


def list_fixes(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> FixList:
    found = queries.import_by_id(session, import_id)
    actor.require("imports:run")
    if found is None:
        raise ImportNotFound
    fixes = fixing.fixes_of(session, import_id)
    return FixList(
        items=[_as_read(fix) for fix in fixes],
        can_undo=any(not fix.is_undone for fix in fixes),
        can_redo=any(fix.is_undone for fix in fixes),
    )


def undo_fix(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> FixRead:
    """Take the last fix back."""
    found = _access(session, actor, import_id)
    fix = fixing.last_fix(session, found.id)
    if fix is None:
        raise NothingToUndo
    fix.is_undone = True
    fixing.take_back(session, found.id, fix.number)
    return _settle(session, actor, found, fix)


def redo_fix(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> FixRead:
    """Do again what was taken back last."""
    found = _access(session, actor, import_id)
    fix = fixing.next_undone(session, found.id)
    if fix is None:
        raise NothingToRedo
    fix.is_undone = False
    fixing.do_again(session, found.id, fix.number)
    return _settle(session, actor, found, fix)


def recheck_chunk(session: TenantSession, job: Job, context: JobContext) -> Progress | Done:
    """Validate anew the rows of a large fix."""
    found = queries.import_by_id(session, uuid.UUID(str(job.params["import_id"])))
    if found is None:
        raise ImportNotFound
    after, done = int(job.cursor.get("row", 0)), int(job.cursor.get("done", 0))
    rows = fixing.rows_of_fix(session, found.id, int(job.params["fix"]), after=after, limit=_CHUNK)
    revalidate(session, found, context.actor, rows)
    done += len(rows)
    if len(rows) == _CHUNK:
        return Progress({"row": rows[-1], "done": done}, phase="checking", done=done)
    return Done(f"{done:,} rows checked again.", done=done)


def revalidate(session: TenantSession, found: Import, actor: Actor, rows: Sequence[int]) -> None:
    """Read rows again as they are now, and note what is still wrong with them."""
    checking.forget_marks(session, found.id, rows)
    kept = checking.rows_numbered(session, found.id, rows)
    remaining = [TableRow(number, list(cells)) for number, cells, _, is_excluded, _ in kept if not is_excluded]
    if remaining:
        observed, marker = observe_cells(session, found, actor, remaining)
        checking.keep_marks(session, found.id, marker.marks_of(session, observed))


def _access(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> Import:
    found = access_changeable(session, actor, import_id)
    fixing.lock_import(session, found.id)
    if not checking.is_checked(session, found.id):
        raise NotChecked
    return found


def _selection(found: Import, wanted: FixWrite) -> Selection:
    match wanted:
        case CellFix():
            _check_column(found, wanted.column)
            return Selection.numbered([wanted.row])
        case AlikeFix():
            _check_column(found, wanted.column)
            return Selection.alike(wanted.column, wanted.text.strip(), wanted.code)
        case CreateFix():
            return Selection.naming(wanted.code, wanted.values)
        case ExcludeFix() | IncludeFix():
            if wanted.rows is not None:
                chosen = Selection.numbered(wanted.rows)
            elif wanted.code is not None:
                chosen = Selection.marked(wanted.code, wanted.value)
            else:
                raise FixInvalid("Say which rows: by their numbers, or by the code of what is wrong with them.")
            return chosen.but_for(excluded=isinstance(wanted, ExcludeFix))


def _let_in(session: TenantSession, actor: Actor, found: Import, wanted: CreateFix, selection: Selection) -> str:
    """What the fix is called, if this person may create what the rows name."""
    actor.require("clients:write")
    what = _CREATED[wanted.code]
    if what == "client" and actor.client_scope.mode is not ScopeMode.ALL:
        raise FixInvalid("You see some clients only, so what is unknown to you may well be there. Ask who sees all.")
    names = selection.names(session, found.id, most=_MOST_NAMES + 1)
    if len(names) > _MOST_NAMES:
        raise FixInvalid(
            f"More than {_MOST_NAMES:,} names. To create all {_MANY[what]}, tick that where columns are mapped."
        )
    longest = max(map(len, names), default=0)
    if longest > MOST_NAME_LENGTH:
        raise FixInvalid(f"A name may have {MOST_NAME_LENGTH} characters, and one of these has {longest}.")
    if len(names) == 1:
        return f"The {_NOUNS[what]} “{_short(next(iter(names.values())))}” will be created"
    return f"{len(names):,} {_MANY[what]} will be created"


def _check_column(found: Import, column: int) -> None:
    width = len(found.layout["headers"])
    if column >= width:
        raise FixInvalid(f"The file has {width} columns; there is none with the number {column} that could be changed.")


def _title(found: Import, wanted: FixWrite) -> str:
    match wanted:
        case CellFix():
            return f"Row {wanted.row}: {found.layout['headers'][wanted.column]} becomes “{_short(wanted.value)}”"
        case AlikeFix():
            header = found.layout["headers"][wanted.column]
            return f"{header}: “{_short(wanted.text)}” becomes “{_short(wanted.to)}”"
        case CreateFix():
            return ""
        case ExcludeFix():
            return "Rows left out"
        case IncludeFix():
            return "Rows taken in again"


def _settle(session: TenantSession, actor: Actor, found: Import, fix: ImportFix) -> FixRead:
    """Validate what changed: at once, or by a job when it is much."""
    found.is_stale = True
    if fix.kind == "create":
        named = [creatable(what, name) for what, name in fixing.names_let_in(session, found.id)]
        found.creates = found.creates_all + named
    read = _as_read(fix)
    if fix.rows > _AT_ONCE:
        read.job_id = jobs.start_job(
            session,
            actor,
            kind=RECHECK,
            title=f"Check again: {fix.title}",
            params={"import_id": str(found.id), "fix": fix.number},
            client_id=found.client_id,
            total=fix.rows,
        ).id
    else:
        rows = fixing.rows_of_fix(session, found.id, fix.number, after=0, limit=_AT_ONCE)
        revalidate(session, found, actor, rows)
        shown = checking.rows_numbered(session, found.id, rows[:_SHOWN])
        read.checked = [row_as_read(found, row) for row in shown]
    session.flush()
    return read


def _as_read(fix: ImportFix) -> FixRead:
    return FixRead(
        id=fix.id,
        kind=fix.kind,
        title=fix.title,
        rows=fix.rows,
        is_undone=fix.is_undone,
        created_at=fix.created_at,
        created_by=fix.created_by_label,
    )


def _short(text: str) -> str:
    line = clean_text(text)
    return line if len(line) <= _TITLE_VALUE else f"{line[:_TITLE_VALUE]}…"
