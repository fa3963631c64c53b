"""Clients."""

from fastapi import APIRouter, Response

from quarterdeck.domains.tenancy import service
from quarterdeck.domains.tenancy.errors import ClientInUse, ClientNameTaken, ClientNotFound, ScopeRefused
from quarterdeck.domains.tenancy.schemas import ClientCreate, ClientRead, ClientUpdate
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import ClientFilter, Cursor, Limit, Page, SearchText, name_cursor, page_of
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/clients", tags=["clients"], route_class=CreatesOnce)
READ = requires("clients:read")
WRITE = requires("clients:write")


@router.get("", dependencies=[READ])
def list_clients(
    session: CurrentSession,
    actor: CurrentActor,
    q: SearchText = None,
    client: ClientFilter = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ClientRead]:
    after = name_cursor(cursor, scope="clients")
    found = service.list_clients(session, actor, q=q, client=client, after=after, limit=limit + 1)
    return page_of(found, limit, scope="clients", key=lambda client: (client.name, client.id))


@router.post("", status_code=201, dependencies=[WRITE], responses=problems(ClientNameTaken, ScopeRefused))
def create_client(response: Response, session: CurrentSession, actor: CurrentActor, new: ClientCreate) -> ClientRead:
    created = service.create_client(session, actor, new)
    client = service.access_client(session, actor, created.id)
    set_etag(response, client.version)
    return client


@router.get("/{id}", dependencies=[READ], responses=problems(ClientNotFound))
def read_client(response: Response, session: CurrentSession, actor: CurrentActor, client_id: RecordId) -> ClientRead:
    client = service.access_client(session, actor, client_id)
    set_etag(response, client.version)
    return client


@router.patch("/{id}", dependencies=[WRITE], responses=problems(ClientNotFound, ClientNameTaken))
def update_client(
    response: Response,
    session: CurrentSession,
    actor: CurrentActor,
    client_id: RecordId,
    expected: ExpectedVersion,
    update: ClientUpdate,
) -> ClientRead:
    client = service.update_client(session, actor, client_id, update, expected=expected)
    set_etag(response, client.version)
    return client


@router.delete("/{id}", status_code=204, dependencies=[WRITE], responses=problems(ClientNotFound, ClientInUse))
def delete_client(session: CurrentSession, actor: CurrentActor, client_id: RecordId, expected: ExpectedVersion) -> None:
    service.delete_client(session, actor, client_id, expected=expected)
