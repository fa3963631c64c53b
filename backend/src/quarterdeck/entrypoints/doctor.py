"""`quarterdeck doctor`: what is missing or wrong with this installation, in sentences."""

import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import psycopg

import quarterdeck
from quarterdeck.entrypoints.installation import Installation
from quarterdeck.platform.db.bootstrap import EXTENSIONS, leakproof_marks_present
from quarterdeck.platform.db.ddl import APP_ROLE, LOOKUP_ROLE, OWNER_ROLE, READER_ROLE
from quarterdeck.platform.db.schema import app_url, newest_revision, present_revision
from quarterdeck.platform.postgres import MINIMUM_MAJOR, PostgresUnavailable, find_binaries

LOW_DISK_BYTES = 2 * 1024**3


class Verdict(StrEnum):
    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    subject: str
    sentence: str


def examine(installation: Installation) -> Iterator[Finding]:
    """Every finding, good ones too. Stops early only when the database can't be reached."""
    yield _disk(installation)
    yield _console()
    yield _port(installation)
    if installation.is_embedded:
        yield _binaries(installation)
    try:
        connection = psycopg.connect(installation.admin_url, autocommit=True, connect_timeout=10)
    except (psycopg.OperationalError, PostgresUnavailable) as exc:
        yield Finding(Verdict.WRONG, "database", f"It can't be reached: {exc}".strip())
        return
    with connection:
        for check in DATABASE_CHECKS:
            yield check(connection)
    yield _schema(installation)
    yield _app_login(installation)


def _disk(installation: Installation) -> Finding:
    existing = next(
        path for path in (installation.settings.data_dir, *installation.settings.data_dir.parents) if path.exists()
    )
    free = shutil.disk_usage(existing).free
    sentence = f"{free / 1024**3:.1f} GiB are free for {installation.settings.data_dir}."
    if free < LOW_DISK_BYTES:
        return Finding(Verdict.WRONG, "disk", sentence + " Make room, or move QUARTERDECK_DATA_DIR to a larger disk.")
    return Finding(Verdict.OK, "disk", sentence)


def _console() -> Finding:
    index = Path(quarterdeck.__file__).parent / "entrypoints" / "console_dist" / "index.html"
    if index.exists():
        return Finding(Verdict.OK, "console", "The browser console is built.")
    return Finding(Verdict.WRONG, "console", "The browser console is not built. Run `make build`.")


def _port(installation: Installation) -> Finding:
    settings = installation.settings
    with socket.socket() as probe:
        taken = probe.connect_ex((settings.host, settings.port)) == 0
    if taken:
        return Finding(
            Verdict.NOTE,
            "port",
            f"Something answers on port {settings.port}; fine if Quarterdeck is running, "
            "otherwise choose another with QUARTERDECK_PORT.",
        )
    return Finding(Verdict.OK, "port", f"Port {settings.port} is free.")


def _binaries(installation: Installation) -> Finding:
    try:
        found = find_binaries(installation.settings.pg_bin)
    except PostgresUnavailable as exc:
        return Finding(Verdict.WRONG, "binaries", str(exc))
    return Finding(Verdict.OK, "binaries", f"PostgreSQL {found.version} from {found.origin}.")


def _version(connection: psycopg.Connection) -> Finding:
    major = connection.info.server_version // 10000
    if major < MINIMUM_MAJOR:
        return Finding(
            Verdict.WRONG,
            "version",
            f"The server is PostgreSQL {major}; {MINIMUM_MAJOR} or newer is needed. Upgrade it.",
        )
    return Finding(Verdict.OK, "version", f"The server is PostgreSQL {major}.")


def _extensions(connection: psycopg.Connection) -> Finding:
    present = {name for (name,) in connection.execute("select extname from pg_extension")}
    missing = [name for name in EXTENSIONS if name not in present]
    if missing:
        return Finding(
            Verdict.WRONG,
            "extensions",
            f"Missing: {', '.join(missing)}. Run `quarterdeck migrate`; "
            "on a server of your own, install the contrib package first.",
        )
    return Finding(Verdict.OK, "extensions", f"{', '.join(EXTENSIONS)} are installed.")


def _roles(connection: psycopg.Connection) -> Finding:
    rows = connection.execute("select rolname, rolsuper or rolbypassrls from pg_roles").fetchall()
    present: dict[str, bool] = dict(rows)
    missing = [role for role in (OWNER_ROLE, APP_ROLE, READER_ROLE, LOOKUP_ROLE) if role not in present]
    if missing:
        return Finding(Verdict.WRONG, "roles", f"Missing: {', '.join(missing)}. Run `quarterdeck migrate`.")
    if present[APP_ROLE]:
        return Finding(
            Verdict.WRONG,
            "roles",
            f"{APP_ROLE} may bypass row-level security, so tenants are not isolated. "
            f"Run: alter role {APP_ROLE} nosuperuser nobypassrls;",
        )
    return Finding(Verdict.OK, "roles", f"{APP_ROLE} exists and is subject to row-level security.")


def _row_level_security(connection: psycopg.Connection) -> Finding:
    rows = connection.execute(
        "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' "
        "where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace "
        "and not (c.relrowsecurity and c.relforcerowsecurity)"
    ).fetchall()
    if rows:
        return Finding(
            Verdict.WRONG,
            "isolation",
            f"Row-level security is off on {', '.join(name for (name,) in rows)}. Run `quarterdeck migrate`.",
        )
    return Finding(Verdict.OK, "isolation", "Every tenant table forces row-level security.")


def _leakproof(connection: psycopg.Connection) -> Finding:
    if leakproof_marks_present(connection):
        return Finding(Verdict.OK, "leakproof marks", "Search uses its index under row-level security.")
    return Finding(
        Verdict.NOTE,
        "leakproof marks",
        "The text operators are not marked leakproof, so search goes through a SECURITY DEFINER function instead. "
        "After a restore, run `quarterdeck migrate` as a superuser to set the marks again.",
    )


def _schema(installation: Installation) -> Finding:
    with psycopg.connect(installation.admin_url) as connection:
        current = present_revision(connection)
    head = newest_revision()
    if current != head:
        return Finding(
            Verdict.WRONG,
            "schema",
            f"The schema is at {current or 'nothing'}, this version needs {head}. Run `quarterdeck migrate`.",
        )
    return Finding(Verdict.OK, "schema", f"The schema is at {head}, the newest.")


def _app_login(installation: Installation) -> Finding:
    try:
        psycopg.connect(app_url(installation.admin_url, installation.app_password), connect_timeout=10).close()
    except psycopg.OperationalError as exc:
        return Finding(
            Verdict.WRONG,
            "login",
            f"The web and worker processes can't sign in as {APP_ROLE}: {exc}. Run `quarterdeck migrate`.",
        )
    return Finding(Verdict.OK, "login", f"{APP_ROLE} can sign in.")


DATABASE_CHECKS: tuple[Callable[[psycopg.Connection], Finding], ...] = (
    _version,
    _extensions,
    _roles,
    _row_level_security,
    _leakproof,
)
