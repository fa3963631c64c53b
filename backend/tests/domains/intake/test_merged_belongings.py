"""What was kept with an asset that went into another one: shown there, and back when unmerged."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.tenancy.settings import set_across_clients
from tests.conftest import Browser
from tests.domains.intake.test_merging import create, merge
from tests.world import World

API = "/api/v1"


def note(page: TestClient, asset: dict[str, Any], text: str) -> dict[str, Any]:
    response = page.post(f"{API}/assets/{asset['id']}/notes", json={"text": text})
    assert response.status_code == 201, response.text
    added: dict[str, Any] = response.json()
    return added


def kept(page: TestClient, asset: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Text and from where."""
    items = page.get(f"{API}/assets/{asset['id']}/attachments").json()["items"]
    return [(each["text"], (each["merged_from"] or {}).get("tag")) for each in items]


def told(page: TestClient, asset: dict[str, Any], **wanted: Any) -> list[tuple[str, str | None]]:
    """Operation and from where."""
    items = page.get(f"{API}/assets/{asset['id']}/history", params=wanted).json()["items"]
    return [(each["operation"], (each["merged_from"] or {}).get("tag")) for each in items]


@pytest.fixture
def trio(typed_world: World, owner: TestClient) -> list[dict[str, Any]]:
    acme = str(typed_world.north.acme)
    made = [create(owner, client_id=acme, name=f"WS-{n}", tag=f"LT-{n}") for n in (1, 2, 3)]
    for each in made:
        note(owner, each, f"About {each['tag']}")
    return made


class TestNotesAndFiles:
    def test_the_survivor_shows_those_of_all_that_went_into_it_also_by_way_of_others(
        self, trio: list[dict[str, Any]], owner: TestClient
    ) -> None:
        first, second, third = trio
        merge(owner, second, third)
        merge(owner, first, second)
        assert kept(owner, first) == [("About LT-3", "LT-3"), ("About LT-2", "LT-2"), ("About LT-1", None)]

    def test_they_go_back_when_it_is_taken_apart(self, trio: list[dict[str, Any]], owner: TestClient) -> None:
        first, second, _ = trio
        merge(owner, first, second)
        note(owner, first, "After")
        owner.post(f"{API}/assets/{second['id']}/unmerge")
        assert kept(owner, first) == [("After", None), ("About LT-1", None)]
        assert kept(owner, second) == [("About LT-2", None)]

    def test_a_file_is_still_downloaded_and_a_note_still_changed_and_deleted(
        self, trio: list[dict[str, Any]], owner: TestClient, typed_world: World, browser: Browser
    ) -> None:
        first, second, _ = trio
        sent = {"file": ("invoice.pdf", b"paid", "application/pdf")}
        file = owner.post(f"{API}/assets/{second['id']}/files", files=sent).json()
        written = note(owner, second, "Screen")
        merge(owner, first, second)
        portal = browser(typed_world.north, "client_user", clients=[typed_world.north.acme])
        assert portal.get(f"{API}/attachments/{file['id']}/content").content == b"paid"
        path = f"{API}/attachments/{written['id']}"
        changed = owner.patch(path, json={"text": "Lid"}, headers={"If-Match": '"1"'})
        assert (changed.status_code, changed.json()["merged_from"]["tag"]) == (200, "LT-2")
        assert portal.get(path).json()["text"] == "Lid"
        assert owner.delete(path, headers={"If-Match": '"2"'}).status_code == 204
        assert "Lid" not in dict(kept(portal, first))

    def test_nobody_else_gets_to_see_them(
        self, trio: list[dict[str, Any]], owner: TestClient, typed_world: World, browser: Browser
    ) -> None:
        first, second, _ = trio
        written = note(owner, second, "Screen")
        merge(owner, first, second)
        scoped = browser(typed_world.north, "technician", clients=[typed_world.north.globex])
        for stranger in (browser(typed_world.south), scoped):
            assert stranger.get(f"{API}/attachments/{written['id']}").status_code == 404
            assert stranger.get(f"{API}/assets/{first['id']}/attachments").status_code == 404

    def test_with_the_survivor_deleted_they_wait_unseen(self, trio: list[dict[str, Any]], owner: TestClient) -> None:
        first, second, _ = trio
        written = note(owner, second, "Screen")
        merge(owner, first, second)
        owner.delete(f"{API}/assets/{first['id']}", headers={"If-Match": "*"})
        assert owner.get(f"{API}/attachments/{written['id']}").status_code == 404


class TestHistory:
    def test_tells_of_both_and_the_end_of_one_is_no_deletion(
        self, trio: list[dict[str, Any]], owner: TestClient
    ) -> None:
        first, second, _ = trio
        owner.patch(f"{API}/assets/{second['id']}", json={"supplier": "HP"}, headers={"If-Match": "*"})
        merge(owner, first, second)
        entries = told(owner, first)
        assert set(entries[:2]) == {("merged", "LT-2"), ("updated", None)}
        assert entries[2:] == [("updated", "LT-2"), ("created", "LT-2"), ("created", None)]
        assert told(owner, second)[0] == ("deleted", None)

    def test_pages_hold_every_entry_once(self, trio: list[dict[str, Any]], owner: TestClient) -> None:
        first, second, third = trio
        merge(owner, first, second, third)
        path, seen, cursor = f"{API}/assets/{first['id']}/history", [], None
        while True:
            page = owner.get(path, params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
            seen += [each["id"] for each in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert len(seen) == len(set(seen)) == len(told(owner, first)) == 5

    def test_goes_back_when_it_is_taken_apart(self, trio: list[dict[str, Any]], owner: TestClient) -> None:
        first, second, _ = trio
        merge(owner, first, second)
        owner.post(f"{API}/assets/{second['id']}/unmerge")
        assert {tag for _, tag in told(owner, first)} == {None}
        assert told(owner, second)[-1] == ("created", None)

    def test_is_narrowed_to_whoever_wrote_to_either(
        self, trio: list[dict[str, Any]], owner: TestClient, typed_world: World, browser: Browser
    ) -> None:
        first, second, _ = trio
        other = browser(typed_world.north, "technician")
        other.patch(f"{API}/assets/{second['id']}", json={"supplier": "HP"}, headers={"If-Match": "*"})
        merge(owner, first, second)
        who = other.get(f"{API}/me/context").json()["user"]["id"]
        facets = owner.get(f"{API}/assets/{first['id']}/history/facets").json()
        assert who in [each["id"] for each in facets["actors"]]
        assert told(owner, first, actor=who) == [("updated", "LT-2")]

    def test_of_another_clients_asset_is_only_for_those_who_see_that_client(
        self, owner: TestClient, typed_world: World, browser: Browser
    ) -> None:
        north = typed_world.north
        with typed_world.database.session_for(north.actor) as session:
            set_across_clients(session, north.actor, "review")
        here = create(owner, client_id=str(north.acme), tag="LT-1")
        there = create(owner, client_id=str(north.globex), tag="LT-2")
        note(owner, there, "Theirs")
        merge(owner, here, there)
        assert ("created", "LT-2") in told(owner, here)
        assert kept(owner, here) == [("Theirs", "LT-2")]
        portal = browser(north, "client_user", clients=[north.acme])
        assert {tag for _, tag in told(portal, here)} == {None}
        assert kept(portal, here) == []
