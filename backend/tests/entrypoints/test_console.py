from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from quarterdeck.entrypoints import console
from quarterdeck.platform.http import problems


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text("<!doctype html>the console")
    (built / "assets" / "app-1a2b.js").write_text("run()")
    (built / "favicon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("not yours")
    return built


def serve(dist: Path) -> TestClient:
    app = FastAPI(openapi_url=None)
    problems.install(app)
    console.install(app, dist=dist)
    return TestClient(app)


@pytest.mark.parametrize("path", ["/", "/login", "/assets-of/acme", "/t/north/assets"])
def test_every_screen_gets_the_start_page_and_asks_again_next_time(dist: Path, path: str) -> None:
    response = serve(dist).get(path)
    assert "the console" in response.text
    assert response.headers["Cache-Control"] == "no-cache"


def test_built_assets_are_kept_for_ever(dist: Path) -> None:
    response = serve(dist).get("/assets/app-1a2b.js")
    assert (response.text, response.headers["Content-Type"].partition(";")[0]) == ("run()", "text/javascript")
    assert "immutable" in response.headers["Cache-Control"]
    assert serve(dist).get("/favicon.svg").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/assets/gone-9z.js", "/api/v1/nothing", "/api"])
def test_what_is_no_screen_is_not_found(dist: Path, path: str) -> None:
    assert serve(dist).get(path).json()["code"] == "not_found"


@pytest.mark.parametrize("path", ["/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/%2e%2e/secret.txt", "/a%00b"])
def test_nothing_outside_is_served(dist: Path, path: str) -> None:
    assert "not yours" not in serve(dist).get(path).text


def test_a_console_that_was_not_built_says_what_to_do(tmp_path: Path) -> None:
    response = serve(tmp_path / "missing").get("/")
    assert response.status_code == 503
    assert "make build" in response.text
