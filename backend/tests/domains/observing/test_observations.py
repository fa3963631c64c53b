"""Programs tell what they see: the same engine, the same decisions, nothing twice."""

import json
import uuid
from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.observing import jobs as registered  # noqa: F401 (registers the kind of job)
from quarterdeck.domains.observing import service
from tests.conftest import Browser
from tests.domains.imports.conftest import Importer
from tests.domains.imports.test_decisions import LAPTOP

DEVICE: dict[str, Any] = {
    "external_id": "agent-1",
    "client": "Acme",
    "type": "workstation",
    "observed_at": "2026-11-01T10:00:00Z",
    "fields": {
        "serial": "PF2AB9X1",
        "hostname": "WS-0012",
        "mac": ["3c:52:82:11:22:33"],
        "manufacturer": "Dell Inc.",
        "ram_mb": 16384,
        "os": "Windows 11",
    },
}


def device(**changed: Any) -> dict[str, Any]:
    return {**DEVICE, **changed}


def post(browser: TestClient, *items: Any, **params: Any) -> Any:
    return browser.post("/api/v1/observations", params={"source": "agent", **params}, json=list(items))


@pytest.fixture
def owner(importer: Importer, owner: TestClient) -> TestClient:
    return owner


class TestObserve:
    def test_who_may_not_import_is_refused(self, owner: TestClient, viewer: TestClient) -> None:
        assert post(viewer, DEVICE).status_code == 403

    def test_another_clients_devices_stay_unseen(self, owner: TestClient, browser: Browser, importer: Importer) -> None:
        post(owner, DEVICE)
        scoped = browser(importer.tenant, "technician", clients=[importer.tenant.globex])
        (result,) = post(scoped, DEVICE).json()["results"]
        assert (result["outcome"], result["problems"][0]["code"]) == ("rejected", "unknown_client")
        assert post(scoped, device(client=None), client=str(importer.tenant.acme)).status_code == 404

    def test_a_device_is_taken_in_and_answered(self, owner: TestClient) -> None:
        answered = post(owner, DEVICE)
        assert answered.status_code == 200, answered.text
        (result,) = answered.json()["results"]
        assert (result["item"], result["external_id"], result["outcome"]) == (1, "agent-1", "created")
        made = owner.get(f"/api/v1/assets/{result['asset_id']}").json()
        assert (made["serial"], made["extension"]["ram_mb"]) == ("PF2AB9X1", 16384)
        assert made["last_seen"].startswith("2026-11-01T10:00:00")
        assert {"kind": "source", "value": "agent:agent-1"}.items() <= next(
            each for each in made["identifiers"] if each["kind"] == "source"
        ).items()

    def test_the_same_again_is_unchanged_without_work(self, owner: TestClient) -> None:
        first = post(owner, DEVICE).json()["results"][0]
        again = post(owner, DEVICE).json()["results"][0]
        assert (again["outcome"], again["asset_id"], again["matched_on"]) == ("unchanged", first["asset_id"], [])
        assert again["reason"] == "Unchanged: the source said exactly the same before."

    def test_its_own_number_identifies_first(self, owner: TestClient) -> None:
        first = post(owner, DEVICE).json()["results"][0]
        other = device(fields={"hostname": "LON-77"}, observed_at="2026-11-02T10:00:00Z")
        again = post(owner, other).json()["results"][0]
        assert (again["outcome"], again["asset_id"]) == ("updated", first["asset_id"])
        assert again["matched_on"][0] == "source"

    def test_another_sources_same_number_is_another_device(self, owner: TestClient) -> None:
        post(owner, DEVICE)
        other = device(fields={"serial": "ZZ7QX221", "hostname": "SRV-9"})
        assert post(owner, other, source="scanner").json()["results"][0]["outcome"] == "created"

    def test_decides_as_a_file_does(self, owner: TestClient, importer: Importer) -> None:
        known = importer.rows(LAPTOP, {"Hostname": "LON-LT-98", "MAC": "3c-52-82-11-22-44"}).rows[0].asset_id
        rows = [
            {"serial": "pf2-ab9x1"},
            {"hostname": "WS-0013", "serial": "PF2AB9X2"},
            {"hostname": "LON-LT-99", "mac": "3c-52-82-11-22-44"},
            {"serial": "To be filled by O.E.M."},
        ]
        results = post(owner, *({"client": "Acme", "fields": row} for row in rows)).json()["results"]
        assert [each["outcome"] for each in results] == ["unchanged", "created", "review", "rejected"]
        assert results[0]["asset_id"] == str(known)
        assert len(owner.get("/api/v1/intake/reviews").json()["items"]) == 1

    def test_one_bad_item_costs_one_item(self, owner: TestClient) -> None:
        bad = [7, {"fields": "no"}, {"client": "Nobody", "fields": {"serial": "AB12CD34"}}, {"surprise": 1}]
        results = post(owner, *bad, DEVICE).json()["results"]
        assert [each["outcome"] for each in results] == ["rejected"] * 4 + ["created"]
        assert all(each["problems"][0]["message"] for each in results[:4])

    def test_an_unknown_field_is_told_and_left_out(self, owner: TestClient) -> None:
        (result,) = post(owner, device(fields={**DEVICE["fields"], "flavour": "sweet"})).json()["results"]
        assert result["outcome"] == "created"
        assert [each["code"] for each in result["problems"]] == ["unknown_field"]

    def test_the_client_can_be_named_by_its_id_or_for_all(self, owner: TestClient, importer: Importer) -> None:
        acme = str(importer.tenant.acme)
        assert post(owner, device(client=acme)).json()["results"][0]["outcome"] == "created"
        other = device(client=None, external_id="2", fields={"serial": "QQ88TT66"})
        assert post(owner, other, client=acme).json()["results"][0]["outcome"] == "created"


class TestForms:
    def test_one_object_per_line(self, owner: TestClient) -> None:
        lines = "\n".join([json.dumps(DEVICE), "{not json", json.dumps(device(external_id="2"))])
        answered = owner.post(
            "/api/v1/observations",
            params={"source": "agent"},
            content=lines,
            headers={"Content-Type": "application/x-ndjson"},
        )
        outcomes = [each["outcome"] for each in answered.json()["results"]]
        assert outcomes == ["created", "rejected", "duplicate_in_file"], answered.text

    @pytest.mark.parametrize(("body", "code"), [(b"{", "batch_unreadable"), (b"{}", "batch_unreadable")])
    def test_what_is_no_batch_is_refused(self, owner: TestClient, body: bytes, code: str) -> None:
        answered = owner.post("/api/v1/observations", params={"source": "agent"}, content=body,
                              headers={"Content-Type": "application/json"})  # fmt: skip
        assert (answered.status_code, answered.json()["code"]) == (422, code)

    def test_too_many_are_refused(self, owner: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(service, "MOST", 2)
        answered = post(owner, DEVICE, DEVICE, DEVICE)
        assert (answered.status_code, answered.json()["code"]) == (413, "batch_too_large")


class TestLargeBatches:
    def test_become_a_job_and_tell_the_same_afterwards(
        self, owner: TestClient, importer: Importer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(service, "INLINE", 2)
        items = [
            device(external_id=f"a{n}", fields={"serial": f"PF{n}AB9X{n}7", "hostname": f"H{n}X"}) for n in range(3)
        ]
        answered = post(owner, *items)
        assert (answered.status_code, answered.json()["state"]) == (202, "queued"), answered.text
        batch = answered.json()
        pending = owner.get(f"/api/v1/observations/{batch['id']}").json()["items"]
        assert {each["outcome"] for each in pending} == {"pending"}
        importer.finish(uuid.UUID(batch["job_id"]))
        done = owner.get(f"/api/v1/observations/{batch['id']}", params={"limit": 2}).json()
        assert [each["outcome"] for each in done["items"]] == ["created", "created"]
        assert done["next_cursor"]
        assert owner.get(f"/api/v1/jobs/{batch['job_id']}").json()["message"] == "3 created."
        assert post(owner, *items).json()["counts"] == {"unchanged": 3}
