"""An import is taken back whole: what it made goes, what it changed goes back, what came since stays."""

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.imports import service
from quarterdeck.domains.recovery.errors import AlreadyUndone, NothingToUndo
from quarterdeck.domains.recovery.schemas import UndoWrite
from quarterdeck.domains.recovery.service.undoing import start_undo
from tests.domains.imports.conftest import Importer
from tests.domains.imports.test_importing import machine
from tests.domains.recovery.test_undoing import record_of
from tests.world import World


class TestUndoOfAnImport:
    def test_created_and_updated_assets_clients_and_locations_go_back(
        self, importer: Importer, typed_world: World
    ) -> None:
        importer.rows(machine(1, OS="Windows 10"), machine(2))
        before = record_of(typed_world, importer.tenant)
        done = importer.rows(
            machine(1, OS="Windows 11", Notes="=cmd()"),
            machine(3, Client="Brand New Ltd", Site="Leeds"),
            machine(4, Client="Brand New Ltd", Site="York"),
            machine(5, MAC="3c-52-82-00-00-01"),
            create_missing=True,
        )
        after = record_of(typed_world, importer.tenant)
        assert after != before

        with typed_world.database.session_for(importer.actor) as session:
            seen = service.preview_undo_of_import(session, importer.actor, done.found.id)
            undo = service.undo_import(session, importer.actor, done.found.id, UndoWrite())
        assert (seen.restorable, seen.blocked, seen.changed_since) == (seen.objects, 0, 0)
        assert undo.state == "done"
        assert record_of(typed_world, importer.tenant) == before
        with typed_world.database.session_for(importer.actor) as session, pytest.raises(AlreadyUndone):
            service.undo_import(session, importer.actor, done.found.id, UndoWrite())

        assert undo.undo_change_set_id is not None
        with typed_world.database.session_for(importer.actor) as session:
            assert start_undo(session, importer.actor, undo.undo_change_set_id, UndoWrite()).state == "done"
        assert record_of(typed_world, importer.tenant) == after

    def test_the_list_says_what_was_undone_and_is_narrowed_to_it(self, importer: Importer, owner: TestClient) -> None:
        stays, goes = importer.rows(machine(1)), importer.rows(machine(2))
        importer.rows(machine(3), dry_run=True)

        def listed(**wanted: str) -> dict[str, str | None]:
            items = owner.get("/api/v1/imports", params=wanted).json()["items"]
            return {each["id"]: each["standing"] for each in items}

        assert listed(undone="true") == {}
        undone = owner.post(f"/api/v1/imports/{goes.found.id}/undo", json={}).json()
        assert listed(undone="true") == {str(goes.found.id): "undone"}
        assert listed(undone="false", state="finished") == {str(stays.found.id): "applied"}
        assert len(listed()) == 3
        assert list(listed(undone="false").values()).count(None) == 1
        owner.post(f"/api/v1/change-sets/{undone['change_set_id']}/undo", json={})
        assert listed(undone="true") == {}
        assert listed()[str(goes.found.id)] == "redone"

    def test_a_client_in_use_since_stays(self, importer: Importer, typed_world: World) -> None:
        done = importer.rows(machine(1, Client="Brand New Ltd"), create_missing=True)
        with typed_world.database.session_for(importer.actor) as session:
            row = session.raw.execute("select id from clients where name = 'Brand New Ltd'").fetchone()
        assert row is not None
        importer.rows(machine(2), client_id=row[0])

        with typed_world.database.session_for(importer.actor) as session:
            undo = service.undo_import(session, importer.actor, done.found.id, UndoWrite())

        assert (undo.state, undo.counts["restored"], undo.counts["blocked"]) == ("partly_done", 1, 1)
        assert undo.problems[0]["code"] == "used"

    def test_a_dry_run_has_nothing_to_undo(self, importer: Importer, typed_world: World) -> None:
        done = importer.rows(machine(1), dry_run=True)
        with typed_world.database.session_for(importer.actor) as session, pytest.raises(NothingToUndo):
            service.undo_import(session, importer.actor, done.found.id, UndoWrite())

    def test_what_changed_since_is_listed_and_left_and_the_audit_log_tells_of_it(
        self, importer: Importer, owner: TestClient
    ) -> None:
        """S13.10."""
        done = importer.rows(machine(1), machine(2))
        kept = str(done.rows[0].asset_id)
        owner.patch(f"/api/v1/assets/{kept}", json={"supplier": "HP"}, headers={"If-Match": "*"})
        path = f"/api/v1/imports/{done.found.id}/undo"
        seen = owner.get(path).json()
        assert (seen["objects"], seen["changed_since"]) == (2, 1)
        undone = owner.post(path, json={"conflicts": "leave"}).json()
        assert (undone["state"], undone["counts"]["done"], undone["counts"]["skipped"]) == ("partly_done", 1, 1)
        assert owner.get(f"/api/v1/assets/{kept}").json()["supplier"] == "HP"
        assert owner.get(f"/api/v1/assets/{done.rows[1].asset_id}").status_code == 404
        entries = owner.get("/api/v1/audit", params={"origin": "undo"}).json()["items"]
        assert undone["change_set_id"] in [each["change_set_id"] for each in entries]
