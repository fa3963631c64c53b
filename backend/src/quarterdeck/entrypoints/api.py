"""The web application: every router by name, and what surrounds them."""

from fastapi import APIRouter, FastAPI

from quarterdeck.platform.db.session import Database
from quarterdeck.platform.http import problems
from quarterdeck.platform.http.dependencies import ActorResolver
from quarterdeck.platform.http.middleware import RequestContext

ROUTERS: tuple[APIRouter, ...] = ()


def create_app(database: Database, *, resolve_actor: ActorResolver) -> FastAPI:
    app = FastAPI(
        title="Quarterdeck",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url="/api/v1/docs",
        redoc_url=None,
    )
    app.state.database = database
    app.state.resolve_actor = resolve_actor
    app.add_middleware(RequestContext)
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router, prefix="/api/v1")
    return app
