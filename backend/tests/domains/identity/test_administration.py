"""What whoever manages people does for others, and what people see of themselves."""

import uuid

from fastapi import FastAPI
from fastapi.testclient import TestClient

from quarterdeck.domains.identity.models import RecoveryCode, User
from quarterdeck.domains.identity.permissions import PERMISSIONS
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.db.session import Database
from tests.conftest import Browser, browser_of
from tests.domains.identity.conftest import browser_elsewhere
from tests.domains.identity.test_people import API, PASSWORD, accept, invite, link_secret
from tests.world import World, add_person, join_tenant


def with_second_factor(database: Database, user_id: uuid.UUID) -> None:
    with database.open_unscoped_session() as session:
        user = session.get_one(User, user_id)
        user.totp_secret = "sealed"
        session.add(RecoveryCode(id=new_id(), user_id=user_id, code_hash=uuid.uuid4().hex))


def has_second_factor(database: Database, user_id: uuid.UUID) -> bool:
    with database.open_unscoped_session() as session:
        return session.get_one(User, user_id).totp_secret is not None


class TestInvitingAgain:
    def test_the_new_link_works_and_the_old_one_no_more(self, admin: TestClient, app: FastAPI) -> None:
        first = invite(admin)
        again = admin.post(f"{API}/users/{first.json()['id']}/invitation")
        assert again.status_code == 201
        assert again.json()["invitation_expires_at"] >= first.json()["invitation_expires_at"]

        assert accept(browser_elsewhere(app), link_secret(first)).json()["code"] == "invitation_not_found"
        assert accept(browser_elsewhere(app), link_secret(again)).status_code == 200
        told = admin.get(f"{API}/users/{first.json()['id']}").json()
        assert (told["is_pending"], told["invitation_expires_at"]) == (False, None)

    def test_who_accepted_needs_none(self, world: World, admin: TestClient, database: Database) -> None:
        there = add_person(database, world.north, "viewer")
        assert admin.post(f"{API}/users/{there.user_id}/invitation").json()["code"] == "invitation_accepted"

    def test_only_owners_invite_owners_again(self, owner: TestClient, admin: TestClient) -> None:
        boss = invite(owner, role="owner").json()["id"]
        assert admin.post(f"{API}/users/{boss}/invitation").json()["code"] == "owners_only"


class TestResettingASecondFactor:
    def reset(self, page: TestClient, user_id: uuid.UUID) -> str | int:
        answer = page.post(f"{API}/users/{user_id}/reset-second-factor")
        return answer.status_code if answer.status_code == 204 else str(answer.json()["code"])

    def test_ends_the_factor_its_codes_and_every_session(
        self, world: World, admin: TestClient, app: FastAPI, database: Database
    ) -> None:
        member = add_person(database, world.north, "technician")
        with_second_factor(database, member.user_id)
        assert admin.get(f"{API}/users/{member.user_id}").json()["has_second_factor"] is True

        assert self.reset(admin, member.user_id) == 204

        assert not has_second_factor(database, member.user_id)
        assert browser_of(app, member).get(f"{API}/auth/session").status_code == 401
        with database.open_unscoped_session() as session:
            assert session.query(RecoveryCode).filter_by(user_id=member.user_id).count() == 0

    def test_an_account_of_another_tenant_too_is_left_alone(
        self, world: World, admin: TestClient, database: Database
    ) -> None:
        """Else a tenant that invites somebody could weaken the sign-in another tenant relies on."""
        member = add_person(database, world.north, "technician")
        join_tenant(database, world.south, member.user_id, "viewer")
        with_second_factor(database, member.user_id)

        assert self.reset(admin, member.user_id) == "account_elsewhere"
        assert has_second_factor(database, member.user_id)

    def test_is_refused_for_owners_oneself_and_the_invited(
        self, world: World, admin: TestClient, app: FastAPI, database: Database
    ) -> None:
        boss = add_person(database, world.north, "owner")
        assert self.reset(admin, boss.user_id) == "owners_only"
        me = add_person(database, world.north, "admin")
        assert self.reset(browser_of(app, me), me.user_id) == "own_account"
        assert self.reset(admin, uuid.UUID(invite(admin).json()["id"])) == "invitation_open"


class TestRolesInNumbers:
    def test_say_how_many_have_them(self, world: World, admin: TestClient, database: Database) -> None:
        before = {role["key"]: role["members"] for role in admin.get(f"{API}/roles").json()["items"]}
        add_person(database, world.north, "viewer")
        add_person(database, world.south, "viewer")
        after = {role["key"]: role["members"] for role in admin.get(f"{API}/roles").json()["items"]}
        assert after["viewer"] == before["viewer"] + 1

    def test_permissions_are_told_with_a_sentence(self, admin: TestClient, viewer: TestClient) -> None:
        told = admin.get(f"{API}/roles/permissions").json()["items"]
        assert {each["key"]: each["label"] for each in told} == PERMISSIONS
        assert told[0]["group"] == "assets"
        assert viewer.get(f"{API}/roles/permissions").status_code == 403


class TestOwnSessions:
    def test_are_listed_and_ended_one_by_one(self, app: FastAPI, database: Database, world: World) -> None:
        member = add_person(database, world.north, "viewer", password=PASSWORD)
        here, there = browser_of(app, member), browser_elsewhere(app)
        there.post(f"{API}/auth/login", json={"email": member.email, "password": PASSWORD})

        told = here.get(f"{API}/auth/sessions").json()["items"]
        assert sorted(each["is_current"] for each in told) == [False, True]
        other = next(each for each in told if not each["is_current"])
        assert here.delete(f"{API}/auth/sessions/{other['id']}").status_code == 204
        assert there.get(f"{API}/auth/session").status_code == 401
        assert here.get(f"{API}/auth/session").status_code == 200

    def test_of_others_are_not_there(self, app: FastAPI, database: Database, world: World, browser: Browser) -> None:
        member = add_person(database, world.north, "viewer")
        (own,) = browser_of(app, member).get(f"{API}/auth/sessions").json()["items"]
        refused = browser(world.north, "owner").delete(f"{API}/auth/sessions/{own['id']}")
        assert (refused.status_code, refused.json()["code"]) == (404, "session_not_found")
        assert browser_of(app, member).get(f"{API}/auth/session").status_code == 200
