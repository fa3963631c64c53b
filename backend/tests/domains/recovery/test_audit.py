"""The audit log: who did what, narrowed by anything, page by page, and for nobody else's eyes."""

from typing import Any

from fastapi.testclient import TestClient

from tests.conftest import Browser
from tests.domains.recovery.test_routes import app, new, patch
from tests.world import World

__all__ = ["app"]


def log(browser: TestClient, **params: Any) -> Any:
    response = browser.get("/api/v1/audit", params=params)
    assert response.status_code == 200, response.text
    return response.json()["items"]


class TestAudit:
    def test_who_may_not_manage_settings_sees_none(self, technician: TestClient, viewer: TestClient) -> None:
        assert technician.get("/api/v1/audit").status_code == 403
        assert viewer.get("/api/v1/audit").status_code == 403

    def test_another_tenant_and_another_client_see_nothing_of_it(
        self, world: World, owner: TestClient, browser: Browser
    ) -> None:
        asset = new(owner, world.north.acme)
        assert log(browser(world.south), object=asset["id"]) == []
        assert log(browser(world.north, "admin", clients=[world.north.globex]), object=asset["id"]) == []
        assert len(log(browser(world.north, "admin", clients=[world.north.acme]), object=asset["id"])) > 0

    def test_an_entry_says_who_what_and_from_what_to_what(self, world: World, owner: TestClient) -> None:
        asset = new(owner, world.north.acme, name="Old")
        patch(owner, asset, name="<b>New</b>")

        entry = log(owner, object=asset["id"])[0]

        assert (entry["noun"], entry["label"], entry["operation"], entry["client"]) == (
            "asset",
            "<b>New</b>",
            "update",
            "Acme",
        )
        assert (entry["actor"]["label"], entry["origin"]) == ("Kim Doe", "ui")
        assert entry["changes"] == [{"field": "name", "label": "Name", "before": "Old", "after": "<b>New</b>"}]

    def test_it_is_narrowed_by_anything(self, world: World, owner: TestClient, browser: Browser) -> None:
        asset = new(owner, world.north.acme, name="Old", os="Windows 10")
        other = browser(world.north, "technician")
        patch(other, asset, os="Windows 11")
        newest = log(owner)[0]
        by = newest["actor"]["id"]

        assert {each["actor"]["id"] for each in log(owner, actor=by)} == {by}
        assert {each["operation"] for each in log(owner, operation="insert")} == {"insert"}
        assert log(owner, origin="import") == []
        assert len(log(owner, field="os", object=asset["id"])) == 2
        assert {each["client"] for each in log(owner, client=str(world.north.acme))} == {"Acme"}
        assert log(owner, change_set=newest["change_set_id"])[0]["id"] == newest["id"]
        assert log(owner, to="2020-01-01T00:00:00Z") == []
        assert log(owner, **{"from": "2099-01-01T00:00:00Z"}) == []

    def test_pages_hold_every_entry_once(self, world: World, owner: TestClient) -> None:
        for _ in range(4):
            new(owner, world.north.acme)
        whole = [each["id"] for each in log(owner, limit=500)]
        seen: list[int] = []
        cursor = None
        while True:
            page = owner.get("/api/v1/audit", params={"limit": 7, **({"cursor": cursor} if cursor else {})}).json()
            seen += [each["id"] for each in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert seen == whole
