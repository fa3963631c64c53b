import uuid
from pathlib import Path
from typing import Any

import openpyxl
from fastapi.testclient import TestClient

from quarterdeck.domains.assets import jobs as registered  # noqa: F401
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.kinds import Runtime
from tests.conftest import Browser
from tests.world import World


def export(world: World, browser: TestClient, **body: Any) -> Any:
    """The finished job."""
    started = browser.post("/api/v1/assets/export", json=body)
    assert started.status_code == 202, started.text
    state: Any = browser.app
    runtime = Runtime(world.database, state.state.storage, state.state.settings)
    job_id = started.json()["id"]
    assert run_one_chunk(runtime, tenant_id=world.north.id, job_id=uuid.UUID(job_id)) is Step.ENDED
    return browser.get(f"/api/v1/jobs/{job_id}").json()


def exported(browser: TestClient, job: Any) -> list[str]:
    """The lines of the file; of the rows, what stands before the row's key."""
    text = browser.get(job["artefacts"][0]["url"]).content.decode("utf-8-sig")
    heading, *rows = text.removesuffix("\r\n").split("\r\n")
    return [heading, *(row.rpartition(",")[0] for row in rows)]


def add(browser: TestClient, client_id: uuid.UUID, name: str) -> None:
    body = {"client_id": str(client_id), "type": "workstation", "name": name, "serial": f"PF{name[-4:]}XX"}
    assert browser.post("/api/v1/assets", json=body).status_code == 201


def test_the_file_holds_what_the_filter_chose_and_runs_no_formula(world: World, owner: TestClient) -> None:
    for name in ("=1+1 0001", "Plain 0002", "Other 0003"):
        add(owner, world.north.acme, name)
    job = export(world, owner, filter="-name:other", columns=["name", "client"], sort="name")
    assert (job["state"], job["message"]) == ("succeeded", "2 assets exported.")
    assert exported(owner, job) == ["Name,Client,Quarterdeck ID", "'=1+1 0001,Acme", "Plain 0002,Acme"]


def test_a_workbook_of_one_client(world: World, owner: TestClient, tmp_path: Path) -> None:
    add(owner, world.north.acme, "Mine 0001")
    add(owner, world.north.globex, "Theirs 0002")
    job = export(world, owner, client=str(world.north.acme), columns=["name"], format="xlsx")
    path = tmp_path / "out.xlsx"
    path.write_bytes(owner.get(job["artefacts"][0]["url"]).content)
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    (asset,) = owner.get("/api/v1/assets", params={"client": str(world.north.acme)}).json()["items"]
    assert rows == [("Name", "Quarterdeck ID"), ("Mine 0001", asset["id"])]


def test_the_workbook_of_a_selection_says_what_was_chosen_in_the_order_that_was_looked_at(
    world: World, owner: TestClient, tmp_path: Path
) -> None:
    for name in ("Mine 0001", "Mine 0002", "Other 0003"):
        add(owner, world.north.acme, name)
    listed = owner.get("/api/v1/assets", params={"sort": "name"}).json()["items"]
    wanted = {"mode": "all", "filter": "name:mine", "exclude": [listed[0]["id"]]}
    chosen = owner.post("/api/v1/selections", json=wanted).json()
    job = export(world, owner, selection=chosen["id"], columns=["serial", "name"], sort="-name", format="xlsx")
    path = tmp_path / "out.xlsx"
    path.write_bytes(owner.get(job["artefacts"][0]["url"]).content)
    table, told = openpyxl.load_workbook(path).worksheets
    rows = [row[:2] for row in table.iter_rows(values_only=True)]
    assert rows == [("Serial number", "Name"), ("PF0002XX", "Mine 0002")]
    about = {row[0]: row[1] for row in told.iter_rows(values_only=True)}
    assert (about["Filter"], about["Selection"]) == ("name:mine", "All that matched, but for 1")
    assert (about["Columns"], about["Order"], about["Assets"]) == ("serial, name", "-name", "1")


def test_of_chosen_assets_only_those(world: World, owner: TestClient, browser: Browser) -> None:
    for name in ("One 0001", "Two 0002", "Three 0003"):
        add(owner, world.north.acme, name)
    add(browser(world.south, "owner"), world.south.acme, "Theirs 0004")
    theirs = browser(world.south, "owner").get("/api/v1/assets").json()["items"]
    chosen = [row["id"] for row in owner.get("/api/v1/assets", params={"sort": "name"}).json()["items"]][:2]
    job = export(world, owner, ids=[*chosen, chosen[0], theirs[0]["id"]], columns=["name"], sort="-name")
    assert exported(owner, job) == ["Name,Quarterdeck ID", "Three 0003", "One 0001"]
    assert owner.post("/api/v1/assets/export", json={"ids": []}).status_code == 422
    assert owner.post("/api/v1/assets/export", json={"ids": [str(uuid.uuid4())] * 10_001}).status_code == 422


def test_what_cannot_be_exported_is_refused_before_a_job_starts(
    world: World, owner: TestClient, browser: Browser
) -> None:
    assert owner.post("/api/v1/assets/export", json={"filter": "status:("}).json()["code"] == "filter_invalid"
    assert owner.post("/api/v1/assets/export", json={"columns": ["nonsense"]}).status_code >= 400
    assert owner.post("/api/v1/assets/export", json={"client": str(world.south.acme)}).status_code == 404
    assert owner.post("/api/v1/assets/export", json={"format": "pdf"}).status_code == 422
    assert browser(world.north, "viewer").post("/api/v1/assets/export", json={}).status_code in {202, 403}
    assert owner.get("/api/v1/jobs", params={"kind": "assets.export", "mine": True}).json()["items"] == []
