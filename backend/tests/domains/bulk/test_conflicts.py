"""What somebody changed between a person's look at a bulk change and the change is left, and told with both values."""

import uuid
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
from tests.domains.bulk.test_changing import API, change, counters, edit, preview, read, stock
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


class TestChangedSinceTheLook:
    def test_both_values_are_told_and_asking_again_means_it(
        self,
        world: World,
        owner: TestClient,
        browser: Browser,
        database: Database,
        settings: Settings,
        tmp_path: Path,
    ) -> None:
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

        again = owner.post(f"{API}/jobs/{done.json()['job']['id']}/retry").json()
        runtime = Runtime(database, Storage.local(tmp_path / "files"), settings)
        run_one_chunk(runtime, tenant_id=world.north.id, job_id=uuid.UUID(again["id"]), requeue=False)
        assert read(owner, assets[1])["notes"] == "In bulk"

    def test_who_did_not_look_overwrites(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 2)
        patch(owner, assets[0], notes="Meanwhile")
        assert counters(change(owner, assets, edit("notes", "In bulk")))["changed"] == 2

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
