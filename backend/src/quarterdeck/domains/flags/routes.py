"""Feature switches over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from quarterdeck.domains.flags import service
from quarterdeck.domains.flags.errors import FlagChoiceRefused, FlagNotFound, FlagRuleInvalid, WholeTenantSwitch
from quarterdeck.domains.flags.schemas import ChoiceWrite, FlagChange, FlagHistoryEntry, FlagRead, FlagRow
from quarterdeck.domains.tenancy.errors import ClientNotFound
from quarterdeck.platform.http.access import any_member, requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.paging import Cursor, Limit, Page, SearchText, name_cursor, page_of
from quarterdeck.platform.http.problems import problems

router = APIRouter(tags=["feature switches"])
MANAGE = requires("settings:manage")
SCOPE = "flags"
FlagKey = Annotated[str, Path(alias="key", max_length=60)]


@router.get("/flags", dependencies=[MANAGE])
def list_flags(session: CurrentSession, actor: CurrentActor) -> Page[FlagRead]:
    """Every switch, with the tenant's decision about it."""
    return Page(items=service.list_flags(session, actor))


@router.get("/flags/rows", dependencies=[MANAGE])
def flag_rows(
    session: CurrentSession, actor: CurrentActor, q: SearchText = None, cursor: Cursor = None, limit: Limit = 50
) -> Page[FlagRow]:
    """The matrix: clients in name order, each with every switch and why it is so."""
    found = service.flag_rows(session, actor, q=q, after=name_cursor(cursor, scope=SCOPE), limit=limit + 1)
    return page_of(found, limit, scope=SCOPE, key=lambda row: (row.name, row.id))


@router.get("/flags/{key}", dependencies=[MANAGE], responses=problems(FlagNotFound))
def read_flag(response: Response, session: CurrentSession, actor: CurrentActor, key: FlagKey) -> FlagRead:
    flag = service.access_flag(session, actor, key)
    set_etag(response, flag.version)
    return flag


@router.put(
    "/flags/{key}",
    dependencies=[MANAGE],
    responses=problems(FlagNotFound, FlagRuleInvalid, ClientNotFound, WholeTenantSwitch),
)
def change_flag(
    response: Response,
    session: CurrentSession,
    actor: CurrentActor,
    key: FlagKey,
    expected: ExpectedVersion,
    change: FlagChange,
) -> FlagRead:
    """Decide for the tenant, or for a list of clients."""
    flag = service.change_flag(session, actor, key, change, expected=expected)
    set_etag(response, flag.version)
    return flag


@router.get("/flags/{key}/history", dependencies=[MANAGE], responses=problems(FlagNotFound))
def flag_history(session: CurrentSession, actor: CurrentActor, key: FlagKey) -> Page[FlagHistoryEntry]:
    """The newest hundred decisions."""
    return Page(items=service.flag_history(session, actor, key))


@router.put(
    "/me/flags/{key}",
    status_code=204,
    dependencies=[any_member("one's own choice between a new screen and the classic one")],
    responses=problems(FlagNotFound, FlagChoiceRefused),
)
def choose_screen(session: CurrentSession, actor: CurrentActor, key: FlagKey, choice: ChoiceWrite) -> None:
    service.choose(session, actor, key, wanted=choice.is_on)
