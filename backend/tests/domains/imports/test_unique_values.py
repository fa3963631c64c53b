"""Files and programs that would give two assets a value which only one can have."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.assets.service.assets import update_asset
from quarterdeck.domains.imports.schemas.basics import RowRead
from quarterdeck.domains.intake.service import taken
from quarterdeck.platform.tabular import CODE_HEADER
from tests.domains.imports.conftest import Importer, Row
from tests.domains.imports.test_error_file import error_rows
from tests.world import World

API = "/api/v1"
HOSTILE = "<script>alert(1)</script>🦊 'quoted' \"double\" \\1 %s {x} =cmd|'/c calc'!A0"


@pytest.fixture(autouse=True)
def licence(importer: Importer, owner: TestClient, world: World) -> None:
    made = owner.post(f"{API}/custom-fields", json={"label": "Licence", "kind": "text", "is_unique": True})
    assert made.status_code == 201, made.text


def row(number: int, licence: str) -> Row:
    return {"Asset tag": f"T-{number}", "Name": f"PC {number}", "Serial": f"SN10{number}", "Licence": licence}


def told(rows: list[RowRead]) -> list[tuple[str, list[tuple[Any, ...]]]]:
    return [(each.outcome, [(p["code"], p["field"], p["message"]) for p in each.problems]) for each in rows]


def taken_by(whose: str, value: str) -> list[tuple[str, str, str]]:
    return [("value_taken", "cf.licence", f"Licence is unique, and {whose} already has '{value}'.")]


class TestImports:
    def test_rows_are_left_out_in_check_and_run_and_the_others_go_through(
        self, importer: Importer, owner: TestClient
    ) -> None:
        importer.rows(row(1, HOSTILE))
        # Chunks hold three rows: one repeats a value within its chunk, one beyond.
        rows = [row(2, HOSTILE.upper()), row(3, "b"), row(4, "B"), row(5, "c"), row(6, "b "), row(7, "")]
        expected = ["rejected", "created", "rejected", "created", "rejected", "created"]

        checked = importer.rows(*rows, dry_run=True)
        done = importer.rows(*rows)

        assert (checked.outcomes, done.outcomes) == (expected, expected)
        for each in (checked, done):
            problems = told(each.rows)
            assert problems[2] == ("rejected", taken_by("row 2", "B"))
            assert problems[0][1][0][2].startswith("Licence is unique, and T-1 (PC 1) already has '")
        assert told(checked.rows)[4][1] == taken_by("row 2", "b")
        assert told(done.rows)[4][1] == taken_by("row 2", "b")
        issues = owner.get(f"{API}/imports/{checked.found.id}/issues").json()
        (issue,) = [each for each in issues["items"] if each["code"] == "value_taken"]
        assert (issue["severity"], issue["field"], issue["rows"], issues["errors"]) == ("error", "cf.licence", 3, 3)
        assert {each["value"] for each in issue["values"]} == {HOSTILE.upper(), "B", "b"}
        left_out = error_rows(importer, done)
        assert [each[CODE_HEADER] for each in left_out] == ["value_taken"] * 3
        assert [each["Licence"] for each in left_out][1:] == ["B", "b "]

    def test_a_file_that_swaps_values_comes_back_whole(self, importer: Importer) -> None:
        importer.rows(row(1, "a"), row(2, "b"), row(3, "c"))
        again = importer.rows(row(1, "b"), row(2, "a"), row(3, "C"))
        assert again.outcomes == ["updated", "updated", "updated"]
        assert importer.rows(row(1, "b"), row(2, "a"), row(3, "C")).outcomes == ["unchanged"] * 3

    def test_who_hopes_for_a_value_that_is_not_given_up_is_left_out(self, importer: Importer) -> None:
        importer.rows(row(1, "a"), row(2, "b"), row(9, "taken"))
        again = importer.rows(row(1, "b"), row(2, "taken"))
        assert told(again.rows) == [
            ("rejected", taken_by("T-2 (PC 2)", "b")),
            ("rejected", taken_by("T-9 (PC 9)", "taken")),
        ]

    def test_a_value_given_elsewhere_while_rows_are_written_costs_one_row_only(
        self, importer: Importer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        importer.rows(row(1, ""))
        (known,) = importer.rows(row(1, "")).rows
        reject, asset_id, calls = taken.reject_taken, known.asset_id, []
        assert asset_id is not None

        def meanwhile(*args: Any, **options: Any) -> int:
            found = reject(*args, **options)
            calls.append(options)
            if len(calls) == 1:
                with importer.runtime.database.session_for(importer.actor) as session:
                    update_asset(session, importer.actor, asset_id, {"cf.licence": "x"}, expected_version=None)
            return found

        monkeypatch.setattr("quarterdeck.domains.intake.service.applying.reject_taken", meanwhile)
        done = importer.rows(row(2, "x"), row(3, "y"))

        assert told(done.rows) == [("rejected", taken_by("T-1 (PC 1)", "x")), ("created", [])]
        assert calls == [{}, {"is_strict": True}]

    def test_another_tenant_has_values_of_its_own(self, importer: Importer, world: World) -> None:
        importer.rows(row(1, "a"))
        with world.database.session_for(world.south.actor) as session:
            assert session.raw.execute("select count(*) from unique_values").fetchone() == (0,)


class TestObservations:
    def test_an_item_is_answered_with_whose_the_value_is(self, importer: Importer, owner: TestClient) -> None:
        importer.rows(row(1, "a"))
        items = [
            {
                "external_id": f"agent-{number}",
                "client": "Acme",
                "type": "workstation",
                "fields": {"serial": f"SN20{number}", "hostname": f"WS-{number}", "cf.licence": licence},
            }
            for number, licence in enumerate(["A", "z", "Z"], start=1)
        ]

        results = owner.post(f"{API}/observations", params={"source": "agent"}, json=items).json()["results"]

        assert [each["outcome"] for each in results] == ["rejected", "created", "rejected"]
        assert [p["message"] for each in results for p in each["problems"]] == [
            "Licence is unique, and T-1 (PC 1) already has 'A'.",
            "Licence is unique, and row 2 already has 'Z'.",
        ]
