"""The bare way: the rows that an import left behind, by COPY into staging and INSERT … SELECT into the same tables.

It normalises nothing, identifies nothing and explains nothing; indexes, checks, foreign keys and journal are the same.
"""

import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks.harness import Bench
from quarterdeck.domains.assets.models import EXTENSIONS
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.platform.actors import Actor

TABLES = ("assets", *(model.__tablename__ for model in EXTENSIONS.values()), "asset_provenance", "asset_identifiers")
_BESIDE = ("clients", "client_names", "locations", "contacts")


@dataclass(frozen=True)
class Dump:
    """What an import wrote, as files for COPY."""

    folder: Path

    def file(self, table: str) -> Path:
        return self.folder / f"{table}.copy"

    def drop(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def dump(bench: Bench, actor: Actor, folder: Path) -> Dump:
    """Every asset of the tenant, as it stands."""
    folder.mkdir(parents=True)
    made = Dump(folder)
    with psycopg.connect(bench.admin_url) as connection:
        for table in TABLES:
            statement = sql.SQL("copy (select {} from {} where tenant_id = {}) to stdout").format(
                _columns(connection, table), sql.Identifier(table), sql.Literal(actor.tenant_id)
            )
            with connection.cursor().copy(statement) as copy, made.file(table).open("wb") as file:
                for piece in copy:
                    file.write(piece)
    return made


def copy_clients(bench: Bench, source: Actor, target: Actor) -> None:
    """The same clients, places and people in another tenant, under the same ids."""
    with psycopg.connect(bench.admin_url) as connection:
        connection.execute("set session_replication_role = replica")
        for table in _BESIDE:
            statement = sql.SQL("insert into {0} (tenant_id, {1}) select {2}, {1} from {0} where tenant_id = {3}")
            connection.execute(
                statement.format(
                    sql.Identifier(table),
                    _columns(connection, table),
                    sql.Literal(target.tenant_id),
                    sql.Literal(source.tenant_id),
                )
            )


def insert_bare(bench: Bench, actor: Actor, made: Dump) -> None:
    """All rows in one transaction, as the application's role."""
    with bench.database.session_for(actor) as session:
        open_change_set(session, actor, reason="Bare")
        for table in TABLES:
            columns = _stage(session.raw, table, made)
            session.raw.execute(
                sql.SQL("insert into {} (tenant_id, {}) select {}, {} from staged").format(
                    sql.Identifier(table), columns, sql.Literal(actor.tenant_id), columns
                )
            )
            session.raw.execute("drop table staged")


def update_bare(bench: Bench, actor: Actor, made: Dump) -> None:
    """Every asset set to what the file says of it, and the identifiers that are new added."""
    with bench.database.session_for(actor) as session:
        open_change_set(session, actor, reason="Bare")
        for table in TABLES[:-1]:
            columns = _stage(session.raw, table, made)
            names = [name for name in _names(session.raw, table) if name not in {"id", "version", "updated_at"}]
            listed = sql.SQL(", ").join(map(sql.Identifier, names))
            ours = sql.SQL(", ").join(sql.SQL("s.{}").format(sql.Identifier(name)) for name in names)
            theirs = sql.SQL(", ").join(sql.SQL("t.{}").format(sql.Identifier(name)) for name in names)
            session.raw.execute(
                sql.SQL(
                    "update {} t set ({}) = row ({}) from staged s "
                    "where t.tenant_id = {} and t.id = s.id and ({}) is distinct from ({})"
                ).format(sql.Identifier(table), listed, ours, sql.Literal(actor.tenant_id), ours, theirs)
            )
            session.raw.execute(
                sql.SQL("insert into {0} (tenant_id, {1}) select {2}, {1} from staged on conflict do nothing").format(
                    sql.Identifier(table), columns, sql.Literal(actor.tenant_id)
                )
                if table != "assets"
                else "select 1"
            )
            session.raw.execute("drop table staged")
        columns = _stage(session.raw, "asset_identifiers", made)
        session.raw.execute(
            sql.SQL(
                "insert into asset_identifiers (tenant_id, {0}) select {1}, {0} from staged on conflict do nothing"
            ).format(columns, sql.Literal(actor.tenant_id))
        )


def _stage(connection: psycopg.Connection, table: str, made: Dump) -> sql.Composable:
    connection.execute(
        sql.SQL("create temporary table staged on commit drop as select {} from {} with no data").format(
            _columns(connection, table), sql.Identifier(table)
        )
    )
    with made.file(table).open("rb") as file, connection.cursor().copy("copy staged from stdin") as copy:
        while piece := file.read(1 << 20):
            copy.write(piece)
    connection.execute("analyze staged")
    return _columns(connection, table)


def _columns(connection: psycopg.Connection, table: str) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, _names(connection, table)))


def _names(connection: psycopg.Connection, table: str) -> list[str]:
    rows = connection.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped "
        "and attgenerated = '' and attname <> 'tenant_id' order by attnum",
        [table],
    ).fetchall()
    return [row[0] for row in rows]


def written(bench: Bench, tenant_id: uuid.UUID) -> dict[str, int]:
    """Rows by table, to prove that both ways wrote the same."""
    with psycopg.connect(bench.admin_url) as connection:
        counts = {}
        for table in (*TABLES, "changes"):
            found = connection.execute(
                sql.SQL("select count(*) from {} where tenant_id = %s").format(sql.Identifier(table)), [tenant_id]
            ).fetchone()
            counts[table] = found[0] if found else 0
        return counts
