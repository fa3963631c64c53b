"""Feature switches, over HTTP and through OpenFeature's client."""

import uuid
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openfeature.flag_evaluation import Reason
from sqlalchemy import select

from quarterdeck.domains.flags.models import FlagRule
from quarterdeck.domains.flags.provider import Rule, Snapshot, client, in_share, judge, using
from quarterdeck.domains.flags.registry import ATTACHMENTS, QUICK_CREATE
from tests.conftest import Browser
from tests.world import World

API = "/api/v1"
FILES = ATTACHMENTS.key
QUICK = QUICK_CREATE.key


def switch(
    page: TestClient,
    state: str,
    *,
    key: str = FILES,
    clients: list[uuid.UUID] | None = None,
    version: str = "*",
    **more: Any,
) -> Any:
    body: dict[str, Any] = {"state": state, "reason": "The contract says so", **more}
    if clients is not None:
        body["client_ids"] = [str(each) for each in clients]
    return page.put(f"{API}/flags/{key}", json=body, headers={"If-Match": version})


def mine(page: TestClient, key: str = FILES) -> Any:
    flags = page.get(f"{API}/me/context").json()["flags"]
    return next(flag for flag in flags if flag["key"] == key)


def cell(page: TestClient, client_id: uuid.UUID, key: str = FILES) -> Any:
    rows = page.get(f"{API}/flags/rows").json()["items"]
    return next(row["flags"][key] for row in rows if row["id"] == str(client_id))


class TestSwitching:
    def test_without_a_decision_the_default_holds(self, world: World, admin: TestClient) -> None:
        assert mine(admin) == {
            "key": FILES,
            "label": "Files and notes",
            "is_on": True,
            "exceptions": [],
            "may_choose": False,
            "choice": None,
        }
        assert cell(admin, world.north.acme) == {"is_on": True, "why": "default", "rule": None}

    def test_a_client_goes_before_the_tenant(self, world: World, admin: TestClient) -> None:
        assert switch(admin, "off").json()["on_for"] == 0
        changed = switch(admin, "on", clients=[world.north.acme])
        assert changed.json()["on_for"] == 1

        assert mine(admin)["is_on"] is False
        assert mine(admin)["exceptions"] == [str(world.north.acme)]
        shown = cell(admin, world.north.acme)
        assert (shown["is_on"], shown["why"]) == (True, "client")
        assert shown["rule"]["changed_by_label"] == "Kim Doe"
        assert shown["rule"]["reason"] == "The contract says so"

    def test_inheriting_takes_the_clients_rule_away(self, world: World, admin: TestClient) -> None:
        switch(admin, "off", clients=[world.north.acme])
        switch(admin, "inherit", clients=[world.north.acme])
        assert cell(admin, world.north.acme)["why"] == "default"

    def test_a_list_of_clients_is_one_decision(self, world: World, admin: TestClient) -> None:
        switch(admin, "off", clients=[world.north.acme, world.north.globex])
        told = admin.get(f"{API}/flags/{FILES}/history").json()["items"]
        assert {entry["client"] for entry in told} == {"Acme", "Globex"}
        assert {(entry["before"], entry["after"], entry["reason"]) for entry in told} == {
            (None, "off", "The contract says so")
        }
        assert len({entry["change_set_id"] for entry in told}) == 1

    def test_a_share_only_grows(self, admin: TestClient) -> None:
        assert switch(admin, "staged", percent=100).json()["on_for"] == 2
        assert switch(admin, "staged", percent=0).json()["on_for"] == 0
        clients = [uuid.uuid4() for _ in range(400)]
        at_ten = {each for each in clients if in_share(FILES, each, 10)}
        at_fifty = {each for each in clients if in_share(FILES, each, 50)}
        assert at_ten < at_fifty
        assert 140 < len(at_fifty) < 260

    def test_a_version_that_is_gone_is_refused_and_shown(self, admin: TestClient) -> None:
        switch(admin, "off")
        late = switch(admin, "on", version='"0"')
        assert (late.status_code, late.json()["code"]) == (412, "changed_since_read")
        assert late.json()["current"]["rule"]["state"] == "off"
        assert switch(admin, "on", version='"1"').status_code == 200

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"state": "staged"}, "percent"),
            ({"state": "on", "percent": 10}, "percent"),
            ({"state": "offered"}, "state"),
            ({"state": "on", "reason": " \u202e "}, "reason"),
            ({"state": "on", "reason": "x" * 501}, "reason"),
            ({"state": "maybe"}, "state"),
        ],
    )
    def test_nonsense_is_refused_at_its_field(self, admin: TestClient, body: dict[str, Any], field: str) -> None:
        refused = switch(admin, **body)
        assert refused.status_code == 422
        assert field in {error["field"] for error in refused.json()["errors"]}

    def test_an_unknown_switch_is_not_there(self, admin: TestClient) -> None:
        assert switch(admin, "on", key="module.teleport").json()["code"] == "flag_not_found"
        assert admin.get(f"{API}/flags/x%00y").status_code == 404

    def test_hostile_reasons_are_kept_as_text(self, admin: TestClient) -> None:
        reason = '<script>alert("1")</script> 🦊 =1+1'
        assert switch(admin, "off", reason=reason).json()["rule"]["reason"] == reason

    def test_technicians_cannot(self, technician: TestClient) -> None:
        assert switch(technician, "off").json()["code"] == "forbidden"
        assert technician.get(f"{API}/flags").status_code == 403


class TestIsolation:
    def test_another_tenant_sees_and_feels_nothing(self, world: World, admin: TestClient, browser: Browser) -> None:
        switch(admin, "off")
        south = browser(world.south, "admin")
        assert mine(south)["is_on"] is True
        assert south.get(f"{API}/flags/{FILES}/history").json()["items"] == []
        refused = switch(south, "off", clients=[world.north.acme])
        assert refused.json()["code"] == "client_not_found"

    def test_who_sees_some_clients_switches_only_these(self, world: World, admin: TestClient, browser: Browser) -> None:
        switch(admin, "off", clients=[world.north.globex])
        scoped = browser(world.north, "admin", clients=[world.north.acme])
        assert mine(scoped)["exceptions"] == []
        assert [row["name"] for row in scoped.get(f"{API}/flags/rows").json()["items"]] == ["Acme"]
        assert switch(scoped, "off").json()["code"] == "whole_tenant_switch"
        assert switch(scoped, "off", clients=[world.north.globex]).json()["code"] == "client_not_found"
        assert switch(scoped, "off", clients=[world.north.acme]).status_code == 200
        with world.database.session_for(world.north.scoped(world.north.acme)) as session:
            assert {rule.client_id for rule in session.scalars(select(FlagRule))} == {world.north.acme}

    def test_a_client_with_a_rule_can_still_be_deleted(self, world: World, admin: TestClient) -> None:
        made = admin.post(f"{API}/clients", json={"name": "Soylent"}).json()
        switch(admin, "off", clients=[uuid.UUID(made["id"])])
        assert admin.delete(f"{API}/clients/{made['id']}", headers={"If-Match": "*"}).status_code == 204


class TestModules:
    def test_files_and_notes_are_absent_where_they_are_off(self, world: World, admin: TestClient) -> None:
        body = {"client_id": str(world.north.acme), "type": "workstation", "name": "WS-7"}
        asset = admin.post(f"{API}/assets", json=body).json()["id"]
        note = admin.post(f"{API}/assets/{asset}/notes", json={"text": "kept"}).json()

        switch(admin, "off", clients=[world.north.acme])
        for refused in (
            admin.get(f"{API}/assets/{asset}/attachments"),
            admin.post(f"{API}/assets/{asset}/notes", json={"text": "more"}),
            admin.post(f"{API}/assets/{asset}/files", files={"file": ("a.txt", b"a")}),
            admin.get(f"{API}/attachments/{note['id']}"),
            admin.patch(f"{API}/attachments/{note['id']}", json={"text": "x"}, headers={"If-Match": "*"}),
            admin.delete(f"{API}/attachments/{note['id']}", headers={"If-Match": "*"}),
        ):
            assert (refused.status_code, refused.json()["code"]) == (403, "module_off")
            assert "Acme" in refused.json()["title"]

        switch(admin, "inherit", clients=[world.north.acme])
        assert [each["text"] for each in admin.get(f"{API}/assets/{asset}/attachments").json()["items"]] == ["kept"]


class TestChoosing:
    def choose(self, page: TestClient, *, on: bool | None, key: str = QUICK) -> Any:
        return page.put(f"{API}/me/flags/{key}", json={"is_on": on})

    def test_a_person_goes_back_to_the_classic_screen_alone(
        self, world: World, viewer: TestClient, admin: TestClient
    ) -> None:
        assert self.choose(viewer, on=False).status_code == 204
        assert (mine(viewer, QUICK)["is_on"], mine(viewer, QUICK)["choice"]) == (False, False)
        assert mine(admin, QUICK)["is_on"] is True
        assert self.choose(viewer, on=None).status_code == 204
        assert mine(viewer, QUICK)["is_on"] is True

    def test_an_offered_screen_is_off_until_somebody_chooses_it(self, admin: TestClient, viewer: TestClient) -> None:
        switch(admin, "offered", key=QUICK)
        assert (mine(viewer, QUICK)["is_on"], mine(viewer, QUICK)["may_choose"]) == (False, True)
        self.choose(viewer, on=True)
        assert mine(viewer, QUICK)["is_on"] is True

    def test_what_is_off_cannot_be_chosen_and_an_earlier_choice_counts_no_more(
        self, admin: TestClient, viewer: TestClient
    ) -> None:
        self.choose(viewer, on=True)
        switch(admin, "off", key=QUICK)
        assert mine(viewer, QUICK)["is_on"] is False
        assert self.choose(viewer, on=True).json()["code"] == "flag_choice_refused"

    def test_modules_are_not_chosen(self, viewer: TestClient) -> None:
        assert self.choose(viewer, on=False, key=FILES).json()["code"] == "flag_choice_refused"


class TestOpenFeature:
    def test_answers_with_value_and_reason(self) -> None:
        with using(Snapshot({(FILES, None): Rule("off")})):
            details = client.get_boolean_details(FILES, default_value=True)
        assert (details.value, details.reason) == (False, Reason.STATIC)

    def test_falls_back_to_the_default_without_rules_or_for_another_kind_of_value(self) -> None:
        assert client.get_boolean_value(FILES, default_value=True) is True
        assert client.get_string_value(FILES, "nothing") == "nothing"
        assert client.get_boolean_details("module.teleport", default_value=False).error_code is not None

    def test_a_choice_cannot_open_what_is_not_staged_yet(self) -> None:
        snapshot = Snapshot({(QUICK, None): Rule("staged", 0)}, {QUICK: True})
        assert judge(QUICK_CREATE, snapshot, uuid.uuid4()).is_on is False
