"""What is left to a person: put up, decided, remembered."""

import uuid
from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.intake import jobs as registered  # noqa: F401 (registers the kind of job)
from quarterdeck.domains.intake.service import many
from tests.conftest import Browser
from tests.domains.imports.conftest import Done, Importer, Row
from tests.domains.imports.test_decisions import LAPTOP, bare, laptop
from tests.world import World

#: The adapter says LAPTOP, and everything else another one: a shared dock, or renamed.
DOCK: Row = bare(hostname="LON-LT-99", mac="3c:52:82:11:22:33")
#: The serial says LAPTOP, the tag another one.
TORN: Row = bare(serial="PF2AB9X1", tag="LT-0999", hostname="WS-0012")
OTHER: Row = laptop(serial="PF9ZZ001", hostname="WS-0500", mac="3c:52:82:00:00:05", tag="LT-0999", uuid="")


@pytest.fixture
def known(importer: Importer) -> Done:
    done = importer.rows(LAPTOP, OTHER)
    assert done.outcomes == ["created", "created"]
    return done


@pytest.fixture
def waiting(importer: Importer, known: Done) -> Done:
    done = importer.rows(DOCK)
    assert done.outcomes == ["review"]
    return done


def queue_of(client: TestClient, **params: Any) -> list[dict[str, Any]]:
    response = client.get("/api/v1/intake/reviews", params=params)
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


def decide(client: TestClient, item: dict[str, Any], **body: Any) -> Any:
    headers = {"If-Match": f'"{item["version"]}"'}
    return client.put(f"/api/v1/intake/reviews/{item['id']}/decision", json=body, headers=headers)


def asset(client: TestClient, asset_id: object) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/v1/assets/{asset_id}").json()
    return found


class TestQueue:
    def test_who_may_not_import_is_refused(self, waiting: Done, viewer: TestClient) -> None:
        assert viewer.get("/api/v1/intake/reviews").status_code == 403

    def test_the_other_tenant_and_other_clients_people_see_nothing(
        self, importer: Importer, waiting: Done, browser: Browser, typed_world: Any
    ) -> None:
        item = queue_of(browser(typed_world.north))[0]
        for stranger in (
            browser(typed_world.south),
            browser(typed_world.north, "technician", clients=[typed_world.north.globex]),
        ):
            assert queue_of(stranger) == []
            assert stranger.get(f"/api/v1/intake/reviews/{item['id']}").status_code == 404
            assert decide(stranger, item, action="skip").status_code == 404
        assert queue_of(browser(typed_world.north, "technician", clients=[typed_world.north.acme]))

    def test_a_line_says_what_came_in_and_why_it_is_doubted(self, waiting: Done, owner: TestClient) -> None:
        (item,) = queue_of(owner)
        assert (item["label"], item["row"], item["doubt"]) == ("LON-LT-99", 1, "shared_adapter")
        assert item["reason"].startswith("The MAC address is that of LT-0412")
        assert item["candidate"]["label"] == "LT-0412"

    def test_it_is_shown_beside_its_candidates(self, known: Done, importer: Importer, owner: TestClient) -> None:
        importer.rows(TORN)
        (item,) = queue_of(owner)
        detail = owner.get(f"/api/v1/intake/reviews/{item['id']}").json()
        assert [each["label"] for each in detail["candidates"]] == ["LT-0412", "LT-0999"]
        fields = {each["field"]: each for each in detail["fields"]}
        assert fields["serial"]["incoming"] == "PF2AB9X1"
        assert fields["serial"]["candidates"] == ["PF2AB9X1", "PF9ZZ001"]
        assert fields["serial"]["differs"] == [False, True]
        assert fields["tag"]["differs"] == [True, False]
        serial = next(each for each in detail["candidates"][0]["evidence"] if each["kind"] == "serial")
        assert (serial["finding"], serial["weight"] > 0) == ("equal", True)

    def test_a_dry_run_puts_nothing_up(self, known: Done, importer: Importer, owner: TestClient) -> None:
        assert importer.rows(DOCK, dry_run=True).outcomes == ["review"]
        assert queue_of(owner) == []

    def test_the_same_row_again_waits_once(self, waiting: Done, importer: Importer, owner: TestClient) -> None:
        importer.rows(DOCK)
        (item,) = queue_of(owner)
        assert item["times_seen"] == 2

    def test_it_outlives_its_batch(self, waiting: Done, importer: Importer, owner: TestClient) -> None:
        (item,) = queue_of(owner)
        owner.delete(f"/api/v1/imports/{waiting.found.id}", headers={"If-Match": "*"})
        assert decide(owner, queue_of(owner)[0], action="merge").status_code == 200
        assert asset(owner, item["candidate"]["id"])["hostname"] == "LON-LT-99"

    def test_pages_and_filters(self, known: Done, importer: Importer, owner: TestClient) -> None:
        importer.rows(DOCK, TORN, bare(hostname="LON-LT-98", mac="3c:52:82:00:00:05"))
        first = owner.get("/api/v1/intake/reviews", params={"limit": 2}).json()
        second = owner.get("/api/v1/intake/reviews", params={"limit": 2, "cursor": first["next_cursor"]}).json()
        assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (2, 1, None)
        assert {each["doubt"] for each in queue_of(owner, doubt="conflict")} == {"conflict"}
        assert queue_of(owner, job=str(uuid.uuid4())) == []
        counts = owner.get("/api/v1/intake/reviews/counts", params={"doubt": "conflict"}).json()
        assert (counts["total"], counts["open"]) == (1, 3)
        assert {each["value"]: each["count"] for each in counts["by_doubt"]} == {"shared_adapter": 2, "conflict": 1}


class TestMerge:
    def test_the_observation_goes_into_the_asset(self, waiting: Done, owner: TestClient) -> None:
        (item,) = queue_of(owner)
        answered = decide(owner, item, action="merge")
        assert (answered.status_code, answered.json()["state"]) == (200, "merged"), answered.text
        assert asset(owner, item["candidate"]["id"])["hostname"] == "LON-LT-99"
        assert queue_of(owner) == []
        (done,) = queue_of(owner, state="decided")
        assert done["told"].startswith("Merged into LT-0412: decided by ")

    def test_it_is_never_asked_again_and_says_who_decided(
        self, waiting: Done, importer: Importer, owner: TestClient
    ) -> None:
        (item,) = queue_of(owner)
        decide(owner, item, action="merge")
        again = importer.rows(DOCK)
        assert again.outcomes == ["unchanged"], again.rows[0].reason
        assert "decided by Kim Doe on " in again.rows[0].reason
        assert str(again.rows[0].asset_id) == item["candidate"]["id"]

    def test_a_forgotten_decision_is_asked_again(self, known: Done, importer: Importer, owner: TestClient) -> None:
        importer.rows(TORN)
        decide(owner, queue_of(owner)[0], action="merge")
        assert importer.rows(TORN).outcomes == ["unchanged"]
        (pair,) = owner.get("/api/v1/intake/decisions").json()["items"]
        assert owner.delete(f"/api/v1/intake/decisions/{pair['id']}").status_code == 204
        assert importer.rows(TORN).outcomes == ["review"]

    def test_several_are_forgotten_at_once_and_only_one_s_own(
        self, known: Done, importer: Importer, owner: TestClient, typed_world: World, browser: Browser
    ) -> None:
        importer.rows(TORN)
        decide(owner, queue_of(owner)[0], action="merge")
        (pair,) = owner.get("/api/v1/intake/decisions").json()["items"]
        assert (pair["asset_tag"], pair["is_same"]) == ("LT-0412", True)
        forget = {"ids": [pair["id"], "01900000-0000-7000-8000-000000000000"]}
        url = "/api/v1/intake/decisions/forget"
        assert browser(typed_world.south).post(url, json=forget).json() == {"forgotten": 0}
        assert owner.post(url, json=forget).json() == {"forgotten": 1}
        assert owner.post(url, json=forget).json() == {"forgotten": 0}
        assert importer.rows(TORN).outcomes == ["review"]

    def test_a_tag_of_another_asset_stays_there(self, known: Done, importer: Importer, owner: TestClient) -> None:
        importer.rows(TORN)
        (item,) = queue_of(owner)
        assert decide(owner, item, action="merge").status_code == 200
        assert asset(owner, item["candidate"]["id"])["tag"] == "LT-0412"

    def test_a_field_can_be_kept_and_its_identifier_still_leads_there(
        self, waiting: Done, importer: Importer, owner: TestClient
    ) -> None:
        (item,) = queue_of(owner)
        decide(owner, item, action="merge", fields={"hostname": "keep"})
        found = asset(owner, item["candidate"]["id"])
        assert (found["hostname"], found["name"]) == ("WS-0012", "WS-0012")
        kept = [each for each in found["identifiers"] if each["value"] == "lon-lt-99"]
        assert [each["is_current"] for each in kept] == [False]

    def test_a_double_click_is_one_decision_and_another_one_is_refused(self, waiting: Done, owner: TestClient) -> None:
        (item,) = queue_of(owner)
        first, second = decide(owner, item, action="merge"), decide(owner, item, action="merge")
        assert (first.status_code, second.status_code) == (200, 200)
        assert first.json()["change_set_id"] == second.json()["change_set_id"]
        late = decide(owner, item, action="create")
        assert (late.status_code, late.json()["code"]) == (409, "review_decided")

    def test_an_asset_of_another_client_is_refused(self, waiting: Done, importer: Importer, owner: TestClient) -> None:
        foreign = importer.rows(laptop(serial="GX1ZZ777"), client_id=importer.tenant.globex).rows[0].asset_id
        answered = decide(owner, queue_of(owner)[0], action="merge", asset_id=str(foreign))
        assert (answered.status_code, answered.json()["code"]) == (409, "review_refused")
        assert len(queue_of(owner)) == 1

    def test_everything_stands_in_one_change_set_with_its_reason(self, waiting: Done, owner: TestClient) -> None:
        (item,) = queue_of(owner)
        done = decide(owner, item, action="merge").json()
        entry = owner.get(f"/api/v1/assets/{item['candidate']['id']}/history").json()["items"][0]
        assert entry["change_set_id"] == done["change_set_id"]
        assert entry["reason"] == "Review: LON-LT-99 merged into what is on record"


class TestCreate:
    def test_it_becomes_an_asset_and_stays_one(self, waiting: Done, importer: Importer, owner: TestClient) -> None:
        (item,) = queue_of(owner)
        done = decide(owner, item, action="create").json()
        assert done["state"] == "created"
        assert done["asset_id"] != item["candidate"]["id"]
        assert asset(owner, done["asset_id"])["hostname"] == "LON-LT-99"
        again = importer.rows(DOCK)
        assert (again.outcomes, str(again.rows[0].asset_id)) == (["unchanged"], done["asset_id"])

    def test_with_a_taken_tag_it_gets_the_next_free_one(
        self, known: Done, importer: Importer, owner: TestClient
    ) -> None:
        row = laptop(serial="ZZ88TT001", hostname="WS-0777", mac="", uuid="", tag="LT-0412", maker="Lenovo")
        assert importer.rows(row).outcomes == ["review"]
        (item,) = queue_of(owner)
        assert owner.get(f"/api/v1/intake/reviews/{item['id']}").json()["tag_taken_by"] == "WS-0012"
        done = decide(owner, item, action="create").json()
        assert asset(owner, done["asset_id"])["tag"].startswith("AST-")
        again = importer.rows(row)
        assert (again.outcomes, str(again.rows[0].asset_id)) == (["unchanged"], done["asset_id"])


class TestSkip:
    def test_it_stays_skipped_until_it_is_reopened(self, waiting: Done, importer: Importer, owner: TestClient) -> None:
        (item,) = queue_of(owner)
        assert decide(owner, item, action="skip").json()["state"] == "skipped"
        importer.rows(DOCK)
        assert queue_of(owner) == []
        (reopened,) = owner.post(f"/api/v1/intake/reviews/{item['id']}/reopen").json()["items"]
        assert reopened["state"] == "open"
        assert len(queue_of(owner)) == 1


class TestMany:
    ROWS = tuple(bare(hostname=f"LON-LT-1{n}", mac=f"3c:52:82:00:00:1{n}") for n in range(3))

    @pytest.fixture
    def three(self, importer: Importer) -> Done:
        for n in range(3):
            importer.rows(
                laptop(serial=f"QQ7ZX{n}4{n}", hostname=f"PC-A{n}X", mac=f"3c:52:82:00:00:1{n}", tag="", uuid="")
            )
        done = importer.rows(*self.ROWS)
        assert done.outcomes == ["review"] * 3, [row.reason for row in done.rows]
        return done

    def test_all_alike_are_decided_at_once(self, three: Done, importer: Importer, owner: TestClient) -> None:
        items = queue_of(owner)
        body = {"action": "merge", "alike_to": items[0]["id"]}
        answered = owner.post("/api/v1/intake/reviews/decisions", json=body)
        assert (answered.status_code, answered.json()["done"]) == (200, 3), answered.text
        for item in items:
            assert asset(owner, item["candidate"]["id"])["hostname"] == item["label"]
        assert importer.rows(*self.ROWS).outcomes == ["unchanged"] * 3

    def test_more_than_a_few_become_a_job(
        self, three: Done, importer: Importer, owner: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(many, "INLINE", 2)
        body = {"action": "create", "ids": [each["id"] for each in queue_of(owner)]}
        answered = owner.post("/api/v1/intake/reviews/decisions", json=body)
        assert answered.status_code == 202
        importer.finish(uuid.UUID(answered.json()["job_id"]))
        assert queue_of(owner) == []
        job = owner.get(f"/api/v1/jobs/{answered.json()['job_id']}").json()
        assert (job["state"], job["counters"]["done"], job["counters"]["pending"]) == ("succeeded", 3, 0)

    def test_one_that_is_refused_stays_and_the_others_are_done(
        self, three: Done, importer: Importer, owner: TestClient
    ) -> None:
        items = queue_of(owner)
        owner.delete(f"/api/v1/assets/{items[1]['candidate']['id']}", headers={"If-Match": "*"})
        body = {"action": "merge", "ids": [each["id"] for each in items]}
        answered = owner.post("/api/v1/intake/reviews/decisions", json=body).json()
        assert (answered["done"], [each["id"] for each in answered["failed"]]) == (2, [items[1]["id"]])
        assert [each["id"] for each in queue_of(owner)] == [items[1]["id"]]


class TestSettled:
    def test_a_later_observation_without_doubt_closes_it(
        self, waiting: Done, importer: Importer, owner: TestClient
    ) -> None:
        (item,) = queue_of(owner)
        owner.delete(f"/api/v1/assets/{item['candidate']['id']}", headers={"If-Match": "*"})
        assert importer.rows(DOCK).outcomes == ["created"]
        assert queue_of(owner) == []
        assert queue_of(owner, state="decided")[0]["state"] == "settled"


class TestTakenBack:
    @pytest.mark.parametrize("action", ["merge", "create"])
    def test_what_was_written_is_undone_and_it_waits_again(
        self, waiting: Done, importer: Importer, owner: TestClient, action: str
    ) -> None:
        (item,) = queue_of(owner)
        done = decide(owner, item, action=action).json()
        (reopened,) = owner.post(f"/api/v1/intake/reviews/{item['id']}/reopen").json()["items"]
        assert (reopened["id"], reopened["state"]) == (item["id"], "open")
        assert asset(owner, item["candidate"]["id"])["hostname"] == "WS-0012"
        if action == "create":
            assert owner.get(f"/api/v1/assets/{done['asset_id']}").status_code == 404
        assert owner.get("/api/v1/intake/decisions").json()["items"] == []
        assert importer.rows(DOCK).outcomes == ["review"]
        assert decide(owner, queue_of(owner)[0], action=action).json()["state"] == done["state"]
