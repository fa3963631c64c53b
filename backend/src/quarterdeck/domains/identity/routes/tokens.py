"""API tokens."""

from fastapi import APIRouter

from quarterdeck.domains.identity.errors import GrantsMoreThanOwn, TokenNotFound
from quarterdeck.domains.identity.schemas import TokenCreate, TokenMade, TokenRead
from quarterdeck.domains.identity.service import tokens
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import Cursor, Limit, Page, id_cursor, page_of
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/tokens", tags=["people"], dependencies=[requires("tokens:manage")], route_class=CreatesOnce)
SCOPE = "tokens"


@router.get("")
def list_tokens(
    session: CurrentSession, actor: CurrentActor, cursor: Cursor = None, limit: Limit = 50
) -> Page[TokenRead]:
    after = id_cursor(cursor, scope=SCOPE)
    found = tokens.list_tokens(session, actor, after=after, limit=limit + 1)
    return page_of(found, limit, scope=SCOPE, key=lambda token: (token.id,))


@router.post("", status_code=201, responses=problems(GrantsMoreThanOwn))
def create_token(session: CurrentSession, actor: CurrentActor, new: TokenCreate) -> TokenMade:
    return tokens.create_token(session, actor, new)


@router.get("/{id}", responses=problems(TokenNotFound))
def read_token(session: CurrentSession, actor: CurrentActor, token_id: RecordId) -> TokenRead:
    return tokens.access_token(session, actor, token_id)


@router.delete("/{id}", status_code=204, responses=problems(TokenNotFound))
def revoke_token(session: CurrentSession, actor: CurrentActor, token_id: RecordId) -> None:
    tokens.revoke_token(session, actor, token_id)
