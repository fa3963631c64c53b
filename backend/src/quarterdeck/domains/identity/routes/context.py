"""What the console needs on entering a tenant."""

from fastapi import APIRouter

from quarterdeck.domains.identity.schemas import Context
from quarterdeck.domains.identity.service.context import read_context
from quarterdeck.platform.http.access import any_member
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession

router = APIRouter(prefix="/me", tags=["sign-in"])


@router.get("/context", dependencies=[any_member("what one is in this tenant")])
def my_context(session: CurrentSession, actor: CurrentActor) -> Context:
    return read_context(session, actor)
