"""Selections: what is frozen, for whom, and that nothing else can be meant by it."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quarterdeck.domains.assets.queries import snapshots
from quarterdeck.domains.assets.service import drop_expired_selections
from quarterdeck.domains.assets.service.selecting import selected_ids
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.schemas import ItemError
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.clock import now
from tests.domains.caller import Caller, make_asset
from tests.world import World

Call = Callable[[Actor], Caller]


def stock(world: World, count: int = 6) -> list[str]:
    """Assets of both clients of the north, in the order of their tags; the south has the same."""
    made = []
    for number in range(count):
        for tenant in (world.south, world.north):
            client = tenant.acme if number % 2 == 0 else tenant.globex
            status = "in_stock" if number < count // 2 else "deployed"
            made_id = make_asset(
                world, tenant.actor, client_id=str(client), name=f"WS-{number:04}", tag=f"T-{number:04}", status=status
            )
        made.append(str(made_id))
    return made


def select(caller: Caller, **body: Any) -> Any:
    return caller.post("/selections", body)


def frozen(world: World, selection: dict[str, Any], actor: Actor | None = None) -> set[str]:
    with world.database.session_for(actor or world.north.actor) as session:
        return {str(each) for each in selected_ids(session, uuid.UUID(selection["id"]), first=0, count=10_000)}


class TestFreezing:
    def test_all_that_match_and_nothing_of_another_tenant(self, register: World, north: Caller) -> None:
        assets = stock(register)

        selection = select(north, mode="all").json()

        assert frozen(register, selection) == set(assets)
        assert selection["count"] == len(assets)
        assert [(each["name"], each["count"]) for each in selection["per_client"]] == [("Acme", 3), ("Globex", 3)]
        assert len(selection["samples"]) == 5

    def test_the_filter_the_client_and_the_exclusions_all_count(self, register: World, north: Caller) -> None:
        """A quick search or a parent that is forgotten edits the wrong set (netbox #7445, #6433)."""
        assets = stock(register)
        acme = str(register.north.acme)

        chosen = select(north, mode="all", filter="status=deployed WS-00", client=acme, exclude=[assets[0]]).json()
        assert frozen(register, chosen) == {assets[4]}

        less = select(north, mode="all", filter="status=in_stock", exclude=[assets[0]]).json()
        assert frozen(register, less) == {assets[1], assets[2]}
        assert less["excluded"] == 1

    def test_what_comes_to_match_later_is_not_meant(self, register: World, north: Caller) -> None:
        assets = stock(register)
        selection = select(north, mode="all", filter="status=in_stock").json()

        make_asset(register, register.north.actor, client_id=str(register.north.acme), status="in_stock")

        assert frozen(register, selection) == set(assets[:3])
        assert north.get(f"/selections/{selection['id']}").json() == selection

    def test_ids_that_are_gone_or_foreign_are_told_and_left_out(self, register: World, north: Caller) -> None:
        assets = stock(register)
        foreign = make_asset(register, register.south.actor, client_id=str(register.south.acme))

        selection = select(north, mode="ids", ids=[*assets[:2], assets[0], str(foreign), str(uuid.uuid4())]).json()

        assert frozen(register, selection) == set(assets[:2])
        assert (selection["count"], selection["missing"]) == (2, 2)

    def test_somebody_with_some_clients_selects_of_these(self, register: World, call: Call) -> None:
        assets = stock(register)
        scoped = register.north.scoped(register.north.acme)

        selection = select(call(scoped), mode="ids", ids=assets).json()

        assert frozen(register, selection, scoped) == {assets[0], assets[2], assets[4]}
        assert [each["name"] for each in selection["per_client"]] == ["Acme"]

    def test_is_nobody_elses(self, register: World, north: Caller, call: Call) -> None:
        selection = select(north, mode="all").json()
        for other in (register.north.scoped(register.north.acme), register.south.actor):
            assert call(other).get(f"/selections/{selection['id']}").json()["code"] == "selection_not_found"

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"mode": "all", "filter": "stauts=deployed"}, "filter_invalid"),
            ({"mode": "ids"}, "invalid_input"),
            ({"mode": "all", "ids": [str(uuid.uuid4())]}, "invalid_input"),
            ({"mode": "ids", "ids": [str(uuid.uuid4())], "filter": "x"}, "invalid_input"),
            ({"mode": "job"}, "invalid_input"),
            ({"mode": "all", "problem": "x"}, "invalid_input"),
            ({"mode": "job", "job": str(uuid.uuid4())}, "job_not_found"),
            ({"mode": "all", "within": str(uuid.uuid4())}, "selection_not_found"),
        ],
    )
    def test_what_cannot_be_meant_is_refused(self, north: Caller, body: dict[str, Any], code: str) -> None:
        assert select(north, **body).json()["code"] == code

    def test_one_too_many_is_refused_and_leaves_nothing(
        self, register: World, north: Caller, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stock(register)
        monkeypatch.setattr("quarterdeck.domains.assets.service.selecting.MOST_ASSETS", 5)
        assert select(north, mode="all").json()["code"] == "selection_too_large"
        with register.database.session_for(register.north.actor) as session:
            assert session.raw.execute("select count(*) from selection_chunks").fetchone() == (0,)


class TestChunks:
    @settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(size=st.integers(min_value=1, max_value=9), count=st.integers(min_value=1, max_value=5))
    def test_hold_every_id_once_in_order_whatever_their_size(
        self, size: int, count: int, register: World, north: Caller, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(snapshots, "CHUNK", size)
        assets = stock(register, 8) if not north.get("/assets").json()["items"] else _ids(north)
        selection = uuid.UUID(select(north, mode="all").json()["id"])

        with register.database.session_for(register.north.actor) as session:
            found: list[str] = []
            first = 0
            while ids := selected_ids(session, selection, first=first, count=count):
                found += [str(each) for each in ids]
                first += count

        assert found == sorted(assets)

    def test_expired_ones_are_forgotten_with_their_ids(self, register: World, north: Caller) -> None:
        stock(register)
        old, fresh = (select(north, mode="all").json() for _ in range(2))
        with register.database.session_for(register.north.actor) as session:
            snapshots.keep_until(session, uuid.UUID(old["id"]), now() - timedelta(seconds=1))
        assert north.get(f"/selections/{old['id']}").status_code == 404

        with register.database.tenant_session(register.north.id) as session:
            assert drop_expired_selections(session, limit=10) == 1

        assert frozen(register, old) == set()
        assert len(frozen(register, fresh)) == 6


def _ids(caller: Caller) -> list[str]:
    return [row["id"] for row in caller.get("/assets").json()["items"]]


class TestRange:
    def test_is_what_stands_between_in_the_lists_own_order_either_way(self, register: World, north: Caller) -> None:
        assets = stock(register)
        query = {"anchor": assets[4], "end": assets[1], "sort": "-tag"}
        assert north.get("/assets/range", params=query).json()["ids"] == [assets[4], assets[3], assets[2], assets[1]]

        query |= {"anchor": assets[0], "end": assets[4], "sort": "tag", "filter": 'client:"Acme"'}
        assert north.get("/assets/range", params=query).json()["ids"] == [assets[0], assets[2], assets[4]]

    def test_an_end_outside_the_list_is_not_found(self, register: World, north: Caller, south: Caller) -> None:
        assets = stock(register)
        query = {"anchor": assets[0], "end": assets[5], "filter": "status=in_stock"}
        assert north.get("/assets/range", params=query).json()["code"] == "asset_not_found"
        assert south.get("/assets/range", params={"anchor": assets[0], "end": assets[1]}).status_code == 404

    def test_has_a_bound(self, register: World, north: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
        assets = stock(register)
        monkeypatch.setattr("quarterdeck.domains.assets.service.selecting.MOST_IN_RANGE", 3)
        assert north.get("/assets/range", params={"anchor": assets[0], "end": assets[2]}).status_code == 200
        too_far = north.get("/assets/range", params={"anchor": assets[0], "end": assets[3]})
        assert too_far.json()["code"] == "selection_too_large"


class TestListsOfASelection:
    def test_a_list_can_be_narrowed_to_what_was_selected(self, register: World, north: Caller) -> None:
        assets = stock(register)
        chosen = select(north, mode="ids", ids=[assets[5], assets[0], assets[1]]).json()["id"]

        rows = north.get("/assets/rows", params={"selection": chosen, "sort": "tag", "columns": "tag"}).json()
        deployed = north.get("/assets/count", params={"selection": chosen, "filter": "status=deployed"}).json()
        ends = {"anchor": assets[0], "end": assets[5]}
        between = north.get("/assets/range", params={"selection": chosen, "sort": "tag", **ends}).json()

        assert [row["id"] for row in rows["rows"]] == [assets[0], assets[1], assets[5]]
        assert rows["total"] == {"value": 3, "relation": "eq"}
        assert deployed["value"] == 1
        assert between["ids"] == [assets[0], assets[1], assets[5]]
        place = north.get("/assets/locate", params={"selection": chosen, "sort": "tag", "id": assets[5]})
        assert place.json() == {"index": 2}

    def test_all_of_them_can_be_selected_again(self, register: World, north: Caller) -> None:
        assets = stock(register)
        first = select(north, mode="ids", ids=assets[2:]).json()["id"]

        again = select(north, mode="all", within=first, filter="status=deployed").json()

        assert frozen(register, again) == set(assets[3:])

    def test_somebody_elses_is_not_found(self, register: World, north: Caller, call: Call) -> None:
        stock(register)
        mine = select(north, mode="all").json()["id"]
        for other in (register.north.scoped(register.north.acme), register.south.actor):
            for path in ("/assets/rows", "/assets/count"):
                assert call(other).get(path, params={"selection": mine}).json()["code"] == "selection_not_found"


class TestProblemsOfAJob:
    def test_become_a_selection_by_their_cause(self, register: World, north: Caller, call: Call) -> None:
        assets = stock(register)
        with register.database.session_for(register.north.actor) as session:
            job = jobs.start_job(session, register.north.actor, kind="bulk.change", title="x", params={}, queued=False)
            told = [("locked", assets[0]), ("locked", assets[1]), ("other", assets[3]), ("locked", None)]
            jobs.record_errors(
                session,
                job.id,
                [ItemError(item=0, code=code, message=code, data={"asset_id": each}) for code, each in told],
            )
            job_id = str(job.id)

        locked = select(north, mode="job", job=job_id, problem="locked").json()
        every = select(north, mode="job", job=job_id).json()

        assert frozen(register, locked) == set(assets[:2])
        assert frozen(register, every) == {assets[0], assets[1], assets[3]}
        assert select(call(register.south.actor), mode="job", job=job_id).json()["code"] == "job_not_found"
