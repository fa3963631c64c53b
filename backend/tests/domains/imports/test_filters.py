"""The result page opens what an import wrote to as a grid, and knows what an undo would take back."""

import uuid
from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.jobs.kinds import Runtime
from tests.conftest import Browser
from tests.domains.imports.conftest import Importer, as_csv
from tests.domains.imports.test_importing import machine
from tests.domains.imports.test_routes import finish, send, shared
from tests.world import World

__all__ = ["shared"]


def names(browser: TestClient, text: str) -> list[str]:
    answer = browser.get("/api/v1/assets", params={"filter": text, "fields": "hostname", "sort": "hostname"})
    assert answer.status_code == 200, answer.text
    return [row["name"] for row in answer.json()["items"]]


@pytest.fixture
def run(owner: TestClient, typed_world: World, shared: Runtime, importer: Importer) -> dict[str, Any]:
    """Row 1 updates an asset, row 2 says what is known, rows 3 and 4 are new, one of them of another client."""
    importer.rows(machine(1, Notes="old"), machine(2), machine(9))
    content = as_csv([machine(1, Notes="new"), machine(2), machine(3), machine(4, Client="Globex")])
    found = send(owner, content, client_id=str(typed_world.north.acme)).json()
    assert (found["change_set_id"], found["filter"]) == (None, None)
    path = f"/api/v1/imports/{found['id']}"
    finish(shared, typed_world, owner.post(f"{path}/run", json={"dry_run": True}).json()["id"])
    assert owner.get(path).json()["filter"] is None
    assert names(owner, f"import:{found['id']}") == []
    finish(shared, typed_world, owner.post(f"{path}/run", json={}).json()["id"])
    read: dict[str, Any] = owner.get(path).json()
    return read


class TestFilter:
    def test_finds_what_the_import_wrote_to(self, owner: TestClient, run: dict[str, Any]) -> None:
        assert names(owner, run["filter"]) == ["WS-0001", "WS-0003", "WS-0004"]
        assert names(owner, f"import.created:{run['id']}") == ["WS-0003", "WS-0004"]
        assert names(owner, f"import.updated={run['id']}") == ["WS-0001"]
        assert names(owner, f"-import:{run['id']} hostname:WS") == ["WS-0002", "WS-0009"]
        assert names(owner, "import:@none") == []
        assert names(owner, f"import:{uuid.uuid4()}") == []
        assert owner.get("/api/v1/assets", params={"filter": "import:x"}).json()["code"] == "filter_invalid"

    def test_shows_nothing_of_other_clients_and_tenants(
        self, run: dict[str, Any], typed_world: World, browser: Browser
    ) -> None:
        of_acme = browser(typed_world.north, "technician", clients=[typed_world.north.acme])
        assert names(of_acme, run["filter"]) == ["WS-0001", "WS-0003"]
        of_globex = browser(typed_world.north, "technician", clients=[typed_world.north.globex])
        assert names(of_globex, run["filter"]) == [], "the import itself is one of Acme"
        assert names(browser(typed_world.south), run["filter"]) == []


class TestChangeSet:
    def test_is_what_an_undo_takes_back(self, owner: TestClient, run: dict[str, Any]) -> None:
        preview = owner.get(f"/api/v1/change-sets/{run['change_set_id']}/undo")
        assert preview.status_code == 200, preview.text
        (listed,) = [each for each in owner.get("/api/v1/imports").json()["items"] if each["id"] == run["id"]]
        assert listed["change_set_id"] == run["change_set_id"]


class TestDifferences:
    def test_only_rows_that_change_something_are_shown_on_request(self, owner: TestClient, run: dict[str, Any]) -> None:
        path = f"/api/v1/imports/{run['id']}/match-rows"
        assert [row["row"] for row in owner.get(path).json()["items"]] == [1, 2]
        assert [row["row"] for row in owner.get(path, params={"changed": True}).json()["items"]] == [1]


class TestLimits:
    def test_are_told_beforehand(self, owner: TestClient) -> None:
        assert owner.get("/api/v1/imports/limits").json() == {
            "max_upload_bytes": owner.app.state.settings.max_upload_bytes,  # type: ignore[attr-defined]
            "max_rows": None,
            "formats": ["csv", "tsv", "xlsx", "xls"],
        }
