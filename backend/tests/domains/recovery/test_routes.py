"""Previews, conflicts and undos over HTTP."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.conftest import Browser
from tests.domains.recovery.test_undoing import last_change_set
from tests.world import World


@pytest.fixture
def app(request: pytest.FixtureRequest) -> Any:
    from quarterdeck.entrypoints.api import create_app  # noqa: PLC0415 (the whole application, not the register's)

    return create_app(request.getfixturevalue("settings"), request.getfixturevalue("database"))


def new(browser: TestClient, client_id: object, **values: object) -> Any:
    response = browser.post(
        "/api/v1/assets", json={"client_id": str(client_id), "type": "workstation", "name": "WS-1", **values}
    )
    assert response.status_code == 201, response.text
    return response.json()


def patch(browser: TestClient, asset: Any, **values: object) -> None:
    response = browser.patch(f"/api/v1/assets/{asset['id']}", json=values, headers={"If-Match": "*"})
    assert response.status_code == 200, response.text


class TestPreview:
    def test_it_counts_and_shows_what_would_become_of_it(self, world: World, technician: TestClient) -> None:
        asset = new(technician, world.north.acme, name="Old", notes="old")
        patch(technician, asset, name="New", notes="new")
        changed = last_change_set(world, world.north)
        patch(technician, asset, notes="<b>newer</b>")

        found = technician.get(f"/api/v1/change-sets/{changed}/undo").json()

        assert (found["objects"], found["restorable"], found["changed_since"]) == (1, 0, 1)
        assert found["clients"] == [{"client_id": str(world.north.acme), "label": "Acme", "objects": 1}]
        (sample,) = found["samples"]
        assert (sample["label"], sample["action"]) == ("New", "change")
        assert {"field": "name", "label": "Name", "now": "New", "then": "Old"} in sample["changes"]
        (conflict,) = found["conflicts"]
        assert (conflict["field"], conflict["before"], conflict["then"], conflict["now"]) == (
            "notes",
            "old",
            "new",
            "<b>newer</b>",
        )
        assert conflict["by"] == "Kim Doe"
        page = technician.get(f"/api/v1/change-sets/{changed}/conflicts?limit=1").json()
        assert page["items"] == found["conflicts"]
        rest = technician.get(f"/api/v1/change-sets/{changed}/conflicts", params={"cursor": page["next_cursor"]})
        assert rest.json() == {"items": [], "next_cursor": None}

    @pytest.mark.parametrize("kind", ["created", "deleted"])
    def test_what_was_made_or_removed(self, world: World, owner: TestClient, kind: str) -> None:
        asset = new(owner, world.north.acme, tag="T-1", serial="ABC-12345")
        if kind == "deleted":
            owner.delete(f"/api/v1/assets/{asset['id']}", headers={"If-Match": "*"})
        changed = last_change_set(world, world.north)

        found = owner.get(f"/api/v1/change-sets/{changed}/undo").json()

        assert (found["objects"], found["restorable"]) == (1, 1)
        assert found["samples"][0]["action"] == ("remove" if kind == "created" else "restore")

    def test_a_tag_taken_since_is_a_reason(self, world: World, owner: TestClient) -> None:
        asset = new(owner, world.north.acme, tag="T-1")
        owner.delete(f"/api/v1/assets/{asset['id']}", headers={"If-Match": "*"})
        changed = last_change_set(world, world.north)
        new(owner, world.north.acme, tag="T-1")

        found = owner.get(f"/api/v1/change-sets/{changed}/undo").json()

        assert (found["restorable"], found["blocked"]) == (0, 1)
        assert found["reasons"] == [
            {"code": "taken", "message": "Something else has taken the same tag since.", "count": 1}
        ]


class TestUndo:
    def test_undo_then_redo_and_the_states_in_between(self, world: World, technician: TestClient) -> None:
        asset = new(technician, world.north.acme, name="Old")
        patch(technician, asset, name="New")
        changed = last_change_set(world, world.north)
        assert technician.get("/api/v1/change-sets/last-reversible").json()["id"] == str(changed)

        done = technician.post(f"/api/v1/change-sets/{changed}/undo", json={})

        assert done.status_code == 202
        undo = done.json()
        assert (undo["state"], undo["job_id"], undo["counts"]["restored"]) == ("done", None, 1)
        assert technician.get(f"/api/v1/undos/{undo['id']}").json() == undo
        state = technician.get(f"/api/v1/change-sets/{changed}").json()
        assert (state["state"], state["can_undo"], state["undone_by"]["by"]) == ("undone", False, "Kim Doe")
        again = technician.post(f"/api/v1/change-sets/{changed}/undo", json={})
        assert (again.status_code, again.json()["code"]) == (409, "already_undone")

        redo = technician.post(f"/api/v1/change-sets/{undo['change_set_id']}/undo", json={})
        assert redo.status_code == 202
        assert technician.get(f"/api/v1/assets/{asset['id']}").json()["name"] == "New"
        assert technician.get(f"/api/v1/change-sets/{changed}").json()["state"] == "redone"

    def test_pressing_twice_with_a_key_undoes_once(self, world: World, technician: TestClient) -> None:
        asset = new(technician, world.north.acme, name="Old")
        patch(technician, asset, name="New")
        changed = last_change_set(world, world.north)
        answers = [
            technician.post(f"/api/v1/change-sets/{changed}/undo", json={}, headers={"Idempotency-Key": "k"}).json()
            for _ in range(2)
        ]
        assert answers[0] == answers[1]

    def test_the_last_reversible_steps_back_and_is_a_persons_own(
        self, world: World, technician: TestClient, browser: Browser
    ) -> None:
        asset = new(technician, world.north.acme, name="1")
        patch(technician, asset, name="2")
        patch(technician, asset, name="3")
        seen = []
        for _ in range(2):
            last = technician.get("/api/v1/change-sets/last-reversible").json()
            technician.post(f"/api/v1/change-sets/{last['id']}/undo", json={})
            seen.append(technician.get(f"/api/v1/assets/{asset['id']}").json()["name"])
        assert seen == ["2", "1"]
        assert browser(world.north, "technician").get("/api/v1/change-sets/last-reversible").json() is None

    def test_a_viewer_may_look_but_not_undo(self, world: World, technician: TestClient, viewer: TestClient) -> None:
        asset = new(technician, world.north.acme, name="Old")
        patch(technician, asset, name="New")
        changed = last_change_set(world, world.north)
        assert viewer.get(f"/api/v1/change-sets/{changed}").json()["can_undo"] is False
        assert viewer.post(f"/api/v1/change-sets/{changed}/undo", json={}).status_code == 403
