"""Changing many assets: every field and action, every reason not to, and nothing that was not selected."""

import uuid
from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.bulk import jobs as bulk_jobs  # noqa: F401 (registers its kind of job)
from quarterdeck.domains.bulk.service import changing as service
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage
from tests.conftest import Browser
from tests.domains.caller import make_asset
from tests.world import TenantWorld, World

API = "/api/v1"
HOSTILE = "<script>alert(1)</script>\u202e🦊 'quoted' \"double\" \\1 %s {x} =cmd|'/c calc'!A0"


def stock(world: World, tenant: TenantWorld, count: int, **values: Any) -> list[str]:
    """Assets of Acme, with a twin of each in the other tenant."""
    made = []
    for number in range(count):
        for each in (world.north, world.south):
            body = {"client_id": str(each.acme), "name": f"WS-{number:03}", "tag": f"T-{number:03}", **values}
            asset = make_asset(world, each.actor, **body)
            if each is tenant:
                made.append(str(asset))
    return made


def select(page: TestClient, ids: list[str]) -> str:
    chosen = page.post(f"{API}/selections", json={"mode": "ids", "ids": ids})
    assert chosen.status_code == 201, chosen.text
    return str(chosen.json()["id"])


def edit(field: str, value: Any = None, action: str = "set", **more: Any) -> dict[str, Any]:
    stated = {} if value is None else {"value": value}
    return {"field": field, "action": action, **stated, **more}


def change(page: TestClient, ids: list[str], *edits: dict[str, Any], **more: Any) -> Any:
    operation = {"kind": "edit", "edits": list(edits)}
    return page.post(f"{API}/bulk", json={"selection": select(page, ids), "operation": operation, **more})


def preview(page: TestClient, ids: list[str], *edits: dict[str, Any]) -> Any:
    body = {"selection": select(page, ids), "operation": {"kind": "edit", "edits": list(edits)}}
    return page.post(f"{API}/bulk/preview", json=body)


def delete(page: TestClient, ids: list[str], confirmed: int | None = None) -> Any:
    body = {"selection": select(page, ids), "operation": {"kind": "delete"}, "confirmed_count": confirmed}
    return page.post(f"{API}/bulk", json=body)


def read(page: TestClient, asset: str) -> Any:
    return page.get(f"{API}/assets/{asset}").json()


def counters(answer: Any) -> dict[str, int]:
    assert answer.status_code == 202, answer.text
    told: dict[str, int] = answer.json()["job"]["counters"]
    assert told["done"] + told["skipped"] + told["failed"] + told["pending"] == told["total"]
    return told


class TestEditing:
    def test_fields_of_every_home_are_set_at_once(self, world: World, owner: TestClient) -> None:
        owner.post(f"{API}/custom-fields", json={"label": "Rack unit", "key": "rack", "kind": "number"})
        assets = stock(world, world.north, 4)

        done = change(
            owner,
            assets[:3],
            edit("status", "deployed"),
            edit("location", str(world.north.acme_leeds)),
            edit("purchase_cost", "1,200.50"),
            edit("warranty_end", "2027-01-31"),
            edit("ram_mb", "16 GB"),
            edit("cf.rack", 12),
            edit("notes", HOSTILE),
        )

        assert counters(done)["changed"] == 3
        assert done.json()["job"]["state"] == "succeeded"
        for asset in assets[:3]:
            now = read(owner, asset)
            assert (now["status"], now["location"]["label"], now["warranty_end"]) == ("deployed", "Leeds", "2027-01-31")
            assert (now["purchase_cost"], now["extension"]["ram_mb"]) == (1200.5, 16384)
            assert now["custom"] == {"rack": 12}
            assert now["version"] == 2
            assert now["notes"].startswith("<script>alert(1)</script>")
        assert read(owner, assets[3])["status"] == "in_stock"

    def test_the_rules_of_a_field_hold_in_bulk_as_well(self, world: World, owner: TestClient) -> None:
        rack = {"label": "Rack", "key": "rack", "kind": "text", "pattern": "[A-Z][0-9]+"}
        owner.post(f"{API}/custom-fields", json=rack)
        assets = stock(world, world.north, 2)
        refused = change(owner, assets, edit("cf.rack", "12"))
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "pattern_mismatch")
        assert counters(change(owner, assets, edit("cf.rack", "B12")))["changed"] == 2

        done = change(owner, assets, edit("cf.rack", action="replace", find="B", replacement="b"))

        assert counters(done)["changed"] == 0
        assert {read(owner, asset)["custom"]["rack"] for asset in assets} == {"B12"}

    def test_the_other_tenants_twins_stay(self, world: World, owner: TestClient, browser: Browser) -> None:
        assets = stock(world, world.north, 2)
        twins = [row["id"] for row in browser(world.south, "owner").get(f"{API}/assets").json()["items"]]

        assert counters(change(owner, assets, edit("status", "deployed")))["changed"] == 2

        south = browser(world.south, "owner")
        assert {read(south, twin)["status"] for twin in twins} == {"in_stock"}

    def test_what_is_so_already_is_not_written(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 3)
        change(owner, assets[:1], edit("status", "deployed"))

        told = counters(change(owner, assets, edit("status", "deployed")))

        assert (told["changed"], told["unchanged"], told["skipped"]) == (2, 1, 0)
        assert read(owner, assets[0])["version"] == 2

    def test_clearing_adding_removing_and_replacing(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 2, tags=["Leased", "old"], description="Lab PC 12", supplier="Dell")

        change(
            owner,
            assets,
            edit("supplier", action="clear"),
            edit("tags", ["LEASED", "2026"], action="add"),
            edit("description", action="replace", find=r"pc (\d+)", replacement=r"workstation \1", regex=True),
        )
        change(owner, assets, edit("tags", ["Old"], action="remove"))

        for asset in assets:
            now = read(owner, asset)
            assert now["supplier"] is None
            assert now["tags"] == ["leased", "2026"]
            assert now["description"] == "Lab workstation 12"

    def test_replacing_takes_signs_for_signs_without_regex(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 1, description="a.b a+b")
        change(owner, assets, edit("description", action="replace", find="a.b", replacement=r"\1"))
        assert read(owner, assets[0])["description"] == r"\1 a+b"

    def test_a_pattern_that_explodes_elsewhere_takes_no_time_here(self, world: World, owner: TestClient) -> None:
        """Backtracking would try this 2^28 times; the test's own time limit would end it."""
        assets = stock(world, world.north, 1, description="a" * 28 + "!")
        told = change(owner, assets, edit("description", action="replace", find="^(a+)+$", replacement="b", regex=True))
        assert counters(told)["unchanged"] == 1

    def test_identifiers_follow_the_fields(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 2, hostname="old-host", serial="PF3ABCDE")

        change(owner, assets, edit("hostname", action="replace", find="old", replacement="new"))

        carried = {(each["kind"], each["value"], each["is_current"]) for each in read(owner, assets[0])["identifiers"]}
        assert {
            ("hostname", "new-host", True),
            ("hostname", "old-host", False),
            ("serial", "PF3ABCDE", True),
        } <= carried

    def test_moving_to_another_client_leaves_what_belongs_to_the_former(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 2)
        change(owner, assets, edit("location", str(world.north.acme_leeds)))
        globex = str(world.north.globex)
        taken = make_asset(world, world.north.actor, client_id=globex, tag="T-001", name="There already")

        moved = change(owner, assets, edit("client", globex))

        told = counters(moved)
        assert (told["changed"], told["skipped"]) == (1, 1)
        assert (read(owner, assets[0])["client"]["label"], read(owner, assets[0])["location"]) == ("Globex", None)
        assert read(owner, assets[1])["client"]["label"] == "Acme"
        assert read(owner, str(taken))["name"] == "There already"
        assert moved.json()["job"]["state"] == "partly_succeeded"


class TestWhatCannotBe:
    def test_each_asset_has_its_own_reason(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 2)
        make = {"client_id": str(world.north.acme)}
        printer = str(make_asset(world, world.north.actor, type="printer", name="P1", tag="P-1", **make))
        gone = str(make_asset(world, world.north.actor, name="Gone", tag="G-1", **make))
        change(owner, assets[:1], edit("status", "disposed"))
        selection = select(owner, [*assets, printer, gone])
        owner.delete(f"{API}/assets/{gone}", headers={"If-Match": "*"})

        operation = {"kind": "edit", "edits": [edit("status", "deployed"), edit("ram_mb", 8192)]}
        looked = owner.post(f"{API}/bulk/preview", json={"selection": selection, "operation": operation}).json()
        done = owner.post(f"{API}/bulk", json={"selection": selection, "operation": operation})

        assert (looked["count"], looked["changing"], looked["blocked"]) == (4, 1, 3)
        told = counters(done)
        assert (told["changed"], told["skipped"]) == (1, 3)
        errors = owner.get(f"{API}/jobs/{done.json()['job']['id']}/errors").json()["items"]
        reasons = {each["data"]["asset_id"]: each["code"] for each in errors}
        assert reasons == {assets[0]: "status_transition_refused", printer: "not_for_type", gone: "gone"}
        assert read(owner, printer)["status"] == "in_stock"  # all of an asset's edits, or none

    def test_a_place_of_another_client_is_refused_row_by_row(self, world: World, owner: TestClient) -> None:
        acme = stock(world, world.north, 1)
        globex = str(
            make_asset(world, world.north.actor, client_id=str(world.north.globex), tag="X-1", name="Globex PC")
        )

        looked = preview(owner, [*acme, globex], edit("location", str(world.north.globex_leeds))).json()

        assert (looked["changing"], looked["blocked"]) == (1, 1)
        assert looked["obstacles"][0]["message"] == "Leeds belongs to Globex, this asset does not."
        assert looked["confirm"] == "preview"  # two clients
        (change_of_place,) = looked["samples"][0]["changes"]
        assert (change_of_place["before_label"], change_of_place["after_label"]) == (None, "Leeds")
        assert {each["name"]: each["count"] for each in looked["per_client"]} == {"Acme": 1, "Globex": 1}

    @pytest.mark.parametrize(
        ("wanted", "code"),
        [
            (edit("stauts", "deployed"), "unknown_field"),
            (edit("updated", "2026-01-01"), "not_editable"),
            (edit("type", "server"), "not_editable"),
            (edit("status", "lost"), "unknown_choice"),
            (edit("name", action="clear"), "required"),
            (edit("tags", ["x" * 200], action="add"), "too_long"),
            (edit("status", ["x"], action="add"), "no_list"),
            (edit("ram_mb", action="replace", find="1", replacement="2"), "no_text"),
            (edit("name", action="replace", find="(", regex=True), "pattern_invalid"),
            (edit("name", action="replace", find="a", replacement=r"\2", regex=True), "pattern_invalid"),
            (edit("location", str(uuid.uuid4())), "unknown_reference"),
        ],
    )
    def test_what_no_asset_could_take_is_refused_before_anything_starts(
        self, world: World, owner: TestClient, wanted: dict[str, Any], code: str
    ) -> None:
        assets = stock(world, world.north, 1)
        for answer in (preview(owner, assets, wanted), change(owner, assets, wanted)):
            assert answer.json()["code"] == "edits_invalid", answer.text
            assert answer.json()["errors"][0]["code"] == code
        assert owner.get(f"{API}/jobs").json()["items"] == []
        assert read(owner, assets[0])["version"] == 1

    def test_a_name_emptied_by_replacing_is_kept(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 2)
        told = counters(change(owner, assets, edit("name", action="replace", find="WS-000")))
        assert (told["skipped"], told["unchanged"]) == (1, 1)
        assert read(owner, assets[0])["name"] == "WS-000"


class TestPermissions:
    def test_viewers_change_nothing_and_technicians_delete_nothing(self, world: World, browser: Browser) -> None:
        assets = stock(world, world.north, 1)
        assert change(browser(world.north, "viewer"), assets, edit("status", "deployed")).status_code == 403
        assert delete(browser(world.north, "technician"), assets).json()["code"] == "forbidden"

    def test_clients_out_of_sight_are_out_of_reach(self, world: World, browser: Browser) -> None:
        mine = stock(world, world.north, 1)
        other = str(
            make_asset(world, world.north.actor, client_id=str(world.north.globex), tag="X-1", name="Globex PC")
        )
        scoped = browser(world.north, "technician", clients=[world.north.acme])

        told = counters(change(scoped, [*mine, other], edit("status", "deployed")))

        assert told["total"] == 1
        assert read(browser(world.north, "owner"), other)["status"] == "in_stock"
        refused = change(scoped, mine, edit("client", str(world.north.globex)))
        assert refused.json()["errors"][0]["code"] == "unknown_reference"

    def test_another_persons_selection_is_not_there(self, world: World, browser: Browser, owner: TestClient) -> None:
        selection = select(owner, stock(world, world.north, 1))
        body = {"selection": selection, "operation": {"kind": "edit", "edits": [edit("status", "deployed")]}}
        for page in (browser(world.north, "admin"), browser(world.south, "owner")):
            assert page.post(f"{API}/bulk", json=body).json()["code"] == "selection_not_found"

    def test_a_lock_holds_against_programs_and_not_against_people(
        self, world: World, owner: TestClient, anonymous: TestClient
    ) -> None:
        assets = stock(world, world.north, 2)
        etag = owner.get(f"{API}/assets/{assets[0]}/provenance").headers["ETag"]
        lock = {"reason": "The sticker was misread"}
        locked = owner.put(f"{API}/assets/{assets[0]}/locks/status", json=lock, headers={"If-Match": etag})
        assert locked.status_code == 200, locked.text
        made = owner.post(f"{API}/tokens", json={"name": "Script", "scopes": ["assets:read", "assets:write"]}).json()
        anonymous.headers["Authorization"] = f"Bearer {made['token']}"
        anonymous.headers["Quarterdeck-Tenant"] = world.north.slug

        told = change(anonymous, assets, edit("status", "deployed"))
        assert (counters(told)["changed"], counters(told)["skipped"]) == (1, 1)
        assert read(owner, assets[0])["status"] == "in_stock"

        assert counters(change(owner, assets, edit("status", "deployed")))["changed"] == 1


class TestDeleting:
    def test_asks_for_the_number_and_keeps_the_history(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 3, serial="PF3ABCDE")

        refused = delete(owner, assets, confirmed=2)
        assert refused.json()["code"] == "confirmation_required"
        assert read(owner, assets[0])["name"] == "WS-000"

        assert counters(delete(owner, assets, confirmed=3))["changed"] == 3
        assert owner.get(f"{API}/assets/{assets[0]}").status_code == 404
        history = owner.get(f"{API}/assets/{assets[0]}/history").json()["items"]
        assert (history[0]["operation"], history[0]["origin"]) == ("deleted", "bulk")


class TestOnce:
    def test_a_double_click_changes_once(self, world: World, owner: TestClient) -> None:
        assets = stock(world, world.north, 1, description="a")
        operation = {"kind": "edit", "edits": [edit("description", action="replace", find="a", replacement="aa")]}
        body = {"selection": select(owner, assets), "operation": operation}
        twice = [owner.post(f"{API}/bulk", json=body, headers={"Idempotency-Key": "one-click"}) for _ in range(2)]
        assert twice[0].json() == twice[1].json()
        assert read(owner, assets[0])["description"] == "aa"


def in_small_chunks(monkeypatch: pytest.MonkeyPatch, *, inline: int = 1, of: int = 2) -> None:
    """More than `inline` assets become a job, and each of its steps changes `of` of them."""
    monkeypatch.setattr(service, "INLINE", inline)
    monkeypatch.setattr(service, "CHUNKS_AT_ONCE", 1)
    monkeypatch.setattr("quarterdeck.domains.assets.queries.snapshots.CHUNK", of)


class TestJobs:
    @pytest.fixture
    def runtime(self, database: Database, settings: Settings, tmp_path: Any) -> Runtime:
        return Runtime(database, Storage.local(tmp_path / "files"), settings)

    def test_many_become_a_job_that_counts_every_one(
        self, world: World, owner: TestClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Exactly as many outcomes as were selected (snipe-it #18240)."""
        in_small_chunks(monkeypatch, inline=3, of=4)
        assets = stock(world, world.north, 10)
        change(owner, assets[:1], edit("status", "disposed"))
        started = change(owner, assets, edit("status", "deployed"), reason="Rollout 2026")
        job_id = uuid.UUID(started.json()["job"]["id"])
        assert started.json()["job"]["state"] == "queued"
        assert started.json()["change_set_id"] is None

        later = str(make_asset(world, world.north.actor, client_id=str(world.north.acme), tag="L-1", name="Later"))
        steps = [run_one_chunk(runtime, tenant_id=world.north.id, job_id=job_id, requeue=False) for _ in range(3)]

        assert steps == [Step.MORE, Step.MORE, Step.ENDED]
        job = owner.get(f"{API}/jobs/{job_id}").json()
        told = job["counters"]
        assert (told["changed"], told["skipped"], told["pending"], told["total"]) == (9, 1, 0, 10)
        assert job["state"] == "partly_succeeded"
        assert read(owner, later)["status"] == "in_stock"
        histories = [owner.get(f"{API}/assets/{asset}/history").json()["items"][0] for asset in assets[1:]]
        assert {(entry["reason"], entry["job_id"]) for entry in histories} == {("Rollout 2026", str(job_id))}
        assert len({entry["change_set_id"] for entry in histories}) == 1
        # The log of the job holds one entry for each row that it changed, and nothing else.
        entries = owner.get(f"{API}/audit", params={"job": str(job_id), "limit": 100}).json()["items"]
        assert sorted(each["object_id"] for each in entries if each["table"] == "assets") == sorted(assets[1:])
        assert {each["job_id"] for each in entries} == {str(job_id)}

    def test_cancelling_keeps_what_was_done_and_touches_nothing_more(
        self, world: World, owner: TestClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        in_small_chunks(monkeypatch)
        assets = stock(world, world.north, 6)
        job_id = uuid.UUID(change(owner, assets, edit("status", "deployed")).json()["job"]["id"])
        run_one_chunk(runtime, tenant_id=world.north.id, job_id=job_id, requeue=False)

        owner.post(f"{API}/jobs/{job_id}/cancel")
        assert run_one_chunk(runtime, tenant_id=world.north.id, job_id=job_id, requeue=False) is Step.ENDED

        states = [read(owner, asset)["status"] for asset in sorted(assets)]
        assert states == ["deployed"] * 2 + ["in_stock"] * 4
        job = owner.get(f"{API}/jobs/{job_id}").json()
        assert (job["state"], job["counters"]["done"], job["counters"]["pending"]) == ("cancelled", 2, 4)

    def test_it_is_undone_once_it_is_over_and_so_is_its_undo(
        self, world: World, owner: TestClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        in_small_chunks(monkeypatch)
        monkeypatch.setattr("quarterdeck.domains.recovery.service.undoing.INLINE_OBJECTS", 0)
        monkeypatch.setattr("quarterdeck.domains.recovery.jobs.CHUNK_OBJECTS", 2)
        assets = stock(world, world.north, 4)

        def step(job_id: str) -> str:
            run_one_chunk(runtime, tenant_id=world.north.id, job_id=uuid.UUID(job_id), requeue=False)
            written: str = owner.get(f"{API}/jobs/{job_id}").json()["change_set_id"]
            return written

        def refused(change_set: str) -> None:
            told = owner.get(f"{API}/change-sets/{change_set}").json()
            assert (told["can_undo"], "still being done" in told["why_not"]) == (False, True)
            answer = owner.post(f"{API}/change-sets/{change_set}/undo", json={})
            assert (answer.status_code, answer.json()["code"]) == (409, "still_being_done")

        bulk = change(owner, assets, edit("status", "deployed")).json()["job"]["id"]
        refused(step(bulk))
        undo = owner.post(f"{API}/change-sets/{step(bulk)}/undo", json={}).json()["job_id"]
        refused(step(undo))
        while owner.get(f"{API}/jobs/{undo}").json()["state"] == "running":
            step(undo)
        assert {read(owner, asset)["status"] for asset in assets} == {"in_stock"}

    def test_what_a_stopped_job_never_came_to_can_be_done_by_another(
        self, world: World, owner: TestClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        in_small_chunks(monkeypatch)
        assets = stock(world, world.north, 5)
        job_id = uuid.UUID(change(owner, assets, edit("status", "deployed")).json()["job"]["id"])
        run_one_chunk(runtime, tenant_id=world.north.id, job_id=job_id, requeue=False)
        owner.post(f"{API}/jobs/{job_id}/cancel")
        run_one_chunk(runtime, tenant_id=world.north.id, job_id=job_id, requeue=False)

        again = owner.post(f"{API}/jobs/{job_id}/retry").json()
        for _ in range(2):
            run_one_chunk(runtime, tenant_id=world.north.id, job_id=uuid.UUID(again["id"]), requeue=False)

        ended = owner.get(f"{API}/jobs/{again['id']}").json()
        assert (ended["state"], ended["counters"]["changed"], ended["counters"]["pending"]) == ("succeeded", 3, 0)
        assert ended["counters"]["total"] == 3
        assert {read(owner, asset)["version"] for asset in assets} == {2}
        assert ended["links"]["retry_of"].endswith(str(job_id))

    def test_only_what_was_skipped_is_tried_again(self, world: World, owner: TestClient, runtime: Runtime) -> None:
        assets = stock(world, world.north, 3)
        change(owner, assets[:1], edit("status", "disposed"))
        first = change(owner, assets, edit("status", "deployed")).json()["job"]
        problems = owner.get(f"{API}/jobs/{first['id']}/problems").json()["items"]
        change(owner, assets[1:], edit("name", "Untouched since"))
        undo = owner.get(f"{API}/assets/{assets[0]}/history").json()["items"][0]["change_set_id"]
        owner.post(f"{API}/change-sets/{undo}/undo", json={})

        again = owner.post(f"{API}/jobs/{first['id']}/retry").json()
        run_one_chunk(runtime, tenant_id=world.north.id, job_id=uuid.UUID(again["id"]), requeue=False)

        assert [(each["code"], each["count"], each["of_assets"]) for each in problems] == [
            ("status_transition_refused", 1, True)
        ]
        ended = owner.get(f"{API}/jobs/{again['id']}").json()
        assert (ended["counters"]["total"], ended["counters"]["changed"]) == (1, 1)
        assert read(owner, assets[0])["status"] == "deployed"

    def test_a_job_without_problems_leaves_nothing_to_try(self, world: World, owner: TestClient) -> None:
        done = change(owner, stock(world, world.north, 1), edit("status", "deployed")).json()["job"]
        assert owner.post(f"{API}/jobs/{done['id']}/retry").json()["code"] == "selection_empty"


def test_a_job_calls_the_fields_what_people_call_them(world: World, owner: TestClient) -> None:
    ids = stock(world, world.north, 2)
    done = change(owner, ids, edit("warranty_end", "2027-01-31"), edit("assigned_to", action="clear"))
    job = owner.get(f"{API}/jobs/{done.json()['job']['id']}").json()
    assert job["title"] == "Change Warranty end, Assigned to of 2 assets"
    assert job["inputs"]["changes"] == "Warranty end = 2027-01-31; Assigned to: cleared"
    moved = change(owner, ids, edit("client", str(world.north.globex)), edit("status", "in_repair"))
    job = owner.get(f"{API}/jobs/{moved.json()['job']['id']}").json()
    assert job["inputs"]["changes"] == "Client = Globex; Status = In repair"


def test_a_job_tells_what_was_chosen_long_after_the_choice_is_forgotten(world: World, owner: TestClient) -> None:
    ids = stock(world, world.north, 3)
    picked = change(owner, ids[:2], edit("status", "in_repair")).json()["job"]["id"]
    body = {"mode": "all", "filter": "status=in_stock", "client": str(world.north.acme), "exclude": ids[1:2]}
    matching = owner.post(f"{API}/selections", json=body).json()
    operation = {"kind": "edit", "edits": [edit("notes", "Counted")]}
    done = owner.post(f"{API}/bulk", json={"selection": matching["id"], "operation": operation}).json()["job"]["id"]

    with world.database.tenant_session(world.north.id) as session:
        session.raw.execute("delete from selection_snapshots where tenant_id = %s", [world.north.id])

    told = owner.get(f"{API}/jobs/{picked}").json()["inputs"]
    assert (told["chosen"], told["clients"]) == ("2 picked", "Acme 2")
    assert "filter" not in told
    told = owner.get(f"{API}/jobs/{done}").json()["inputs"]
    assert told["filter"] == "status=in_stock"
    assert told["chosen"] == f"All {matching['count']} that matched, 1 left out"
