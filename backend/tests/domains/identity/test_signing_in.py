import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg
import pyotp
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from quarterdeck.entrypoints.api import create_app
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.settings import Settings
from tests.domains.identity.conftest import browser_elsewhere
from tests.world import World, add_user, join_tenant

PASSWORD = "a fine long password"
AUTH = "/api/v1/auth"


@dataclass
class Account:
    user_id: uuid.UUID
    email: str


@pytest.fixture
def account(database: Database, world: World) -> Account:
    user_id, email = add_user(database, password=PASSWORD)
    join_tenant(database, world.north, user_id, "technician")
    return Account(user_id, email)


def sign_in(page: TestClient, account: Account, password: str = PASSWORD) -> TestClient:
    """Signed in for good: the CSRF token of the session is sent from now on."""
    response = page.post(f"{AUTH}/login", json={"email": account.email, "password": password})
    assert response.json() == {"status": "signed_in"}, response.text
    page.headers["X-CSRF-Token"] = page.get(f"{AUTH}/session").json()["csrf_token"]
    return page


class TestSigningIn:
    def test_the_right_password_opens_a_session(self, page: TestClient, account: Account, world: World) -> None:
        session = sign_in(page, account).get(f"{AUTH}/session").json()

        assert session["user"]["email"] == account.email
        assert session["tenants"] == [
            {"id": str(world.north.id), "slug": world.north.slug, "name": "North MSP", "role": "technician"}
        ]

    def test_the_address_is_compared_without_its_capitals(self, page: TestClient, account: Account) -> None:
        sign_in(page, Account(account.user_id, f" {account.email.upper()}"))

    def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(self, page: TestClient, account: Account) -> None:
        response = page.post(f"{AUTH}/login", json={"email": account.email, "password": PASSWORD})

        cookie = response.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "secure" not in cookie  # this installation is reached by http

    def test_over_https_the_cookie_never_travels_in_the_clear(
        self, settings: Settings, database: Database, account: Account
    ) -> None:
        https = settings.model_copy(update={"base_url": "https://assets.example.org"})
        page = browser_elsewhere(create_app(https, database))

        response = page.post(f"{AUTH}/login", json={"email": account.email, "password": PASSWORD})

        assert "; secure" in response.headers["set-cookie"].lower()

    def test_the_database_does_not_hold_what_the_cookie_holds(
        self, page: TestClient, account: Account, admin_url: str
    ) -> None:
        sign_in(page, account)
        with psycopg.connect(admin_url) as connection:
            kept = connection.execute("select id from user_sessions where user_id = %s", [account.user_id]).fetchall()

        assert len(kept) == 1
        assert page.cookies["qd_session"] not in kept[0][0]

    def test_unknown_account_wrong_password_and_closed_account_sound_the_same(
        self, app: FastAPI, page: TestClient, account: Account, database: Database, admin_url: str
    ) -> None:
        _, closed = add_user(database, password=PASSWORD)
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute("update users set is_active = false where email = %s", [closed])

        answers = [
            page.post(f"{AUTH}/login", json={"email": email, "password": password})
            for email, password in (
                (account.email, "not the password"),
                ("nobody@example.org", PASSWORD),
                (closed, PASSWORD),
            )
        ]

        assert {answer.status_code for answer in answers} == {401}
        assert {answer.json()["code"] for answer in answers} == {"credentials_refused"}
        assert len({answer.json()["title"] for answer in answers}) == 1

    @pytest.mark.parametrize("email", ["a\x00b", "' or 1=1 --", "x" * 320, "💥@example.org"])
    def test_hostile_addresses_are_only_unknown(self, page: TestClient, email: str) -> None:
        response = page.post(f"{AUTH}/login", json={"email": email, "password": "\x00' or ''='"})
        assert response.status_code == 401

    def test_a_form_on_another_site_cannot_sign_anybody_in(self, page: TestClient, account: Account) -> None:
        response = page.post(
            f"{AUTH}/login",
            json={"email": account.email, "password": PASSWORD},
            headers={"Origin": "https://evil.example"},
        )
        assert response.json()["code"] == "csrf_refused"

    def test_a_closed_account_is_out_at_once(self, page: TestClient, account: Account, admin_url: str) -> None:
        sign_in(page, account)
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute("update users set is_active = false where id = %s", [account.user_id])

        assert page.get(f"{AUTH}/session").status_code == 401


class TestThrottle:
    def refused(self, page: TestClient, email: str) -> list[int]:
        body = {"email": email, "password": "wrong"}
        return [page.post(f"{AUTH}/login", json=body).status_code for _ in range(6)]

    def test_after_five_failures_even_the_right_password_has_to_wait(self, page: TestClient, account: Account) -> None:
        assert self.refused(page, account.email) == [401] * 5 + [429]

        response = page.post(f"{AUTH}/login", json={"email": account.email, "password": PASSWORD})

        assert response.json()["code"] == "too_many_attempts"
        assert int(response.headers["Retry-After"]) > 0

    def test_unknown_accounts_are_throttled_alike(self, page: TestClient) -> None:
        assert self.refused(page, f"{uuid.uuid4().hex}@example.org") == [401] * 5 + [429]

    def test_somebody_else_elsewhere_is_not_locked_out(self, app: FastAPI, page: TestClient, account: Account) -> None:
        self.refused(page, account.email)
        sign_in(browser_elsewhere(app), account)

    def test_a_success_wipes_the_slate(self, page: TestClient, account: Account) -> None:
        for _ in range(3):
            for _ in range(4):
                page.post(f"{AUTH}/login", json={"email": account.email, "password": "wrong"})
            sign_in(page, account)

    def test_guesses_in_parallel_count_as_many(self, page: TestClient, account: Account) -> None:
        body = {"email": account.email, "password": "wrong"}
        with ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(lambda _: page.post(f"{AUTH}/login", json=body).status_code, range(16)))

        assert statuses.count(401) == 5
        assert statuses.count(429) == 11


class TestSessions:
    def test_signing_out_ends_the_session_on_the_server(self, app: FastAPI, page: TestClient, account: Account) -> None:
        cookie = sign_in(page, account).cookies["qd_session"]
        assert page.post(f"{AUTH}/logout").status_code == 204

        page.cookies.set("qd_session", cookie)
        assert page.get(f"{AUTH}/session").status_code == 401

    def test_signing_out_everywhere_ends_all_of_them(self, app: FastAPI, page: TestClient, account: Account) -> None:
        other = sign_in(browser_elsewhere(app), account)
        assert sign_in(page, account).post(f"{AUTH}/logout-everywhere").status_code == 204

        assert other.get(f"{AUTH}/session").status_code == 401

    def test_an_expired_session_is_nobody(self, page: TestClient, account: Account, admin_url: str) -> None:
        sign_in(page, account)
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute(
                "update user_sessions set expires_at = now() - interval '1 s' where user_id = %s", [account.user_id]
            )

        assert page.get(f"{AUTH}/session").status_code == 401

    def test_use_extends_a_session_but_writes_only_every_few_minutes(
        self, page: TestClient, account: Account, admin_url: str
    ) -> None:
        sign_in(page, account)
        with psycopg.connect(admin_url, autocommit=True) as connection:
            seen = "select last_seen_at, expires_at from user_sessions where user_id = %s"
            first = connection.execute(seen, [account.user_id]).fetchone()
            page.get(f"{AUTH}/session")
            assert connection.execute(seen, [account.user_id]).fetchone() == first
            connection.execute(
                "update user_sessions set last_seen_at = now() - interval '1 h', expires_at = now() + interval '1 h' "
                "where user_id = %s",
                [account.user_id],
            )
            page.get(f"{AUTH}/session")
            row = connection.execute(seen, [account.user_id]).fetchone()
        assert row is not None
        assert (row[1] - now()).days >= 13

    def test_membership_is_read_anew_on_every_request(self, owner: TestClient, viewer: TestClient) -> None:
        user_id = viewer.get("/api/v1/me/context").json()["user"]["id"]
        owner.patch(f"/api/v1/users/{user_id}", json={"is_active": False}, headers={"If-Match": "*"})

        assert viewer.get("/api/v1/clients").json()["code"] == "tenant_not_found"

    def test_without_a_tenant_there_is_no_default_one(self, viewer: TestClient) -> None:
        del viewer.headers["Quarterdeck-Tenant"]
        assert viewer.get("/api/v1/clients").json()["code"] == "tenant_not_named"

    def test_the_tenant_may_stand_in_the_address_for_downloads(self, viewer: TestClient) -> None:
        slug = viewer.headers.pop("Quarterdeck-Tenant")
        assert viewer.get(f"/api/v1/clients?tenant={slug}").status_code == 200
        assert viewer.get("/api/v1/clients?tenant=%00").status_code == 404


class TestPasswordChange:
    def test_other_browsers_sign_out_and_this_one_stays(self, app: FastAPI, page: TestClient, account: Account) -> None:
        other = sign_in(browser_elsewhere(app), account)
        body = {"current": PASSWORD, "new": "quite another password"}
        assert sign_in(page, account).post(f"{AUTH}/password", json=body).status_code == 204

        assert other.get(f"{AUTH}/session").status_code == 401
        assert page.get(f"{AUTH}/session").status_code == 200
        sign_in(browser_elsewhere(app), account, "quite another password")

    def test_needs_the_current_one(self, page: TestClient, account: Account) -> None:
        body = {"current": "wrong", "new": "quite another password"}
        assert sign_in(page, account).post(f"{AUTH}/password", json=body).json()["code"] == "password_refused"

    @pytest.mark.parametrize("weak", ["short", "password1234", "aaaaaaaaaaaaaaaa", "Correct Horse"[:11]])
    def test_weak_ones_are_refused_with_a_sentence(self, page: TestClient, account: Account, weak: str) -> None:
        response = sign_in(page, account).post(f"{AUTH}/password", json={"current": PASSWORD, "new": weak})
        assert (response.status_code, response.json()["code"]) == (422, "password_weak")

    def test_ones_own_address_is_no_password(self, page: TestClient, account: Account) -> None:
        response = sign_in(page, account).post(f"{AUTH}/password", json={"current": PASSWORD, "new": account.email})
        assert response.json()["code"] == "password_weak"


@dataclass
class Enrolled:
    account: Account
    totp: pyotp.TOTP
    recovery_codes: list[str]

    def code(self, steps_ahead: int = 0) -> str:
        return self.totp.at(int(now().timestamp()) + 30 * steps_ahead)


@pytest.fixture
def enrolled(page: TestClient, account: Account, admin_url: str) -> Enrolled:
    sign_in(page, account)
    totp = pyotp.TOTP(page.post(f"{AUTH}/totp/enrol").json()["secret"])
    confirmed = page.post(f"{AUTH}/totp/confirm", json={"code": totp.now()})
    page.post(f"{AUTH}/logout")
    # The code that confirmed is spent; tests begin half a minute later, without waiting for it.
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("update users set totp_last_step = 0 where id = %s", [account.user_id])
    return Enrolled(account, totp, confirmed.json()["recovery_codes"])


class TestSecondFactor:
    def half_open(self, page: TestClient, enrolled: Enrolled) -> TestClient:
        body = {"email": enrolled.account.email, "password": PASSWORD}
        assert page.post(f"{AUTH}/login", json=body).json() == {"status": "second_factor"}
        return page

    def finish(self, page: TestClient, code: str) -> int:
        return page.post(f"{AUTH}/second-factor", json={"code": code}).status_code

    def test_a_half_open_session_reaches_nothing(self, page: TestClient, enrolled: Enrolled, world: World) -> None:
        self.half_open(page, enrolled)
        for path in (f"{AUTH}/session", "/api/v1/me/context", "/api/v1/clients"):
            response = page.get(path, headers={"Quarterdeck-Tenant": world.north.slug})
            assert (response.status_code, response.json()["code"]) == (401, "second_factor_required"), path

    def test_the_code_opens_it_under_another_cookie(self, page: TestClient, enrolled: Enrolled) -> None:
        before = self.half_open(page, enrolled).cookies["qd_session"]

        assert self.finish(page, enrolled.code()) == 200

        assert page.cookies["qd_session"] != before
        assert page.get(f"{AUTH}/session").json()["user"]["has_second_factor"] is True

    def test_a_code_works_once(self, app: FastAPI, page: TestClient, enrolled: Enrolled) -> None:
        code = enrolled.code()
        assert self.finish(self.half_open(page, enrolled), code) == 200

        assert self.finish(self.half_open(browser_elsewhere(app), enrolled), code) == 401

    def test_a_wrong_code_is_refused_and_guessing_is_throttled(self, page: TestClient, enrolled: Enrolled) -> None:
        self.half_open(page, enrolled)
        assert [self.finish(page, "000000") for _ in range(6)] == [401] * 5 + [429]

    def test_a_recovery_code_works_once_however_it_is_typed(
        self, app: FastAPI, page: TestClient, enrolled: Enrolled
    ) -> None:
        code = enrolled.recovery_codes[3]
        assert self.finish(self.half_open(page, enrolled), code.upper().replace("-", " ")) == 200
        assert self.finish(self.half_open(browser_elsewhere(app), enrolled), code) == 401

    def test_the_secret_is_not_readable_in_the_database(self, enrolled: Enrolled, admin_url: str) -> None:
        with psycopg.connect(admin_url) as connection:
            row = connection.execute(
                "select totp_secret from users where id = %s", [enrolled.account.user_id]
            ).fetchone()
        assert row is not None
        assert row[0].startswith("qd1:")
        assert enrolled.totp.secret not in row[0]

    def test_removing_it_needs_the_password(self, page: TestClient, enrolled: Enrolled) -> None:
        self.finish(self.half_open(page, enrolled), enrolled.code())
        page.headers["X-CSRF-Token"] = page.get(f"{AUTH}/session").json()["csrf_token"]

        refused = page.request("DELETE", f"{AUTH}/totp", json={"password": "wrong"})
        removed = page.request("DELETE", f"{AUTH}/totp", json={"password": PASSWORD})

        assert (refused.status_code, removed.status_code) == (403, 204)
        sign_in(page, enrolled.account)

    def test_it_counts_only_once_a_code_proved_it(self, page: TestClient, account: Account) -> None:
        sign_in(page, account)
        page.post(f"{AUTH}/totp/enrol")
        assert page.post(f"{AUTH}/totp/confirm", json={"code": "000000"}).json()["code"] == "code_refused"
        page.post(f"{AUTH}/logout")

        sign_in(page, account)

    def test_confirming_without_having_started_says_so(self, page: TestClient, account: Account) -> None:
        response = sign_in(page, account).post(f"{AUTH}/totp/confirm", json={"code": "123456"})
        assert response.json()["code"] == "second_factor_not_started"


def test_the_sign_in_page_knows_its_methods(anonymous: TestClient, settings: Settings) -> None:
    assert anonymous.get(f"{AUTH}/methods").json() == {"password": True, "oidc": []}
