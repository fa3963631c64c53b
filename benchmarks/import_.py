"""Imports through the whole system: uploaded over HTTP, run by a worker, until every row is committed and searchable.

Beside it the bare way in the same database: the same rows by COPY and INSERT … SELECT. The promise: at least half its
speed, no process over 400 MB, and pages of another tenant as fast as before.
"""

import argparse
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg

from benchmarks.harness import ROOT, Bench, Measured, bench_database, fill_clients, median, p95, report, seconds
from benchmarks.import_files import clients_for, write_inventory
from benchmarks.import_reference import copy_clients, dump, insert_bare, update_bare, written
from benchmarks.processor_time import children, processor_seconds, server_pid
from benchmarks.served import process, signed_in, wait_until_ready
from quarterdeck.platform.actors import Actor

SLOWEST_RATIO = 2.0
MOST_BYTES = 400 * 1024 * 1024
SECONDS_FOR_TEN_THOUSAND = 20.0
#: Ten answers a second about the job would cost the machine a tenth of a processor. At most this is told too much.
ASKED_EVERY = 0.4
#: Medians of page times vary by more than this by themselves on a busy machine.
PAGE_RATIO, PAGE_ALLOWANCE = 1.5, 0.015
IMPORTING = ("imports:run", "assets:read", "assets:write", "clients:read", "clients:write", "jobs:read")


@dataclass
class Watched:
    """Page times of another tenant and peaks of memory, taken while something else goes on."""

    pages: httpx.Client
    pids: dict[str, int]
    page_seconds: list[float] = field(default_factory=list)
    peaks: dict[str, int] = field(default_factory=dict)
    _ended: threading.Event = field(default_factory=threading.Event)

    def request_page(self) -> None:
        self.pages.get("/api/v1/assets/rows", params={"count": 100}).raise_for_status()

    def _sample(self) -> None:
        while not self._ended.wait(1.0):
            self.page_seconds.append(seconds(self.request_page))
            for name, pid in self.pids.items():
                for each in [pid, *children(pid)]:
                    key = name if each == pid else f"{name}'s helper"
                    self.peaks[key] = max(self.peaks.get(key, 0), _peak(each))

    @contextmanager
    def during(self) -> Iterator[None]:
        self.page_seconds.clear()
        self._ended.clear()
        sampler = threading.Thread(target=self._sample)
        sampler.start()
        try:
            yield
        finally:
            self._ended.set()
            sampler.join()


def _peak(pid: int) -> int:
    """The most memory the process ever had, in bytes."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


@dataclass(frozen=True)
class Importer:
    client: httpx.Client

    def run(self, path: Path) -> str:
        """Upload, run, and wait for the end. Returns the job's closing sentence."""
        with path.open("rb") as file:
            uploaded = self.client.post("/api/v1/imports", files={"file": (path.name, file)})
        uploaded.raise_for_status()
        started = self.client.post(f"/api/v1/imports/{uploaded.json()['id']}/run", json={"create_missing": True})
        started.raise_for_status()
        phases: dict[str, float] = {}
        begun = time.monotonic()
        while True:
            job = self.client.get(f"/api/v1/jobs/{started.json()['id']}").raise_for_status().json()
            if job["state"] not in {"queued", "running", "interrupted"}:
                break
            phases.setdefault(job["phase"] or job["state"], time.monotonic() - begun)
            time.sleep(ASKED_EVERY)
        if job["state"] == "failed":
            raise SystemExit(f"The import failed: {job['message']}")
        began = ", ".join(f"{phase} at {at:.1f} s" for phase, at in phases.items())
        print(f"  {path.name}: {job['message']} ({began})", flush=True)
        return str(job["message"])


@dataclass
class Run:
    """One tenant for ours, one for the bare way, with the same clients."""

    bench: Bench
    ours: Actor
    bare: Actor
    importer: Importer
    watched: Watched
    folder: Path
    quiet: float
    server: int

    def processor_seconds(self) -> float:
        """Of worker, web and server together."""
        return processor_seconds([*self.watched.pids.values(), self.server])


def _settle(bench: Bench) -> None:
    """Neither pays for what was written before it."""
    with psycopg.connect(bench.admin_url, autocommit=True) as connection:
        connection.execute("checkpoint")


def measure(run: Run, *, rows: int) -> Iterator[Measured]:
    clients = clients_for(rows)
    first, again, more = (run.folder / f"{name}.csv" for name in ("first", "again", "more"))
    count = write_inventory(first, range(1, rows + 1), clients=clients)
    yield from _compared(run, f"{rows:,} rows into an empty tenant", first, count, is_update=False)
    count = write_inventory(again, range(1, rows + 1), clients=clients, sighting=3)
    yield from _compared(run, f"{rows:,} rows again, as an update", again, count, is_update=True)
    few = max(rows // 10, 100)
    part = range(rows + 1 - few * 7 // 10, rows + 1 + few * 3 // 10)
    count = write_inventory(more, part, clients=clients, sighting=5)
    _settle(run.bench)
    with run.watched.during():
        took = seconds(lambda: run.importer.run(more))
    allowed = max(SECONDS_FOR_TEN_THOUSAND * few / 10_000, 5.0)
    work = f"{few:,} rows against {rows:,} assets, upload to searchable"
    yield Measured(work, took, allowed, f"<= {allowed:.0f} s", took <= allowed, f"{count / took:,.0f} rows/s")
    for name, peak in sorted(run.watched.peaks.items()):
        mega = 1024 * 1024
        yield Measured(
            f"  memory of the {name}",
            peak / mega / 1000,
            MOST_BYTES / mega / 1000,
            "< 400 MB",
            peak < MOST_BYTES,
            f"{peak / mega:,.0f} MB at most",
        )


def _compared(run: Run, work: str, path: Path, rows: int, *, is_update: bool) -> Iterator[Measured]:
    """Ours first, since the bare way is given what ours found out."""
    _settle(run.bench)
    used = -run.processor_seconds()
    with run.watched.during():
        ours = seconds(lambda: run.importer.run(path))
    used += run.processor_seconds()
    pages = list(run.watched.page_seconds)
    made = dump(run.bench, run.ours, run.folder / path.stem)
    if not is_update:
        copy_clients(run.bench, run.ours, run.bare)
    _settle(run.bench)
    bare_used = -processor_seconds([run.server])
    bare = seconds(lambda: (update_bare if is_update else insert_bare)(run.bench, run.bare, made))
    bare_used += processor_seconds([run.server])
    made.drop()
    _prove_alike(run, work)
    yield Measured(
        work,
        ours,
        bare,
        f"<= {SLOWEST_RATIO:g} times",
        ours <= SLOWEST_RATIO * bare,
        f"{rows / ours:,.0f} rows/s, bare {rows / bare:,.0f}",
    )
    yield Measured(
        "  processor time of worker, web and database",
        used,
        bare_used,
        f"<= {SLOWEST_RATIO:g} times",
        used <= SLOWEST_RATIO * bare_used,
        "pages of the other tenant included",
    )
    most = PAGE_RATIO * run.quiet + PAGE_ALLOWANCE
    yield Measured(
        "  pages of another tenant meanwhile",
        median(pages),
        run.quiet,
        f"<= {most * 1000:.0f} ms",
        median(pages) <= most,
        f"p95 {p95(pages) * 1000:.0f} ms",
    )


def _prove_alike(run: Run, work: str) -> None:
    ours, bare = (written(run.bench, actor.tenant_id) for actor in (run.ours, run.bare))
    for table in ("assets", "asset_identifiers"):
        if ours[table] != bare[table]:
            raise SystemExit(f"{work}: {ours[table]:,} rows of {table}, but {bare[table]:,} the bare way.")
    print(f"  changes kept: {ours['changes']:,}, the bare way {bare['changes']:,}", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=50_000)
    arguments.add_argument("--neighbour", type=int, default=20_000, help="assets of the other tenant")
    chosen = arguments.parse_args()
    scratch = ROOT / ".data"
    scratch.mkdir(exist_ok=True)
    with (
        bench_database("bench_import", anew=True) as bench,
        tempfile.TemporaryDirectory(dir=scratch, prefix="bench-import-") as folder,
        process(bench, "web") as web,
        process(bench, "worker") as worker,
    ):
        neighbour = bench.tenant(chosen.neighbour)
        ours, bare = bench.new_tenant("ours"), bench.new_tenant("bare")
        fill_clients(bench.database, ours, count=chosen.rows)
        with signed_in(bench, neighbour) as pages, signed_in(bench, ours, IMPORTING) as client:
            wait_until_ready(pages, web)
            watched = Watched(pages, {"web": web.pid, "worker": worker.pid})
            watched.request_page()
            quiet = median([seconds(watched.request_page) for _ in range(40)])
            run = Run(bench, ours, bare, Importer(client), watched, Path(folder), quiet, server_pid(bench))
            rows = list(measure(run, rows=chosen.rows))
    report("import", rows, about=f"{chosen.rows:,} rows from upload to the record, and the bare way")


if __name__ == "__main__":
    main()
