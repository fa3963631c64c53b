"""One installation: its settings, its PostgreSQL (embedded or your own), its schema.

Loads nothing heavy: every start and every command comes through here.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property

import psycopg

from quarterdeck.platform.db.schema import is_prepared, present_revision
from quarterdeck.platform.postgres import EmbeddedPostgres, PostgresUnavailable, find_binaries
from quarterdeck.platform.settings import Settings, settings

DATABASE_NAME = "quarterdeck"


@dataclass
class Installation:
    """Everything a command needs to reach the data of this installation."""

    settings: Settings
    _embedded: EmbeddedPostgres | None = field(default=None, init=False)
    #: What to do before the database is let go.
    closing: ExitStack = field(default_factory=ExitStack, init=False)

    @property
    def is_embedded(self) -> bool:
        return self.settings.database_url is None

    @cached_property
    def admin_url(self) -> str:
        """The URL migrations and `doctor` use. Starts the embedded server if it isn't running."""
        if self.settings.database_url is not None:
            return self.settings.database_url.get_secret_value()
        self.start_database()
        assert self._embedded is not None  # noqa: S101 (start_database made it)
        return self._embedded.superuser_url(DATABASE_NAME)

    @cached_property
    def app_password(self) -> str:
        if self.settings.app_password is not None:
            return self.settings.app_password.get_secret_value()
        return self.settings.kept_secret("database-app-password")

    def start_database(self) -> None:
        """Start or adopt the embedded server; an own one must answer. Raises `PostgresUnavailable`."""
        if not self.is_embedded:
            _require_answer(self.admin_url)
        elif self._embedded is None:
            server = EmbeddedPostgres(self.settings.data_dir, binaries=find_binaries(self.settings.pg_bin))
            server.start()
            server.ensure_database(DATABASE_NAME)
            self._embedded = server

    def close(self) -> None:
        """Give back connections, and stop the embedded server if it was started here."""
        self.closing.close()
        if self._embedded is not None and self._embedded.started_here:
            self._embedded.stop()

    def stop_database(self) -> None:
        """Stop the embedded server, also one that an earlier, killed process left behind."""
        self.close()
        if self._embedded is not None:
            self._embedded.stop()

    def is_migrated(self) -> bool:
        with psycopg.connect(self.admin_url) as connection:
            return present_revision(connection) is not None

    def is_prepared(self) -> bool:
        """Whether `quarterdeck migrate` has nothing to do."""
        return is_prepared(self.admin_url, app_password=self.app_password)


def _require_answer(url: str) -> None:
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.Error as exc:
        raise PostgresUnavailable(
            f"The database that QUARTERDECK_DATABASE_URL names can't be reached: {exc}".strip()
            + "\nCorrect the setting or start that server. `quarterdeck doctor` looks closer."
        ) from exc


@contextmanager
def running_installation() -> Iterator[Installation]:
    """The installation with its database running, which is stopped at the end if it was started here."""
    here = Installation(settings())
    here.start_database()
    try:
        yield here
    finally:
        here.close()
