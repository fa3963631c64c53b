"""Alembic's environment: one transaction per migration, as the owner role, with time-outs that cannot hurt."""

from alembic import context
from sqlalchemy import create_engine, pool

from quarterdeck.migrations.metadata import target_metadata
from quarterdeck.platform.db.ddl import OWNER_ROLE


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
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
