"""The tenant one is in."""

from fastapi import APIRouter, Response

from quarterdeck.domains.tenancy import service
from quarterdeck.domains.tenancy.errors import TenantNotConfirmed
from quarterdeck.domains.tenancy.schemas import TenantClose, TenantRead, TenantUpdate
from quarterdeck.platform.http.access import any_member, requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/tenant", tags=["tenant"])


@router.get("", dependencies=[any_member("how its dates and amounts are meant")])
def read_tenant(response: Response, session: CurrentSession) -> TenantRead:
    tenant = service.read_tenant(session)
    set_etag(response, tenant.version)
    return TenantRead.model_validate(tenant)


@router.patch("", dependencies=[requires("settings:manage")])
def update_tenant(
    response: Response, session: CurrentSession, actor: CurrentActor, expected: ExpectedVersion, update: TenantUpdate
) -> TenantRead:
    """`require_second_factor` takes the permission tenant:manage besides."""
    tenant = service.update_tenant(session, actor, update, expected=expected)
    set_etag(response, tenant.version)
    return TenantRead.model_validate(tenant)


@router.post(
    "/close", status_code=204, dependencies=[requires("tenant:manage")], responses=problems(TenantNotConfirmed)
)
def close_tenant(session: CurrentSession, actor: CurrentActor, close: TenantClose) -> None:
    """Nobody enters any more; everything is kept, and an operator can open it again."""
    service.close_tenant(session, actor, close)
