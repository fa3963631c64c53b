import io
import uuid
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.kinds import Runtime
from tests.conftest import Browser
from tests.world import World

LIST = b"Serial Number,Hostname,Client\nPF2AB001,ws-1,Acme\nPF2AB002,ws-2,Nobody\n"


@pytest.fixture
def shared(runtime: Runtime, owner: TestClient) -> Runtime:
    """The worker's side over the same storage as the application's."""
    state: Any = owner.app
    return Runtime(runtime.database, state.state.storage, runtime.settings)


def send(browser: TestClient, content: bytes = LIST, name: str = "list.csv", **fields: Any) -> Any:
    return browser.post("/api/v1/imports", files={"file": (name, content)}, data=fields)


def finish(runtime: Runtime, world: World, job_id: str) -> None:
    while run_one_chunk(runtime, tenant_id=world.north.id, job_id=uuid.UUID(job_id)) is Step.MORE:
        pass


class TestImports:
    def test_from_the_upload_to_the_error_file(self, typed_world: World, owner: TestClient, shared: Runtime) -> None:
        created = send(owner)
        assert created.status_code == 201, created.text
        found = created.json()
        assert [column["field"] for column in found["columns"]] == ["serial", "hostname", "client"]
        assert found["file"] == {"name": "list.csv", "size": len(LIST)}
        started = owner.post(f"/api/v1/imports/{found['id']}/run", json={"dry_run": False})
        assert started.status_code == 202, started.text
        job = started.json()
        assert (job["state"], job["can_cancel"]) == ("queued", True)
        finish(shared, typed_world, job["id"])
        read = owner.get(f"/api/v1/imports/{found['id']}").json()
        assert read["state"] == "finished"
        assert read["counts"] == {
            "rows": 2, "created": 1, "updated": 0, "unchanged": 0, "duplicate_in_file": 0, "review": 0, "rejected": 1,
            "excluded": 0,
        }  # fmt: skip
        ended = owner.get(f"/api/v1/jobs/{job['id']}").json()
        assert (ended["state"], ended["progress"]) == ("partly_succeeded", {"done": 2, "total": 2})
        (artefact,) = ended["artefacts"]
        download = owner.get(artefact["url"])
        assert download.status_code == 200
        assert download.headers["content-disposition"].startswith('attachment; filename="list-errors.csv"')
        assert download.headers["x-content-type-options"] == "nosniff"
        assert "PF2AB002" in download.text
        (error,) = owner.get(f"/api/v1/jobs/{job['id']}/errors").json()["items"]
        assert (error["item"], error["code"]) == (2, "unknown_client")

    def test_rows_are_paged_and_filtered_by_outcome(
        self, typed_world: World, owner: TestClient, shared: Runtime
    ) -> None:
        found = send(owner).json()
        job = owner.post(f"/api/v1/imports/{found['id']}/run", json={"dry_run": True}).json()
        finish(shared, typed_world, job["id"])
        path = f"/api/v1/imports/{found['id']}/rows"
        first = owner.get(path, params={"limit": 1}).json()
        second = owner.get(path, params={"limit": 1, "cursor": first["next_cursor"]}).json()
        assert [page["items"][0]["row"] for page in (first, second)] == [1, 2]
        assert second["next_cursor"] is None
        (rejected,) = owner.get(path, params={"outcome": "rejected"}).json()["items"]
        assert (rejected["row"], rejected["outcome"]) == (2, "rejected")
        assert owner.get(path, params={"cursor": "nonsense"}).status_code == 400

    @pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, b"PK\x03\x04broken"])
    def test_a_bad_file_is_a_problem_with_a_sentence(self, owner: TestClient, content: bytes) -> None:
        refused = send(owner, content)
        assert refused.status_code == 422
        assert refused.json()["code"] == "file_unreadable"
        assert refused.json()["title"].endswith(".")
        assert owner.get("/api/v1/imports").json()["items"] == []

    def test_a_workbook_is_read_as_well(self, typed_world: World, owner: TestClient) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (["Serial Number", "Customer"], ["PF2AB001", "Acme"], ["=1+1", "Acme"]):
            sheet.append(row)
        out = io.BytesIO()
        book.save(out)
        created = send(owner, out.getvalue(), name="list.xlsx")
        assert [column["field"] for column in created.json()["columns"]] == ["serial", "client"]

    def test_columns_are_chosen_one_field_each(self, owner: TestClient) -> None:
        found = send(owner).json()
        path = f"/api/v1/imports/{found['id']}/mapping"
        twice = owner.put(path, json={"columns": [{"index": 1, "field": "serial"}]})
        assert (twice.status_code, twice.json()["code"]) == (422, "field_claimed_twice")
        assert owner.put(path, json={"columns": [{"index": 0, "field": "nonsense"}]}).status_code == 422
        assert owner.put(path, json={"columns": [{"index": 99, "field": None}]}).status_code == 422
        chosen = owner.put(path, json={"columns": [{"index": 0, "field": None}]})
        assert chosen.json()["columns"][0]["field"] is None

    def test_a_running_import_is_neither_deleted_nor_started_again(self, owner: TestClient) -> None:
        found = send(owner).json()
        path = f"/api/v1/imports/{found['id']}"
        owner.post(f"{path}/run", json={})
        assert owner.post(f"{path}/run", json={}).status_code == 409
        assert owner.delete(path).status_code == 409

    def test_a_deleted_import_is_gone(self, owner: TestClient) -> None:
        found = send(owner).json()
        assert owner.delete(f"/api/v1/imports/{found['id']}").status_code == 204
        assert owner.get(f"/api/v1/imports/{found['id']}").status_code == 404

    def test_somebody_else_sees_neither_import_nor_job_nor_file(
        self, typed_world: World, owner: TestClient, browser: Browser, shared: Runtime
    ) -> None:
        found = send(owner, client_id=str(typed_world.north.acme)).json()
        job = owner.post(f"/api/v1/imports/{found['id']}/run", json={}).json()
        finish(shared, typed_world, job["id"])
        file_id = owner.get(f"/api/v1/imports/{found['id']}").json()["error_file_id"]
        paths = [f"/api/v1/imports/{found['id']}", f"/api/v1/jobs/{job['id']}", f"/api/v1/files/{file_id}/content"]
        strangers = [
            browser(typed_world.south),
            browser(typed_world.north, "technician", clients=[typed_world.north.globex]),
        ]
        assert [owner.get(path).status_code for path in paths] == [200, 200, 200]
        for stranger in strangers:
            assert [stranger.get(path).status_code for path in paths] == [404, 404, 404]
