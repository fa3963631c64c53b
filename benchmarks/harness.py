"""Runs ours and its reference alternately on the same database, prints a table, keeps the figures."""

import json
import os
import platform
import statistics
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from rich.console import Console
from rich.table import Table

from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import ClientCreate, ContactCreate, LocationCreate, TenantCreate
from quarterdeck.entrypoints.data import open_data
from quarterdeck.entrypoints.demo.generator import generate_assets
from quarterdeck.entrypoints.installation import running_installation
from quarterdeck.entrypoints.provisioning import provision_tenant
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.db.migrate import migrate
from quarterdeck.platform.db.schema import app_url
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.postgres import EmbeddedPostgres

ROOT = Path(__file__).parent.parent
APP_PASSWORD = "only for benchmarks"
PERMISSIONS = frozenset(
    {
        "assets:read",
        "assets:write",
        "assets:delete",
        "clients:read",
        "clients:write",
        "imports:run",
        "jobs:read",
        "jobs:write",
    }
)


@dataclass(frozen=True)
class Bench:
    """A database kept between runs, so that a million assets are made once."""

    admin_url: str
    database: Database
    app_password: str = APP_PASSWORD

    def tenant(self, count: int) -> Actor:
        """Somebody in the tenant that has `count` generated assets; made when it isn't there yet."""
        slug = f"bench-{count}"
        with psycopg.connect(self.admin_url) as connection:
            found = connection.execute("select id from tenants where slug = %s", [slug]).fetchone()
        if found:
            return _actor(found[0], slug)
        # Under a working name until it is complete: a run that was broken off leaves no half-filled tenant behind.
        tenant_id = provision_tenant(self.database, TenantCreate(slug=f"making-{uuid.uuid4().hex[:12]}", name=slug))
        actor = _actor(tenant_id, slug)
        fill_tenant(self.database, actor, count=count)
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute("update tenants set slug = %s where id = %s", [slug, tenant_id])
            connection.execute("vacuum analyze")
        return actor

    def existing_tenant(self, slug: str) -> Actor:
        """Somebody in a tenant that is there."""
        with psycopg.connect(self.admin_url) as connection:
            found = connection.execute("select id from tenants where slug = %s", [slug]).fetchone()
        if not found:
            raise SystemExit(f"There is no tenant {slug}.")
        return _actor(found[0], slug)

    def new_tenant(self, slug: str) -> Actor:
        """Somebody in an empty tenant."""
        return _actor(provision_tenant(self.database, TenantCreate(slug=slug, name=slug)), slug)


def _actor(tenant_id: uuid.UUID, slug: str) -> Actor:
    return Actor(tenant_id, uuid.uuid4(), "Benchmark", PERMISSIONS, Origin.API, tenant_slug=slug)


def fill_tenant(database: Database, actor: Actor, *, count: int) -> None:
    """Clients in proportion (one for 5,000 assets, at least ten), with locations, contacts and generated assets."""
    fill_clients(database, actor, count=count)
    started = time.monotonic()
    generate_assets(
        database,
        actor,
        count=count,
        on_progress=lambda done: print(f"  {done:,} assets in {time.monotonic() - started:.0f} s", flush=True),
    )


def fill_clients(database: Database, actor: Actor, *, count: int) -> None:
    """The clients, locations and contacts that so many assets need."""
    with database.session_for(actor) as session:
        for number in range(max(10, count // 5000)):
            client = tenancy.create_client(session, actor, ClientCreate(name=f"Client {number:04}")).id
            for place in ("Head office", "Depot", "Warehouse"):
                tenancy.LOCATIONS.create(session, actor, LocationCreate(client_id=client, name=place))
            for person in range(5):
                tenancy.CONTACTS.create(session, actor, ContactCreate(client_id=client, name=f"Person {person}"))


@contextmanager
def bench_database(name: str = "bench", *, anew: bool = False) -> Iterator[Bench]:
    """The kept database of this name, or with `anew` an empty one."""
    server = EmbeddedPostgres(ROOT / ".data" / "bench")
    server.start()
    database: Database | None = None
    try:
        if anew:
            with psycopg.connect(server.superuser_url("postgres"), autocommit=True) as connection:
                connection.execute(f'drop database if exists "{name}" with (force)'.encode())
        server.ensure_database(name)
        url = server.superuser_url(name)
        migrate(url, app_password=APP_PASSWORD)
        database = Database(app_url(url, APP_PASSWORD), pool_size=10)
        yield Bench(url, database)
    finally:
        if database is not None:
            database.dispose()
        if server.started_here:
            server.stop()


@contextmanager
def installed_database() -> Iterator[Bench]:
    """The database of the installation that the settings name, such as one with `make demo-million`."""
    with running_installation() as here:
        yield Bench(here.admin_url, open_data(here, pool_size=10), here.app_password)


@dataclass(frozen=True)
class Measured:
    """One piece of work: seconds of ours and of the reference, and what was promised."""

    work: str
    ours: float
    reference: float
    target: str
    met: bool
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.reference if self.reference else float("inf")


def alternate(
    ours: Callable[[], object], reference: Callable[[], object], *, rounds: int
) -> tuple[list[float], list[float]]:
    """Seconds of each round, ours and reference in turn, after one round of each that isn't counted."""
    ours()
    reference()
    pairs = [(seconds(ours), seconds(reference)) for _ in range(rounds)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def cpu_seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the work, and what it cost the processors, here and in the database.

    Where others share the machine, only the second says the same thing twice. Without /proc both are seconds.
    """
    before = _cpu()
    took = seconds(work)
    cost = _cpu() - before
    return took, cost if cost > 0 else took


def _cpu() -> float:
    """Of this process, and of every process of the benchmark's server, those included that have ended."""
    own = os.times()
    ticks, here = os.sysconf("SC_CLK_TCK"), 0.0
    server = (ROOT / ".data" / "bench" / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0]
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if stat.parent.name == server:
                here += sum(int(fields[place]) for place in (11, 12, 13, 14)) / ticks
            elif fields[1] == server:
                here += sum(int(fields[place]) for place in (11, 12)) / ticks
    return own.user + own.system + here


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def report(name: str, rows: Sequence[Measured], *, about: str) -> None:
    """Print the table and write benchmarks/results/NAME.json."""
    table = Table(title=f"{name}: {about}")
    for heading in ("work", "ours", "reference", "ratio", "target", "met"):
        table.add_column(heading, justify="left" if heading in {"work", "target"} else "right")
    for row in rows:
        table.add_row(
            row.work,
            f"{row.ours * 1000:,.1f} ms",
            f"{row.reference * 1000:,.1f} ms",
            f"{row.ratio:.2f}",
            row.target + (f" ({row.note})" if row.note else ""),
            "yes" if row.met else "NO",
        )
    Console(width=150).print(table)
    write_results(name, [{**asdict(row), "ratio": round(row.ratio, 3)} for row in rows], about=about)


def write_results(name: str, rows: Sequence[dict[str, Any]], *, about: str) -> None:
    """benchmarks/results/NAME.json."""
    results = ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    machine = f"{platform.machine()}, {platform.python_version()}"
    (results / f"{name}.json").write_text(
        json.dumps({"about": about, "machine": machine, "rows": rows}, indent=2) + "\n"
    )
