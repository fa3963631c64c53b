import uuid
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from quarterdeck.domains.assets.errors import ColumnsInvalid, FilterInvalid, SelectionNotFound, SortInvalid
from quarterdeck.domains.assets.service.exporting import Format, start_export
from quarterdeck.domains.assets.service.lists import ListRequest
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.schemas import JobRead
from quarterdeck.domains.tenancy.errors import ClientNotFound
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.problems import problems

router = APIRouter(tags=["assets"], dependencies=[requires("export:run")], route_class=CreatesOnce)


class ExportWrite(BaseModel):
    """The same list as the grid shows: filter, client, sort, the columns in their order.

    With `ids` or a frozen selection, only these of it.
    """

    model_config = ConfigDict(extra="forbid")

    filter: Annotated[str, StringConstraints(max_length=10_000)] | None = None
    client: uuid.UUID | None = None
    sort: Annotated[str, StringConstraints(max_length=200)] | None = None
    ids: Annotated[list[uuid.UUID], Field(min_length=1, max_length=10_000)] | None = None
    selection: uuid.UUID | None = None
    columns: list[Annotated[str, StringConstraints(max_length=60)]] = Field(default_factory=list, max_length=120)
    format: Format = "csv"
    #: A last column that says which asset a row is, so that the file can be changed and imported again.
    row_key: bool = True


@router.post(
    "/assets/export",
    status_code=202,
    responses=problems(FilterInvalid, SortInvalid, ColumnsInvalid, ClientNotFound, SelectionNotFound),
)
def export_assets(session: CurrentSession, actor: CurrentActor, wanted: ExportWrite) -> JobRead:
    ids = None if wanted.ids is None else tuple(dict.fromkeys(wanted.ids))
    request = ListRequest(
        filter=wanted.filter, client_id=wanted.client, sort=wanted.sort, ids=ids, selection=wanted.selection
    )
    job = start_export(
        session, actor, request, columns=wanted.columns, file_format=wanted.format, row_key=wanted.row_key
    )
    (read,) = jobs.describe(session, actor, [job])
    return read
