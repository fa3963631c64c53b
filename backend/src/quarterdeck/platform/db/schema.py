"""Which schema a database has and which one this version needs. Asked at every start, so it loads neither Alembic nor
SQLAlchemy: they take longer than everything else here.
"""

from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

import quarterdeck
from quarterdeck.platform.db.bootstrap import is_superuser, leakproof_marks_present
from quarterdeck.platform.db.ddl import APP_ROLE

MIGRATIONS = Path(quarterdeck.__file__).parent / "migrations"


@cache
def newest_revision() -> str:
    """The revision this version of the product needs. Files of migrations are named after their revision."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def present_revision(connection: psycopg.Connection) -> str | None:
    """The revision a database is at; None before the first migration."""
    row = connection.execute("select to_regclass('alembic_version')").fetchone()
    if row is None or row[0] is None:
        return None
    found = connection.execute("select version_num from alembic_version").fetchone()
    return str(found[0]) if found else None


def is_prepared(admin_url: str, *, app_password: str) -> bool:
    """Whether `migrate` would change nothing: newest schema, marks of search set, the application can sign in."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        if present_revision(connection) != newest_revision():
            return False
        if is_superuser(connection) and not leakproof_marks_present(connection):
            return False
    try:
        psycopg.connect(app_url(admin_url, app_password), connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def app_url(admin_url: str, app_password: str) -> str:
    """The URL the web and worker processes use: same server and database, the unprivileged role."""
    parts = urlsplit(admin_url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{APP_ROLE}:{quote(app_password, safe='')}@{host}"))
