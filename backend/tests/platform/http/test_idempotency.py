"""The same creation sent twice, on the whole application and a real database."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from tests.conftest import Browser
from tests.world import World

CLIENTS = "/api/v1/clients"


def create(browser: TestClient, name: str, key: str) -> Any:
    return browser.post(CLIENTS, json={"name": name}, headers={"Idempotency-Key": key})


def names(browser: TestClient) -> list[str]:
    return [client["name"] for client in browser.get(CLIENTS).json()["items"]]


def test_the_same_request_creates_once_and_is_answered_alike(technician: TestClient) -> None:
    first, second = create(technician, "Initech", "k"), create(technician, "Initech", "k")

    assert (first.status_code, first.json(), first.headers["ETag"]) == (201, second.json(), second.headers["ETag"])
    assert (second.status_code, second.headers["Idempotency-Replayed"]) == (201, "true")
    assert second.headers["Content-Type"] == first.headers["Content-Type"]
    assert names(technician) == ["Acme", "Globex", "Initech"]


def test_the_order_of_members_does_not_make_another_request(technician: TestClient) -> None:
    for body in ('{"name": "Initech", "notes": "x"}', '{"notes":"x","name":"Initech"}'):
        response = technician.post(
            CLIENTS, content=body, headers={"Idempotency-Key": "k", "Content-Type": "application/json"}
        )
        assert response.status_code == 201


def test_the_same_key_for_another_request_is_a_conflict(technician: TestClient) -> None:
    create(technician, "Initech", "k")
    refused = create(technician, "Hooli", "k")
    assert (refused.status_code, refused.json()["code"]) == (409, "idempotency_key_reused")
    assert "Hooli" not in names(technician)


@pytest.mark.parametrize("value", ["[" * 300 + "]" * 300, "NaN", "18446744073709551616"])
def test_a_body_that_cannot_be_compared_by_content_is_by_its_bytes(technician: TestClient, value: str) -> None:
    body = f'{{"name": "Initech", "notes": {value}}}'
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    assert technician.post(CLIENTS, content=body, headers=headers).status_code == 422
    assert create(technician, "Initech", "k").status_code == 201


def test_a_double_click_makes_one_record(technician: TestClient) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: create(technician, "Initech", "k"), range(8)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert names(technician).count("Initech") == 1


def test_a_refused_creation_leaves_the_key_free(technician: TestClient) -> None:
    assert create(technician, "Acme", "k").status_code == 409
    assert create(technician, "Initech", "k").status_code == 201


def test_keys_belong_to_a_person_and_a_path(world: World, browser: Browser) -> None:
    one, other = browser(world.north, "technician"), browser(world.north, "technician")
    assert create(one, "Initech", "k").status_code == create(other, "Hooli", "k").status_code == 201
    body = {"client_id": str(world.north.acme), "name": "York"}
    assert one.post("/api/v1/locations", json=body, headers={"Idempotency-Key": "k"}).status_code == 201


def test_after_its_time_a_key_is_new_again(world: World, technician: TestClient, admin_url: str) -> None:
    create(technician, "Initech", "k")
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("update idempotency_keys set expires_at = now() where tenant_id = %s", [world.north.id])
    assert create(technician, "Hooli", "k").status_code == 201


def test_who_may_not_create_claims_no_key(world: World, viewer: TestClient, admin_url: str) -> None:
    assert create(viewer, "Initech", "k").status_code == 403
    with psycopg.connect(admin_url) as connection:
        row = connection.execute("select count(*) from idempotency_keys where tenant_id = %s", [world.north.id])
        assert row.fetchone() == (0,)


def test_a_secret_shown_once_is_not_kept_readable(world: World, technician: TestClient, admin_url: str) -> None:
    body = {"name": "sync", "scopes": ["clients:read"]}
    first = technician.post("/api/v1/tokens", json=body, headers={"Idempotency-Key": "k"}).json()
    assert technician.post("/api/v1/tokens", json=body, headers={"Idempotency-Key": "k"}).json() == first
    with psycopg.connect(admin_url) as connection:
        rows = connection.execute("select k::text from idempotency_keys k where tenant_id = %s", [world.north.id])
        assert first["token"] not in str(rows.fetchall())


@pytest.mark.parametrize("key", ["", "with space", "x" * 201])
def test_a_key_that_is_none_is_malformed(technician: TestClient, key: str) -> None:
    assert create(technician, "Initech", key).status_code == 422


def test_an_uploaded_file_is_part_of_the_request(world: World, technician: TestClient) -> None:
    def upload(content: bytes) -> Any:
        return technician.post(
            "/api/v1/imports",
            files={"file": ("a.csv", content, "text/csv")},
            data={"client_id": str(world.north.acme)},
            headers={"Idempotency-Key": "k"},
        )

    first, again, other = upload(b"name\nA\n"), upload(b"name\nA\n"), upload(b"name\nB\n")

    assert first.status_code == 201, first.text
    assert again.json()["id"] == first.json()["id"]
    assert other.json()["code"] == "idempotency_key_reused"
