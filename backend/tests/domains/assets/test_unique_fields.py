"""Custom fields of which no two assets of the tenant have the same value."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from quarterdeck.domains.assets.errors import CustomValueTaken
from quarterdeck.domains.assets.service.assets import update_asset
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import Database
from tests.domains.caller import Caller, make_asset
from tests.world import World

HOSTILE = "<script>alert(1)</script>\u202e🦊 'quoted' \"double\" \\1 %s {x} =cmd|'/c calc'!A0"


def declare(caller: Caller, **values: object) -> Any:
    made = caller.post("/custom-fields", {"label": "Licence", "kind": "text", "is_unique": True, **values})
    assert made.status_code == 201, made.text
    return made.json()


def new(caller: Caller, client: uuid.UUID, tag: str, licence: object = None) -> Any:
    custom = {} if licence is None else {"licence": licence}
    body = {"client_id": str(client), "type": "workstation", "name": f"PC {tag}", "tag": tag, "custom": custom}
    return caller.post("/assets", body)


def errors(answer: Any) -> list[tuple[str, str, str]]:
    assert answer.status_code == 409, answer.text
    assert answer.json()["code"] == "value_taken"
    return [(each["field"], each["code"], each["message"]) for each in answer.json()["errors"]]


def taken(tag: str, value: str) -> list[tuple[str, str, str]]:
    return [("cf.licence", "value_taken", f"Licence is unique, and {tag} (PC {tag}) already has '{value}'.")]


class TestSingleAssets:
    def test_the_other_asset_is_named_at_the_field(self, north: Caller, south: Caller, register: World) -> None:
        declare(north)
        declare(south)
        first = new(north, register.north.acme, "A-1", "AB 12").json()
        other = new(north, register.north.globex, "A-2").json()

        assert errors(new(north, register.north.globex, "A-3", "ab  12")) == taken("A-1", "ab 12")
        assert errors(north.patch(f"/assets/{other['id']}", {"cf.licence": "Ab 12"}, 1)) == taken("A-1", "Ab 12")
        assert new(south, register.south.acme, "A-1", "AB 12").status_code == 201
        assert north.patch(f"/assets/{first['id']}", {"cf.licence": "ab 12"}, 1).json()["custom"] == {
            "licence": "ab 12"
        }

    @pytest.mark.parametrize("value", [HOSTILE, "🦊" * 1_000, "x" * 1_000, "0"])
    def test_any_text_is_compared(self, north: Caller, register: World, value: str) -> None:
        declare(north)
        assert new(north, register.north.acme, "A-1", value).status_code == 201
        ((_, code, message),) = errors(new(north, register.north.acme, "A-2", value.swapcase()))
        assert (code, "A-1 (PC A-1)" in message) == ("value_taken", True)

    def test_numbers_are_equal_whatever_their_spelling(self, north: Caller, register: World) -> None:
        declare(north, kind="number")
        assert new(north, register.north.acme, "A-1", 12.50).status_code == 201
        assert errors(new(north, register.north.acme, "A-2", "12.5")) == taken("A-1", "12.5")
        assert new(north, register.north.acme, "A-2", 125).status_code == 201

    def test_what_was_emptied_or_deleted_is_free(self, north: Caller, register: World) -> None:
        declare(north)
        first = new(north, register.north.acme, "A-1", "one").json()
        second = new(north, register.north.acme, "A-2", "two").json()
        third = new(north, register.north.acme, "A-3").json()

        north.patch(f"/assets/{first['id']}", {"cf.licence": None}, 1)
        assert north.patch(f"/assets/{third['id']}", {"cf.licence": "one"}, 1).status_code == 200
        north.delete(f"/assets/{second['id']}", 1)
        assert north.patch(f"/assets/{first['id']}", {"cf.licence": "TWO"}, 2).status_code == 200

    def test_an_asset_that_may_not_be_seen_is_not_named(
        self, north: Caller, register: World, call: Callable[[Actor], Caller]
    ) -> None:
        declare(north)
        new(north, register.north.globex, "A-1", "one")
        scoped = call(register.north.scoped(register.north.acme))

        refused = new(scoped, register.north.acme, "A-2", "one")

        assert errors(refused)[0][2] == "Licence is unique, and another asset that you may not see already has 'one'."
        assert "A-1" not in refused.text


class TestTwoSessions:
    def test_of_two_that_give_the_same_value_one_is_told_of_the_other(
        self, north: Caller, register: World, database: Database
    ) -> None:
        declare(north)
        actor = register.north.actor
        ids = [make_asset(register, actor, client_id=str(register.north.acme), tag=f"A-{each}") for each in (1, 2)]

        with ThreadPoolExecutor(1) as other:
            with database.session_for(actor) as session:
                update_asset(session, actor, ids[0], {"cf.licence": "one"}, expected_version=None)
                waiting = other.submit(give, database, actor, ids[1], "ONE")
                wait_for_a_lock(database)
            with pytest.raises(CustomValueTaken, match=r"A-1 \(WS-01\) already has 'ONE'"):
                waiting.result(timeout=30)

    def test_a_field_is_declared_after_those_who_write_and_before_those_who_come(
        self, north: Caller, register: World, database: Database
    ) -> None:
        field = declare(north, is_unique=False)
        new(north, register.north.acme, "A-1", "one")
        late = uuid.UUID(new(north, register.north.acme, "A-2").json()["id"])
        actor = register.north.actor

        with ThreadPoolExecutor(1) as other:
            with database.session_for(actor) as session:
                update_asset(session, actor, late, {"cf.licence": "ONE"}, expected_version=None)
                declaring = other.submit(north.patch, f"/custom-fields/{field['id']}", {"is_unique": True}, 1)
                wait_for_a_lock(database)
            refused = declaring.result(timeout=30)

        assert (refused.status_code, refused.json()["code"]) == (409, "custom_field_not_unique")
        assert [[each["tag"] for each in value["assets"]] for value in refused.json()["duplicates"]] == [["A-1", "A-2"]]


def give(database: Database, actor: Actor, asset_id: uuid.UUID, licence: str) -> None:
    with database.session_for(actor) as session:
        update_asset(session, actor, asset_id, {"cf.licence": licence}, expected_version=None)


def wait_for_a_lock(database: Database) -> None:
    """Until a session waits for another one."""
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, psycopg.Connection)
        for _ in range(3_000):
            waiting = raw.execute("select count(*) from pg_locks l where not l.granted").fetchone()
            raw.rollback()
            if waiting != (0,):
                return
            raw.execute("select pg_sleep(0.01)")
    raise AssertionError("Nobody waits.")


class TestDeclaring:
    def test_duplicates_are_listed_before_and_when_it_is_refused(
        self, north: Caller, south: Caller, register: World
    ) -> None:
        field = declare(north, is_unique=False)
        for tag, value in (("A-1", "one"), ("A-2", "ONE "), ("A-3", HOSTILE), ("A-4", HOSTILE), ("A-5", "five")):
            assert new(north, register.north.acme, tag, value).status_code == 201
        path = f"/custom-fields/{field['id']}"

        impact = north.post(f"{path}/impact", {"is_unique": True}).json()
        refused = north.patch(path, {"is_unique": True}, 1)

        assert refused.status_code == 409
        told = refused.json()
        assert told["title"] == "Licence cannot be unique: 2 values stand on more than one asset. Change them first."
        assert told["duplicates"] == impact["duplicates"]
        assert told["duplicated"] == impact["duplicated"] == 2
        assert sorted([each["tag"] for each in value["assets"]] for value in told["duplicates"]) == [
            ["A-1", "A-2"],
            ["A-3", "A-4"],
        ]
        assert north.get(path).json()["is_unique"] is False
        assert south.patch(path, {"is_unique": True}, 1).status_code == 404

    def test_it_holds_for_what_is_there_and_is_free_again_when_taken_back(self, north: Caller, register: World) -> None:
        field = declare(north, is_unique=False)
        new(north, register.north.acme, "A-1", "one")
        path = f"/custom-fields/{field['id']}"

        declared = north.patch(path, {"is_unique": True}, 1).json()
        assert (declared["is_unique"], declared["version"]) == (True, 2)
        assert errors(new(north, register.north.globex, "A-2", "one")) == taken("A-1", "one")
        assert [each["unique"] for each in north.get("/fields").json()["fields"] if each["id"] == "cf.licence"] == [
            True
        ]

        north.patch(path, {"is_unique": False}, 2)
        assert new(north, register.north.globex, "A-2", "one").status_code == 201
        assert north.patch(path, {"is_unique": True}, 3).json()["code"] == "custom_field_not_unique"

    def test_it_holds_over_clients_that_whoever_declares_it_may_not_see(
        self, north: Caller, register: World, call: Callable[[Actor], Caller]
    ) -> None:
        field = declare(north, is_unique=False)
        for tag in ("A-1", "A-2"):
            new(north, register.north.globex, tag, "one")
        scoped = call(register.north.scoped(register.north.acme))

        refused = scoped.patch(f"/custom-fields/{field['id']}", {"is_unique": True}, 1)

        assert (refused.status_code, refused.json()["duplicates"]) == (409, [])
        assert "assets that you may not see have equal values" in refused.json()["title"]
        assert "A-1" not in refused.text

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"kind": "boolean"}, "is_unique"),
            ({"kind": "date"}, "is_unique"),
            ({"kind": "text", "default_value": "one"}, "default_value"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, north: Caller, body: dict[str, object], field: str) -> None:
        refused = north.post("/custom-fields", {"label": "Licence", "is_unique": True, **body})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)

    def test_a_field_that_goes_leaves_nothing_behind(self, north: Caller, register: World, database: Database) -> None:
        field = declare(north)
        new(north, register.north.acme, "A-1", "one")
        gone = north.request("DELETE", f"/custom-fields/{field['id']}?discard_values=true", headers={"If-Match": '"1"'})
        assert gone.status_code == 204
        with database.session_for(register.north.actor) as session:
            assert session.raw.execute("select count(*) from unique_values").fetchone() == (0,)

    def test_nobody_writes_to_the_values_but_the_database(self, register: World, database: Database) -> None:
        with (
            database.session_for(register.north.actor) as session,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            session.raw.execute("delete from unique_values")
