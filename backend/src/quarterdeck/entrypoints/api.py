"""The web application: every router by name, and what surrounds them."""

from typing import Any

import orjson
from fastapi import APIRouter, FastAPI

import quarterdeck.entrypoints.kinds
import quarterdeck.entrypoints.reactions
import quarterdeck.migrations.metadata  # noqa: F401 (the mapper asks for every table that a foreign key names)
from quarterdeck.domains.assets import routes as assets
from quarterdeck.domains.attachments import routes as attachments
from quarterdeck.domains.bulk import routes as bulk
from quarterdeck.domains.files import routes as files
from quarterdeck.domains.flags import routes as flags
from quarterdeck.domains.identity.routes import (
    access,
    authentication,
    context,
    members,
    oidc,
    roles,
    second_factor,
    tokens,
)
from quarterdeck.domains.imports import routes as imports
from quarterdeck.domains.intake import routes as intake
from quarterdeck.domains.jobs import routes as jobs
from quarterdeck.domains.notifications import routes as notifications
from quarterdeck.domains.observing import routes as observing
from quarterdeck.domains.recovery import routes as recovery
from quarterdeck.domains.tenancy.routes import clients, contacts, locations, tenant
from quarterdeck.domains.views import routes as views
from quarterdeck.entrypoints import console
from quarterdeck.entrypoints.storage import open_storage
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.http import operations, problems
from quarterdeck.platform.http.middleware import RequestContext
from quarterdeck.platform.http.protection import BodyLimit, SecurityHeaders
from quarterdeck.platform.secrets import secret_box
from quarterdeck.platform.settings import Settings

ROUTERS: tuple[APIRouter, ...] = (
    authentication.router,
    second_factor.router,
    oidc.router,
    context.router,
    members.router,
    roles.router,
    tokens.router,
    tenant.router,
    clients.router,
    locations.router,
    contacts.router,
    flags.router,
    jobs.router,
    notifications.router,
    files.router,
    intake.router,
    observing.router,
    assets.router,
    attachments.router,
    imports.router,
    views.router,
    recovery.router,
    bulk.router,
)


def create_app(settings: Settings, database: Database) -> FastAPI:
    """The application on an open database. Nothing is read from it before the first request."""
    app = FastAPI(
        title="Quarterdeck",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=problems.ANY_PROBLEM,
    )
    app.state.settings = settings
    app.state.database = database
    app.state.secrets = secret_box(settings)
    app.state.storage = open_storage(settings)
    app.state.resolve_actor = access.resolve_actor
    problems.install(app)
    # First, because routes are made ready in this order when they are looked at first: being asked whether the process
    # is ready must not wait for all the others.
    app.include_router(operations.router)
    for router in ROUTERS:
        app.include_router(router, prefix="/api/v1")
    console.install(app)
    _describe(app)
    # The last added is the outermost: every answer, also a refusal of the others, has an id and is counted.
    app.add_middleware(BodyLimit, max_upload_bytes=settings.max_upload_bytes)
    app.add_middleware(SecurityHeaders, https=settings.public_url.startswith("https:"))
    app.add_middleware(RequestContext)
    return app


def _describe(app: FastAPI) -> None:
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        return app.openapi_schema or problems.describe_problems(generate())

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend the document


def openapi_document(app: FastAPI) -> bytes:
    """The contract as JSON, in an order that changes only when the contract does."""
    options = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(app.openapi(), option=options)
