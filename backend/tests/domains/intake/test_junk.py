"""A tenant's list of values that identify nothing, and what it does to imports from then on."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.assets.service.junk import say_junk
from quarterdeck.kit.identifiers.junk import JunkKind
from tests.conftest import Browser
from tests.domains.imports.conftest import Importer
from tests.domains.imports.test_importing import machine
from tests.world import World

URL = "/api/v1/intake/junk"
HOSTILE = "x'); drop table assets;-- %s"


def say(importer: Importer, kind: JunkKind, value: str, *, is_junk: bool = True) -> None:
    with importer.runtime.database.session_for(importer.actor) as session:
        say_junk(session, importer.actor, kind=kind, value=value, is_junk=is_junk, note=None)


def body(value: str = "No S/N here", kind: str = "serial", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "value": value, **more}


class TestTheList:
    def test_is_kept_by_those_who_may_and_for_one_tenant(
        self, typed_world: World, browser: Browser, owner: TestClient
    ) -> None:
        technician = browser(typed_world.north, "technician")
        assert technician.post(URL, json=body()).status_code == 403
        made = owner.post(URL, json=body(note="ACME's rack"))
        assert made.status_code == 201, made.text
        assert made.json()["is_junk"]
        assert not made.json()["is_shipped"]
        listed = technician.get(URL, params={"kind": "serial"}).json()
        assert listed["items"][0]["id"] == made.json()["id"]
        assert {"value": "Default string", "is_shipped": True, "is_junk": True, "id": None} in [
            {key: each[key] for key in ("value", "is_shipped", "is_junk", "id")} for each in listed["items"]
        ]
        assert len(listed["rules"]["serial"]) == 3
        other = browser(typed_world.south)
        assert all(each["id"] is None for each in other.get(URL).json()["items"])
        assert other.delete(f"{URL}/{made.json()['id']}").status_code == 404

        assert owner.delete(f"{URL}/{made.json()['id']}").status_code == 204
        assert owner.delete(f"{URL}/{made.json()['id']}").json()["code"] == "junk_not_found"
        assert all(each["id"] is None for each in owner.get(URL).json()["items"])

    def test_a_shipped_value_is_allowed_and_taken_back(self, owner: TestClient) -> None:
        allowed = owner.post(URL, json=body("default-STRING", is_junk=False)).json()
        assert (allowed["is_shipped"], allowed["is_junk"]) == (True, False)
        found = owner.get(URL, params={"q": "default-s", "kind": "serial"}).json()["items"]
        assert [(each["value"], each["is_junk"]) for each in found] == [("default-STRING", False)]
        assert owner.delete(f"{URL}/{allowed['id']}").status_code == 204
        found = owner.get(URL, params={"q": "default s", "kind": "serial"}).json()["items"]
        assert [(each["value"], each["is_junk"]) for each in found] == [("Default string", True)]

    @pytest.mark.parametrize(
        ("wanted", "status", "code"),
        [
            (body("00:", kind="mac"), 422, "junk_invalid"),
            (body("nonsense", kind="uuid"), 422, "junk_invalid"),
            (body("--"), 422, "junk_invalid"),
            (body("None"), 409, "junk_settled"),
            (body("PF2AB9X1", is_junk=False), 409, "junk_settled"),
            (body(HOSTILE), 201, None),
            (body("x" * 101), 422, "invalid_input"),
            (body("x", kind="colour"), 422, "invalid_input"),
        ],
    )
    def test_what_can_be_listed(self, owner: TestClient, wanted: dict[str, Any], status: int, code: str | None) -> None:
        answer = owner.post(URL, json=wanted)
        assert (answer.status_code, answer.json().get("code")) == (status, code)

    def test_a_preview_counts_the_assets_one_may_see(
        self, importer: Importer, typed_world: World, owner: TestClient, browser: Browser
    ) -> None:
        rows = [
            machine(number, **{"Serial Number": "RACK-01", "MAC": f"8C:AE:4C:00:00:{number:02X}"})
            for number in range(3)
        ]
        importer.rows(rows[0], {**rows[1], "Client": "Globex"}, {**rows[2], "Serial Number": "RACK 02"})

        def count(browser: TestClient, kind: str, value: str) -> tuple[int, bool, int]:
            read = browser.get(f"{URL}/preview", params={"kind": kind, "value": value}).json()
            return read["assets"], read["is_junk"], len(read["samples"])

        assert count(owner, "serial", "rack 01") == (2, False, 2)
        assert count(owner, "mac", "8c:ae:4c") == (3, True, 3)
        assert count(owner, "hostname", "ws-0001.acme.local") == (1, False, 1)
        scoped = browser(typed_world.north, "technician", clients=[typed_world.north.acme])
        assert count(scoped, "serial", "RACK01") == (1, False, 1)
        assert count(browser(typed_world.south), "serial", "RACK01") == (0, False, 0)

    @pytest.mark.parametrize(
        ("kind", "value", "identifies_as", "why"),
        [
            pytest.param("serial", "S/N: pf-2ab 9x1", "PF2AB9X1", None, id="a serial, as it is compared"),
            pytest.param("serial", "AB1", None, "too short to identify", id="a rule, not the list"),
            pytest.param("serial", "1.23E+11", None, "rounded by a spreadsheet", id="damage"),
            pytest.param("tag", "none", None, "stands for no asset tag", id="the shipped list"),
            pytest.param("uuid", "0" * 32, None, "firmware", id="a UUID of nothing"),
            pytest.param("mac", "3c-52-82-11-22-33", "3c:52:82:11:22:33", None, id="an address"),
            pytest.param("mac", "02:42:ac:11:00:02", None, "Docker bridge", id="an address of many"),
            pytest.param("mac", "3c:52", None, "not a whole MAC address", id="the beginning of one"),
            pytest.param("hostname", "WS-0412.corp.local", "ws-0412", None, id="a name"),
            pytest.param("hostname", "PC1", None, "many machines", id="a name of many"),
        ],
    )
    def test_a_preview_judges_a_value_as_an_import_would(
        self, owner: TestClient, kind: str, value: str, identifies_as: str | None, why: str | None
    ) -> None:
        read = owner.get(f"{URL}/preview", params={"kind": kind, "value": value}).json()
        assert read["identifies_as"] == identifies_as
        assert (read["why"] is None) == (why is None)
        assert (why or "") in (read["why"] or "")

    def test_what_was_said_here_is_part_of_the_judgement(self, owner: TestClient) -> None:
        def identifies(kind: str, value: str) -> bool:
            read = owner.get(f"{URL}/preview", params={"kind": kind, "value": value}).json()
            return read["identifies_as"] is not None

        for kind, value in (("serial", "RACK-01"), ("mac", "3c:52:82")):
            assert owner.post(URL, json=body(value, kind)).status_code == 201
        assert not identifies("serial", "rack 01")
        assert not identifies("mac", "3c:52:82:11:22:33")
        assert owner.post(URL, json=body("default string", is_junk=False)).status_code == 201
        assert identifies("serial", "Default string")


class TestWhatItDoes:
    def test_two_machines_with_a_listed_serial_are_two(self, importer: Importer) -> None:
        same = {"Serial Number": "RACK-01"}
        assert importer.rows(machine(1, **same), machine(2, **same)).outcomes != ["created", "created"]
        say(importer, JunkKind.SERIAL, "rack 01")
        done = importer.rows(machine(3, **same), machine(4, **same))
        assert done.outcomes == ["created", "created"]
        with importer.runtime.database.session_for(importer.actor) as session:
            kept = session.raw.execute("select serial from assets where hostname = 'WS-0003'").fetchall()
        assert kept == [(None,)]

    def test_an_allowed_serial_identifies(self, importer: Importer) -> None:
        same = {"Serial Number": "12345678"}
        importer.rows(machine(1, **same))
        assert importer.rows({"Serial Number": "12345678", "Model": "X1"}).outcomes == ["rejected"]
        say(importer, JunkKind.SERIAL, "12345678", is_junk=False)
        importer.rows(machine(1, **same))
        assert importer.rows({"Serial Number": "12345678", "Model": "X1"}).outcomes == ["updated"]

    def test_the_docks_of_a_maker_prove_nothing(self, importer: Importer) -> None:
        first = {"Hostname": "WS-0001", "MAC": "B4:45:06:00:00:01"}
        renamed = {"Hostname": "FRONT-7", "MAC": "B4:45:06:00:00:01"}
        importer.rows(first)
        assert importer.rows(renamed, dry_run=True).outcomes == ["review"]
        say(importer, JunkKind.MAC, "b4:45:06")
        assert importer.rows(renamed).outcomes == ["created"]

    def test_an_adapter_that_stays_with_its_machine_is_trusted(self, importer: Importer) -> None:
        importer.rows({"Serial Number": "PF2AB001", "MAC": "00:24:9B:00:00:01"})
        again = {"MAC": "00:24:9B:00:00:01", "Model": "Panel 12"}
        assert importer.rows(again, dry_run=True).outcomes != ["updated"]
        say(importer, JunkKind.MAC, "00:24:9b", is_junk=False)
        assert importer.rows(again).outcomes == ["updated"]

    def test_a_name_of_many_machines_is_one_of_many(self, importer: Importer) -> None:
        importer.rows({"Hostname": "TILL-A", "Serial Number": "PF2AB001"})
        assert importer.rows({"Hostname": "TILL-A", "Model": "P1"}, dry_run=True).outcomes == ["updated"]
        say(importer, JunkKind.HOSTNAME, "till-a")
        assert importer.rows({"Hostname": "TILL-A", "Model": "P1"}, dry_run=True).outcomes != ["updated"]
