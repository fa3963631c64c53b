import csv
import uuid
from datetime import timedelta

from fastapi.testclient import TestClient

from quarterdeck.domains.jobs import service
from quarterdeck.domains.jobs.schemas import ItemError
from quarterdeck.platform.clock import now
from tests.conftest import Browser
from tests.world import World


def start(world: World, count: int = 1) -> list[uuid.UUID]:
    actor = world.north.actor
    with world.database.session_for(actor) as session:
        return [service.start_job(session, actor, kind="count", title=f"Job {n}", params={}).id for n in range(count)]


def test_jobs_are_listed_newest_first_and_paged(world: World, owner: TestClient) -> None:
    started = start(world, 5)
    first = owner.get("/api/v1/jobs", params={"limit": 3}).json()
    second = owner.get("/api/v1/jobs", params={"limit": 3, "cursor": first["next_cursor"]}).json()
    listed = [job["id"] for page in (first, second) for job in page["items"]]
    assert listed == [str(job_id) for job_id in reversed(started)]
    assert second["next_cursor"] is None


def test_lists_are_narrowed_by_state_kind_and_person(world: World, owner: TestClient) -> None:
    start(world)
    for params, count in (
        ({"active": True}, 1),
        ({"state": "failed"}, 0),
        ({"kind": "dance"}, 0),
        ({"mine": True}, 0),
        ({"client": str(world.north.acme)}, 0),
        ({"from": (now() - timedelta(hours=1)).isoformat()}, 1),
        ({"to": (now() - timedelta(hours=1)).isoformat()}, 0),
    ):
        assert len(owner.get("/api/v1/jobs", params=params).json()["items"]) == count, params
    assert owner.get("/api/v1/jobs", params={"state": "dancing"}).status_code == 422
    assert owner.get("/api/v1/jobs", params={"cursor": "AAAA"}).status_code == 400


def test_a_job_is_cancelled_once(world: World, owner: TestClient) -> None:
    (job_id,) = start(world)
    cancelled = owner.post(f"/api/v1/jobs/{job_id}/cancel")
    told = cancelled.json()
    assert (cancelled.status_code, told["can_cancel"], told["is_stopping"]) == (200, False, True)
    owner.post(f"/api/v1/jobs/{job_id}/cancel")
    log = owner.get(f"/api/v1/jobs/{job_id}").json()["log"]
    assert [step["event"] for step in log] == ["cancel_asked"]


def test_a_job_whose_kind_cannot_be_repeated_says_so(world: World, owner: TestClient) -> None:
    (job_id,) = start(world)
    refused = owner.post(f"/api/v1/jobs/{job_id}/retry")
    assert (refused.status_code, refused.json()["code"]) == (409, "job_not_retryable")


def test_errors_are_in_the_order_of_the_items(world: World, owner: TestClient) -> None:
    (job_id,) = start(world)
    with world.database.session_for(world.north.actor) as session:
        errors = [ItemError(item=n, code="bad", message=f"“{n}” <b>", data={"n": n}) for n in (3, 1, 2)]
        service.record_errors(session, job_id, errors)
    first = owner.get(f"/api/v1/jobs/{job_id}/errors", params={"limit": 2}).json()
    second = owner.get(f"/api/v1/jobs/{job_id}/errors", params={"cursor": first["next_cursor"]}).json()
    assert [error["item"] for page in (first, second) for error in page["items"]] == [1, 2, 3]
    told = {name: value for name, value in first["items"][0].items() if name != "id"}
    assert told == {"item": 1, "code": "bad", "message": "“1” <b>", "data": {"n": 1}}


def test_a_cause_leads_to_its_items_and_to_a_file_of_as_many(world: World, owner: TestClient) -> None:
    (job_id,) = start(world)
    with world.database.session_for(world.north.actor) as session:
        locked = [ItemError(item=n, code="locked", message="The name is locked.") for n in range(1, 6)]
        taken = [ItemError(item=n, code="taken", message=f"Another has the tag “=T{n}”.") for n in (7, 8)]
        service.record_errors(session, job_id, [*locked, *taken])
    causes = owner.get(f"/api/v1/jobs/{job_id}/problems").json()["items"]
    assert [(cause["code"], cause["count"], cause["varies"]) for cause in causes] == [
        ("locked", 5, False),
        ("taken", 2, True),
    ]
    for cause in causes:
        narrowed = {"code": cause["code"], "limit": 1}
        items = owner.get(f"/api/v1/jobs/{job_id}/errors", params=narrowed).json()
        assert items["items"][0]["code"] == cause["code"]
        file = owner.get(f"/api/v1/jobs/{job_id}/problems.csv", params={"code": cause["code"]}).text
        assert len(list(csv.reader(file.splitlines()))) == cause["count"] + 1
    other = {
        "code": "taken",
        "cursor": owner.get(f"/api/v1/jobs/{job_id}/errors", params={"limit": 1}).json()["next_cursor"],
    }
    assert owner.get(f"/api/v1/jobs/{job_id}/errors", params=other).status_code == 400


def test_another_tenant_sees_none_of_it(world: World, browser: Browser) -> None:
    (job_id,) = start(world)
    stranger = browser(world.south)
    assert stranger.get("/api/v1/jobs").json()["items"] == []
    for path in (f"/api/v1/jobs/{job_id}", f"/api/v1/jobs/{job_id}/errors"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/api/v1/jobs/{job_id}/cancel").status_code == 404
