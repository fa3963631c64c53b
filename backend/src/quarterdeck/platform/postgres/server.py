"""Life of the embedded server: initialised once, started or adopted, stopped."""

import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from quarterdeck.platform.postgres.account import Account
from quarterdeck.platform.postgres.binaries import Binaries, find_binaries
from quarterdeck.platform.postgres.configuration import memory_of_this_machine, rendered, settings_for
from quarterdeck.platform.postgres.errors import PostgresUnavailable
from quarterdeck.platform.postgres.locations import Home, find_home, make_home, reachable_binaries
from quarterdeck.platform.postgres.pidfile import disown_reused_pid, running_server

FIRST_PORT = 54610
SUPERUSER = "postgres"

_PORTS_TO_TRY = 200
_STARTS_TO_TRY = 10
_START_SECONDS = 180
_STOP_SECONDS = 120
_LOG_LINES_SHOWN = 20
_CONFIGURATION = "quarterdeck.conf"
_BUILTIN_LOCALE_SINCE = 17
# pg_ctl hands the path to a shell, in double quotes.
_UNSAFE_IN_PATHS = frozenset('"$`\\\n')


class EmbeddedPostgres:
    """One PostgreSQL server over one data directory.

    Any number of processes may start it at once: the first starts it and the others adopt it. It outlives the
    process that started it until somebody calls `stop`.
    """

    def __init__(
        self, data_dir: Path, *, port: int | None = None, binaries: Binaries | None = None, fast_unsafe: bool = False
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.started_here = False
        self._wanted_port = port
        self._binaries = binaries
        self._fast_unsafe = fast_unsafe

    @property
    def home(self) -> Path:
        """Where the cluster, its password and its logs are, once it has been started for the first time."""
        return self._known_home().path

    @property
    def port(self) -> int:
        return int(self._known_home().port_file.read_text(encoding="utf-8"))

    def start(self) -> None:
        """Make sure that a server is running. `started_here` tells whether it was this call that started it."""
        binaries = self._binaries or find_binaries()
        with self._only_one_of_us():
            home, account = make_home(self.data_dir)
            if running_server(home) is not None:
                self._adopt(home)
                return
            programs = reachable_binaries(binaries, home, account)
            if not (home.cluster / "PG_VERSION").exists():
                _initialise(home, account, programs, sync=not self._fast_unsafe)
            _refuse_another_major(home, programs)
            self._launch(home, account, programs)
            self.started_here = True

    def stop(self) -> None:
        """Stop the server, whoever started it. Open transactions roll back."""
        if find_home(self.data_dir) is None:
            return
        with self._only_one_of_us():
            home, account = make_home(self.data_dir)
            if running_server(home) is None:
                return
            programs = reachable_binaries(self._binaries or find_binaries(), home, account)
            command = [programs.program("pg_ctl"), "-D", str(home.cluster), "-m", "fast", "-w"]
            command += ["-t", str(_STOP_SECONDS), "stop"]
            stopped = account.run(command, cwd=home.path, seconds=_STOP_SECONDS + 30)
            if stopped.returncode != 0:
                raise PostgresUnavailable(f"The database did not stop. {_told(stopped)}")
            self.started_here = False

    def is_running(self) -> bool:
        home = find_home(self.data_dir)
        return home is not None and running_server(home) is not None

    def superuser_url(self, database: str = "postgres") -> str:
        home = self._known_home()
        password = quote(home.password_file.read_text(encoding="utf-8").strip(), safe="")
        return f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{self.port}/{quote(database, safe='')}"

    def ensure_database(self, name: str) -> None:
        """Create the database if it isn't there yet. Safe when several processes ask at once."""
        with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
            if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                return
            try:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                return

    def _known_home(self) -> Home:
        home = find_home(self.data_dir)
        if home is None:
            raise PostgresUnavailable(f"No database has been started in {self.data_dir} yet.")
        return home

    @contextmanager
    def _only_one_of_us(self) -> Iterator[None]:
        if _UNSAFE_IN_PATHS & set(str(self.data_dir)):
            raise PostgresUnavailable(
                f"PostgreSQL can't keep data in {self.data_dir}: the path must not contain double quotes, dollar "
                "signs, backquotes, backslashes or line breaks. Choose another QUARTERDECK_DATA_DIR."
            )
        try:
            self.data_dir.mkdir(mode=0o755, parents=True, exist_ok=True)
            descriptor = os.open(self.data_dir / "postgres.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError as exc:
            raise PostgresUnavailable(
                f"The data directory {self.data_dir} can't be written ({exc.strerror}). "
                "Choose another one with QUARTERDECK_DATA_DIR."
            ) from exc
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _adopt(self, home: Home) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while (running := running_server(home)) is not None:
            if running.ready:
                _write_port(home, running.port)
                _prove_it_answers(self.superuser_url())
                return
            if time.monotonic() > deadline:
                break
            time.sleep(0.05)
        raise PostgresUnavailable(f"The database in {home.cluster} is running and does not get ready.{_log_tail(home)}")

    def _launch(self, home: Home, account: Account, programs: Binaries) -> None:
        if home.socket_directory is not None:
            # A killed server leaves a lock beside its socket, which blocks the next one while its zombie is unreaped.
            shutil.rmtree(home.socket_directory, ignore_errors=True)
            _own_directory(home.socket_directory, account)
        _own_directory(home.logs, account)
        for _ in range(_STARTS_TO_TRY):
            port = self._choose_port(home)
            self._configure(home, account, programs, port=port)
            disown_reused_pid(home)
            started = _pg_ctl_start(home, account, programs)
            if started.returncode == 0:
                _write_port(home, port)
                _prove_it_answers(self.superuser_url())
                return
            if _orphans_still_write(home):
                time.sleep(1)
            elif self._wanted_port is not None or _port_is_free(port):
                break  # only a port that somebody took between our look and the server's is worth another try
        raise PostgresUnavailable(f"The database in {home.cluster} did not start. {_told(started)}{_log_tail(home)}")

    def _configure(self, home: Home, account: Account, programs: Binaries, *, port: int) -> None:
        settings = settings_for(
            port=port,
            socket_directory=home.socket_directory,
            preload="pg_stat_statements" if programs.has_extension("pg_stat_statements") else "",
            fast_unsafe=self._fast_unsafe,
            total_memory=memory_of_this_machine(),
        )
        target = home.cluster / _CONFIGURATION
        target.write_text(rendered(settings), encoding="utf-8")
        target.chmod(0o600)
        account.own(target)

    def _choose_port(self, home: Home) -> int:
        if self._wanted_port is not None:
            return self._wanted_port
        first = int(home.port_file.read_text(encoding="utf-8")) if home.port_file.exists() else FIRST_PORT
        for port in range(first, first + _PORTS_TO_TRY):
            if _port_is_free(port):
                return port
        raise PostgresUnavailable(f"Every port from {first} to {first + _PORTS_TO_TRY - 1} is taken on this machine.")


def _initialise(home: Home, account: Account, programs: Binaries, *, sync: bool) -> None:
    if home.cluster.exists() and any(home.cluster.iterdir()):
        raise PostgresUnavailable(
            f"{home.cluster} is not empty and holds no database. Move it away or choose another QUARTERDECK_DATA_DIR."
        )
    # Made beside its place and renamed, so that an interrupted start leaves nothing that looks like a database.
    shutil.rmtree(home.half_made_cluster, ignore_errors=True)
    password = secrets.token_urlsafe(32)
    _write_secret(home.password_file, password)
    handed_over = home.path / "password.initdb"
    _write_secret(handed_over, password)
    account.own(handed_over)
    command = [programs.program("initdb"), "-D", str(home.half_made_cluster), "-U", SUPERUSER, "-E", "UTF8"]
    command += ["-A", "scram-sha-256", "--pwfile", str(handed_over), *_locale_of(programs)]
    command += [] if sync else ["--no-sync"]
    try:
        made = account.run(command, cwd=home.path, seconds=_START_SECONDS)
    finally:
        handed_over.unlink()
    if made.returncode != 0:
        raise PostgresUnavailable(f"The database could not be created in {home.path}. {_told(made)}")
    with (home.half_made_cluster / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.write(f"\ninclude_if_exists = '{_CONFIGURATION}'\n")
    if home.cluster.exists():
        home.cluster.rmdir()
    home.half_made_cluster.rename(home.cluster)


def _locale_of(programs: Binaries) -> Sequence[str]:
    # The built-in provider folds case beyond ASCII and can't change under us with the next glibc.
    if programs.major >= _BUILTIN_LOCALE_SINCE:
        return ("--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    return ("--locale=C.UTF-8",)


def _refuse_another_major(home: Home, programs: Binaries) -> None:
    made_by = (home.cluster / "PG_VERSION").read_text(encoding="utf-8").strip()
    if made_by != str(programs.major):
        raise PostgresUnavailable(
            f"The data in {home.cluster} was made by PostgreSQL {made_by}; {programs.origin} offers {programs.major}. "
            f"Point QUARTERDECK_PG_BIN at version {made_by}, or dump and restore into a new directory."
        )


def _pg_ctl_start(home: Home, account: Account, programs: Binaries) -> subprocess.CompletedProcess[str]:
    home.start_log.unlink(missing_ok=True)
    command = [programs.program("pg_ctl"), "-D", str(home.cluster), "-l", str(home.start_log), "-w"]
    command += ["-t", str(_START_SECONDS), "start"]
    return account.run(command, cwd=home.path, seconds=_START_SECONDS + 30)


def _orphans_still_write(home: Home) -> bool:
    """Backends of a killed server take a moment to notice; until then a new one rightly refuses."""
    return home.start_log.exists() and b"shared memory block" in home.start_log.read_bytes()


def _prove_it_answers(url: str) -> None:
    try:
        with psycopg.connect(url, connect_timeout=30) as connection:
            connection.execute("select 1")
    except psycopg.Error as exc:
        raise PostgresUnavailable(f"The database runs but does not let us in: {str(exc).strip()}") from exc


def _own_directory(directory: Path, account: Account) -> None:
    directory.mkdir(mode=0o700, exist_ok=True)
    account.own(directory)


def _write_secret(path: Path, value: str) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as secret:
        secret.write(value)


def _write_port(home: Home, port: int) -> None:
    # Renamed into place: whoever adopts the server at this moment must not read half a number.
    partial = home.port_file.with_name(f"port.{os.getpid()}")
    partial.write_text(str(port), encoding="utf-8")
    partial.replace(home.port_file)


def _port_is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the server does it: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _told(process: subprocess.CompletedProcess[str]) -> str:
    lines = (process.stderr.strip() or process.stdout.strip()).splitlines()
    return "PostgreSQL said: " + " ".join(line.strip() for line in lines[-4:])


def _log_tail(home: Home) -> str:
    newest = sorted(home.logs.glob("*.log"), key=lambda path: path.stat().st_mtime)[-1:]
    lines: list[str] = []
    for path in (home.start_log, *newest):
        if path.exists():
            lines += path.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_LINES_SHOWN:]
    return "\nThe end of its log:\n" + "\n".join(lines) if lines else ""
