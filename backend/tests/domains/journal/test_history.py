"""The journal shows every change of a field, to those who may see it, and nobody can alter it."""

import uuid
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from quarterdeck.domains.assets.fields.catalogue import BUILTIN
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.tenancy.models import Location
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.filters.fields import Kind
from tests.domains.caller import Caller
from tests.world import World

VALUES: dict[Kind, Any] = {
    Kind.TEXT: "https://example.com",
    Kind.IDENTIFIER: "ABC-12345",
    Kind.VERSION: "10.0.19045",
    Kind.NUMBER: 42,
    Kind.MONEY: 12.5,
    Kind.DATE: "2026-05-31",
    Kind.DATETIME: "2026-05-31T10:00:00+00:00",
    Kind.BOOLEAN: True,
    Kind.IP: "10.0.0.7",
    Kind.MAC: ["aa:bb:cc:00:11:22"],
    Kind.TAGS: ["vip"],
}
TYPES = ("workstation", "server", "network_device", "mobile_device", "printer")


def value_for(field_id: str, kind: Kind, choices: tuple[Any, ...]) -> Any:
    if field_id == "currency":
        return "GBP"
    return choices[-1].value if choices else VALUES.get(kind)


def new(caller: Caller, client_id: uuid.UUID, **values: object) -> Any:
    response = caller.post("/assets", {"client_id": str(client_id), "type": "workstation", "name": "WS-01", **values})
    assert response.status_code == 201, response.text
    return response.json()


def history(caller: Caller, asset_id: str, **params: object) -> Any:
    response = caller.get(f"/assets/{asset_id}/history", params=params)
    assert response.status_code == 200, response.text
    return response.json()


class TestHistory:
    @pytest.mark.parametrize("asset_type", TYPES)
    def test_every_field_of_a_type_shows_its_change(self, north: Caller, register: World, asset_type: str) -> None:
        asset = new(north, register.north.acme, type=asset_type)
        patch = {
            declared.id: value_for(declared.id, declared.kind, declared.choices)
            for declared in BUILTIN
            if declared.is_editable
            and (declared.types is None or asset_type in declared.types)
            and declared.id not in {"type", "client", "location", "assigned_to", "status"}
        }

        changed = north.patch(f"/assets/{asset['id']}", patch, 1)

        assert changed.status_code == 200, changed.text
        entry = history(north, asset["id"])["items"][0]
        shown = {change["field"]: change for change in entry["changes"]}
        assert set(shown) == set(patch)
        labels = {declared.id: declared.label for declared in BUILTIN}
        record = {**changed.json(), **changed.json()["extension"]}
        for field_id, change in shown.items():
            assert change["label"] == labels[field_id]
            assert change["after"] == record[field_id], field_id

    def test_one_save_is_one_entry_with_who_whence_and_what(self, north: Caller, register: World) -> None:
        tenant = register.north
        asset = new(north, tenant.acme, serial="ABC-12345")
        north.patch(
            f"/assets/{asset['id']}",
            {"serial": "XYZ-98765", "os": "Windows 11", "location": str(tenant.acme_leeds), "status": "deployed"},
            1,
        )

        found = history(north, asset["id"])

        assert [entry["operation"] for entry in found["items"]] == ["updated", "created"]
        entry = found["items"][0]
        assert entry["actor"] == {"id": str(tenant.actor.user_id), "label": tenant.actor.label}
        assert entry["origin"] == "ui"
        assert [(change["field"], change["before"], change["after"]) for change in entry["changes"]] == [
            ("serial", "ABC-12345", "XYZ-98765"),
            ("location", None, {"id": str(tenant.acme_leeds), "label": "Leeds"}),
            ("status", "in_stock", "deployed"),
            ("os", None, "Windows 11"),
        ]
        created = {change["field"]: change["after"] for change in found["items"][1]["changes"]}
        assert created["client"] == {"id": str(tenant.acme), "label": "Acme"}
        assert "version" not in created

    def test_a_change_of_type_is_one_entry(self, north: Caller, register: World) -> None:
        asset = new(north, register.north.acme, os="Windows 11", graphics="RTX")
        north.patch(f"/assets/{asset['id']}", {"type": "server"}, 1)

        entry = history(north, asset["id"])["items"][0]

        assert entry["operation"] == "updated"
        assert {change["field"]: (change["before"], change["after"]) for change in entry["changes"]} == {
            "type": ("workstation", "server"),
            "graphics": ("RTX", None),
        }

    def test_what_was_deleted_keeps_the_name_it_had(self, north: Caller, register: World) -> None:
        tenant = register.north
        asset = new(north, tenant.acme, location=str(tenant.acme_leeds))
        north.patch(f"/assets/{asset['id']}", {"location": None}, 1)
        with register.database.session_for(tenant.actor) as session:
            open_change_set(session, tenant.actor)
            session.delete(session.get_one(Location, (tenant.id, tenant.acme_leeds)))

        before = history(north, asset["id"])["items"][0]["changes"][0]["before"]

        assert before == {"id": str(tenant.acme_leeds), "label": "Leeds"}

    def test_custom_fields_are_told_by_label_also_when_undefined_since(self, north: Caller, register: World) -> None:
        field = north.post("/custom-fields", {"label": "Server room", "kind": "text"}).json()
        asset = new(north, register.north.acme, custom={"server_room": "B 12"})

        shown = {change["field"]: change for change in history(north, asset["id"])["items"][0]["changes"]}
        assert shown["cf.server_room"]["label"] == "Server room"

        deleted = north.request(
            "DELETE", f"/custom-fields/{field['id']}?discard_values=true", headers={"If-Match": '"1"'}
        )
        assert deleted.status_code == 204
        latest = history(north, asset["id"])["items"][0]["changes"]
        assert latest == [{"field": "cf.server_room", "label": "Server room", "before": "B 12", "after": None}]

    def test_pages_hold_every_entry_once(self, north: Caller, register: World) -> None:
        asset = new(north, register.north.acme)
        for version in range(1, 8):
            north.patch(f"/assets/{asset['id']}", {"name": f"WS-{version}"}, version)
        found: list[str] = []
        cursor = None
        while True:
            page = history(north, asset["id"], limit=3, **({"cursor": cursor} if cursor else {}))
            found += [entry["changes"][0]["after"] for entry in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert found[:7] == [f"WS-{version}" for version in range(7, 0, -1)]
        assert len(found) == 8
        assert north.get(f"/assets/{asset['id']}/history?cursor=nonsense").status_code == 400

    def test_a_scoped_person_sees_what_happened_under_their_client(
        self,
        north: Caller,
        register: World,
        call: Callable[[Actor], Caller],
    ) -> None:
        tenant = register.north
        asset = new(north, tenant.acme)
        north.patch(f"/assets/{asset['id']}", {"client": str(tenant.globex)}, 1)
        north.patch(f"/assets/{asset['id']}", {"name": "secret of Globex"}, 2)
        other = new(north, tenant.globex)

        of_acme = call(tenant.scoped(tenant.acme))
        of_globex = call(tenant.scoped(tenant.globex))

        assert [entry["operation"] for entry in history(of_acme, asset["id"])["items"]] == ["created"]
        assert of_acme.get(f"/assets/{other['id']}/history").status_code == 404
        moved = history(of_globex, asset["id"])["items"]
        assert [entry["operation"] for entry in moved] == ["updated", "updated"]
        assert moved[1]["changes"][0]["before"]["label"] == "Unknown client"

    def test_another_tenant_learns_nothing(self, north: Caller, south: Caller, register: World) -> None:
        asset = new(north, register.north.acme)
        assert south.get(f"/assets/{asset['id']}/history").status_code == 404


FORGERY = (
    "insert into changes (tenant_id, change_set_id, table_name, row_id, object_id, operation) "
    "values (gen_random_uuid(), gen_random_uuid(), 'assets', gen_random_uuid(), gen_random_uuid(), 'insert')"
)


class TestAppendOnly:
    """The database itself refuses; these statements run as the application's role."""

    @pytest.mark.parametrize(
        "statement",
        [
            "update changes set before = null",
            "delete from changes",
            "truncate changes",
            "update change_sets set reason = 'no'",
            "delete from change_sets",
            "truncate change_sets",
            FORGERY,
            "drop table changes",
            "alter table changes disable trigger all",
        ],
    )
    def test_what_happened_cannot_be_altered(self, register: World, statement: str) -> None:
        with register.database.session_for(register.north.actor) as session:
            open_change_set(session, register.north.actor)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.raw.execute(statement)
            session.rollback()

    def test_a_partition_is_no_way_around(self, register: World, admin_url: str) -> None:
        with psycopg.connect(admin_url) as connection:
            partitions = [
                name
                for (name,) in connection.execute(
                    "select inhrelid::regclass::text from pg_inherits where inhparent = 'changes'::regclass"
                )
            ]
        assert partitions
        for partition in partitions:
            with (
                pytest.raises(psycopg.errors.InsufficientPrivilege),
                register.database.session_for(register.north.actor) as session,
            ):
                session.raw.execute(f"delete from {partition}")

    @pytest.mark.parametrize(
        "statement",
        [
            "update assets set name = 'x'",
            "delete from asset_identifiers",
            "update workstations set cpu = 'x'",
            "update asset_types set name = 'x'",
            "update clients set name = 'x'",
            "insert into custom_fields (tenant_id, id, key, label, kind) "  # noqa: ISC004 (one statement)
            "select id, gen_random_uuid(), 'x', 'x', 'text' from tenants",
        ],
    )
    def test_the_record_cannot_be_written_outside_a_change_set(
        self, north: Caller, register: World, statement: str
    ) -> None:
        new(north, register.north.acme)
        with register.database.session_for(register.north.actor) as session:
            with pytest.raises(psycopg.errors.Error) as refused:
                session.raw.execute(statement)
            session.rollback()
        assert refused.value.sqlstate == "QD001"
