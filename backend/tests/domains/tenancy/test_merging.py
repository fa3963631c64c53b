"""Locations, or people, that are one: everything of the others moves, and one undo brings them back."""

import uuid
from typing import Any

from fastapi.testclient import TestClient

from quarterdeck.domains.imports.resolving import Directory
from tests.conftest import Browser
from tests.domains.caller import make_asset
from tests.world import TenantWorld, World

API = "/api/v1"


def place(page: TestClient, client: uuid.UUID, name: str) -> str:
    made = page.post(f"{API}/locations", json={"client_id": str(client), "name": name})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def asset_at(world: World, tenant: TenantWorld, location: str, tag: str) -> str:
    values = {"client_id": str(tenant.acme), "location_id": location, "tag": tag}
    return str(make_asset(world, tenant.actor, **values))


def location_of(page: TestClient, asset: str) -> Any:
    return (page.get(f"{API}/assets/{asset}").json()["location"] or {}).get("id")


class TestMerging:
    def test_what_stands_at_the_others_moves_and_one_undo_brings_it_back(self, world: World, browser: Browser) -> None:
        page = browser(world.north, "owner")
        kept = str(world.north.acme_leeds)
        others = [place(page, world.north.acme, name) for name in ("Leeds office", "<script>alert(1)</script>")]
        moved = [asset_at(world, world.north, other, f"T-{number}") for number, other in enumerate(others)]
        stays = asset_at(world, world.north, kept, "T-9")
        person = page.post(
            f"{API}/contacts", json={"client_id": str(world.north.acme), "name": "Ana", "location_id": others[0]}
        ).json()["id"]

        previewed = page.post(f"{API}/locations/{kept}/merge/preview", json={"others": others})
        assert previewed.json() == {"locations": 2, "assets": 2, "contacts": 1}
        assert location_of(page, moved[0]) == others[0]
        done = page.post(f"{API}/locations/{kept}/merge", json={"others": others})

        assert done.status_code == 200, done.text
        assert [location_of(page, each) for each in (*moved, stays)] == [kept] * 3
        assert page.get(f"{API}/contacts/{person}").json()["location_id"] == kept
        assert {page.get(f"{API}/locations/{each}").status_code for each in others} == {404}

        change_set = done.headers["Quarterdeck-Change-Set"]
        undone = page.post(f"{API}/change-sets/{change_set}/undo", json={})
        assert undone.status_code < 300, undone.text
        assert [location_of(page, each) for each in moved] == others
        assert page.get(f"{API}/contacts/{person}").json()["location_id"] == others[0]

    def test_it_is_refused_across_clients_tenants_and_for_nothing(self, world: World, browser: Browser) -> None:
        page = browser(world.north, "owner")
        kept = str(world.north.acme_leeds)
        path = f"{API}/locations/{kept}/merge"
        other_client = page.post(path, json={"others": [str(world.north.globex_leeds)]})
        assert (other_client.status_code, other_client.json()["code"]) == (409, "merge_refused")
        assert page.post(path, json={"others": [kept]}).json()["code"] == "merge_refused"
        assert page.post(path, json={"others": [str(world.south.acme_leeds)]}).status_code == 404
        stranger = browser(world.south, "owner")
        assert stranger.post(path, json={"others": [str(world.south.acme_leeds)]}).status_code == 404
        viewer = browser(world.north, "viewer")
        assert viewer.post(path, json={"others": [place(page, world.north.acme, "Other")]}).status_code == 403

    def test_an_import_that_names_the_former_location_finds_the_one_that_stays(
        self, world: World, browser: Browser
    ) -> None:
        page = browser(world.north, "owner")
        first, second, last = (place(page, world.north.acme, name) for name in ("Hall", "Old Hall", "New Hall"))
        page.post(f"{API}/locations/{second}/merge", json={"others": [first]})
        done = page.post(f"{API}/locations/{last}/merge", json={"others": [second]})

        def found(name: str) -> str | None:
            with world.database.session_for(world.north.actor) as session:
                directory = Directory.load(session)
                directory.load_places(session, [world.north.acme])
                at = directory.location(world.north.acme, name)
            return str(at) if at else None

        assert [found("HALL"), found("old hall"), found("New Hall")] == [last] * 3
        again = place(page, world.north.acme, "Hall")
        assert found("Hall") == again, "what is called so today goes before what was"

        page.post(f"{API}/change-sets/{done.headers['Quarterdeck-Change-Set']}/undo", json={})
        assert found("old hall") == second


class TestMergingContacts:
    def test_assets_move_with_what_is_said_of_them_and_one_undo_brings_everything_back(
        self, world: World, browser: Browser
    ) -> None:
        page = browser(world.north, "owner")
        kept = contact(page, world.north.acme, "Ada Lang", email=None)
        other = contact(page, world.north.acme, "A. Lang \u202e<b>", email="Lang@acme.test", phone="1")
        held = str(make_asset(world, world.north.actor, client_id=str(world.north.acme), contact_id=other, tag="C-1"))

        preview = page.post(f"{API}/contacts/{kept}/merge/preview", json={"others": [other]})
        assert preview.json() == {"contacts": 1, "assets": 1}
        done = page.post(f"{API}/contacts/{kept}/merge", json={"others": [other]})

        assert done.status_code == 200, done.text
        assert (done.json()["email"], done.json()["phone"]) == ("Lang@acme.test", "1")
        assert page.get(f"{API}/assets/{held}").json()["assigned_to"]["id"] == kept
        assert other not in page.get(f"{API}/assets/{held}/provenance").text
        assert page.get(f"{API}/contacts/{other}").status_code == 404
        for name in ("a. lang \u202e<b>", "lang@acme.test", "Ada Lang"):
            assert person_found(world, name) == kept

        change_set = done.headers["Quarterdeck-Change-Set"]
        assert page.post(f"{API}/change-sets/{change_set}/undo", json={}).status_code < 300
        assert page.get(f"{API}/assets/{held}").json()["assigned_to"]["id"] == other
        assert page.get(f"{API}/contacts/{kept}").json()["email"] is None
        assert person_found(world, "lang@acme.test") == other

    def test_it_is_refused_across_clients_tenants_and_for_viewers(self, world: World, browser: Browser) -> None:
        page = browser(world.north, "owner")
        kept, elsewhere = contact(page, world.north.acme, "Ana"), contact(page, world.north.globex, "Ana")
        path = f"{API}/contacts/{kept}/merge"
        assert page.post(path, json={"others": [elsewhere]}).json()["code"] == "merge_refused"
        assert page.post(path, json={"others": [kept]}).json()["code"] == "merge_refused"
        assert browser(world.south, "owner").post(path, json={"others": [elsewhere]}).status_code == 404
        scoped = browser(world.north, "technician", clients=[world.north.acme])
        assert scoped.post(path, json={"others": [elsewhere]}).status_code == 404
        twin = contact(page, world.north.acme, "Ana")
        assert browser(world.north, "viewer").post(path, json={"others": [twin]}).status_code == 403


def contact(page: TestClient, client: uuid.UUID, name: str, **more: Any) -> str:
    made = page.post(f"{API}/contacts", json={"client_id": str(client), "name": name, **more})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def person_found(world: World, name: str) -> str | None:
    with world.database.session_for(world.north.actor) as session:
        directory = Directory.load(session)
        directory.load_people(session, [world.north.acme], [name])
        found = directory.contact(world.north.acme, name)
    return str(found) if found else None
