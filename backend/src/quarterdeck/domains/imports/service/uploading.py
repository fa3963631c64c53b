import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.files import service as files
from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.errors import FileUnreadable, ImportBusy, ImportNotFound
from quarterdeck.domains.imports.layout import propose_readings
from quarterdeck.domains.imports.mapping import Headings, map_columns, sites_are_clients
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.options import ReadOptions
from quarterdeck.domains.imports.readers.tables import Table, open_table
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import TooLarge
from quarterdeck.platform.storage import PIECE_BYTES, Storage

SAMPLED_ROWS = 2_000
_RUNNING = frozenset({"reading", "checking", "running"})
_KEPT_DAYS = 90


def upload(
    session: TenantSession,
    actor: Actor,
    storage: Storage,
    pieces: Iterable[bytes],
    *,
    name: str,
    limit_bytes: int,
    client_id: uuid.UUID | None = None,
    source: str | None = None,
    create_missing: bool = False,
    dry_run: bool = False,
) -> Import:
    """Keep the file, find out how it is laid out and what its columns are. A file that can't be read is not kept."""
    actor.require("imports:run")
    if client_id is not None:
        tenancy.access_client(session, actor, client_id)
    if create_missing:
        actor.require("clients:write")
    with tempfile.TemporaryDirectory(prefix="qd-import-") as folder:
        path = Path(folder) / "file"
        _spool(pieces, path, limit_bytes)
        layout, columns = examine(session, path, files.plain_name(name), client_is_chosen=client_id is not None)
        kept = files.keep_file(
            session,
            actor,
            storage,
            _pieces_of(path),
            name=name,
            media_type="application/octet-stream",
            purpose="import",
            client_id=client_id,
            keep_days=_KEPT_DAYS,
        )
    found = Import(
        tenant_id=session.tenant_id,
        id=new_id(),
        client_id=client_id,
        created_by=actor.user_id,
        created_by_label=actor.label,
        file_id=kept.id,
        state="mapped",
        source=source or f"file:{kept.name}"[:200],
        create_missing=create_missing,
        dry_run=dry_run,
        layout=layout,
        columns=columns,
    )
    session.add(found)
    session.flush()
    return found


def examine(
    session: TenantSession, path: Path, name: str, *, client_is_chosen: bool
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Layout and columns of a file. Raises `FileUnreadable` with the sentence that says what to do."""
    headings = Headings(fields_for(session))
    try:
        table = open_table(path, name, ReadOptions(recognise=headings.recognise))
        sampled = [row.cells for row in islice(table.rows(), SAMPLED_ROWS)]
    except FileProblem as problem:
        raise FileUnreadable(str(problem), reason=problem.code) from problem
    samples = [_samples(sampled, index) for index in range(len(table.headers))]
    columns = map_columns(headings, table.headers, samples)
    if not client_is_chosen:
        columns = sites_are_clients(columns, samples, {key for key, _, _ in queries.client_names(session)})
    readings, notes = propose_readings(session, headings.fields, columns, samples)
    layout = _layout(table) | {"name": name, "readings": readings}
    layout["notes"] += notes
    return layout, [column.as_json() for column in columns]


def access_import(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> Import:
    """The import, if it exists and the actor may see it."""
    actor.require("imports:run")
    found = queries.import_by_id(session, import_id)
    if found is None:
        raise ImportNotFound
    return found


def client_called(session: TenantSession, actor: Actor, text: str) -> uuid.UUID | None:
    """The client with this slug or one of its names, for people who type."""
    actor.require("clients:read")
    return queries.client_by_slug_or_name(session, text)


def delete_import(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> None:
    """Forget the import and its rows. What it wrote into the record stays, with its history."""
    found = access_import(session, actor, import_id)
    if found.state in _RUNNING:
        raise ImportBusy
    batch_id = found.batch_id
    session.delete(found)
    session.flush()
    if batch_id is not None:
        intake.drop_batch(session, batch_id)


def _spool(pieces: Iterable[bytes], path: Path, limit_bytes: int) -> None:
    size = 0
    with path.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > limit_bytes:
                most = f"{limit_bytes // (1024 * 1024)} MB"
                raise TooLarge(f"The file is larger than {most}, the most that is accepted here.")
            file.write(piece)
        free = shutil.disk_usage(path.parent).free
    if free < size:
        raise TooLarge("There is not enough room on the server's disk to take this file in.")


def _pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def _samples(rows: list[list[str]], index: int) -> list[str]:
    return [text for row in rows if (text := row[index].strip()[:200])]


def _layout(table: Table) -> dict[str, Any]:
    return {
        "format": table.format.value,
        "headers": list(table.headers),
        "header_row": table.header_row,
        "sheet": table.sheet,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "notes": [{"code": note.code, "message": note.sentence} for note in table.notes],
    }


def options_of(layout: dict[str, Any]) -> ReadOptions:
    """To open the file again as it was examined."""
    return ReadOptions(
        sheet=layout.get("sheet"),
        encoding=layout.get("encoding"),
        delimiter=layout.get("delimiter"),
        header_row=layout.get("header_row"),
    )
