"""Provenance, locks and precedence over HTTP."""

import uuid
from typing import Any

import pytest

from quarterdeck.platform.actors import Actor, Origin
from tests.domains.caller import Caller, make_asset
from tests.world import World


@pytest.fixture
def asset(register: World) -> uuid.UUID:
    return make_asset(
        register, register.north.actor, client_id=str(register.north.acme), serial="PF2AB9X1", notes="One"
    )


def program(actor: Actor) -> Actor:
    return Actor(actor.tenant_id, actor.user_id, "Rewst", actor.permissions, Origin.API, token_id=uuid.uuid4())


def provenance(caller: Caller, asset: uuid.UUID) -> Any:
    return caller.get(f"/assets/{asset}/provenance")


def told(caller: Caller, asset: uuid.UUID, field: str) -> Any:
    return next(each for each in provenance(caller, asset).json()["fields"] if each["field"] == field)


def lock(caller: Caller, asset: uuid.UUID, field: str, reason: str = "Sticker misread.", version: str = "*") -> Any:
    return caller.request(
        "PUT", f"/assets/{asset}/locks/{field}", json={"reason": reason}, headers={"If-Match": version}
    )


def unlock(caller: Caller, asset: uuid.UUID, field: str) -> Any:
    return caller.request("DELETE", f"/assets/{asset}/locks/{field}", headers={"If-Match": "*"})


def say(call: Any, world: World, asset: uuid.UUID, values: dict[str, Any]) -> None:
    """A program writes to the asset."""
    assert call(program(world.north.actor)).patch(f"/assets/{asset}", values, "*").status_code == 200


class TestReadProvenance:
    def test_another_tenant_and_another_client_see_nothing(self, call: Any, register: World, asset: uuid.UUID) -> None:
        north = register.north
        for stranger in (register.south.actor, north.scoped(north.globex)):
            assert provenance(call(stranger), asset).status_code == 404
            assert lock(call(stranger), asset, "serial").status_code == 404
            assert unlock(call(stranger), asset, "serial").status_code == 404
        assert provenance(call(north.scoped(north.acme)), asset).status_code == 200

    def test_a_persons_values_are_theirs_by_name(self, north: Caller, asset: uuid.UUID) -> None:
        found = told(north, asset, "serial")
        assert (found["source"]["key"], found["author"]) == ("person", north.actor.label)
        assert found["value"] == "PF2AB9X1"
        assert found["rivals"] == []

    def test_what_nobody_said_has_no_source(self, north: Caller, asset: uuid.UUID) -> None:
        assert told(north, asset, "status")["source"] is None
        assert told(north, asset, "tag")["source"] is None

    def test_the_former_word_of_another_source_stays_visible(
        self, call: Any, register: World, north: Caller, asset: uuid.UUID
    ) -> None:
        say(call, register, asset, {"notes": "Two"})
        found = told(north, asset, "notes")
        assert found["source"] == {"key": "api:Rewst", "kind": "api", "name": "Rewst"}
        assert [(rival["value"], rival["author"]) for rival in found["rivals"]] == [("One", north.actor.label)]
        assert found["rule"] == {"mode": "source", "sources": ["person"], "origin": "default"}
        assert {each["key"] for each in provenance(north, asset).json()["sources"]} == {"person", "api:Rewst"}

    def test_references_are_shown_by_name(self, call: Any, register: World, north: Caller, asset: uuid.UUID) -> None:
        location = str(register.north.acme_leeds)
        assert north.patch(f"/assets/{asset}", {"location": location}, "*").status_code == 200
        found = told(north, asset, "location")
        assert found["value"]["id"] == location
        assert found["value"]["label"]


class TestLockField:
    def test_who_when_and_why_are_told(self, north: Caller, asset: uuid.UUID) -> None:
        answer = lock(north, asset, "serial")
        assert answer.status_code == 200
        found = next(each for each in answer.json()["fields"] if each["field"] == "serial")
        assert (found["lock"]["by"], found["lock"]["reason"]) == (north.actor.label, "Sticker misread.")
        assert unlock(north, asset, "serial").status_code == 200
        assert told(north, asset, "serial")["lock"] is None

    def test_a_program_is_refused_and_a_person_is_not(
        self, call: Any, register: World, north: Caller, asset: uuid.UUID
    ) -> None:
        lock(north, asset, "serial")
        answer = call(program(register.north.actor)).patch(f"/assets/{asset}", {"serial": "CN7ZZ004"}, "*")
        assert answer.status_code == 409
        assert answer.json()["code"] == "field_locked"
        assert "Sticker misread." in answer.json()["title"]
        assert north.patch(f"/assets/{asset}", {"serial": "CN7ZZ004"}, "*").status_code == 200
        assert told(north, asset, "serial")["lock"] is not None

    def test_a_version_that_is_gone_is_refused(self, north: Caller, asset: uuid.UUID) -> None:
        etag = provenance(north, asset).headers["ETag"]
        assert lock(north, asset, "serial", version=etag).status_code == 200
        assert lock(north, asset, "model", version=etag).status_code == 412

    @pytest.mark.parametrize("field", ["client", "type", "created", "nonsense", "port_count"])
    def test_what_no_source_changes_cannot_be_locked(self, north: Caller, asset: uuid.UUID, field: str) -> None:
        answer = lock(north, asset, field)
        assert (answer.status_code, answer.json()["code"]) == (400, "field_not_lockable")

    def test_unlocking_what_is_not_locked(self, north: Caller, asset: uuid.UUID) -> None:
        answer = unlock(north, asset, "serial")
        assert (answer.status_code, answer.json()["code"]) == (404, "field_not_locked")

    @pytest.mark.parametrize("reason", ["<img src=x onerror=alert(1)>", "\u202eevil", 'it\'s "quoted" {} %s \\', "😀"])
    def test_hostile_reasons_come_back_as_they_are(self, north: Caller, asset: uuid.UUID, reason: str) -> None:
        lock(north, asset, "serial", reason)
        assert told(north, asset, "serial")["lock"]["reason"].strip() in reason

    def test_a_lock_is_journalled_with_its_reason(self, north: Caller, register: World, asset: uuid.UUID) -> None:
        lock(north, asset, "serial")
        with register.database.session_for(register.north.actor) as session:
            found = session.raw.execute(
                """select s.reason, c.after -> 'locks' ? 'serial' from changes c
                join change_sets s on s.tenant_id = c.tenant_id and s.id = c.change_set_id
                where c.object_id = %s and c.table_name = 'asset_provenance'""",
                [asset],
            ).fetchall()
        assert found == [("Sticker misread.", True)]
        entry = north.get(f"/assets/{asset}/history").json()["items"][0]
        assert [(change["label"], change["before"], change["after"]) for change in entry["changes"]] == [
            ("Lock on Serial number", None, "Sticker misread.")
        ]


class TestTakeValue:
    def test_the_other_value_becomes_the_persons_own(
        self, call: Any, register: World, north: Caller, asset: uuid.UUID
    ) -> None:
        say(call, register, asset, {"notes": "Two"})
        answer = north.post(f"/assets/{asset}/provenance/notes/take", {"source": "person"}, headers={"If-Match": "*"})
        assert answer.status_code == 200
        found = told(north, asset, "notes")
        assert (found["value"], found["source"]["key"]) == ("One", "person")
        assert [rival["value"] for rival in found["rivals"]] == ["Two"]

    def test_a_value_nobody_says_is_gone(self, north: Caller, asset: uuid.UUID) -> None:
        answer = north.post(
            f"/assets/{asset}/provenance/notes/take", {"source": "api:Rewst"}, headers={"If-Match": "*"}
        )
        assert (answer.status_code, answer.json()["code"]) == (409, "value_gone")


def put_rules(caller: Caller, *rules: dict[str, Any], version: str = "*", **scope: str) -> Any:
    body = {"rules": list(rules), **scope}
    return caller.request("PUT", "/reconciliation/precedence", json=body, headers={"If-Match": version})


NEWEST = {"target": "people", "mode": "newest", "sources": []}


class TestPrecedence:
    def test_it_is_the_tenants_own_and_goes_back_to_the_default(self, north: Caller, south: Caller) -> None:
        assert put_rules(north, NEWEST).status_code == 200
        assert south.get("/reconciliation/precedence").json()["rules"] == []
        assert north.get("/reconciliation/precedence").json()["rules"] == [NEWEST]
        assert put_rules(north).json()["rules"] == []

    def test_a_clients_rules_inherit_the_tenants(self, north: Caller, register: World) -> None:
        put_rules(north, NEWEST)
        acme = str(register.north.acme)
        own = {"target": "serial", "mode": "source", "sources": ["agent:Datto RMM", "file"]}
        assert put_rules(north, own, client_id=acme).status_code == 200
        found = north.get("/reconciliation/precedence", params={"client_id": acme}).json()
        assert found["rules"] == [own]
        people = next(each for each in found["classes"] if each["key"] == "people")
        assert people["inherited"] == {"mode": "newest", "sources": [], "origin": "tenant"}
        assert people["default"] == {"mode": "source", "sources": ["person"]}

    def test_another_tenants_client_is_unknown(self, north: Caller, register: World) -> None:
        theirs = str(register.south.acme)
        assert put_rules(north, NEWEST, client_id=theirs).status_code == 404
        assert north.get("/reconciliation/precedence", params={"client_id": theirs}).status_code == 404

    def test_somebody_elses_change_is_not_overwritten(self, north: Caller) -> None:
        etag = north.get("/reconciliation/precedence").headers["ETag"]
        assert put_rules(north, NEWEST, version=etag).status_code == 200
        assert put_rules(north, version=etag).status_code == 412

    @pytest.mark.parametrize(
        "faulty",
        [
            {"target": "nonsense", "mode": "newest", "sources": []},
            {"target": "mac", "mode": "newest", "sources": []},
            {"target": "serial", "mode": "source", "sources": ["martian:x"]},
            {"target": "serial", "mode": "source", "sources": ["person:Bob"]},
            {"target": "serial", "mode": "source", "sources": ["file", "file"]},
        ],
    )
    def test_rules_that_mean_nothing_are_refused(self, north: Caller, faulty: dict[str, Any]) -> None:
        answer = put_rules(north, faulty)
        assert (answer.status_code, answer.json()["code"]) == (422, "precedence_invalid")

    def test_the_effect_on_one_asset_is_shown_before_it_is_saved(
        self, call: Any, register: World, north: Caller, asset: uuid.UUID
    ) -> None:
        say(call, register, asset, {"notes": "Two"})
        body = {"asset_id": str(asset), "rules": [NEWEST]}
        newest = north.post("/reconciliation/precedence/preview", body).json()["fields"]
        assert [(each["field"], each["value"], each["next"]) for each in newest] == [("notes", "Two", None)]
        persons = north.post("/reconciliation/precedence/preview", {**body, "rules": []}).json()["fields"]
        assert persons[0]["next"]["value"] == "One"
