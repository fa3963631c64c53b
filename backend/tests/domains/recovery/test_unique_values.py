"""What comes back meets what is there: a value that only one asset can have."""

import uuid
from typing import Any

from fastapi.testclient import TestClient

from quarterdeck.domains.assets.service.assets import update_asset
from tests.domains.recovery.test_deleted import merge, remove, restore
from tests.domains.recovery.test_routes import new
from tests.domains.recovery.test_undoing import last_change_set
from tests.world import World

API = "/api/v1"
TAKEN = "A-2 has the same Licence now, which only one asset can have."


def declare(owner: TestClient, *, is_unique: bool = True) -> Any:
    body = {"label": "Licence", "kind": "text", "is_unique": is_unique}
    made = owner.post(f"{API}/custom-fields", json=body)
    assert made.status_code == 201, made.text
    return made.json()


def make_unique(owner: TestClient, field: Any) -> None:
    path = f"{API}/custom-fields/{field['id']}"
    changed = owner.patch(path, json={"is_unique": True}, headers={"If-Match": "*"})
    assert changed.status_code == 200, changed.text


def has(owner: TestClient, asset: Any) -> Any:
    return owner.get(f"{API}/assets/{asset['id']}").json()["custom"].get("licence")


def give(world: World, owner: TestClient, asset: Any, licence: str | None) -> uuid.UUID:
    changed = owner.patch(f"{API}/assets/{asset['id']}", json={"cf.licence": licence}, headers={"If-Match": "*"})
    assert changed.status_code == 200, changed.text
    return last_change_set(world, world.north)


def undo(owner: TestClient, change_set: uuid.UUID) -> Any:
    return owner.post(f"{API}/change-sets/{change_set}/undo", json={})


class TestUndo:
    def test_a_value_taken_since_stays_where_it_is(self, world: World, owner: TestClient) -> None:
        declare(owner)
        first = new(owner, world.north.acme, tag="A-1", **{"cf.licence": "one"})
        second = new(owner, world.north.acme, tag="A-2")
        emptied = give(world, owner, first, None)
        give(world, owner, second, "ONE")

        preview = owner.get(f"{API}/change-sets/{emptied}/undo").json()
        refused = undo(owner, emptied)

        assert (preview["blocked"], preview["can_undo"]) == (1, False)
        told = [(each["code"], each["message"]) for each in preview["reasons"]]
        assert told == [("value_taken", "Another asset has the same Licence now, which only one asset can have.")]
        assert refused.status_code == 409, refused.text
        assert TAKEN in refused.json()["title"]
        give(world, owner, second, None)
        assert undo(owner, emptied).status_code == 202
        assert has(owner, first) == "one"

    def test_values_that_went_round_go_back_and_round_again(self, world: World, owner: TestClient) -> None:
        declare(owner)
        assets = [new(owner, world.north.acme, tag=f"A-{each}", **{"cf.licence": f"old {each}"}) for each in range(3)]
        actor = world.north.actor
        with world.database.session_for(actor) as session:
            for form in ("on its way {}", "old {}"):
                for place, asset in enumerate(assets):
                    body = {"cf.licence": form.format((place + 1) % 3)}
                    update_asset(session, actor, uuid.UUID(asset["id"]), body, expected_version=None)
        change_set = last_change_set(world, world.north)
        assert [has(owner, each) for each in assets] == ["old 1", "old 2", "old 0"]

        undone = undo(owner, change_set)
        assert undone.status_code == 202, undone.text
        assert [has(owner, each) for each in assets] == ["old 0", "old 1", "old 2"]
        assert undo(owner, last_change_set(world, world.north)).status_code == 202
        assert [has(owner, each) for each in assets] == ["old 1", "old 2", "old 0"]

    def test_equal_values_from_before_the_declaration_come_back_to_one_only(
        self, world: World, owner: TestClient
    ) -> None:
        field = declare(owner, is_unique=False)
        assets = [new(owner, world.north.acme, tag=f"A-{each}", **{"cf.licence": "one"}) for each in range(3)]
        actor = world.north.actor
        with world.database.session_for(actor) as session:
            for asset in assets:
                update_asset(session, actor, uuid.UUID(asset["id"]), {"cf.licence": None}, expected_version=None)
        emptied = last_change_set(world, world.north)
        make_unique(owner, field)

        undone = undo(owner, emptied).json()

        assert (undone["state"], undone["counts"]["blocked"]) == ("partly_done", 2)
        assert sorted(str(has(owner, each)) for each in assets) == ["None", "None", "one"]

    def test_a_declaration_is_journalled_and_taken_back(self, world: World, owner: TestClient) -> None:
        field = declare(owner, is_unique=False)
        new(owner, world.north.acme, tag="A-1", **{"cf.licence": "one"})
        make_unique(owner, field)
        told = owner.get(f"{API}/audit").json()["items"][0]
        assert "nique" in str(told)

        assert undo(owner, last_change_set(world, world.north)).status_code == 202

        assert owner.get(f"{API}/custom-fields/{field['id']}").json()["is_unique"] is False
        new(owner, world.north.acme, tag="A-2", **{"cf.licence": "one"})
        again = undo(owner, last_change_set(world, world.north))
        assert again.status_code == 202


class TestDeletion:
    def test_a_deleted_asset_comes_back_only_without_a_rival(self, world: World, owner: TestClient) -> None:
        declare(owner)
        first = new(owner, world.north.acme, tag="A-1", **{"cf.licence": "one"})
        second = new(owner, world.north.acme, tag="A-2")
        remove(owner, first)
        give(world, owner, second, "one")

        done = restore(owner, ids=[first["id"]])

        assert (done["restored"], done["failed"]) == (0, 1)
        assert TAKEN in str(done)
        give(world, owner, second, None)
        assert restore(owner, ids=[first["id"]])["restored"] == 1
        assert has(owner, first) == "one"

    def test_a_merge_gives_the_value_to_the_survivor_and_its_undo_gives_it_back(
        self, world: World, owner: TestClient
    ) -> None:
        declare(owner)
        first = new(owner, world.north.acme, tag="A-1")
        second = new(owner, world.north.acme, tag="A-2", **{"cf.licence": "one"})

        merge(owner, first, second)
        assert has(owner, first) == "one"

        undone = undo(owner, last_change_set(world, world.north))
        assert undone.status_code == 202, undone.text
        assert (has(owner, first), has(owner, second)) == (None, "one")
