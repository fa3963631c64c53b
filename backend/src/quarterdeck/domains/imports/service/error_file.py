"""The rows that were left out, as they came, each with what is wrong. The file can be corrected and imported."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from quarterdeck.domains.files import service as files
from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.service.observing import mended
from quarterdeck.domains.imports.service.pieces import opened_again
from quarterdeck.domains.jobs.kinds import JobContext
from quarterdeck.domains.jobs.service import add_artefact
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.tabular import CODE_HEADER, PROBLEM_HEADER, ROW_NUMBER_HEADER, stream_csv

_KEPT_DAYS = 90
_AT_ONCE = 1_000


def write_error_file(
    session: TenantSession, job_id: uuid.UUID, found: Import, batch_id: uuid.UUID, context: JobContext
) -> uuid.UUID:
    headers: Sequence[str] = found.layout["headers"]
    name = f"{Path(found.layout['name']).stem[:150]}-errors.csv"
    lines = stream_csv(
        [*headers, ROW_NUMBER_HEADER, PROBLEM_HEADER, CODE_HEADER],
        (_line(len(headers), *row) for row in _left_out(session, found, batch_id, context)),
    )
    kept = files.keep_file(
        session,
        context.actor,
        context.runtime.storage,
        lines,
        name=name,
        media_type="text/csv",
        purpose="import-errors",
        client_id=found.client_id,
        keep_days=_KEPT_DAYS,
    )
    add_artefact(session, job_id, file_id=kept.id, name=name)
    return kept.id


def _line(width: int, row_no: int, raw: Sequence[str], problems: Sequence[Mapping[str, Any]]) -> list[str | int]:
    errors = [problem for problem in problems if problem["is_error"]]
    cells = [*raw, *[""] * (width - len(raw))]
    return [*cells, row_no, " ".join(e["message"] for e in errors), "+".join(e["code"] for e in errors)]


def _left_out(
    session: TenantSession, found: Import, batch_id: uuid.UUID, context: JobContext
) -> Iterator[tuple[int, Sequence[str], Sequence[Mapping[str, Any]]]]:
    """Only rows that were wrong when they were read have kept their cells; those of others are read once more."""
    again = _read_again(session, found, context)
    for row_no, kept, problems in queries.rejected_in_order(session, batch_id):
        raw = kept if kept is not None else next((cells for number, cells in again if number >= row_no), ())
        yield row_no, raw, problems


def _read_again(session: TenantSession, found: Import, context: JobContext) -> Iterator[tuple[int, Sequence[str]]]:
    with opened_again(session, found, context) as rows:
        while piece := list(islice(rows, _AT_ONCE)):
            for row in mended(session, found, piece)[0]:
                yield row.number, row.cells
