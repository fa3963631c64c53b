import uuid

from quarterdeck.domains.files import service as files
from quarterdeck.domains.imports.errors import ImportBusy, ImportDone
from quarterdeck.domains.imports.service.readiness import refuse_hopeless, refuse_unready
from quarterdeck.domains.imports.service.uploading import CREATABLE, RUNNING, access_import
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.models import Job
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

KIND = "import"


def run_import(
    session: TenantSession,
    actor: Actor,
    import_id: uuid.UUID,
    *,
    dry_run: bool,
    create_missing: bool | None = None,
    stop_above_percent: float | None = None,
    is_strict: bool = False,
    queued: bool = True,
) -> Job:
    """Start the job that reads, checks and (unless it is a dry run) applies the file."""
    found = access_import(session, actor, import_id)
    if found.state in RUNNING:
        raise ImportBusy
    if found.state == "uploaded":
        raise ImportBusy("The file is still being read. Its job tells how far it is.")
    if found.state == "finished":
        raise ImportDone
    if create_missing is not None:
        found.creates = list(CREATABLE) if create_missing else []
    if found.creates:
        actor.require("clients:write")
    refuse_hopeless(found)
    if is_strict:
        refuse_unready(session, found)
    # What the last run staged may be much; the job forgets it, so that whoever asks for this one need not wait.
    former = {"former_batch": str(found.batch_id)} if found.batch_id is not None else {}
    batch = intake.open_batch(
        session, actor, source=found.source, client_id=found.client_id, create_missing=found.create_missing
    )
    file = files.access_file(session, found.file_id)
    doing = "Check" if dry_run else "Import"
    job = jobs.start_job(
        session,
        actor,
        kind=KIND,
        title=f"{doing} “{file.name}”",
        params={"import_id": str(found.id), "dry_run": dry_run, **former},
        client_id=found.client_id,
        queued=queued,
    )
    found.batch_id, found.job_id = batch.id, job.id
    found.state, found.dry_run, found.counts = "reading", dry_run, {}
    found.is_stale, found.stop_above_percent = False, stop_above_percent
    found.problem, found.error_file_id, found.decisions_file_id = None, None, None
    session.flush()
    return job
