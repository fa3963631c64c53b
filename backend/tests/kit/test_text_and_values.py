from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.kit.booleans import parse_boolean
from quarterdeck.kit.dates import DateOrder, SerialEpoch, parse_date, parse_datetime, parse_period, prove_order
from quarterdeck.kit.money import Money, parse_money, prove_decimal_sign
from quarterdeck.kit.text import clean_text, compact, fold


class TestText:
    @pytest.mark.parametrize(
        ("raw", "clean"),
        [
            ("  a\u00a0 b\t", "a b"),
            ("\ufeffname", "name"),
            ("a\u200bb\x00c\x1b", "abc"),
            ("e\u0301", "é"),
            ("\u202egnp.exe", "gnp.exe"),
            ("👩\u200d💻", "👩\u200d💻"),
            ("WS\u200d-01\u200c", "WS-01"),
            ("\ud800x", "x"),
            ("مرحبا", "مرحبا"),
        ],
    )
    def test_is_cleaned(self, raw: str, clean: str) -> None:
        assert clean_text(raw) == clean

    def test_lines_can_be_kept(self) -> None:
        assert clean_text(" a \r\n\t b\u2028c ", keep_lines=True) == "a\nb\nc"

    @given(st.text())
    def test_cleaning_and_folding_twice_changes_nothing(self, text: str) -> None:
        assert clean_text(clean_text(text)) == clean_text(text)
        lines = clean_text(text, keep_lines=True)
        assert clean_text(lines, keep_lines=True) == lines
        assert fold(fold(text)) == fold(text)
        assert compact(compact(text)) == compact(text)
        clean_text(text).encode()

    def test_names_are_compared_without_case_and_variants(self) -> None:
        assert fold("ＡＣＭＥ  Straße") == fold("acme STRASSE")  # noqa: RUF001
        assert fold("Müller") != fold("Muller")
        assert compact("Acme, Ltd.") == "acmeltd"


class TestMoney:
    @pytest.mark.parametrize(
        ("text", "amount", "currency"),
        [
            ("1,234.56", "1234.56", None),
            ("1.234,56", "1234.56", None),
            ("£1,499.90", "1499.90", "GBP"),
            ("1 499,90 €", "1499.90", "EUR"),
            ("EUR 1.499,00", "1499", "EUR"),
            ("1499.9 usd", "1499.9", "USD"),
            ("$ 12", "12", "USD"),
            ("(120.00)", "-120", None),
            ("-£5", "-5", "GBP"),
            ("£-5", "-5", "GBP"),
            ("1'234.50 CHF", "1234.50", "CHF"),
            ("1,50,000.00", "150000", None),
            ("12,-", "12", None),
            ("1,234", "1234", None),
            ("1,5", "1.5", None),
            (".5", "0.5", None),
            ("0", "0", None),
        ],
    )
    def test_is_read(self, text: str, amount: str, currency: str | None) -> None:
        assert parse_money(text).value == Money(Decimal(amount), currency)

    def test_a_point_before_three_digits_needs_a_decision(self) -> None:
        assert parse_money("1.234").code == "ambiguous_decimal"
        assert parse_money("1.234", decimal_sign=".").value == Money(Decimal("1.234"))
        assert parse_money("1.234", decimal_sign=",").value == Money(Decimal(1234))

    @pytest.mark.parametrize("text", ["abc", "1.2.3", "12 34", "1,23,4", "£", "QQ 5", "1e5", "--5", "٣"])
    def test_anything_else_is_refused_with_a_reason(self, text: str) -> None:
        outcome = parse_money(text)

        assert outcome.value is None
        assert outcome.reason

    def test_a_column_proves_its_decimal_sign(self) -> None:
        assert prove_decimal_sign(["1.234,50", "12", "1.234", "7,5"]) == (0, 2)


class TestDates:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2026-12-31", date(2026, 12, 31)),
            ("2026/12/31", date(2026, 12, 31)),
            ("31.12.2026", date(2026, 12, 31)),
            ("12/31/2026", date(2026, 12, 31)),
            ("31-Dec-26", date(2026, 12, 31)),
            ("Dec 31, 2026", date(2026, 12, 31)),
            ("31. März 2026", date(2026, 3, 31)),
            ("1st of May 2026", date(2026, 5, 1)),
            ("Thu, 31 Dec 2026 10:00:00 GMT", date(2026, 12, 31)),
            ("20261231", date(2026, 12, 31)),
            ("46387", date(2026, 12, 31)),
            ("7/7/26", date(2026, 7, 7)),
            ("31/12/69", date(2069, 12, 31)),
            ("31/12/70", date(1970, 12, 31)),
        ],
    )
    def test_is_read(self, text: str, expected: date) -> None:
        assert parse_date(text).value == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("1767225600000", "2026-01-01T00:00:00"),
            ("1767225600", "2026-01-01T00:00:00"),
            ("1767225600.5", "2026-01-01T00:00:00.500000"),
            ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00"),
            ("2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00"),
            ("2026-01-01 00:00:00.123 -0500", "2026-01-01T05:00:00.123000"),
            ("2026-01-01 01:30", "2026-01-01T00:30:00"),
            ("1/13/2026 2:05:06 PM", "2026-01-13T13:05:06"),
            ("2026-01-01T00:00:00.1234567Z", "2026-01-01T00:00:00.123456"),
            ("/Date(1767225600000)/", "2026-01-01T00:00:00"),
            ("46023.5", "2026-01-01T11:00:00"),
        ],
    )
    def test_moments_of_every_vendor(self, text: str, expected: str) -> None:
        found = parse_datetime(text, zone=ZoneInfo("Europe/Berlin"))

        assert found.value == datetime.fromisoformat(expected).replace(tzinfo=UTC)

    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("Dec-2026", "2026-12-01", "2026-12-31"),
            ("12/2026", "2026-12-01", "2026-12-31"),
            ("2026-02", "2026-02-01", "2026-02-28"),
            ("Februar 2028", "2028-02-01", "2028-02-29"),
            ("2026 March", "2026-03-01", "2026-03-31"),
            ("Q4 2026", "2026-10-01", "2026-12-31"),
            ("2026-Q1", "2026-01-01", "2026-03-31"),
            ("2026", "2026-01-01", "2026-12-31"),
        ],
    )
    def test_a_month_a_quarter_and_a_year_have_two_ends(self, text: str, first: str, last: str) -> None:
        assert parse_period(text) == (date.fromisoformat(first), date.fromisoformat(last))

    @pytest.mark.parametrize("text", ["", "soon", "Dec-26", "12/26", "13/2026", "Foo 2026", "Q5 2026", "1066", "12026"])
    def test_what_may_be_a_day_or_nothing_is_no_period(self, text: str) -> None:
        assert parse_period(text) is None

    def test_an_open_order_is_not_guessed(self) -> None:
        assert parse_date("03/04/2026").code == "ambiguous_date_order"
        assert parse_date("03/04/2026", order=DateOrder.DAY_FIRST).value == date(2026, 4, 3)
        assert parse_date("03/04/2026", order=DateOrder.MONTH_FIRST).value == date(2026, 3, 4)
        assert parse_date("31/12/2026", order=DateOrder.MONTH_FIRST).code == "date_order_contradicted"

    def test_a_1904_workbook_counts_from_another_day(self) -> None:
        assert parse_date("44925", epoch=SerialEpoch.MAC_1904).value == date(2026, 12, 31)

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("soon", "not_a_date"),
            ("2026-02-30", "not_a_date"),
            ("30/30/2026", "not_a_date"),
            ("2026-01-01 25:00", "not_a_date"),
            ("123", "not_a_date"),
            ("٣١/١٢/٢٠٢٦", "not_a_date"),
            ("1970-01-01T00:00:00Z", "placeholder_date"),
            ("0001-01-01T00:00:00", "placeholder_date"),
            ("31/12/9999", "placeholder_date"),
            ("1066-10-14", "date_out_of_range"),
            ("N/A", "empty"),
            ("0000-00-00", "empty"),
        ],
    )
    def test_is_refused(self, text: str, code: str) -> None:
        outcome = parse_date(text)

        assert (outcome.value, outcome.code) == (None, code)

    def test_the_values_of_a_column_prove_its_order(self) -> None:
        proof = prove_order(["31/12/2026", "13.1.26", "3/4/2026", "7/7/2026", "x", "2026-01-31"])

        assert (proof.day_first, proof.month_first, proof.either) == (2, 0, 1)
        assert proof.order is DateOrder.DAY_FIRST
        assert prove_order(["31/12/2026", "12/31/2026"]).order is None

    @given(st.dates(date(1971, 1, 1), date(2149, 12, 31)), st.sampled_from(DateOrder))
    def test_a_written_date_is_read_as_it_was(self, day: date, order: DateOrder) -> None:
        pattern = "%d/%m/%Y" if order is DateOrder.DAY_FIRST else "%m/%d/%Y"

        assert parse_date(day.strftime(pattern), order=order).value == day
        assert parse_date(day.isoformat()).value == day


class TestNeverRaises:
    @given(st.one_of(st.text(), st.text("0123456789 -/.,:()£€$eE+TZ'", max_size=25)))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        for outcome in (parse_money(text), parse_date(text), parse_datetime(text), parse_boolean(text)):
            assert (outcome.value is None) == (outcome.code is not None)
            assert outcome.is_empty or outcome.value is not None or (outcome.reason or "").endswith(".")


@pytest.mark.parametrize(
    ("text", "expected"), [(" YES ", True), ("0", False), ("Ja", True), ("☐", False), ("n/a", None), ("perhaps", None)]
)
def test_booleans(text: str, expected: bool | None) -> None:
    assert parse_boolean(text).value is expected
