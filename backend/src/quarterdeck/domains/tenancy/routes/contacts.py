"""People at clients."""

from fastapi import APIRouter, Response

from quarterdeck.domains.journal.service import change_set_header
from quarterdeck.domains.tenancy.errors import (
    ClientNotFound,
    ContactInUse,
    ContactNotFound,
    LocationNotFound,
    MergeRefused,
)
from quarterdeck.domains.tenancy.models import Contact
from quarterdeck.domains.tenancy.schemas import (
    ContactCreate,
    ContactMergePreview,
    ContactRead,
    ContactUpdate,
    PlaceMerge,
)
from quarterdeck.domains.tenancy.service import CONTACTS, merge_places, moved_by_merging
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import ClientFilter, Cursor, Limit, Page, SearchText, name_cursor, page_of
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/contacts", tags=["clients"], route_class=CreatesOnce)
READ = requires("clients:read")
WRITE = requires("clients:write")


@router.get("", dependencies=[READ])
def list_contacts(
    session: CurrentSession,
    actor: CurrentActor,
    q: SearchText = None,
    client: ClientFilter = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ContactRead]:
    after = name_cursor(cursor, scope="contacts")
    found = CONTACTS.page(session, actor, q=q, client=client, after=after, limit=limit + 1)
    read = [ContactRead.model_validate(contact) for contact in found]
    return page_of(read, limit, scope="contacts", key=lambda contact: (contact.name, contact.id))


@router.post(
    "",
    status_code=201,
    response_model=ContactRead,
    dependencies=[WRITE],
    responses=problems(ClientNotFound, LocationNotFound),
)
def create_contact(response: Response, session: CurrentSession, actor: CurrentActor, new: ContactCreate) -> Contact:
    contact = CONTACTS.create(session, actor, new)
    set_etag(response, contact.version)
    return contact


@router.get("/{id}", response_model=ContactRead, dependencies=[READ], responses=problems(ContactNotFound))
def read_contact(response: Response, session: CurrentSession, actor: CurrentActor, contact_id: RecordId) -> Contact:
    contact = CONTACTS.access(session, actor, contact_id)
    set_etag(response, contact.version)
    return contact


@router.patch(
    "/{id}", response_model=ContactRead, dependencies=[WRITE], responses=problems(ContactNotFound, LocationNotFound)
)
def update_contact(
    response: Response,
    session: CurrentSession,
    actor: CurrentActor,
    contact_id: RecordId,
    expected: ExpectedVersion,
    update: ContactUpdate,
) -> Contact:
    contact = CONTACTS.update(session, actor, contact_id, update, expected=expected)
    set_etag(response, contact.version)
    return contact


@router.post("/{id}/merge/preview", dependencies=[WRITE], responses=problems(ContactNotFound, MergeRefused))
def preview_contact_merge(
    session: CurrentSession, actor: CurrentActor, contact_id: RecordId, merge: PlaceMerge
) -> ContactMergePreview:
    """What merging would move. Changes nothing."""
    moved = moved_by_merging(session, actor, CONTACTS, contact_id, merge.others)
    return ContactMergePreview(contacts=len(set(merge.others) - {contact_id}), assets=moved.get("assets", 0))


@router.post(
    "/{id}/merge",
    response_model=ContactRead,
    dependencies=[WRITE],
    responses=problems(ContactNotFound, MergeRefused),
)
def merge_contacts(
    response: Response, session: CurrentSession, actor: CurrentActor, contact_id: RecordId, merge: PlaceMerge
) -> Contact:
    """Hand what the others hold to this one, and let them go; undone as one change set."""
    contact = merge_places(session, actor, CONTACTS, contact_id, merge.others)
    set_etag(response, contact.version)
    response.headers.update(change_set_header(session))
    return contact


@router.delete("/{id}", status_code=204, dependencies=[WRITE], responses=problems(ContactNotFound, ContactInUse))
def delete_contact(
    session: CurrentSession, actor: CurrentActor, contact_id: RecordId, expected: ExpectedVersion
) -> None:
    CONTACTS.delete(session, actor, contact_id, expected=expected)
