"""What a database needs before its first migration, and after each restore: roles, extensions, leakproof marks.

Idempotent; run by every `quarterdeck migrate`.
"""

import psycopg
from psycopg import sql

from quarterdeck.platform.db.ddl import APP_ROLE, LOOKUP_ROLE, OWNER_ROLE, READER_ROLE

EXTENSIONS = ("pg_trgm", "btree_gin")

# Under row-level security only LEAKPROOF functions can be index conditions. These are internal functions that reveal
# nothing about their arguments through errors; PostgreSQL marks them conservatively. pg_dump does not carry the marks.
LEAKPROOF_FUNCTIONS = (
    "textlike(text,text)",
    "texticlike(text,text)",
    "jsonb_contains(jsonb,jsonb)",
    "arraycontains(anyarray,anyarray)",
    "arrayoverlap(anyarray,anyarray)",
)


def prepare_database(connection: psycopg.Connection, *, app_password: str) -> None:
    """Create what is missing, as a role that may create roles (a superuser marks leakproof too)."""
    with connection.transaction():
        # Two installations of one cluster share the roles; this keeps them from creating them at once.
        connection.execute("select pg_advisory_xact_lock(hashtext('quarterdeck roles'))")
        _create_roles(connection, app_password)
        _grant_schema(connection)
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(extension)))
        if is_superuser(connection):
            for function in LEAKPROOF_FUNCTIONS:
                connection.execute(f"alter function pg_catalog.{function} leakproof")


def is_superuser(connection: psycopg.Connection) -> bool:
    row = connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()
    return bool(row and row[0])


def leakproof_marks_present(connection: psycopg.Connection) -> bool:
    """Whether trigram search can use its index under row-level security."""
    row = connection.execute(
        "select bool_and(proleakproof) from pg_proc where oid = any(%s::regprocedure[])",
        [["textlike(text,text)", "texticlike(text,text)"]],
    ).fetchone()
    return bool(row and row[0])


def _create_roles(connection: psycopg.Connection, app_password: str) -> None:
    existing = {name for (name,) in connection.execute("select rolname from pg_roles")}
    for role in (OWNER_ROLE, APP_ROLE, READER_ROLE, LOOKUP_ROLE):
        if role not in existing:
            connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(role)))
    connection.execute(
        sql.SQL("alter role {} login nocreatedb nocreaterole password {}").format(
            sql.Identifier(APP_ROLE), sql.Literal(app_password)
        )
    )
    database = connection.info.dbname
    # plan_cache_mode stays at its default: our statements are never prepared, so each is planned for its tenant, and
    # force_custom_plan would plan every foreign-key check anew (measured: bulk inserts twice as slow).
    for setting, value in (("jit", "off"), ("lock_timeout", "30s")):
        connection.execute(
            sql.SQL("alter role {} in database {} set {} = {}").format(
                sql.Identifier(APP_ROLE), sql.Identifier(database), sql.Identifier(setting), sql.Literal(value)
            )
        )
    connection.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(OWNER_ROLE)))
    connection.execute(sql.SQL("grant {} to {}").format(sql.Identifier(LOOKUP_ROLE), sql.Identifier(OWNER_ROLE)))


def _grant_schema(connection: psycopg.Connection) -> None:
    database = connection.info.dbname
    connection.execute("revoke create on schema public from public")
    connection.execute(f"grant usage, create on schema public to {OWNER_ROLE}, {LOOKUP_ROLE}")
    connection.execute(f"grant usage on schema public to {APP_ROLE}, {READER_ROLE}")
    connection.execute(
        sql.SQL("grant connect, temporary on database {} to {}").format(
            sql.Identifier(database), sql.SQL(f"{OWNER_ROLE}, {APP_ROLE}, {READER_ROLE}")
        )
    )
