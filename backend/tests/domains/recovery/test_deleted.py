"""Deleted assets: found by whoever may see them, and brought back whole."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.assets.service import delete_asset
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.domains.recovery import jobs as recovery
from quarterdeck.domains.recovery.service import undeleting
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage
from tests.conftest import Browser
from tests.domains.recovery.test_moments import get
from tests.domains.recovery.test_routes import new, patch
from tests.domains.recovery.test_undoing import record_of
from tests.world import World

HOSTILE = "<b>'; drop table assets --"


def remove(browser: TestClient, *assets: Any, reason: str | None = None) -> None:
    """Each by itself; with a reason all at once."""
    if reason is None:
        for asset in assets:
            answer = browser.delete(f"/api/v1/assets/{asset['id']}", headers={"If-Match": "*"})
            assert answer.status_code == 204, answer.text
        return
    ids = [asset["id"] for asset in assets]
    token = browser.post("/api/v1/selections", json={"mode": "ids", "ids": ids}).json()
    body = {"selection": token["id"], "operation": {"kind": "delete"}, "reason": reason, "confirmed_count": len(ids)}
    answer = browser.post("/api/v1/bulk", json=body)
    assert answer.status_code == 202, answer.text


def listed(browser: TestClient, **params: Any) -> list[Any]:
    answer = browser.get("/api/v1/deleted-assets", params=params)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def restore(browser: TestClient, **body: Any) -> Any:
    answer = browser.post("/api/v1/deleted-assets/restore", json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()


def look(browser: TestClient, **body: Any) -> Any:
    answer = browser.post("/api/v1/deleted-assets/look", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def merge(browser: TestClient, survivor: Any, other: Any) -> None:
    path = f"/api/v1/assets/{survivor['id']}/merge"
    answer = browser.post(path, json={"assets": [other["id"]], "reason": "Same"}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


class TestList:
    def test_who_when_and_why(self, world: World, owner: TestClient) -> None:
        asset = new(owner, world.north.acme, name=HOSTILE)
        remove(owner, asset, reason="Sold")
        (found,) = listed(owner)
        assert (found["name"], found["reason"], found["origin"], found["client"]) == (HOSTILE, "Sold", "bulk", "Acme")
        assert found["deleted_by"]

    def test_filters_and_their_count(self, world: World, owner: TestClient) -> None:
        desk, lap = new(owner, world.north.acme, name="Desk"), new(owner, world.north.globex, name="Lap")
        remove(owner, desk, reason="Sold at auction")
        remove(owner, lap)

        def names(**params: Any) -> list[str]:
            found = [each["name"] for each in listed(owner, **params)]
            count = owner.get("/api/v1/deleted-assets/count", params=params).json()
            assert count == {"value": len(found), "relation": "eq"}
            return found

        assert names() == ["Lap", "Desk"]
        assert names(q="AUCTION") == ["Desk"]
        assert names(client=str(world.north.globex)) == ["Lap"]
        assert names(id=desk["id"]) == ["Desk"]
        assert names(to="2020-01-01T00:00:00Z") == []
        assert names(**{"from": "2099-01-01T00:00:00Z"}) == []
        assert names(change_set=listed(owner, q="desk")[0]["change_set_id"]) == ["Desk"]

    def test_strangers_see_and_restore_none(self, world: World, owner: TestClient, browser: Browser) -> None:
        asset = new(owner, world.north.acme)
        remove(owner, asset)
        for stranger in (browser(world.south), browser(world.north, "technician", clients=[world.north.globex])):
            assert listed(stranger) == []
            assert restore(stranger, ids=[asset["id"]])["total"] == 0
            assert restore(stranger)["restored"] == 0
        assert len(listed(browser(world.north, "technician", clients=[world.north.acme]))) == 1
        assert browser(world.north, "viewer").post("/api/v1/deleted-assets/restore", json={}).status_code == 403

    def test_what_was_merged_is_not_gone(self, world: World, owner: TestClient) -> None:
        one, other = new(owner, world.north.acme, name="One"), new(owner, world.north.acme, name="Other")
        merge(owner, one, other)
        assert listed(owner) == []


class TestRestore:
    def test_each_part_comes_back(self, world: World, owner: TestClient) -> None:
        north = world.north
        fields = {"serial": "ABC-12345", "mac": ["aa:bb:cc:00:11:22"], "tags": ["vip", HOSTILE], "os": "Windows 10"}
        owner.post("/api/v1/custom-fields", json={"key": "rack", "label": "Rack", "kind": "text"})
        asset = new(owner, north.acme, **fields, location=str(north.acme_leeds), **{"cf.rack": "R1"})
        path = f"/api/v1/assets/{asset['id']}"
        owner.post(f"{path}/notes", json={"text": HOSTILE})
        file = owner.post(f"{path}/files", files={"file": ("invoice.txt", b"one", "text/plain")})
        assert file.status_code == 201, file.text
        other = new(owner, north.acme, name="Twin")
        merge(owner, asset, other)
        before, was = record_of(world, north), owner.get(path).json()
        attached = owner.get(f"{path}/attachments").json()
        merged = owner.get(f"{path}/merges").json()
        assert len(attached["items"]) == 2
        assert len(merged["items"]) == 1
        remove(owner, asset)
        assert owner.get(path).status_code == 404

        done = restore(owner, ids=[asset["id"]])

        assert (done["total"], done["restored"], done["failed"]) == (1, 1, 0)
        assert record_of(world, north) == before
        now = owner.get(path).json()
        silent = {"version", "updated"}
        assert {key: value for key, value in now.items() if key not in silent} == {
            key: value for key, value in was.items() if key not in silent
        }
        assert now["extension"]["os"] == "Windows 10"
        assert {each["kind"] for each in now["identifiers"]} >= {"serial", "mac"}
        assert owner.get(f"{path}/attachments").json() == attached
        content = owner.get(f"/api/v1/attachments/{file.json()['id']}/content")
        assert content.content == b"one"
        assert owner.get(f"{path}/merges").json() == merged

    def test_several_of_several_deletions_at_once_and_back_again(self, world: World, owner: TestClient) -> None:
        assets = [new(owner, world.north.acme, name=f"{place}", os="Windows 11") for place in range(4)]
        patch(owner, assets[0], name="0 again")
        before = record_of(world, world.north)
        remove(owner, assets[0])
        remove(owner, *assets[1:3], reason="Two")
        remove(owner, assets[3])
        gone = record_of(world, world.north)

        done = restore(owner, ids=[each["id"] for each in assets])

        assert (done["restored"], listed(owner)) == (4, [])
        assert record_of(world, world.north) == before
        undone = owner.post(f"/api/v1/change-sets/{done['change_set_id']}/undo", json={})
        assert undone.json()["state"] == "done"
        assert record_of(world, world.north) == gone

    def test_all_that_match_without_some(self, world: World, owner: TestClient) -> None:
        kept, other, spared = (new(owner, world.north.acme, name=name) for name in ("Desk 1", "Lap", "Desk 2"))
        remove(owner, kept, other, spared)
        done = restore(owner, text="desk", exclude=[spared["id"]])
        assert (done["total"], done["restored"]) == (1, 1)
        assert [each["name"] for each in listed(owner)] == ["Desk 2", "Lap"]

    def test_one_that_is_refused_stops_no_other(self, world: World, owner: TestClient) -> None:
        taken, free = new(owner, world.north.acme, tag="T-1"), new(owner, world.north.acme, tag="T-2")
        remove(owner, taken, free)
        new(owner, world.north.acme, tag="T-1")

        seen = look(owner)
        done = restore(owner)

        assert (seen["looked_at"], seen["is_all"], seen["blocked"]) == (2, True, 1)
        assert [(each["message"], each["count"]) for each in seen["reasons"]] == [(done["problems"][0]["message"], 1)]
        assert (done["restored"], done["failed"]) == (1, 1)
        assert done["problems"] == [
            {
                "object_id": taken["id"],
                "code": "taken",
                "message": "Something else has taken the same tag since.",
            }
        ]

    def test_of_two_that_want_the_same_the_last_deleted_comes_back(self, world: World, owner: TestClient) -> None:
        acme = world.north.acme
        owner.post("/api/v1/custom-fields", json={"key": "rack", "label": "Rack", "kind": "text", "is_unique": True})
        for name, values in (
            ("Of the same tag", {"tag": "T-1"}),
            ("Last of that tag", {"tag": "T-1", "cf.rack": "R9"}),
            ("Of the same rack", {"tag": "T-2", "cf.rack": " r1"}),
            ("Last in that rack", {"tag": "T-3", "cf.rack": "R1"}),
            ("Of another client", {"client_id": str(world.north.globex), "tag": "T-1", "cf.rack": "R2"}),
        ):
            remove(owner, new(owner, **{"client_id": acme, "name": name, **values}))

        seen = look(owner)
        done = restore(owner)

        told = [
            "Another of these has the same Rack, which only one asset can have. The one deleted last gets it.",
            "Another of these has the same tag. The one that was deleted last gets it.",
        ]
        assert (seen["looked_at"], seen["blocked"]) == (5, 2)
        assert sorted(each["message"] for each in seen["reasons"]) == told
        assert (done["restored"], [each["message"] for each in done["problems"]]) == (3, told)
        assert [each["name"] for each in listed(owner)] == ["Of the same rack", "Of the same tag"]
        assert {each["code"] for each in look(owner)["reasons"]} == {"taken", "value_taken"}

    def test_a_look_writes_nothing_and_tells_strangers_nothing(
        self, world: World, owner: TestClient, browser: Browser
    ) -> None:
        asset = new(owner, world.north.acme, tag="T-1")
        remove(owner, asset)
        new(owner, world.north.acme, tag="T-1")
        before = record_of(world, world.north)

        assert look(owner, ids=[asset["id"]])["blocked"] == 1

        assert record_of(world, world.north) == before
        for stranger in (browser(world.south), browser(world.north, "technician", clients=[world.north.globex])):
            assert look(stranger, ids=[asset["id"]])["looked_at"] == 0
        assert browser(world.north, "viewer").post("/api/v1/deleted-assets/look", json={}).status_code == 403

    def test_whose_location_is_gone_stays_away_until_it_is_back(self, world: World, owner: TestClient) -> None:
        body = {"client_id": str(world.north.acme), "name": HOSTILE}
        place = owner.post("/api/v1/locations", json=body).json()["id"]
        asset = new(owner, world.north.acme, location=place)
        remove(owner, asset)
        gone = owner.delete(f"/api/v1/locations/{place}", headers={"If-Match": "*"})
        assert gone.status_code == 204, gone.text

        done = restore(owner)

        assert (done["restored"], done["failed"], done["problems"][0]["code"]) == (0, 1, "missing")
        assert done["problems"][0]["message"] == "The location it belonged to is not there any more."
        last = owner.get("/api/v1/change-sets/last-reversible").json()["id"]
        assert owner.post(f"/api/v1/change-sets/{last}/undo", json={}).json()["counts"]["restored"] == 1
        assert restore(owner)["restored"] == 1
        assert owner.get(f"/api/v1/assets/{asset['id']}").json()["location"]["label"] == HOSTILE

    def test_an_edit_whose_transaction_began_after_the_deletions_is_not_lost(
        self, world: World, owner: TestClient
    ) -> None:
        """The deletion waited for it, so it came before, whatever the clock says."""
        asset = new(owner, world.north.acme, name="Old")
        with world.database.session_for(world.north.actor) as early:
            early.raw.execute("select now()")
            patch(owner, asset, name="Edited")
            delete_asset(early, world.north.actor, uuid.UUID(asset["id"]), expected_version=None)
        restore(owner)
        assert owner.get(f"/api/v1/assets/{asset['id']}").json()["name"] == "Edited"

    def test_a_restored_asset_tells_so_in_its_history(self, world: World, owner: TestClient) -> None:
        asset = new(owner, world.north.acme)
        remove(owner, asset)
        assert [each["operation"] for each in get(owner, asset, "history")["items"]] == ["deleted", "created"]
        restore(owner)
        newest = get(owner, asset, "history")["items"][0]
        assert (newest["operation"], newest["origin"], newest["reason"]) == (
            "created",
            "undo",
            "Restore 1 deleted asset",
        )


class TestJob:
    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(undeleting, "INLINE", 2)
        monkeypatch.setattr(recovery, "RESTORED_AT_ONCE", 2)

    def test_many_come_back_chunk_by_chunk_and_what_is_left_is_tried_again(
        self, world: World, owner: TestClient, tmp_path: Path
    ) -> None:
        assets = [new(owner, world.north.acme, tag=f"T-{place}") for place in range(5)]
        remove(owner, *assets)
        blocking = new(owner, world.north.acme, tag="T-3")
        runtime = Runtime(world.database, Storage.local(tmp_path / "files"), Settings(data_dir=tmp_path))

        started = restore(owner)
        assert (started["total"], started["restored"]) == (5, 0)
        job = self.work_off(world, runtime, started["job_id"])

        assert job.counters == {"total": 5, "done": 4, "skipped": 0, "failed": 1, "pending": 0}
        assert (job.state, job.message) == ("partly_succeeded", "4 restored, 1 could not be restored.")
        (problem,) = owner.get(f"/api/v1/jobs/{started['job_id']}/problems").json()["items"]
        assert (problem["code"], problem["count"], problem["of_assets"]) == ("taken", 1, True)
        written = owner.get(f"/api/v1/jobs/{started['job_id']}/problems.csv")
        assert [line.split(",")[1::2] for line in written.text.splitlines()[1:]] == [["taken", "T-3"]]
        assert [each["tag"] for each in listed(owner)] == ["T-3"]
        patch(owner, blocking, tag="T-9")
        again = owner.post(f"/api/v1/jobs/{started['job_id']}/retry")
        assert again.status_code == 202, again.text
        assert self.work_off(world, runtime, again.json()["id"]).counters["done"] == 1
        assert listed(owner) == []

    @staticmethod
    def work_off(world: World, runtime: Runtime, job_id: str) -> Any:
        step = Step.MORE
        while step is Step.MORE:
            step = run_one_chunk(runtime, tenant_id=world.north.id, job_id=uuid.UUID(job_id), requeue=False)
        with world.database.session_for(world.north.actor) as session:
            return jobs.access_job(session, world.north.actor, uuid.UUID(job_id))
