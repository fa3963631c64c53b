"""Rules about all tables, present and future."""

import psycopg
import pytest
from sqlalchemy import ForeignKeyConstraint, Table, UniqueConstraint, text

from quarterdeck.domains.tenancy.models import Client
from quarterdeck.migrations.metadata import target_metadata
from quarterdeck.platform.db.session import Database
from tests.world import World

#: Tables that belong to no tenant, each with the reason.
GLOBAL_TABLES = {
    "tenants": "the root itself; its own policy shows a session only its own row",
    "users": "a person belongs to the installation; memberships say to which tenants",
    "oidc_identities": "a person at a provider, whatever the tenant",
    "user_sessions": "a browser signs in before it names a tenant; ids are hashes of the cookie",
    "recovery_codes": "a person's own, hashed",
    "login_attempts": "counted before anybody is known; keys are hashes",
}

TABLES = list(target_metadata.sorted_tables)
TENANT_TABLES = [table for table in TABLES if table.name not in GLOBAL_TABLES]


@pytest.mark.parametrize("table", TENANT_TABLES, ids=lambda table: table.name)
def test_the_tenant_leads_the_primary_key_and_every_unique_key(table: Table) -> None:
    keys = [table.primary_key, *(each for each in table.constraints if isinstance(each, UniqueConstraint))]
    for key in keys:
        assert next(iter(key.columns)).name == "tenant_id", (table.name, key.name)


@pytest.mark.parametrize("table", TENANT_TABLES, ids=lambda table: table.name)
def test_every_foreign_key_between_tenant_tables_carries_the_tenant(table: Table) -> None:
    for key in table.constraints:
        if isinstance(key, ForeignKeyConstraint) and "tenant_id" in key.referred_table.c:
            assert "tenant_id" in key.column_keys, (table.name, key.name)
            assert key.ondelete is None, (table.name, key.name)


def test_every_table_forces_row_level_security_with_a_policy(admin_url: str) -> None:
    with psycopg.connect(admin_url) as connection:
        rows = connection.execute(
            """
            select c.relname, c.relforcerowsecurity and c.relrowsecurity,
                   exists (select 1 from pg_policy p where p.polrelid = c.oid), c.relispartition
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind in ('r', 'p')
              and c.relname not like 'procrastinate%' and c.relname <> 'alembic_version'
            """
        ).fetchall()
    known = {table.name for table in TABLES}
    for name, forced, has_policy, is_partition in rows:
        assert forced or name in GLOBAL_TABLES, name
        assert has_policy or is_partition or name in GLOBAL_TABLES, name
        assert name in known or is_partition, f"{name} is in the database but in no model"


def test_the_application_owns_nothing_and_cannot_bypass_policies(admin_url: str) -> None:
    with psycopg.connect(admin_url) as connection:
        flags = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = 'quarterdeck_app'"
        ).fetchone()
        owned = connection.execute(
            "select count(*) from pg_class where relowner = 'quarterdeck_app'::regrole"
        ).fetchone()
    assert flags == (False, False, False, False)
    assert owned == (0,)


@pytest.mark.parametrize("table", TENANT_TABLES, ids=lambda table: table.name)
def test_a_connection_that_forgot_its_tenant_sees_nothing(database: Database, world: World, table: Table) -> None:
    with database.engine.connect() as connection:
        assert connection.execute(text(f'select count(*) from "{table.name}"')).scalar_one() == 0


def test_a_pooled_connection_keeps_no_tenant(database: Database, world: World) -> None:
    pool_of_one = Database(database.url, pool_size=1)
    with pool_of_one.session_for(world.north.actor) as session:
        assert session.query(Client).count() == 2
        connection_id = session.raw.info.backend_pid
    with pool_of_one.engine.connect() as connection:
        assert connection.connection.driver_connection.info.backend_pid == connection_id  # type: ignore[union-attr]
        assert connection.execute(text("select count(*) from clients")).scalar_one() == 0
    pool_of_one.dispose()


def test_a_client_scope_is_enforced_by_the_database(database: Database, world: World) -> None:
    with database.session_for(world.north.scoped(world.north.acme)) as session:
        assert [client.name for client in session.query(Client)] == ["Acme"]
