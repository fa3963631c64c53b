import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from quarterdeck.platform.db.session import Database
from tests.conformance.bodies import smallest_body
from tests.conformance.operations import Operation
from tests.conformance.records import FIXED, RECORDS
from tests.conftest import browser_of
from tests.world import Member, TenantWorld, World, add_person, build_world

ROLES = ("owner", "admin", "technician", "viewer", "client_user")


@dataclass
class Stage:
    """Two tenants, a person of each role in the north one, and records of every kind, made when first asked for."""

    app: FastAPI
    database: Database
    world: World
    people: dict[str, Member]
    #: May do everything a technician may, and sees only Acme.
    scoped: Member
    _made: dict[object, str] = field(default_factory=dict)

    def browser(self, member: Member | None) -> TestClient:
        return browser_of(self.app, member)

    def record(self, key: tuple[str, str], tenant: TenantWorld, client: uuid.UUID) -> str:
        if key in FIXED:
            return FIXED[key]
        place = (key, tenant.id, client)
        if place not in self._made:
            self._made[place] = str(RECORDS[key].make(self.database, tenant, client))
        return self._made[place]

    def url(self, operation: Operation, tenant: TenantWorld, client: uuid.UUID) -> str:
        return operation.url({key: self.record(key, tenant, client) for key in operation.parameters})

    def url_of_nothing(self, operation: Operation) -> str:
        return operation.url({key: FIXED.get(key) or str(uuid.uuid4()) for key in operation.parameters})

    def send(self, browser: TestClient, operation: Operation, url: str, **headers: str) -> Any:
        """The operation with the smallest valid body, at whatever version."""
        body = smallest_body(operation.document, self.app.openapi())
        return browser.request(operation.method, url, headers={"If-Match": "*", **headers}, **body)


@pytest.fixture(scope="module")
def stage(app: FastAPI, database: Database) -> Stage:
    world = build_world(database)
    people = {role: add_person(database, world.north, role) for role in ROLES}
    scoped = add_person(database, world.north, "technician", clients=[world.north.acme])
    return Stage(app, database, world, people, scoped)
