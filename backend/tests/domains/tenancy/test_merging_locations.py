"""Locations that are one: everything at the others moves, and one undo brings them back."""

import uuid
from typing import Any

from fastapi.testclient import TestClient

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
