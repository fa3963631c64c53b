"""The worlds of the tests are copies, and worth what they prove only as long as they are what the product makes."""

import re
from typing import Any

import psycopg

from quarterdeck.migrations.metadata import target_metadata
from quarterdeck.platform.db.session import Database
from tests.world import TenantWorld, build_world, make_tenant

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+]+")
OWN = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|north-[0-9a-f]{12}|(?:acme|globex)-[0-9a-f]{6}")


def everything_of(connection: psycopg.Connection[Any], tenant: TenantWorld) -> dict[str, list[str]]:
    """All rows of the tenant but the numbers that the database counts; each id is the place of its first appearance."""
    seen: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    for table in sorted(target_metadata.sorted_tables, key=lambda table: table.name == "changes"):
        owner = "id" if table.name == "tenants" else "tenant_id"
        if owner not in table.c:
            continue
        row = f"to_jsonb(t) - '{{transaction_id, seq{', id' if table.name == 'changes' else ''}}}'::text[]"
        key = ", ".join(f"t.{column.name}" for column in table.primary_key.columns)
        query = f"select ({row})::text from {table.name} t where {owner} = %s order by {key}"
        rows = [row for (row,) in connection.execute(query.encode(), [tenant.id])]
        numbered = [OWN.sub(lambda own: seen.setdefault(own[0], f"#{len(seen)}"), row) for row in rows]
        found[table.name] = sorted(MOMENT.sub("then", row) for row in numbered)
    return found


def test_a_copied_tenant_is_what_the_services_make(database: Database, admin_url: str) -> None:
    build_world(database)
    copy, made = build_world(database).north, make_tenant(database, "north")
    with psycopg.connect(admin_url) as connection:
        expected, found = everything_of(connection, made), everything_of(connection, copy)
        transactions = "select count(distinct transaction_id) from changes where tenant_id = %s"
        counts = [connection.execute(transactions.encode(), [tenant.id]).fetchone() for tenant in (made, copy)]
    assert len(expected["changes"]) > 10
    assert found == expected
    assert counts[0] == counts[1]


def test_what_a_copied_tenant_is_said_to_hold_is_there(database: Database) -> None:
    build_world(database)
    for tenant in (build_world(database).north, build_world(database).south):
        with database.session_for(tenant.actor) as session:
            names = {
                table: session.raw.execute(f"select name from {table} where id = %s".encode(), [id_]).fetchone()
                for table, id_ in {
                    "clients": tenant.globex,
                    "locations": tenant.acme_leeds,
                    "contacts": tenant.priya,
                }.items()
            }
            slug = session.raw.execute("select slug from tenants where id = %s", [tenant.id]).fetchone()
        assert names == {"clients": ("Globex",), "locations": ("Leeds",), "contacts": ("Priya Shah",)}
        assert slug == (tenant.slug,) == (tenant.actor.tenant_slug,)
