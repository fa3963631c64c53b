"""Step two of the wizard: sheet, header row, encoding, delimiter, order of dates; seen before anything is run."""

import uuid
from dataclasses import replace
from itertools import islice
from typing import Any

from quarterdeck.domains.files import service as files
from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.errors import FileUnreadable, ImportBusy, ImportDone
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.readers.encodings import ENCODINGS
from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.sniffing import FileFormat
from quarterdeck.domains.imports.schemas.basics import LayoutRead, LayoutWrite, NoteRead, Option, RawRow, SheetRead
from quarterdeck.domains.imports.service.dates import date_orders, settle_readings
from quarterdeck.domains.imports.service.examining import examine_again, opened_head, options_of, raw_lines
from quarterdeck.domains.imports.service.uploading import RUNNING, access_import
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.storage import Storage

_SHOWN_ROWS, _SHOWN_CELL = 20, 500
DELIMITERS = ((",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar"))


def read_layout(session: TenantSession, actor: Actor, storage: Storage, import_id: uuid.UUID) -> LayoutRead:
    """How the file is laid out, with its first rows. Reads no more of it than these."""
    return _describe(session, storage, access_examined(session, actor, import_id))


def choose_layout(
    session: TenantSession, actor: Actor, storage: Storage, import_id: uuid.UUID, wanted: LayoutWrite
) -> LayoutRead:
    """Read the file another way. What is set to nothing is found out again; columns that stay keep their field."""
    found = access_changeable(session, actor, import_id)
    given = wanted.model_dump(include=wanted.model_fields_set)
    dates = given.pop("dates", None)
    if given:
        chosen = {key: value for key, value in {**found.layout.get("chosen", {}), **given}.items() if value is not None}
        if "sheet" in given and "header_row" not in given:
            chosen.pop("header_row", None)
        _examine_again(session, storage, found, chosen)
    if dates is not None:
        kept = {**found.layout.get("chosen_dates", {}), **dates}
        found.layout = {**found.layout, "chosen_dates": {key: order for key, order in kept.items() if order}}
        settle_readings(session, found)
    found.is_stale = True
    session.flush()
    return _describe(session, storage, found)


def access_examined(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> Import:
    """The import, if its file has been looked into."""
    found = access_import(session, actor, import_id)
    if found.state == "uploaded" or not found.layout.get("headers"):
        raise ImportBusy("The file is still being read. Its job tells how far it is.")
    return found


def access_changeable(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> Import:
    """The import, if what is chosen for it still matters."""
    found = access_examined(session, actor, import_id)
    if found.state in RUNNING:
        raise ImportBusy
    if found.state == "finished" and not found.dry_run:
        raise ImportDone
    return found


def _examine_again(session: TenantSession, storage: Storage, found: Import, chosen: dict[str, Any]) -> None:
    before = {column["header"]: column for column in found.columns}
    layout, columns = examine_again(session, storage, found, chosen)
    if layout["headers"] == found.layout["headers"]:
        for column in columns:
            known = before[column["header"]]
            column |= {key: known[key] for key in ("field", "confidence", "reason")}
        layout["chosen_dates"] = found.layout.get("chosen_dates", {})
    found.layout, found.columns, found.state = layout, columns, "mapped"
    # What was mended was mended in rows and columns that may be others now.
    queries.forget_check(session, found.id)
    found.creates = found.creates_all
    settle_readings(session, found)


def _describe(session: TenantSession, storage: Storage, found: Import) -> LayoutRead:
    layout = found.layout
    chosen = layout.get("chosen", {})
    is_text = layout["format"] == FileFormat.DELIMITED.value
    file = files.access_file(session, found.file_id)
    try:
        with opened_head(session, storage, found, replace(options_of(layout), replace_broken=True)) as table:
            rows = list(islice(table.source.raw_rows(), _SHOWN_ROWS))
    except FileProblem as problem:
        raise FileUnreadable(str(problem), reason=problem.code) from problem
    sheets = queries.sheets_of(session, found.id)
    return LayoutRead(
        format=layout["format"],
        file_name=file.name,
        rows=layout.get("rows"),
        sheets=[
            SheetRead(
                name=each.name,
                rows=each.row_count,
                is_hidden=each.is_hidden,
                hidden_rows=each.hidden_rows,
                hidden_columns=each.hidden_columns,
            )
            for each in sheets
        ],
        sheet=layout["sheet"],
        header_row=layout["header_row"],
        header_row_guess=layout.get("header_row_guess", layout["header_row"]),
        encoding=layout["encoding"],
        encoding_is_chosen="encoding" in chosen,
        encodings=_options(ENCODINGS, layout["encoding"]) if is_text else [],
        delimiter=layout["delimiter"],
        delimiter_is_chosen="delimiter" in chosen,
        delimiters=_options(DELIMITERS, layout["delimiter"]) if is_text else [],
        lines=raw_lines(storage, file, layout["encoding"], limit=_SHOWN_ROWS) if is_text else [],
        preview=[
            RawRow(number=number, cells=[cell[:_SHOWN_CELL] for cell in cells])
            for number, cells in enumerate(rows, start=1)
        ],
        columns=layout["headers"],
        dates=date_orders(session, found),
        notes=[NoteRead(**note) for note in layout["notes"]],
    )


def _options(known: tuple[tuple[str, str], ...], present: str | None) -> list[Option]:
    offered = [Option(value=value, label=label) for value, label in known]
    if present is not None and present not in dict(known):
        offered.insert(0, Option(value=present, label=present))
    return offered
