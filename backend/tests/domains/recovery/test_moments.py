"""What an asset was at a moment, what differs between two, and going back to one."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi.testclient import TestClient

from tests.conftest import Browser
from tests.domains.recovery.test_routes import new, patch
from tests.domains.recovery.test_undoing import last_change_set, record_of
from tests.world import World


def moment(world: World) -> str:
    """The database's clock, which stamps the changes."""
    with world.database.session_for(world.north.actor) as session:
        row = session.raw.execute("select clock_timestamp()").fetchone()
    assert row is not None
    return str(row[0].isoformat())


def get(browser: TestClient, asset: Any, what: str, **params: str) -> Any:
    response = browser.get(f"/api/v1/assets/{asset['id']}/{what}", params=params)
    assert response.status_code == 200, response.text
    return response.json()


class TestAsOf:
    def test_the_values_of_then(self, world: World, owner: TestClient) -> None:
        before = moment(world)
        asset = new(owner, world.north.acme, name="Old", os="Windows 10", location=str(world.north.acme_leeds))
        first = moment(world)
        patch(owner, asset, name="New", os="Windows 11", location=None)
        second = moment(world)
        owner.delete(f"/api/v1/assets/{asset['id']}", headers={"If-Match": "*"})

        then = get(owner, asset, "as-of", at=first)
        assert (then["exists"], then["type"], then["values"]["name"], then["values"]["os"]) == (
            True,
            "workstation",
            "Old",
            "Windows 10",
        )
        assert then["values"]["location"]["label"] == "Leeds"
        assert then["labels"]["os"] == "Operating system"
        assert get(owner, asset, "as-of", at=second)["values"]["name"] == "New"
        assert get(owner, asset, "as-of", at=before)["exists"] is False
        assert get(owner, asset, "as-of", at=moment(world))["exists"] is False

        compared = get(owner, asset, "compare", **{"from": first, "to": second})["changes"]
        assert {(each["field"], str(each["after"])) for each in compared} == {
            ("name", "New"),
            ("os", "Windows 11"),
            ("location", "None"),
        }

    def test_at_the_moment_of_its_creation_it_is_there(self, world: World, owner: TestClient) -> None:
        asset = new(owner, world.north.acme, name="Old")
        made = owner.get(f"/api/v1/assets/{asset['id']}/history").json()["items"][-1]["at"]
        sooner = (datetime.fromisoformat(made) - timedelta(microseconds=1)).isoformat()
        patch(owner, asset, name="New")
        assert get(owner, asset, "as-of", at=made)["values"]["name"] == "Old"
        assert get(owner, asset, "as-of", at=sooner)["exists"] is False
        compared = get(owner, asset, "compare", **{"from": made})["changes"]
        assert [(each["field"], each["before"], each["after"]) for each in compared] == [("name", "Old", "New")]

    def test_who_changed_each_field_last_is_told(self, world: World, owner: TestClient) -> None:
        asset = new(owner, world.north.acme, name="Old", notes="old", os="Windows 10")
        first = moment(world)
        patch(owner, asset, name="New", os="Windows 11")
        sooner = str(last_change_set(world, world.north))
        patch(owner, asset, notes="new", name="Newer")
        later = str(last_change_set(world, world.north))
        second = moment(world)
        patch(owner, asset, os="Windows 12")

        def last(**between: str) -> dict[str, str]:
            changes = get(owner, asset, "compare", **between)["changes"]
            assert {each["last"]["by"] for each in changes} == {"Kim Doe"}
            return {each["field"]: each["last"]["change_set_id"] for each in changes}

        assert last(**{"from": first, "to": second}) == {"name": later, "notes": later, "os": sooner}
        assert last(**{"from": second, "to": first}) == last(**{"from": first, "to": second})
        assert last(**{"from": second}) == {"os": str(last_change_set(world, world.north))}

    def test_strangers_find_nothing(self, world: World, owner: TestClient, browser: Browser) -> None:
        asset = new(owner, world.north.acme)
        for stranger in (browser(world.south), browser(world.north, "technician", clients=[world.north.globex])):
            for path in (f"as-of?at={_later()}", f"compare?from={_later()}"):
                assert stranger.get(f"/api/v1/assets/{asset['id']}/{path}").status_code == 404
            answer = stranger.post(f"/api/v1/assets/{asset['id']}/restore", json={"at": moment(world)})
            assert answer.status_code == 404


def _later() -> str:
    return (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")


class TestRestore:
    def test_the_whole_asset_with_its_type_and_identifiers(self, world: World, owner: TestClient) -> None:
        asset = new(owner, world.north.acme, name="Old", serial="ABC-12345", graphics="RTX", mac=["aa:bb:cc:00:11:22"])
        before, at = record_of(world, world.north), moment(world)
        patch(owner, asset, name="New", serial="XYZ-98765", type="server")

        done = owner.post(f"/api/v1/assets/{asset['id']}/restore", json={"at": at})

        assert done.status_code == 200, done.text
        assert record_of(world, world.north) == before
        undone = owner.post(f"/api/v1/change-sets/{done.json()['change_set_id']}/undo", json={})
        assert undone.json()["state"] == "done"
        assert owner.get(f"/api/v1/assets/{asset['id']}").json()["name"] == "New"

    def test_a_deleted_asset(self, world: World, owner: TestClient) -> None:
        asset = new(owner, world.north.acme, name="Gone <b>", tag="T-1", serial="ABC-12345", os="Windows 10")
        before, at = record_of(world, world.north), moment(world)
        owner.delete(f"/api/v1/assets/{asset['id']}", headers={"If-Match": "*"})
        (listed,) = owner.get("/api/v1/deleted-assets?q=abc-123").json()["items"]
        assert (listed["name"], listed["client"], listed["deleted_by"]) == ("Gone <b>", "Acme", "Kim Doe")
        assert owner.get("/api/v1/deleted-assets?q=nothing").json()["items"] == []

        assert owner.post(f"/api/v1/assets/{asset['id']}/restore", json={"at": at}).status_code == 200

        assert record_of(world, world.north) == before
        assert owner.get("/api/v1/deleted-assets").json()["items"] == []

    def test_some_fields(self, world: World, owner: TestClient) -> None:
        asset = new(owner, world.north.acme, name="Old", serial="ABC-12345")
        at = moment(world)
        patch(owner, asset, name="New", serial="XYZ-98765")

        owner.post(f"/api/v1/assets/{asset['id']}/restore", json={"at": at, "fields": ["serial"]})

        found = owner.get(f"/api/v1/assets/{asset['id']}").json()
        assert (found["name"], found["serial"]) == ("New", "ABC-12345")
        current = {(each["kind"], each["value"]) for each in found["identifiers"] if each["is_current"]}
        assert ("serial", "ABC12345") in current

    def test_before_it_existed_and_where_the_tag_is_taken(self, world: World, owner: TestClient) -> None:
        early = moment(world)
        asset = new(owner, world.north.acme, tag="T-1")
        at = moment(world)
        answer = owner.post(f"/api/v1/assets/{asset['id']}/restore", json={"at": early})
        assert (answer.status_code, answer.json()["code"]) == (409, "restore_refused")
        owner.delete(f"/api/v1/assets/{asset['id']}", headers={"If-Match": "*"})
        new(owner, world.north.acme, tag="T-1")
        answer = owner.post(f"/api/v1/assets/{asset['id']}/restore", json={"at": at})
        assert answer.json()["title"] == "Something else has taken the same tag since."

    def test_deleted_assets_come_page_by_page(self, world: World, owner: TestClient) -> None:
        made = [new(owner, world.north.acme) for _ in range(3)]
        for asset in made:
            owner.delete(f"/api/v1/assets/{asset['id']}", headers={"If-Match": "*"})
        seen: list[str] = []
        cursor = None
        while True:
            page = owner.get(
                "/api/v1/deleted-assets", params={"limit": 2, **({"cursor": cursor} if cursor else {})}
            ).json()
            seen += [each["id"] for each in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert seen == [asset["id"] for asset in reversed(made)]


class TestHistoryFilters:
    def test_by_actor_origin_and_field(self, world: World, owner: TestClient, browser: Browser) -> None:
        asset = new(owner, world.north.acme, name="1", os="Windows 10")
        patch(owner, asset, name="2")
        other = browser(world.north, "technician")
        patch(other, asset, os="Windows 11")

        def entries(**params: str) -> list[set[str]]:
            found = owner.get(f"/api/v1/assets/{asset['id']}/history", params=params).json()["items"]
            return [{change["field"] for change in each["changes"]} for each in found]

        assert entries(field="os")[0] == {"os"}
        assert len(entries(field="os")) == 2
        assert len(entries(field="name")) == 2
        assert entries(field="cf.nothing") == []
        assert entries(origin="import") == []
        assert len(entries(origin="ui")) == 3
        latest = owner.get(f"/api/v1/assets/{asset['id']}/history").json()["items"][0]["actor"]["id"]
        assert entries(actor=latest) == [{"os"}]
        assert entries(actor=str(uuid.uuid4())) == []

    def test_by_time(self, world: World, owner: TestClient) -> None:
        asset = new(owner, world.north.acme, name="1")
        middle = moment(world)
        patch(owner, asset, name="2")

        def operations(**params: str) -> list[str]:
            return [each["operation"] for each in get(owner, asset, "history", **params)["items"]]

        assert operations(**{"from": middle}) == ["updated"]
        assert operations(to=middle) == ["created"]

    def test_the_moment_before_an_entry_shows_what_it_changed(self, world: World, owner: TestClient) -> None:
        asset = new(owner, world.north.acme, name="1")
        patch(owner, asset, name="2")
        newest = get(owner, asset, "history")["items"][0]
        assert get(owner, asset, "as-of", at=newest["before_at"])["values"]["name"] == "1"
        assert get(owner, asset, "as-of", at=newest["at"])["values"]["name"] == "2"

    def test_whom_it_can_be_narrowed_to(self, world: World, owner: TestClient, browser: Browser) -> None:
        asset = new(owner, world.north.acme)
        patch(browser(world.north, "technician"), asset, name="2")
        found = get(owner, asset, "history/facets")
        by = {each["actor"]["id"] for each in get(owner, asset, "history")["items"]}
        assert ({each["id"] for each in found["actors"]}, found["origins"]) == (by, ["ui"])
        for stranger in (browser(world.south), browser(world.north, "technician", clients=[world.north.globex])):
            assert stranger.get(f"/api/v1/assets/{asset['id']}/history/facets").status_code == 404
