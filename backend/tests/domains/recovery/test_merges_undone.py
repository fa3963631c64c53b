"""Merges that share a location or contact are taken back in any order, and leave nothing of themselves behind."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.conftest import Browser
from tests.domains.recovery.test_merged_places import API, HOSTILE, KINDS, made, merge, where
from tests.domains.recovery.test_routes import new
from tests.world import TenantWorld, World

ORDERS = pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the first first", "the last first"])
BOTH = pytest.mark.parametrize(("kind", "field"), KINDS, ids=[each[0] for each in KINDS])


def standing(world: World, tenant: TenantWorld, kind: str) -> dict[str, Any]:
    """Every location or contact as it is, without what counts or dates writes."""
    with world.database.session_for(tenant.actor) as session:
        rows = session.raw.execute(f"select t.id::text, to_jsonb(t) - 'version' - 'updated_at' from {kind} t")
        return dict(rows.fetchall())


def undone(page: TestClient, change_set: str) -> tuple[str, dict[str, int]]:
    answer = page.post(f"{API}/change-sets/{change_set}/undo", json={})
    assert answer.status_code == 202, answer.text
    return answer.json()["state"], answer.json()["counts"]


@BOTH
@ORDERS
class TestTakingBack:
    def test_two_merges_into_one(
        self, world: World, owner: TestClient, browser: Browser, kind: str, field: str, order: tuple[int, int]
    ) -> None:
        stays, first, second = (made(owner, world.north, kind, name) for name in ("Stays", HOSTILE, "Second"))
        assets = {place: new(owner, world.north.acme, **{field: place}) for place in (first, second)}
        stranger = browser(world.south, "owner")
        merge(stranger, kind, *(made(stranger, world.south, kind, name) for name in ("Stays", HOSTILE)))
        before, theirs = standing(world, world.north, kind), standing(world, world.south, kind)
        merges = [merge(owner, kind, stays, first), merge(owner, kind, stays, second)]

        for place in order:
            preview = owner.get(f"{API}/change-sets/{merges[place]}/undo").json()
            assert (preview["restorable"], preview["changed_since"], preview["conflicts"]) == (3, 0, [])
            state, counts = undone(owner, merges[place])
            assert (state, counts["restored"]) == ("done", 3)

        assert standing(world, world.north, kind) == before
        assert standing(world, world.south, kind) == theirs
        assert {place: where(owner, asset, field) for place, asset in assets.items()} == {p: p for p in assets}

    def test_a_chain_of_merges(
        self, world: World, owner: TestClient, kind: str, field: str, order: tuple[int, int]
    ) -> None:
        last, middle, first = (made(owner, world.north, kind, name) for name in ("Last", "Middle", "First"))
        assets = {place: new(owner, world.north.acme, **{field: place}) for place in (last, middle, first)}
        before = standing(world, world.north, kind)
        merges = [merge(owner, kind, middle, first), merge(owner, kind, last, middle)]

        for place in order:
            assert owner.get(f"{API}/change-sets/{merges[place]}/undo").json()["changed_since"] == 0
            state, counts = undone(owner, merges[place])
            assert (state, counts["left"], counts["blocked"]) == ("done", 0, 0)

        assert standing(world, world.north, kind) == before
        assert {place: where(owner, asset, field) for place, asset in assets.items()} == {p: p for p in assets}

    def test_they_are_done_again_in_that_order_too(
        self, world: World, owner: TestClient, kind: str, field: str, order: tuple[int, int]
    ) -> None:
        stays, first, second = (made(owner, world.north, kind, name) for name in ("Stays", "First", "Second"))
        asset = new(owner, world.north.acme, **{field: first})
        merges = [merge(owner, kind, stays, first), merge(owner, kind, stays, second)]
        merged = standing(world, world.north, kind)[stays]
        undos = []
        for place in order:
            answer = owner.post(f"{API}/change-sets/{merges[place]}/undo", json={})
            undos.append(answer.json()["change_set_id"])

        assert [undone(owner, each)[0] for each in undos] == ["done", "done"]

        again = standing(world, world.north, kind)[stays]
        assert {name: sorted(again[name]) for name in ("former_ids", "former_keys")} == {
            name: sorted(merged[name]) for name in ("former_ids", "former_keys")
        }
        assert where(owner, asset, field) == stays


@BOTH
class TestWhatIsChangedBetween:
    def test_what_somebody_moved_away_meanwhile_is_left(
        self, world: World, owner: TestClient, kind: str, field: str
    ) -> None:
        stays, first, away = (made(owner, world.north, kind, name) for name in ("Stays", "First", "Away"))
        asset = new(owner, world.north.acme, **{field: first})
        merged = merge(owner, kind, stays, first)
        answer = owner.patch(f"{API}/assets/{asset['id']}", json={field: away}, headers={"If-Match": "*"})
        assert answer.status_code == 200, answer.text

        state, counts = undone(owner, merged)

        assert (state, counts["restored"], counts["left"]) == ("partly_done", 2, 1)
        assert where(owner, asset, field) == away
