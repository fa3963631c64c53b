"""Who may reach what: every route, against nobody, each role, another tenant and another client.

Nothing here names a route to test. Exceptions are named, each with its reason.
"""

from typing import Any

import pytest
from fastapi import FastAPI

from quarterdeck.domains.identity.permissions import BUILTIN_ROLES, PERMISSIONS
from quarterdeck.platform.http.access import Caller, requires
from tests.conformance.conftest import ROLES, Stage
from tests.conformance.operations import MUTATING, Operation, describe_app, operations, undeclared
from tests.conformance.records import RECORDS, unknown_parameters

OPERATIONS = operations(describe_app())
SCOPED = [operation for operation in OPERATIONS if operation.is_scoped]
WITH_RECORDS = [o for o in SCOPED if o.parameters and all(key in RECORDS for key in o.parameters)]
OF_CLIENTS = [o for o in WITH_RECORDS if any(RECORDS[key].of_client for key in o.parameters)]

PUBLIC = {
    "GET /api/v1/auth/methods": "what the sign-in page offers",
    "POST /api/v1/auth/login": "signing in",
    "POST /api/v1/auth/logout": "signing out twice is no error",
    "POST /api/v1/auth/accept-invitation": "the link's secret is the proof",
    "GET /api/v1/auth/oidc/{provider}/start": "leaving for a provider",
    "GET /api/v1/auth/oidc/{provider}/callback": "coming back from a provider",
    "GET /healthz": "load balancers",
    "GET /readyz": "load balancers",
    "GET /metrics": "Prometheus; no tenant's name in it; a token can be asked for",
    "GET /{path:path}": "the console's own files",
}
ANY_MEMBER = {
    "GET /api/v1/me/context": "what one is in the tenant",
    "GET /api/v1/tenant": "how its dates and amounts are meant",
    "GET /api/v1/preferences": "one's own layout of the console",
    "PUT /api/v1/preferences/{key}": "one's own layout of the console",
    "DELETE /api/v1/preferences/{key}": "one's own layout of the console",
    "PUT /api/v1/me/flags/{key}": "one's own choice between a new screen and the classic one",
    "GET /api/v1/notifications": "what one was told oneself",
    "GET /api/v1/notifications/unread": "what one was told oneself",
    "GET /api/v1/notifications/kinds": "what one wants to be told oneself",
    "PUT /api/v1/notifications/kinds/{kind}": "what one wants to be told oneself",
    "POST /api/v1/notifications/read": "what one was told oneself",
    "POST /api/v1/notifications/{id}/read": "what one was told oneself",
    "POST /api/v1/notifications/{id}/unread": "what one was told oneself",
}
ABOUT_ONESELF = {
    "GET /api/v1/auth/session",
    "GET /api/v1/auth/sessions",
    "DELETE /api/v1/auth/sessions/{id}",
    "POST /api/v1/auth/logout-everywhere",
    "POST /api/v1/auth/password",
    "POST /api/v1/auth/second-factor",
    "POST /api/v1/auth/totp/enrol",
    "POST /api/v1/auth/totp/confirm",
    "DELETE /api/v1/auth/totp",
}
TECHNICIAN = next(role.permissions for role in BUILTIN_ROLES if role.key == "technician")
#: They never end, so a test that is let in would never end either.
ENDLESS = {"GET /api/v1/jobs/stream"}
NO_VERSION = {
    "DELETE /api/v1/auth/sessions/{id}": "a session is never changed, only ended",
    "DELETE /api/v1/auth/totp": "confirmed by the password",
    "DELETE /api/v1/preferences/{key}": "the last write wins, there is nothing to compare",
    "DELETE /api/v1/tokens/{id}": "a token is never changed, only revoked",
    "DELETE /api/v1/intake/decisions/{id}": "a decision is made once and only forgotten",
    "DELETE /api/v1/intake/junk/{id}": "an entry is made once and only forgotten",
    "DELETE /api/v1/imports/{id}": "an import is a piece of work, not a record that people edit",
    "PATCH /api/v1/imports/{id}": "an import is a piece of work, not a record that people edit",
    "PATCH /api/v1/import-presets/{id}": "the last write wins, there is nothing to merge",
    "DELETE /api/v1/import-presets/{id}": "a preset is a shortcut; nothing points to it",
}
REPEATABLE = {
    "POST /api/v1/jobs/{id}/retry": "a second retry of the same job is refused by the job's state",
    "POST /api/v1/imports/{id}/run": "a second run of the same import is refused by its state",
}


#: Values of query parameters that a list insists on.
FOUND_ELSEWHERE = {
    "GET /api/v1/imports/{id}/undo": "an import that has not run wrote nothing that could be undone",
    "GET /api/v1/files/{id}/content": "the record made here has no bytes",
    "GET /api/v1/attachments/{id}/content": "the record made here is a note, which has no bytes",
    "GET /api/v1/selections/{id}": "only whoever selected may see it",
}
NOTHING = "01900000-0000-7000-8000-000000000000"
QUERY = {"q": "WS", "field": "name", "fields": "status", "by": "type", "id": NOTHING, "anchor": NOTHING, "end": NOTHING}


def named(found: list[Operation]) -> Any:
    return pytest.mark.parametrize("operation", found, ids=str)


def without_request_id(response: Any) -> dict[str, Any]:
    return {key: value for key, value in response.json().items() if key != "request_id"}


class TestDeclarations:
    def test_every_route_says_who_may_call_it(self) -> None:
        assert undeclared(OPERATIONS) == [], "declare with requires(...), any_member(...) or public(...)"

    def test_a_route_that_says_nothing_is_noticed(self) -> None:
        app = FastAPI()
        app.get("/silent")(lambda: None)
        app.get("/spoken", dependencies=[requires("assets:read")])(lambda: None)

        assert undeclared(operations(app)) == ["GET /silent"]

    @pytest.mark.parametrize(
        ("caller", "listed"),
        [(Caller.PUBLIC, set(PUBLIC)), (Caller.MEMBER, set(ANY_MEMBER)), (Caller.PERSON, ABOUT_ONESELF)],
    )
    def test_routes_without_a_permission_are_listed_here(self, caller: Caller, listed: set[str]) -> None:
        assert {str(o) for o in OPERATIONS if o.caller is caller} == listed

    @named(SCOPED)
    def test_the_permission_exists(self, operation: Operation) -> None:
        assert operation.permissions <= set(PERMISSIONS)

    @named(OPERATIONS)
    def test_every_path_parameter_can_be_filled(self, operation: Operation) -> None:
        assert unknown_parameters(operation.parameters) == []

    def test_an_unknown_path_parameter_is_explained(self) -> None:
        (sentence,) = unknown_parameters([("racks", "id")])
        assert "add RECORDS[('racks', 'id')]" in sentence

    @named([o for o in OPERATIONS if o.method in {"PATCH", "DELETE"}])
    def test_changes_and_deletions_take_the_version_that_was_read(self, operation: Operation) -> None:
        assert operation.takes_if_match != (str(operation) in NO_VERSION)

    @named([o for o in SCOPED if o.method == "POST" and o.status in {201, 202}])
    def test_creations_take_an_idempotency_key(self, operation: Operation) -> None:
        assert operation.takes_idempotency_key or str(operation) in REPEATABLE, "use route_class=CreatesOnce"


class TestNobody:
    @named([o for o in OPERATIONS if str(o) not in PUBLIC])
    def test_is_asked_to_sign_in(self, stage: Stage, operation: Operation) -> None:
        url = stage.url(operation, stage.world.north, stage.world.north.acme)

        response = stage.send(stage.browser(None), operation, url, **{"Quarterdeck-Tenant": stage.world.north.slug})

        assert (response.status_code, response.json()["code"]) == (401, "not_signed_in")

    @named([o for o in OPERATIONS if str(o) not in PUBLIC])
    def test_gets_no_further_with_an_invented_cookie_or_token(self, stage: Stage, operation: Operation) -> None:
        url = stage.url(operation, stage.world.north, stage.world.north.acme)
        browser = stage.browser(None)
        browser.cookies.set("qd_session", "A" * 43)

        assert stage.send(browser, operation, url).status_code == 401
        assert stage.send(browser, operation, url, Authorization="Bearer qd_aaaa_bbbb").status_code == 401


class TestForeignPages:
    @named([o for o in OPERATIONS if o.method in MUTATING and str(o) not in PUBLIC])
    def test_cannot_act_with_somebodys_cookie(self, stage: Stage, operation: Operation) -> None:
        browser = stage.browser(stage.people["owner"])
        del browser.headers["X-CSRF-Token"]

        response = stage.send(browser, operation, stage.url_of_nothing(operation))

        assert (response.status_code, response.json()["code"]) == (403, "csrf_refused")


class TestRoles:
    @named([o for o in SCOPED if o.permissions])
    @pytest.mark.parametrize("role", ROLES)
    def test_reach_exactly_what_their_permissions_say(self, stage: Stage, role: str, operation: Operation) -> None:
        has = next(r.permissions for r in BUILTIN_ROLES if r.key == role)
        allowed = operation.permissions <= has
        if allowed and str(operation) in ENDLESS:
            return
        url = stage.url_of_nothing(operation)

        response = stage.send(stage.browser(stage.people[role]), operation, url)

        assert response.status_code < 500
        refused = (response.status_code, response.json().get("code")) if response.status_code in {401, 403} else None
        if allowed:
            # Rules beyond the permission (only owners touch owners) refuse with a code of their own.
            assert refused is None or refused[1] not in {"forbidden", "not_signed_in"}
        else:
            assert refused == (403, "forbidden")


class TestOtherTenants:
    @named(SCOPED)
    def test_are_not_there_for_strangers(self, stage: Stage, operation: Operation) -> None:
        south = stage.world.south
        browser = stage.browser(stage.people["owner"])
        url = stage.url(operation, south, south.acme)

        real = stage.send(browser, operation, url, **{"Quarterdeck-Tenant": south.slug})
        unreal = stage.send(browser, operation, url, **{"Quarterdeck-Tenant": "no-such-tenant"})

        assert (real.status_code, real.json()["code"]) == (404, "tenant_not_found")
        assert without_request_id(real) == without_request_id(unreal)

    @named(WITH_RECORDS)
    def test_records_look_like_records_that_never_were(self, stage: Stage, operation: Operation) -> None:
        browser = stage.browser(stage.people["owner"])

        foreign = stage.send(browser, operation, stage.url(operation, stage.world.south, stage.world.south.acme))
        unreal = stage.send(browser, operation, stage.url_of_nothing(operation))

        assert foreign.status_code == 404, foreign.text
        assert without_request_id(foreign) == without_request_id(unreal)

    @named([o for o in WITH_RECORDS if o.method == "GET" and str(o) not in FOUND_ELSEWHERE])
    def test_while_ones_own_are_found(self, stage: Stage, operation: Operation) -> None:
        """The refusals above mean nothing if the same request never succeeds."""
        url = stage.url(operation, stage.world.north, stage.world.north.acme)

        response = stage.send(stage.browser(stage.people["owner"]), operation, url)

        assert response.status_code == 200, response.text


class TestOtherClients:
    @named(OF_CLIENTS)
    def test_records_are_not_there_for_people_of_another_client(self, stage: Stage, operation: Operation) -> None:
        browser = stage.browser(stage.scoped)
        north = stage.world.north
        if not operation.permissions <= TECHNICIAN:
            browser = stage.browser(stage.people["client_user"])

        foreign = stage.send(browser, operation, stage.url(operation, north, north.globex))
        unreal = stage.send(browser, operation, stage.url_of_nothing(operation))

        assert foreign.status_code == unreal.status_code
        assert foreign.status_code in {403, 404}, foreign.text
        assert without_request_id(foreign) == without_request_id(unreal)

    @named([o for o in SCOPED if o.method == "GET" and o.takes_client and not o.parameters])
    def test_lists_cannot_be_asked_for_them(self, stage: Stage, operation: Operation) -> None:
        if not operation.permissions <= TECHNICIAN:
            return
        north = stage.world.north
        hidden = {stage.record(key, north, north.globex) for key, kind in RECORDS.items() if kind.of_client}
        needed = {p["name"]: QUERY[p["name"]] for p in operation.document["parameters"] if p.get("required")}

        response = stage.browser(stage.scoped).get(operation.path, params={"client": str(north.globex), **needed})

        assert response.status_code in {200, 404}, response.text
        assert not [each for each in hidden if each in response.text]
