"""What a tenant asks of the values of its own fields: one place decides, whoever writes."""

import time
from typing import Any

import pytest

from quarterdeck.domains.assets.fields.catalogue import custom_field
from quarterdeck.domains.assets.fields.values import Problem, parse_value
from tests.domains.caller import Caller
from tests.world import World

HOSTILE = "<script>alert(1)</script>\u202e🦊 'quoted' \"double\" \\1 %s {x}"


CLEAN = HOSTILE.replace("\u202e", "")


def field(kind: str, **rules: object) -> Any:
    return custom_field({"key": "thing", "label": "Thing", "kind": kind, **rules})


def define(caller: Caller, kind: str = "text", **rules: object) -> Any:
    return caller.post("/custom-fields", {"label": "Thing", "key": "thing", "kind": kind, **rules})


def make(caller: Caller, tenant: Any, **values: object) -> Any:
    return caller.post("/assets", {"client_id": str(tenant.acme), "type": "workstation", "name": "WS-01", **values})


KEPT: list[tuple[Any, object]] = [
    (field("number", minimum="0", maximum="9.5"), 9.5),
    (field("number", minimum="-5"), "-5"),
    (field("money", minimum="10"), "£10.00"),
    (field("date", minimum="2026-01-01", maximum="2026-12-31"), "2026-12-31"),
    (field("text", max_length=5), "🦊🦊🦊🦊🦊"),
    (field("text", pattern="[A-Z]{2}-[0-9]+"), "AB-12"),
    (field("text", pattern="(?i)ab|cd"), "CD"),
]
REFUSED: list[tuple[Any, object, str]] = [
    (field("number", minimum="0"), -0.01, "too_small"),
    (field("number", maximum="9.5"), "9,51", "too_large"),
    (field("money", minimum="10"), "9.99", "too_small"),
    (field("date", minimum="2026-01-01"), "2025-12-31", "too_small"),
    (field("date", maximum="2026-12-31"), "2027-01-01", "too_large"),
    (field("text", max_length=5), "abcdef", "too_long"),
    (field("text", pattern="[A-Z]{2}-[0-9]+"), "xAB-12", "pattern_mismatch"),
    (field("text", pattern="ab|cd"), "abx", "pattern_mismatch"),
    (field("text", pattern="[a-z]+"), HOSTILE, "pattern_mismatch"),
    (field("url", pattern=r"https://wiki\..*"), "https://other.example/", "pattern_mismatch"),
    (field("choice", choices=[{"value": "Old", "label": "Old", "retired": True}]), "old", "choice_retired"),
]


@pytest.mark.parametrize(("declared", "raw"), KEPT)
def test_what_obeys_is_taken(declared: Any, raw: object) -> None:
    assert not isinstance(parse_value(declared, raw), Problem)


@pytest.mark.parametrize(("declared", "raw", "code"), REFUSED)
def test_what_breaks_a_rule_is_refused_in_a_sentence(declared: Any, raw: object, code: str) -> None:
    found = parse_value(declared, raw)
    assert isinstance(found, Problem)
    assert found.code == code
    assert "Thing" in found.message


def test_the_hint_says_what_the_pattern_asks_for() -> None:
    found = parse_value(field("text", pattern="[0-9]{4}", pattern_hint="Four digits, such as 0042."), "42")
    assert isinstance(found, Problem)
    assert found.message == "'42' has not the form that Thing asks for. Four digits, such as 0042."


def test_no_pattern_is_slow() -> None:
    """A back-tracking engine would need longer than the universe has for this."""
    declared = field("text", pattern="(a*)*(a|aa)*b")
    began = time.process_time()
    assert isinstance(parse_value(declared, "a" * 900), Problem)
    assert time.process_time() - began < 1


class TestDefinitions:
    @pytest.mark.parametrize(
        ("kind", "rules", "named"),
        [
            ("text", {"minimum": "1"}, "minimum"),
            ("number", {"pattern": "a"}, "pattern"),
            ("boolean", {"max_length": 3}, "max_length"),
            ("number", {"minimum": "lots"}, "minimum"),
            ("date", {"maximum": "soon"}, "maximum"),
            ("number", {"minimum": 5, "maximum": 4}, "maximum"),
            ("date", {"minimum": "2026-02-01", "maximum": "2026-01-01"}, "maximum"),
            ("text", {"pattern": "("}, "pattern"),
            ("text", {"pattern": r"(a)\1"}, "pattern"),
            ("text", {"pattern": "a\x00"}, "pattern"),
            ("text", {"pattern": "((a{1000}){1000}){1000}"}, "pattern"),
            ("text", {"pattern": "[0-9]+", "default_value": "x"}, "default_value"),
            ("number", {"maximum": 4, "default_value": 5}, "default_value"),
            ("choice", {"choices": ["a"], "default_value": "b"}, "default_value"),
        ],
    )
    def test_a_rule_that_makes_no_sense_is_refused_at_its_place(
        self, north: Caller, register: World, kind: str, rules: dict[str, Any], named: str
    ) -> None:
        refused = define(north, kind, **rules)
        assert refused.status_code == 422, refused.text
        assert [each["field"] for each in refused.json()["errors"]] == [named]
        assert north.get("/custom-fields").json()["items"] == []

    def test_rules_reach_forms_as_they_were_said(self, north: Caller, south: Caller, register: World) -> None:
        define(north, "number", minimum=1, maximum="10.5", default_value=2, section="Rack & power", help_text=HOSTILE)
        shown = {each["id"]: each for each in north.get("/fields").json()["fields"]}["cf.thing"]
        assert (shown["minimum"], shown["maximum"], shown["default"]) == ("1", "10.5", 2)
        assert (shown["group"], shown["help"]) == ("Rack & power", CLEAN)
        assert "cf.thing" not in {each["id"] for each in south.get("/fields").json()["fields"]}

    def test_choices_keep_order_colour_and_retirement(self, north: Caller, register: World) -> None:
        choices: list[dict[str, Any]] = [
            {"value": "Silver", "label": "Silver", "color": "neutral"},
            {"value": "Gold", "label": "Gold", "color": "warning", "retired": True},
        ]
        made = define(north, "choice", choices=choices).json()
        assert [each["value"] for each in made["choices"]] == ["Silver", "Gold"]
        shown = {each["id"]: each for each in north.get("/fields").json()["fields"]}["cf.thing"]
        assert [(each["color"], each["retired"]) for each in shown["choices"]] == [
            ("neutral", False),
            ("warning", True),
        ]
        assert define(north, "choice", choices=[{**choices[0], "color": "pink"}]).status_code == 422

    def test_a_rule_can_be_taken_away_again(self, north: Caller, register: World) -> None:
        made = define(north, "text", pattern="[0-9]+", max_length=4).json()
        changed = north.patch(f"/custom-fields/{made['id']}", {"pattern": None, "max_length": None}, 1).json()
        assert (changed["pattern"], changed["max_length"]) == (None, None)
        assert make(north, register.north, custom={"thing": "anything at all"}).status_code == 201


class TestWriting:
    def test_an_asset_is_refused_with_the_reason_at_the_field(self, north: Caller, register: World) -> None:
        define(north, "number", minimum=1, maximum=42)
        refused = make(north, register.north, custom={"thing": 43})
        assert refused.json()["errors"] == [
            {"field": "cf.thing", "code": "too_large", "message": "Thing is at most 42; this is 43."}
        ]
        asset = make(north, register.north, custom={"thing": 42}).json()
        assert north.patch(f"/assets/{asset['id']}", {"cf.thing": 0}, 1).json()["errors"][0]["code"] == "too_small"

    def test_the_other_tenants_rules_are_none_of_ours(self, north: Caller, south: Caller, register: World) -> None:
        define(north, "text", pattern="[0-9]+")
        define(south)
        assert make(south, register.south, custom={"thing": HOSTILE}).json()["custom"] == {"thing": CLEAN}

    def test_what_stands_may_stay_when_a_rule_comes_later(self, north: Caller, register: World) -> None:
        made = define(north, "text").json()
        asset = make(north, register.north, custom={"thing": "free text"}).json()
        north.patch(f"/custom-fields/{made['id']}", {"pattern": "[0-9]+"}, 1)

        path = f"/assets/{asset['id']}"
        kept = north.patch(path, {"cf.thing": "free text", "name": "WS-02"}, 1)
        assert (kept.json()["name"], kept.json()["custom"]) == ("WS-02", {"thing": "free text"})
        assert north.patch(path, {"cf.thing": "other text"}, 2).json()["errors"][0]["code"] == "pattern_mismatch"
        assert north.patch(path, {"cf.thing": "12"}, 2).json()["custom"] == {"thing": "12"}

    def test_a_default_is_given_to_what_is_created_and_to_nothing_else(self, north: Caller, register: World) -> None:
        before = make(north, register.north).json()
        define(north, "choice", choices=["Gold", "Silver"], default_value="silver", asset_types=["workstation"])
        assert make(north, register.north).json()["custom"] == {"thing": "Silver"}
        assert make(north, register.north, custom={"thing": "Gold"}).json()["custom"] == {"thing": "Gold"}
        assert make(north, register.north, custom={"thing": None}).json()["custom"] == {}
        assert make(north, register.north, type="server").json()["custom"] == {}
        assert north.get(f"/assets/{before['id']}").json()["custom"] == {}

    def test_a_retired_choice_stays_where_it_is_and_can_be_found(self, north: Caller, register: World) -> None:
        made = define(north, "choice", choices=["Gold", "Silver"]).json()
        asset = make(north, register.north, tag="T-1", custom={"thing": "Gold"}).json()
        choices = [{"value": "Gold", "label": "Gold", "retired": True}, "Silver"]
        assert north.patch(f"/custom-fields/{made['id']}", {"choices": choices}, 1).status_code == 200

        assert make(north, register.north, custom={"thing": "Gold"}).json()["errors"][0]["code"] == "choice_retired"
        assert north.patch(f"/assets/{asset['id']}", {"cf.thing": "Gold", "name": "x"}, 1).status_code == 200
        rows = north.get("/assets/rows", params={"columns": "tag", "filter": "cf.thing:gold"}).json()["rows"]
        assert [row["tag"] for row in rows] == ["T-1"]

    def test_money_is_filtered_and_sorted_as_an_amount(self, north: Caller, register: World) -> None:
        define(north, "money")
        for tag, value in (("T-1", "9.5"), ("T-2", "10.25"), ("T-3", None)):
            make(north, register.north, tag=tag, custom={"thing": value})
        rows = north.get("/assets/rows", params={"columns": "tag,cf.thing", "sort": "cf.thing", "filter": "cf.thing>9"})
        assert [(row["tag"], row["cf.thing"]) for row in rows.json()["rows"]] == [("T-1", 9.5), ("T-2", 10.25)]


class TestImpact:
    def test_what_breaks_is_counted_and_left_alone(self, north: Caller, south: Caller, register: World) -> None:
        made = define(north).json()
        define(south)
        for value in ("12", "twelve", "twelve", HOSTILE):
            make(north, register.north, custom={"thing": value})
            make(south, register.south, custom={"thing": value})
        path = f"/custom-fields/{made['id']}/impact"

        found = north.post(path, {"pattern": "[0-9]+"}).json()
        assert (found["breaking"], found["is_complete"], found["missing"]) == (3, True, 0)
        assert next((each["value"], each["assets"]) for each in found["samples"]) == ("twelve", 2)
        assert north.get("/custom-fields").json()["items"][0]["pattern"] is None
        assert north.post(path, {"label": "Other"}).json()["breaking"] == 0
        assert north.post(path, {"pattern": "("}).status_code == 422
        assert south.post(path, {"pattern": "[0-9]+"}).status_code == 404

    def test_missing_values_and_other_types_are_counted(self, north: Caller, register: World) -> None:
        made = define(north).json()
        make(north, register.north, custom={"thing": "a"})
        make(north, register.north)
        make(north, register.north, type="server")
        path = f"/custom-fields/{made['id']}/impact"
        assert north.post(path, {"required": True}).json()["missing"] == 2
        only = north.post(path, {"required": True, "asset_types": ["server"]}).json()
        assert (only["missing"], only["of_other_types"]) == (1, 1)
