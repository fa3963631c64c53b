import uuid
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.assets.service import create_asset
from quarterdeck.domains.jobs.models import Job
from quarterdeck.platform.db.session import Database
from tests.conftest import Browser
from tests.world import World

API = "/api/v1"
HOSTILE = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", 'O\'Brien & "Söhne"', "日本株式会社", "شركة", "💥" * 10]


def patch(browser: TestClient, path: str, body: dict[str, Any], version: object = "*") -> Any:
    etag = "*" if version == "*" else f'"{version}"'
    return browser.patch(f"{API}{path}", json=body, headers={"If-Match": etag})


def delete(browser: TestClient, path: str, version: object = "*") -> Any:
    etag = "*" if version == "*" else f'"{version}"'
    return browser.delete(f"{API}{path}", headers={"If-Match": etag})


def new_client(browser: TestClient, name: str, *alternatives: str) -> Any:
    return browser.post(f"{API}/clients", json={"name": name, "alternative_names": list(alternatives)})


class TestCreateClient:
    def test_answers_with_the_record_and_its_version(self, technician: TestClient) -> None:
        response = new_client(technician, "Initech", "INI", "initech")

        assert response.status_code == 201
        assert response.headers["ETag"] == '"1"'
        assert response.json()["alternative_names"] == ["INI"]
        assert technician.get(f"{API}/clients/{response.json()['id']}").json() == response.json()

    @pytest.mark.parametrize("name", HOSTILE)
    def test_keeps_hostile_names_as_they_are(self, technician: TestClient, name: str) -> None:
        created = new_client(technician, name).json()
        assert created["name"] == name
        found = technician.get(f"{API}/clients", params={"q": name}).json()["items"]
        assert [client["id"] for client in found] == [created["id"]]

    @pytest.mark.parametrize("name", ["", "   ", "\u200b\u200b", "x" * 201])
    def test_a_name_that_nobody_can_read_is_malformed(self, technician: TestClient, name: str) -> None:
        response = new_client(technician, name)
        assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "name")

    def test_a_name_another_client_goes_by_is_taken(self, technician: TestClient) -> None:
        assert new_client(technician, "  acme LTD ").json()["code"] == "client_name_taken"
        assert new_client(technician, "Hooli", "globex").json()["name"] == "globex"
        names = [client["name"] for client in technician.get(f"{API}/clients").json()["items"]]
        assert names == ["Acme", "Globex"]

    def test_who_sees_only_some_clients_cannot_add_one(self, world: World, browser: Browser) -> None:
        scoped = browser(world.north, "technician", clients=[world.north.acme])
        assert new_client(scoped, "Initech").json()["code"] == "client_scope_refused"

    def test_a_viewer_may_not(self, viewer: TestClient) -> None:
        assert new_client(viewer, "Initech").status_code == 403


class TestListClients:
    def test_shows_only_ones_own_tenant(self, world: World, viewer: TestClient) -> None:
        items = viewer.get(f"{API}/clients").json()["items"]
        assert {item["id"] for item in items} == {str(world.north.acme), str(world.north.globex)}

    def test_pages_through_equal_and_different_names_without_loss(self, technician: TestClient) -> None:
        for number in range(5):
            new_client(technician, f"Client {number}")
        seen: list[str] = []
        cursor: str | None = None
        while True:
            query: dict[str, Any] = {"limit": 3} | ({"cursor": cursor} if cursor else {})
            page = technician.get(f"{API}/clients", params=query).json()
            seen += [item["name"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert seen == ["Acme", *(f"Client {n}" for n in range(5)), "Globex"]

    @pytest.mark.parametrize("cursor", ["x", "AAAA", "%00", "WyJsb2NhdGlvbnMiLFsieCIsMV1d"])
    def test_a_cursor_of_something_else_is_a_bad_request(self, viewer: TestClient, cursor: str) -> None:
        assert viewer.get(f"{API}/clients?cursor={cursor}").status_code == 400

    def test_searches_alternative_names_literally(self, world: World, viewer: TestClient) -> None:
        def found(q: str) -> list[str]:
            return [item["name"] for item in viewer.get(f"{API}/clients", params={"q": q}).json()["items"]]

        assert found("acme l") == ["Acme"]
        assert found("%") == found("_cme") == []
        assert len(found("\x00")) == 2  # nothing readable: no search

    def test_a_client_user_sees_one(self, client_user: TestClient, world: World) -> None:
        assert [c["name"] for c in client_user.get(f"{API}/clients").json()["items"]] == ["Acme"]
        assert [c["name"] for c in client_user.get(f"{API}/locations").json()["items"]] == ["Leeds"]
        assert client_user.get(f"{API}/locations?client={world.north.globex}").json()["items"] == []


class TestChangeClient:
    def test_renaming_keeps_the_old_name_only_when_asked(self, world: World, technician: TestClient) -> None:
        path = f"/clients/{world.north.acme}"
        renamed = patch(technician, path, {"name": "Acme Group"}, 1).json()
        assert (renamed["name"], renamed["alternative_names"], renamed["version"]) == ("Acme Group", ["ACME Ltd"], 2)

        assert new_client(technician, "Acme").status_code == 201

    def test_alternative_names_are_replaced_and_count_as_a_change(self, world: World, technician: TestClient) -> None:
        path = f"/clients/{world.north.acme}"
        changed = patch(technician, path, {"alternative_names": ["A.C.M.E.", "Acme Plc"]}, 1)

        assert changed.json()["alternative_names"] == ["A.C.M.E.", "Acme Plc"]
        assert changed.headers["ETag"] == '"2"'
        stale = patch(technician, path, {"name": "X"}, 1)
        assert (stale.status_code, stale.json()["current"]["version"]) == (412, 2)

    def test_changing_only_the_spelling_of_a_name(self, world: World, technician: TestClient) -> None:
        changed = patch(technician, f"/clients/{world.north.acme}", {"name": "ACME"})
        assert (changed.json()["name"], changed.json()["alternative_names"]) == ("ACME", ["ACME Ltd"])

    def test_needs_to_know_what_was_read(self, world: World, technician: TestClient) -> None:
        response = technician.patch(f"{API}/clients/{world.north.acme}", json={"name": "X"})
        assert (response.status_code, response.json()["code"]) == (428, "if_match_required")

    @pytest.mark.parametrize("body", [{"name": None}, {"name": " "}, {"nickname": "x"}, {"is_active": "perhaps"}, []])
    def test_malformed_changes_change_nothing(self, world: World, technician: TestClient, body: Any) -> None:
        assert patch(technician, f"/clients/{world.north.acme}", body).status_code == 422
        assert technician.get(f"{API}/clients/{world.north.acme}").json()["version"] == 1

    def test_history_knows_who_and_why(self, world: World, technician: TestClient, admin_url: str) -> None:
        patch(technician, f"/clients/{world.north.acme}", {"notes": "VIP"})
        with psycopg.connect(admin_url) as connection:
            row = connection.execute(
                "select c.before ->> 'notes', c.after ->> 'notes', s.actor_label, s.origin from changes c "
                "join change_sets s on s.tenant_id = c.tenant_id and s.id = c.change_set_id "
                "where c.object_id = %s and c.operation = 'update' and c.table_name = 'clients'",
                [world.north.acme],
            ).fetchone()
        assert row == (None, "VIP", "Kim Doe", "ui")


class TestDeleteClient:
    def test_one_that_is_used_says_by_what(self, world: World, technician: TestClient, database: Database) -> None:
        with database.session_for(world.north.actor) as session:
            for name in ("a", "b"):
                body = {"client_id": str(world.north.acme), "type": "server", "name": name}
                create_asset(session, world.north.actor, body)

        response = delete(technician, f"/clients/{world.north.acme}")

        assert (response.status_code, response.json()["code"]) == (409, "client_in_use")
        assert response.json()["counts"] == {"assets": 2, "contacts": 1, "locations": 1}
        assert "2 assets" in response.json()["title"]

    def test_an_empty_one_goes_with_its_names(self, technician: TestClient) -> None:
        created = new_client(technician, "Initech", "INI").json()
        assert delete(technician, f"/clients/{created['id']}", created["version"]).status_code == 204
        assert technician.get(f"{API}/clients/{created['id']}").json()["code"] == "client_not_found"
        assert new_client(technician, "INI").status_code == 201


class TestLocations:
    def create(self, browser: TestClient, client: uuid.UUID, name: str = "York") -> Any:
        return browser.post(f"{API}/locations", json={"client_id": str(client), "name": name, "city": "York"})

    def test_live_through_their_whole_life(self, world: World, technician: TestClient) -> None:
        created = self.create(technician, world.north.acme).json()
        changed = patch(technician, f"/locations/{created['id']}", {"city": None, "name": "York HQ"}, 1).json()
        assert (changed["name"], changed["city"], changed["version"]) == ("York HQ", None, 2)
        assert delete(technician, f"/locations/{created['id']}", 2).status_code == 204

    def test_names_are_unique_within_a_client_only(self, world: World, technician: TestClient) -> None:
        assert self.create(technician, world.north.acme, "LEEDS").json()["code"] == "location_name_taken"
        other = self.create(technician, world.north.acme).json()
        assert patch(technician, f"/locations/{other['id']}", {"name": "leeds"}).json()["code"] == "location_name_taken"

    @pytest.mark.parametrize("whose", ["south", "globex"])
    def test_cannot_be_put_at_a_client_one_does_not_see(self, world: World, browser: Browser, whose: str) -> None:
        scoped = browser(world.north, "technician", clients=[world.north.acme])
        target = world.south.acme if whose == "south" else world.north.globex
        assert self.create(scoped, target).json()["code"] == "client_not_found"

    def test_one_with_people_says_so(self, world: World, technician: TestClient) -> None:
        place = str(world.north.acme_leeds)
        patch(technician, f"/contacts/{world.north.priya}", {"location_id": place})
        assert delete(technician, f"/locations/{place}").json()["counts"] == {"contacts": 1}


class TestContacts:
    def test_live_through_their_whole_life(self, world: World, technician: TestClient) -> None:
        body = {"client_id": str(world.north.acme), "name": "Sam", "email": "sam@acme.example"}
        created = technician.post(f"{API}/contacts", json=body).json()
        assert [c["id"] for c in technician.get(f"{API}/contacts?q=SAM@").json()["items"]] == [created["id"]]
        changed = patch(technician, f"/contacts/{created['id']}", {"phone": "+44 1", "email": None}, 1).json()
        assert (changed["phone"], changed["email"]) == ("+44 1", None)
        assert delete(technician, f"/contacts/{created['id']}", 2).status_code == 204

    @pytest.mark.parametrize("whose", ["globex", "south"])
    def test_cannot_sit_at_a_place_of_another_client(self, world: World, technician: TestClient, whose: str) -> None:
        place = world.north.globex_leeds if whose == "globex" else world.south.acme_leeds
        body = {"client_id": str(world.north.acme), "name": "Sam", "location_id": str(place)}
        assert technician.post(f"{API}/contacts", json=body).json()["code"] == "location_not_found"
        moved = patch(technician, f"/contacts/{world.north.priya}", {"location_id": str(place)})
        assert moved.json()["code"] == "location_not_found"

    def test_an_assigned_one_says_so(self, world: World, technician: TestClient, database: Database) -> None:
        with database.session_for(world.north.actor) as session:
            body = {
                "client_id": str(world.north.acme),
                "type": "workstation",
                "name": "WS",
                "assigned_to": str(world.north.priya),
            }
            create_asset(session, world.north.actor, body)
        assert delete(technician, f"/contacts/{world.north.priya}").json()["counts"] == {"assets": 1}


class TestDeletingAClient:
    def test_what_holds_it_is_named_with_what_to_do(self, world: World, technician: TestClient) -> None:
        refused = delete(technician, f"/clients/{world.north.acme}").json()

        assert refused["counts"] == {"contacts": 1, "locations": 1}
        assert "1 contact, 1 location. Move or delete these first, or deactivate" in refused["title"]

    def test_history_is_kept_and_deactivating_offered(
        self, world: World, technician: TestClient, database: Database
    ) -> None:
        client = technician.post(f"{API}/clients", json={"name": "Past"}).json()["id"]
        with database.session_for(world.north.actor) as session:
            for number in range(2):
                job = Job(tenant_id=world.north.id, kind="x", title=f"{number}", client_id=uuid.UUID(client))
                session.add(job)

        refused = delete(technician, f"/clients/{client}")

        assert (refused.status_code, refused.json()["code"]) == (409, "client_in_use")
        assert "has a history that is kept: 2 jobs. It can't be deleted; deactivate" in refused.json()["title"]
        assert patch(technician, f"/clients/{client}", {"is_active": False}).status_code == 200


class TestContext:
    def test_tells_the_console_what_one_is(self, world: World, client_user: TestClient) -> None:
        context = client_user.get(f"{API}/me/context").json()
        assert context["tenant"]["slug"] == world.north.slug
        assert context["role"] == {"key": "client_user", "name": "Client user"}
        assert context["client_scope"] == {"mode": "allow", "client_ids": [str(world.north.acme)]}
        assert [client["name"] for client in context["clients"]] == ["Acme"]
        assert context["permissions"] == ["assets:read", "clients:read"]
