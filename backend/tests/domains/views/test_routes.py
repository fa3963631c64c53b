"""Saved views and preferences, over HTTP."""

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


def delete(page: TestClient, view: dict[str, Any], **query: Any) -> Any:
    return page.delete(f"{API}/views/{view['id']}", headers={"If-Match": "*"}, params=query)


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
        viewer = browser(world.north, "viewer")
        assert open_first(viewer, saved).status_code == 204
        assert delete(owner, saved, end_habits=True).status_code == 204
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

    def test_what_is_shared_with_a_client_names_it_and_nothing_else_does(
        self, world: World, technician: TestClient
    ) -> None:
        acme = str(world.north.acme)
        for sharing, client_id in (("client", None), ("team", acme), ("private", acme)):
            code = "sharing_needs_client" if client_id is None else "sharing_takes_no_client"
            refused = save(technician, sharing=sharing, client_id=client_id)
            assert (refused.status_code, refused.json()["code"]) == (422, code)
            assert refused.json()["errors"][0]["field"] == "client_id"
        assert names(technician) == []

    @pytest.mark.parametrize(
        "broken",
        [
            {"name": "  "},
            {"name": "y" * 10_000},
            {"name": "\u202e\u200b"},
            {"filter": "a\x00b"},
            {"quick": ["a\x00b"]},
            {"columns": [{"id": "a\x00b"}]},
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

    def test_its_audience_changes_together_with_the_client_that_it_names(
        self, world: World, technician: TestClient
    ) -> None:
        saved = save(technician).json()
        acme = {"client_id": str(world.north.acme)}
        refused = change(technician, saved, {"sharing": "client"})
        assert (refused.status_code, refused.json()["code"]) == (422, "sharing_needs_client")
        for body in (acme, acme | {"sharing": "team"}):
            assert change(technician, saved, body).json()["code"] == "sharing_takes_no_client"

        shared = change(technician, saved, acme | {"sharing": "client"}).json()

        assert (shared["sharing"], shared["client_id"]) == ("client", acme["client_id"])
        assert change(technician, shared, {"client_id": None}).json()["code"] == "sharing_needs_client"
        renamed = change(technician, shared, {"name": "Acme desk"}).json()
        assert (renamed["sharing"], renamed["client_id"]) == ("client", acme["client_id"])
        team = change(technician, renamed, {"sharing": "team"}).json()
        assert (team["sharing"], team["client_id"]) == ("team", None)


class TestDeletingViews:
    @pytest.mark.parametrize("kept_in", ["views.pinned", "views.pinned.jobs"])
    def test_what_colleagues_open_and_pin_is_counted_first_and_ended_knowingly(
        self, world: World, browser: Browser, kept_in: str
    ) -> None:
        maker, colleague = browser(world.north, "technician"), browser(world.north, "viewer")
        saved = save(maker, sharing="team").json()
        pinned = {"value": [saved["id"]]}
        for page in (maker, colleague, browser(world.south, "viewer")):
            page.put(f"{API}/preferences/{kept_in}", json=pinned)
        assert open_first(colleague, saved).status_code == 204
        assert open_first(maker, saved).status_code == 204

        refused = delete(maker, saved)

        assert (refused.status_code, refused.json()["code"]) == (409, "view_in_use")
        assert [(use["kind"], use["says"], use["is_habit"]) for use in refused.json()["uses"]] == [
            ("people", "opens first for 1 colleague", True),
            ("pinned", "is kept in the navigation by 1 colleague", True),
        ]
        assert delete(maker, saved, end_habits=True).status_code == 204
        assert views(colleague)["default_id"] is None
        assert names(colleague) == []

    def test_a_view_that_opens_first_for_a_role_or_a_client_stays_until_they_let_go(
        self, world: World, browser: Browser
    ) -> None:
        admin, acme = browser(world.north, "admin"), str(world.north.acme)
        saved = save(admin, sharing="team").json()
        audiences: list[dict[str, Any]] = [
            {"audience": "role", "role": "viewer"},
            {"audience": "client", "client_id": acme},
        ]
        for audience in audiences:
            assert open_first(admin, saved, **audience).status_code == 204

        refused = delete(admin, saved, end_habits=True).json()

        assert refused["title"] == (
            "The view “Warranty watch” is in use: it opens first for the client Acme "
            "and opens first for the role Viewer."
        )
        assert [(use["type"], use["id"]) for use in refused["uses"]] == [("client", acme), ("role", "viewer")]
        for audience in audiences:
            assert admin.post(f"{API}/views/{saved['id']}/default/drop", json=audience).status_code == 204
        assert delete(admin, saved).status_code == 204

    def test_a_client_that_one_does_not_see_is_not_named(self, world: World, browser: Browser) -> None:
        saved = save(browser(world.north, "admin"), sharing="client", client_id=str(world.north.acme)).json()
        open_first(browser(world.north, "admin"), saved, audience="client", client_id=str(world.north.globex))

        scoped = browser(world.north, "admin", clients=[world.north.acme])

        assert delete(scoped, saved).json()["uses"][0]["says"] == "opens first for a client that you do not see"

    def test_ones_own_habits_go_with_it(self, technician: TestClient) -> None:
        saved = save(technician).json()
        open_first(technician, saved)
        technician.put(f"{API}/preferences/views.pinned", json={"value": [saved["id"]]})
        assert delete(technician, saved).status_code == 204


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

    @pytest.mark.parametrize(
        ("value", "says"),
        [
            (r'"a\u0000b"', "NUL"),
            (r'{"\ud800": 1}', "surrogate"),
            ("1e999", "too large"),
            ("18446744073709551616", "too large"),
            ("[" * 300 + "]" * 300, "deep"),
            ("[" * 30_000 + "]" * 30_000, "body"),
        ],
    )
    def test_what_cannot_be_stored_is_refused_with_the_reason(self, viewer: TestClient, value: str, says: str) -> None:
        as_json = {"Content-Type": "application/json"}
        refused = viewer.put(f"{API}/preferences/a", content=f'{{"value": {value}}}', headers=as_json)
        assert refused.status_code in {400, 422}
        assert says in refused.json()["title"]
        assert viewer.get(f"{API}/preferences").json()["items"] == []

    def test_has_a_bound(self, viewer: TestClient) -> None:
        too_large = viewer.put(f"{API}/preferences/a", json={"value": "x" * 70_000})
        assert too_large.json()["code"] == "preference_too_large"
        assert viewer.put(f"{API}/preferences/A b", json={"value": 1}).status_code == 422
