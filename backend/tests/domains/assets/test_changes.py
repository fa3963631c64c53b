"""Changing assets: merge patches, locks, lifecycle, identifiers, moves between clients and types."""

import threading
import uuid
from typing import Any

import pytest

from quarterdeck.domains.assets.errors import AssetChanged
from quarterdeck.domains.assets.lifecycle import STATUS_LABELS, TRANSITIONS
from quarterdeck.domains.assets.service import access_asset, create_asset, take_tags, update_asset
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import ContactCreate
from tests.domains.caller import Caller
from tests.world import World

HOSTILE = [
    "Robert'); drop table assets;--",
    'say "hi"',
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "100%_\\",
    "😀 👨\u200d👩\u200d👧",
    "مرحبا بالعالم",
    "日本語テキスト",
    "{{7*7}} ${x} %(tenant_id)s %s",
    "null",
]
TEXT_FIELDS = [
    "name",
    "manufacturer",
    "model",
    "serial",
    "hostname",
    "description",
    "notes",
    "supplier",
    "os",
    "cf.room",
]


def new(caller: Caller, client_id: uuid.UUID, **values: object) -> Any:
    response = caller.post("/assets", {"client_id": str(client_id), "type": "workstation", "name": "WS-01", **values})
    assert response.status_code == 201, response.text
    return response.json()


class TestUpdate:
    def test_a_patch_reaches_core_extension_and_custom_fields(self, north: Caller, register: World) -> None:
        north.post("/custom-fields", {"label": "Room", "kind": "text"})
        asset = new(north, register.north.acme, os="Windows 10", supplier="Insight")

        response = north.patch(
            f"/assets/{asset['id']}", {"name": "WS-02", "os": "Windows 11", "cf.room": "B 12", "supplier": None}, 1
        )

        changed = response.json()
        assert response.status_code == 200
        assert response.headers["ETag"] == '"2"'
        assert (changed["name"], changed["extension"]["os"], changed["custom"]) == (
            "WS-02",
            "Windows 11",
            {"room": "B 12"},
        )
        assert changed["supplier"] is None
        cleared = north.patch(f"/assets/{asset['id']}", {"custom": {"room": None}}, 2).json()
        assert cleared["custom"] == {}

    def test_a_change_of_the_extension_alone_raises_the_version(self, north: Caller, register: World) -> None:
        asset = new(north, register.north.acme)
        assert north.patch(f"/assets/{asset['id']}", {"ram_mb": 8192}, 1).json()["version"] == 2

    def test_what_stays_the_same_is_not_written(self, north: Caller, register: World) -> None:
        values = {"ip": "10.0.0.7", "mac": ["aa:bb:cc:00:11:22"], "tags": ["vip"], "purchase_cost": "10.50"}
        asset = new(north, register.north.acme, **values)

        same = north.patch(f"/assets/{asset['id']}", {**values, "name": "WS-01"}, 1).json()

        assert same["version"] == 1
        assert len(north.get(f"/assets/{asset['id']}/history").json()["items"]) == 1

    def test_a_stale_version_is_refused_with_the_current_record(self, north: Caller, register: World) -> None:
        asset = new(north, register.north.acme)
        current = north.patch(f"/assets/{asset['id']}", {"name": "WS-02"}, 1).json()

        stale = north.patch(f"/assets/{asset['id']}", {"name": "WS-03"}, 1)

        assert stale.status_code == 412
        assert stale.json()["current"] == current
        assert stale.json()["changed_by"] == register.north.actor.label
        assert stale.json()["changed_at"] is not None
        assert north.request("PATCH", f"/assets/{asset['id']}", json={"name": "x"}).status_code == 428

    def test_all_faults_are_told_at_once(self, north: Caller, register: World) -> None:
        asset = new(north, register.north.acme)

        response = north.patch(
            f"/assets/{asset['id']}",
            {"name": "", "ram_mb": "lots", "stauts": 1, "created": "2026-01-01", "imei": "1"},
            1,
        )

        codes = {error["field"]: error["code"] for error in response.json()["errors"]}
        assert response.status_code == 422
        assert codes == {
            "name": "required",
            "ram_mb": "not_a_number",
            "stauts": "unknown_field",
            "created": "not_editable",
            "imei": "not_for_type",
        }
        assert north.get(f"/assets/{asset['id']}").json()["version"] == 1

    @pytest.mark.parametrize("field", TEXT_FIELDS)
    def test_hostile_text_is_only_text(self, north: Caller, register: World, field: str) -> None:
        north.post("/custom-fields", {"label": "Room", "kind": "text"})
        asset = new(north, register.north.acme)
        for version, text in enumerate(HOSTILE, 1):
            changed = north.patch(f"/assets/{asset['id']}", {field: text}, version)
            rows = north.get("/assets/rows", params={"columns": field}).json()["rows"]

            assert changed.status_code == 200, changed.text
            assert rows[0][field] == text
            if field not in {"serial", "hostname"}:  # compared in a normalised form
                spelt = text.replace("\\", "\\\\").replace('"', '\\"')
                for operator in (":", "=", "^"):
                    params = {"filter": f'{field}{operator}"{spelt}"', "columns": "tag"}
                    found = north.get("/assets/rows", params=params)
                    assert len(found.json()["rows"]) == 1, (operator, text, found.text)

    def test_characters_that_postgres_refuses_never_reach_it(self, north: Caller, register: World) -> None:
        asset = new(north, register.north.acme, name="nul\u0000 byte")
        assert asset["name"] == "nul byte"
        path = f"/assets/{asset['id']}"
        headers = {"If-Match": '"1"', "Content-Type": "application/json"}
        halves = north.request("PATCH", path, content=b'{"serial": "\\ud800AB12"}', headers=headers)
        assert halves.json()["serial"] == "AB12"
        for body in (
            b'{"\\ud800": 1}',
            b'{"status": "\\ud800"}',
            b'{"ram_mb": "\\u0000"}',
            b'{"ip": "\\ud800"}',
            b'{"tags": ["\\ud800"]}',
        ):
            assert north.request("PATCH", path, content=body, headers=headers).status_code in {412, 422}, body

    @pytest.mark.parametrize(
        "path",
        [
            "/assets/rows?filter=%00a",
            "/assets/rows?filter=name:%00abc",
            "/assets/rows?filter=serial=%00",
            "/assets/rows?sort=%00",
            "/assets/rows?columns=%00",
            "/assets/search?q=ab%00",
            "/assets/suggest?field=name&q=%00",
            "/assets/suggest?field=client&q=%00",
            "/assets/facets?fields=%00",
            "/assets/count?filter=%ff%fe",
            "/assets/rows?start=2000000000",
            "/assets?cursor=%00",
        ],
    )
    def test_nor_in_what_is_asked(self, north: Caller, register: World, path: str) -> None:
        new(north, register.north.acme)
        response = north.get(path)
        assert response.status_code in {200, 400, 422}, response.text


class TestLifecycle:
    @pytest.mark.parametrize("current", STATUS_LABELS)
    def test_only_the_allowed_steps_are_possible(self, north: Caller, register: World, current: str) -> None:
        asset = new(north, register.north.acme, status=current)
        for wanted in STATUS_LABELS:
            response = north.patch(f"/assets/{asset['id']}", {"status": wanted}, "*")
            if wanted == current:
                assert response.status_code == 200
            elif wanted in TRANSITIONS[current]:
                assert response.json()["status"] == wanted
                asset = new(north, register.north.acme, status=current)
            else:
                assert response.status_code == 409
                assert response.json()["allowed"] == list(TRANSITIONS[current])


class TestIdentifiers:
    def identifiers(self, record: Any) -> set[tuple[str, str, bool]]:
        return {(each["kind"], each["value"], each["is_current"]) for each in record["identifiers"]}

    def test_a_replaced_serial_is_kept_as_former(self, north: Caller, register: World) -> None:
        asset = new(north, register.north.acme, tag="T-1", serial="ABC-12345")

        changed = north.patch(f"/assets/{asset['id']}", {"serial": "XYZ 98765"}, 1).json()
        back = north.patch(f"/assets/{asset['id']}", {"serial": "abc12345"}, 2).json()

        assert self.identifiers(changed) == {
            ("tag", "T-1", True),
            ("serial", "ABC12345", False),
            ("serial", "XYZ98765", True),
        }
        assert self.identifiers(back) == {
            ("tag", "T-1", True),
            ("serial", "ABC12345", True),
            ("serial", "XYZ98765", False),
        }

    def test_a_placeholder_is_shown_but_identifies_nothing(self, north: Caller, register: World) -> None:
        asset = new(north, register.north.acme, tag="T-2", serial="To be filled by O.E.M.", mac=["00:00:00:00:00:00"])
        assert asset["serial"] == "To be filled by O.E.M."
        assert self.identifiers(asset) == {("tag", "T-2", True)}

    def test_only_current_identifiers_match_a_filter(self, north: Caller, register: World) -> None:
        asset = new(north, register.north.acme, serial="ABC-12345")
        north.patch(f"/assets/{asset['id']}", {"serial": "XYZ-98765"}, 1)

        assert north.get("/assets/rows?filter=serial%3Dabc12345").json()["rows"] == []
        assert len(north.get("/assets/rows?filter=serial%3Dxyz98765").json()["rows"]) == 1
        former = north.get("/assets/search?q=ABC-12345").json()["items"]
        assert [hit["matched"] for hit in former] == [{"field": "serial", "value": "ABC12345"}]


class TestMoves:
    def test_a_move_to_another_client_leaves_location_and_contact_behind(self, north: Caller, register: World) -> None:
        tenant = register.north
        asset = new(north, tenant.acme, location=str(tenant.acme_leeds), assigned_to=str(tenant.priya))

        moved = north.patch(f"/assets/{asset['id']}", {"client": str(tenant.globex)}, 1).json()

        assert moved["client"]["label"] == "Globex"
        assert (moved["location"], moved["assigned_to"]) == (None, None)

    def test_a_location_of_another_client_is_refused(self, north: Caller, register: World) -> None:
        tenant = register.north
        asset = new(north, tenant.acme)
        for patch in (
            {"location": str(tenant.globex_leeds)},
            {"client": str(tenant.globex), "location": str(tenant.acme_leeds)},
            {"client": str(register.south.acme)},
            {"assigned_to": str(uuid.uuid4())},
        ):
            response = north.patch(f"/assets/{asset['id']}", patch, 1)
            assert response.status_code == 422, patch
            assert response.json()["errors"][0]["code"] == "unknown_reference"

    def test_a_scoped_person_cannot_move_an_asset_out_of_sight(self, register: World, call: Any) -> None:
        tenant = register.north
        scoped = call(tenant.scoped(tenant.acme))
        asset = new(scoped, tenant.acme)
        assert scoped.patch(f"/assets/{asset['id']}", {"client": str(tenant.globex)}, 1).status_code == 422

    def test_a_change_of_type_takes_along_what_has_a_place(self, north: Caller, register: World) -> None:
        asset = new(north, register.north.acme, os="Windows 11", ram_mb=8192, graphics="RTX", imei=None)

        server = north.patch(f"/assets/{asset['id']}", {"type": "server", "rack": "R1"}, 1).json()
        mobile = north.patch(f"/assets/{asset['id']}", {"type": "mobile_device", "imei": "490154203237518"}, 2).json()

        assert (server["extension"]["os"], server["extension"]["ram_mb"], server["extension"]["rack"]) == (
            "Windows 11",
            8192,
            "R1",
        )
        assert "graphics" not in server["extension"]
        assert mobile["extension"]["os"] == "Windows 11"
        assert ("imei", "490154203237518") in {(each["kind"], each["value"]) for each in mobile["identifiers"]}

    def test_a_tenants_own_type_has_no_extension(self, north: Caller, register: World) -> None:
        north.post("/asset-types", {"name": "Tractor"})
        asset = new(north, register.north.acme, os="Windows 11")

        tractor = north.patch(f"/assets/{asset['id']}", {"type": "tractor"}, 1).json()
        back = north.patch(f"/assets/{asset['id']}", {"type": "printer", "is_color": True}, 2).json()

        assert tractor["extension"] == {}
        assert back["extension"]["is_color"] is True


class TestTags:
    def test_numbers_taken_by_hand_are_passed_over(self, north: Caller, register: World) -> None:
        new(north, register.north.acme, tag="AST-000001")
        assert new(north, register.north.acme)["tag"] == "AST-000002"
        with register.database.session_for(register.north.actor) as session:
            assert take_tags(session, 3) == ["AST-000003", "AST-000004", "AST-000005"]

    def test_a_tag_is_taken_once_per_client(self, north: Caller, register: World) -> None:
        new(north, register.north.acme, tag="T-1")
        again = north.post(
            "/assets", {"client_id": str(register.north.acme), "type": "server", "name": "x", "tag": "T-1"}
        )
        assert again.status_code == 409
        assert again.json()["code"] == "asset_tag_taken"
        fault = {"field": "tag", "code": "asset_tag_taken", "message": again.json()["title"]}
        assert again.json()["errors"] == [fault]
        assert new(north, register.north.globex, tag="T-1")["tag"] == "T-1"


class TestDelete:
    def test_nothing_is_left_but_the_history(self, north: Caller, register: World) -> None:
        asset = new(north, register.north.acme, serial="ABC-12345", os="Windows 11")
        assert north.delete(f"/assets/{asset['id']}", 7).status_code == 412

        assert north.delete(f"/assets/{asset['id']}", 1).status_code == 204

        assert north.get(f"/assets/{asset['id']}").status_code == 404
        with register.database.session_for(register.north.actor) as session:
            for table, column in (("asset_identifiers", "asset_id"), ("workstations", "id")):
                left = session.raw.execute(
                    f"select count(*) from {table} where {column} = %s", [asset["id"]]
                ).fetchone()
                assert left == (0,), table
        entries = north.get(f"/assets/{asset['id']}/history").json()["items"]
        assert [entry["operation"] for entry in entries] == ["deleted", "created"]
        gone = {change["field"]: change["before"] for change in entries[0]["changes"]}
        assert gone["serial"] == "ABC-12345"
        assert gone["os"] == "Windows 11"


class TestConcurrency:
    def test_of_two_changes_at_once_one_is_told_to_look_again(self, register: World) -> None:
        actor, database = register.north.actor, register.database
        with database.session_for(actor) as session:
            body = {"client_id": str(register.north.acme), "type": "server", "name": "DC01"}
            asset_id = create_asset(session, actor, body).id
        together, outcomes = threading.Barrier(2), []

        def change(field: str, value: str) -> None:
            together.wait()
            try:
                with database.session_for(actor) as session:
                    update_asset(session, actor, asset_id, {field: value}, expected_version=1)
                outcomes.append("saved")
            except AssetChanged:
                outcomes.append("refused")

        threads = [threading.Thread(target=change, args=pair) for pair in (("name", "DC02"), ("model", "R740"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(outcomes) == ["refused", "saved"]
        with database.session_for(actor) as session:
            assert access_asset(session, actor, asset_id).version == 2

    def test_tags_given_out_at_once_are_all_different(self, register: World) -> None:
        actor, database, taken = register.north.actor, register.database, []

        def take() -> None:
            for _ in range(5):
                with database.session_for(actor) as session:
                    taken.extend(take_tags(session, 2))

        threads = [threading.Thread(target=take) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(taken) == len(set(taken)) == 30

    def test_a_contact_that_vanishes_meanwhile_is_a_fault_and_no_crash(self, north: Caller, register: World) -> None:
        tenant = register.north
        with register.database.session_for(tenant.actor) as session:
            contact = tenancy.CONTACTS.create(
                session, tenant.actor, ContactCreate(client_id=tenant.acme, name="Ann")
            ).id
        asset = new(north, tenant.acme, assigned_to=str(contact))
        assert asset["assigned_to"]["label"] == "Ann"
