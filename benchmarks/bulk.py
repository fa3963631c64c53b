"""Changing one field of many selected assets, against one raw UPDATE of the same rows with the same triggers.

    make bench-bulk                      # 100,000 assets
    make bench-bulk ARGS="--assets 10000"

Ours is everything a person waits for: the frozen selection, the look at every row, the change, the journal, whose word
it is, and the outcome, in a job's transactions. The reference is `update assets set ...` inside one change set, as the
application's role, with the triggers of the journal.
"""

import argparse
import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from benchmarks.harness import Bench, Measured, bench_database, cpu_seconds, median, p95, report, seconds
from quarterdeck.domains.assets.schemas import SelectionCreate
from quarterdeck.domains.assets.service import ListRequest
from quarterdeck.domains.assets.service.lists import asset_rows
from quarterdeck.domains.assets.service.selecting import create_selection
from quarterdeck.domains.bulk import jobs as bulk_jobs
from quarterdeck.domains.bulk.schemas import BulkRequest
from quarterdeck.domains.bulk.service import changing as service
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.entrypoints import reactions
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage

FIELD, COLUMN = "supplier", "supplier"
RATIO = 1.5
PEER_ASSETS, PEER_SECONDS = 7_000, 10.0
NEIGHBOUR_ASSETS = 10_000
#: What a page may take, whatever others do meanwhile.
PAGE_SECONDS = 0.15
#: Loading these registers the kind of job, and what reacts to its end.
REGISTERED = (bulk_jobs, reactions)


class Work:
    """The same change in two ways; every run writes a value that no row has yet."""

    def __init__(self, bench: Bench, actor: Actor, runtime: Runtime, assets: int) -> None:
        self.bench, self.actor, self.runtime, self.assets = bench, actor, runtime, assets
        self.values = count(1)

    def ours(self) -> uuid.UUID | None:
        """The edit as people start it, and its job to the end. Answers the change set it wrote in."""
        value = f"Supplier {next(self.values)} {uuid.uuid4().hex[:6]}"
        with self.bench.database.session_for(self.actor) as session:
            selection = create_selection(session, self.actor, SelectionCreate(mode="all"))
            operation = {"kind": "edit", "edits": [{"action": "set", "field": FIELD, "value": value}]}
            wanted = BulkRequest.model_validate(
                {"selection": selection.id, "operation": operation, "confirmed_count": selection.count}
            )
            job_id = service.start(session, self.actor, wanted).id
        step = Step.MORE
        while step is Step.MORE:
            step = run_one_chunk(self.runtime, tenant_id=self.actor.tenant_id, job_id=job_id, requeue=False)
        with self.bench.database.session_for(self.actor) as session:
            job = session.get_one(Job, (self.actor.tenant_id, job_id))
            if job.counters["changed"] != self.assets:
                raise SystemExit(f"The bulk edit came to {job.counters}, not to {self.assets} changes.")
            return job.change_set_id

    def reference(self) -> None:
        value = f"Raw {next(self.values)} {uuid.uuid4().hex[:6]}"
        with self.bench.database.session_for(self.actor) as session:
            open_change_set(session, self.actor, reason="The reference")
            updated = session.raw.execute(
                f"update assets set {COLUMN} = %(value)s where tenant_id = %(tenant)s",
                {"value": value, "tenant": self.actor.tenant_id},
            ).rowcount
        if updated != self.assets:
            raise SystemExit(f"The reference changed {updated} assets, not {self.assets}.")


@contextmanager
def neighbour_watched(bench: Bench, neighbour: Actor) -> Iterator[list[float]]:
    """Page times of another tenant, one after the other, for as long as the block runs."""
    times: list[float] = []
    stop = threading.Event()

    def page() -> None:
        with bench.database.session_for(neighbour) as session:
            asset_rows(session, neighbour, ListRequest(), start=0, count=100, columns=None)

    def watch() -> None:
        while not stop.wait(0.02):
            times.append(seconds(page))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield times
    finally:
        stop.set()
        watcher.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with bench_database() as bench, tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        runtime = Runtime(bench.database, Storage.local(Path(folder) / "files"), settings)
        rows = []
        for assets in dict.fromkeys((PEER_ASSETS, options.assets)):
            actor = replace(bench.tenant(assets), origin=Origin.UI)
            work = Work(bench, actor, runtime, assets)
            work.ours()
            work.reference()
            rounds = [(*cpu_seconds(work.ours), *cpu_seconds(work.reference)) for _ in range(options.rounds)]
            mine, cost, theirs, their_cost = (median(figures) for figures in zip(*rounds, strict=True))
            ratio = cost / their_cost
            if assets == PEER_ASSETS:
                target, met = f"under {PEER_SECONDS:.0f} s", mine < PEER_SECONDS
            else:
                target, met = f"at most {RATIO} x in processor time", ratio <= RATIO
            note = f"in processor time {ratio:.2f} x"
            rows.append(Measured(f"set one field on {assets:,} assets", mine, theirs, target, met, note))
        neighbour = bench.tenant(NEIGHBOUR_ASSETS)
        with neighbour_watched(bench, neighbour) as alone:
            threading.Event().wait(3)
        with neighbour_watched(bench, neighbour) as meanwhile:
            work.ours()
        quiet, busy = p95(alone), p95(meanwhile)
        note = f"{len(meanwhile)} pages, in one process with the bulk edit"
        target, met = f"at most {PAGE_SECONDS * 1000:.0f} ms", busy <= PAGE_SECONDS
        rows.append(Measured("a page of another tenant meanwhile, p95", busy, quiet, target, met, note))
        report("bulk", rows, about=f"{options.rounds} rounds, ours and raw UPDATE in turn, medians")


if __name__ == "__main__":
    main()
