"""Windows of the asset list over HTTP, against the same SQL run by the application's role with psycopg.

The promise: p95 of the first page under 50 ms, and every window at most 1.5 times its SQL plus 5 ms.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psycopg

from benchmarks.harness import Bench, Measured, alternate, bench_database, installed_database, median, p95, report
from benchmarks.served import served
from quarterdeck.domains.assets.service import lists
from quarterdeck.domains.assets.service.lists import ListRequest
from quarterdeck.platform.actors import Actor

FIRST_PAGE_SECONDS = 0.050
RATIO = 1.5
ALLOWANCE_SECONDS = 0.005
COLUMNS = "tag,name,status,type,client,location,assigned_to,manufacturer,model,serial,os,warranty_end,last_seen"

Recorded = list[tuple[str, Any]]


def works(count: int, client: str) -> list[tuple[str, dict[str, Any]]]:
    """What is measured: a name and the query of GET /assets/rows."""
    middle = f"{count // 2 + 17:06d}"
    return [
        ("first page", {}),
        ("filtered page", {"filter": "type:server status:in_repair"}),
        ("filtered by operating system", {"filter": 'type:workstation os:"Ubuntu 24.04 LTS"'}),
        ("by operating system of any type", {"filter": "os:ubuntu"}),
        ("by operating system nobody has", {"filter": "os:haiku"}),
        ("one client", {"filter": f'client="{client}"', "sort": "name"}),
        ("sorted by warranty, newest first", {"sort": "-warranty_end"}),
        ("search, rare", {"filter": f"ws-{middle[:5]}"}),
        ("search, broad", {"filter": "latitude"}),
        ("search by MAC without separators", {"filter": "001b" + format(97, "02x")}),
        ("deep jump to 73 %", {"start": int(count * 0.73)}),
        ("deep jump, filtered", {"filter": "status:deployed", "start": int(count * 0.4)}),
    ]


def measure(bench: Bench, actor: Actor, client: httpx.Client, *, rounds: int) -> Iterator[Measured]:
    for name, query in works(*extent(bench, actor)):
        statements = _statements(bench, actor, query)
        with psycopg.connect(bench.database.url, prepare_threshold=None) as connection:
            ours, reference = alternate(_request(client, query), _replay(connection, actor, statements), rounds=rounds)
        limit = RATIO * median(reference) + ALLOWANCE_SECONDS
        met = median(ours) <= limit
        target, note = f"<= {limit * 1000:.0f} ms", f"p95 {p95(ours) * 1000:.0f} ms, {len(statements)} statements"
        if name == "first page":
            met = met and p95(ours) < FIRST_PAGE_SECONDS
            target += f", p95 < {FIRST_PAGE_SECONDS * 1000:.0f} ms"
        yield Measured(name, median(ours), median(reference), target, met, note)


def extent(bench: Bench, actor: Actor) -> tuple[int, str]:
    """How many assets the tenant has, and the name of one of its clients."""
    with bench.database.session_for(actor) as session:
        found = session.raw.execute(
            "select (select count(*) from assets where tenant_id = %(tenant_id)s), "
            "(select name from clients where tenant_id = %(tenant_id)s order by name offset 3 limit 1)",
            {"tenant_id": actor.tenant_id},
        ).fetchone()
    return found or (0, "")


def _request(client: httpx.Client, query: dict[str, Any]) -> Callable[[], None]:
    def request() -> None:
        client.get("/api/v1/assets/rows", params={"count": 100, "columns": COLUMNS, **query}).raise_for_status()

    return request


def _replay(connection: psycopg.Connection, actor: Actor, statements: Recorded) -> Callable[[], None]:
    def replay() -> None:
        with connection.transaction():
            connection.execute(f"set local app.tenant_id = '{actor.tenant_id}'; set local app.client_scope = '*'")
            for sql, parameters in statements:
                connection.execute(sql, parameters).fetchall()

    return replay


def _statements(bench: Bench, actor: Actor, query: dict[str, Any]) -> Recorded:
    """The SELECTs that one request sends."""
    wanted = ListRequest(query.get("filter"), None, query.get("sort"))
    recorded: Recorded = []
    # The second call is recorded: what the server remembers between requests is not sent again.
    for _ in range(2):
        recorded.clear()
        with bench.database.session_for(actor) as session, recording(recorded):
            lists.asset_rows(session, actor, wanted, start=query.get("start", 0), count=100, columns=COLUMNS)
    return recorded


@contextmanager
def recording(into: Recorded) -> Iterator[None]:
    """Keeps what is executed on any psycopg connection."""
    execute = psycopg.Connection.execute

    def remember(self: Any, query: Any, params: Any = None, **options: Any) -> Any:
        text = query.decode() if isinstance(query, bytes) else str(query)
        if text.lstrip().lower().startswith("select"):
            into.append((text, params))
        return execute(self, query, params, **options)

    psycopg.Connection.execute = remember  # type: ignore[method-assign]
    try:
        yield
    finally:
        psycopg.Connection.execute = execute  # type: ignore[method-assign]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--assets", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=40)
    arguments.add_argument("--tenant", help="one of the installation in QUARTERDECK_DATA_DIR")
    chosen = arguments.parse_args()
    with installed_database() if chosen.tenant else bench_database() as bench:
        actor = bench.existing_tenant(chosen.tenant) if chosen.tenant else bench.tenant(chosen.assets)
        count, _ = extent(bench, actor)
        with served(bench, actor) as client:
            rows = list(measure(bench, actor, client, rounds=chosen.rounds))
    report("windows", rows, about=f"GET /assets/rows at {count:,} assets, over HTTP, and its SQL alone")


if __name__ == "__main__":
    main()
