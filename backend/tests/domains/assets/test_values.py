"""One reading of values for the API, imports and bulk edits."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.domains.assets.fields.catalogue import BUILTIN, custom_field, fields_of
from quarterdeck.domains.assets.fields.values import Problem, Reading, parse_value
from quarterdeck.kit.dates import DateOrder
from quarterdeck.platform.filters.fields import Kind

FIELDS = fields_of(
    '[{"key": "server", "name": "Server"}]',
    '[{"key": "seats", "label": "Seats", "kind": "number"}, {"key": "wiki", "label": "Wiki", "kind": "url"},'
    '{"key": "room", "label": "Room", "kind": "choice", "choices": [{"value": "B 12", "label": "Room B12"}]}]',
)

READ: list[tuple[str, Any, Any]] = [
    ("name", "  Priya's\tlaptop ", "Priya's laptop"),
    ("name", 12, "12"),
    ("notes", "one\r\n two  ", "one\ntwo"),
    ("status", "In repair", "in_repair"),
    ("type", "SERVER", "server"),
    ("ram_mb", "16 GB", 16384),
    ("ram_mb", "16,384", 16384),
    ("ram_mb", 8192, 8192),
    ("disk_total_gb", "1 TB", 1024),
    ("disk_total_gb", 476.9, 477),
    ("toner_black_percent", "40 %", 40),
    ("purchase_cost", "£1,499.90", Decimal("1499.90")),
    ("purchase_cost", 1499.9, Decimal("1499.90")),
    ("warranty_end", "2027-01-04", date(2027, 1, 4)),
    ("warranty_end", "31/12/2026", date(2026, 12, 31)),
    ("last_seen", "2026-11-22T10:00:00+02:00", datetime(2026, 11, 22, 8, tzinfo=UTC)),
    ("last_seen", 1794301912000, datetime(2026, 11, 10, 9, 11, 52, tzinfo=UTC)),
    ("secure_boot", "Yes", True),
    ("secure_boot", False, False),
    ("ip", "10.0.0.7/24", "10.0.0.7"),
    ("ip", "fe80::1, 10.0.0.7", "10.0.0.7"),
    ("mac", "[AABBCC001122, 00-1a-2b-3c-4d-5e]", ["aa:bb:cc:00:11:22", "00:1a:2b:3c:4d:5e"]),
    ("mac", ["AA:BB:CC:00:11:22"], ["aa:bb:cc:00:11:22"]),
    ("tags", "VIP, Leeds; vip", ["vip", "leeds"]),
    ("tags", ["VIP", None], ["vip"]),
    ("currency", "gbp", "GBP"),
    ("management_url", "https://10.0.0.1/", "https://10.0.0.1/"),
    ("cf.seats", "2.5", Decimal("2.5")),
    ("cf.room", "room b12", "B 12"),
    ("serial", "   ", None),
    ("serial", None, None),
    ("tags", [], None),
]

REFUSED: list[tuple[str, Any, str]] = [
    ("name", "", "required"),
    ("name", None, "required"),
    ("name", {"a": 1}, "wrong_kind"),
    ("name", True, "wrong_kind"),
    ("name", "x" * 201, "too_long"),
    ("status", "broken", "unknown_choice"),
    ("type", "tractor", "unknown_choice"),
    ("client", "Acme", "not_an_id"),
    ("ram_mb", "lots", "not_a_number"),
    ("ram_mb", True, "not_a_number"),
    ("ram_mb", -1, "out_of_range"),
    ("ram_mb", 10**12, "out_of_range"),
    ("ram_mb", "16 apples", "unknown_unit"),
    ("toner_black_percent", 101, "out_of_range"),
    ("purchase_cost", "-5", "out_of_range"),
    ("purchase_cost", "dear", "not_money"),
    ("warranty_end", "04/05/2026", "ambiguous_date_order"),
    ("warranty_end", "soon", "not_a_date"),
    ("secure_boot", "perhaps", "not_boolean"),
    ("ip", "999.1.1.1", "not_an_address"),
    ("mac", "nonsense", "not_a_mac"),
    ("tags", ["x" * 51], "too_long"),
    ("tags", [f"t{number}" for number in range(51)], "too_many"),
    ("currency", "pounds", "too_long"),
    ("currency", "12", "not_a_currency"),
    ("management_url", "javascript:alert(1)", "not_a_link"),
    ("management_url", "http://", "not_a_link"),
    ("cf.wiki", "wiki/page", "not_a_link"),
    ("cf.room", "C 1", "unknown_choice"),
]


@pytest.mark.parametrize(("field_id", "raw", "value"), READ)
def test_values_are_read(field_id: str, raw: object, value: object) -> None:
    assert parse_value(FIELDS[field_id], raw) == value


@pytest.mark.parametrize(("field_id", "raw", "code"), REFUSED)
def test_values_are_refused_with_a_reason(field_id: str, raw: object, code: str) -> None:
    found = parse_value(FIELDS[field_id], raw)
    assert isinstance(found, Problem)
    assert found.code == code
    assert found.message


def test_a_column_that_proved_its_order_is_read_in_it() -> None:
    assert parse_value(FIELDS["warranty_end"], "04/05/2026", reading=Reading(DateOrder.DAY_FIRST)) == date(2026, 5, 4)


@pytest.mark.parametrize(
    ("field_id", "text", "sign", "value"),
    [
        ("ram_mb", "16,384 MB", ",", 16_384),
        ("ram_mb", "16.384 MB", ".", 16_384),
        ("ram_mb", "16.384 MB", None, 16_384),
        ("ram_mb", "16,384", ",", 16_384),
        ("ram_mb", "15,875 GB", ",", 16_256),
        ("ram_mb", "15.875 GB", ",", 16_256),
        ("ram_mb", "8,192 MB", ".", 8_192),
        ("disk_total_gb", "512,110 MB", ",", 500),
        ("disk_total_gb", "1.024 GB", ".", 1_024),
        ("disk_total_gb", "476,345 GB", ",", 476),
        ("disk_free_gb", "12.345 GB", ".", 12),
        ("disk_free_gb", "0.345 GB", ".", 0),
        ("cpu_cores", "1,024", ",", 1),
    ],
)
def test_three_digits_behind_a_sign_are_what_is_seen_in_practice(
    field_id: str, text: str, sign: str | None, value: int
) -> None:
    assert parse_value(FIELDS[field_id], text, reading=Reading(decimal_sign=sign)) == value


@pytest.mark.parametrize("declared", [each for each in BUILTIN if each.kind is Kind.TEXT], ids=lambda each: each.id)
def test_ten_thousand_characters_are_too_many_for_any_text(declared: Any) -> None:
    found = parse_value(declared, "x" * 10_000)
    assert isinstance(found, Problem)
    assert "10,000" in found.message or "currency" in declared.id


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


@given(st.sampled_from(list(FIELDS)), JSON)
def test_nothing_that_json_can_hold_breaks_it(declared: Any, raw: object) -> None:
    found = parse_value(declared, raw)
    if isinstance(found, str):
        assert "\x00" not in found


@given(st.sampled_from(list(FIELDS)), JSON)
def test_what_was_read_is_read_again_as_the_same(declared: Any, raw: object) -> None:
    found = parse_value(declared, raw)
    if found is not None and not isinstance(found, Problem):
        assert parse_value(declared, found) == found


def test_a_required_custom_field_cannot_be_emptied() -> None:
    field = custom_field({"key": "room", "label": "Room", "kind": "text", "required": True})
    found = parse_value(field, "")
    assert isinstance(found, Problem)
    assert found.code == "required"
