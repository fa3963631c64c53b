"""Assets over HTTP."""

import uuid
from collections.abc import Callable

from quarterdeck.platform.actors import Actor
from tests.domains.caller import Caller
from tests.world import World


class TestCreateAsset:
    def test_a_new_asset_is_read_back_as_it_was_given(self, north: Caller, register: World) -> None:
        body = {
            "client_id": str(register.north.acme),
            "type": "workstation",
            "name": "Priya's laptop",
            "location": str(register.north.acme_leeds),
            "assigned_to": str(register.north.priya),
            "status": "deployed",
            "serial": "4XK2Y9",
            "mac": ["AA-BB-CC-00-11-22"],
            "purchase_cost": "1499.90",
            "warranty_end": "2027-01-04",
            "tags": ["VIP", "leeds"],
            "extension": {"os": "Windows 11 Pro", "ram_mb": "16 GB"},
        }

        response = north.post("/assets", body)

        assert response.status_code == 201, response.text
        created = response.json()
        read = north.get(f"/assets/{created['id']}")
        assert read.json() == created
        assert read.headers["ETag"] == '"1"'
        assert created["tag"] == "AST-000001"
        assert created["client"] == {"id": str(register.north.acme), "label": "Acme"}
        assert created["location"]["label"] == "Leeds"
        assert created["assigned_to"]["label"] == "Priya Shah"
        assert created["mac"] == ["aa:bb:cc:00:11:22"]
        assert created["purchase_cost"] == 1499.9
        assert created["warranty_end"] == "2027-01-04"
        assert created["tags"] == ["vip", "leeds"]
        assert created["extension"]["os"] == "Windows 11 Pro"
        assert created["extension"]["ram_mb"] == 16384
        found = {(each["kind"], each["value"], each["is_current"]) for each in created["identifiers"]}
        assert found == {
            ("tag", "AST-000001", True),
            ("serial", "4XK2Y9", True),
            ("mac", "aa:bb:cc:00:11:22", True),
        }

    def test_rows_show_it(self, north: Caller, register: World) -> None:
        north.post("/assets", {"client_id": str(register.north.acme), "type": "server", "name": "DC01", "os": "Ubuntu"})

        window = north.get("/assets/rows?columns=tag,name,client,os,ram_mb&filter=dc01").json()

        assert window["total"] == {"value": 1, "relation": "eq"}
        assert window["jump"] is True
        assert window["rows"][0]["name"] == "DC01"
        assert window["rows"][0]["client"]["label"] == "Acme"
        assert window["rows"][0]["os"] == "Ubuntu"
        assert window["rows"][0]["ram_mb"] is None

    def test_another_tenant_sees_nothing_of_it(self, north: Caller, south: Caller, register: World) -> None:
        created = north.post(
            "/assets", {"client_id": str(register.north.acme), "type": "server", "name": "DC01"}
        ).json()

        stranger = south.get(f"/assets/{created['id']}")
        nobody = south.get(f"/assets/{uuid.uuid4()}")

        assert stranger.status_code == 404
        assert {**stranger.json(), "request_id": 0} == {**nobody.json(), "request_id": 0}
        assert south.get("/assets/rows").json()["rows"] == []

    def test_a_client_of_another_tenant_cannot_be_referenced(self, north: Caller, register: World) -> None:
        response = north.post("/assets", {"client_id": str(register.south.acme), "type": "server", "name": "DC01"})

        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "client"

    def test_it_needs_the_permission(self, register: World, call: Callable[[Actor], Caller]) -> None:
        reader = call(register.north.scoped(register.north.acme, permissions=frozenset({"assets:read"})))

        response = reader.post("/assets", {"client_id": str(register.north.acme), "type": "server", "name": "DC01"})

        assert response.status_code == 403


class TestWhatTakesItBack:
    def test_every_write_names_the_change_set_to_undo(self, north: Caller, register: World) -> None:
        created = north.post("/assets", {"client_id": str(register.north.acme), "type": "server", "name": "DC01"})
        path = f"/assets/{created.json()['id']}"
        renamed = north.patch(path, {"name": "DC02"}, 1)
        unchanged = north.patch(path, {"name": "DC02"}, renamed.json()["version"])
        deleted = north.delete(path, renamed.json()["version"])

        named = [each.headers.get("Quarterdeck-Change-Set") for each in (created, renamed, deleted)]

        assert len({*named}) == 3
        assert None not in named
        assert "Quarterdeck-Change-Set" not in unchanged.headers
