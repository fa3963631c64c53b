"""Mass-update templates: who sees them, what they ask, which version was run, and the way back."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.conftest import Browser
from tests.domains.bulk.test_changing import HOSTILE, counters, edit, read, select, stock
from tests.world import TenantWorld, World

API = "/api/v1"


def content(*edits: dict[str, Any], parameters: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"operation": {"kind": "edit", "edits": list(edits)}, "parameters": parameters or []}


def asked(field: str, key: str, action: str = "set") -> dict[str, Any]:
    return {"action": action, "field": field, "parameter": key}


REFRESH = content(
    edit("status", "deployed"),
    asked("client", "to_client"),
    asked("tags", "labels", "add"),
    parameters=[
        {"key": "to_client", "label": "Client"},
        {"key": "labels", "label": "Tags", "required": False, "default": ["refresh"]},
    ],
)


def make(page: TestClient, name: str = "Refresh 2026", **more: Any) -> Any:
    return page.post(f"{API}/bulk-templates", json={"name": name, **REFRESH, **more})


def run(page: TestClient, template: str, ids: list[str], path: str = "/bulk", **more: Any) -> Any:
    operation = {"kind": "template", "template": template, **more}
    return page.post(f"{API}{path}", json={"selection": select(page, ids), "operation": operation})


def names(page: TestClient) -> list[str]:
    return [each["name"] for each in page.get(f"{API}/bulk-templates").json()["items"]]


def patch(page: TestClient, template: dict[str, Any], **change: Any) -> Any:
    headers = {"If-Match": f'"{template["version"]}"'}
    return page.patch(f"{API}/bulk-templates/{template['id']}", json=change, headers=headers)


class TestWhoSeesThem:
    @pytest.mark.parametrize(
        ("sharing", "colleague", "of_acme", "of_globex"),
        [("private", False, False, False), ("client", True, True, False), ("team", True, False, False)],
    )
    def test_is_what_their_sharing_says(
        self,
        world: World,
        owner: TestClient,
        browser: Browser,
        sharing: str,
        colleague: bool,
        of_acme: bool,
        of_globex: bool,
    ) -> None:
        client = {"client_id": str(world.north.acme)} if sharing == "client" else {}
        assert make(owner, sharing=sharing, **client).status_code == 201
        told = [
            names(browser(world.north, "technician")),
            names(browser(world.north, "technician", clients=[world.north.acme])),
            names(browser(world.north, "technician", clients=[world.north.globex])),
        ]
        assert told == [["Refresh 2026"] if sees else [] for sees in (colleague, of_acme, of_globex)]
        assert names(browser(world.south, "owner")) == []

    def test_only_who_may_change_assets(self, world: World, owner: TestClient, viewer: TestClient) -> None:
        template = make(owner, sharing="team").json()["id"]
        assert viewer.get(f"{API}/bulk-templates").status_code == 403
        assert run(viewer, template, stock(world, world.north, 1)).status_code == 403

    def test_a_colleague_runs_but_does_not_change_it(self, world: World, owner: TestClient, browser: Browser) -> None:
        template = make(owner, sharing="team").json()
        technician = browser(world.north, "technician")
        refused = patch(technician, template, name="Mine now")
        assert (refused.status_code, refused.json()["code"]) == (403, "template_not_yours")
        assert template["may_edit"]
        assert not technician.get(f"{API}/bulk-templates").json()["items"][0]["may_edit"]

    def test_a_name_is_taken_once_by_each(self, world: World, owner: TestClient, browser: Browser) -> None:
        make(owner)
        assert make(owner, "  refresh  2026 ").json()["code"] == "template_name_taken"
        assert make(browser(world.north, "technician")).status_code == 201

    def test_deleting_assets_is_not_saved_by_who_may_not_delete(self, world: World, browser: Browser) -> None:
        technician = browser(world.north, "technician")
        body = {"name": "Delete them", "operation": {"kind": "delete"}}
        may = "assets:delete" in technician.get(f"{API}/me/context").json()["permissions"]
        assert technician.post(f"{API}/bulk-templates", json=body).status_code == (201 if may else 403)


class TestWriting:
    @pytest.mark.parametrize(
        ("wanted", "code"),
        [
            (content(edit("nonsense", "x")), "edits_invalid"),
            (content(asked("created", "when"), parameters=[{"key": "when", "label": "When"}]), "edits_invalid"),
            (content(asked("name", "n", "add"), parameters=[{"key": "n", "label": "N"}]), "edits_invalid"),
            (content(edit("name", "A"), asked("name", "n"), parameters=[{"key": "n", "label": "N"}]), "edits_invalid"),
            (content(asked("name", "n")), "invalid_input"),
            (content(edit("name", "A"), parameters=[{"key": "n", "label": "N"}]), "invalid_input"),
            ({**content(edit("name", "A")), "sharing": "client"}, "sharing_needs_client"),
            (content(edit("name", "a\x00b")), "invalid_input"),
            (content(edit("purchase_cost", 10**30)), "invalid_input"),
            ({**content(edit("name", "A")), "name": "y" * 10_000}, "invalid_input"),
            ({**content(edit("name", "A")), "name": "\u202e\u200b"}, "invalid_input"),
        ],
    )
    def test_what_could_never_run_is_refused(self, owner: TestClient, wanted: dict[str, Any], code: str) -> None:
        refused = owner.post(f"{API}/bulk-templates", json={"name": "T", **wanted})
        assert (refused.status_code, refused.json()["code"]) == (422, code)

    def test_its_audience_changes_together_with_the_client_that_it_names(self, world: World, owner: TestClient) -> None:
        made = make(owner).json()
        acme = str(world.north.acme)
        refused = patch(owner, made, sharing="client")
        assert (refused.status_code, refused.json()["code"]) == (422, "sharing_needs_client")
        assert patch(owner, made, client_id=acme).json()["code"] == "sharing_takes_no_client"
        shared = patch(owner, made, sharing="client", client_id=acme).json()
        assert (shared["sharing"], shared["client_id"]) == ("client", acme)
        assert patch(owner, shared, sharing="team").json()["client_id"] is None

    def test_hostile_text_comes_back_as_text(self, owner: TestClient) -> None:
        made = make(owner, HOSTILE, description=HOSTILE).json()
        assert made["name"].startswith("<script>")
        assert made["description"].startswith("<script>")

    def test_what_its_values_point_at_is_named(self, world: World, owner: TestClient, browser: Browser) -> None:
        north = world.north
        make(
            owner,
            "To Globex",
            sharing="client",
            client_id=str(north.acme),
            **content(edit("client", str(north.globex))),
        )
        assert owner.get(f"{API}/bulk-templates").json()["items"][0]["labels"] == {str(north.globex): "Globex"}
        scoped = browser(north, "technician", clients=[north.acme])
        assert scoped.get(f"{API}/bulk-templates").json()["items"][0]["labels"] == {}

    def test_every_change_is_a_version_that_can_be_taken_up_again(self, owner: TestClient) -> None:
        first = make(owner).json()
        second = patch(owner, first, content=content(edit("status", "retired"))).json()
        assert patch(owner, first, name="Late").status_code == 412

        versions = owner.get(f"{API}/bulk-templates/{first['id']}/versions").json()["items"]
        assert [each["version"] for each in versions] == [2, 1]
        assert versions[0]["operation"]["edits"] == [edit("status", "retired")]
        old = {name: versions[1][name] for name in ("operation", "parameters")}
        again = patch(owner, second, content=old).json()
        assert (again["version"], again["operation"], again["parameters"]) == (
            3,
            first["operation"],
            first["parameters"],
        )

    def test_a_deleted_one_comes_back_by_undo(self, owner: TestClient) -> None:
        made = make(owner).json()
        url = f"{API}/bulk-templates/{made['id']}"
        gone = owner.delete(url, headers={"If-Match": f'"{made["version"]}"'})
        assert (gone.status_code, owner.get(url).status_code) == (204, 404)
        change_set = gone.headers["Quarterdeck-Change-Set"]
        (seen,) = owner.get(f"{API}/audit", params={"change_set": change_set}).json()["items"]
        assert (seen["noun"], seen["label"]) == ("mass-update template", "Refresh 2026")

        undone = owner.post(f"{API}/change-sets/{change_set}/undo", json={})

        assert undone.json()["state"] == "done"
        assert owner.get(url).json()["operation"] == made["operation"]


class TestRunning:
    @pytest.fixture
    def template(self, owner: TestClient) -> dict[str, Any]:
        made: dict[str, Any] = make(owner).json()
        return made

    def test_does_what_it_says_with_what_was_asked(
        self, world: World, owner: TestClient, template: dict[str, Any]
    ) -> None:
        assets = stock(world, world.north, 2, tags=["old"])
        values = {"to_client": str(world.north.globex), "labels": ["2026"]}

        seen = run(owner, template["id"], assets, "/bulk/preview", values=values).json()
        done = run(owner, template["id"], assets, values=values, version=template["version"])

        assert (seen["changing"], seen["blocked"]) == (2, 0)
        assert counters(done)["changed"] == 2
        assert done.json()["job"]["title"] == "Refresh 2026: 2 assets"
        now = read(owner, assets[0])
        assert (now["client"]["label"], now["status"], now["tags"]) == ("Globex", "deployed", ["old", "2026"])
        undone = owner.post(f"{API}/change-sets/{done.json()['change_set_id']}/undo", json={})
        assert undone.json()["state"] == "done"
        assert read(owner, assets[0])["client"]["label"] == "Acme"

    def test_what_is_asked_must_be_said_unless_it_may_stay_open(
        self, world: World, owner: TestClient, template: dict[str, Any]
    ) -> None:
        assets = stock(world, world.north, 1, tags=["old"])
        refused = run(owner, template["id"], assets, values={"labels": ["x"], "other": 1})
        assert refused.status_code == 422
        assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [
            ("to_client", "required"),
            ("other", "unknown_parameter"),
        ]
        run(owner, template["id"], assets, values={"to_client": str(world.north.globex), "labels": []})
        assert read(owner, assets[0])["tags"] == ["old"]

    def test_with_everything_left_open_nothing_is_run(self, world: World, owner: TestClient) -> None:
        only = content(asked("notes", "n"), parameters=[{"key": "n", "label": "Notes", "required": False}])
        template = owner.post(f"{API}/bulk-templates", json={"name": "Open", **only}).json()["id"]
        refused = run(owner, template, stock(world, world.north, 1))
        assert refused.json()["code"] == "template_values_invalid"

    def test_a_template_changed_since_it_was_looked_at_is_not_run(
        self, world: World, owner: TestClient, template: dict[str, Any]
    ) -> None:
        patch(owner, template, content=content(edit("status", "retired")))
        assets = stock(world, world.north, 1)
        refused = run(owner, template["id"], assets, version=template["version"])
        assert (refused.status_code, refused.json()["code"]) == (409, "template_changed")
        assert read(owner, assets[0])["status"] == "in_stock"

    def test_one_whose_field_is_gone_opens_and_says_so(self, world: World, owner: TestClient) -> None:
        field = owner.post(f"{API}/custom-fields", json={"label": "Rack", "key": "rack", "kind": "number"}).json()
        template = owner.post(f"{API}/bulk-templates", json={"name": "T", **content(edit("cf.rack", 3))}).json()["id"]
        owner.delete(f"{API}/custom-fields/{field['id']}", headers={"If-Match": f'"{field["version"]}"'})

        assert owner.get(f"{API}/bulk-templates/{template}").status_code == 200
        assert run(owner, template, stock(world, world.north, 1)).json()["code"] == "edits_invalid"

    def test_a_strangers_template_is_none(self, world: World, owner: TestClient, browser: Browser) -> None:
        theirs = make(browser(world.south, "owner"), sharing="team").json()["id"]
        refused = run(owner, theirs, stock(world, world.north, 1))
        assert (refused.status_code, refused.json()["code"]) == (404, "template_not_found")


def test_the_values_of_another_client_are_refused(world: World, browser: Browser) -> None:
    """Who sees Acme alone can't move assets to Globex, whatever the template asks."""
    tenant: TenantWorld = world.north
    scoped = browser(tenant, "technician", clients=[tenant.acme])
    template = make(scoped).json()["id"]
    refused = run(scoped, template, stock(world, tenant, 1), values={"to_client": str(tenant.globex)})
    assert refused.json()["code"] == "edits_invalid"
