"""Undoing a bulk edit of one field, against one raw UPDATE of the same rows with the same triggers.

    make bench-undo                      # 100,000 assets
    make bench-undo ARGS="--assets 20000"

The edit is one as people make it, in a job, with whose word it is. So its undo writes two rows for each asset, and the
reference one. The promise: at most 1.5 times the raw statement. Also shown: the preview of the undo.
"""

import argparse
import tempfile
import uuid
from dataclasses import replace
from pathlib import Path

from benchmarks.bulk import Work
from benchmarks.harness import Bench, Measured, bench_database, cpu_seconds, median, report, seconds
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.domains.recovery import jobs as recovery
from quarterdeck.domains.recovery.schemas import UndoWrite
from quarterdeck.domains.recovery.service.previewing import preview_undo
from quarterdeck.domains.recovery.service.undoing import access_undo, start_undo
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage

RATIO = 1.5
PREVIEW_SECONDS = 5.0
#: Loading it registers its kind of job.
REGISTERED = (recovery,)


def undo(bench: Bench, actor: Actor, runtime: Runtime, change_set: uuid.UUID, *, count: int) -> None:
    """The undo as people start it, and its job to the end."""
    with bench.database.session_for(actor) as session:
        started = start_undo(session, actor, change_set, UndoWrite())
        undo_id, job_id = started.id, started.job_id
    while (
        job_id is not None
        and run_one_chunk(runtime, tenant_id=actor.tenant_id, job_id=job_id, requeue=False) is Step.MORE
    ):
        pass
    with bench.database.session_for(actor) as session:
        counts = access_undo(session, actor, undo_id).counts
    if counts["restored"] != count:
        raise SystemExit(f"The undo restored {counts}, not {count}.")


def preview(bench: Bench, actor: Actor, change_set: uuid.UUID) -> None:
    with bench.database.session_for(actor) as session:
        preview_undo(session, actor, change_set)


def one_round(work: Work) -> tuple[float, float, float, float, float]:
    """Seconds and processor time of the reference, seconds of the preview, both again of the undo of a bulk edit."""
    raw, raw_cost = cpu_seconds(work.reference)
    change_set = work.ours()
    if change_set is None:
        raise SystemExit("The bulk edit has no change set.")
    look = seconds(lambda: preview(work.bench, work.actor, change_set))
    back, cost = cpu_seconds(lambda: undo(work.bench, work.actor, work.runtime, change_set, count=work.assets))
    return raw, raw_cost, look, back, cost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    rounds = []
    with bench_database() as bench, tempfile.TemporaryDirectory() as folder:
        actor = replace(bench.tenant(chosen.assets), origin=Origin.UI)
        runtime = Runtime(bench.database, Storage.local(Path(folder)), Settings(data_dir=Path(folder)))
        work = Work(bench, actor, runtime, chosen.assets)
        for number in range(chosen.rounds + 1):
            figures = one_round(work)
            raw, raw_cost, look, back, cost = figures
            print(
                f"  raw {raw:.1f} s ({raw_cost:.1f}), preview {look:.1f} s, undo {back:.1f} s ({cost:.1f})", flush=True
            )
            if number:
                rounds.append(figures)
    raw, raw_cost, look, back, cost = (median(each) for each in zip(*rounds, strict=True))
    ratio = cost / raw_cost
    target, note = f"at most {RATIO} x in processor time", f"in processor time {ratio:.2f} x"
    rows = [
        Measured("undo", back, raw, target, ratio <= RATIO, note),
        Measured("preview", look, raw, f"at most {PREVIEW_SECONDS:.0f} s", look <= PREVIEW_SECONDS),
    ]
    about = f"a bulk edit of one field of {chosen.assets:,} assets, against one raw UPDATE, {len(rounds)} rounds"
    report("undo", rows, about=about)


if __name__ == "__main__":
    main()
