"""Clients, places and people a file names that nobody has entered: let in one by one, and created by the run."""

from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.imports import service
from quarterdeck.domains.imports.errors import FixInvalid
from quarterdeck.domains.imports.queries.checking import RowFilter
from quarterdeck.domains.imports.schemas.basics import Creates
from quarterdeck.domains.imports.schemas.checking import FixRead
from quarterdeck.domains.imports.schemas.mapping import MappingWrite, PresetCreate
from quarterdeck.platform.errors import Forbidden
from tests.domains.imports.conftest import Importer, as_csv
from tests.domains.imports.test_check_step import Checked
from tests.world import World

KEPT = {"Acmee": "Globex", "Globexx": "Globex"}
CLIENTS = ["Blue Fin", "blue  FIN", "Red Kite", "Acme", "Acmee"]


def owned_by(names: list[str]) -> bytes:
    return as_csv([{"Serial": f"PF2AB{n:03}", "Client": name, "Notes": "x"} for n, name in enumerate(names)])


@pytest.fixture
def checked(importer: Importer) -> Checked:
    return Checked(importer, owned_by(CLIENTS), all_clients=True)


def let_in(checked: Checked, *values: str, **wanted: Any) -> FixRead:
    named = {"values": list(values)} if values else {}
    return checked.fix(kind="create", code="unknown_client", **named, **wanted)


def clients(importer: Importer) -> list[str]:
    with importer.runtime.database.session_for(importer.actor) as session:
        return [name for (name,) in session.raw.execute("select name from clients order by name").fetchall()]


class TestRemembering:
    def test_a_preset_keeps_what_a_name_was_said_to_stand_for(self, checked: Checked, typed_world: World) -> None:
        """The last word on it, and nothing that was taken back, or that is no name."""
        use = {"kind": "alike", "column": 1, "code": "unknown_client"}
        checked.fix(**use, **{"from": "Acmee", "to": "Globexx"})
        checked.fix(**use, **{"from": "Globexx", "to": "Globex"})
        checked.fix(kind="alike", column=2, **{"from": "x", "to": "y"})
        checked.fix(**use, **{"from": "Red Kite", "to": "Globex"})
        checked.call(service.undo_fix)
        importer = checked.importer
        with importer.runtime.database.session_for(importer.actor) as session:
            kept = service.create_preset(session, importer.actor, PresetCreate(name="Theirs", import_id=checked.id))
            assert [column["values"] for column in kept.settings["columns"]] == [{}, KEPT, {}]

        again = importer.upload(owned_by(CLIENTS))
        with importer.runtime.database.session_for(importer.actor) as session:
            service.apply_preset(session, importer.actor, again.id, str(kept.id))
        importer.finish(importer.start(again.id, dry_run=True))
        with importer.runtime.database.session_for(importer.actor) as session:
            (issue,) = service.issues_of(session, importer.actor, again.id).items
        assert {each.value for each in issue.values} == {"Blue Fin", "blue  FIN", "Red Kite"}

    def test_of_a_column_whose_text_is_changed_it_keeps_what_comes_out(self, importer: Importer) -> None:
        """Unless that stands for two things, or still for itself in another row."""
        names = ["acmee / HQ", "Acmee / Depot", "Two / 1", "Two / 2", "Acme / Old", "Acme / HQ"]
        changes = [{"kind": "extract", "separator": "/", "part": 1}, {"kind": "case", "to": "lower"}]
        columns = [{"index": 1, "field": "client", "transforms": changes}]
        checked = Checked(importer, owned_by(names), all_clients=True, mapped={"columns": columns})
        for text, means in (
            ("acmee / HQ", "Globex / HQ"),
            ("Acmee / Depot", "Globex / Depot"),
            ("Two / 1", "Acme / 1"),
            ("Two / 2", "Globex / 2"),
            ("Acme / Old", "Globex / Old"),
        ):
            checked.fix(kind="alike", column=1, **{"from": text, "to": means})
        with importer.runtime.database.session_for(importer.actor) as session:
            kept = service.create_preset(session, importer.actor, PresetCreate(name="Parts", import_id=checked.id))
            assert [column["values"] for column in kept.settings["columns"]] == [{}, {"acmee": "globex"}, {}]


class TestCounting:
    def test_names_are_counted_by_whom_they_mean_and_shown_as_written(self, checked: Checked) -> None:
        (issue,) = checked.issues.items
        assert (issue.code, issue.rows, issue.names) == ("unknown_client", 4, 3)
        assert {each.value: each.suggestion for each in issue.values} == {
            "Blue Fin": None, "blue  FIN": None, "Red Kite": None, "Acmee": "Acme",
        }  # fmt: skip

    def test_what_another_tenant_has_is_unknown_here(self, importer: Importer, typed_world: World) -> None:
        south = Importer(importer.runtime, typed_world.south, typed_world.south.actor)
        south.content(owned_by(["Blue Fin"]), create_missing=True)
        assert "Blue Fin" in clients(south)
        assert Checked(importer, owned_by(["Blue Fin"]), all_clients=True).issues.errors == 1


class TestLettingIn:
    def test_all_of_them_after_saying_how_many_rows_that_are(self, checked: Checked) -> None:
        asked = let_in(checked, preview=True)
        assert (asked.rows, asked.title, checked.issues.errors) == (4, "3 clients will be created", 4)
        fix = let_in(checked)
        assert (fix.rows, checked.issues.errors, checked.issues.infos) == (4, 0, 4)
        assert [(issue.code, issue.rows) for issue in checked.issues.items] == [("new_client", 4)]

    def test_chosen_ones_with_all_their_spellings_and_nothing_else(self, checked: Checked) -> None:
        fix = let_in(checked, "Blue Fin")
        assert (fix.rows, fix.title) == (2, "The client “Blue Fin” will be created")
        assert checked.marks() == [(1, "new_client"), (2, "new_client"), (3, "unknown_client"), (5, "unknown_client")]

    def test_is_taken_back_and_done_again_in_turn(self, checked: Checked) -> None:
        let_in(checked, "Blue Fin")
        let_in(checked, "Red Kite")
        checked.call(service.undo_fix)
        assert [row for row, code in checked.marks() if code == "unknown_client"] == [3, 5]
        checked.call(service.undo_fix)
        assert checked.issues.errors == 4
        checked.call(service.redo_fix)
        checked.check()
        assert [row for row, code in checked.marks() if code == "new_client"] == [1, 2]

    def test_rows_left_out_and_cells_stay_as_they_are(self, checked: Checked) -> None:
        checked.fix(kind="exclude", rows=[1])
        assert let_in(checked).rows == 3
        rows = checked.call(service.checked_rows, RowFilter("all"), after=0, limit=9)
        assert [row.is_excluded for row in rows] == [True, False, False, False, False]
        assert [row.edited for row in rows] == [[]] * 5

    def test_the_run_creates_these_and_no_other_and_an_undo_of_it_is_whole(self, checked: Checked) -> None:
        importer = checked.importer
        before = clients(importer)
        let_in(checked, "Blue Fin")
        checked.check()
        assert clients(importer) == before
        dry = importer.read(checked.id).found.counts
        importer.finish(importer.start(checked.id))
        done = importer.read(checked.id)
        assert done.outcomes == ["created", "created", "rejected", "created", "rejected"]
        assert done.found.counts == dry
        assert clients(importer) == sorted([*before, "Blue Fin"])

    def test_it_survives_another_mapping_and_is_no_part_of_the_kinds(self, checked: Checked) -> None:
        let_in(checked, "Red Kite")
        checked.call(service.choose_columns, MappingWrite(create=Creates(location=True)))
        assert checked.call(service.read_mapping).create == Creates(location=True)
        checked.check()
        assert [row for row, code in checked.marks() if code == "new_client"] == [3]

    def test_a_name_of_a_column_made_of_others_is_let_in_as_well(self, importer: Importer) -> None:
        content = as_csv([{"Serial": "PF2AB001", "Group": "Red Kite / Leeds"}])
        made = {"kind": "split", "header": "Client", "field": "client", "from": [1], "separator": "/", "part": 1}
        checked = Checked(importer, content, all_clients=True, mapped={"made": [made]})
        (issue,) = checked.issues.items
        assert [each.value for each in issue.values] == ["Red Kite"]
        assert let_in(checked, "Red Kite").rows == 1
        assert checked.issues.errors == 0


class TestRefusals:
    def test_who_may_not_create_clients(self, checked: Checked) -> None:
        actor = checked.importer.actor
        checked.importer.actor = replace(actor, permissions=actor.permissions - {"clients:write"})
        with pytest.raises(Forbidden):
            let_in(checked)

    def test_who_sees_some_clients_only(self, importer: Importer) -> None:
        scoped = replace(importer, actor=importer.tenant.scoped(importer.tenant.acme))
        checked = Checked(scoped, owned_by(["Globex"]))
        with pytest.raises(FixInvalid, match="may well be there"):
            let_in(checked)

    def test_a_name_longer_than_a_name_may_be(self, importer: Importer) -> None:
        checked = Checked(importer, owned_by(["x" * 201]), all_clients=True)
        with pytest.raises(FixInvalid, match="200 characters"):
            let_in(checked)

    def test_other_codes_and_strangers(self, owner: TestClient) -> None:
        answer = owner.post(
            "/api/v1/imports/00000000-0000-7000-8000-000000000001/fixes", json={"kind": "create", "code": "no_client"}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_places_and_people_are_let_in_alike(importer: Importer) -> None:
    rows = [{"Serial": "PF2AB001", "Site": "Hull", "User": "Zoë Müller"}, {"Serial": "PF2AB002", "Site": "Leeds"}]
    checked = Checked(importer, as_csv(rows))
    checked.fix(kind="create", code="unknown_location")
    checked.fix(kind="create", code="unknown_contact", values=["Zoë Müller"])
    assert sorted(checked.marks()) == [(1, "new_contact"), (1, "new_location")]
