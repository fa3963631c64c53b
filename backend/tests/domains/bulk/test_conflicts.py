"""What somebody changed between a person's look at a bulk change and the change is left, and told with both values."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.assets.service import update_asset
from quarterdeck.domains.jobs.chunks import run_one_chunk
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage
from tests.conftest import Browser
from tests.domains.bulk.test_changing import API, change, counters, edit, preview, read, select, stock
from tests.domains.bulk.test_changing import HOSTILE as RAW
from tests.world import World

#: Without what is taken out of every text.
HOSTILE = RAW.replace("\u202e", "")


def patch(page: TestClient, asset: str, **values: Any) -> None:
    answer = page.patch(f"{API}/assets/{asset}", json=values, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


def look(page: TestClient, assets: list[str], *edits: dict[str, Any]) -> str:
    answer = preview(page, assets, *edits)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["look"])


def told(page: TestClient, answer: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = page.get(f"{API}/jobs/{answer.json()['job']['id']}/errors").json()["items"]
    return items


@pytest.fixture
def again(
    world: World, owner: TestClient, database: Database, settings: Settings, tmp_path: Path
) -> Callable[..., dict[str, int]]:
    """Ask for what a job left once more, do it, and say what came of it."""
    runtime = Runtime(database, Storage.local(tmp_path / "files"), settings)

    def ask(done: Any, **choice: Any) -> dict[str, int]:
        answer = owner.post(f"{API}/jobs/{done.json()['job']['id']}/retry", json=choice)
        assert answer.status_code == 202, answer.text
        run_one_chunk(runtime, tenant_id=world.north.id, job_id=uuid.UUID(answer.json()["id"]), requeue=False)
        told: dict[str, int] = owner.get(f"{API}/jobs/{answer.json()['id']}").json()["counters"]
        return told

    return ask


def conflicts(page: TestClient, answer: Any, **asked: Any) -> dict[str, Any]:
    found = page.get(f"{API}/bulk/{answer.json()['job']['id']}/conflicts", params=asked)
    assert found.status_code == 200, found.text
    read: dict[str, Any] = found.json()
    return read


class TestChangedSinceTheLook:
    def test_both_values_are_told(self, world: World, owner: TestClient, browser: Browser) -> None:
        assets = stock(world, world.north, 3, notes="Seen")
        wanted = edit("notes", "In bulk")
        seen = look(owner, assets, wanted)
        patch(browser(world.north, "technician"), assets[1], notes=HOSTILE)

        done = change(owner, assets, wanted, look=seen)

        assert (counters(done)["changed"], counters(done)["skipped"]) == (2, 1)
        assert [read(owner, each)["notes"] for each in assets] == ["In bulk", HOSTILE, "In bulk"]
        (error,) = told(owner, done)
        assert (error["code"], error["message"]) == (
            "changed_since_look",
            "Notes: Kim Doe changed it since you looked.",
        )
        (conflict,) = error["data"]["conflicts"]
        assert (conflict["field"], conflict["seen"], conflict["now"]) == ("notes", "Seen", HOSTILE)
        assert (conflict["by"], conflict["at"] is not None) == ("Kim Doe", True)

    def test_who_did_not_look_overwrites(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 2)
        patch(owner, assets[0], notes="Meanwhile")
        assert counters(change(owner, assets, edit("notes", "In bulk")))["changed"] == 2

    def test_who_looked_may_say_that_it_is_meant_all_the_same(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 2)
        seen = look(owner, assets, edit("notes", "In bulk"))
        patch(owner, assets[0], notes="Meanwhile")
        done = change(owner, assets, edit("notes", "In bulk"), look=seen, conflicts="overwrite")
        assert counters(done)["changed"] == 2

    def test_what_follows_a_move_counts_as_well(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 2)
        wanted = edit("client", str(world.north.globex))
        seen = look(owner, assets, wanted)
        patch(owner, assets[0], location=str(world.north.acme_leeds))
        done = change(owner, assets, wanted, look=seen)
        assert (counters(done)["changed"], counters(done)["skipped"]) == (1, 1)
        (conflict,) = told(owner, done)[0]["data"]["conflicts"]
        assert (conflict["seen"], conflict["now_label"], conflict["wanted"]) == (None, "Leeds", None)

    def test_other_fields_and_what_was_changed_back_are_no_conflict(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 2, notes="Seen")
        seen = look(owner, assets, edit("notes", "In bulk"))
        patch(owner, assets[0], name="Renamed")
        patch(owner, assets[1], notes="Meanwhile")
        patch(owner, assets[1], notes="Seen")
        assert counters(change(owner, assets, edit("notes", "In bulk"), look=seen))["changed"] == 2

    def test_who_began_before_the_look_and_ended_after_it_was_not_seen(self, world: World, owner: TestClient) -> None:
        (asset,) = stock(world, world.north, 1, notes="Seen")
        actor = world.north.actor
        with world.database.session_for(actor) as session:
            update_asset(session, actor, uuid.UUID(asset), {"notes": "Unseen"}, expected_version=None)
            seen = look(owner, [asset], edit("notes", "In bulk"))
        done = change(owner, [asset], edit("notes", "In bulk"), look=seen)
        assert counters(done)["skipped"] == 1
        assert told(owner, done)[0]["data"]["conflicts"][0]["now"] == "Unseen"

    @pytest.mark.parametrize("field", ["graphics", "cf.rack", "location"])
    def test_fields_of_every_home(self, world: World, owner: TestClient, field: str) -> None:
        owner.post(f"{API}/custom-fields", json={"label": "Rack", "key": "rack", "kind": "text"})
        assets = stock(world, world.north, 2)
        leeds = str(world.north.acme_leeds)
        meanwhile, wanted = (leeds, None) if field == "location" else ("Meanwhile", "In bulk")
        action = edit(field, wanted) if wanted else edit(field, action="clear")
        if field == "location":
            patch(owner, assets[1], location=leeds)
        seen = look(owner, assets, action)
        patch(owner, assets[0], **{field: meanwhile})
        done = change(owner, assets, action, look=seen)
        assert (counters(done)["changed"], counters(done)["skipped"]) == (1, 1)
        assert told(owner, done)[0]["data"]["conflicts"][0]["now"] == meanwhile

    @pytest.mark.parametrize("token", ["", "x", "bG9vaw==", HOSTILE])
    def test_a_look_that_is_none_is_refused(self, world: World, owner: TestClient, token: str) -> None:
        assets = stock(world, world.north, 1)
        answer = change(owner, assets, edit("notes", "In bulk"), look=token)
        assert (answer.status_code, answer.json()["code"]) == (422, "look_invalid")


def start_delete(page: TestClient, assets: list[str], **more: Any) -> Any:
    """A look at the deletion, then `more` of it by somebody else's hand, and the deletion."""
    selection = select(page, assets)
    body = {"selection": selection, "operation": {"kind": "delete"}}
    seen = page.post(f"{API}/bulk/preview", json=body).json()["look"]
    for asset, values in more.pop("meanwhile", {}).items():
        patch(page, asset, **values)
    return page.post(f"{API}/bulk", json={**body, "confirmed_count": len(assets), "look": seen, **more})


class TestDeleting:
    @pytest.mark.parametrize(
        ("field", "value"), [("notes", HOSTILE), ("graphics", "Changed"), ("status", "deployed"), ("tags", ["vip"])]
    )
    def test_what_somebody_changed_since_is_left_and_told(
        self, world: World, owner: TestClient, field: str, value: object
    ) -> None:
        assets = stock(world, world.north, 3)
        done = start_delete(owner, assets, meanwhile={assets[1]: {field: value}})
        assert (counters(done)["changed"], counters(done)["skipped"]) == (2, 1)
        (error,) = told(owner, done)
        assert (error["code"], error["data"]["asset_id"]) == ("changed_since_look", assets[1])
        (conflict,) = error["data"]["conflicts"]
        assert (conflict["field"], conflict["now"], conflict["wanted"]) == (field, value, None)
        (listed,) = conflicts(owner, done)["items"]
        assert (listed["asset_id"], listed["fields"][0]["now"]) == (assets[1], value)

    def test_that_a_device_was_heard_of_keeps_nobody_from_it(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 2)
        done = start_delete(owner, assets, meanwhile={assets[0]: {"last_seen": "2026-01-01T10:00:00Z"}})
        assert counters(done)["changed"] == 2

    def test_it_may_be_meant_all_the_same(
        self, world: World, owner: TestClient, again: Callable[..., dict[str, int]]
    ) -> None:
        assets = stock(world, world.north, 3)
        first = {"meanwhile": {assets[0]: {"notes": "Meanwhile"}}}
        assert counters(start_delete(owner, assets[:2], **first, conflicts="overwrite"))["changed"] == 2
        done = start_delete(owner, assets[2:], meanwhile={assets[2]: {"notes": "Meanwhile"}})
        assert again(done, conflicts="overwrite")["changed"] == 1
        assert conflicts(owner, done)["items"] == []


class TestDecidingAboutConflicts:
    def test_they_are_listed_with_names_and_as_they_stand_now(
        self, world: World, owner: TestClient, browser: Browser
    ) -> None:
        assets = stock(world, world.north, 4)
        for asset in assets:
            patch(owner, asset, location=str(world.north.acme_leeds))
        wanted = edit("location", action="clear")
        seen = look(owner, assets, wanted)
        kim = browser(world.north, "technician")
        body = {"client_id": str(world.north.acme), "name": HOSTILE}
        elsewhere = str(owner.post(f"{API}/locations", json=body).json()["id"])
        for asset in assets:
            patch(kim, asset, location=elsewhere)
        done = change(owner, assets, wanted, look=seen)
        patch(kim, assets[0], location=str(world.north.acme_leeds))

        page = conflicts(owner, done, limit=3)
        rest = conflicts(owner, done, limit=3, cursor=page["next_cursor"])

        listed = [*page["items"], *rest["items"]]
        assert sorted(each["asset_id"] for each in listed) == sorted(assets[1:])
        assert rest["next_cursor"] is None
        assert {each["client"] for each in listed} == {"Acme"}
        (field,) = listed[0]["fields"]
        assert (field["seen_label"], field["now"], field["now_label"]) == ("Leeds", elsewhere, HOSTILE)
        assert (field["by"], field["wanted"], field["wanted_label"]) == ("Kim Doe", None, None)
        assert field["at"] is not None

    def test_by_itself_asking_again_leaves_them(
        self, world: World, owner: TestClient, again: Callable[..., dict[str, int]]
    ) -> None:
        assets = stock(world, world.north, 2)
        seen = look(owner, assets, edit("notes", "In bulk"))
        patch(owner, assets[0], notes="Meanwhile")
        done = change(owner, assets, edit("notes", "In bulk"), look=seen)
        assert again(done)["skipped"] == 1
        assert read(owner, assets[0])["notes"] == "Meanwhile"
        assert again(done, conflicts="overwrite")["changed"] == 1
        assert read(owner, assets[0])["notes"] == "In bulk"
        assert conflicts(owner, done)["items"] == []

    def test_what_was_changed_again_behind_the_list_is_left(
        self, world: World, owner: TestClient, again: Callable[..., dict[str, int]]
    ) -> None:
        assets = stock(world, world.north, 2)
        seen = look(owner, assets, edit("notes", "In bulk"))
        for asset in assets:
            patch(owner, asset, notes="Meanwhile")
        done = change(owner, assets, edit("notes", "In bulk"), look=seen)
        listed = conflicts(owner, done)
        patch(owner, assets[0], notes="Once more")

        told = again(done, conflicts="overwrite", look=listed["look"])

        assert (told["changed"], told["skipped"]) == (1, 1)
        assert [read(owner, each)["notes"] for each in assets] == ["Once more", "In bulk"]

    def test_only_the_chosen_ones_are_overwritten(
        self, world: World, owner: TestClient, again: Callable[..., dict[str, int]]
    ) -> None:
        assets = stock(world, world.north, 4)
        seen = look(owner, assets[:3], edit("notes", "In bulk"))
        for asset in assets[:3]:
            patch(owner, asset, notes="Meanwhile")
        done = change(owner, assets[:3], edit("notes", "In bulk"), look=seen)

        # What the job never had to do with is not among what it left.
        told = again(done, conflicts="overwrite", items=[assets[1], assets[3]])

        assert (told["changed"], told["skipped"], told["total"]) == (1, 0, 1)
        assert [read(owner, each)["notes"] for each in assets[:3]] == ["Meanwhile", "In bulk", "Meanwhile"]
        assert read(owner, assets[3])["notes"] != "In bulk"
        assert len(conflicts(owner, done)["items"]) == 2

    def test_a_job_is_asked_for_again_once_at_a_time(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 1)
        seen = look(owner, assets, edit("notes", "In bulk"))
        patch(owner, assets[0], notes="Meanwhile")
        path = f"{API}/jobs/{change(owner, assets, edit('notes', 'In bulk'), look=seen).json()['job']['id']}/retry"
        assert owner.post(path, json={"look": "none"}).json()["code"] == "look_invalid"
        assert owner.post(path).status_code == 202
        refused = owner.post(path)
        assert (refused.status_code, refused.json()["code"]) == (409, "job_retried")
