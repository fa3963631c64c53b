"""`quarterdeck import`: a file into the record, with the system running or stopped.

The command runs the chunks of the job itself. If it is killed, the job stays where its last chunk ended, and a worker
finishes it.
"""

import csv
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Self

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

import quarterdeck.entrypoints.reactions
import quarterdeck.migrations.metadata  # noqa: F401 (the mapper asks for every table that a foreign key names)
from quarterdeck.domains.files import service as files
from quarterdeck.domains.imports import jobs as registered  # noqa: F401 (registers the kind of job)
from quarterdeck.domains.imports import service as imports
from quarterdeck.domains.imports.schemas.basics import ImportRead
from quarterdeck.domains.imports.service.results import DECISION_HEADERS
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.kinds import ACTIVE, Runtime
from quarterdeck.domains.jobs.schemas import JobRead
from quarterdeck.entrypoints.commands.admin import operator_database, operator_in
from quarterdeck.entrypoints.storage import open_storage
from quarterdeck.entrypoints.terminal import complain, fail
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import Database, TenantSession
from quarterdeck.platform.memory import collect_rarely
from quarterdeck.platform.settings import settings
from quarterdeck.platform.storage import PIECE_BYTES

app = typer.Typer(pretty_exceptions_enable=False)

_WORDS = {
    "created": "created",
    "updated": "updated",
    "unchanged": "unchanged",
    "duplicate_in_file": "duplicates in the file",
    "review": "to review",
    "rejected": "rejected",
}


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, XLSX or XLS.")],
    tenant: Annotated[str, typer.Option("--tenant", help="The tenant's slug.")],
    *,
    client: Annotated[str | None, typer.Option(help="For rows that name no client: its slug or a name of it.")] = None,
    create_missing: Annotated[bool, typer.Option(help="Create unknown clients, locations and people.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Only say what would happen.")] = False,
    decisions: Annotated[
        Path | None, typer.Option(help="Write what was decided about each row into this CSV file.")
    ] = None,
    errors: Annotated[
        Path | None, typer.Option(help="Write the rejected rows, with what is wrong, into this CSV file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Import a file of assets. Good rows go in; what is wrong with the others is told, row by row."""
    _refuse_unreadable(file)
    with operator_database() as database:
        actor = operator_in(database, tenant)
        runtime = Runtime(database, open_storage(settings()), settings())
        import_id, job_id = _start(runtime, actor, file, client=client, create_missing=create_missing, dry_run=dry_run)
        _run(runtime, actor, job_id)
        with database.session_for(actor) as session:
            (job,) = jobs.describe(session, actor, [jobs.access_job(session, actor, job_id)])
            read = imports.describe(session, imports.access_import(session, actor, import_id))
        if decisions is not None:
            _write_decisions(database, actor, import_id, decisions)
        if errors is not None:
            _save_error_file(runtime, actor, read, errors)
    _tell(read, job, errors, as_json=as_json)
    if job.state in {"failed", "cancelled"}:
        raise typer.Exit(1)


def _refuse_unreadable(file: Path) -> None:
    if not file.is_file():
        raise fail(f"There is no file {file}.")
    try:
        with file.open("rb"):
            return
    except OSError as exc:
        raise fail(f"{file} can't be read: {exc.strerror}.") from exc


def _start(
    runtime: Runtime, actor: Actor, file: Path, *, client: str | None, create_missing: bool, dry_run: bool
) -> tuple[uuid.UUID, uuid.UUID]:
    with runtime.database.session_for(actor) as session:
        found = imports.upload(
            session,
            actor,
            runtime.storage,
            _pieces(file),
            name=file.name,
            limit_bytes=max(runtime.settings.max_upload_bytes, file.stat().st_size),
            client_id=_client_id(session, actor, client) if client else None,
            create_missing=create_missing,
            dry_run=dry_run,
        )
        job = imports.run_import(session, actor, found.id, dry_run=dry_run, queued=False)
        for note in found.layout.get("notes", []):
            complain.print(note["message"], markup=False)
        unmapped = [column["header"] for column in found.columns if column["field"] is None]
        if unmapped:
            complain.print(f"Not imported: {', '.join(unmapped)}.", markup=False)
        return found.id, job.id


def _client_id(session: TenantSession, actor: Actor, wanted: str) -> uuid.UUID:
    found = imports.client_called(session, actor, wanted)
    if found is None:
        raise fail(f"There is no client “{wanted}” in this tenant.")
    return found


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while piece := stream.read(PIECE_BYTES):
            yield piece


def _run(runtime: Runtime, actor: Actor, job_id: uuid.UUID) -> None:
    """Chunk after chunk, until the job has ended; a worker that took it over is watched."""
    collect_rarely()
    with Shown() as shown:
        while True:
            step = run_one_chunk(runtime, tenant_id=actor.tenant_id, job_id=job_id, requeue=False)
            with runtime.database.session_for(actor) as session:
                job = jobs.access_job(session, actor, job_id)
                shown.update(job.phase or job.state, job.done, job.total)
                if job.state not in ACTIVE:
                    return
            if step in {Step.BUSY, Step.FAILED}:
                time.sleep(0.5)


class Shown:
    """Progress on stderr: a bar on a terminal, a line per phase elsewhere."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._phase = ""

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            columns = (TextColumn("{task.description:>10}"), BarColumn(), MofNCompleteColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("reading", total=None)
        return self

    def update(self, phase: str, done: int, total: int | None) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=phase, completed=done, total=total)
        elif phase != self._phase:
            of = f" {total:,} rows" if total else ""
            complain.print(f"{phase}{of}", markup=False)
        self._phase = phase

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def _write_decisions(database: Database, actor: Actor, import_id: uuid.UUID, path: Path) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as out, database.session_for(actor) as session:
            found = imports.access_import(session, actor, import_id)
            writer = csv.writer(out)
            writer.writerow(DECISION_HEADERS)
            if found.batch_id is not None:
                writer.writerows(imports.decision_lines(session, found.batch_id))
    except OSError as exc:
        raise fail(f"The decisions can't be written to {path}: {exc.strerror}.") from exc


def _save_error_file(runtime: Runtime, actor: Actor, read: ImportRead, path: Path) -> None:
    if read.error_file_id is None:
        complain.print("No row was rejected.")
        return
    try:
        with path.open("wb") as out, runtime.database.session_for(actor) as session:
            out.writelines(files.content(runtime.storage, files.access_file(session, read.error_file_id)))
    except OSError as exc:
        raise fail(f"The rejected rows can't be written to {path}: {exc.strerror}.") from exc


def _tell(read: ImportRead, job: JobRead, errors: Path | None, *, as_json: bool) -> None:
    counts = read.counts.model_dump()
    if as_json:
        summary: dict[str, Any] = {
            "import_id": read.id,
            "job_id": job.id,
            "state": job.state,
            "dry_run": read.dry_run,
            "counts": counts,
            "message": job.message,
            "error_file": str(errors) if errors and read.error_file_id else None,
        }
        sys.stdout.write(orjson.dumps(summary, default=str).decode() + "\n")
        return
    lines = [f"{counts['rows']:,} rows" + (" checked, nothing written" if read.dry_run else "")]
    lines += [f"{counts[key]:>9,} {words}" for key, words in _WORDS.items() if counts[key]]
    if read.error_file_id is not None:
        where = f"are in {errors}" if errors else "come with --errors FILE"
        lines.append(f"The rejected rows, with what is wrong, {where}.")
    if job.state in {"failed", "cancelled"}:
        lines = [job.message or f"The import {job.state}."]
    sys.stdout.write("\n".join(lines) + "\n")
