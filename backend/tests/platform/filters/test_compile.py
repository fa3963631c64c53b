"""The SQL of a filter: what it matches on a real PostgreSQL, and that it never carries a value or leaves the tenant."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Connection

from quarterdeck.platform.filters.check import parse_filter
from quarterdeck.platform.filters.compile import Compiled, compile_filter
from quarterdeck.platform.filters.errors import FilterErrors
from quarterdeck.platform.filters.parameters import Context, SearchMode
from quarterdeck.platform.filters.parser import parse
from quarterdeck.platform.postgres.throwaway import throwaway_postgres

from .catalogue import CATALOGUE, CONTEXT, ME, OTHER_TENANT, TENANT
from .test_language import FRAGMENTS

SCHEMA = """
create table clients (tenant_id uuid, id uuid, name text, primary key (tenant_id, id));
create table contacts (tenant_id uuid, id uuid, name text, primary key (tenant_id, id));
create table assets (
  tenant_id uuid, id uuid, name text, tag text, status text, client_id uuid, contact_id uuid, purchase_cost numeric,
  warranty_end date, last_seen timestamptz, encrypted boolean, ip inet, tags text[], import_id uuid,
  custom jsonb not null default '{}', search text, type text, primary key (tenant_id, id));
create table workstations (tenant_id uuid, id uuid, ram_mb integer, os text, primary key (tenant_id, id));
create table servers (tenant_id uuid, id uuid, os text, os_version text, primary key (tenant_id, id));
create table asset_identifiers (
  tenant_id uuid, asset_id uuid, kind text, value text, is_current boolean not null default true);
create function search_asset_ids(pattern text) returns setof uuid language sql stable as
  $$ select id from assets where search ilike pattern $$;
"""


def key(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)


ACME, GLOBEX = key(501), key(502)


def _insert(connection: Connection, table: str, row: dict[str, object]) -> None:
    places = ", ".join(f"%({column})s" for column in row)
    connection.execute(f"insert into {table} ({', '.join(row)}) values ({places})", row)


def _seed_identifiers(connection: Connection, tenant: uuid.UUID) -> None:
    carried = ((1, "serial", "4XK2Y9", True), (1, "mac", "aa:bb:cc:00:11:22", True), (3, "serial", "9PL1", True))
    for number, kind, value, is_current in (*carried, (4, "serial", "4XK2Y9", False)):
        row = {"asset_id": key(number), "kind": kind, "value": value, "is_current": is_current}
        _insert(connection, "asset_identifiers", {"tenant_id": tenant, **row})


def _seed_extensions(connection: Connection, tenant: uuid.UUID) -> None:
    for numbers, kind in (((1, 2), "workstation"), ((3, 4), "server")):
        connection.execute(
            "update assets set type = %s where tenant_id = %s and id = any(%s)", (kind, tenant, [*map(key, numbers)])
        )
    _insert(connection, "workstations", {"tenant_id": tenant, "id": key(1), "ram_mb": 16384, "os": "Windows 11 Pro"})
    _insert(connection, "workstations", {"tenant_id": tenant, "id": key(2), "ram_mb": 8192, "os": None})
    _insert(
        connection, "servers", {"tenant_id": tenant, "id": key(3), "os": "Ubuntu 24.04", "os_version": "10.0.20348"}
    )
    _insert(
        connection,
        "servers",
        {"tenant_id": tenant, "id": key(4), "os": "Windows Server", "os_version": "9.4 (build 7)"},
    )


def seed(connection: Connection, tenant: uuid.UUID) -> None:
    """Five assets: 1 and 2 are workstations, 3 and 4 servers, 5 has nothing but a name."""

    def insert(table: str, **row: object) -> None:
        _insert(connection, table, {"tenant_id": tenant, **row})

    insert("clients", id=ACME, name="Acme")
    insert("clients", id=GLOBEX, name="Globex 100%")
    insert("contacts", id=ME, name="P. Shah")
    insert(
        "assets",
        id=key(1),
        name="WS-01",
        tag="AST-1",
        status="deployed",
        client_id=ACME,
        contact_id=ME,
        purchase_cost="1499.90",
        warranty_end="2026-06-16",
        last_seen="2026-06-15T22:30:00Z",
        encrypted=True,
        ip="10.0.0.9",
        tags=["vip", "leeds"],
        import_id=key(77),
        custom='{"room": "B 12", "seats": 12, "leased": true, "due": "2026-06-20"}',
        search="ws-01 ast-1 4xk2y9 aa:bb:cc:00:11:22 aabbcc001122",
    )
    insert(
        "assets",
        id=key(2),
        name='Tom\'s "big" 50%_box',
        tag="AST-2",
        status="missing",
        client_id=ACME,
        purchase_cost=900,
        warranty_end="2026-09-01",
        last_seen="2026-05-01T00:00:00Z",
        encrypted=False,
        ip="10.0.0.10",
        tags=["vip"],
        custom='{"room": "", "seats": "many", "leased": "x", "due": "soon"}',
        search="tom's box",
    )
    insert(
        "assets",
        id=key(3),
        name="DC01",
        tag="AST-3",
        status="in_repair",
        client_id=GLOBEX,
        warranty_end="2027-01-01",
        ip="fe80::1",
        tags=[],
        search="dc01",
    )
    insert("assets", id=key(4), name="dc02", tag="AST-10", client_id=GLOBEX, search="dc02", ip="192.168.1.4")
    insert("assets", id=key(5), name="")
    _seed_extensions(connection, tenant)
    _seed_identifiers(connection, tenant)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    with throwaway_postgres() as server, psycopg.connect(server.superuser_url()) as connection:
        connection.execute(SCHEMA)
        seed(connection, TENANT)
        seed(connection, OTHER_TENANT)
        # The twin of the other tenant: the same ids, and one asset that only the other tenant has.
        connection.execute("insert into assets (tenant_id, id, name) values (%s, %s, 'WS-09')", (OTHER_TENANT, key(9)))
        yield connection


def compiled(text: str, context: Context = CONTEXT) -> Compiled:
    return compile_filter(parse_filter(text, CATALOGUE), CATALOGUE, context)


def matched(connection: Connection, text: str, context: Context = CONTEXT) -> str:
    """The numbers of the assets that match, in order, as one string."""
    condition = compiled(text, context)
    sql = f"select a.id from assets a where a.tenant_id = %(tenant_id)s and {condition.sql} order by a.id"
    return "".join(str(row[0].int) for row in connection.execute(sql, condition.params))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "12345"),
        ("name:ws", "1"),
        ("name=ws-01", "1"),
        ("name^dc", "34"),
        ("name!:dc", "125"),
        ("name!=DC01", "1245"),
        ("-name:dc", "125"),
        ("name:%_", "2"),
        ('name:"\\"big\\""', "2"),
        ("name=@none", "5"),
        ('name=""', "5"),
        ("name!=@none", "1234"),
        ("name=(ws-01,dc02,@none)", "145"),
        ("tag^AST-1", "14"),
        ("tag=(ast-1,ast-3)", "13"),
        ("tag=@none", "5"),
        ("serial=4xk-2y9", "1"),
        ("serial:XK2", "1"),
        ("serial^9p", "3"),
        ("serial=@none", "245"),
        ("serial!=4XK2Y9", "2345"),
        ("mac=AA-BB-CC-00-11-22", "1"),
        ("mac:bbcc00", "1"),
        ("mac^aabb", "1"),
        ("mac!=@none", "1"),
        ("status:deployed", "1"),
        ("status=(deployed,missing)", "12"),
        ("status!=(deployed,missing)", "345"),
        ("status=(deployed,@none)", "145"),
        ("client=acme", "12"),
        ("client:100%", "34"),
        ("client!=acme", "345"),
        (f"client={ACME}", "12"),
        (f"client=({ACME},globex 100%)".replace("globex 100%", '"globex 100%"'), "1234"),
        ("client=@none", "5"),
        ("assigned_to=@me", "1"),
        ("assigned_to!=@me", "2345"),
        ("assigned_to=(@me,@none)", "12345"),
        ("ram_mb>8192", "1"),
        ("ram_mb>=8192", "12"),
        ("ram_mb=8000..9000", "2"),
        ("ram_mb=9000..", "1"),
        ("ram_mb!=8192", "1345"),
        ("ram_mb=@none", "345"),
        ("-ram_mb>8192", "2345"),
        ("os:windows", "14"),
        ("os=@none", "25"),
        ("os!:windows", "235"),
        ("type:workstation os:windows", "1"),
        ("type:Server os:windows", "4"),
        ("type=(workstation,server) os:windows", "14"),
        ("type=(workstation,@none) os=@none", "25"),
        ("type!=workstation os:windows", "4"),
        ("-type:workstation os:windows", "4"),
        ("type:server ram_mb>1", ""),
        ("type:server ram_mb=@none", "34"),
        ("type:server os!:windows", "3"),
        ("type:printer os:windows", ""),
        ("type:server type:workstation os:windows", ""),
        ("type:server os:ubuntu OR os:windows", "134"),
        ("os_version>=10", "3"),
        ("os_version<10", "4"),
        ("os_version=9.4.0", "4"),
        ("os_version:10.0", "3"),
        ("purchase_cost>1000.5", "1"),
        ("purchase_cost=@none", "345"),
        ("warranty_end=today", "1"),
        ("warranty_end<2026-09-01", "1"),
        ("warranty_end<=2026-09-01", "12"),
        ("warranty_end>2026", "3"),
        ("warranty_end=2026", "12"),
        ("warranty_end=2026-Q3", "2"),
        ("warranty_end:+90d", "12"),
        ("warranty_end=this-month", "1"),
        ("warranty_end!=2026", "345"),
        ("warranty_end=(2026-06-16,2027-01-01)", "13"),
        ("last_seen=today", "1"),
        ("last_seen=yesterday", ""),
        ("last_seen:-2h", "1"),
        ("last_seen<-30d", "2"),
        ("last_seen>=2026-06-16T00:30", "1"),
        ("encrypted=yes", "1"),
        ("encrypted=no", "2"),
        ("encrypted=@none", "345"),
        ("encrypted!=yes", "2345"),
        ("ip=10.0.0.9", "1"),
        ("ip=10.0.0.0/28", "12"),
        ("ip:10.0.0.", "12"),
        ("ip=10.0.0.10..10.0.1.0", "2"),
        ("ip=fe80::/10", "3"),
        ("ip=0.0.0.0..", "124"),
        ("tags=leeds", "1"),
        ("tags=(VIP,leeds)", "12"),
        ("tags:(vip,leeds)", "1"),
        ("tags!=vip", "345"),
        ("tags=@none", "345"),
        (f"import={key(77)}", "1"),
        ("cf.room:b", "1"),
        ("cf.room=@none", "2345"),
        ("cf.seats>=12", "1"),
        ("cf.seats=@none", "345"),
        ("cf.leased=yes", "1"),
        ("cf.due<2026-07-01", "1"),
        ("ws ast", "1"),
        ('"tom\'s box"', "2"),
        ("-dc", "125"),
        ("AA-BB-CC-00", "1"),
        ("aabb.cc00.1122", "1"),
        ("%", ""),
        ("name:dc os:windows OR status=missing", "24"),
        ("(status=deployed OR status=missing) ram_mb<9000", "2"),
    ],
)
def test_matches(connection: Connection, text: str, expected: str) -> None:
    assert matched(connection, text) == expected


def test_both_ways_of_searching_find_the_same(connection: Connection) -> None:
    by_function = replace(CONTEXT, search=SearchMode.FUNCTION)

    for text in ("ws-", '-"dc-1"', "aa:bb:cc:00:11:22"):
        assert matched(connection, text, by_function) == matched(connection, text)
        assert "search_asset_ids" in compiled(text, by_function).sql


@pytest.mark.parametrize("text", ["ws", "-dc", "W", "s-", '"%"', '"_"', "name:ws"])
@pytest.mark.parametrize("mode", SearchMode)
def test_what_is_too_short_for_a_trigram_is_not_looked_for_by_them(
    connection: Connection, text: str, mode: SearchMode
) -> None:
    sql = compiled(text, replace(CONTEXT, search=mode)).sql

    assert "search_asset_ids" not in sql
    assert "a.search ilike" not in sql
    assert matched(connection, text, replace(CONTEXT, search=mode)) == matched(connection, text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.lists(st.one_of(FRAGMENTS, st.text(max_size=6)), max_size=12).map("".join))
def test_whatever_is_accepted_runs(connection: Connection, text: str) -> None:
    try:
        matched(connection, text)
    except FilterErrors:
        return


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(value=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12))
def test_a_hostile_value_is_found_as_it_is_and_stays_out_of_the_sql(connection: Connection, value: str) -> None:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    if not value.strip():
        return
    condition = compiled(f'name="{escaped}" "{escaped}"')

    assert re.fullmatch(r"[a-z0-9_.%():=,\[\] ]+", condition.sql)
    with connection.transaction(force_rollback=True):
        insert = "insert into assets (tenant_id, id, name, search) values (%s, %s, %s, lower(%s))"
        connection.execute(insert, (TENANT, key(8), value.strip(), value))
        assert "8" in matched(connection, f'name="{escaped}"')


def test_every_sub_select_names_the_tenant() -> None:
    everything = (
        "serial=1 mac=aa os:x ram_mb>1 client=acme assigned_to:x os_version>1 serial=@none os=@none -mac^aa "
        "client!=acme os!:x ram_mb!=@none"
    )
    condition = compiled(everything)

    tables = re.findall(r"from (?:clients|contacts|workstations|servers|asset_identifiers) (\w) ", condition.sql)
    assert len(tables) > 10
    assert len(re.findall(r" (\w) where \1\.tenant_id = %\(tenant_id\)s and ", condition.sql)) == len(tables)
    assert condition.params["tenant_id"] == TENANT


def test_parameters_of_two_filters_do_not_collide() -> None:
    first, second = compiled("name:x"), compiled("name:y", replace(CONTEXT, prefix="q"))

    assert set(first.params) & set(second.params) == {"tenant_id"}


def test_a_tree_that_does_not_fit_the_catalogue_is_refused() -> None:
    with pytest.raises(FilterErrors, match="No field 'nothing'"):
        compile_filter(parse("nothing=1"), CATALOGUE, CONTEXT)


def test_a_stated_type_leaves_only_its_own_table() -> None:
    several = compiled("os:windows").sql
    assert "union all" in several
    assert several.count("ilike") == 1, "with a condition in each branch the planner hashes every match of all tables"
    narrowed = compiled("type:workstation os:windows").sql
    assert ("workstations" in narrowed, "servers" in narrowed) == (True, False)
