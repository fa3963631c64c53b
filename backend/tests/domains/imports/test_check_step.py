"""Step four of the wizard: what is wrong with the rows, and mending them."""

import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from quarterdeck.domains.imports import service
from quarterdeck.domains.imports.queries.checking import RowFilter
from quarterdeck.domains.imports.schemas.checking import FixRead, FixWrite, IssuesRead
from quarterdeck.domains.imports.schemas.mapping import MappingWrite
from quarterdeck.domains.jobs.kinds import Runtime
from tests.conftest import Browser
from tests.domains.imports.conftest import Importer, as_csv, in_large_chunks
from tests.domains.imports.test_routes import finish, send, shared
from tests.world import World

__all__ = ["shared"]


def rows_with(places: list[str]) -> bytes:
    return as_csv([{"Serial": f"PF2AB{n:03}", "Site": place, "Notes": "x"} for n, place in enumerate(places)])


class Checked:
    """An import after its check, as one person works on it."""

    def __init__(
        self,
        importer: Importer,
        content: bytes,
        *,
        all_clients: bool = False,
        mapped: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        self.importer = importer
        client_id = None if all_clients else importer.tenant.acme
        self.id = importer.upload(content, client_id=client_id, **options).id
        if mapped is not None:
            self.call(service.choose_columns, MappingWrite.model_validate(mapped))
        self.check()

    def check(self) -> None:
        self.importer.finish(self.importer.start(self.id, dry_run=True))

    def call(self, function: Any, *arguments: Any, **named: Any) -> Any:
        with self.importer.runtime.database.session_for(self.importer.actor) as session:
            return function(session, self.importer.actor, self.id, *arguments, **named)

    @property
    def issues(self) -> IssuesRead:
        found: IssuesRead = self.call(service.issues_of)
        return found

    def fix(self, **wanted: Any) -> FixRead:
        read: Any = TypeAdapter(FixWrite).validate_python(wanted)
        made: FixRead = self.call(service.create_fix, read)
        return made

    def marks(self) -> list[tuple[int, str]]:
        rows = self.call(service.checked_rows, RowFilter("all"), after=0, limit=100_000)
        return [(row.row, mark.code) for row in rows for mark in row.marks]


class TestIssues:
    def test_are_grouped_counted_and_come_with_what_was_meant(self, importer: Importer) -> None:
        content = as_csv(
            [
                {"Serial": "PF2AB001", "Site": "Leads", "Status": "In Use", "User": ""},
                {"Serial": "PF2AB002", "Site": "Leads", "Status": "Deploid", "User": ""},
                {"Serial": "1.23E+11", "Site": "Leeds", "Status": "", "User": ""},
                {"Serial": "PF2AB004", "Site": "Leeds", "Status": "In Use", "User": "Pria Shah"},
            ]
        )
        issues = Checked(importer, content).issues
        assert (issues.rows, issues.errors, issues.warnings, issues.ok) == (4, 3, 1, 0)
        by_code = {issue.code: issue for issue in issues.items}
        place = by_code["unknown_location"]
        assert (place.severity, place.field, place.column, place.rows) == ("error", "location", 1, 2)
        assert [(each.value, each.rows, each.suggestion) for each in place.values] == [("Leads", 2, "Leeds")]
        assert by_code["unknown_status"].values[0].suggestion == "Deployed"
        assert by_code["unknown_contact"].values[0].suggestion == "Priya Shah"
        damaged = next(issue for issue in issues.items if issue.field == "serial")
        assert damaged.values[0].value == "1.23E+11"
        assert [issue.severity for issue in issues.items] == sorted(
            (issue.severity for issue in issues.items), key=["error", "warning", "info"].index
        )

    def test_what_will_be_created_is_told(self, importer: Importer) -> None:
        checked = Checked(importer, rows_with(["Hull", "Hull", "Leeds"]), create_missing=True)
        (issue,) = checked.issues.items
        assert (issue.code, issue.severity, issue.rows) == ("new_location", "info", 2)

    def test_before_a_check_there_is_nothing_to_look_at(self, owner: TestClient) -> None:
        path = f"/api/v1/imports/{send(owner).json()['id']}"
        for answer in (
            owner.get(f"{path}/issues"),
            owner.get(f"{path}/check-rows"),
            owner.get(f"{path}/problem"),
            owner.post(f"{path}/fixes", json={"kind": "cell", "row": 1, "column": 0, "value": "x"}),
            owner.post(f"{path}/fixes/undo"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (409, "not_checked")


class TestFixes:
    def test_a_cell_is_mended_and_its_row_validated_at_once(self, importer: Importer) -> None:
        checked = Checked(importer, rows_with(["Leads", "Leeds"]))
        fix = checked.fix(kind="cell", row=1, column=1, value="Leeds")
        (row,) = fix.checked
        assert (row.cells, row.edited, row.marks) == (["PF2AB000", "Leeds", "x"], [1], [])
        assert checked.issues.errors == 0
        still = checked.fix(kind="cell", row=1, column=1, value="Nowhere")
        assert [mark.code for mark in still.checked[0].marks] == ["unknown_location"]

    def test_all_alike_are_counted_first_then_changed_and_can_be_undone(self, importer: Importer) -> None:
        checked = Checked(importer, rows_with(["Leads"] * 22 + ["Leeds"] * 3 + ["Hull"]))
        wanted = {"kind": "alike", "column": 1, "from": "Leads", "to": "Leeds", "code": "unknown_location"}
        assert checked.fix(**wanted, preview=True).rows == 22
        assert checked.issues.errors == 23
        fix = checked.fix(**wanted)
        assert (fix.rows, fix.job_id, checked.issues.errors) == (22, None, 1)
        assert checked.call(service.undo_fix).is_undone
        assert checked.issues.errors == 23
        checked.call(service.redo_fix)
        assert checked.issues.errors == 1
        fixes = checked.call(service.list_fixes)
        assert (len(fixes.items), fixes.can_undo, fixes.can_redo) == (1, True, False)

    def test_fixes_are_undone_in_turn_also_on_one_cell(self, importer: Importer) -> None:
        checked = Checked(importer, rows_with(["A", "B"]))
        for value in ("B", "C", "D"):
            checked.fix(kind="cell", row=1, column=1, value=value)
        checked.fix(kind="alike", column=1, **{"from": "B"}, to="E")

        def places() -> list[str]:
            rows = checked.call(service.checked_rows, RowFilter("all"), after=0, limit=10)
            return [row.cells[1] for row in rows]

        seen = [places()]
        for _ in range(4):
            checked.call(service.undo_fix)
            seen.append(places())
        assert seen == [["D", "E"], ["D", "B"], ["C", "B"], ["B", "B"], ["A", "B"]]
        checked.call(service.redo_fix)
        assert places() == ["B", "B"]
        checked.fix(kind="cell", row=2, column=1, value="Z")
        assert not checked.call(service.list_fixes).can_redo

    def test_rows_are_left_out_and_taken_in_again(self, importer: Importer) -> None:
        checked = Checked(importer, rows_with(["Leads", "Leads", "Leeds", "Hull"]))
        assert checked.fix(kind="exclude", code="unknown_location", value="Leads").rows == 2
        assert checked.fix(kind="exclude", rows=[3]).rows == 1
        assert (checked.issues.excluded, checked.issues.errors) == (3, 1)
        assert checked.fix(kind="include", rows=[3, 4]).rows == 1
        assert (checked.issues.excluded, checked.issues.ok) == (2, 1)

    def test_what_was_mended_goes_into_the_run_and_only_that(self, importer: Importer) -> None:
        checked = Checked(importer, rows_with(["Leads", "Leads", "Hull", "Leeds"]))
        checked.fix(kind="alike", column=1, **{"from": "Leads"}, to="Leeds")
        checked.fix(kind="cell", row=2, column=0, value="PF2AB777")
        checked.fix(kind="cell", row=4, column=0, value="PF2AB888")
        checked.call(service.undo_fix)
        checked.fix(kind="exclude", rows=[3])
        checked.check()
        dry = importer.read(checked.id).found.counts
        importer.finish(importer.start(checked.id))
        done = importer.read(checked.id)
        assert done.outcomes == ["created"] * 3
        assert done.found.counts == dry
        assert dry["excluded"] == 1
        with importer.runtime.database.session_for(importer.actor) as session:
            serials = session.raw.execute("select serial from assets order by 1").fetchall()
        assert serials == [("PF2AB000",), ("PF2AB003",), ("PF2AB777",)]

    def test_checking_again_keeps_what_was_mended(self, importer: Importer) -> None:
        checked = Checked(importer, rows_with(["Leads", "Leeds"]))
        checked.fix(kind="cell", row=1, column=1, value="Leeds")
        checked.fix(kind="exclude", rows=[2])
        checked.check()
        assert (checked.issues.errors, checked.issues.excluded, checked.issues.rows) == (0, 1, 2)
        assert not importer.read(checked.id).found.is_stale

    def test_many_rows_are_validated_by_a_job(self, importer: Importer) -> None:
        importer.runtime = in_large_chunks(importer.runtime)
        checked = Checked(importer, rows_with(["Leads"] * 1_200))
        fix = checked.fix(kind="alike", column=1, **{"from": "Leads"}, to="Leeds")
        assert fix.rows == 1_200
        assert fix.job_id is not None
        importer.finish(fix.job_id)
        assert checked.issues.ok == 1_200

    def test_hostile_text_is_only_text(self, importer: Importer) -> None:
        checked = Checked(importer, rows_with(["Leads"]))
        for text in ("=cmd|' /C calc'!A0", "'; drop table assets; --", "{1,2}", "a\0b", "%s %(x)s"):
            fix = checked.fix(kind="cell", row=1, column=1, value=text)
            shown = fix.checked[0].cells[1]
            assert shown == text.replace("\0", "")

    @pytest.mark.parametrize(
        ("wanted", "status", "code"),
        [
            ({"kind": "cell", "row": 99, "column": 0, "value": "x"}, 404, "row_not_found"),
            ({"kind": "cell", "row": 1, "column": 77, "value": "x"}, 422, "fix_invalid"),
            ({"kind": "exclude"}, 422, "fix_invalid"),
            ({"kind": "nonsense"}, 422, "invalid_input"),
        ],
    )
    def test_what_can_not_be_mended(
        self, owner: TestClient, typed_world: World, shared: Runtime, wanted: Any, status: int, code: str
    ) -> None:
        path = _checked(owner, typed_world, shared)
        answer = owner.post(f"{path}/fixes", json=wanted)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        undone = owner.post(f"{path}/fixes/undo")
        assert (undone.status_code, undone.json()["code"]) == (409, "nothing_to_undo")
        assert owner.post(f"{path}/fixes/redo").json()["code"] == "nothing_to_redo"


def _checked(owner: TestClient, world: World, runtime: Runtime, content: bytes | None = None) -> str:
    content = content or rows_with(["Leads", "Leeds", "Hull", "Leeds", "Leads"])
    found = send(owner, content, client_id=str(world.north.acme)).json()
    path = f"/api/v1/imports/{found['id']}"
    job = owner.post(f"{path}/run", json={"dry_run": True}).json()
    finish(runtime, world, job["id"])
    return path


class TestRows:
    def test_are_paged_and_filtered(self, owner: TestClient, typed_world: World, shared: Runtime) -> None:
        path = f"{_checked(owner, typed_world, shared)}/check-rows"

        def numbers(**wanted: Any) -> list[int]:
            return [row["row"] for row in owner.get(path, params=wanted).json()["items"]]

        assert numbers() == [1, 3, 5]
        assert numbers(only="all") == [1, 2, 3, 4, 5]
        assert numbers(code="unknown_location", value="Leads") == [1, 5]
        first = owner.get(path, params={"limit": 2}).json()
        second = owner.get(path, params={"limit": 2, "cursor": first["next_cursor"]}).json()
        assert [row["row"] for row in (*first["items"], *second["items"])] == [1, 3, 5]
        assert owner.get(path, params={"cursor": first["next_cursor"], "only": "all"}).status_code == 400
        (mark,) = first["items"][0]["marks"]
        assert (mark["column"], mark["severity"], mark["suggestion"]) == (1, "error", "Leeds")
        assert mark["message"].endswith(("?", "."))

    def test_the_next_problem_goes_round(self, owner: TestClient, typed_world: World, shared: Runtime) -> None:
        path = f"{_checked(owner, typed_world, shared)}/problem"

        def at(after: int, direction: str = "next") -> Any:
            return owner.get(path, params={"after": after, "direction": direction}).json()["row"]

        assert [at(0), at(1), at(3), at(5)] == [1, 3, 5, 1]
        assert [at(5, "previous"), at(1, "previous")] == [3, 5]

    def test_values_are_counted_over_the_whole_file_now(
        self, owner: TestClient, typed_world: World, shared: Runtime
    ) -> None:
        path = _checked(owner, typed_world, in_large_chunks(shared), rows_with(["Leeds"] * 2_500 + ["Leads"] * 30))
        values = owner.get(f"{path}/values", params={"column": 1}).json()
        assert not values["is_sample"]
        assert [(each["value"], each["count"]) for each in values["items"]] == [("Leeds", 2_500), ("Leads", 30)]

    def test_are_for_those_who_see_the_client(
        self, owner: TestClient, typed_world: World, shared: Runtime, browser: Browser
    ) -> None:
        path = _checked(owner, typed_world, shared)
        scoped = browser(typed_world.north, "technician", clients=[typed_world.north.globex])
        fix = {"kind": "cell", "row": 1, "column": 1, "value": "Leeds"}
        for stranger in (browser(typed_world.south), scoped):
            for part in ("issues", "check-rows", "problem", "fixes"):
                assert stranger.get(f"{path}/{part}").status_code == 404
            assert stranger.post(f"{path}/fixes", json=fix).status_code == 404
        colleague = browser(typed_world.north)
        assert colleague.post(f"{path}/fixes", json=fix).status_code == 201
        (listed,) = owner.get(f"{path}/fixes").json()["items"]
        assert listed["title"] == "Row 1: Site becomes “Leeds”"

    def test_a_deleted_import_leaves_no_rows(
        self, owner: TestClient, typed_world: World, shared: Runtime, importer: Importer
    ) -> None:
        path = _checked(owner, typed_world, shared)
        owner.post(f"{path}/fixes", json={"kind": "cell", "row": 1, "column": 1, "value": "Leeds"})
        assert owner.delete(path).status_code == 204
        import_id = uuid.UUID(path.rpartition("/")[2])
        with importer.runtime.database.session_for(importer.actor) as session:
            for table in ("import_rows", "import_marks", "import_fixes", "import_edits"):
                kept = session.raw.execute(f"select 1 from {table} where import_id = %s", [import_id]).fetchall()
                assert kept == []
