"""Alembic's environment: one transaction per migration, as the owner role, with time-outs that cannot hurt."""

import re

from alembic import context
from sqlalchemy import create_engine, pool

from quarterdeck.migrations.metadata import target_metadata
from quarterdeck.platform.db.ddl import OWNER_ROLE

# The queue brings its own tables, and months of the journal come and go without a migration.
NOT_IN_MODELS = re.compile(r"procrastinate_.*|changes_(default|\d{4}_\d{2})")


def belongs_to_the_models(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or name is None or not NOT_IN_MODELS.fullmatch(name)


def run_migrations() -> None:
    engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("select pg_advisory_lock(hashtext('quarterdeck migrations'))")
        connection.exec_driver_sql(f"set role {OWNER_ROLE}")
        connection.exec_driver_sql("set lock_timeout = '10s'")
        connection.exec_driver_sql("set statement_timeout = '15min'")
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            transaction_per_migration=True,
            compare_type=True,
            include_name=belongs_to_the_models,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
