"""The register over HTTP, for whoever a test wants to be."""

import uuid
from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient

from quarterdeck.domains.assets.service import create_asset
from quarterdeck.platform.actors import Actor
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


def make_asset(world: World, actor: Actor, **values: object) -> uuid.UUID:
    body = {"type": "workstation", "name": "WS-01", **values}
    with world.database.session_for(actor) as session:
        return create_asset(session, actor, body).id
