import uuid
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from quarterdeck.domains.identity import passwords
from tests.conftest import browser_of


@pytest.fixture(autouse=True, scope="session")
def _cheap_hashes() -> Iterator[None]:
    """The same algorithm with parameters that cost nothing: these tests hash hundreds of passwords."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr(passwords, "_hasher", cheap)
        patch.setattr(passwords, "_DUMMY", cheap.hash("nobody has this password"))
        yield


def browser_elsewhere(app: FastAPI) -> TestClient:
    """A browser at an address of its own, so that tests don't throttle each other."""
    client = browser_of(app, None)
    client._transport.client = (uuid.uuid4().hex, 5000)  # type: ignore[attr-defined]
    return client


@pytest.fixture
def page(app: FastAPI) -> TestClient:
    """A browser on the sign-in page."""
    return browser_elsewhere(app)
