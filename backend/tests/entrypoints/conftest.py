"""An installation of its own, on a fresh database of the tests' server."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from quarterdeck.platform.settings import settings
from tests.conftest import APP_PASSWORD


@pytest.fixture
def own_installation(server_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The environment of a machine whose operator brought an own, empty server. Gives its URL."""
    name = f"qd_own_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    url = server_url.rpartition("/")[0] + "/" + name
    monkeypatch.setenv("QUARTERDECK_DATABASE_URL", url)
    monkeypatch.setenv("QUARTERDECK_APP_PASSWORD", APP_PASSWORD)  # the role is the whole server's
    monkeypatch.setenv("QUARTERDECK_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield url
    settings.cache_clear()
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
