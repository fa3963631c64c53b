"""What surrounds every request: order of commit and answer, limits, headers, health, problems."""

import asyncio
import json
from typing import Any

import psycopg
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import event, text

from quarterdeck.entrypoints.api import create_app, openapi_document
from quarterdeck.platform.db.session import Database, TenantSession
from quarterdeck.platform.http.dependencies import CurrentSession
from quarterdeck.platform.http.protection import MAX_ANONYMOUS_BYTES, MAX_JSON_BYTES
from quarterdeck.platform.settings import Settings
from tests.conftest import browser_of
from tests.world import World, add_person


async def _asgi(app: FastAPI, scope: dict[str, Any], body: bytes, happened: list[str]) -> None:
    sent = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> dict[str, Any]:
        return next(sent, {"type": "http.disconnect"})

    async def send(message: Any) -> None:
        happened.append(message["type"])

    await app(scope, receive, send)


class TestOrder:
    def test_the_commit_happens_before_the_answer_starts(self, app: FastAPI, world: World, database: Database) -> None:
        """A client must never hold a 201 for a commit that then fails."""
        member = add_person(database, world.north, "technician")
        happened: list[str] = []

        def committed(_: object) -> None:
            happened.append("commit")

        event.listen(TenantSession, "after_commit", committed)
        headers = {
            "host": "testserver",
            "content-type": "application/json",
            "cookie": f"qd_session={member.cookie}",
            "x-csrf-token": member.csrf,
            "quarterdeck-tenant": world.north.slug,
        }
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "path": "/api/v1/clients",
            "raw_path": b"/api/v1/clients",
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
            "server": ("testserver", 80),
            "client": ("192.0.2.1", 1),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "state": {},
        }

        asyncio.run(_asgi(app, scope, json.dumps({"name": "Initech"}).encode(), happened))
        event.remove(TenantSession, "after_commit", committed)

        assert happened == ["commit", "http.response.start", "http.response.body"]

    def test_a_commit_that_fails_is_the_answer(self, settings: Settings, database: Database, world: World) -> None:
        router = APIRouter()

        @router.post("/deferred", status_code=201)
        def deferred(session: CurrentSession) -> dict[str, str]:
            def refuse(_: TenantSession) -> None:
                session.execute(text("select 1 / 0"))

            event.listen(session, "before_commit", refuse)
            return {"made": "yes"}

        app = create_app(settings, database)
        app.router.routes.insert(0, router.routes[0])
        browser = browser_of(app, add_person(database, world.north, "technician"))

        response = browser.post("/deferred")

        assert response.status_code == 422
        assert "made" not in response.json()


class TestLimits:
    def test_somebody_unknown_may_send_little(self, anonymous: TestClient) -> None:
        response = anonymous.post("/api/v1/clients", content=b"x" * (MAX_ANONYMOUS_BYTES + 1))
        assert (response.status_code, response.json()["code"]) == (413, "too_large")

    def test_json_has_a_limit(self, technician: TestClient) -> None:
        response = technician.post("/api/v1/clients", content=b"x" * (MAX_JSON_BYTES + 1))
        assert response.status_code == 413

    def test_a_body_without_an_announced_length_is_counted(self, technician: TestClient) -> None:
        pieces = (b"x" * 1024 * 1024 for _ in range(6))
        assert technician.post("/api/v1/clients", content=pieces).status_code == 413


class TestHeaders:
    @pytest.mark.parametrize("path", ["/", "/api/v1/auth/methods", "/api/v1/clients", "/no/such/thing", "/healthz"])
    def test_every_answer_is_protected(self, anonymous: TestClient, path: str) -> None:
        headers = anonymous.get(path).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "script-src 'self';" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Request-Id"]

    def test_answers_of_the_api_are_not_kept_by_caches(self, viewer: TestClient) -> None:
        assert viewer.get("/api/v1/clients").headers["Cache-Control"] == "no-store"

    def test_https_is_remembered_where_it_is_used(self, settings: Settings, database: Database) -> None:
        https = settings.model_copy(update={"base_url": "https://assets.example.org"})
        assert "Strict-Transport-Security" in browser_of(create_app(https, database), None).get("/healthz").headers

    def test_a_harmless_request_id_is_kept_and_another_replaced(self, anonymous: TestClient) -> None:
        def answered(offered: str) -> str:
            return anonymous.get("/healthz", headers={"X-Request-Id": offered}).headers["X-Request-Id"]

        assert answered("trace-17") == "trace-17"
        assert answered("a b\tc") != "a b\tc"


class TestOperations:
    def test_a_working_system_is_ready(self, anonymous: TestClient) -> None:
        assert anonymous.get("/healthz").json() == {"status": "ok"}
        assert anonymous.get("/readyz").json() == {"status": "ready"}

    def test_without_its_database_it_lives_but_is_not_ready(self, settings: Settings) -> None:
        lost = browser_of(create_app(settings, Database("postgresql://nobody@127.0.0.1:1/none")), None)
        assert lost.get("/healthz").status_code == 200
        assert (lost.get("/readyz").status_code, lost.get("/readyz").json()["code"]) == (503, "unavailable")
        refused = lost.get("/api/v1/clients", headers={"Authorization": "Bearer qd_" + "a" * 26 + "_x"})
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")

    def test_an_old_schema_is_not_ready(self, anonymous: TestClient, admin_url: str) -> None:
        with psycopg.connect(admin_url, autocommit=True) as connection:
            (present,) = connection.execute("select version_num from alembic_version").fetchone() or ("",)
            connection.execute("update alembic_version set version_num = '0001'")
            try:
                response = anonymous.get("/readyz")
            finally:
                connection.execute("update alembic_version set version_num = %s", [present])
        assert response.json()["present"] == "0001"

    def test_metrics_count_routes_and_name_no_tenant(self, world: World, viewer: TestClient) -> None:
        viewer.get(f"/api/v1/clients/{world.north.acme}")
        shown = viewer.get("/metrics").text
        assert 'quarterdeck_requests_total{method="GET",route="/api/v1/clients/{id}",status="200"}' in shown
        assert world.north.slug not in shown
        assert str(world.north.acme) not in shown

    def test_metrics_can_ask_for_a_token(self, settings: Settings, database: Database) -> None:
        guarded = settings.model_copy(update={"metrics_token": SecretStr("let me see")})
        browser = browser_of(create_app(guarded, database), None)
        assert browser.get("/metrics").status_code == 401
        assert browser.get("/metrics", headers={"Authorization": "Bearer let me see"}).status_code == 200


class TestProblems:
    def test_a_path_that_is_not_there(self, viewer: TestClient) -> None:
        response = viewer.get("/api/v1/nothing")
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json()["type"] == "/problems/not_found"

    def test_a_method_that_is_not_there(self, viewer: TestClient) -> None:
        response = viewer.put("/api/v1/clients", json={})
        assert (response.status_code, response.json()["code"]) == (405, "http_405")
        assert response.json()["title"].startswith("This address does not take PUT")

    def test_a_fault_names_its_field(self, technician: TestClient) -> None:
        problem = technician.post("/api/v1/locations", json={"client_id": "x", "name": "a"}).json()
        assert problem["errors"][0]["field"] == "client_id"
        assert problem["request_id"]

    def test_broken_json_is_malformed(self, technician: TestClient) -> None:
        response = technician.post(
            "/api/v1/clients", content=b'{"name": "x', headers={"Content-Type": "application/json"}
        )
        assert response.status_code == 422
        assert response.json()["title"] == "The body is not JSON: it cannot be read from character 9 on."

    @pytest.mark.parametrize("version", ["x", '"', "99999999999999", '"\u0661"'])
    def test_a_version_that_is_none_is_a_bad_request(self, world: World, technician: TestClient, version: str) -> None:
        response = technician.patch(
            f"/api/v1/clients/{world.north.acme}",
            json={},
            headers={b"If-Match": version.encode()},
        )
        assert response.status_code == 400

    def test_a_bug_is_a_bare_500(self, settings: Settings, database: Database) -> None:
        app = create_app(settings, database)

        def broken() -> None:
            raise RuntimeError("the password is swordfish")

        router = APIRouter()
        router.get("/broken")(broken)
        app.router.routes.insert(0, router.routes[0])

        response = browser_of(app, None).get("/broken")

        assert response.status_code == 500
        assert "swordfish" not in response.text


def test_the_contract_is_written_the_same_way_each_time(settings: Settings, database: Database, app: FastAPI) -> None:
    assert openapi_document(create_app(settings, database)) == openapi_document(app)
