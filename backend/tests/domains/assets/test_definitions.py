"""Asset types and custom fields that a tenant defines."""

from collections.abc import Callable
from typing import Any

import pytest

from quarterdeck.platform.actors import Actor
from tests.domains.caller import Caller
from tests.world import World


def new(caller: Caller, world: World, **values: object) -> Any:
    body = {"client_id": str(world.north.acme), "type": "workstation", "name": "WS-01", **values}
    return caller.post("/assets", body)


class TestAssetTypes:
    def test_the_built_in_ones_come_first_and_stay(self, north: Caller, register: World) -> None:
        north.post("/asset-types", {"name": "Access point", "icon": "wifi"})
        items = north.get("/asset-types").json()["items"]
        assert [each["key"] for each in items][-1] == "access_point"
        assert sum(each["is_builtin"] for each in items) == 5
        assert north.delete(f"/asset-types/{items[0]['id']}", 1).json()["code"] == "asset_type_built_in"

    def test_one_in_use_cannot_go(self, north: Caller, register: World) -> None:
        made = north.post("/asset-types", {"name": "Tractor"}).json()
        asset = new(north, register, type="tractor").json()
        assert asset["type"] == "tractor"
        assert north.delete(f"/asset-types/{made['id']}", 1).json()["code"] == "asset_type_in_use"

        north.patch(f"/assets/{asset['id']}", {"type": "server"}, 1)
        field = north.post("/custom-fields", {"label": "Hours", "kind": "number", "asset_types": ["tractor"]}).json()
        assert north.delete(f"/asset-types/{made['id']}", 1).json()["code"] == "asset_type_in_use"

        north.delete(f"/custom-fields/{field['id']}", 1)
        assert north.delete(f"/asset-types/{made['id']}", 1).status_code == 204
        assert north.get(f"/asset-types/{made['id']}").status_code == 404

    def test_names_change_with_a_version_and_keys_are_unique(self, north: Caller, register: World) -> None:
        made = north.post("/asset-types", {"name": "Tractor"}).json()
        assert north.post("/asset-types", {"name": "Tractor"}).json()["code"] == "asset_type_key_taken"
        assert north.patch(f"/asset-types/{made['id']}", {"name": "Field tractor"}, 1).json()["version"] == 2
        stale = north.patch(f"/asset-types/{made['id']}", {"name": "x"}, 1)
        assert stale.status_code == 412
        assert stale.json()["current"]["name"] == "Field tractor"
        assert north.post("/asset-types", {"name": "日本"}).json()["key"].startswith("type_")

    def test_another_tenant_and_lesser_roles_cannot(
        self, north: Caller, south: Caller, register: World, call: Callable[[Actor], Caller]
    ) -> None:
        made = north.post("/asset-types", {"name": "Tractor"}).json()
        assert south.get(f"/asset-types/{made['id']}").status_code == 404
        assert south.delete(f"/asset-types/{made['id']}", 1).status_code == 404
        reader = call(register.north.scoped(register.north.acme, permissions=frozenset({"assets:read"})))
        assert reader.post("/asset-types", {"name": "x"}).status_code == 403
        assert (
            south.post("/assets", {"client_id": str(register.south.acme), "type": "tractor", "name": "x"}).status_code
            == 422
        )


class TestCustomFields:
    @pytest.mark.parametrize(
        ("kind", "given", "shown", "text"),
        [
            ("text", " B 12 ", "B 12", 'cf.thing="b 12"'),
            ("number", "12.5", 12.5, "cf.thing>12"),
            ("boolean", "yes", True, "cf.thing=yes"),
            ("date", "2026-05-31", "2026-05-31", "cf.thing=2026-05"),
            ("choice", "gold", "Gold", "cf.thing=gold"),
            ("url", "https://x.example/a", "https://x.example/a", "cf.thing:example"),
        ],
    )
    def test_every_kind_is_checked_shown_sorted_and_filtered(
        self, north: Caller, register: World, kind: str, given: object, shown: object, text: str
    ) -> None:
        choices = {"choices": ["Gold", "Silver"]} if kind == "choice" else {}
        made = north.post("/custom-fields", {"label": "Thing", "kind": kind, **choices})
        assert made.status_code == 201, made.text
        new(north, register, tag="T-2")
        asset = new(north, register, tag="T-1", custom={"thing": given}).json()

        assert asset["custom"] == {"thing": shown}
        rows = north.get("/assets/rows", params={"columns": "tag,cf.thing", "sort": "cf.thing", "filter": text})
        assert [(row["tag"], row["cf.thing"]) for row in rows.json()["rows"]] == [("T-1", shown)]
        both = north.get("/assets/rows", params={"columns": "tag", "sort": "-cf.thing"}).json()
        assert [row["tag"] for row in both["rows"]] == ["T-1", "T-2"]
        assert both["jump"] is False
        refused = north.patch(f"/assets/{asset['id']}", {"cf.thing": {"no": "value"}}, 1)
        assert refused.json()["errors"][0]["field"] == "cf.thing"

    def test_a_required_field_is_required_of_its_types(self, north: Caller, register: World) -> None:
        north.post("/custom-fields", {"label": "Room", "kind": "text", "required": True, "asset_types": ["server"]})
        assert new(north, register).status_code == 201
        missing = new(north, register, type="server")
        assert missing.json()["errors"] == [
            {"field": "cf.room", "code": "required", "message": "Room cannot be empty."}
        ]
        asset = new(north, register, type="server", custom={"room": "B"}).json()
        assert north.patch(f"/assets/{asset['id']}", {"cf.room": ""}, 1).status_code == 422
        assert new(north, register, custom={"room": "B"}).json()["errors"][0]["code"] == "not_for_type"

    def test_a_choice_in_use_cannot_be_removed(self, north: Caller, register: World) -> None:
        field = north.post("/custom-fields", {"label": "Tier", "kind": "choice", "choices": ["Gold", "Silver"]}).json()
        new(north, register, custom={"tier": "Gold"})
        path = f"/custom-fields/{field['id']}"

        refused = north.patch(path, {"choices": ["Silver"]}, 1)
        assert (refused.status_code, refused.json()["code"], refused.json()["assets"]) == (409, "choice_in_use", 1)
        assert north.patch(path, {"choices": []}, 1).status_code == 422
        kept = north.patch(path, {"choices": ["Gold", {"value": "Bronze", "label": "Third"}]}, 1).json()
        assert [choice["label"] for choice in kept["choices"]] == ["Gold", "Third"]

    def test_a_field_with_values_goes_only_when_said_so(self, north: Caller, register: World) -> None:
        field = north.post("/custom-fields", {"label": "Room", "kind": "text"}).json()
        asset = new(north, register, custom={"room": "B 12"}).json()
        path = f"/custom-fields/{field['id']}"

        assert north.delete(path, 1).json()["code"] == "custom_field_in_use"
        gone = north.request("DELETE", f"{path}?discard_values=true", headers={"If-Match": '"1"'})

        assert gone.status_code == 204
        assert north.get(f"/assets/{asset['id']}").json()["custom"] == {}
        assert "cf.room" not in {each["id"] for each in north.get("/fields").json()["fields"]}

    @pytest.mark.parametrize(
        "body",
        [
            {"label": "x", "kind": "choice"},
            {"label": "x", "kind": "text", "choices": ["a"]},
            {"label": "x", "kind": "choice", "choices": ["a", "A"]},
            {"label": "", "kind": "text"},
            {"label": "x", "kind": "colour"},
            {"label": "x", "kind": "text", "key": "No Good'"},
            {"label": "x", "kind": "text", "asset_types": ["tractor"]},
            {"label": "x" * 10_000, "kind": "text"},
        ],
    )
    def test_a_definition_that_makes_no_sense_is_refused(self, north: Caller, register: World, body: Any) -> None:
        assert north.post("/custom-fields", body).status_code == 422

    def test_the_same_request_sent_twice_creates_once(self, north: Caller, register: World) -> None:
        headers = {"Idempotency-Key": "once-and-only-once"}
        body = {"client_id": str(register.north.acme), "type": "server", "name": "DC01"}
        first = north.post("/assets", body, headers=headers)
        second = north.post("/assets", body, headers=headers)
        assert first.status_code == second.status_code == 201
        assert first.json() == second.json()
        assert north.get("/assets/count").json()["value"] == 1
