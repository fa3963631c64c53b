"""Undo beside what others do: writes on their way, and things that are gone since."""

import time
import uuid
from threading import Thread
from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.assets.service import update_asset
from quarterdeck.domains.journal.service import open_change_set
from tests.domains.caller import make_asset
from tests.domains.recovery.test_deleted import look, remove, restore
from tests.domains.recovery.test_routes import new, patch
from tests.domains.recovery.test_undoing import HOSTILE, last_change_set, undo, value
from tests.world import World

API = "/api/v1"


class TestWritersOnTheirWay:
    def test_what_an_import_is_just_writing_is_waited_for_and_left(self, register: World) -> None:
        tenant = register.north
        assets = [make_asset(register, tenant.actor, client=str(tenant.acme), name="Old") for _ in range(2)]
        with register.database.session_for(tenant.actor) as session:
            changed = open_change_set(session, tenant.actor)
            for asset in assets:
                update_asset(session, tenant.actor, asset, {"name": "New"}, expected_version=None)
        came: list[Any] = []
        pressed = Thread(target=lambda: came.append(undo(register, tenant.actor, changed)))

        with register.database.session_for(tenant.actor) as session:
            open_change_set(session, tenant.actor, reason="Import")
            update_asset(session, tenant.actor, assets[1], {"name": HOSTILE}, expected_version=None)
            pressed.start()
            time.sleep(1)
            assert came == [], "it waits for who is writing"
        pressed.join()

        assert (came[0].state, came[0].counts["restored"], came[0].counts["left"]) == ("partly_done", 1, 1)
        assert [value(register, tenant, asset, "name") for asset in assets] == ["Old", HOSTILE]


class TestGoneSince:
    @pytest.mark.parametrize("what", ["contact", "client"])
    def test_a_deleted_asset_waits_for_what_it_belonged_to(self, world: World, owner: TestClient, what: str) -> None:
        client = owner.post(f"{API}/clients", json={"name": "Initech"}).json()["id"]
        fields: dict[str, Any] = {}
        path = f"{API}/clients/{client}"
        if what == "contact":
            contact = owner.post(f"{API}/contacts", json={"client_id": client, "name": "Milton"}).json()["id"]
            fields, path = {"assigned_to": contact}, f"{API}/contacts/{contact}"
        asset = new(owner, client, **fields)
        remove(owner, asset)
        assert owner.delete(path, headers={"If-Match": "*"}).status_code == 204
        gone = last_change_set(world, world.north)
        told = f"The {what} it belonged to is not there any more."

        seen, done = look(owner), restore(owner)

        assert [each["message"] for each in seen["reasons"]] == [told]
        assert (done["restored"], [each["message"] for each in done["problems"]]) == (0, [told])
        assert owner.post(f"{API}/change-sets/{gone}/undo", json={}).status_code == 202
        assert restore(owner)["restored"] == 1

    def test_values_of_a_custom_field_that_is_gone_are_chosen_by_its_key(self, world: World, owner: TestClient) -> None:
        field = owner.post(f"{API}/custom-fields", json={"key": "rack", "label": "Rack", "kind": "text"}).json()
        asset = new(owner, world.north.acme, name="Old", **{"cf.rack": "R1"})
        patch(owner, asset, name="New", **{"cf.rack": "R2"})
        changed = last_change_set(world, world.north)
        patch(owner, asset, **{"cf.rack": "R3"})
        removed = owner.delete(f"{API}/custom-fields/{field['id']}?discard_values=true", headers={"If-Match": "*"})
        assert removed.status_code == 204, removed.text

        preview = owner.get(f"{API}/change-sets/{changed}/undo").json()
        (conflict,) = preview["conflicts"]
        chosen = [{"object_id": asset["id"], "field": conflict["field"]}]
        done = owner.post(f"{API}/change-sets/{changed}/undo", json={"force": chosen})

        assert (done.status_code, done.json()["state"]) == (202, "done"), done.text
        assert owner.get(f"{API}/assets/{asset['id']}").json()["name"] == "Old"
        with world.database.session_for(world.north.actor) as session:
            row = session.raw.execute("select custom from assets where id = %s", [uuid.UUID(asset["id"])]).fetchone()
        assert row == ({"rack": "R1"},)
