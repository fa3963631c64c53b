"""The audit log: who did what, narrowed by anything, page by page, and for nobody else's eyes."""

import csv
import io
import re
import uuid
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.files import service as files
from quarterdeck.domains.jobs import queries as job_queries
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.chunks import run_one_chunk
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.domains.journal.service import continue_change_set, open_change_set
from quarterdeck.domains.recovery import jobs as recovery
from quarterdeck.domains.recovery.queries import audit
from quarterdeck.domains.recovery.queries.audit import AuditFilter, audit_statement
from quarterdeck.domains.recovery.service import auditing
from quarterdeck.domains.recovery.service.reasons import noun_of
from quarterdeck.domains.tenancy.schemas import ContactCreate
from quarterdeck.domains.tenancy.service import CONTACTS
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage
from tests.conftest import Browser
from tests.domains.assets.test_spread import many_assets
from tests.domains.recovery.test_deleted import remove
from tests.domains.recovery.test_routes import new, patch
from tests.world import World, add_person

# `recovery` is loaded so that its kinds of job are known.
__all__ = ["recovery"]


def log(browser: TestClient, **params: Any) -> Any:
    response = browser.get("/api/v1/audit", params=params)
    assert response.status_code == 200, response.text
    return response.json()["items"]


def pages_of(page: TestClient, **query: Any) -> list[Any]:
    pages = [page.get("/api/v1/audit", params=query).json()]
    while cursor := pages[-1]["next_cursor"]:
        pages.append(page.get("/api/v1/audit", params={**query, "cursor": cursor}).json())
    return pages


class TestAudit:
    def test_who_may_not_manage_settings_sees_none(self, technician: TestClient, viewer: TestClient) -> None:
        assert technician.get("/api/v1/audit").status_code == 403
        assert viewer.get("/api/v1/audit").status_code == 403

    def test_another_tenant_and_another_client_see_nothing_of_it(
        self, world: World, owner: TestClient, browser: Browser
    ) -> None:
        asset = new(owner, world.north.acme)
        assert log(browser(world.south), object=asset["id"]) == []
        assert log(browser(world.north, "admin", clients=[world.north.globex]), object=asset["id"]) == []
        assert len(log(browser(world.north, "admin", clients=[world.north.acme]), object=asset["id"])) > 0

    def test_an_entry_says_who_what_and_from_what_to_what(self, world: World, owner: TestClient) -> None:
        asset = new(owner, world.north.acme, name="Old")
        patch(owner, asset, name="<b>New</b>")

        entry = log(owner, object=asset["id"])[0]

        assert (entry["noun"], entry["label"], entry["operation"], entry["client"]) == (
            "asset",
            "<b>New</b>",
            "update",
            "Acme",
        )
        assert (entry["actor"]["label"], entry["origin"]) == ("Kim Doe", "ui")
        assert entry["changes"] == [{"field": "name", "label": "Name", "before": "Old", "after": "<b>New</b>"}]

    def test_what_belongs_to_an_asset_is_called_by_it_and_a_client_by_its_name(
        self, world: World, owner: TestClient
    ) -> None:
        asset = new(owner, world.north.acme, name="<b>Laptop</b>", serial="4XK2Q9")

        entries = log(owner, object=asset["id"])

        labels = {(each["table"], each["label"]) for each in entries}
        assert ("asset_identifiers", "<b>Laptop</b>") in labels
        assert {label for _, label in labels} == {"<b>Laptop</b>"}
        created = next(each for each in entries if each["table"] == "assets")
        client = next(each["after"] for each in created["changes"] if each["field"] == "client")
        assert client == {"id": str(world.north.acme), "label": "Acme"}

    def test_what_an_asset_has_leads_to_it_until_it_is_gone(self, world: World, owner: TestClient) -> None:
        asset = new(owner, world.north.acme, name="Laptop", serial="4XK2Q9")
        patch(owner, asset, os="Windows 11")
        said = [each for each in log(owner, object=asset["id"]) if each["table"] == "asset_provenance"]
        assert said
        assert {(each["noun"], each["label"], each["asset_id"]) for each in said} == {
            ("reported values", "Laptop", asset["id"])
        }
        assert log(owner, object=str(world.north.acme))[0]["asset_id"] is None

        remove(owner, asset)

        assert {each["asset_id"] for each in log(owner, object=asset["id"])} == {None}

    def test_a_member_is_called_by_name_and_an_invitation_tells_nothing_of_the_account(
        self, world: World, database: Database, owner: TestClient
    ) -> None:
        known = add_person(database, world.south, "technician")
        clients = {"client_mode": "allow", "client_ids": [str(world.north.acme)]}
        body = {"email": known.email, "name": "<b>Ana</b>", "role": "viewer", **clients}
        invited = owner.post("/api/v1/users", json=body).json()
        person = f"/api/v1/users/{invited['id']}"

        made = {each["table"]: each for each in log(owner)[:2]}
        assert owner.patch(person, json={"role": "technician"}, headers={"If-Match": "*"}).status_code == 200
        changed = log(owner)[0]
        assert owner.delete(person, headers={"If-Match": "*"}).status_code == 204
        removed = [(each["noun"], each["label"]) for each in log(owner)[:2]]

        told = {(each["noun"], each["label"]) for each in made.values()}
        assert told == {("member", "<b>Ana</b>"), ("client of a member", "<b>Ana</b>")}
        assert (changed["noun"], changed["label"]) == ("member", "<b>Ana</b>")
        role = next(each for each in changed["changes"] if each["field"] == "role_id")
        assert (role["before"]["label"], role["after"]["label"]) == ("Viewer", "Technician")
        assert ("member", "<b>Ana</b>") in removed

    def test_it_is_narrowed_by_anything(self, world: World, owner: TestClient, browser: Browser) -> None:
        asset = new(owner, world.north.acme, name="Old", os="Windows 10")
        other = browser(world.north, "technician")
        patch(other, asset, os="Windows 11")
        newest = log(owner)[0]
        by = newest["actor"]["id"]

        assert {each["actor"]["id"] for each in log(owner, actor=by)} == {by}
        assert {each["operation"] for each in log(owner, operation="insert")} == {"insert"}
        assert log(owner, origin="import") == []
        assert len(log(owner, field="os", object=asset["id"])) == 2
        assert {each["client"] for each in log(owner, client=str(world.north.acme))} == {"Acme"}
        assert log(owner, change_set=newest["change_set_id"])[0]["id"] == newest["id"]
        assert {each["noun"] for each in log(owner, kind="client")} == {"client"}
        assert {each["table"] for each in log(owner, kind="asset")} >= {"assets", "workstations"}
        assert log(owner, kind="assets") == log(owner, kind="'; --") == []
        assert log(owner, to="2020-01-01T00:00:00Z") == []
        assert log(owner, **{"from": "2099-01-01T00:00:00Z"}) == []

    def test_of_a_change_set_a_person_or_an_origin_every_entry_is_told(
        self, world: World, owner: TestClient, browser: Browser
    ) -> None:
        other = browser(world.north, "technician")
        patch(other, new(owner, world.north.acme, name="Old"), name="New")
        new(owner, world.north.globex)
        whole = log(owner, limit=500)

        assert len({each["actor"]["id"] for each in whole}) > 2
        for name, key in [("change_set", "change_set_id"), ("origin", "origin")]:
            for value in {each[key] for each in whole}:
                assert log(owner, limit=500, **{name: value}) == [each for each in whole if each[key] == value]
        for by in {each["actor"]["id"] for each in whole} - {None}:
            assert log(owner, limit=500, actor=by) == [each for each in whole if each["actor"]["id"] == by]
        assert log(owner, change_set=str(uuid.uuid4())) == log(owner, job=str(uuid.uuid4())) == []

    def test_a_change_set_of_several_transactions_is_told_to_its_end(self, world: World, owner: TestClient) -> None:
        north = world.north
        with world.database.session_for(north.actor) as session:
            change_set = open_change_set(session, north.actor)
            CONTACTS.create(session, north.actor, ContactCreate(client_id=north.acme, name="First"))
        new(owner, north.acme)
        with world.database.session_for(north.actor) as session:
            continue_change_set(session, change_set)
            CONTACTS.create(session, north.actor, ContactCreate(client_id=north.acme, name="Second"))
        new(owner, north.acme)

        assert [each["label"] for each in log(owner, change_set=str(change_set))] == ["Second", "First"]

    def test_names_are_looked_up_by_index_and_for_the_page_alone(self, world: World, admin_url: str) -> None:
        many_assets(world, admin_url)
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute("vacuum (analyze) assets")
        with world.database.session_for(world.north.actor) as session:
            session.raw.execute("set local enable_hashjoin = off")
            statement, params = audit_statement(session, AuditFilter(), after=None, limit=100)
            plan = "\n".join(line for (line,) in session.raw.execute(f"explain {statement}".encode(), params))
        assert re.search(r"using pk_assets on assets a .*\n +Index Cond: .*\(id = p.asset_id\)", plan), plan

    def test_what_is_rare_comes_in_short_pages_and_whole(
        self, world: World, owner: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A page that passes over many entries answers before it is full, and says from when the next one goes on."""
        rare = new(owner, world.north.globex)
        for _ in range(4):
            new(owner, world.north.acme)
        patch(owner, rare, name="Rare")
        for _ in range(6):
            new(owner, world.north.acme)
        wants = [{"client": str(world.north.globex)}, {"operation": "update"}, {"field": "name"}]
        whole = [log(owner, limit=500, **wanted) for wanted in wants]
        assert all(whole)

        monkeypatch.setattr(audit, "STRIDES", (2, 3))

        for wanted, expected in zip(wants, whole, strict=True):
            pages = pages_of(owner, limit=2, **wanted)
            assert [each for page in pages for each in page["items"]] == expected
            short = [page for page in pages if len(page["items"]) < 2 and page["next_cursor"] is not None]
            assert short
            assert all(page["looked_back_to"] for page in short)
            assert pages[-1]["looked_back_to"] is None

    def test_pages_hold_every_entry_once(self, world: World, owner: TestClient) -> None:
        for _ in range(4):
            new(owner, world.north.acme)
        whole = [each["id"] for each in log(owner, limit=500)]
        seen = [each["id"] for page in pages_of(owner, limit=7) for each in page["items"]]
        assert seen == whole


def run(world: World, tmp_path: Path, job_id: str) -> Any:
    runtime = Runtime(world.database, Storage.local(tmp_path / "files"), Settings(data_dir=tmp_path))
    run_one_chunk(runtime, tenant_id=world.north.id, job_id=uuid.UUID(job_id), requeue=False)
    with world.database.session_for(world.north.actor) as session:
        return jobs.access_job(session, world.north.actor, uuid.UUID(job_id))


class TestExport:
    def test_a_long_log_is_read_in_parts_and_each_entry_once(
        self, world: World, owner: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(3):
            new(owner, world.north.acme)
        monkeypatch.setattr(audit, "_AT_ONCE", 4)
        with world.database.session_for(world.north.actor) as session:
            parts = [[row["id"] for row in rows] for rows in audit.streamed_rows(session, AuditFilter())]
        assert len(parts) > 2
        assert [each for part in parts for each in part] == [each["id"] for each in log(owner, limit=500)]

    def test_the_file_holds_what_was_asked_for_and_no_formula(
        self, world: World, owner: TestClient, technician: TestClient, tmp_path: Path
    ) -> None:
        asset = new(owner, world.north.acme, name="Old")
        new(owner, world.north.acme, name="Other")
        patch(owner, asset, name="=cmd|calc")
        body = {"object": asset["id"], "operation": "update"}
        assert technician.post("/api/v1/audit/export", json=body).status_code == 403

        started = owner.post("/api/v1/audit/export", json=body)
        assert started.status_code == 202, started.text
        job = run(world, tmp_path, started.json()["id"])

        assert (job.state, job.counters["failed"]) == ("succeeded", 0)
        with world.database.session_for(world.north.actor) as session:
            (_, file_id, *_) = job_queries.artefacts_of(session, [job.id])[0]
            file = files.access_file(session, file_id)
            content = b"".join(files.content(Storage.local(tmp_path / "files"), file)).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(content)))
        assert rows[0] == list(auditing.HEADINGS)
        lines = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
        assert {line["ID"] for line in lines} == {asset["id"]}
        (line,) = [each for each in lines if each["Field"] == "Name"]
        assert (line["Who"], line["Action"]) == ("Kim Doe", "changed")
        assert (line["Before"], line["After"]) == ("Old", "'=cmd|calc")
        assert technician.get(f"/api/v1/files/{file_id}/content").status_code == 403

    def test_a_client_that_one_may_not_see_is_not_found(
        self, world: World, owner: TestClient, browser: Browser
    ) -> None:
        narrow = browser(world.north, "admin", clients=[world.north.acme])
        for asking, client in [(owner, uuid.uuid4()), (owner, world.south.acme), (narrow, world.north.globex)]:
            refused = asking.post("/api/v1/audit/export", json={"client": str(client)})
            assert (refused.status_code, refused.json()["code"]) == (404, "client_not_found")


class TestSeals:
    def test_the_state_tells_how_far_and_whether_it_is_intact(
        self, world: World, owner: TestClient, tmp_path: Path, browser: Browser
    ) -> None:
        assert owner.get("/api/v1/audit/seals").json()["verification"] is None
        scoped = browser(world.north, "admin", clients=[world.north.acme])
        assert scoped.post("/api/v1/audit/verify").status_code == 403

        started = owner.post("/api/v1/audit/verify")
        assert started.status_code == 202, started.text
        assert owner.get("/api/v1/audit/seals").json()["verification"]["state"] == "running"
        run(world, tmp_path, started.json()["id"])

        found = owner.get("/api/v1/audit/seals").json()["verification"]
        assert (found["state"], found["message"]) == ("intact", "0 changes of 0 days are as they were sealed.")
        assert browser(world.south).get("/api/v1/audit/seals").json()["verification"] is None

    def test_who_changed_something_lately(self, world: World, owner: TestClient, technician: TestClient) -> None:
        new(owner, world.north.acme)
        ids = {each["id"] for each in owner.get("/api/v1/audit/facets").json()["actors"]}
        assert log(owner)[0]["actor"]["id"] in ids
        assert technician.get("/api/v1/audit/facets").status_code == 403

    def test_every_kind_of_record_that_is_journalled_can_be_chosen(self, owner: TestClient, admin_url: str) -> None:
        with psycopg.connect(admin_url) as connection:
            of_triggers = "select distinct tgrelid::regclass::text from pg_trigger where tgname like %s"
            tables = [table for (table,) in connection.execute(of_triggers, ["%journal%"])]

        kinds = owner.get("/api/v1/audit/facets").json()["kinds"]

        assert len(tables) > 10
        assert {noun_of(table) for table in tables} == set(kinds)
