"""For whoever operates this: /healthz (the process answers), /readyz (it can work), /metrics (Prometheus)."""

import secrets

import structlog
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from quarterdeck.platform.db.schema import newest_revision
from quarterdeck.platform.errors import Unauthenticated, Unavailable
from quarterdeck.platform.http.access import public
from quarterdeck.platform.http.dependencies import CurrentDatabase
from quarterdeck.platform.http.problems import problems

log = structlog.get_logger(__name__)
router = APIRouter(tags=["operations"])


class Health(BaseModel):
    status: str


@router.get("/healthz", dependencies=[public("asked by load balancers and supervisors")])
def healthz() -> Health:
    return Health(status="ok")


@router.get(
    "/readyz", dependencies=[public("asked by load balancers and supervisors")], responses=problems(Unavailable)
)
def readyz(database: CurrentDatabase) -> Health:
    try:
        with database.engine.connect() as connection:
            present = connection.execute(text("select version_num from alembic_version")).scalar_one_or_none()
    except SQLAlchemyError as broken:
        log.warning("not ready", reason="the database does not answer", exc_info=broken)
        raise Unavailable("The database cannot be reached.") from broken
    if present != newest_revision():
        raise Unavailable("The database is not migrated to this version.", present=present, needed=newest_revision())
    return Health(status="ready")


@router.get(
    "/metrics",
    dependencies=[public("scraped by Prometheus; holds no tenant's name; a token can be asked for")],
    response_class=Response,
)
def metrics(request: Request) -> Response:
    wanted = request.app.state.settings.metrics_token
    if wanted is not None:
        offered = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not secrets.compare_digest(offered.encode(), wanted.get_secret_value().encode()):
            raise Unauthenticated("Metrics need the token of this installation.")
    return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
