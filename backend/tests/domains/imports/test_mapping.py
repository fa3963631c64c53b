import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.domains.assets.fields.catalogue import fields_of
from quarterdeck.domains.imports.mapping import CHECK, SHARED_FIELDS, Headings, map_columns
from quarterdeck.domains.imports.units import unit_of
from quarterdeck.domains.intake.identity.numbers import likeness
from quarterdeck.domains.intake.identity.weights import WEIGHTS, Finding, as_score

HEADINGS = Headings(fields_of("[]", "[]"))


def mapped(*headers: str) -> dict[str, str | None]:
    return {each.header: each.field for each in map_columns(HEADINGS, headers, [["x"] for _ in headers])}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Serial Number", "serial"), ("S/N", "serial"), ("serial_no", "serial"), ("SERIAL  NO.", "serial"),
        ("Service Tag", "serial"), ("Seriennummer", "serial"), ("Asset Tag", "tag"), ("AssetTag", "tag"),
        ("Computer Name", "hostname"), ("FQDN", "hostname"), ("MAC Address(es)", "mac"), ("Wi-Fi MAC", "mac"),
        ("Customer", "client"), ("Organization", "client"), ("Site Name", "location"), ("Make", "manufacturer"),
        ("Warranty Exp. Date", "warranty_end"), ("Operating System", "os"), ("Installed RAM (GB)", "ram_mb"),
        ("Serial Numbr", "serial"), ("Manufacurer", "manufacturer"),
        ("Colour of the case", None), ("Quarterdeck row", None), ("", None), ("???", None),
    ],
)  # fmt: skip
def test_a_heading_is_known(header: str, field: str | None) -> None:
    assert mapped(header) == {header: field}


def test_two_columns_for_one_field_and_the_better_one_wins() -> None:
    assert mapped("Serial", "Serial Number") == {"Serial Number": "serial", "Serial": None}


def test_adapters_share_a_field_and_a_second_name_is_the_host() -> None:
    assert mapped("MAC 1", "MAC 2") == {"MAC 1": "mac", "MAC 2": "mac"}
    assert mapped("Name", "Device Name") == {"Name": "name", "Device Name": "hostname"}


@given(st.lists(st.text(max_size=30), max_size=12))
def test_whatever_the_headings_no_field_is_claimed_twice(headers: list[str]) -> None:
    columns = map_columns(HEADINGS, headers, [["x"] for _ in headers])
    fields = [column.field for column in columns if column.field and column.field not in SHARED_FIELDS]
    assert len(fields) == len(set(fields))
    assert all(column.confidence >= CHECK for column in columns if column.field)
    assert [column.header for column in columns] == headers


@pytest.mark.parametrize(
    ("one", "other", "finding"),
    [
        ("PF2AB9X1", "PF2AB9X2", Finding.DIFFERENT),
        ("WS0012", "WS0021", Finding.TYPO),
        ("PF2AB9X1", "PF2AB9XI", Finding.LOOK_ALIKE),
        ("00123456", "123456", Finding.LOOK_ALIKE),
        ("CN0ABC12345", "CN0ABC1", Finding.CUT),
        ("ABC12", "ABC1", Finding.DIFFERENT),
    ],
)
def test_how_two_serials_differ(one: str, other: str, finding: Finding) -> None:
    assert likeness(one, other) is likeness(other, one) is finding


@given(st.from_regex(r"[A-Z]{2}[0-9]{6}", fullmatch=True), st.integers(1, 9))
def test_neighbours_in_a_series_never_speak_for_each_other(serial: str, step: int) -> None:
    number = (int(serial[2:]) + step) % 1_000_000
    assert WEIGHTS["serial", likeness(serial, f"{serial[:2]}{number:06}")] < 0


@given(st.floats(-100, 100))
def test_a_score_lies_between_nothing_and_certainty(points: float) -> None:
    assert 0 <= as_score(points) <= 1
    assert as_score(points) <= as_score(points + 1)


def test_the_heading_says_the_unit() -> None:
    fields = HEADINGS.fields
    assert unit_of("RAM (GB)", fields["ram_mb"]) == "GB"
    assert unit_of("Memory", fields["ram_mb"]) == ""
    assert unit_of("Notes", fields["notes"]) is None
