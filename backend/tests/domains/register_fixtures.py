"""The register over HTTP, for whoever a test wants to be."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from quarterdeck.domains.assets.routes import router
from quarterdeck.domains.assets.service import seed_asset_types
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.http import problems
from quarterdeck.platform.secrets import SecretBox
from tests.domains.caller import Caller
from tests.world import World


@pytest.fixture(scope="session")
def register_app(database: Database) -> FastAPI:
    made = FastAPI()
    made.state.database = database
    made.state.secrets = SecretBox("only for tests")

    def resolve(request: Request) -> Actor:
        actor: Actor = request.app.state.actor
        return actor

    made.state.resolve_actor = resolve
    problems.install(made)
    made.include_router(router, prefix="/api/v1")
    return made


@pytest.fixture
def call(register_app: FastAPI) -> Callable[[Actor], Caller]:
    client = TestClient(register_app)
    return lambda actor: Caller(client, actor)


@pytest.fixture
def register(world: World) -> World:
    """The two tenants with their built-in asset types."""
    for tenant in (world.north, world.south):
        with world.database.session_for(tenant.actor) as session:
            if not _has_types(session):
                seed_asset_types(session, tenant.actor)
    return world


def _has_types(session: Any) -> bool:
    return bool(session.raw.execute("select exists (select 1 from asset_types)").fetchone()[0])


@pytest.fixture
def north(register: World, call: Callable[[Actor], Caller]) -> Caller:
    return call(register.north.actor)


@pytest.fixture
def south(register: World, call: Callable[[Actor], Caller]) -> Caller:
    return call(register.south.actor)
