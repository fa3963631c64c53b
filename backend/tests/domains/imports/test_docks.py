"""Docks in lists that show one adapter of each machine."""

from tests.domains.imports.conftest import Importer

DOCK = "B4:45:06:00:00:01"


class TestOneDock:
    def test_two_names_on_it_in_one_list_are_two_machines_also_where_both_are_known(self, importer: Importer) -> None:
        importer.rows({"Hostname": "LT-0001"}, {"Hostname": "LT-0002"})
        done = importer.rows({"Hostname": "LT-0001", "MAC": DOCK}, {"Hostname": "LT-0002", "MAC": DOCK})
        assert done.outcomes == ["updated", "updated"]
        assert len({row.asset_id for row in done.rows}) == 2
