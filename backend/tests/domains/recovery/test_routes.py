"""Previews, conflicts and undos over HTTP."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.journal.service import open_change_set
from tests.conftest import Browser
from tests.domains.recovery.test_undoing import last_change_set
from tests.world import World


def new(browser: TestClient, client_id: object, **values: object) -> Any:
    response = browser.post(
        "/api/v1/assets", json={"client_id": str(client_id), "type": "workstation", "name": "WS-1", **values}
    )
    assert response.status_code == 201, response.text
    return response.json()


def patch(browser: TestClient, asset: Any, **values: object) -> None:
    response = browser.patch(f"/api/v1/assets/{asset['id']}", json=values, headers={"If-Match": "*"})
    assert response.status_code == 200, response.text


def renamed_twice(browser: TestClient, world: World) -> Any:
    """An asset called 1, then 2, then 3."""
    asset = new(browser, world.north.acme, name="1")
    patch(browser, asset, name="2")
    patch(browser, asset, name="3")
    return asset


def take_back(browser: TestClient, which: str) -> None:
    found = browser.get(f"/api/v1/change-sets/{which}").json()
    answer = browser.post(f"/api/v1/change-sets/{found['id']}/undo", json={})
    assert answer.status_code == 202, answer.text


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
        assert {"field": "name", "now": "New", "then": "Old"}.items() <= sample["changes"][0].items()
        assert (found["restores"], found["can_undo"], found["why_not"]) == (1, True, None)
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

    def test_places_and_people_have_names_beside_their_ids(self, world: World, technician: TestClient) -> None:
        acme, leeds = world.north.acme, str(world.north.acme_leeds)
        body = {"client_id": str(acme), "name": "<i>Hull</i>"}
        hull = str(technician.post("/api/v1/locations", json=body).json()["id"])
        asset = new(technician, acme)
        patch(technician, asset, location=leeds)
        changed = last_change_set(world, world.north)
        patch(technician, asset, location=hull)

        found = technician.get(f"/api/v1/change-sets/{changed}/undo").json()

        (conflict,) = technician.get(f"/api/v1/change-sets/{changed}/conflicts").json()["items"]
        assert (conflict["before_label"], conflict["then"], conflict["then_label"]) == (None, leeds, "Leeds")
        assert (conflict["now"], conflict["now_label"]) == (hull, "<i>Hull</i>")
        (change,) = found["samples"][0]["changes"]
        assert (change["now_label"], change["then"], change["then_label"]) == ("<i>Hull</i>", None, None)

    def test_of_which_nothing_goes_back_is_said_and_refused(self, world: World, technician: TestClient) -> None:
        asset = new(technician, world.north.acme, name="Old")
        patch(technician, asset, name="New")
        changed = last_change_set(world, world.north)
        path = f"/api/v1/change-sets/{changed}/undo"
        patch(technician, asset, name="Newer")
        found = technician.get(path).json()
        assert (found["restores"], found["changed_since"], found["can_undo"]) == (0, 1, True)
        refused = technician.post(path, json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "nothing_restorable")
        assert refused.json()["title"] == "All of this was changed again since. Overwrite that, or leave it as it is."
        assert technician.get(f"/api/v1/change-sets/{changed}").json()["state"] == "applied"

        patch(technician, asset, name="Old")
        found = technician.get(path).json()
        assert (found["restores"], found["can_undo"]) == (0, False)
        assert found["why_not"] == "Everything is as it was before this already."
        assert technician.post(path, json={"conflicts": "force"}).json()["title"] == found["why_not"]

    def test_of_one_object_alone(self, world: World, technician: TestClient, browser: Browser) -> None:
        first, second = (new(technician, world.north.acme, name="Old") for _ in range(2))
        with world.database.session_for(world.north.actor) as session:
            changed = open_change_set(session, world.north.actor, reason="Rename")
            session.raw.execute("update assets set name = 'New', notes = 'new'")
        patch(technician, first, notes="<b>newer</b>")
        path = f"/api/v1/change-sets/{changed}"

        def look(asset: Any) -> tuple[Any, Any]:
            found = technician.get(f"{path}/undo", params={"object": asset["id"]}).json()
            page = technician.get(f"{path}/conflicts", params={"object": asset["id"]}).json()
            assert page["items"] == found["conflicts"]
            assert {each["object_id"] for each in found["samples"]} == {asset["id"]}
            return (found["objects"], found["restores"], found["restorable"], found["changed_since"]), found[
                "conflicts"
            ]

        assert look(second) == ((1, 1, 1, 0), [])
        counts, (conflict,) = look(first)
        assert counts == (1, 1, 0, 1)
        assert (conflict["object_id"], conflict["field"]) == (first["id"], "notes")
        foreign = browser(world.south).get(f"{path}/undo", params={"object": first["id"]})
        assert foreign.status_code == 404
        none = technician.get(f"{path}/undo", params={"object": str(world.north.acme)}).json()
        assert (none["objects"], none["can_undo"]) == (0, False)

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
    @pytest.mark.parametrize("force", [False, True])
    def test_a_job_that_would_do_nothing_is_not_started(
        self, world: World, technician: TestClient, monkeypatch: pytest.MonkeyPatch, force: bool
    ) -> None:
        monkeypatch.setattr("quarterdeck.domains.recovery.service.undoing.INLINE_OBJECTS", 0)
        asset = new(technician, world.north.acme, name="Old")
        patch(technician, asset, name="New")
        path = f"/api/v1/change-sets/{last_change_set(world, world.north)}/undo"
        patch(technician, asset, name="Newer")
        answer = technician.post(path, json={"conflicts": "force" if force else "leave"})
        assert (answer.status_code, answer.json().get("code")) == (
            (202, None) if force else (409, "nothing_restorable")
        )

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
        asset = renamed_twice(technician, world)
        seen = []
        for _ in range(2):
            take_back(technician, "last-reversible")
            seen.append(technician.get(f"/api/v1/assets/{asset['id']}").json()["name"])
        assert seen == ["2", "1"]
        assert browser(world.north, "technician").get("/api/v1/change-sets/last-reversible").json() is None

    def test_what_was_undone_last_can_be_done_again_step_by_step_and_is_a_persons_own(
        self, world: World, technician: TestClient, browser: Browser
    ) -> None:
        asset = renamed_twice(technician, world)
        assert technician.get("/api/v1/change-sets/last-undone").json() is None
        for _ in range(2):
            take_back(technician, "last-reversible")
        assert browser(world.north, "technician").get("/api/v1/change-sets/last-undone").json() is None
        seen = []
        for _ in range(2):
            take_back(technician, "last-undone")
            seen.append(technician.get(f"/api/v1/assets/{asset['id']}").json()["name"])
        assert seen == ["2", "3"]
        assert technician.get("/api/v1/change-sets/last-undone").json() is None

    def test_a_viewer_may_look_but_not_undo(self, world: World, technician: TestClient, viewer: TestClient) -> None:
        asset = new(technician, world.north.acme, name="Old")
        patch(technician, asset, name="New")
        changed = last_change_set(world, world.north)
        assert viewer.get(f"/api/v1/change-sets/{changed}").json()["can_undo"] is False
        assert viewer.post(f"/api/v1/change-sets/{changed}/undo", json={}).status_code == 403
