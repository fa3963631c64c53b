"""The register over HTTP, for whoever a test wants to be."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from quarterdeck.domains.assets.routes import router
from quarterdeck.domains.assets.service import create_asset, seed_asset_types
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.http import problems
from quarterdeck.platform.secrets import SecretBox
from tests.world import World


def etag(version: int | str) -> str:
    return "*" if version == "*" else f'"{version}"'


@dataclass
class Caller:
    """The API as one actor sees it."""

    client: TestClient
    actor: Actor

    def request(self, method: str, path: str, **options: Any) -> Any:
        self.client.app.state.actor = self.actor  # type: ignore[attr-defined]
        return self.client.request(method, f"/api/v1{path}", **options)

    def get(self, path: str, **options: Any) -> Any:
        return self.request("GET", path, **options)

    def post(self, path: str, body: object, **options: Any) -> Any:
        return self.request("POST", path, json=body, **options)

    def patch(self, path: str, body: object, version: int | str) -> Any:
        return self.request("PATCH", path, json=body, headers={"If-Match": etag(version)})

    def delete(self, path: str, version: int | str) -> Any:
        return self.request("DELETE", path, headers={"If-Match": etag(version)})


@pytest.fixture(scope="session")
def app(database: Database) -> FastAPI:
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
def call(app: FastAPI) -> Callable[[Actor], Caller]:
    client = TestClient(app)
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


@contextmanager
def acting(world: World, actor: Actor) -> Iterator[Any]:
    with world.database.session_for(actor) as session:
        yield session


def make_asset(world: World, actor: Actor, **values: object) -> uuid.UUID:
    body = {"type": "workstation", "name": "WS-01", **values}
    with world.database.session_for(actor) as session:
        return create_asset(session, actor, body).id
