"""Host names as Windows hands them on: cut after fifteen characters."""

import pytest

from tests.domains.imports.conftest import Importer

LONG = "ACCOUNTING-LAPTOP-FRONT"
CUT = LONG[:15]


class TestCutName:
    @pytest.mark.parametrize(("known", "said"), [(LONG, CUT), (CUT, LONG)], ids=["in the list", "on record"])
    def test_leads_to_the_one_machine_that_is_called_so(self, importer: Importer, known: str, said: str) -> None:
        before = importer.rows(
            {"Hostname": known, "Serial": "PF2AB001"}, {"Hostname": "ACCOUNTING-DESK", "Serial": "PF2AB002"}
        )
        done = importer.rows({"Hostname": said, "Notes": "seen"})
        assert done.outcomes == ["updated"], done.rows[0].reason
        assert done.rows[0].asset_id == before.rows[0].asset_id
        assert "hostname the beginning of one name alone" in done.rows[0].reason

    def test_that_several_begin_with_is_for_a_person(self, importer: Importer) -> None:
        importer.rows({"Hostname": LONG}, {"Hostname": "ACCOUNTING-LAPTOP-REAR"})
        done = importer.rows({"Hostname": CUT})
        assert done.outcomes == ["review"], done.rows[0].reason

    def test_that_ends_in_a_number_may_be_another_one_of_its_series(self, importer: Importer) -> None:
        importer.rows({"Hostname": "LONDON-LAPTOP-12"})
        assert importer.rows({"Hostname": "LONDON-LAPTOP-1"}).outcomes == ["review"]
        assert importer.rows({"Hostname": "LONDON-LAPTOP-1", "Serial": "PF2AB001"}).outcomes == ["created"]

    def test_of_a_name_on_record_is_that_one(self, importer: Importer) -> None:
        before = importer.rows({"Hostname": LONG}, {"Hostname": CUT})
        assert before.outcomes == ["created", "created"]
        done = importer.rows({"Hostname": CUT}, {"Hostname": LONG})
        assert [row.asset_id for row in done.rows] == [row.asset_id for row in reversed(before.rows)]

    def test_in_a_list_that_cuts_none_is_a_question(self, importer: Importer) -> None:
        importer.rows({"Hostname": LONG})
        assert importer.rows({"Hostname": LONG}, {"Hostname": CUT}).outcomes == ["unchanged", "review"]

    @pytest.mark.parametrize(
        ("extra", "outcome"),
        [({"Serial": "PF9ZZ001"}, "created"), ({"Type": "Printer"}, "created"), ({"Model": "Latitude"}, "review")],
        ids=["another serial", "another type", "another model"],
    )
    def test_with_something_against_it_is_not_simply_taken(
        self, importer: Importer, extra: dict[str, str], outcome: str
    ) -> None:
        importer.rows({"Hostname": LONG, "Serial": "PF2AB001", "Type": "Laptop", "Model": "ThinkPad T14"})
        done = importer.rows({"Hostname": CUT, **extra})
        assert done.outcomes == [outcome], done.rows[0].reason

    def test_at_another_client_is_another_machine(self, importer: Importer) -> None:
        importer.rows({"Hostname": LONG, "Client": "Globex"})
        assert importer.rows({"Hostname": CUT, "Client": "Acme"}).outcomes == ["created"]
