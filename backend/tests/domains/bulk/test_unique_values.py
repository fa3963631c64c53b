"""Bulk changes of a field of which no two assets have the same value: an outcome for each asset."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from fastapi.testclient import TestClient

from quarterdeck.domains.assets.service.assets import update_asset
from quarterdeck.platform.db.session import Database
from tests.domains.assets.test_unique_fields import wait_for_a_lock
from tests.domains.bulk.test_changing import API, HOSTILE, change, counters, edit, preview, read, stock
from tests.world import World


def declare(page: TestClient) -> None:
    made = page.post(f"{API}/custom-fields", json={"label": "Licence", "kind": "text", "is_unique": True})
    assert made.status_code == 201, made.text


def left(page: TestClient, done: Any) -> list[tuple[str, str, str]]:
    errors = page.get(f"{API}/jobs/{done.json()['job']['id']}/errors").json()["items"]
    return [(each["data"]["tag"], each["code"], each["message"]) for each in errors]


class TestUniqueValues:
    def test_the_first_gets_it_and_the_others_are_told_of_it(self, world: World, owner: TestClient) -> None:
        declare(owner)
        assets = stock(world, world.north, 3)

        seen = preview(owner, assets, edit("cf.licence", HOSTILE)).json()
        done = change(owner, assets, edit("cf.licence", HOSTILE))

        assert (seen["changing"], seen["blocked"]) == (1, 2)
        assert counters(done) == {
            "changed": 1,
            "unchanged": 0,
            "done": 1,
            "skipped": 2,
            "failed": 0,
            "pending": 0,
            "total": 3,
        }
        told = left(owner, done)
        assert [each[:2] for each in told] == [("T-001", "value_taken"), ("T-002", "value_taken")]
        assert all("T-000 (WS-000) already has" in message for _, _, message in told)
        assert [len(read(owner, each)["custom"]) for each in assets] == [1, 0, 0]

    def test_who_has_it_keeps_it(self, world: World, owner: TestClient) -> None:
        declare(owner)
        assets = stock(world, world.north, 3)
        change(owner, assets[2:], edit("cf.licence", "one"))

        done = change(owner, assets[:1], edit("cf.licence", "ONE"))

        message = "Licence is unique, and T-002 (WS-002) already has 'ONE'."
        assert left(owner, done) == [("T-000", "value_taken", message)]
        assert counters(change(owner, assets[2:], edit("cf.licence", "One")))["changed"] == 1
        change(owner, assets[2:], edit("cf.licence", action="clear"))
        assert counters(change(owner, assets[:1], edit("cf.licence", "ONE")))["changed"] == 1

    def test_a_value_given_elsewhere_meanwhile_costs_one_asset_only(
        self, world: World, owner: TestClient, database: Database
    ) -> None:
        declare(owner)
        assets = stock(world, world.north, 3)
        for number, each in enumerate(assets[:2]):
            change(owner, [each], edit("cf.licence", f"old {number}"))
        actor = world.north.actor

        with ThreadPoolExecutor(1) as other:
            with database.session_for(actor) as session:
                update_asset(session, actor, uuid.UUID(assets[2]), {"cf.licence": "new 0"}, expected_version=None)
                wanted = edit("cf.licence", action="replace", find="old", replacement="new")
                changing = other.submit(change, owner, assets[:2], wanted)
                wait_for_a_lock(database)
            done = changing.result(timeout=30)

        assert counters(done)["changed"] == 1
        assert left(owner, done) == [
            ("T-000", "value_taken", "Licence is unique, and T-002 (WS-002) already has 'new 0'.")
        ]
