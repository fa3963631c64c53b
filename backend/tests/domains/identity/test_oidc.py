"""Signing in at a provider, against a provider that really answers."""

import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from joserfc.jwk import RSAKey
from pydantic import SecretStr

from quarterdeck.entrypoints.api import create_app
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.settings import OidcProvider, Settings
from tests.domains.identity.conftest import browser_elsewhere
from tests.domains.identity.oidc_provider import Provider, running_provider
from tests.world import World, add_person, add_user

OIDC = "/api/v1/auth/oidc/corp"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture
def app(settings: Settings, database: Database, provider: Provider) -> FastAPI:
    configured = OidcProvider(
        id="corp",
        label="Corporate account",
        issuer=provider.issuer,
        client_id=provider.client_id,
        client_secret=SecretStr("client secret"),
        email_domains=["example.org"],
    )
    return create_app(settings.model_copy(update={"oidc_providers": [configured]}), database)


def vouch(provider: Provider, email: str, /, **more: Any) -> None:
    provider.claims = {"sub": f"sub-{email}", "email": email, "email_verified": True} | more


def round_trip(page: TestClient, provider: Provider, *, state: str | None = None, return_to: str = "/") -> Any:
    departure = page.get(f"{OIDC}/start", params={"return_to": return_to})
    code = provider.authorise(departure.headers["Location"])
    return page.get(f"{OIDC}/callback", params={"code": code, "state": state or provider.asked["state"]})


def problem_of(response: Any) -> str:
    assert response.status_code == 303
    url = urlsplit(response.headers["Location"])
    assert url.path == "/login"
    (code,) = parse_qs(str(url.query))["problem"]
    return code


def is_signed_in(page: TestClient) -> bool:
    return page.get("/api/v1/auth/session").status_code == 200


class TestDeparture:
    def test_is_offered_and_leads_to_the_provider_with_every_protection(
        self, page: TestClient, provider: Provider
    ) -> None:
        assert page.get("/api/v1/auth/methods").json()["oidc"] == [{"id": "corp", "label": "Corporate account"}]
        response = page.get(f"{OIDC}/start")
        provider.authorise(response.headers["Location"])

        assert response.headers["Location"].startswith(f"{provider.issuer}/authorize?")
        assert provider.asked["code_challenge_method"] == "S256"
        assert provider.asked["redirect_uri"] == f"http://testserver{OIDC}/callback"
        assert {"state", "nonce", "code_challenge"} <= set(provider.asked)
        assert provider.asked["state"] not in response.headers["Set-Cookie"]

    def test_an_unknown_provider_is_not_found(self, page: TestClient) -> None:
        assert page.get("/api/v1/auth/oidc/nobody/start").json()["code"] == "provider_not_found"

    def test_a_provider_that_is_down_leads_back_with_a_sentence(self, page: TestClient, provider: Provider) -> None:
        provider.issuer = "http://127.0.0.1:1"  # its metadata now names another issuer
        assert problem_of(page.get(f"{OIDC}/start")) == "provider_refused"


class TestArrival:
    def test_a_known_address_signs_in_and_is_linked_by_subject(
        self, page: TestClient, provider: Provider, world: World, database: Database, app: FastAPI
    ) -> None:
        member = add_person(database, world.north, "viewer")
        vouch(provider, member.email.upper())
        response = round_trip(page, provider, return_to="/t/north/assets?filter=x")
        assert response.headers["Location"] == "/t/north/assets?filter=x"
        assert [t["slug"] for t in page.get("/api/v1/auth/session").json()["tenants"]] == [world.north.slug]

        again = browser_elsewhere(app)
        vouch(provider, "moved@elsewhere.example", sub=f"sub-{member.email.upper()}", email_verified=False)
        round_trip(again, provider)
        assert again.get("/api/v1/auth/session").json()["user"]["email"] == member.email

    def test_gives_no_membership(self, page: TestClient, provider: Provider, database: Database) -> None:
        _, email = add_user(database)
        vouch(provider, email)
        round_trip(page, provider)
        assert page.get("/api/v1/auth/session").json()["tenants"] == []

    @pytest.mark.parametrize(
        "claims",
        [
            {"email_verified": False},
            {"email_verified": "true"},
            {"email": "nobody-has-this@example.org"},
            {"aud": "somebody else"},
            {"iss": "https://evil.example"},
            {"exp": 1},
            {"nonce": "another"},
            {"sub": None},
        ],
        ids=str,
    )
    def test_what_the_provider_does_not_vouch_for_is_refused(
        self, page: TestClient, provider: Provider, database: Database, claims: dict[str, Any]
    ) -> None:
        _, email = add_user(database)
        vouch(provider, email, **claims)
        assert problem_of(round_trip(page, provider)) == "provider_refused"
        assert not is_signed_in(page)

    def test_an_address_of_another_domain_is_refused(
        self, page: TestClient, provider: Provider, database: Database, admin_url: str
    ) -> None:
        user_id, _ = add_user(database)
        email = f"{uuid.uuid4().hex}@elsewhere.example"
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute("update users set email = %s, email_key = %s where id = %s", [email, email, user_id])
        vouch(provider, email)
        assert problem_of(round_trip(page, provider)) == "provider_refused"

    def test_a_token_signed_by_somebody_else_is_refused(
        self, page: TestClient, provider: Provider, database: Database
    ) -> None:
        _, email = add_user(database)
        vouch(provider, email)
        provider.signing_key = RSAKey.generate_key(2048, parameters={"kid": "k1"})
        assert problem_of(round_trip(page, provider)) == "provider_refused"

    def test_another_browsers_answer_is_refused(
        self, page: TestClient, provider: Provider, database: Database, app: FastAPI
    ) -> None:
        _, email = add_user(database)
        vouch(provider, email)
        assert problem_of(round_trip(page, provider, state="forged")) == "provider_refused"
        assert problem_of(browser_elsewhere(app).get(f"{OIDC}/callback?code=a-code&state=x")) == "provider_refused"

    def test_a_closed_account_stays_closed(
        self, page: TestClient, provider: Provider, database: Database, admin_url: str
    ) -> None:
        user_id, email = add_user(database)
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute("update users set is_active = false where id = %s", [user_id])
        vouch(provider, email)
        assert problem_of(round_trip(page, provider)) == "provider_refused"

    def test_ones_own_second_factor_is_still_asked_for(
        self, page: TestClient, provider: Provider, database: Database, admin_url: str
    ) -> None:
        user_id, email = add_user(database)
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute("update users set totp_secret = 'set' where id = %s", [user_id])
        vouch(provider, email)
        assert round_trip(page, provider).headers["Location"].startswith("/login?second_factor=1")
        assert page.get("/api/v1/auth/session").json()["code"] == "second_factor_required"

    @pytest.mark.parametrize(
        ("claims", "counts"),
        [
            ({"amr": ["pwd", "mfa"]}, True),
            ({"amr": ["hwk"]}, True),
            ({"amr": "otp"}, True),
            ({"acr": "mfa"}, True),
            ({"amr": ["pwd"], "acr": "1"}, False),
            ({"amr": [["mfa"], {"mfa": 1}, None, 1]}, False),
            ({}, False),
        ],
        ids=str,
    )
    def test_a_second_factor_passed_at_the_provider_counts_where_one_is_asked_of_everybody(
        self,
        page: TestClient,
        provider: Provider,
        world: World,
        database: Database,
        admin_url: str,
        claims: dict[str, Any],
        counts: bool,
    ) -> None:
        member = add_person(database, world.north, "viewer")
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute("alter table tenants disable trigger user")
            connection.execute("update tenants set require_second_factor = true where id = %s", [world.north.id])
            connection.execute("alter table tenants enable trigger user")
        vouch(provider, member.email, **claims)
        round_trip(page, provider)
        page.headers["Quarterdeck-Tenant"] = world.north.slug
        answer = page.get("/api/v1/clients")
        assert answer.status_code == (200 if counts else 403)
        assert counts or answer.json()["code"] == "second_factor_missing"

    def test_who_has_one_here_is_not_asked_again_after_one_there(
        self, page: TestClient, provider: Provider, database: Database, admin_url: str
    ) -> None:
        user_id, email = add_user(database)
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute("update users set totp_secret = 'set' where id = %s", [user_id])
        vouch(provider, email, amr=["pwd", "mfa"])
        assert round_trip(page, provider).headers["Location"] == "/"
        assert is_signed_in(page)

    def test_a_provider_whose_word_is_not_taken_vouches_for_nothing(
        self, page: TestClient, app: FastAPI, provider: Provider, database: Database, admin_url: str
    ) -> None:
        [configured] = app.state.settings.oidc_providers
        configured.second_factor_values = []
        user_id, email = add_user(database)
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute("update users set totp_secret = 'set' where id = %s", [user_id])
        vouch(provider, email, amr=["mfa"])
        assert round_trip(page, provider).headers["Location"].startswith("/login?second_factor=1")

    @pytest.mark.parametrize("return_to", ["https://evil.example", "//evil.example", "/\\evil.example", "x", "/a\r\nb"])
    def test_leads_nowhere_else(self, page: TestClient, provider: Provider, database: Database, return_to: str) -> None:
        _, email = add_user(database)
        vouch(provider, email)
        assert round_trip(page, provider, return_to=return_to).headers["Location"] == "/"
