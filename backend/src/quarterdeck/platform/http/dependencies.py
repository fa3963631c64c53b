"""What a route asks for: the actor, and a session bound to the actor's tenant.

`scope="function"` makes FastAPI commit before it sends the response; by default a client could hold a 201 for a commit
that then fails.
"""

from collections.abc import Iterator
from typing import Annotated, Protocol

import structlog
from fastapi import Depends, Request

from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import Database, TenantSession


class ActorResolver(Protocol):
    """Identity's part, plugged in by the entrypoint: who is this, in the tenant the request names."""

    def __call__(self, request: Request) -> Actor: ...


def current_database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


def current_actor(request: Request) -> Actor:
    resolve: ActorResolver = request.app.state.resolve_actor
    actor = resolve(request)
    structlog.contextvars.bind_contextvars(tenant=str(actor.tenant_id), actor=str(actor.user_id or actor.label))
    request.state.actor = actor
    return actor


CurrentDatabase = Annotated[Database, Depends(current_database)]
CurrentActor = Annotated[Actor, Depends(current_actor)]


def current_session(request: Request, database: CurrentDatabase, actor: CurrentActor) -> Iterator[TenantSession]:
    with database.session_for(actor) as session:
        session.info["request_id"] = getattr(request.state, "request_id", None)
        yield session


CurrentSession = Annotated[TenantSession, Depends(current_session, scope="function")]
