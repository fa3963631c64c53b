"""`make bench-adversary`: the identity engine on estates it was not tuned on, by kind of trouble."""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table

from benchmarks.adversary.estate import populate
from benchmarks.adversary.files import JUNK, Line, Write, as_csv, audit, first, rmm, second, sheet, third
from benchmarks.identity.running import COMMAND
from quarterdeck.domains.tenancy.schemas import TenantCreate
from quarterdeck.entrypoints.data import open_data
from quarterdeck.entrypoints.installation import Installation
from quarterdeck.entrypoints.provisioning import provision_tenant
from quarterdeck.platform.db.migrate import migrate
from quarterdeck.platform.settings import Settings

STAGES: Sequence[tuple[str, Write]] = (("rmm", rmm), ("sheet", sheet), ("audit", audit), ("audit-again", audit))
MERGED = frozenset({"updated", "unchanged", "duplicate_in_file"})


@dataclass
class Tally:
    rows: int = 0
    merged: int = 0
    wrong: int = 0
    to_find: int = 0
    found: int = 0
    review: int = 0
    rejected: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass
class Score:
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    #: Which machine each asset stands for, and what has been shown of each machine.
    asset_of: dict[str, int] = field(default_factory=dict)
    shown: dict[int, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    owners: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    def rule(self, name: str, lines: Sequence[Line], decisions: Sequence[dict[str, str]]) -> None:
        for line in lines:
            for key in _keys(line):
                self.owners[key].add(line.machine.truth)
        for number, (line, decision) in enumerate(zip(lines, decisions, strict=True), 1):
            truth, outcome = line.machine.truth, decision["outcome"]
            meant = self.asset_of.get(decision["asset_id"])
            if outcome == "duplicate_in_file":
                meant = lines[int(decision["duplicate_of_row"]) - 1].machine.truth
            self._count(self.tallies[f"{name}: {line.category}"], number, line, decision, meant)
            if outcome == "created":
                self.asset_of.setdefault(decision["asset_id"], truth)
            if outcome != "rejected":
                self.shown[truth] |= set(_keys(line))

    def _count(self, tally: Tally, number: int, line: Line, decision: dict[str, str], meant: int | None) -> None:
        truth, outcome = line.machine.truth, decision["outcome"]
        tally.rows += 1
        tally.review += outcome == "review"
        tally.rejected += outcome == "rejected"
        is_right = outcome in MERGED and meant == truth
        if outcome in MERGED:
            tally.merged += 1
            tally.wrong += meant != truth
        own = {key for key in _keys(line) if len(self.owners[key]) == 1}
        must = truth in self.shown and bool(own & self.shown[truth]) and not line.may_stay_open
        if must:
            tally.to_find += 1
            tally.found += is_right
        what = "WRONG" if outcome in MERGED and not is_right else "MISSED" if must and not is_right else outcome
        if what in {"WRONG", "MISSED", "review"}:
            tally.examples.append(f"{what} row {number} {line.machine}: {decision}")


def _keys(line: Line) -> list[tuple[str, str]]:
    """What a careful person would know the machine by, at its client."""
    machine = line.machine
    serial = machine.serial if machine.serial not in JUNK else ""
    pairs = (
        ("serial", serial),
        ("mac", machine.wired),
        ("mac", machine.wireless),
        ("imei", machine.imei),
        ("tag", machine.tag and f"{machine.client} {machine.tag}"),
        ("host", machine.hostname and f"{machine.client} {machine.hostname}"),
    )
    return [(kind, value) for kind, value in pairs if value and value not in {"iPhone", "Printer"}]


def _again(lines: Sequence[Line], decisions: Sequence[dict[str, str]]) -> list[Line]:
    """The same rows once more. Nobody has decided in between, so what waited for a person still may."""
    waiting = (decision["outcome"] == "review" for decision in decisions)
    return [
        Line(line.machine, "the same file again", may_stay_open=is_open)
        for line, is_open in zip(lines, waiting, strict=True)
    ]


def _run(settings: Settings, folder: Path, slug: str, name: str, content: bytes) -> list[dict[str, str]]:
    path, told = folder / f"{slug}-{name}.csv", folder / f"{slug}-{name}-decisions.csv"
    path.write_bytes(content)
    arguments = ["import", str(path), "--tenant", slug, "--create-missing", "--decisions", str(told)]
    environment = {**os.environ, "QUARTERDECK_DATA_DIR": str(settings.data_dir)}
    done = subprocess.run([str(COMMAND), *arguments], env=environment, capture_output=True, text=True, check=False)
    if not told.exists():
        raise SystemExit(f"{name} was not imported.\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    with told.open(encoding="utf-8-sig", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda line: int(line["row"]))


def _report(console: Console, score: Score, *, examples: int) -> bool:
    table = Table(
        "category", "rows", "merged", "wrong", "precision", "to find", "found", "recall", "review", "rejected"
    )
    total = Tally()
    for name, tally in [*sorted(score.tallies.items()), ("all", total)]:
        table.add_row(
            name, *map(str, (tally.rows, tally.merged, tally.wrong)), f"{1 - tally.wrong / max(tally.merged, 1):.3%}",
            str(tally.to_find), str(tally.found), f"{tally.found / tally.to_find if tally.to_find else 1:.3%}",
            f"{tally.review / max(tally.rows, 1):.2%}", str(tally.rejected),
        )  # fmt: skip
        if name != "all":
            for part in ("rows", "merged", "wrong", "to_find", "found", "review", "rejected"):
                setattr(total, part, getattr(total, part) + getattr(tally, part))
            for example in tally.examples[:examples]:
                console.print(f"[dim]{name}[/]: ", example, markup=False, highlight=False)
    console.print(table)
    shares = (
        total.wrong / max(total.merged, 1),
        total.found / max(total.to_find, 1),
        total.review / max(total.rows, 1),
    )
    return shares[0] <= 0.001 and shares[1] >= 0.995 and shares[2] <= 0.02


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.adversary", description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--machines", type=int, default=900)
    parser.add_argument("--estates", type=int, default=3)
    parser.add_argument("--examples", type=int, default=2, help="shown per category")
    options = parser.parse_args()
    console = Console(width=190)
    score = Score()
    with tempfile.TemporaryDirectory(prefix="quarterdeck-adversary-") as text:
        folder = Path(text)
        settings = Settings(data_dir=folder / "data")
        installation = Installation(settings)
        installation.start_database()
        try:
            migrate(installation.admin_url, app_password=installation.app_password)
            for number in range(options.estates):
                slug = f"estate-{number + 1}"
                database = open_data(installation)
                provision_tenant(database, TenantCreate(slug=slug, name=slug))
                database.dispose()
                rng = Random(f"adversary {options.seed} {number}")
                estate = populate(rng, options.machines)
                lines: list[Line] = []
                decisions: list[dict[str, str]] = []
                part = Score()
                for (name, write), make in zip(STAGES, (first, second, third, None), strict=True):
                    lines = make(estate) if make is not None else _again(lines, decisions)
                    decisions = _run(settings, folder, slug, name, as_csv(lines, write, rng))
                    part.rule(name, lines, decisions)
                for name, tally in part.tallies.items():
                    known = score.tallies[name]
                    for each in ("rows", "merged", "wrong", "to_find", "found", "review", "rejected"):
                        setattr(known, each, getattr(known, each) + getattr(tally, each))
                    known.examples += tally.examples
        finally:
            installation.close()
    counted = Counter(name.partition(":")[0] for name in score.tallies)
    console.print(
        f"{options.estates} estates of {options.machines} machines, seed {options.seed}; categories {dict(counted)}"
    )
    return 0 if _report(console, score, examples=options.examples) else 1


if __name__ == "__main__":
    sys.exit(main())
