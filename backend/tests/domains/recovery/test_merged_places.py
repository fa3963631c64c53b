"""What comes back belongs to the location or contact that its own was merged into since."""

import uuid
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.conftest import Browser
from tests.domains.recovery.test_deleted import remove, restore
from tests.domains.recovery.test_moments import moment
from tests.domains.recovery.test_routes import new, patch
from tests.domains.recovery.test_undoing import last_change_set
from tests.world import TenantWorld, World

API = "/api/v1"
#: Path, and field of an asset.
KINDS = [("locations", "location"), ("contacts", "assigned_to")]
HOSTILE = "<b>'; drop table locations --"


def made(page: TestClient, tenant: TenantWorld, kind: str, name: str) -> str:
    answer = page.post(f"{API}/{kind}", json={"client_id": str(tenant.acme), "name": name})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def merge(page: TestClient, kind: str, survivor: str, *others: str) -> str:
    answer = page.post(f"{API}/{kind}/{survivor}/merge", json={"others": list(others)})
    assert answer.status_code == 200, answer.text
    return answer.headers["Quarterdeck-Change-Set"]


def undo(page: TestClient, change_set: Any) -> Any:
    answer = page.post(f"{API}/change-sets/{change_set}/undo", json={})
    assert answer.status_code == 202, answer.text
    return answer.json()["counts"]


def moved_asset(world: World, page: TestClient, field: str, first: str, away: str) -> tuple[Any, uuid.UUID]:
    """An asset that went from one place to another, and the change set of that."""
    asset = new(page, world.north.acme, **{field: first})
    patch(page, asset, **{field: away})
    return asset, last_change_set(world, world.north)


def where(page: TestClient, asset: Any, field: str) -> Any:
    return (page.get(f"{API}/assets/{asset['id']}").json()[field] or {}).get("id")


@pytest.mark.parametrize(("kind", "field"), KINDS, ids=[each[0] for each in KINDS])
class TestFollowing:
    def test_a_deleted_asset_comes_back_to_the_last_of_a_chain(
        self, world: World, owner: TestClient, browser: Browser, kind: str, field: str
    ) -> None:
        first, second, last = (made(owner, world.north, kind, name) for name in (HOSTILE, "Same", "Last"))
        asset = new(owner, world.north.acme, **{field: first})
        stranger = browser(world.south, "owner")
        theirs = made(stranger, world.south, kind, HOSTILE)
        other = new(stranger, world.south.acme, **{field: theirs})
        remove(owner, asset)
        remove(stranger, other)
        merge(owner, kind, second, first)
        merge(owner, kind, last, second)

        assert restore(owner)["restored"] == 1
        assert restore(stranger)["restored"] == 1

        assert where(owner, asset, field) == last
        assert where(stranger, other, field) == theirs, "nothing of another tenant's merges"

    def test_those_of_one_name_are_told_apart(self, world: World, owner: TestClient, kind: str, field: str) -> None:
        first, last = made(owner, world.north, kind, "Twin"), made(owner, world.north, kind, "Other")
        if kind == "contacts":
            last = made(owner, world.north, kind, "Twin")
        asset = new(owner, world.north.acme, **{field: first})
        remove(owner, asset)
        merge(owner, kind, last, first)

        assert restore(owner)["restored"] == 1
        assert where(owner, asset, field) == last

    def test_an_undone_move_goes_where_its_own_went(
        self, world: World, owner: TestClient, kind: str, field: str
    ) -> None:
        first, away, last = (made(owner, world.north, kind, name) for name in ("First", "Away", "Last"))
        asset, moved = moved_asset(world, owner, field, first, away)
        merge(owner, kind, last, first)

        preview = owner.get(f"{API}/change-sets/{moved}/undo").json()
        assert (preview["restorable"], preview["blocked"]) == (1, 0)
        assert [each["then"] for each in preview["samples"][0]["changes"]] == [last]
        assert undo(owner, moved)["restored"] == 1
        assert where(owner, asset, field) == last

    def test_what_it_was_moved_to_is_known_when_that_was_merged(
        self, world: World, owner: TestClient, kind: str, field: str
    ) -> None:
        first, away, last = (made(owner, world.north, kind, name) for name in ("First", "Away", "Last"))
        asset, moved = moved_asset(world, owner, field, first, away)
        merge(owner, kind, last, away)
        assert where(owner, asset, field) == last

        assert owner.get(f"{API}/change-sets/{moved}/undo").json()["changed_since"] == 0
        assert undo(owner, moved)["restored"] == 1
        assert where(owner, asset, field) == first

    def test_the_undo_of_the_merge_itself_brings_its_own_back(
        self, world: World, owner: TestClient, kind: str, field: str
    ) -> None:
        first, last = made(owner, world.north, kind, "First"), made(owner, world.north, kind, "Last")
        asset = new(owner, world.north.acme, **{field: first})
        merged = merge(owner, kind, last, first)

        preview = owner.get(f"{API}/change-sets/{merged}/undo").json()
        assert preview["restorable"] == 3
        changes = {sample["label"]: sample["changes"] for sample in preview["samples"]}["Last"]
        assert [(each["label"], each["now"], each["then"]) for each in changes] == [
            ("Names merged into it", ["first"], [])
        ]
        assert undo(owner, merged)["restored"] == 3
        assert where(owner, asset, field) == first
        remove(owner, asset)
        assert restore(owner)["restored"] == 1
        assert where(owner, asset, field) == first, "it is there again, so nothing follows"

    def test_it_is_refused_when_the_one_that_stayed_is_gone_too(
        self, world: World, owner: TestClient, kind: str, field: str
    ) -> None:
        first, last = made(owner, world.north, kind, "First"), made(owner, world.north, kind, "Last")
        asset = new(owner, world.north.acme, **{field: first})
        remove(owner, asset)
        merge(owner, kind, last, first)
        gone = owner.delete(f"{API}/{kind}/{last}", headers={"If-Match": "*"})
        assert gone.status_code == 204, gone.text

        done = restore(owner)

        assert (done["restored"], [each["code"] for each in done["problems"]]) == (0, ["missing"])
        noun = kind.removesuffix("s")
        assert done["problems"][0]["message"] == f"The {noun} it belonged to is not there any more."

    def test_one_field_goes_back_to_a_moment(self, world: World, owner: TestClient, kind: str, field: str) -> None:
        first, last, away = (made(owner, world.north, kind, name) for name in ("First", "Last", "Away"))
        asset = new(owner, world.north.acme, **{field: first})
        at = moment(world)
        patch(owner, asset, **{field: away})
        merge(owner, kind, last, first)

        answer = owner.post(f"{API}/assets/{asset['id']}/restore", json={"at": at, "fields": [field]})

        assert answer.status_code == 200, answer.text
        assert where(owner, asset, field) == last


class TestClientScope:
    def test_who_sees_one_client_follows_its_merges_and_no_others(
        self, world: World, owner: TestClient, browser: Browser
    ) -> None:
        first, last = made(owner, world.north, "locations", "First"), made(owner, world.north, "locations", "Last")
        here = new(owner, world.north.acme, location=first)
        elsewhere = new(owner, world.north.globex)
        remove(owner, here, elsewhere)
        merge(owner, "locations", last, first)
        scoped = browser(world.north, "technician", clients=[world.north.acme])

        assert restore(scoped)["restored"] == 1
        assert where(scoped, here, "location") == last
        assert owner.get(f"{API}/assets/{elsewhere['id']}").status_code == 404
