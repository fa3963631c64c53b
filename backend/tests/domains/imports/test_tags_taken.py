"""A row with the tag that another asset carries."""

import pytest

from tests.domains.imports.conftest import Importer


@pytest.mark.parametrize("tag", ["AST-000150", "LT-0150", "ast-000150 "])
def test_another_machine_under_a_tag_on_record_is_asked_about_and_stops_nothing(importer: Importer, tag: str) -> None:
    importer.rows({"Asset tag": tag, "Serial Number": "PF2AB9X1", "Hostname": "LT-0150"})
    done = importer.rows(
        {"Asset tag": tag, "Serial Number": "5CG8214XYZ", "Hostname": "OPS-77"},
        {"Asset tag": "LT-0900", "Serial Number": "MXL4412ABC", "Hostname": "LT-0900"},
    )
    assert done.outcomes == ["review", "created"]


@pytest.mark.parametrize("tag", ["AST-000150", "LT-0150"])
def test_two_machines_under_one_tag_in_a_file_stop_nothing(importer: Importer, tag: str) -> None:
    done = importer.rows(
        {"Asset tag": tag, "Serial Number": "PF2AB9X1", "Hostname": "LT-0150"},
        {"Asset tag": tag, "Serial Number": "5CG8214XYZ", "Hostname": "OPS-77"},
    )
    assert done.outcomes == ["created", "review"]


def test_the_number_that_the_register_gives_is_known_by_and_hinders_no_label(importer: Importer) -> None:
    """The first asset of the tenant gets AST-000001."""
    first = importer.rows({"Serial Number": "PF2AB9X1", "Hostname": "LT-0150"}).rows[0]
    taken, known, labelled = (
        importer.rows({"Asset tag": tag, **row}).rows[0]
        for tag, row in (
            ("AST-000001", {"Serial Number": "5CG8214XYZ", "Hostname": "OPS-77"}),
            ("AST-000001", {"Hostname": "LT-0150"}),
            ("LT-0150", {"Serial Number": "PF2AB9X1"}),
        )
    )
    assert taken.outcome == "review"
    assert (known.outcome, known.asset_id) == ("unchanged", first.asset_id)
    assert (labelled.outcome, labelled.asset_id) == ("updated", first.asset_id)


def test_a_number_in_the_file_is_not_given_to_a_row_before_it(importer: Importer) -> None:
    done = importer.rows(
        {"Serial Number": "PF2AB9X1", "Hostname": "LT-0150"},
        {"Serial Number": "5CG8214XYZ", "Hostname": "OPS-77", "Asset tag": "AST-000001"},
    )
    assert done.outcomes == ["created", "created"]
