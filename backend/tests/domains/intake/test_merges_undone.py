"""Merges of assets that share one of them are taken back in any order, and all are as they were."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.domains.intake.test_merging import create, merge
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

    def test_a_chain_of_merges(self, three: Any, owner: TestClient, order: tuple[int, int]) -> None:
        last, middle, first = three
        before = standing(owner, three)
        merges = [merge(owner, middle, first), merge(owner, last, middle)]

        done = [undone(owner, merges[place]) for place in order]
        if order == (0, 1):
            assert [each["state"] for each in done] == ["partly_done", "done"]
            assert [each["code"] for each in done[0]["problems"]] == ["gone"], "what it took over went on with it"
            done = [undone(owner, merges[0])]

        assert {each["state"] for each in done} == {"done"}
        assert standing(owner, three) == before


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
