"""Members, roles, invitations and tokens, over HTTP."""

import uuid
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from quarterdeck.domains.identity.service.tokens import tenant_of_token
from quarterdeck.platform.db.session import Database
from tests.conftest import Browser, browser_of
from tests.domains.identity.conftest import browser_elsewhere
from tests.world import Member, World, add_person, add_user, join_tenant

API = "/api/v1"
PASSWORD = "a fine long password"


def invite(browser: TestClient, **changes: Any) -> Any:
    body = {"email": f"{uuid.uuid4().hex}@example.org", "name": "Ana Lima", "role": "viewer", **changes}
    return browser.post(f"{API}/users", json=body)


def link_secret(response: Any) -> str:
    secret: str = response.json()["invitation_url"].partition("#")[2]
    return secret


def accept(page: TestClient, secret: str, password: str | None = PASSWORD) -> Any:
    return page.post(f"{API}/auth/accept-invitation", json={"token": secret, "password": password})


def patch(browser: TestClient, path: str, body: dict[str, Any], version: int | str = "*") -> Any:
    etag = version if version == "*" else f'"{version}"'
    return browser.patch(f"{API}{path}", json=body, headers={"If-Match": str(etag)})


def delete(browser: TestClient, path: str) -> Any:
    return browser.delete(f"{API}{path}", headers={"If-Match": "*"})


class TestInvitations:
    def test_the_link_sets_a_password_once_and_lets_in(self, admin: TestClient, app: FastAPI) -> None:
        email = f"{uuid.uuid4().hex}@example.org"
        invited = invite(admin, email=email)
        assert invited.status_code == 201
        assert invited.json()["is_pending"] is True

        accepted = accept(browser_elsewhere(app), link_secret(invited))
        assert (accepted.status_code, accepted.json()) == (200, {"email": email})
        page = browser_elsewhere(app)
        assert page.post(f"{API}/auth/login", json={"email": email, "password": PASSWORD}).status_code == 200
        assert [tenant["role"] for tenant in page.get(f"{API}/auth/session").json()["tenants"]] == ["viewer"]
        assert accept(page, link_secret(invited)).json()["code"] == "invitation_not_found"

    def test_a_weak_password_leaves_the_invitation_open(self, admin: TestClient, app: FastAPI) -> None:
        secret = link_secret(invite(admin))
        assert accept(browser_elsewhere(app), secret, "short").json()["code"] == "password_weak"
        assert accept(browser_elsewhere(app), secret).status_code == 200

    def test_whoever_holds_another_tenants_link_cannot_take_over_an_account(
        self, admin: TestClient, app: FastAPI, database: Database
    ) -> None:
        """South relies on the account; north only invited its address. The link must not set a password."""
        _, email = add_user(database, password=PASSWORD)
        secret = link_secret(invite(admin, email=email))

        assert accept(browser_elsewhere(app), secret, "the password of a thief").status_code == 401

        page = browser_elsewhere(app)
        assert page.post(f"{API}/auth/login", json={"email": email, "password": PASSWORD}).status_code == 200
        assert page.get(f"{API}/auth/session").json()["tenants"] == []
        assert accept(page, secret, None).status_code == 200
        assert len(page.get(f"{API}/auth/session").json()["tenants"]) == 1

    def test_reveals_nothing_about_people_of_other_tenants(
        self, world: World, admin: TestClient, database: Database
    ) -> None:
        known = add_person(database, world.south, "technician")
        first, second = invite(admin, email=known.email).json(), invite(admin).json()
        for body in (first, second):
            for own in ("id", "email", "invitation_url", "invitation_expires_at"):
                body.pop(own)
        assert first == second

    def test_an_expired_link_is_nothing(self, admin: TestClient, app: FastAPI, admin_url: str) -> None:
        secret = link_secret(invite(admin))
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute(
                "update invitations set expires_at = now() where tenant_id = %s", [tenant_of_token(secret)]
            )
        assert accept(browser_elsewhere(app), secret).json()["code"] == "invitation_not_found"

    @pytest.mark.parametrize("secret", ["x", "qd_", "qd_zzzz_1", "qd_\x00_1", "qd_" + "a" * 26 + "_x"])
    def test_nonsense_is_nothing(self, anonymous: TestClient, secret: str) -> None:
        assert accept(anonymous, secret).status_code in {404, 429}

    def test_somebody_twice_is_a_conflict(self, admin: TestClient) -> None:
        email = f"{uuid.uuid4().hex}@example.org"
        invite(admin, email=email)
        assert invite(admin, email=email.upper()).json()["code"] == "already_member"


class TestRights:
    def test_only_owners_make_owners(self, owner: TestClient, admin: TestClient) -> None:
        assert invite(admin, role="owner").json()["code"] == "owners_only"
        assert invite(owner, role="owner").status_code == 201

    def test_an_administrator_cannot_touch_an_owner(self, world: World, admin: TestClient, database: Database) -> None:
        boss = add_person(database, world.north, "owner")
        assert patch(admin, f"/users/{boss.user_id}", {"role": "viewer"}).json()["code"] == "owners_only"
        assert delete(admin, f"/users/{boss.user_id}").json()["code"] == "owners_only"

    def test_nobody_gives_permissions_they_lack(self, world: World, owner: TestClient, browser: Browser) -> None:
        role = {"key": "hr", "name": "People office", "permissions": ["users:manage", "roles:manage"]}
        assert owner.post(f"{API}/roles", json=role).status_code == 201
        hr = browser(world.north, "hr")

        assert invite(hr, role="technician").json()["code"] == "grants_more_than_own"
        more = {"key": "more", "name": "More", "permissions": ["assets:delete"]}
        assert hr.post(f"{API}/roles", json=more).json()["missing"] == ["assets:delete"]
        assert invite(hr, role="hr").status_code == 201

    def test_who_sees_some_clients_cannot_widen_that(self, world: World, browser: Browser) -> None:
        scoped = browser(world.north, "admin", clients=[world.north.acme])
        assert invite(scoped).json()["code"] == "whole_tenant_only"
        assert scoped.get(f"{API}/users").json()["code"] == "whole_tenant_only"

    def test_the_last_owner_stays(self, world: World, database: Database, app: FastAPI) -> None:
        boss = add_person(database, world.north, "owner")
        browser = browser_of(app, boss)
        for refused in (
            patch(browser, f"/users/{boss.user_id}", {"role": "admin"}),
            patch(browser, f"/users/{boss.user_id}", {"is_active": False}),
            delete(browser, f"/users/{boss.user_id}"),
        ):
            assert refused.json()["code"] == "last_owner"
        add_person(database, world.north, "owner")
        assert patch(browser, f"/users/{boss.user_id}", {"role": "admin"}).status_code == 200

    def test_an_owner_who_never_accepted_does_not_count(self, world: World, database: Database, app: FastAPI) -> None:
        boss = add_person(database, world.north, "owner")
        browser = browser_of(app, boss)
        assert invite(browser, role="owner").status_code == 201
        assert delete(browser, f"/users/{boss.user_id}").json()["code"] == "last_owner"

    @pytest.mark.parametrize(
        ("role", "mode", "clients"),
        [("client_user", "all", 0), ("client_user", "allow", 2), ("owner", "allow", 1), ("viewer", "all", 1)],
    )
    def test_scopes_that_contradict_the_role_are_malformed(
        self, world: World, owner: TestClient, role: str, mode: str, clients: int
    ) -> None:
        chosen = [str(world.north.acme), str(world.north.globex)][:clients]
        response = invite(owner, role=role, client_mode=mode, client_ids=chosen)
        assert (response.status_code, response.json()["code"]) == (422, "client_scope_invalid")

    def test_a_client_of_another_tenant_cannot_be_listed(self, world: World, owner: TestClient) -> None:
        response = invite(owner, client_mode="allow", client_ids=[str(world.south.acme)])
        assert response.json()["code"] == "client_scope_invalid"

    def test_an_unknown_role_is_malformed(self, owner: TestClient) -> None:
        assert invite(owner, role="astronaut").json()["errors"][0]["field"] == "role"


class TestMembers:
    def member(self, world: World, database: Database, role: str = "technician") -> Member:
        return add_person(database, world.north, role)

    def test_a_deny_list_hides_exactly_its_clients_at_once(
        self, world: World, owner: TestClient, database: Database, app: FastAPI
    ) -> None:
        someone = self.member(world, database)
        browser = browser_of(app, someone)
        assert len(browser.get(f"{API}/clients").json()["items"]) == 2

        changed = patch(
            owner, f"/users/{someone.user_id}", {"client_mode": "deny", "client_ids": [str(world.north.globex)]}
        )

        assert changed.json()["client_ids"] == [str(world.north.globex)]
        assert [client["name"] for client in browser.get(f"{API}/clients").json()["items"]] == ["Acme"]
        assert browser.get(f"{API}/me/context").json()["client_scope"]["mode"] == "deny"

    def test_changing_only_the_list_is_a_new_version(self, world: World, owner: TestClient, database: Database) -> None:
        someone = self.member(world, database)
        path = f"/users/{someone.user_id}"
        read = owner.get(f"{API}{path}")
        assert read.headers["ETag"] == f'"{read.json()["version"]}"'
        body = {"client_mode": "allow", "client_ids": [str(world.north.acme)]}
        first = patch(owner, path, body, read.json()["version"]).json()
        second = patch(owner, path, {"client_ids": [str(world.north.globex)]}, first["version"]).json()

        stale = patch(owner, path, {"role": "viewer"}, first["version"])

        assert second["version"] > first["version"] > read.json()["version"]
        assert (stale.status_code, stale.json()["current"]["client_ids"]) == (412, [str(world.north.globex)])

    def test_removing_somebody_ends_their_access_and_their_tokens(
        self, world: World, owner: TestClient, database: Database, app: FastAPI
    ) -> None:
        someone = self.member(world, database)
        browser = browser_of(app, someone)
        token = browser.post(f"{API}/tokens", json={"name": "t", "scopes": ["assets:read"]}).json()["token"]

        assert delete(owner, f"/users/{someone.user_id}").status_code == 204

        assert browser.get(f"{API}/clients").json()["code"] == "tenant_not_found"
        bearer = browser_of(app, None).get(f"{API}/clients", headers={"Authorization": f"Bearer {token}"})
        assert bearer.status_code == 401

    def test_whoever_is_suspended_is_out_at_once_with_their_tokens_and_comes_back_as_they_were(
        self, world: World, owner: TestClient, database: Database, app: FastAPI
    ) -> None:
        someone = self.member(world, database)
        browser, program = browser_of(app, someone), browser_of(app, None)
        token = browser.post(f"{API}/tokens", json={"name": "t", "scopes": ["assets:read"]}).json()["token"]
        program.headers["Authorization"] = f"Bearer {token}"

        def statuses() -> list[int]:
            return [each.get(f"{API}/assets").status_code for each in (browser, program)]

        assert statuses() == [200, 200]
        assert patch(owner, f"/users/{someone.user_id}", {"is_active": False}).status_code == 200
        assert statuses() == [404, 401]
        assert patch(owner, f"/users/{someone.user_id}", {"is_active": True}).json()["role"] == "technician"
        assert statuses() == [200, 200]

    def test_the_list_is_paged_and_searched(self, world: World, owner: TestClient, database: Database) -> None:
        people = {str(self.member(world, database).user_id) for _ in range(4)}
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = owner.get(f"{API}/users?limit=2{cursor and f'&cursor={cursor}'}").json()
            seen += [member["id"] for member in page["items"]]
            cursor = page["next_cursor"]
        assert len(seen) == len(set(seen)) == 5
        assert people < set(seen)
        email = owner.get(f"{API}/users/{seen[0]}").json()["email"]
        assert [m["id"] for m in owner.get(f"{API}/users", params={"q": email[:10]}).json()["items"]] == [seen[0]]
        assert owner.get(f"{API}/users", params={"q": "%"}).json()["items"] == []

    def test_the_journal_records_who_let_whom_in_and_no_secret(
        self, world: World, owner: TestClient, admin_url: str
    ) -> None:
        secret = link_secret(invite(owner))
        with psycopg.connect(admin_url) as connection:
            rows = connection.execute(
                "select c.table_name, c.after::text, s.actor_label from changes c join change_sets s "
                "on s.tenant_id = c.tenant_id and s.id = c.change_set_id where c.tenant_id = %s",
                [world.north.id],
            ).fetchall()
        assert ("memberships", "Kim Doe") in {(table, actor) for table, _, actor in rows}
        assert not [after for _, after, _ in rows if after and (secret in after or "hash" in after)]

    def test_a_person_in_two_tenants_has_a_role_in_each(self, world: World, database: Database, app: FastAPI) -> None:
        someone = self.member(world, database, "viewer")
        join_tenant(database, world.south, someone.user_id, "owner")
        browser = browser_of(app, someone)

        south = {"Quarterdeck-Tenant": world.south.slug}
        assert browser.get(f"{API}/me/context").json()["role"]["key"] == "viewer"
        assert browser.get(f"{API}/me/context", headers=south).json()["role"]["key"] == "owner"
        assert browser.post(f"{API}/clients", json={"name": "New"}).status_code == 403
        assert browser.post(f"{API}/clients", json={"name": "New"}, headers=south).status_code == 201


class TestRoles:
    def create(self, owner: TestClient) -> Any:
        body = {"key": "crew", "name": "Field crew", "permissions": ["assets:read"]}
        return owner.post(f"{API}/roles", json=body)

    def test_a_role_of_ones_own_gives_what_it_says(self, world: World, owner: TestClient, browser: Browser) -> None:
        self.create(owner)
        crew = browser(world.north, "crew")
        assert crew.get(f"{API}/me/context").json()["permissions"] == ["assets:read"]
        assert crew.get(f"{API}/clients").status_code == 403

    def test_built_in_roles_stay_as_they_are(self, owner: TestClient) -> None:
        roles = owner.get(f"{API}/roles").json()["items"]
        assert {role["key"] for role in roles} == {"owner", "admin", "technician", "viewer", "client_user"}
        assert patch(owner, f"/roles/{roles[0]['id']}", {"name": "X"}).json()["code"] == "role_builtin"
        assert delete(owner, f"/roles/{roles[0]['id']}").json()["code"] == "role_builtin"

    def test_taking_a_permission_away_works_at_once(self, world: World, owner: TestClient, browser: Browser) -> None:
        role = self.create(owner).json()
        crew = browser(world.north, "crew")
        assert crew.get(f"{API}/asset-types").status_code == 200

        changed = patch(owner, f"/roles/{role['id']}", {"permissions": ["jobs:read"]}, role["version"])

        assert (changed.status_code, changed.json()["version"]) == (200, 2)
        assert crew.get(f"{API}/asset-types").status_code == 403
        assert patch(owner, f"/roles/{role['id']}", {"name": "X"}, 1).status_code == 412

    def test_a_role_in_use_cannot_go(self, world: World, owner: TestClient, browser: Browser) -> None:
        role = self.create(owner).json()
        browser(world.north, "crew")
        assert delete(owner, f"/roles/{role['id']}").json()["code"] == "role_in_use"

    def test_an_unused_one_goes(self, owner: TestClient) -> None:
        role = self.create(owner).json()
        assert self.create(owner).json()["code"] == "role_key_taken"
        assert delete(owner, f"/roles/{role['id']}").status_code == 204
        assert owner.get(f"{API}/roles/{role['id']}").json()["code"] == "role_not_found"

    def test_permissions_that_do_not_exist_are_malformed(self, owner: TestClient) -> None:
        body = {"key": "x", "name": "X", "permissions": ["assets:fly"]}
        assert owner.post(f"{API}/roles", json=body).status_code == 422


class TestTokens:
    def token(self, browser: TestClient, *scopes: str, **more: Any) -> Any:
        return browser.post(f"{API}/tokens", json={"name": "sync", "scopes": list(scopes), **more})

    def with_token(self, app: FastAPI, token: str) -> TestClient:
        browser = browser_of(app, None)
        browser.headers["Authorization"] = f"Bearer {token}"
        return browser

    def test_does_what_its_scopes_say_without_naming_the_tenant(self, technician: TestClient, app: FastAPI) -> None:
        made = self.token(technician, "clients:read").json()
        program = self.with_token(app, made["token"])

        assert len(program.get(f"{API}/clients").json()["items"]) == 2
        assert program.post(f"{API}/clients", json={"name": "New"}).json()["code"] == "forbidden"
        assert program.get(f"{API}/auth/session").status_code == 401
        listed = technician.get(f"{API}/tokens").json()["items"]
        assert [each["id"] for each in listed] == [made["id"]]
        assert "token" not in listed[0]
        assert listed[0]["last_used_at"] is not None

    def test_is_kept_as_a_hash_only(self, technician: TestClient, admin_url: str) -> None:
        made = self.token(technician, "clients:read", expires_at=None).json()["token"]
        with psycopg.connect(admin_url) as connection:
            kept = connection.execute("select t::text from api_tokens t").fetchall()
        assert not [row for (row,) in kept if made.rpartition("_")[2] in row]

    def test_cannot_be_wider_than_its_owner(self, technician: TestClient) -> None:
        assert self.token(technician, "users:manage").json()["code"] == "grants_more_than_own"

    def test_shrinks_with_its_owners_role(
        self, world: World, owner: TestClient, database: Database, app: FastAPI
    ) -> None:
        someone = add_person(database, world.north, "technician")
        made = self.token(browser_of(app, someone), "clients:write", "clients:read").json()["token"]
        patch(owner, f"/users/{someone.user_id}", {"role": "viewer"})

        program = self.with_token(app, made)

        assert program.get(f"{API}/clients").status_code == 200
        assert program.post(f"{API}/clients", json={"name": "New"}).status_code == 403

    def test_sees_only_its_owners_clients(self, world: World, browser: Browser, app: FastAPI) -> None:
        scoped = browser(world.north, "technician", clients=[world.north.acme])
        made = self.token(scoped, "clients:read").json()["token"]
        names = [client["name"] for client in self.with_token(app, made).get(f"{API}/clients").json()["items"]]
        assert names == ["Acme"]

    def test_another_tenants_name_beside_it_is_not_found(
        self, world: World, technician: TestClient, app: FastAPI
    ) -> None:
        program = self.with_token(app, self.token(technician, "clients:read").json()["token"])
        response = program.get(f"{API}/clients", headers={"Quarterdeck-Tenant": world.south.slug})
        assert response.json()["code"] == "tenant_not_found"

    def test_revoked_and_expired_ones_are_nobody(self, technician: TestClient, app: FastAPI, admin_url: str) -> None:
        revoked, expired = (self.token(technician, "clients:read").json() for _ in range(2))
        assert technician.delete(f"{API}/tokens/{revoked['id']}").status_code == 204
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute("update api_tokens set expires_at = now() where id = %s", [expired["id"]])
        for each in (revoked, expired):
            assert self.with_token(app, each["token"]).get(f"{API}/clients").status_code == 401

    def test_a_token_cannot_make_tokens(self, technician: TestClient, app: FastAPI) -> None:
        program = self.with_token(app, self.token(technician, "tokens:manage").json()["token"])
        assert self.token(program, "tokens:manage").status_code == 403

    def test_an_expiry_in_the_past_is_malformed(self, technician: TestClient) -> None:
        response = self.token(technician, "clients:read", expires_at="2020-01-01T00:00:00Z")
        assert response.json()["errors"][0]["field"] == "expires_at"

    def test_others_see_only_their_own(
        self, world: World, technician: TestClient, browser: Browser, owner: TestClient
    ) -> None:
        made = self.token(technician, "clients:read").json()
        other = browser(world.north, "technician")
        assert other.get(f"{API}/tokens/{made['id']}").status_code == 404
        assert other.get(f"{API}/tokens").json()["items"] == []
        assert owner.get(f"{API}/tokens/{made['id']}").status_code == 200
