"""Saved views and preferences, over HTTP."""

import uuid
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from quarterdeck.platform.db.session import Database
from tests.conftest import Browser, browser_of
from tests.world import World, add_person

API = "/api/v1"
HOSTILE = "<script>alert(1)</script> \u202eevil 🦊 \"quoted\", (a, b) 'x' " + "y" * 60


def save(page: TestClient, name: str = "Warranty watch", **changes: Any) -> Any:
    return page.post(f"{API}/views", json={"module": "assets", "name": name, **changes})


def views(page: TestClient, **query: Any) -> Any:
    return page.get(f"{API}/views", params=query).json()


def names(page: TestClient) -> list[str]:
    return [view["name"] for view in views(page)["items"]]


def change(page: TestClient, view: dict[str, Any], body: dict[str, Any]) -> Any:
    return page.patch(f"{API}/views/{view['id']}", json=body, headers={"If-Match": f'"{view["version"]}"'})


def open_first(page: TestClient, view: dict[str, Any], **audience: Any) -> Any:
    return page.put(f"{API}/views/{view['id']}/default", json=audience)


class TestSavingViews:
    def test_everything_of_a_view_comes_back_as_it_was_written(self, technician: TestClient) -> None:
        columns = [{"id": "tag", "width": 120, "pin": "left", "visible": True}, {"id": "cf.gone", "visible": False}]
        wanted: dict[str, Any] = {
            "filter": f'name:"{HOSTILE}"',
            "sort": "-updated,name",
            "density": "compact",
            "quick": ["status=missing"],
        }

        saved = save(technician, columns=columns, **wanted).json()

        read = technician.get(f"{API}/views/{saved['id']}").json()
        assert {name: read[name] for name in wanted} == wanted
        assert [(each["id"], each["width"], each["pin"]) for each in read["columns"]] == [
            ("tag", 120, "left"),
            ("cf.gone", None, None),
        ]
        assert (read["is_mine"], read["may_edit"]) == (True, True)

    def test_a_deleted_view_is_made_again_under_its_id_and_opens_first_as_before(
        self, world: World, browser: Browser
    ) -> None:
        owner = browser(world.north, "owner")
        body = {"sharing": "team", "filter": "status=missing"}
        saved = save(owner, **body).json()
        assert open_first(owner, saved, audience="role", role="viewer").status_code == 204
        assert owner.delete(f"{API}/views/{saved['id']}", headers={"If-Match": '"1"'}).status_code == 204
        viewer = browser(world.north, "viewer")
        assert views(viewer)["default_id"] is None

        assert save(owner, id=saved["id"], **body).status_code == 201

        assert views(viewer)["default_id"] == saved["id"]
        assert save(owner, "Another name", id=saved["id"]).json()["code"] == "view_exists"

    def test_a_private_view_is_nobody_elses(self, world: World, browser: Browser) -> None:
        mine = browser(world.north, "technician")
        saved = save(mine).json()

        for page in (browser(world.north, "owner"), browser(world.south, "owner")):
            assert names(page) == []
            assert page.get(f"{API}/views/{saved['id']}").json()["code"] == "view_not_found"

    def test_a_team_view_reaches_the_team_and_no_client_or_other_tenant(self, world: World, browser: Browser) -> None:
        save(browser(world.north, "technician"), "Leeds refresh", sharing="team", filter='client:"Globex"')

        assert names(browser(world.north, "viewer")) == ["Leeds refresh"]
        assert names(browser(world.north, "client_user")) == []
        assert names(browser(world.south, "owner")) == []

    def test_a_view_of_a_client_reaches_who_sees_the_client(self, world: World, browser: Browser) -> None:
        page = browser(world.north, "technician")
        save(page, "Acme desk", sharing="client", client_id=str(world.north.acme))
        save(page, "Globex desk", sharing="client", client_id=str(world.north.globex))

        assert names(browser(world.north, "client_user")) == ["Acme desk"]
        assert names(browser(world.north, "viewer")) == ["Acme desk", "Globex desk"]

    def test_sharing_needs_the_permission_and_a_client_one_sees(self, world: World, browser: Browser) -> None:
        viewer = browser(world.north, "viewer")
        assert save(viewer, sharing="team").json()["code"] == "forbidden"
        assert save(viewer).status_code == 201

        scoped = browser(world.north, "technician", clients=[world.north.acme])
        refused = save(scoped, sharing="client", client_id=str(world.north.globex))
        assert refused.json()["code"] == "client_not_found"
        stranger = save(scoped, sharing="client", client_id=str(world.south.acme))
        assert stranger.json()["code"] == "client_not_found"

    def test_a_name_is_taken_once_per_person(self, world: World, browser: Browser) -> None:
        page = browser(world.north, "technician")
        assert save(page, "Warranty").status_code == 201
        assert save(page, "WARRANTY ").json()["code"] == "view_name_taken"
        assert save(browser(world.north, "technician"), "Warranty").status_code == 201

    @pytest.mark.parametrize(
        "broken",
        [
            {"name": "  "},
            {"sharing": "client"},
            {"client_id": str(uuid.uuid4())},
            {"columns": [{"id": "tag", "width": 1_000_000}]},
            {"quick": ["a"] * 9},
            {"module": "No such"},
        ],
    )
    def test_malformed_views_are_refused(self, technician: TestClient, broken: dict[str, Any]) -> None:
        assert save(technician, **{"name": "x", **broken}).status_code == 422


class TestChangingViews:
    def test_a_stale_change_is_refused_with_the_present_view(self, technician: TestClient) -> None:
        saved = save(technician).json()
        changed = change(technician, saved, {"filter": "status=missing", "columns": None})
        assert changed.json()["filter"] == "status=missing"

        stale = change(technician, saved, {"filter": "late"})

        assert stale.status_code == 412
        assert technician.get(f"{API}/views/{saved['id']}").json()["filter"] == "status=missing"

    def test_only_its_maker_and_administrators_change_a_shared_view(self, world: World, browser: Browser) -> None:
        saved = save(browser(world.north, "technician"), sharing="team").json()
        colleague, admin = browser(world.north, "technician"), browser(world.north, "admin")

        seen = next(view for view in views(colleague)["items"] if view["id"] == saved["id"])
        assert (seen["is_mine"], seen["may_edit"]) == (False, False)
        assert change(colleague, saved, {"name": "Mine now"}).json()["code"] == "view_not_yours"
        assert change(admin, saved, {"sharing": "private"}).json()["code"] == "view_not_yours"
        assert change(admin, saved, {"name": "Ours"}).json()["name"] == "Ours"

    def test_nobody_opens_with_a_view_that_was_deleted(self, world: World, browser: Browser) -> None:
        maker, colleague = browser(world.north, "technician"), browser(world.north, "viewer")
        saved = save(maker, sharing="team").json()
        assert open_first(colleague, saved).status_code == 204

        assert maker.delete(f"{API}/views/{saved['id']}", headers={"If-Match": "*"}).status_code == 204

        assert views(colleague)["default_id"] is None
        assert names(colleague) == []


class TestDefaults:
    def test_the_persons_choice_goes_before_the_roles_and_that_before_the_clients(
        self, world: World, browser: Browser
    ) -> None:
        admin, viewer = browser(world.north, "admin"), browser(world.north, "viewer")
        client, role, own = (save(admin, name, sharing="team").json() for name in ("Client", "Role", "Own"))
        acme = str(world.north.acme)
        open_first(admin, client, audience="client", client_id=acme)
        assert views(viewer, client=acme)["default_id"] == client["id"]
        assert views(viewer)["default_id"] is None

        open_first(admin, role, audience="role", role="viewer")
        assert (views(viewer, client=acme)["default_id"], views(viewer)["default_from"]) == (role["id"], "role")

        open_first(viewer, own)
        assert (views(viewer)["default_id"], views(viewer)["default_from"]) == (own["id"], "person")
        assert views(admin)["default_id"] is None

        viewer.post(f"{API}/views/{own['id']}/default/drop", json={})
        assert views(viewer)["default_id"] == role["id"]

    def test_choosing_for_others_is_for_administrators(self, world: World, browser: Browser) -> None:
        page = browser(world.north, "technician")
        saved = save(page, sharing="team").json()
        assert open_first(page, saved, audience="role", role="viewer").status_code == 403
        assert open_first(page, saved, audience="role").status_code == 422

    def test_a_default_that_is_no_longer_shared_is_none(self, world: World, browser: Browser) -> None:
        maker, viewer = browser(world.north, "technician"), browser(world.north, "viewer")
        saved = save(maker, sharing="team").json()
        open_first(viewer, saved)

        change(maker, saved, {"sharing": "private"})

        assert views(viewer)["default_id"] is None


class TestPreferences:
    def test_are_kept_per_person_and_tenant_and_the_last_write_wins(
        self, world: World, app: FastAPI, browser: Browser, database: Database
    ) -> None:
        person = add_person(database, world.north, "viewer")
        desk, laptop = browser_of(app, person), browser_of(app, person)
        assert desk.put(f"{API}/preferences/grid.assets", json={"value": {"order": ["tag"]}}).json()["version"] == 1
        assert laptop.put(f"{API}/preferences/grid.assets", json={"value": {"order": ["name"]}}).json()["version"] == 2

        assert desk.get(f"{API}/preferences").json()["items"][0]["value"] == {"order": ["name"]}
        for other in (browser(world.north, "viewer"), browser(world.south, "viewer")):
            assert other.get(f"{API}/preferences").json()["items"] == []

        assert desk.delete(f"{API}/preferences/grid.assets").status_code == 204
        assert laptop.get(f"{API}/preferences").json()["items"] == []

    @pytest.mark.parametrize("value", [None, False, 0, "", [], {}, HOSTILE])
    def test_any_json_is_a_value(self, viewer: TestClient, value: Any) -> None:
        viewer.put(f"{API}/preferences/a", json={"value": value})
        assert viewer.get(f"{API}/preferences").json()["items"][0]["value"] == value

    def test_has_a_bound(self, viewer: TestClient) -> None:
        too_large = viewer.put(f"{API}/preferences/a", json={"value": "x" * 70_000})
        assert too_large.json()["code"] == "preference_too_large"
        assert viewer.put(f"{API}/preferences/A b", json={"value": 1}).status_code == 422
