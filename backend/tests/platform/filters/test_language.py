"""The grammar, its canonical spelling, and the errors a person reads."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.platform.filters.ast import (
    Comparison,
    FreeText,
    Group,
    Literal,
    Operator,
    Query,
    Range,
    Special,
    as_json,
)
from quarterdeck.platform.filters.check import parse_filter
from quarterdeck.platform.filters.errors import FilterError, FilterErrors
from quarterdeck.platform.filters.fields import OPERATORS, Catalogue, Column, Field, Kind
from quarterdeck.platform.filters.parser import MAX_LENGTH, parse
from quarterdeck.platform.filters.printer import print_query
from quarterdeck.platform.filters.tokens import tokenise_for_ui

from .catalogue import CATALOGUE

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
NAMES = st.sampled_from([field.id for field in CATALOGUE] + ["fe", "ad", "x", "ünit"])
VALUES = st.one_of(
    TEXTS.map(Literal),
    st.sampled_from(["a..b", "@me", '"', "\\", ".", "..", "a,b", "(x)", "💻", "مرحبا", "-30d", "OR"]).map(Literal),
    st.tuples(TEXTS, st.one_of(st.none(), TEXTS)).map(lambda pair: Range(*pair)),
    TEXTS.map(lambda high: Range(None, high)),
    st.sampled_from(Special),
)
TERMS = st.one_of(
    st.builds(
        Comparison,
        NAMES,
        st.sampled_from(Operator),
        st.lists(VALUES, min_size=1, max_size=4).map(tuple),
        st.booleans(),
    ),
    st.builds(FreeText, TEXTS.filter(lambda text: bool(text.strip())), st.booleans()),
)
QUERIES = st.lists(st.lists(TERMS, min_size=1, max_size=4).map(lambda t: Group(tuple(t))), max_size=4).map(
    lambda groups: Query(tuple(groups))
)
FRAGMENTS = st.sampled_from(
    [" ", "(", ")", ",", '"', "\\", "-", "OR", "AND", "..", ":", "=", "!=", "<", ">=", "^"]  # noqa: RUF005
    + ["name", "status", "warranty_end", "tags", "cf.room", "ip", "mac", "os", "ram_mb", "client", "last_seen"]
    + ["@me", "@none", "-30d", "2026-Q1", "today", "deployed", "aa:bb:cc", "16", "10.0.0.1"]
)


def canonical(text: str) -> str:
    return print_query(parse_filter(text, CATALOGUE))


def errors(text: str) -> tuple[FilterError, ...]:
    with pytest.raises(FilterErrors) as caught:
        parse_filter(text, CATALOGUE)
    return caught.value.errors


class TestRoundTrip:
    @given(QUERIES)
    def test_what_is_printed_is_read_back_as_it_was(self, query: Query) -> None:
        assert parse(print_query(query)) == query

    @given(st.one_of(st.text(max_size=60), st.lists(FRAGMENTS, max_size=14).map("".join)))
    def test_any_text_is_read_or_refused_in_sentences_and_the_spelling_settles_at_once(self, text: str) -> None:
        try:
            query = parse_filter(text, CATALOGUE)
        except FilterErrors as exc:
            told = exc.errors
            assert all(error.message.endswith((".", "?")) and error.start <= error.end for error in told)
        else:
            printed = print_query(query)
            assert parse_filter(printed, CATALOGUE) == query
            assert canonical(printed) == printed

    @pytest.mark.parametrize(
        "value",
        ['he said "no"', "a, b", "(x)", "💻 lab", "خادم", "a..b", "@me", "C:\\temp\\", "-5", "=cmd", "tab\there"],
    )
    def test_awkward_values_survive(self, value: str) -> None:
        query = Query((Group((Comparison("name", Operator.CONTAINS, (Literal(value),)), FreeText(value))),))

        assert parse(print_query(query)) == query


class TestCanonicalSpelling:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("status:Deployed", "status=deployed"),
            ("STATE=(deployed,'x)", None),
            ('status:"in repair"', "status=in_repair"),
            ("-status:deployed", "status!=deployed"),
            ("-name!=x", "name=x"),
            ("customer:acme", "client:acme"),
            ("warranty<+90d", "warranty_end<+90d"),
            ("warranty:+90d", "warranty_end=today..+90d"),
            ("last_seen:-30d", "last_seen=-30d..today"),
            ("last_seen:-4h", "last_seen=-4h..now"),
            ("encrypted:true", "encrypted=yes"),
            ('name=""', "name=@none"),
            ("name:@none", "name=@none"),
            ("tags:(A,b)", "tags:(A,b)"),
            ("tags:a", "tags=a"),
            ("purchase_cost>£1000", "purchase_cost>1000"),
            ("dell AND laptop", "dell laptop"),
            ("(a OR b) c", "(a c) OR (b c)"),
            ("(a b) OR c", "(a b) OR c"),
            ("((a))", None),
            ("aa:bb:cc:dd:ee:ff", '"aa:bb:cc:dd:ee:ff"'),
            ("fe80::1", '"fe80::1"'),
            ("mac:aa-bb-cc", "mac:aa-bb-cc"),
            ("", ""),
            ("  ", ""),
        ],
    )
    def test_reads_as(self, written: str, expected: str | None) -> None:
        if expected is None:
            assert errors(written)
        else:
            assert canonical(written) == expected

    def test_a_tree_is_plain_json(self) -> None:
        tree = as_json(parse("-name:x warranty_end=a..b @me OR assigned_to=@me"))
        last = {"and": [{"field": "assigned_to", "operator": "=", "values": [{"special": "@me"}], "negated": False}]}
        assert isinstance(tree["or"], list)
        assert tree["or"][1] == last


class TestMistakes:
    def test_an_unknown_field_names_the_likely_one(self) -> None:
        (error,) = errors("dell stauts:deployed")

        assert error == FilterError("No field 'stauts'. Did you mean status?", "status", 5, 20)

    def test_a_wrong_date_says_what_would_be_right(self) -> None:
        (error,) = errors("warranty_end<soon")

        assert error.message == (
            "'soon' is not a date, and Warranty end takes dates. Try 2026-12-31, today, +90d or 2026-Q1."
        )

    def test_every_mistake_is_reported_in_order(self) -> None:
        found = errors("stauts:x ram_mb>big name: ip=300.1.1.1")

        assert [error.start for error in found] == [0, 9, 20, 26]

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("status=gone", "Status has no value 'gone'"),
            ("status=deploid", "Did you mean deployed?"),
            ("status<deployed", "cannot be compared with '<'"),
            ("status=deployed,missing", "has no value"),
            ("ram_mb=many", "is not a number"),
            ("encrypted=perhaps", "neither yes nor no"),
            ("os_version>=new", "is not a version"),
            ("mac:xyz", "is not a MAC address"),
            ("name=a..b", "takes no ranges"),
            ("ram_mb=9..1", "runs backwards"),
            ("warranty_end=2026-12-31..2026-01-01", "runs backwards"),
            ("warranty_end=2026-02-30", "is not a date"),
            ("warranty_end=-4h", "is not a date"),
            ("warranty_end<+99999d", "too far away"),
            ("ip=10.0.0.1..::1", "mixes IPv4 and IPv6"),
            ("name=@you", "is not known"),
            ("name=@me", "holds no person"),
            ("client=@me", "holds no person"),
            ("ram_mb>@none", "= and !="),
            ("ram_mb>(1,2)", "takes one value"),
            ("import=7", "is not an id"),
            ('serial="--"', "holds nothing"),
            ('name:"open', "is not closed"),
            ("(a OR b", "bracket is not closed"),
            ("a)", "never opened"),
            ("()", "nothing between"),
            ("a OR", "both sides"),
            ("OR a", "both sides"),
            ("(a OR (b OR c))", "Brackets inside brackets"),
            ("-(a b)", "not before brackets"),
            ("name=(a,,b)", "has a gap"),
            ("name=(a b)", "comma between values"),
            ("name=(a", "no closing bracket"),
            ('" "', "nothing to search for"),
            ("a\x00b", "no text can contain"),
            ("x" * (MAX_LENGTH + 1), "at most 8,000 characters"),
            ("x " * 101, "at most 100 terms"),
            ("(a OR b) " * 12, "at most 100 terms"),
        ],
    )
    def test_is_a_sentence(self, text: str, part: str) -> None:
        assert any(part in error.message for error in errors(text)), errors(text)

    def test_a_range_with_a_moving_end_may_lie_either_way_today(self) -> None:
        assert canonical("warranty_end=2020-01-01..today") == "warranty_end=2020-01-01..today"
        assert canonical("warranty_end=today..2020-01-01") == "warranty_end=today..2020-01-01"


class TestTokens:
    def test_each_part_has_its_place_and_its_mistake(self) -> None:
        text = "state:Deployed OR (leeds -ram_mb>big)"

        tokens = tokenise_for_ui(text, CATALOGUE)

        assert [(token.kind, token.field, token.op, token.value) for token in tokens] == [
            ("comparison", "status", ":", "Deployed"),
            ("or", None, None, None),
            ("open", None, None, None),
            ("text", None, None, "leeds"),
            ("comparison", "ram_mb", ">", "big"),
            ("close", None, None, None),
        ]
        assert all(text[token.start : token.end] == token.text for token in tokens)
        assert [token.error is not None for token in tokens] == [False, False, False, False, True, False]
        assert tokens[4].negated

    @given(st.one_of(st.text(max_size=60), st.lists(FRAGMENTS, max_size=14).map("".join)))
    def test_a_bar_always_has_something_to_draw(self, text: str) -> None:
        tokens = tokenise_for_ui(text, CATALOGUE)
        try:
            parse_filter(text, CATALOGUE)
        except FilterErrors:
            assert any(token.error for token in tokens)
        else:
            assert not any(token.error for token in tokens)


class TestCatalogue:
    def test_names_are_found_without_case_and_by_alias(self) -> None:
        assert CATALOGUE.find("WARRANTY") is CATALOGUE["warranty_end"]
        assert CATALOGUE.find("nothing") is None

    def test_a_field_is_declared_once(self) -> None:
        with pytest.raises(ValueError, match="declared twice"):
            Catalogue([Field("x", "X", Kind.TEXT, Column("a.x")), Field("x", "X", Kind.TEXT, Column("a.y"))])

    def test_an_id_wins_over_another_fields_alias(self) -> None:
        first = Field("x", "X", Kind.TEXT, Column("a.x"), aliases=("y",))
        second = Field("y", "Y", Kind.TEXT, Column("a.y"))

        assert Catalogue([first, second]).find("y") is second

    def test_every_kind_offers_operators_and_emptiness(self) -> None:
        assert set(OPERATORS) == set(Kind)
        assert CATALOGUE["warranty_end"].operators == (
            *("=", "!=", ">", ">=", "<", "<="),
            *("..", "in_last", "in_next", "empty", "not_empty"),
        )

    def test_nothing_is_suggested_for_something_quite_different(self) -> None:
        assert CATALOGUE.suggest(string.digits) is None
