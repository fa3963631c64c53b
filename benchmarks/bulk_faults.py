"""A bulk edit and its undo at full size, killed and cancelled in the middle, worked on by real worker processes.

    make bench-bulk-faults                      # 100,000 assets
    make bench-bulk-faults ARGS="--assets 20000"

Not a question of speed. After every blow: done + skipped + failed + pending = requested, what the counters call
changed is changed and no more, and in the end the record is byte for byte what it was.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg

from benchmarks.harness import ROOT, Bench, bench_database
from quarterdeck.domains.assets.schemas import SelectionCreate
from quarterdeck.domains.assets.service.selecting import create_selection
from quarterdeck.domains.bulk import jobs as bulk_jobs
from quarterdeck.domains.bulk.schemas import BulkRequest
from quarterdeck.domains.bulk.service import changing as bulk
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.schemas import RetryWrite
from quarterdeck.domains.recovery import jobs as recovery
from quarterdeck.domains.recovery.schemas import UndoWrite
from quarterdeck.domains.recovery.service.undoing import start_undo
from quarterdeck.entrypoints import reactions
from quarterdeck.platform.actors import Actor, Origin

ENDED = ("succeeded", "partly_succeeded", "failed", "cancelled")
PATIENCE_SECONDS = 1_800
REGISTERED = (bulk_jobs, recovery, reactions)
#: Everything a bulk edit writes. `seen` is bookkeeping of the journal's reader, versions only count.
_RECORD = """
select md5(string_agg(line, '' order by line)) from (
  select (to_jsonb(a) - 'version' - 'updated_at')::text from assets a where a.tenant_id = %(tenant)s
  union all
  select (to_jsonb(p) - 'seen')::text from asset_provenance p where p.tenant_id = %(tenant)s) lines (line)
"""


@dataclass
class Trial:
    """One tenant, its workers, and what was seen."""

    bench: Bench
    actor: Actor
    assets: int
    told: list[dict[str, Any]] = field(default_factory=list)
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def one(self, query: str, **params: Any) -> Any:
        with psycopg.connect(self.bench.admin_url) as connection:
            row = connection.execute(query.encode(), {"tenant": self.actor.tenant_id, **params}).fetchone()
        return row[0] if row else None

    def spawn(self) -> "subprocess.Popen[bytes]":
        own = {
            "QUARTERDECK_DATABASE_URL": self.bench.admin_url,
            "QUARTERDECK_APP_PASSWORD": self.bench.app_password,
            "QUARTERDECK_DATA_DIR": str(ROOT / ".data" / "bench-web"),
            "QUARTERDECK_LOG_LEVEL": "WARNING",
            "QUARTERDECK_WORKER_HEARTBEAT_SECONDS": "1",
            "QUARTERDECK_WORKER_STALLED_SECONDS": "5",
        }
        command = [sys.executable, "-m", "quarterdeck.entrypoints.cli", "worker"]
        self.workers.append(subprocess.Popen(command, env={**os.environ, **own}))
        return self.workers[-1]

    def kill_worker(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.workers.clear()

    def job(self, job_id: uuid.UUID) -> Job:
        with self.bench.database.session_for(self.actor) as session:
            return jobs.access_job(session, self.actor, job_id)

    def wait(self, job_id: uuid.UUID, what: Callable[[Job], bool]) -> Job:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not what(job := self.job(job_id)):
            if time.monotonic() > deadline:
                raise SystemExit(f"The job stands at {job.state}, {job.done} of {job.total}.")
            time.sleep(0.05)
        return job

    def start_edit(self, value: str) -> uuid.UUID:
        with self.bench.database.session_for(self.actor) as session:
            selection = create_selection(session, self.actor, SelectionCreate(mode="all"))
            operation = {"kind": "edit", "edits": [{"action": "set", "field": "supplier", "value": value}]}
            wanted = {"selection": selection.id, "operation": operation, "confirmed_count": selection.count}
            return bulk.start(session, self.actor, BulkRequest.model_validate(wanted)).id

    def start_undo(self, change_set: uuid.UUID) -> uuid.UUID:
        with self.bench.database.session_for(self.actor) as session:
            job_id = start_undo(session, self.actor, change_set, UndoWrite()).job_id
        if job_id is None:
            raise SystemExit("The undo was not large enough for a job.")
        return job_id

    def note(self, what: str, job: Job, *, carrying: int, expected: int) -> None:
        """Judge one moment: the counters add up, and so many assets carry the new value."""
        counted = sum(job.counters[name] for name in ("done", "skipped", "failed", "pending"))
        right = counted == job.counters["total"] == self.assets and carrying == expected
        self.told.append(
            {"what": what, "state": job.state, "counters": job.counters, "carrying": carrying, "ok": right}
        )
        print(f"  {what}: {job.state}, {job.counters}, {carrying:,} carry the value: {'ok' if right else 'WRONG'}")

    def carrying(self, value: str) -> int:
        query = "select count(*) from assets where tenant_id = %(tenant)s and supplier = %(value)s"
        return int(self.one(query, value=value))

    def after(self, job_id: uuid.UUID, share: float) -> Job:
        """Wait until that share of the job is done, and a little into the chunk that follows."""
        goal = share * self.assets
        self.wait(job_id, lambda job: job.done >= goal or job.state in ENDED)
        time.sleep(random.random())
        return self.job(job_id)


@contextmanager
def settled(trial: Trial, job_id: uuid.UUID) -> Iterator[Job]:
    """The job after its worker was killed, when the server has noticed."""
    trial.kill_worker()
    with psycopg.connect(trial.bench.admin_url) as holder:
        holder.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"job:{job_id}"])
        yield trial.job(job_id)


def killed_twice(trial: Trial, job_id: uuid.UUID, what: str, expected: Callable[[Job], int], value: str) -> Job:
    for share in (0.25, 0.6):
        trial.spawn()
        trial.after(job_id, share)
        with settled(trial, job_id) as job:
            trial.note(f"{what}, killed", job, carrying=trial.carrying(value), expected=expected(job))
    trial.spawn()
    ended = trial.wait(job_id, lambda job: job.state in ENDED)
    trial.note(f"{what}, ended", ended, carrying=trial.carrying(value), expected=expected(ended))
    return ended


def cancelled(trial: Trial, job_id: uuid.UUID, what: str, expected: Callable[[Job], int], value: str) -> Job:
    """Cancelled in the middle, then done to the end by another job. Answers the first."""
    trial.after(job_id, 0.4)
    with trial.bench.database.session_for(trial.actor) as session:
        jobs.cancel_job(session, trial.actor, job_id)
    stopped = trial.wait(job_id, lambda job: job.state in ENDED)
    trial.note(f"{what}, cancelled", stopped, carrying=trial.carrying(value), expected=expected(stopped))
    return stopped


def follow(trial: Trial, stopped: Job) -> Job:
    with trial.bench.database.session_for(trial.actor) as session:
        again = jobs.retry_job(session, trial.actor, stopped.id, RetryWrite()).id
    return trial.wait(again, lambda job: job.state in ENDED)


def whole(trial: Trial, what: str, start: str) -> None:
    same = trial.one(_RECORD) == start
    trial.told.append({"what": what, "ok": same})
    print(f"  {what}: {'byte for byte as it was' if same else 'DIFFERENT'}")


def first_edit(trial: Trial) -> str:
    """What the record is before the blows: every asset has been edited once, so that each has somebody's word."""
    trial.spawn()
    trial.wait(trial.start_edit(f"First {uuid.uuid4().hex[:6]}"), lambda job: job.state in ENDED)
    return str(trial.one(_RECORD))


def kill_both(trial: Trial, start: str) -> None:
    trial.kill_worker()
    value = f"Killed {uuid.uuid4().hex[:6]}"
    edited = killed_twice(trial, trial.start_edit(value), "edit", lambda job: int(job.counters["changed"]), value)
    undo_id = trial.start_undo(edited.change_set_id or uuid.UUID(int=0))
    trial.kill_worker()
    killed_twice(trial, undo_id, "undo", lambda job: trial.assets - int(job.counters["restored"]), value)
    whole(trial, "killed edit, killed undo", start)


def cancel_edit(trial: Trial, start: str) -> None:
    value = f"Cancelled {uuid.uuid4().hex[:6]}"
    stopped = cancelled(trial, trial.start_edit(value), "edit", lambda job: int(job.counters["changed"]), value)
    carried = trial.carrying(value)
    undo_id = trial.start_undo(stopped.change_set_id or uuid.UUID(int=0))
    trial.wait(undo_id, lambda job: job.state in ENDED)
    whole(trial, f"undo of a cancelled edit of {carried:,}", start)


def cancel_undo(trial: Trial, start: str) -> None:
    value = f"Undo cancelled {uuid.uuid4().hex[:6]}"
    done = trial.wait(trial.start_edit(value), lambda job: job.state in ENDED)
    undo_id = trial.start_undo(done.change_set_id or uuid.UUID(int=0))
    stopped = cancelled(trial, undo_id, "undo", lambda job: trial.assets - int(job.counters["restored"]), value)
    follow(trial, stopped)
    whole(trial, "cancelled undo, tried again", start)


BLOWS: dict[str, Callable[[Trial, str], None]] = {
    "kill-both": kill_both,
    "cancel-edit": cancel_edit,
    "cancel-undo": cancel_undo,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=100_000)
    parser.add_argument("--only", choices=list(BLOWS), nargs="*", default=list(BLOWS))
    chosen = parser.parse_args()
    with bench_database() as bench:
        trial = Trial(bench, replace(bench.tenant(chosen.assets), origin=Origin.UI), chosen.assets)
        try:
            start = first_edit(trial)
            for name in chosen.only:
                BLOWS[name](trial, start)
        finally:
            trial.kill_worker()
    results = ROOT / "benchmarks" / "results" / "bulk_faults.json"
    results.write_text(json.dumps({"assets": chosen.assets, "moments": trial.told}, indent=2) + "\n")
    if not all(each["ok"] for each in trial.told):
        raise SystemExit("Something was lost, doubled or miscounted.")


if __name__ == "__main__":
    main()
