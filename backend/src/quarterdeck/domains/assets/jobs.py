"""Exporting assets as a job. One chunk: the file is one consistent look at the record, in constant memory."""

import tempfile
import uuid
from pathlib import Path
from typing import cast

from quarterdeck.domains.assets.service.exporting import EXPORT_KIND, export_again, export_inputs, request_of
from quarterdeck.domains.assets.service.finding import export_rows
from quarterdeck.domains.assets.service.selecting import access_selection
from quarterdeck.domains.files import service as files
from quarterdeck.domains.jobs.kinds import Done, JobContext, JobKind, register
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.service import add_artefact
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.storage import PIECE_BYTES
from quarterdeck.platform.tabular import Value, write_csv, write_xlsx

_MEDIA_TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_KEPT_DAYS = 30


def _about(session: TenantSession, actor: Actor, job: Job, count: int) -> list[tuple[str, str]]:
    """What the list was when it was exported, for whoever opens the file later."""
    params = job.params
    client = tenancy.access_client(session, actor, job.client_id).name if job.client_id else None
    chosen = access_selection(session, actor, uuid.UUID(params["selection"])) if params.get("selection") else None
    words = params.get("filter") or (chosen.filter if chosen is not None else "")
    if chosen is not None:
        which = f"All that matched, but for {chosen.excluded:,}" if chosen.mode == "all" else "Picked one by one"
    else:
        which = "All that match" if params.get("ids") is None else "Picked one by one"
    return [
        ("Exported", f"{now():%Y-%m-%d %H:%M} UTC"),
        ("By", job.started_by_label),
        ("Client", client or "All clients that this person may see"),
        ("Filter", str(words or "None")),
        ("Selection", which),
        ("Order", str(params.get("sort") or "As the list has it")),
        ("Columns", ", ".join(params["columns"])),
        ("Assets", f"{count:,}"),
    ]


def run_export(session: TenantSession, job: Job, context: JobContext) -> Done:
    """Write the file and keep it as the job's artefact."""
    kind = str(job.params["format"])
    found = export_rows(
        session,
        context.actor,
        request_of(job.params),
        columns=job.params["columns"],
        row_key=bool(job.params.get("row_key", True)),
    )
    name = f"assets-{now():%Y-%m-%d}.{kind}"
    with tempfile.TemporaryDirectory(prefix="qd-export-") as folder:
        path = Path(folder) / "file"
        rows = (cast("tuple[Value, ...]", row) for row in found.rows)
        if kind == "xlsx":
            count = write_xlsx(
                path, found.headings, rows, about=lambda count: _about(session, context.actor, job, count)
            )
        else:
            count = write_csv(path, found.headings, rows)
        with path.open("rb") as file:
            kept = files.keep_file(
                session,
                context.actor,
                context.runtime.storage,
                iter(lambda: file.read(PIECE_BYTES), b""),
                name=name,
                media_type=_MEDIA_TYPES[kind],
                purpose="export",
                client_id=job.client_id,
                keep_days=_KEPT_DAYS,
            )
    add_artefact(session, job.id, file_id=kept.id, name=name)
    counters = {"done": count, "skipped": 0, "failed": 0, "pending": 0, "total": count}
    return Done(f"{count:,} assets exported.", done=count, total=count, counters=counters)


register(JobKind(EXPORT_KIND, run_export, retry=export_again, inputs=export_inputs))
