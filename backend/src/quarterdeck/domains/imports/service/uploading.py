import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from quarterdeck.domains.assets.sources import PERSON, source_of, source_of_file
from quarterdeck.domains.files import service as files
from quarterdeck.domains.files.models import StoredFile
from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.errors import ImportBusy, ImportNotFound
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.readers.spooling import LARGE_BYTES
from quarterdeck.domains.imports.row_keys import row_key_column
from quarterdeck.domains.imports.service.dates import settle_readings
from quarterdeck.domains.imports.service.examining import Examined, examine
from quarterdeck.domains.imports.service.fitting import take_fitting
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.kinds import Done, JobContext, JobState
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import TooLarge
from quarterdeck.platform.storage import PIECE_BYTES, Storage, room_told

EXAMINE = "import.examine"
CREATABLE = ("client", "location", "contact")
RUNNING = frozenset({"reading", "checking", "running"})
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
    may_wait: bool = False,
) -> Import:
    """Keep the file, find out how it is laid out and what its columns are. A file that can't be read is not kept.

    With `may_wait` a job examines what takes long, which is a workbook: it can only be read as a whole.
    """
    actor.require("imports:run")
    if client_id is not None:
        tenancy.access_client(session, actor, client_id)
    if create_missing:
        actor.require("clients:write")
    with tempfile.TemporaryDirectory(prefix="qd-import-") as folder:
        path = Path(folder) / "file"
        _spool(pieces, path, limit_bytes)
        later = may_wait and _takes_long(path)
        examined = None
        if not later:
            examined = examine(session, path, files.plain_name(name), client_is_chosen=client_id is not None)
        kept = _keep(session, actor, storage, path, name=name, client_id=client_id)
    found = Import(
        tenant_id=session.tenant_id,
        id=new_id(),
        client_id=client_id,
        created_by=actor.user_id,
        created_by_label=actor.label,
        file_id=kept.id,
        source=source_of(source) if source else source_of_file(kept.name),
        creates=list(CREATABLE) if create_missing else [],
        dry_run=dry_run,
        layout={"name": kept.name, "headers": [], "notes": []},
    )
    session.add(found)
    session.flush()
    if examined is not None:
        take_in(session, found, examined)
    else:
        _examine_later(session, actor, found)
    return found


def _keep(
    session: TenantSession, actor: Actor, storage: Storage, path: Path, *, name: str, client_id: uuid.UUID | None
) -> StoredFile:
    return files.keep_file(
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


def _examine_later(session: TenantSession, actor: Actor, found: Import) -> None:
    found.job_id = jobs.start_job(
        session,
        actor,
        kind=EXAMINE,
        title=f"Read “{found.layout['name']}”",
        params={"import_id": str(found.id)},
        client_id=found.client_id,
    ).id
    session.flush()


def take_in(session: TenantSession, found: Import, examined: Examined) -> None:
    """Keep what was found out about the file."""
    found.layout, found.columns, found.state = examined.layout, examined.columns, "mapped"
    take_fitting(session, found)
    if row_key_column(found.layout["headers"]) is not None and found.source == source_of_file(found.layout["name"]):
        found.source = PERSON  # an export that somebody has worked over and sends back
    settle_readings(session, found)
    for sheet in examined.sheets:
        sheet.import_id = found.id
        session.add(sheet)
    session.flush()


def examine_in_job(session: TenantSession, job: Job, context: JobContext) -> Done:
    """A workbook that was too large to be examined while somebody waited for the answer."""
    found = queries.import_of_job(session, job.id)
    if found is None:
        raise ImportNotFound
    file = files.access_file(session, found.file_id)
    with tempfile.TemporaryDirectory(prefix="qd-import-") as folder:
        path = Path(folder) / "file"
        with path.open("wb") as copy:
            copy.writelines(files.content(context.runtime.storage, file))
        examined = examine(session, path, file.name, client_is_chosen=found.client_id is not None)
    take_in(session, found, examined)
    rows = int(found.layout["rows"])
    return Done(f"{rows:,} rows found.", done=rows, total=rows)


def examining_stopped(session: TenantSession, job: Job) -> None:
    found = queries.import_of_job(session, job.id)
    if found is not None:
        found.state = "cancelled" if job.state == JobState.CANCELLED else "failed"
        found.problem = {"code": "file_unreadable", "message": job.message or ""}
        session.flush()


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
    if found.state in RUNNING:
        raise ImportBusy
    batch_id = found.batch_id
    queries.forget_parts(session, found.id)
    session.delete(found)
    session.flush()
    if batch_id is not None:
        intake.drop_batch(session, batch_id)


def _takes_long(path: Path) -> bool:
    with path.open("rb") as file:
        is_text = not file.read(4).startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    return not is_text and path.stat().st_size > LARGE_BYTES


def _spool(pieces: Iterable[bytes], path: Path, limit_bytes: int) -> None:
    size = 0
    with room_told(), path.open("wb") as file:
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
