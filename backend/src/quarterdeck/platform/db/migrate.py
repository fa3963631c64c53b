"""Bring a database to the newest schema."""

import psycopg
from alembic import command
from alembic.config import Config

from quarterdeck.platform.db.bootstrap import prepare_database
from quarterdeck.platform.db.schema import MIGRATIONS
from quarterdeck.platform.db.session import sqlalchemy_url
from quarterdeck.platform.postgres import MINIMUM_MAJOR, PostgresUnavailable


def alembic_config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = sqlalchemy_url(url)
    return config


def migrate(admin_url: str, *, app_password: str, revision: str = "head") -> None:
    """Prepare roles and extensions, then migrate as the owner role. Safe to repeat, and to run twice at once."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        refuse_old_server(connection.info.server_version // 10_000)
        prepare_database(connection, app_password=app_password)
    command.upgrade(alembic_config(admin_url), revision)


def refuse_old_server(major: int) -> None:
    """Raises `PostgresUnavailable` before anything is changed."""
    if major < MINIMUM_MAJOR:
        raise PostgresUnavailable(
            f"The server is PostgreSQL {major}, and {MINIMUM_MAJOR} or newer is needed. Upgrade it, or leave "
            "QUARTERDECK_DATABASE_URL empty to use the one that comes along. Nothing was changed."
        )
