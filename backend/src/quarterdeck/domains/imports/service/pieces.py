"""The file of a running import, a piece of rows at a time. While one piece is staged the next one is read.

Reading is Python's work and staging the database's. Should this process end, another one opens the file anew after the
last committed row.
"""

import tempfile
import uuid
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from quarterdeck.domains.files import service as files
from quarterdeck.domains.imports.errors import FileUnreadable
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.tables import TableRow, open_table
from quarterdeck.domains.imports.service.ahead import Ahead
from quarterdeck.domains.imports.service.examining import options_of
from quarterdeck.domains.imports.service.observing import Kept, observe
from quarterdeck.domains.imports.service.uploading import access_import
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.intake.schemas import Observed
from quarterdeck.domains.jobs.kinds import JobContext
from quarterdeck.domains.jobs.schemas import ItemError
from quarterdeck.platform.db.session import TenantSession

_OPEN_FILES = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of the file, ready to be staged."""

    #: Rows that were read, and the number of the last one.
    count: int
    last: int
    staged: list[intake.Staged] = field(default_factory=list)
    errors: list[ItemError] = field(default_factory=list)
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class _OpenFile:
    """A file in the middle of being read. Kept between chunks, so that the next one need not read from the top."""

    folder: "tempfile.TemporaryDirectory[str]"
    rows: Iterator[TableRow]


_open: "OrderedDict[uuid.UUID, _OpenFile]" = OrderedDict()
_ahead: Ahead[Piece] = Ahead()


def next_piece(
    session: TenantSession, job_id: uuid.UUID, found: Import, context: JobContext, *, after: int, is_kept: bool
) -> Piece:
    """The rows after row `after`. With `is_kept` they come with what people look at."""
    size = context.runtime.settings.import_chunk_rows
    try:
        piece = _ahead.take(job_id, after)
        if piece is None:
            close_file(job_id)
            _open[job_id] = _open_file(session, found, context, after=after)
            piece = _read(session, found, context, _open[job_id], after, size, is_kept=is_kept)
    except BaseException:
        close_file(job_id)
        raise
    if piece.count < size:
        close_file(job_id)
        return piece
    # Taken out here: a record belongs to its session, and that to this thread.
    import_id, held, last = found.id, _open[job_id], piece.last
    _ahead.begin(job_id, last, lambda: _read_ahead(import_id, context, held, last, size, is_kept=is_kept))
    _open.move_to_end(job_id)
    while len(_open) > _OPEN_FILES:
        close_file(next(iter(_open)))
    return piece


def close_file(job_id: uuid.UUID) -> None:
    """Nobody will ask for the next piece."""
    _ahead.drop(job_id)
    held = _open.pop(job_id, None)
    if held is not None:
        held.folder.cleanup()


@contextmanager
def opened_again(session: TenantSession, found: Import, context: JobContext) -> Iterator[Iterator[TableRow]]:
    """The rows of the file from the top."""
    held = _open_file(session, found, context, after=0)
    try:
        yield held.rows
    finally:
        held.folder.cleanup()


def _read_ahead(
    import_id: uuid.UUID, context: JobContext, held: _OpenFile, after: int, size: int, *, is_kept: bool
) -> Piece:
    with context.runtime.database.session_for(context.actor) as session:
        found = access_import(session, context.actor, import_id)
        return _read(session, found, context, held, after, size, is_kept=is_kept)


def _read(
    session: TenantSession,
    found: Import,
    context: JobContext,
    held: _OpenFile,
    after: int,
    size: int,
    *,
    is_kept: bool,
) -> Piece:
    try:
        rows = list(islice(held.rows, size))
    except FileProblem as problem:
        raise FileUnreadable(str(problem), reason=problem.code) from problem
    if not rows:
        return Piece(0, after)
    observed, kept = observe(session, found, context.actor, rows, is_kept=is_kept)
    return Piece(len(rows), rows[-1].number, intake.prepare(session, observed), list(_errors(observed)), kept)


def _open_file(session: TenantSession, found: Import, context: JobContext, *, after: int) -> _OpenFile:
    file = files.access_file(session, found.file_id)
    folder = tempfile.TemporaryDirectory(prefix="qd-import-")
    path = Path(folder.name) / "file"
    try:
        with path.open("wb") as copy:
            for piece in files.content(context.runtime.storage, file):
                copy.write(piece)
        table = open_table(path, file.name, options_of(found.layout))
        rows = (row for row in table.rows() if row.number > after)
    except FileProblem as problem:
        folder.cleanup()
        raise FileUnreadable(str(problem), reason=problem.code) from problem
    return _OpenFile(folder, rows)


def _errors(observed: Iterable[Observed]) -> Iterator[ItemError]:
    for row in observed:
        if row.error is not None:
            yield ItemError(
                item=row.row_no,
                code=row.error.code,
                message=row.error.message,
                data={"field": row.error.field} if row.error.field else {},
            )
