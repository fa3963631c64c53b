import uuid
from collections.abc import Sequence
from typing import Literal

from quarterdeck.domains.assets.service.finding import export_rows
from quarterdeck.domains.assets.service.lists import ListRequest
from quarterdeck.domains.assets.service.selecting import keep_selection
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.schemas import RetryWrite
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

_KEPT_DAYS = 1
EXPORT_KIND = "assets.export"
Format = Literal["csv", "xlsx"]


def start_export(
    session: TenantSession,
    actor: Actor,
    wanted: ListRequest,
    *,
    columns: Sequence[str],
    file_format: Format,
    row_key: bool = True,
) -> Job:
    """The job that writes the list into a file. What is wrong with filter or columns is told at once."""
    if wanted.client_id is not None:
        tenancy.access_client(session, actor, wanted.client_id)
    if wanted.selection is not None:
        keep_selection(session, actor, wanted.selection, days=_KEPT_DAYS)
    export_rows(session, actor, wanted, columns=columns)  # only opened, not walked: it refuses what it can't do
    params = {
        "filter": wanted.filter,
        "client": str(wanted.client_id) if wanted.client_id else None,
        "sort": wanted.sort,
        "selection": str(wanted.selection) if wanted.selection else None,
        "ids": None if wanted.ids is None else [str(each) for each in wanted.ids],
        "columns": list(columns),
        "format": file_format,
        "row_key": row_key,
    }
    return jobs.start_job(
        session,
        actor,
        kind=EXPORT_KIND,
        title=f"Export assets as {file_format.upper()}",
        params=params,
        client_id=wanted.client_id,
    )


def request_of(params: dict[str, object]) -> ListRequest:
    """What the job was started for."""
    client, text, sort = params["client"], params["filter"], params["sort"]
    ids, selection = params.get("ids"), params.get("selection")
    return ListRequest(
        filter=str(text) if text else None,
        client_id=uuid.UUID(str(client)) if client else None,
        sort=str(sort) if sort else None,
        ids=tuple(uuid.UUID(str(each)) for each in ids) if isinstance(ids, list) else None,
        selection=uuid.UUID(str(selection)) if selection else None,
    )


def export_again(session: TenantSession, actor: Actor, job: Job, _: RetryWrite) -> Job:
    """The same list as it is now."""
    return start_export(
        session,
        actor,
        request_of(job.params),
        columns=job.params["columns"],
        file_format=job.params["format"],
        row_key=bool(job.params.get("row_key", True)),
    )


def export_inputs(job: Job) -> dict[str, str]:
    """The filter and the columns, as far as they are on record: a list of jobs is shown whatever is in one of them."""
    kept = {"filter": job.params.get("filter"), "columns": ", ".join(job.params.get("columns", ()))}
    return {name: str(value) for name, value in kept.items() if value}
