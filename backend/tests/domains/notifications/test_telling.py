"""What people are told, by whom, and who sees it."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import update

from quarterdeck.domains.jobs.events import JobEnded
from quarterdeck.domains.notifications import service
from quarterdeck.domains.notifications.jobs import _ENDS, tell_the_starter
from quarterdeck.domains.notifications.models import Notification
from quarterdeck.domains.notifications.schemas import KINDS, Message
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import Database
from tests.conftest import browser_of
from tests.world import Member, TenantWorld, World, add_person

HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u202egnp.exe"
FAILED = JobEnded(
    job_id=uuid.UUID(int=1),
    kind="import",
    state="failed",
    title=f"Import “{HOSTILE}”",
    message="The file can't be read.",
    seconds=1,
    client_id=None,
    started_by=None,
    cancelled_by=None,
)


@pytest.fixture
def kim(database: Database, world: World) -> Member:
    return add_person(database, world.north, "technician")


@pytest.fixture
def bell(app: FastAPI, kim: Member) -> TestClient:
    return browser_of(app, kim)


def react(database: Database, tenant: TenantWorld, event: JobEnded) -> None:
    with database.tenant_session(tenant.id) as session:
        tell_the_starter(session, event)


def tell(
    database: Database, who: Member, number: int, *, kind: str = "job.failed", client_id: uuid.UUID | None = None
) -> None:
    message = Message(
        kind=kind,
        severity="error",
        title=f"Export {number}: failed",
        source=f"{kind}:{number}",
        client_id=client_id,
    )
    with database.tenant_session(who.tenant.id) as session:
        service.tell(session, who.user_id, message)


def listed(browser: TestClient, *, group: str | None = None, unread: bool | None = None) -> list[dict[str, Any]]:
    params = {name: value for name, value in (("group", group), ("unread", unread)) if value is not None}
    items: list[dict[str, Any]] = browser.get("/api/v1/notifications", params=params).json()["items"]
    return items


def unread(browser: TestClient) -> int:
    count: int = browser.get("/api/v1/notifications/unread").json()["count"]
    return count


class TestEndOfAJob:
    def test_whoever_started_it_hears_of_a_failure_once(
        self, database: Database, world: World, kim: Member, bell: TestClient
    ) -> None:
        event = replace(FAILED, started_by=kim.user_id)
        react(database, world.north, event)
        react(database, world.north, event)

        (told,) = listed(bell)
        assert told["title"] == f"Import “{HOSTILE}”: failed"
        assert (told["body"], told["severity"], told["count"]) == ("The file can't be read.", "error", 1)
        assert told["link"] == {"type": "job", "id": str(event.job_id), "url": f"/api/v1/jobs/{event.job_id}"}

    @pytest.mark.parametrize(
        ("state", "seconds", "is_told"),
        [
            ("succeeded", 5, False),
            ("succeeded", 300, True),
            ("partly_succeeded", 5, True),
            ("failed", 5, True),
            ("cancelled", 300, False),
        ],
    )
    def test_success_is_told_only_of_long_jobs(
        self, database: Database, world: World, kim: Member, bell: TestClient, state: str, seconds: float, is_told: bool
    ) -> None:
        react(database, world.north, replace(FAILED, state=state, seconds=seconds, started_by=kim.user_id))

        assert len(listed(bell)) == is_told

    def test_somebody_elses_cancelling_is_told_but_not_ones_own(
        self, database: Database, world: World, kim: Member, bell: TestClient
    ) -> None:
        cancelled = replace(FAILED, state="cancelled", started_by=kim.user_id)
        react(database, world.north, replace(cancelled, cancelled_by=kim.user_id))
        assert listed(bell) == []

        react(database, world.north, replace(cancelled, cancelled_by=uuid.uuid4()))
        assert [told["kind"] for told in listed(bell)] == ["job.cancelled"]

    def test_nobody_is_told_who_is_no_member(self, database: Database, world: World, kim: Member) -> None:
        react(database, world.south, replace(FAILED, started_by=kim.user_id))
        react(database, world.south, FAILED)

        with database.tenant_session(world.south.id) as session:
            assert session.query(Notification).count() == 0


class TestSeeing:
    def test_only_ones_own_are_seen_counted_and_marked(
        self, app: FastAPI, database: Database, world: World, kim: Member, bell: TestClient
    ) -> None:
        others = [add_person(database, world.north, "owner"), add_person(database, world.south, "owner")]
        for person in (kim, *others):
            tell(database, person, 1)
        (own,) = listed(bell)

        for person in others:
            browser = browser_of(app, person)
            assert browser.post(f"/api/v1/notifications/{own['id']}/read").status_code == 404
            assert browser.post("/api/v1/notifications/read", json={}).status_code == 204
            assert own["id"] not in {told["id"] for told in listed(browser)}
        assert unread(bell) == 1

    def test_the_database_shows_them_to_nobody_else(self, database: Database, world: World, kim: Member) -> None:
        tell(database, kim, 1)

        with database.session_for(world.north.actor) as session:
            assert session.query(Notification).count() == 0

    def test_what_is_about_a_client_out_of_sight_is_not_shown(
        self, app: FastAPI, database: Database, world: World
    ) -> None:
        scoped = add_person(database, world.north, "technician", clients=[world.north.acme])
        tell(database, scoped, 1, client_id=world.north.globex)
        tell(database, scoped, 2, client_id=world.north.acme)

        assert [told["title"] for told in listed(browser_of(app, scoped))] == ["Export 2: failed"]

    def test_pages_follow_each_other(self, database: Database, kim: Member, bell: TestClient) -> None:
        for number in range(5):
            tell(database, kim, number, kind=f"job.kind{number}")
        first = bell.get("/api/v1/notifications", params={"limit": 3}).json()
        second = bell.get("/api/v1/notifications", params={"limit": 3, "cursor": first["next_cursor"]}).json()

        titles = [told["title"] for page in (first, second) for told in page["items"]]
        assert titles == [f"Export {number}: failed" for number in (4, 3, 2, 1, 0)]
        assert bell.get("/api/v1/notifications", params={"cursor": "AAAA"}).status_code == 400


class TestBursts:
    def test_fifty_of_one_kind_are_one_with_a_count(self, database: Database, kim: Member, bell: TestClient) -> None:
        tell(database, kim, 0, kind="job.succeeded")
        for number in range(50):
            tell(database, kim, number)

        newest, other = listed(bell)
        assert (newest["title"], newest["count"], other["count"]) == ("Export 49: failed", 50, 1)
        assert unread(bell) == 2
        members = listed(bell, group=newest["group"])
        assert [told["title"] for told in members] == [f"Export {number}: failed" for number in reversed(range(50))]

    def test_reading_one_reads_all_and_ends_the_burst(self, database: Database, kim: Member, bell: TestClient) -> None:
        tell(database, kim, 1)
        (first,) = listed(bell)
        tell(database, kim, 2)
        assert bell.post(f"/api/v1/notifications/{first['id']}/read").status_code == 204
        assert unread(bell) == 0

        tell(database, kim, 3)

        assert [(told["count"], told["read_at"] is None) for told in listed(bell)] == [(1, True), (2, False)]

    def test_a_late_one_stands_for_itself(self, database: Database, kim: Member, bell: TestClient) -> None:
        tell(database, kim, 1)
        with database.tenant_session(kim.tenant.id) as session:
            session.execute(update(Notification).values(created_at=now() - service.BURST * 2))
        tell(database, kim, 2)

        assert [told["count"] for told in listed(bell)] == [1, 1]


class TestMarking:
    def test_seen_is_not_read_and_read_can_be_taken_back(
        self, database: Database, kim: Member, bell: TestClient
    ) -> None:
        tell(database, kim, 1)
        (told,) = listed(bell)
        assert unread(bell) == 1

        bell.post(f"/api/v1/notifications/{told['id']}/read")
        assert (unread(bell), listed(bell, unread=True)) == (0, [])

        bell.post(f"/api/v1/notifications/{told['id']}/unread")
        assert unread(bell) == 1

    def test_marking_all_leaves_what_came_meanwhile(self, database: Database, kim: Member, bell: TestClient) -> None:
        tell(database, kim, 1)
        (seen,) = listed(bell)
        tell(database, kim, 2, kind="job.succeeded")

        bell.post("/api/v1/notifications/read", json={"up_to": seen["id"]})
        assert [told["title"] for told in listed(bell, unread=True)] == ["Export 2: failed"]

        bell.post("/api/v1/notifications/read", json={})
        assert unread(bell) == 0


class TestForgetting:
    def test_old_ones_go_the_read_sooner_and_never_more_than_asked(self, database: Database, kim: Member) -> None:
        ages = {1: (100, True), 2: (100, False), 3: (400, False), 4: (1, True), 5: (120, True)}
        for number, (days, is_read) in ages.items():
            tell(database, kim, number, kind=f"k{number}")
            with database.tenant_session(kim.tenant.id) as session:
                session.execute(
                    update(Notification)
                    .where(Notification.kind == f"k{number}")
                    .values(created_at=now() - timedelta(days=days), read_at=now() if is_read else None)
                )
        with database.tenant_session(kim.tenant.id) as session:
            assert service.forget_old_notifications(session, limit=2) == 2
        with database.tenant_session(kim.tenant.id) as session:
            assert service.forget_old_notifications(session, limit=2) == 1
            assert {told.kind for told in session.query(Notification)} == {"k2", "k4"}


class TestChoosing:
    def test_what_is_switched_off_is_told_to_others_only(
        self, app: FastAPI, database: Database, world: World, kim: Member, bell: TestClient
    ) -> None:
        other = add_person(database, world.north, "technician")
        for _ in range(2):
            assert bell.put("/api/v1/notifications/kinds/job.failed", json={"is_on": False}).status_code == 204

        for person in (kim, other):
            tell(database, person, 1)
            tell(database, person, 2, kind="job.cancelled")

        assert [told["kind"] for told in listed(bell)] == ["job.cancelled"]
        assert len(listed(browser_of(app, other))) == 2
        choices = {each["kind"]: each["is_on"] for each in bell.get("/api/v1/notifications/kinds").json()["items"]}
        assert [kind for kind, is_on in choices.items() if not is_on] == ["job.failed"]

        bell.put("/api/v1/notifications/kinds/job.failed", json={"is_on": True})
        tell(database, kim, 3)
        assert len(listed(bell)) == 2

    def test_there_are_only_kinds_that_are_told(self, bell: TestClient) -> None:
        assert bell.put("/api/v1/notifications/kinds/job.nonsense", json={"is_on": False}).status_code == 422

    def test_every_end_of_a_job_can_be_chosen(self) -> None:
        assert {kind for kind, _, _ in _ENDS.values()} == set(KINDS)
