"""The web application: every router by name, and what surrounds them."""

import orjson
from fastapi import APIRouter, FastAPI

from quarterdeck.domains.assets import routes as assets
from quarterdeck.domains.identity.routes import access, authentication, context, members, roles, tokens
from quarterdeck.domains.tenancy.routes import clients, contacts, locations
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.http import problems
from quarterdeck.platform.http.middleware import RequestContext
from quarterdeck.platform.secrets import secret_box
from quarterdeck.platform.settings import Settings

ROUTERS: tuple[APIRouter, ...] = (
    authentication.router,
    context.router,
    members.router,
    roles.router,
    tokens.router,
    clients.router,
    locations.router,
    contacts.router,
    assets.router,
)


def create_app(settings: Settings, database: Database) -> FastAPI:
    app = FastAPI(
        title="Quarterdeck",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.database = database
    app.state.secrets = secret_box(settings)
    app.state.resolve_actor = access.resolve_actor
    app.add_middleware(RequestContext)
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router, prefix="/api/v1")
    return app


def openapi_document(app: FastAPI) -> bytes:
    """The contract as JSON, in an order that changes only when the contract does."""
    options = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(app.openapi(), option=options)
