"""Windows of the list against a plain sort in Python, on a few hundred rows of every sort of value."""

import ipaddress
import random
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quarterdeck.domains.assets.errors import ColumnsInvalid, CursorRefused, FilterInvalid, SortInvalid
from quarterdeck.domains.assets.queries import window
from quarterdeck.domains.assets.queries.selection import select_assets
from quarterdeck.domains.assets.queries.setting import load_setting
from quarterdeck.domains.assets.service import ListRequest, lists, seed_asset_types
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import Database, TenantSession
from quarterdeck.platform.filters.parameters import SearchMode
from tests.world import World, build_world

ROWS = 320
COLUMNS = "tag,name,status,type,client,warranty_end,last_seen,updated,purchase_cost,ip,os,ram_mb,manufacturer"


@dataclass(frozen=True)
class Stocked:
    """A tenant with `ROWS` assets, and the same assets as Python knows them."""

    world: World
    rows: list[dict[str, Any]]

    @property
    def actor(self) -> Actor:
        return self.world.north.actor


@pytest.fixture(scope="module")
def stocked(database: Database) -> Stocked:
    world = build_world(database)
    for tenant in (world.north, world.south):
        with database.session_for(tenant.actor) as session:
            if not session.raw.execute("select 1 from asset_types").fetchone():
                seed_asset_types(session, tenant.actor)
            _stock(session, tenant.actor, [tenant.acme, tenant.globex])
    with database.session_for(world.north.actor) as session:
        listed = orjson.loads(
            lists.asset_list(session, world.north.actor, ListRequest(), cursor=None, limit=1000, columns=COLUMNS)
        )
    assert len(listed["items"]) == ROWS
    return Stocked(world, listed["items"])


def _stock(session: TenantSession, actor: Actor, clients: list[uuid.UUID]) -> None:
    chance = random.Random(20261122)
    open_change_set(session, actor)
    for number in range(ROWS):
        asset_id = uuid.UUID(int=chance.getrandbits(128), version=4)
        kind = chance.choice(["workstation", "server", "printer"])
        session.raw.execute(
            "insert into assets (tenant_id, id, client_id, type, status, tag, name, manufacturer, ip_address, "
            "warranty_end, last_seen_at, purchase_cost) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                session.tenant_id,
                asset_id,
                chance.choice(clients),
                kind,
                chance.choice(["deployed", "in_stock", "missing"]),
                f"AST-{number:03d}",
                chance.choice(["WS", "ws", "Ärger", "=cmd|' /C calc'!A0", "<script>", "مرحبا", "😀 x"])
                + f"-{chance.randint(0, 60)}",
                chance.choice([None, "Dell", "HP"]),
                chance.choice([None, f"10.0.{chance.randint(0, 20)}.{chance.randint(0, 255)}", "fe80::1"]),
                chance.choice([None, f"2026-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"]),
                chance.choice([None, f"2026-01-{chance.randint(1, 28):02d}T{chance.randint(0, 23):02d}:00:00Z"]),
                chance.choice([None, chance.randint(0, 40), chance.randint(0, 40) + 0.5]),
            ],
        )
        if kind != "printer":
            session.raw.execute(
                f"insert into {kind}s (tenant_id, id, os_name, ram_mb) values (%s, %s, %s, %s)",
                [
                    session.tenant_id,
                    asset_id,
                    chance.choice([None, "Ubuntu", "Windows 11"]),
                    chance.choice([None, 8, 16]),
                ],
            )


@pytest.fixture
def session(stocked: Stocked) -> Iterator[TenantSession]:
    with stocked.world.database.session_for(stocked.actor) as opened:
        yield opened


def key_of(row: dict[str, Any], field: str) -> Any:
    value = row[field]
    if isinstance(value, dict):
        return value["label"]
    if field == "ip" and value is not None:
        address = ipaddress.ip_address(value)
        return (address.version, int(address))
    return value


# A field that an index serves is followed by the rest of that index.
FOLLOWERS = {"status": ["tag"], "type": ["tag"]}


def in_order(rows: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    """The promise: empty values last in either direction, ties by id in the last direction."""
    keys = [(part.removeprefix("-"), part.startswith("-")) for part in sort.split(",")]
    if len(keys) == 1:
        keys += [(follower, keys[0][1]) for follower in FOLLOWERS.get(keys[0][0], [])]
    ordered = sorted(rows, key=lambda row: uuid.UUID(row["id"]).bytes, reverse=keys[-1][1])
    for field, backwards in reversed(keys):
        filled = [row for row in ordered if row[field] is not None]
        missing = [row for row in ordered if row[field] is None]
        ordered = sorted(filled, key=lambda row: key_of(row, field), reverse=backwards) + missing
    return ordered


FILTERS = {
    "": lambda row: True,
    "status=missing": lambda row: row["status"] == "missing",
    "warranty_end=@none": lambda row: row["warranty_end"] is None,
    "os:ubuntu OR manufacturer=dell": lambda row: row["os"] == "Ubuntu" or row["manufacturer"] == "Dell",
    "-type=server ram_mb>8": lambda row: row["type"] != "server" and (row["ram_mb"] or 0) > 8,
    '"<script>"': lambda row: "<script>" in row["name"],
    "name:ws-1": lambda row: "ws-1" in row["name"].lower(),
}
SORTABLE = COLUMNS.split(",")


@st.composite
def sorts(draw: st.DrawFn) -> str:
    fields = draw(st.lists(st.sampled_from(SORTABLE), min_size=1, max_size=3, unique=True))
    return ",".join(("-" if draw(st.booleans()) else "") + field for field in fields)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    sort=sorts(),
    text=st.sampled_from(sorted(FILTERS)),
    start=st.integers(0, ROWS + 20),
    count=st.integers(1, 200),
    deep=st.sampled_from([5_000, 20]),
)
def test_a_window_is_that_slice_of_the_whole_list(
    stocked: Stocked, session: TenantSession, sort: str, text: str, start: int, count: int, deep: int
) -> None:
    expected = in_order([row for row in stocked.rows if FILTERS[text](row)], sort)
    window_deep, window.DEEP = window.DEEP, deep
    try:
        answer = orjson.loads(
            lists.asset_rows(
                session, stocked.actor, ListRequest(text, None, sort), start=start, count=count, columns=COLUMNS
            )
        )
    finally:
        window.DEEP = window_deep

    assert [row["id"] for row in answer["rows"]] == [row["id"] for row in expected[start : start + count]]
    assert answer["total"] == {"value": len(expected), "relation": "eq"}
    assert answer["rows"] == expected[start : start + count]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(sort=sorts(), text=st.sampled_from(sorted(FILTERS)), limit=st.integers(7, 150))
def test_pages_behind_cursors_are_the_whole_list(
    stocked: Stocked, session: TenantSession, sort: str, text: str, limit: int
) -> None:
    expected = in_order([row for row in stocked.rows if FILTERS[text](row)], sort)
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = orjson.loads(
            lists.asset_list(
                session, stocked.actor, ListRequest(text, None, sort), cursor=cursor, limit=limit, columns="tag"
            )
        )
        found += [row["id"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == [row["id"] for row in expected]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(sort=sorts(), text=st.sampled_from(sorted(FILTERS)), place=st.integers(0, ROWS - 1))
def test_an_asset_is_located_where_the_list_shows_it(
    stocked: Stocked, session: TenantSession, sort: str, text: str, place: int
) -> None:
    expected = in_order([row for row in stocked.rows if FILTERS[text](row)], sort)
    wanted = stocked.rows[place]
    index = lists.locate_asset(session, stocked.actor, ListRequest(text, None, sort), uuid.UUID(wanted["id"]))
    assert index == (expected.index(wanted) if wanted in expected else None)


class TestCounts:
    def test_a_long_list_says_so_without_counting_to_the_end(
        self, stocked: Stocked, session: TenantSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(window, "BOUND", 100)
        answer = orjson.loads(lists.asset_rows(session, stocked.actor, ListRequest(), start=0, count=10, columns="tag"))
        assert answer["total"] == {"value": 100, "relation": "gte"}
        assert lists.count_assets(session, stocked.actor, ListRequest()) == ROWS

    def test_a_count_follows_a_change(self, stocked: Stocked) -> None:
        database, actor = stocked.world.database, stocked.world.south.actor
        with database.session_for(actor) as session:
            before = lists.count_assets(session, actor, ListRequest("status=missing"))
        with database.session_for(actor) as session:
            open_change_set(session, actor)
            session.raw.execute(
                "update assets set status = 'missing' "
                "where tag = (select min(tag) from assets where status <> 'missing')"
            )
        with database.session_for(actor) as session:
            assert lists.count_assets(session, actor, ListRequest("status=missing")) == before + 1


class TestScope:
    def test_a_scoped_person_sees_only_their_client(self, stocked: Stocked) -> None:
        north = stocked.world.north
        scoped = north.scoped(north.acme)
        with stocked.world.database.session_for(scoped) as session:
            answer = orjson.loads(
                lists.asset_rows(session, scoped, ListRequest(), start=0, count=200, columns="client")
            )
        assert {row["client"]["label"] for row in answer["rows"]} == {"Acme"}
        assert answer["total"]["value"] == sum(row["client"]["label"] == "Acme" for row in stocked.rows)

    def test_asking_for_a_client_out_of_scope_shows_nothing(self, stocked: Stocked) -> None:
        north = stocked.world.north
        scoped = north.scoped(north.acme)
        with stocked.world.database.session_for(scoped) as session:
            wanted = ListRequest(client_id=north.globex)
            answer = orjson.loads(lists.asset_rows(session, scoped, wanted, start=0, count=200, columns="client"))
        assert answer["rows"] == []

    def test_a_client_narrows_the_list(self, stocked: Stocked, session: TenantSession) -> None:
        wanted = ListRequest(client_id=stocked.world.north.globex)
        total = lists.count_assets(session, stocked.actor, wanted)
        assert total == sum(row["client"]["label"] == "Globex" for row in stocked.rows)


class TestSearchModes:
    @pytest.mark.parametrize(
        "text", ["ws-1", "dell", '"<script>"', "%", '"_"', '"\\\\"', "مرحبا", "😀", "=cmd", "fe80"]
    )
    def test_both_ways_to_the_index_find_the_same(self, stocked: Stocked, text: str) -> None:
        answers = []
        for mode in SearchMode:
            with stocked.world.database.session_for(stocked.actor) as session:
                session.info["search_mode"] = mode
                wanted = ListRequest(text)
                answers.append(lists.asset_rows(session, stocked.actor, wanted, start=0, count=200, columns="name"))
        assert answers[0] == answers[1]

    def test_a_scoped_person_finds_nothing_of_others_through_the_function(self, stocked: Stocked) -> None:
        north = stocked.world.north
        scoped = north.scoped(north.acme)
        with stocked.world.database.session_for(scoped) as session:
            session.info["search_mode"] = SearchMode.FUNCTION
            found = session.raw.execute("select count(*) from search_asset_ids('%')").fetchone()
            assert found == (sum(row["client"]["label"] == "Acme" for row in stocked.rows),)

    @pytest.mark.parametrize("text", ["needle", "name:needle", "serial:needle", "mac:aabbccddee"])
    def test_the_trigram_index_serves_under_row_level_security(
        self, database: Database, admin_url: str, text: str
    ) -> None:
        actor = _many(database, admin_url)
        with database.session_for(actor) as session:
            setting = load_setting(session)
            assert setting.search is SearchMode.COLUMN
            selection = select_assets(session, setting, text=text, client_id=None)
            statement = f"explain select a.id from assets a where {selection.where} order by a.tag, a.id limit 100"
            plan = "\n".join(line for (line,) in session.raw.execute(statement, selection.params))
        assert "ix_assets_search" in plan
        assert re.search(r"Index Cond: .*search ~~\*", plan)


_KNOWN: dict[str, Actor] = {}


def _many(database: Database, admin_url: str) -> Actor:
    """A tenant large enough for the planner to care; made once."""
    if "many" not in _KNOWN:
        north = build_world(database).north
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute("set session_replication_role = replica")
            connection.execute(
                "insert into assets (tenant_id, id, client_id, type, tag, name) select %s, gen_random_uuid(), %s, "
                "'server', 'AST-' || n, 'host ' || md5(n::text) from generate_series(1, 8000) n",
                [north.id, north.acme],
            )
            connection.execute(
                "insert into asset_identifiers (tenant_id, asset_id, kind, value, source) "
                "select a.tenant_id, a.id, k, md5(a.id::text), 'ui' from assets a, unnest(array['serial', 'mac']) k "
                "where a.tenant_id = %s",
                [north.id],
            )
            connection.execute("vacuum analyze assets, asset_identifiers")
        _KNOWN["many"] = north.actor
    return _KNOWN["many"]


class TestStatements:
    """A list costs the same few statements however many rows, columns and filters it has."""

    def count(self, stocked: Stocked, wanted: ListRequest, **options: Any) -> int:
        executed = 0

        class Counting(psycopg.Cursor[Any]):
            def execute(self, *args: Any, **kwargs: Any) -> Any:
                nonlocal executed
                executed += 1
                return super().execute(*args, **kwargs)

        with stocked.world.database.session_for(stocked.actor) as session:
            lists.count_assets(session, stocked.actor, ListRequest())  # learns the search mode
            session.raw.cursor_factory = Counting
            try:
                lists.asset_rows(
                    session, stocked.actor, wanted, **{"start": 0, "count": 100, "columns": None, **options}
                )
            finally:
                session.raw.cursor_factory = psycopg.Cursor
        return executed

    def test_the_number_is_constant(self, stocked: Stocked) -> None:
        expected = self.count(stocked, ListRequest(), count=1)
        assert expected == 3
        assert self.count(stocked, ListRequest(), count=200, columns=COLUMNS) == expected
        assert self.count(stocked, ListRequest("dell os:ubuntu client:acme", None, "-client,os")) == expected


class TestMistakes:
    def test_a_wrong_filter_says_where_and_what_was_meant(self, stocked: Stocked, session: TenantSession) -> None:
        with pytest.raises(FilterInvalid) as refused:
            lists.asset_rows(session, stocked.actor, ListRequest("stauts=x"), start=0, count=1, columns=None)
        error = refused.value.context["errors"][0]  # type: ignore[index]
        assert error["suggestion"] == "status"
        assert (error["start"], error["end"]) == (0, 8)

    @pytest.mark.parametrize("sort", ["nothing", "tags", "name,tag,model,serial,status", "-"])
    def test_a_wrong_sort_is_refused(self, stocked: Stocked, session: TenantSession, sort: str) -> None:
        with pytest.raises(SortInvalid):
            lists.asset_rows(session, stocked.actor, ListRequest(sort=sort), start=0, count=1, columns=None)

    def test_a_wrong_column_is_refused(self, stocked: Stocked, session: TenantSession) -> None:
        with pytest.raises(ColumnsInvalid):
            lists.asset_rows(session, stocked.actor, ListRequest(), start=0, count=1, columns='tag,a"; drop table x')

    def test_a_cursor_of_another_order_is_refused(self, stocked: Stocked, session: TenantSession) -> None:
        page = orjson.loads(
            lists.asset_list(session, stocked.actor, ListRequest(), cursor=None, limit=5, columns="tag")
        )
        with pytest.raises(CursorRefused):
            lists.asset_list(
                session, stocked.actor, ListRequest(sort="name"), cursor=page["next_cursor"], limit=5, columns="tag"
            )
