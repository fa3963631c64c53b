"""Undoing a change of one field on 100,000 assets, against one raw UPDATE of the same rows with the same triggers.

The promise: at most 1.5 times the raw statement. Also shown: the change itself, and the preview of the undo.
"""

import argparse
import tempfile
import uuid
from pathlib import Path

from benchmarks.harness import Bench, Measured, bench_database, median, report, seconds
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.recovery import jobs as recovery  # noqa: F401 (registers its kind of job)
from quarterdeck.domains.recovery.schemas import UndoWrite
from quarterdeck.domains.recovery.service.previewing import preview_undo
from quarterdeck.domains.recovery.service.undoing import access_undo, start_undo
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage

RATIO = 1.5
PREVIEW_SECONDS = 5.0


def change(bench: Bench, actor: Actor, value: str) -> uuid.UUID:
    """One raw UPDATE of one field of all rows, inside a change set: the reference."""
    with bench.database.session_for(actor) as session:
        change_set = open_change_set(session, actor, reason="Benchmark")
        session.raw.execute("update assets set supplier = %s where tenant_id = %s", [value, actor.tenant_id])
    return change_set


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


def one_round(bench: Bench, actor: Actor, runtime: Runtime, *, count: int) -> tuple[float, float, float]:
    """Seconds of the change, of the preview of its undo, and of the undo."""
    made: list[uuid.UUID] = []
    value = f"Supplier {uuid.uuid4().hex}"
    took = seconds(lambda: made.append(change(bench, actor, value)))
    look = seconds(lambda: preview(bench, actor, made[0]))
    back = seconds(lambda: undo(bench, actor, runtime, made[0], count=count))
    return took, look, back


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--assets", type=int, default=100_000)
    arguments.add_argument("--rounds", type=int, default=3)
    chosen = arguments.parse_args()
    ours, reference, looks = [], [], []
    with bench_database() as bench, tempfile.TemporaryDirectory() as folder:
        actor = bench.tenant(chosen.assets)
        runtime = Runtime(bench.database, Storage.local(Path(folder)), Settings(data_dir=Path(folder)))
        for number in range(chosen.rounds + 1):
            took, look, back = one_round(bench, actor, runtime, count=chosen.assets)
            print(f"  change {took:.1f} s, preview {look:.1f} s, undo {back:.1f} s", flush=True)
            if number:
                ours.append(back)
                reference.append(took)
                looks.append(look)
    met = median(ours) <= RATIO * median(reference)
    rows = [
        Measured("undo", median(ours), median(reference), f"ratio <= {RATIO}", met, f"{len(ours)} rounds"),
        Measured(
            "preview", median(looks), median(reference), f"<= {PREVIEW_SECONDS:.0f} s", median(looks) <= PREVIEW_SECONDS
        ),
    ]
    report("undo", rows, about=f"one field of {chosen.assets:,} assets, against one raw UPDATE with the same triggers")


if __name__ == "__main__":
    main()
