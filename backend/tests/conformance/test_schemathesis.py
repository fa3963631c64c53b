"""The OpenAPI document, taken at its word: whatever fits it is answered as it says, and nothing breaks."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from quarterdeck.platform.db.session import Database
from tests.conformance.operations import describe_app
from tests.conftest import browser_of
from tests.world import add_person, build_world

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


# Read before there is a database, which `token` gives it then.
APP = describe_app()
# Left out: a stream that never ends, and sign-in routes whose throttle is all that would be seen.
schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", APP).exclude(
    path_regex="/jobs/stream$|/auth/login$|/auth/accept-invitation$"
)
# Every boundary of every field would be a thousand requests for one asset; the drawn examples are bounded.
schema.config.phases.update(phases=["examples", "fuzzing"])


@pytest.fixture(scope="module")
def token(database: Database) -> str:
    APP.state.database = database
    owner = add_person(database, build_world(database).north, "owner")
    scopes = browser_of(APP, owner).get("/api/v1/me/context").json()["permissions"]
    made = browser_of(APP, owner).post("/api/v1/tokens", json={"name": "conformance", "scopes": scopes})
    secret: str = made.json()["token"]
    return secret


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=12, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_documented(case: schemathesis.Case[Any], token: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)
