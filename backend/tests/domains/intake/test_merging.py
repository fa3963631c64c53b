"""Two records of one machine become one, and lead to it from then on."""

import uuid
from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.tenancy.settings import set_across_clients
from tests.conftest import Browser
from tests.domains.imports.conftest import Importer
from tests.domains.imports.test_decisions import bare, laptop
from tests.world import World


def create(client: TestClient, **values: Any) -> dict[str, Any]:
    body = {"type": "workstation", "name": "WS-01", **values}
    response = client.post("/api/v1/assets", json=body)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def merge(client: TestClient, survivor: dict[str, Any], *others: dict[str, Any], **body: Any) -> Any:
    body = {"assets": [each["id"] for each in others], **body}
    return client.post(f"/api/v1/assets/{survivor['id']}/merge", json=body, headers={"If-Match": "*"})


@pytest.fixture
def pair(typed_world: World, owner: TestClient) -> tuple[dict[str, Any], dict[str, Any]]:
    acme = str(typed_world.north.acme)
    first = create(owner, client_id=acme, name="WS-0012", tag="LT-1", serial="PF2AB9X1", hostname="WS-0012",
                   mac=["3c:52:82:11:22:33"], tags=["lab"], extension={"ram_mb": 8192})  # fmt: skip
    second = create(owner, client_id=acme, name="LON-77", tag="LT-2", serial="CN7ZZ004", hostname="LON-77",
                    mac=["3c:52:82:99:99:99"], tags=["loan"], supplier="Dell", notes="Bought used",
                    extension={"ram_mb": 16384, "cpu": "i5-1145G7"})  # fmt: skip
    return first, second


class TestMerge:
    def test_who_may_not_delete_is_refused(self, pair: Any, technician: TestClient) -> None:
        assert merge(technician, *pair).status_code == 403

    def test_other_tenants_and_other_clients_assets_are_not_there(
        self, pair: Any, typed_world: World, browser: Browser
    ) -> None:
        south = browser(typed_world.south)
        own = create(south, client_id=str(typed_world.south.acme))
        assert merge(south, own, pair[1]).status_code == 404
        assert merge(south, pair[0], own).status_code == 404
        scoped = browser(typed_world.north, "admin", clients=[typed_world.north.globex])
        assert merge(scoped, *pair).status_code == 404

    def test_the_survivor_keeps_its_own_and_fills_what_it_lacked(self, pair: Any, owner: TestClient) -> None:
        merged = merge(owner, *pair).json()
        assert (merged["serial"], merged["hostname"], merged["tag"]) == ("PF2AB9X1", "WS-0012", "LT-1")
        assert (merged["supplier"], merged["notes"]) == ("Dell", "Bought used")
        assert merged["extension"]["ram_mb"] == 8192
        assert merged["extension"]["cpu"] == "i5-1145G7"
        assert set(merged["mac"]) == {"3c:52:82:11:22:33", "3c:52:82:99:99:99"}
        assert set(merged["tags"]) == {"lab", "loan"}

    def test_a_field_is_taken_from_whom_was_chosen(self, pair: Any, owner: TestClient) -> None:
        second = pair[1]["id"]
        merged = merge(owner, *pair, fields={"tag": second, "serial": second, "ram_mb": second}).json()
        assert (merged["tag"], merged["serial"], merged["extension"]["ram_mb"]) == ("LT-2", "CN7ZZ004", 16384)

    def test_the_other_one_says_where_it_went(self, pair: Any, owner: TestClient) -> None:
        merge(owner, *pair)
        gone = owner.get(f"/api/v1/assets/{pair[1]['id']}")
        assert (gone.status_code, gone.json()["code"]) == (410, "asset_merged")
        assert gone.json()["merged_into"] == {"id": pair[0]["id"], "tag": "LT-1", "name": "WS-0012"}
        changed = owner.patch(f"/api/v1/assets/{pair[1]['id']}", json={"name": "X"}, headers={"If-Match": "*"})
        assert changed.status_code == 410

    def test_the_way_leads_on_when_the_survivor_is_merged_too(
        self, pair: Any, owner: TestClient, typed_world: World
    ) -> None:
        third = create(owner, client_id=str(typed_world.north.acme), name="WS-03", tag="LT-3")
        merge(owner, *pair)
        merge(owner, third, pair[0])
        assert owner.get(f"/api/v1/assets/{pair[1]['id']}").json()["merged_into"]["tag"] == "LT-3"

    def test_a_double_click_merges_once(self, pair: Any, owner: TestClient) -> None:
        first, second = merge(owner, *pair), merge(owner, *pair)
        assert (first.status_code, second.status_code) == (200, 200)
        assert first.headers["Quarterdeck-Change-Set"] == second.headers["Quarterdeck-Change-Set"]
        assert len(owner.get(f"/api/v1/assets/{pair[0]['id']}/merges").json()["items"]) == 1

    def test_an_asset_that_changed_meanwhile_is_looked_at_again(self, pair: Any, owner: TestClient) -> None:
        body = {"assets": [pair[1]["id"]]}
        url = f"/api/v1/assets/{pair[0]['id']}"
        owner.patch(url, json={"name": "Changed"}, headers={"If-Match": "*"})
        late = owner.post(f"{url}/merge", json=body, headers={"If-Match": f'"{pair[0]["version"]}"'})
        assert late.status_code == 412
        assert owner.get(f"/api/v1/assets/{pair[1]['id']}").status_code == 200

    @pytest.mark.parametrize(
        ("body", "because"),
        [
            ({"assets": ["{survivor}"]}, "into itself"),
            ({"assets": ["{other}"], "fields": {"serial": "{stranger}"}}, "one of the assets"),
            ({"assets": ["{other}"], "fields": {"flavour": "{other}"}}, "flavour"),
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, pair: Any, owner: TestClient, body: dict[str, Any], because: str
    ) -> None:
        ids = {"{survivor}": pair[0]["id"], "{other}": pair[1]["id"], "{stranger}": str(uuid.uuid4())}
        sent = {
            "assets": [ids[each] for each in body["assets"]],
            "fields": {name: ids[each] for name, each in body.get("fields", {}).items()},
        }
        response = owner.post(f"/api/v1/assets/{pair[0]['id']}/merge", json=sent, headers={"If-Match": "*"})
        assert (response.status_code, response.json()["code"]) == (409, "merge_refused")
        assert because in response.json()["title"]

    def test_the_preview_says_what_would_come_of_it(self, pair: Any, owner: TestClient) -> None:
        shown = owner.get(f"/api/v1/assets/{pair[0]['id']}/merge", params={"with": pair[1]["id"]}).json()
        assert [(each["tag"], each["client"]["label"]) for each in shown["assets"]] == [
            ("LT-1", "Acme"),
            ("LT-2", "Acme"),
        ]
        assert shown["assets"][0]["version"] == pair[0]["version"]
        fields = {each["field"]: each for each in shown["fields"]}
        assert (fields["serial"]["differs"], fields["serial"]["taken_from"]) == (True, pair[0]["id"])
        assert fields["supplier"]["taken_from"] == pair[1]["id"]
        assert fields["mac"]["taken_from"] is None


class TestAcrossClients:
    @pytest.fixture
    def strangers(self, typed_world: World, owner: TestClient) -> tuple[dict[str, Any], dict[str, Any]]:
        north = typed_world.north
        here = create(owner, client_id=str(north.acme), tag="LT-1")
        there = create(
            owner, client_id=str(north.globex), tag="LT-1", location=str(north.globex_leeds), supplier="Dell"
        )
        return here, there

    def test_is_refused_by_default(self, strangers: Any, owner: TestClient) -> None:
        here, there = strangers
        preview = owner.get(f"/api/v1/assets/{here['id']}/merge", params={"with": there["id"]})
        for response in (preview, merge(owner, *strangers)):
            assert (response.status_code, response.json()["code"]) == (409, "merge_refused")

    def test_takes_no_place_or_person_along_where_it_is_allowed(
        self, strangers: Any, owner: TestClient, typed_world: World
    ) -> None:
        with typed_world.database.session_for(typed_world.north.actor) as session:
            set_across_clients(session, typed_world.north.actor, "review")
        merged = merge(owner, *strangers).json()
        assert (merged["client"]["label"], merged["location"], merged["supplier"]) == ("Acme", None, "Dell")


class TestAfterwards:
    @pytest.mark.parametrize(
        "row",
        [
            pytest.param(bare(serial="CN7ZZ004"), id="its serial"),
            pytest.param(bare(tag="LT-2"), id="its tag"),
            pytest.param(bare(mac="3c:52:82:99:99:99"), id="its adapter"),
            pytest.param(bare(hostname="LON-77"), id="its name"),
            pytest.param(laptop(serial="CN7ZZ004", hostname="LON-77", tag="LT-2", mac="", uuid=""), id="all of them"),
        ],
    )
    def test_its_identifiers_lead_to_the_survivor_and_change_none_of_what_was_chosen(
        self, pair: Any, owner: TestClient, importer: Importer, row: dict[str, str]
    ) -> None:
        merge(owner, *pair)
        for _ in range(2):
            done = importer.rows(row)
            assert done.outcomes[0] in {"unchanged", "updated"}, done.rows[0].reason
            assert str(done.rows[0].asset_id) == pair[0]["id"]
        found = owner.get(f"/api/v1/assets/{pair[0]['id']}").json()
        assert (found["serial"], found["tag"], found["hostname"]) == ("PF2AB9X1", "LT-1", "WS-0012")
        own = importer.rows(bare(serial="PF2AB9X1"))
        assert (own.outcomes, str(own.rows[0].asset_id)) == (["unchanged"], pair[0]["id"])

    def test_the_history_of_both_is_told(self, pair: Any, owner: TestClient) -> None:
        owner.patch(f"/api/v1/assets/{pair[1]['id']}", json={"supplier": "HP"}, headers={"If-Match": "*"})
        merge(owner, *pair, reason="Same laptop, two stickers")
        entries = owner.get(f"/api/v1/assets/{pair[1]['id']}/history").json()["items"]
        assert entries[0]["operation"] == "deleted"
        assert entries[0]["reason"] == "Same laptop, two stickers"
        newest = owner.get(f"/api/v1/assets/{pair[0]['id']}/history").json()["items"][0]
        assert newest["change_set_id"] == entries[0]["change_set_id"]

    def test_the_survivor_lists_what_went_into_it(self, pair: Any, owner: TestClient) -> None:
        merge(owner, *pair, reason="Same laptop, two stickers", fields={"serial": pair[1]["id"]})
        told = owner.get(f"/api/v1/assets/{pair[0]['id']}/merges").json()["items"]
        assert [(each["tag"], each["merged_by_label"], each["reason"]) for each in told] == [
            ("LT-2", owner.get("/api/v1/me/context").json()["user"]["name"], "Same laptop, two stickers")
        ]
        assert {"Serial number", "Supplier"} <= set(told[0]["taken"])


class TestUnmerge:
    def test_both_are_there_again_as_they_were(self, pair: Any, owner: TestClient) -> None:
        before = [owner.get(f"/api/v1/assets/{each['id']}").json() for each in pair]
        merge(owner, *pair, fields={"serial": pair[1]["id"]})
        undone = owner.post(f"/api/v1/assets/{pair[1]['id']}/unmerge")
        assert (undone.status_code, undone.json()["state"]) == (200, "done"), undone.text
        for was, each in zip(before, pair, strict=True):
            now = owner.get(f"/api/v1/assets/{each['id']}").json()
            changing = {"version", "updated", "updated_at", "identifiers"}
            assert {k: v for k, v in now.items() if k not in changing} == {
                k: v for k, v in was.items() if k not in changing
            }
            assert [(i["kind"], i["value"], i["is_current"]) for i in now["identifiers"]] == [
                (i["kind"], i["value"], i["is_current"]) for i in was["identifiers"]
            ]
        assert owner.get(f"/api/v1/assets/{pair[0]['id']}/merges").json()["items"] == []

    def test_what_the_survivor_was_given_since_stays(self, pair: Any, owner: TestClient) -> None:
        merge(owner, *pair)
        owner.patch(f"/api/v1/assets/{pair[0]['id']}", json={"supplier": "HP"}, headers={"If-Match": "*"})
        owner.post(f"/api/v1/assets/{pair[1]['id']}/unmerge")
        assert owner.get(f"/api/v1/assets/{pair[0]['id']}").json()["supplier"] == "HP"
        assert owner.get(f"/api/v1/assets/{pair[1]['id']}").json()["supplier"] == "Dell"

    def test_an_asset_that_was_never_merged_is_refused(self, pair: Any, owner: TestClient) -> None:
        refused = owner.post(f"/api/v1/assets/{pair[0]['id']}/unmerge")
        assert (refused.status_code, refused.json()["code"]) == (409, "asset_not_merged")
