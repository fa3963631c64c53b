"""Notes and files of assets, over HTTP."""

import uuid
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from quarterdeck.domains.attachments.models import Attachment
from quarterdeck.kit.text import clean_text
from tests.conftest import Browser
from tests.world import World

API = "/api/v1"
HOSTILE = '<script>alert(1)</script> \u202eevil 🦊 "quoted"\nsecond line ' + "y" * 10_000


def make_asset(page: TestClient, client_id: uuid.UUID) -> str:
    body = {"client_id": str(client_id), "type": "workstation", "name": "WS-7"}
    return str(page.post(f"{API}/assets", json=body).json()["id"])


def note(page: TestClient, asset: str, text: str = "Screen replaced") -> Any:
    return page.post(f"{API}/assets/{asset}/notes", json={"text": text})


def attach(page: TestClient, asset: str, content: bytes, name: str = "invoice.pdf", **form: str) -> Any:
    return page.post(f"{API}/assets/{asset}/files", files={"file": (name, content, "application/pdf")}, data=form)


def listed(page: TestClient, asset: str) -> Any:
    return page.get(f"{API}/assets/{asset}/attachments").json()["items"]


def tag(attachment: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{attachment["version"]}"'}


@pytest.fixture
def desk(world: World, browser: Browser) -> TestClient:
    return browser(world.north, "technician")


@pytest.fixture
def asset(world: World, desk: TestClient) -> str:
    return make_asset(desk, world.north.globex)


class TestNotes:
    def test_a_note_is_kept_as_it_was_written_newest_first(self, desk: TestClient, asset: str) -> None:
        note(desk, asset, "Older")
        added = note(desk, asset, HOSTILE)

        assert added.status_code == 201
        assert [each["text"] for each in listed(desk, asset)] == [clean_text(HOSTILE, keep_lines=True), "Older"]
        assert "second line" in added.json()["text"]
        assert added.json()["author_label"]

    def test_an_empty_note_is_refused(self, desk: TestClient, asset: str) -> None:
        assert note(desk, asset, "  \n ").status_code == 422

    def test_rewording_needs_the_version_that_was_read(self, desk: TestClient, asset: str) -> None:
        added = note(desk, asset).json()
        path = f"{API}/attachments/{added['id']}"

        assert desk.patch(path, json={"text": "Keyboard"}, headers=tag(added)).json()["version"] == 2
        lost = desk.patch(path, json={"text": "Mouse"}, headers=tag(added))

        assert lost.status_code == 412
        assert lost.json()["current"]["text"] == "Keyboard"

    def test_pages_follow_each_other(self, desk: TestClient, asset: str) -> None:
        for number in range(3):
            note(desk, asset, str(number))
        first = desk.get(f"{API}/assets/{asset}/attachments", params={"limit": 2}).json()
        second = desk.get(
            f"{API}/assets/{asset}/attachments", params={"limit": 2, "cursor": first["next_cursor"]}
        ).json()

        assert [each["text"] for each in first["items"] + second["items"]] == ["2", "1", "0"]
        assert second["next_cursor"] is None


class TestFiles:
    def test_a_file_comes_back_byte_for_byte_as_an_attachment(self, desk: TestClient, asset: str) -> None:
        content = bytes(range(256)) * 300

        added = attach(desk, asset, content, name="../../Rechnung №1.pdf", text="For the laptop").json()
        answer = desk.get(f"{API}/attachments/{added['id']}/content")

        assert (added["file"]["name"], added["file"]["size_bytes"]) == ("Rechnung №1.pdf", len(content))
        assert added["text"] == "For the laptop"
        assert answer.content == content
        assert answer.headers["content-disposition"].startswith("attachment")

    def test_a_note_has_no_content(self, desk: TestClient, asset: str) -> None:
        added = note(desk, asset).json()

        assert desk.get(f"{API}/attachments/{added['id']}/content").json()["code"] == "attachment_not_found"


class TestWhoMaySeeThem:
    def test_whoever_does_not_see_the_asset_sees_nothing_of_it(
        self, world: World, browser: Browser, desk: TestClient, asset: str
    ) -> None:
        added = attach(desk, asset, b"secret").json()

        for page in (browser(world.north, "client_user"), browser(world.south, "owner")):
            assert page.get(f"{API}/assets/{asset}/attachments").status_code == 404
            for path in (f"{API}/attachments/{added['id']}", f"{API}/attachments/{added['id']}/content"):
                assert page.get(path).json()["code"] == "attachment_not_found"

    def test_a_file_follows_its_asset_to_another_client(
        self, world: World, browser: Browser, desk: TestClient, asset: str
    ) -> None:
        added = attach(desk, asset, b"secret").json()
        with world.database.session_for(world.north.actor) as session:
            file_id = session.scalar(select(Attachment.file_id).where(Attachment.id == uuid.UUID(added["id"])))
        paths = [f"{API}/attachments/{added['id']}/content", f"{API}/files/{file_id}/content"]
        old, new = (
            browser(world.north, "technician", clients=[each]) for each in (world.north.globex, world.north.acme)
        )
        assert [old.get(path).status_code for path in paths] == [200, 200]
        assert [new.get(path).status_code for path in paths] == [404, 404]

        moved = desk.patch(
            f"{API}/assets/{asset}", json={"client_id": str(world.north.acme)}, headers={"If-Match": "*"}
        )

        assert moved.status_code == 200, moved.text
        assert [new.get(path).content for path in paths] == [b"secret", b"secret"]
        assert [old.get(path).status_code for path in paths] == [404, 404]

    def test_a_viewer_reads_and_changes_nothing(
        self, world: World, browser: Browser, desk: TestClient, asset: str
    ) -> None:
        added = note(desk, asset).json()
        viewer = browser(world.north, "viewer")

        assert [each["id"] for each in listed(viewer, asset)] == [added["id"]]
        assert note(viewer, asset).status_code == 403
        assert viewer.delete(f"{API}/attachments/{added['id']}", headers=tag(added)).status_code == 403


class TestDeleting:
    def test_an_undo_brings_back_the_note(self, desk: TestClient, asset: str) -> None:
        added = note(desk, asset).json()
        assert desk.delete(f"{API}/attachments/{added['id']}", headers=tag(added)).status_code == 204
        assert listed(desk, asset) == []
        last = desk.get(f"{API}/change-sets/last-reversible").json()

        assert desk.post(f"{API}/change-sets/{last['id']}/undo", json={}).status_code < 300

        assert [each["text"] for each in listed(desk, asset)] == [added["text"]]

    def test_what_belongs_to_a_deleted_asset_is_gone_with_it(
        self, world: World, desk: TestClient, asset: str, browser: Browser
    ) -> None:
        added = note(desk, asset).json()
        owner = browser(world.north, "owner")
        version = owner.get(f"{API}/assets/{asset}").json()["version"]
        assert owner.delete(f"{API}/assets/{asset}", headers={"If-Match": f'"{version}"'}).status_code == 204

        assert desk.get(f"{API}/attachments/{added['id']}").status_code == 404
