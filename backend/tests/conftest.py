"""One PostgreSQL for the whole run, one migrated database per test process, two fresh tenants per test.

Tests do not clean up: each makes tenants of its own, and row-level security keeps them apart.
"""

import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from psycopg import sql
from pydantic import SecretStr
from schemathesis.pytest.plugin import SchemathesisFunction

from quarterdeck.entrypoints.api import create_app
from quarterdeck.platform.db.migrate import migrate
from quarterdeck.platform.db.schema import app_url
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.logging import configure_logging
from quarterdeck.platform.postgres import throwaway_postgres
from quarterdeck.platform.settings import Settings
from tests.world import Member, TenantWorld, World, add_person, build_world

APP_PASSWORD = "only for tests"

# As the product logs. What structlog does by itself draws a traceback with all local variables: seconds for each.
configure_logging(log_format="text", level="warning")

# The machines that run this are slow and shared: time says nothing about the code. CI tries the same cases every time.
hypothesis.settings.register_profile(
    "quarterdeck",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("quarterdeck")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests go first: a process that got one last would keep the others waiting.

    Every test has an id of its own: of several with one id, processes beside each other run the first alone.
    """
    for item in items:
        if isinstance(item, SchemathesisFunction):
            item._id = item.id.with_params(item.operation_label)
    shared = [nodeid for nodeid, times in Counter(item.nodeid for item in items).items() if times > 1]
    if shared:
        raise pytest.UsageError(f"Tests of one id, of which only one would run: {', '.join(shared)}")
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The superuser's URL of a server for tests: `QUARTERDECK_TEST_DATABASE_URL`, or one of our own."""
    given = os.environ.get("QUARTERDECK_TEST_DATABASE_URL")
    if given:
        yield given
        return
    with throwaway_postgres() as server:
        yield server.superuser_url()


@pytest.fixture(scope="session")
def admin_url(server_url: str) -> Iterator[str]:
    """A migrated database, as the role that may do anything. For arranging and for looking behind the curtain."""
    name = f"qd_test_{os.getpid()}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    url = server_url.rpartition("/")[0] + "/" + name
    migrate(url, app_password=APP_PASSWORD)
    yield url
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def database(admin_url: str) -> Iterator[Database]:
    """The database as the application sees it: unprivileged."""
    opened = Database(app_url(admin_url, APP_PASSWORD))
    yield opened
    opened.dispose()


@pytest.fixture
def world(database: Database) -> World:
    return build_world(database)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data_dir: Path = tmp_path_factory.mktemp("data")
    return Settings(
        data_dir=data_dir, secret_key=SecretStr("a key only for tests"), base_url="http://testserver", database_url=None
    )


@pytest.fixture(scope="session")
def app(settings: Settings, database: Database) -> FastAPI:
    """The whole web application on the test database."""
    return create_app(settings, database)


def browser_of(app: FastAPI, member: Member | None) -> TestClient:
    """A browser with this person signed in and in their tenant; of nobody without one."""
    client = TestClient(app, base_url="http://testserver", follow_redirects=False, raise_server_exceptions=False)
    if member is not None:
        client.cookies.set("qd_session", member.cookie)
        client.headers["X-CSRF-Token"] = member.csrf
        client.headers["Quarterdeck-Tenant"] = member.tenant.slug
    return client


Browser = Callable[..., TestClient]


@pytest.fixture
def browser(app: FastAPI, database: Database) -> Browser:
    """`browser(world.north, "technician", clients=[...])`: a new person of that role, signed in."""

    def open_browser(tenant: TenantWorld, role: str = "owner", *, clients: Iterable[uuid.UUID] = ()) -> TestClient:
        return browser_of(app, add_person(database, tenant, role, clients=clients))

    return open_browser


@pytest.fixture
def anonymous(app: FastAPI) -> TestClient:
    return browser_of(app, None)


@pytest.fixture
def owner(world: World, browser: Browser) -> TestClient:
    return browser(world.north, "owner")


@pytest.fixture
def admin(world: World, browser: Browser) -> TestClient:
    return browser(world.north, "admin")


@pytest.fixture
def technician(world: World, browser: Browser) -> TestClient:
    return browser(world.north, "technician")


@pytest.fixture
def viewer(world: World, browser: Browser) -> TestClient:
    return browser(world.north, "viewer")


@pytest.fixture
def client_user(world: World, browser: Browser) -> TestClient:
    """Sees only Acme of the north tenant."""
    return browser(world.north, "client_user")
