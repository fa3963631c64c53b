"""One PostgreSQL for the whole run, one migrated database per test process, two fresh tenants per test.

Tests do not clean up: each makes tenants of its own, and row-level security keeps them apart.
"""

import os
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from quarterdeck.platform.db.migrate import app_url, migrate
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.postgres import throwaway_postgres
from tests.world import World, build_world

APP_PASSWORD = "only for tests"


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
