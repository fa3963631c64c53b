"""Steps five to seven of the wizard: rows that are assets already, the run, and what failed."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.imports import service
from quarterdeck.domains.imports.schemas.matching import ChoiceWrite, MatchesRead, MatchRow
from quarterdeck.domains.jobs.kinds import Runtime
from tests.conftest import Browser
from tests.domains.imports.conftest import Importer, Row, as_csv
from tests.domains.imports.test_routes import finish, send, shared
from tests.world import World

__all__ = ["shared"]


def machine(number: int, **cells: str) -> Row:
    return {"Serial Number": f"PF2AB{number:04}", "Hostname": f"WS-{number:04}", **cells}


@pytest.fixture
def found(importer: Importer) -> Any:
    """Two machines on record, of which a file now says something else; one is new, and one comes twice."""
    importer.rows(machine(1, Model="Old", Notes="kept"), machine(2, Model="Old", Notes=""))
    rows = [
        machine(1, Model="New", Notes="from the file"),
        machine(2, Model="New", Notes="from the file"),
        machine(3, Model="New", Notes=""),
        machine(3, Model="New", Notes=""),
    ]
    uploaded = importer.upload(as_csv(rows), client_id=importer.tenant.acme)
    importer.finish(importer.start(uploaded.id, dry_run=True))
    return uploaded


def matches(importer: Importer, found: Any) -> MatchesRead:
    with importer.runtime.database.session_for(importer.actor) as session:
        return service.matches_of(session, importer.actor, found.id)


def rows(importer: Importer, found: Any, kind: str | None = None) -> list[MatchRow]:
    with importer.runtime.database.session_for(importer.actor) as session:
        return service.match_rows(session, importer.actor, found.id, kind=kind, after=0, limit=100)


def choose(importer: Importer, found: Any, **wanted: Any) -> int:
    with importer.runtime.database.session_for(importer.actor) as session:
        return service.choose_matches(session, importer.actor, found.id, ChoiceWrite(**wanted)).rows


def run(importer: Importer, found: Any) -> list[tuple[Any, ...]]:
    """Checks, runs, and says what the register holds; both tell the same numbers."""
    importer.finish(importer.start(found.id, dry_run=True))
    dry = importer.read(found.id).found.counts
    importer.finish(importer.start(found.id))
    assert importer.read(found.id).found.counts == dry
    with importer.runtime.database.session_for(importer.actor) as session:
        return session.raw.execute("select serial, model, notes from assets order by serial, created_at").fetchall()


class TestMatches:
    def test_are_counted_by_what_gave_them_away(self, importer: Importer, found: Any) -> None:
        groups = {group.kind: group.rows for group in matches(importer, found).items}
        assert groups == {"serial": 2, "in_file": 1}

    def test_are_shown_field_by_field_with_whose_word_stands(self, importer: Importer, found: Any) -> None:
        first, _second = rows(importer, found, "serial")
        assert first.asset is not None
        assert (first.row, first.outcome, first.duplicate_of_row) == (1, "updated", None)
        by_field = {each.field: each for each in first.fields}
        model = by_field["model"]
        assert (model.in_system, model.in_file, model.result, model.is_changed) == ("Old", "New", "New", True)
        assert model.source == "file:list"
        assert not by_field["serial"].is_changed
        (twice,) = rows(importer, found, "in_file")
        assert (twice.row, twice.duplicate_of_row) == (4, 3)


class TestChoices:
    def test_without_one_the_file_is_taken(self, importer: Importer, found: Any) -> None:
        assert run(importer, found) == [
            ("PF2AB0001", "New", "from the file"), ("PF2AB0002", "New", "from the file"), ("PF2AB0003", "New", None),
        ]  # fmt: skip

    def test_only_what_is_empty_is_filled(self, importer: Importer, found: Any) -> None:
        assert choose(importer, found, scope="kind", kind="serial", action="merge", merge="fill") == 2
        assert run(importer, found)[:2] == [("PF2AB0001", "Old", "kept"), ("PF2AB0002", "Old", "from the file")]

    def test_field_by_field_and_the_closest_choice_counts(self, importer: Importer, found: Any) -> None:
        choose(importer, found, scope="all", action="skip")
        choose(importer, found, scope="row", row=1, action="merge", merge="keep", fields={"notes": "take"})
        shown = {each.field: each.result for each in rows(importer, found, "serial")[0].fields}
        assert (shown["model"], shown["notes"]) == ("Old", "from the file")
        assert run(importer, found)[:2] == [("PF2AB0001", "Old", "from the file"), ("PF2AB0002", "Old", None)]

    def test_a_new_one_is_made_by_choice(self, importer: Importer, found: Any) -> None:
        choose(importer, found, scope="row", row=2, action="create")
        assert [serial for serial, _, _ in run(importer, found)].count("PF2AB0002") == 2

    def test_a_choice_is_taken_back(self, importer: Importer, found: Any) -> None:
        choose(importer, found, scope="kind", kind="serial", action="skip")
        assert matches(importer, found).items[0].choice is not None
        choose(importer, found, scope="kind", kind="serial")
        assert matches(importer, found).items[0].choice is None
        assert importer.read(found.id).found.is_stale

    def test_what_can_not_be_chosen(
        self, owner: TestClient, typed_world: World, shared: Runtime, browser: Browser, importer: Importer
    ) -> None:
        importer.rows(machine(1, **{"Asset Tag": "T-1"}))
        content = as_csv([machine(1, **{"Asset Tag": "T-1"}, Notes="new")])
        uploaded = send(owner, content, client_id=str(typed_world.north.acme)).json()
        path = f"/api/v1/imports/{uploaded['id']}"
        assert owner.get(f"{path}/matches").json()["code"] == "not_checked"
        job = owner.post(f"{path}/run", json={"dry_run": True}).json()
        finish(shared, typed_world, job["id"])

        def put(browser: TestClient, **wanted: Any) -> tuple[int, str | None]:
            answer = browser.put(f"{path}/choices", json=wanted)
            return answer.status_code, answer.json().get("code")

        assert put(owner, scope="row", row=1, action="create") == (409, "create_blocked")
        assert put(owner, scope="row", row=9, action="skip") == (422, "choice_invalid")
        assert put(owner, scope="kind", kind="nonsense", action="skip") == (422, "choice_invalid")
        assert put(owner, scope="all", action="merge", fields={"nonsense": "keep"}) == (422, "choice_invalid")
        (row,) = owner.get(f"{path}/match-rows").json()["items"]
        assert (row["can_create"], row["create_blocked_by"]) == (False, "The tag T-1 is taken.")
        scoped = browser(typed_world.north, "technician", clients=[typed_world.north.globex])
        for stranger in (browser(typed_world.south), scoped):
            assert put(stranger, scope="all", action="skip")[0] == 404
            assert stranger.get(f"{path}/match-rows").status_code == 404


class TestRun:
    def test_too_many_failures_stop_it_before_anything_is_written(self, importer: Importer) -> None:
        content = as_csv([machine(1), machine(2, Site="Nowhere"), machine(3)])
        found = importer.upload(content, client_id=importer.tenant.acme)
        importer.finish(importer.start(found.id, stop_above_percent=30))
        read = importer.read(found.id).found
        assert read.state == "failed"
        assert read.problem is not None
        assert "1 of 3 rows can't go in" in read.problem["message"]
        with importer.runtime.database.session_for(importer.actor) as session:
            assert session.raw.execute("select 1 from assets").fetchall() == []
        allowed = importer.upload(content, client_id=importer.tenant.acme)
        importer.finish(importer.start(allowed.id, stop_above_percent=34))
        assert importer.read(allowed.id).outcomes == ["created", "rejected", "created"]

    def test_what_failed_is_mended_and_run_alone(self, owner: TestClient, typed_world: World, shared: Runtime) -> None:
        content = as_csv([{"Gizmo": "pf2ab001", "Whs": "Leads"}, {"Gizmo": "pf2ab002", "Whs": "Leeds"}])
        uploaded = send(owner, content, client_id=str(typed_world.north.acme)).json()
        path = f"/api/v1/imports/{uploaded['id']}"
        assert owner.post(f"{path}/retry").json()["code"] == "nothing_to_retry"
        mapping = {
            "columns": [
                {"index": 0, "field": "serial", "transforms": [{"kind": "case", "to": "upper"}]},
                {"index": 1, "field": "location"},
            ],
            "made": [{"header": "Maker", "field": "manufacturer", "kind": "value", "text": "Dell"}],
        }
        assert owner.put(f"{path}/mapping", json=mapping).status_code == 200
        finish(shared, typed_world, owner.post(f"{path}/run", json={}).json()["id"])

        again = owner.post(f"{path}/retry")

        assert again.status_code == 201, again.text
        found = again.json()
        assert found["retry_of"] == uploaded["id"]
        fields = {column["header"]: column["field"] for column in found["columns"]}
        assert (fields["Gizmo"], fields["Whs"], fields["Maker"]) == ("serial", "location", "manufacturer")
        retried = f"/api/v1/imports/{found['id']}"
        finish(shared, typed_world, owner.post(f"{retried}/run", json={"dry_run": True}).json()["id"])
        fix = {"kind": "alike", "column": 1, "from": "Leads", "to": "Leeds"}
        assert owner.post(f"{retried}/fixes", json=fix).json()["rows"] == 1
        finish(shared, typed_world, owner.post(f"{retried}/run", json={}).json()["id"])
        assert owner.get(retried).json()["counts"]["created"] == 1
