"""The tenant itself: what an administrator sets, and what only an owner decides."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, text

from quarterdeck.domains.identity.models import Role, User
from quarterdeck.domains.tenancy import service
from quarterdeck.platform.db.session import Database
from tests.conftest import Browser, browser_of
from tests.world import World, add_person


def change(browser: TestClient, version: int | str = "*", **body: object) -> Any:
    match = "*" if version == "*" else f'"{version}"'
    return browser.patch("/api/v1/tenant", json=body, headers={"If-Match": match})


def journal_of(world: World) -> list[tuple[Any, ...]]:
    with world.database.session_for(world.north.actor) as session:
        statement = "select before ->> 'name', after ->> 'name' from changes where table_name = 'tenants'"
        return [tuple(row) for row in session.execute(text(statement))]


class TestUpdate:
    def test_an_administrator_sets_name_zone_and_currency(self, world: World, admin: TestClient) -> None:
        read = admin.get("/api/v1/tenant")
        changed = change(admin, read.json()["version"], name="North & Co", time_zone="Europe/London", currency="GBP")

        assert changed.status_code == 200, changed.text
        shown = admin.get("/api/v1/tenant").json()
        assert (shown["name"], shown["time_zone"], shown["currency"]) == ("North & Co", "Europe/London", "GBP")
        assert journal_of(world) == [("North MSP", "North & Co")]

    def test_a_stale_version_is_refused_with_what_is_there(self, admin: TestClient) -> None:
        version = admin.get("/api/v1/tenant").json()["version"]
        change(admin, version, name="First")

        refused = change(admin, version, name="Second")

        assert (refused.status_code, refused.json()["current"]["name"]) == (412, "First")

    @pytest.mark.parametrize(
        "body", [{"time_zone": "Mars/Base"}, {"currency": "euro"}, {"name": " "}, {"slug": "other"}]
    )
    def test_what_no_tenant_can_be_is_malformed(self, admin: TestClient, body: dict[str, str]) -> None:
        assert change(admin, **body).status_code == 422

    def test_a_technician_reads_and_may_not_change(self, technician: TestClient) -> None:
        assert technician.get("/api/v1/tenant").status_code == 200
        assert change(technician, name="Mine").json()["code"] == "forbidden"

    def test_the_tags_given_out_are_no_change_of_settings(self, world: World, admin: TestClient) -> None:
        with world.database.session_for(world.north.actor) as session:
            session.execute(text("update tenants set next_tag = next_tag + 1"))
        assert journal_of(world) == []


class TestSecondFactor:
    def test_only_an_owner_asks_everybody_for_one(self, admin: TestClient, owner: TestClient) -> None:
        assert change(admin, require_second_factor=True).json()["code"] == "forbidden"
        assert change(owner, require_second_factor=True).json()["require_second_factor"] is True

    def test_who_has_none_is_told_and_enters_after_setting_one_up(
        self, app: FastAPI, database: Database, world: World, browser: Browser
    ) -> None:
        kim = add_person(database, world.north, "technician")
        change(browser(world.north, "owner"), require_second_factor=True)

        refused = browser_of(app, kim).get("/api/v1/me/context")
        assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_missing")
        assert browser_of(app, kim).get("/api/v1/auth/session").status_code == 200

        with database.open_unscoped_session() as session:
            session.scalars(select(User).where(User.id == kim.user_id)).one().totp_secret = "sealed"
        assert browser_of(app, kim).get("/api/v1/me/context").status_code == 200

    def test_the_other_tenant_asks_for_nothing(self, world: World, browser: Browser) -> None:
        change(browser(world.north, "owner"), require_second_factor=True)
        assert browser(world.south, "technician").get("/api/v1/me/context").status_code == 200


class TestClose:
    def test_only_an_owner_closes_and_only_by_its_name(
        self, world: World, admin: TestClient, owner: TestClient
    ) -> None:
        confirmed = {"confirm": world.north.slug}
        assert admin.post("/api/v1/tenant/close", json=confirmed).json()["code"] == "forbidden"
        unconfirmed = owner.post("/api/v1/tenant/close", json={"confirm": world.south.slug})
        assert (unconfirmed.status_code, unconfirmed.json()["code"]) == (409, "tenant_not_confirmed")
        assert world.north.slug in unconfirmed.json()["title"]

    def test_nobody_enters_a_closed_one_until_an_operator_opens_it(
        self, world: World, owner: TestClient, technician: TestClient, browser: Browser
    ) -> None:
        token = self.token(technician)
        assert owner.post("/api/v1/tenant/close", json={"confirm": world.north.slug}).status_code == 204

        for person in (owner, technician):
            assert person.get("/api/v1/assets").json()["code"] == "tenant_not_found"
            assert person.get("/api/v1/auth/session").json()["tenants"] == []
        assert self.by_token(technician, token) == 401
        assert browser(world.south, "viewer").get("/api/v1/assets").status_code == 200

        with world.database.session_for(world.north.actor) as session:
            service.reopen_tenant(session, world.north.actor)
        assert technician.get("/api/v1/assets").status_code == 200
        assert self.by_token(technician, token) == 200

    def token(self, browser: TestClient) -> str:
        made = browser.post("/api/v1/tokens", json={"name": "t", "scopes": ["assets:read"]})
        assert made.status_code == 201, made.text
        token: str = made.json()["token"]
        return token

    def by_token(self, browser: TestClient, token: str) -> int:
        bare = TestClient(browser.app, base_url="http://testserver")
        return bare.get("/api/v1/assets", headers={"Authorization": f"Bearer {token}"}).status_code


class TestOwnersAndAdministrators:
    def test_an_administrator_cannot_take_what_only_owners_have(self, world: World, admin: TestClient) -> None:
        body = {"key": "super", "name": "Super", "permissions": ["tenant:manage"]}
        refused = admin.post("/api/v1/roles", json=body)
        assert (refused.status_code, refused.json()["code"]) == (403, "grants_more_than_own")

    def test_no_other_built_in_role_has_it(self, world: World) -> None:
        with world.database.session_for(world.north.actor) as session:
            roles = session.scalars(select(Role).where(Role.permissions.contains(["tenant:manage"])))
            assert [role.key for role in roles] == ["owner"]
