"""Merges of assets that share the survivor are taken back in any order, those of a chain the last first."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.conftest import Browser
from tests.domains.intake.test_merging import create, merge
from tests.domains.recovery.test_undoing import record_of
from tests.world import World

ORDERS = pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the first first", "the last first"])


@pytest.fixture
def three(typed_world: World, owner: TestClient) -> list[dict[str, Any]]:
    """Each with something of its own, so that the survivor takes over from both others."""
    acme = str(typed_world.north.acme)
    return [
        create(owner, client_id=acme, name="WS-0012", tag="LT-1", serial="PF2AB9X1", mac=["3c:52:82:11:22:33"],
               tags=["lab"], extension={"ram_mb": 8192}),
        create(owner, client_id=acme, name="'; drop table assets --", tag="LT-2", serial="CN7ZZ004",
               mac=["3c:52:82:99:99:99"], tags=["loan"], supplier="Dell", extension={"cpu": "i5-1145G7"}),
        create(owner, client_id=acme, name="LON-78", tag="LT-3", serial="CN7ZZ005", mac=["3c:52:82:77:77:77"],
               tags=["spare", "lab"], notes="Bought used"),
    ]  # fmt: skip


COUNTED = {"version", "updated", "updated_at", "identifiers"}


def standing(client: TestClient, assets: list[dict[str, Any]]) -> list[Any]:
    found = [client.get(f"/api/v1/assets/{each['id']}").json() for each in assets]
    known = [sorted((i["kind"], i["value"], i["is_current"]) for i in each["identifiers"]) for each in found]
    values = [{name: value for name, value in each.items() if name not in COUNTED} for each in found]
    return [values, known]


def edit(client: TestClient, asset: Any, **values: Any) -> None:
    answer = client.patch(f"/api/v1/assets/{asset['id']}", json=values, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


def undone(client: TestClient, merged: Any) -> Any:
    answer = client.post(f"/api/v1/change-sets/{merged.headers['Quarterdeck-Change-Set']}/undo", json={})
    assert answer.status_code == 202, answer.text
    return answer.json()


@ORDERS
class TestTakingBack:
    def test_two_merges_into_one(self, three: Any, owner: TestClient, order: tuple[int, int]) -> None:
        stays, first, second = three
        before = standing(owner, three)
        merges = [merge(owner, stays, first), merge(owner, stays, second)]

        for place in order:
            done = undone(owner, merges[place])
            assert (done["state"], done["problems"]) == ("done", [])

        assert standing(owner, three) == before


class TestChain:
    """The first went into the middle one, which went into the last, with edits between."""

    @pytest.fixture
    def chain(self, three: Any, owner: TestClient) -> tuple[list[Any], list[str]]:
        """What stood before, and the change sets of both merges."""
        last, middle, first = three
        before = standing(owner, three)
        into_middle = merge(owner, middle, first).headers["Quarterdeck-Change-Set"]
        edit(owner, middle, supplier="Lenovo", tags=["vip"])
        into_last = merge(owner, last, middle, reason="Same box").headers["Quarterdeck-Change-Set"]
        edit(owner, last, notes="Written since")
        return before, [into_middle, into_last]

    def preview(self, client: TestClient, change_set: str) -> Any:
        return client.get(f"/api/v1/change-sets/{change_set}/undo").json()

    def undo(self, client: TestClient, change_set: str, **body: Any) -> Any:
        return client.post(f"/api/v1/change-sets/{change_set}/undo", json=body)

    def test_the_later_merge_is_said_beforehand_and_refused_until_it_is_undone(
        self, chain: Any, world: World, owner: TestClient
    ) -> None:
        _, (first, second) = chain
        merged = record_of(world, world.north)

        preview = self.preview(owner, first)
        refused = self.undo(owner, first)

        assert [(each["change_set_id"], each["reason"]) for each in preview["later"]] == [(second, "Same box")]
        assert preview["later"][0]["by"]
        assert (preview["can_undo"], preview["restores"], preview["blocked"], preview["reasons"]) == (True, 0, 0, [])
        assert (refused.status_code, refused.json()["code"], refused.json()["later"]) == (
            409, "later_in_the_way", [second],
        )  # fmt: skip
        assert "“Same box”" in refused.json()["title"]
        assert record_of(world, world.north) == merged
        assert self.preview(owner, second)["later"] == []
        assert self.undo(owner, second, conflicts="force").json()["state"] == "done"
        assert self.preview(owner, first)["later"] == []
        assert self.undo(owner, first, conflicts="force").json()["state"] == "done"

    def test_forced_both_are_undone_in_the_right_order(self, chain: Any, three: Any, owner: TestClient) -> None:
        before, (first, second) = chain

        done = self.undo(owner, first, conflicts="force").json()

        assert (done["state"], done["counts"]["failed"], done["problems"]) == ("done", 0, [])
        for each in (first, second):
            assert owner.get(f"/api/v1/change-sets/{each}").json()["state"] == "undone"
        assert self.undo(owner, second).json()["code"] == "already_undone"
        now = standing(owner, three)
        assert now[1] == before[1]
        # What was changed between stays where neither merge had written.
        assert now[0] == [before[0][0], {**before[0][1], "supplier": "Lenovo"}, before[0][2]]

    def test_where_the_later_one_cannot_go_back_nothing_does(
        self, chain: Any, three: Any, world: World, owner: TestClient
    ) -> None:
        _, (first, _) = chain
        create(owner, client_id=three[1]["client"]["id"], name="Took the tag", tag="LT-2")
        merged = record_of(world, world.north)

        refused = self.undo(owner, first, conflicts="force")

        assert (refused.status_code, refused.json()["code"]) == (409, "later_in_the_way")
        assert "taken the same tag since" in refused.json()["title"]
        assert record_of(world, world.north) == merged

    def test_a_merge_is_not_done_again_over_a_later_one(self, three: Any, owner: TestClient) -> None:
        last, middle, first = three
        merged = merge(owner, middle, first)
        undo = undone(owner, merged)["change_set_id"]
        later = merge(owner, last, first).headers["Quarterdeck-Change-Set"]

        refused = self.undo(owner, undo)

        assert (refused.status_code, refused.json()["later"]) == (409, [later])
        assert self.undo(owner, undo, conflicts="force").json()["state"] == "done"
        assert owner.get(f"/api/v1/assets/{first['id']}").json()["merged_into"]["id"] == middle["id"]

    @pytest.mark.parametrize("is_deleted", [False, True], ids=["the last is there", "the last was deleted"])
    def test_where_the_survivors_took_over_nothing(
        self, typed_world: World, owner: TestClient, is_deleted: bool
    ) -> None:
        acme = str(typed_world.north.acme)
        last, middle, first = (create(owner, client_id=acme, name=f"N-{each}", tag=f"T-{each}") for each in range(3))
        into_middle = merge(owner, middle, first).headers["Quarterdeck-Change-Set"]
        into_last = merge(owner, last, middle).headers["Quarterdeck-Change-Set"]
        if is_deleted:
            owner.delete(f"/api/v1/assets/{last['id']}", headers={"If-Match": "*"})

        preview = self.preview(owner, into_middle)
        done = self.undo(owner, into_middle, conflicts="force")

        assert [each["change_set_id"] for each in preview["later"]] == [into_last]
        assert done.json()["state"] == "done", done.text
        assert {owner.get(f"/api/v1/assets/{each['id']}").status_code for each in (middle, first)} == {200}

    def test_an_undone_merge_is_done_again(self, three: Any, world: World, owner: TestClient) -> None:
        stays, other, _ = three
        apart = record_of(world, world.north)
        merged = merge(owner, stays, other).headers["Quarterdeck-Change-Set"]
        together = record_of(world, world.north)

        for record in (apart, together, apart):
            done = self.undo(owner, merged).json()
            assert done["state"] == "done"
            assert record_of(world, world.north) == record
            merged = done["change_set_id"]

    def test_whoever_may_not_see_the_assets_learns_nothing(self, chain: Any, browser: Browser, world: World) -> None:
        _, (first, _) = chain
        for stranger in (
            browser(world.south, "owner"),
            browser(world.north, "technician", clients=[world.north.globex]),
        ):
            assert self.undo(stranger, first, conflicts="force").status_code == 404
            assert self.preview(stranger, first)["code"] == "change_set_not_found"


class TestChangedSince:
    @pytest.mark.parametrize("conflicts", ["leave", "force"])
    def test_the_survivor_keeps_nothing_by_which_the_other_is_known(
        self, three: Any, owner: TestClient, conflicts: str
    ) -> None:
        stays, other, _ = three
        known = standing(owner, three)[1]
        merged = merge(owner, stays, other).headers["Quarterdeck-Change-Set"]
        edit(owner, stays, supplier="Lenovo", serial="CN7ZZ009")

        answer = owner.post(f"/api/v1/change-sets/{merged}/undo", json={"conflicts": conflicts})

        assert answer.json()["state"] == ("done" if conflicts == "force" else "partly_done")
        assert owner.get(f"/api/v1/assets/{stays['id']}").json()["supplier"] == (
            None if conflicts == "force" else "Lenovo"
        )
        now = standing(owner, three)[1]
        assert now[1:] == known[1:]
        assert {(kind, value) for kind, value, _ in now[0]} == {
            *((kind, value) for kind, value, _ in known[0]), ("serial", "CN7ZZ009"),
        }  # fmt: skip


class TestSets:
    @pytest.fixture
    def tagged(self, three: Any, owner: TestClient) -> tuple[dict[str, Any], str]:
        """An asset whose tag was exchanged for another one, and the change set of that."""
        answer = self.tag(owner, three[0], "loan")
        return three[0], answer.headers["Quarterdeck-Change-Set"]

    def tag(self, client: TestClient, asset: dict[str, Any], *tags: str) -> Any:
        answer = client.patch(f"/api/v1/assets/{asset['id']}", json={"tags": tags}, headers={"If-Match": "*"})
        assert answer.status_code == 200, answer.text
        return answer

    def test_what_others_put_in_since_stays(self, tagged: Any, owner: TestClient) -> None:
        asset, change_set = tagged
        self.tag(owner, asset, "loan", "vip")

        preview = owner.get(f"/api/v1/change-sets/{change_set}/undo").json()

        assert (preview["restorable"], preview["conflicts"]) == (1, [])
        assert [each["then"] for each in preview["samples"][0]["changes"]] == [["lab", "vip"]]
        answer = owner.post(f"/api/v1/change-sets/{change_set}/undo", json={})
        assert answer.json()["state"] == "done"
        assert owner.get(f"/api/v1/assets/{asset['id']}").json()["tags"] == ["lab", "vip"]

    def test_what_others_took_out_themselves_is_a_conflict(self, tagged: Any, owner: TestClient) -> None:
        asset, change_set = tagged
        self.tag(owner, asset, "vip")

        preview = owner.get(f"/api/v1/change-sets/{change_set}/undo").json()

        assert (preview["restores"], preview["changed_since"]) == (0, 1)
        assert [(each["before"], each["now"]) for each in preview["conflicts"]] == [(["lab"], ["vip"])]
        answer = owner.post(f"/api/v1/change-sets/{change_set}/undo", json={"conflicts": "force"})
        assert answer.json()["state"] == "done"
        assert owner.get(f"/api/v1/assets/{asset['id']}").json()["tags"] == ["lab"]
