"""`make bench-identity`: how many machines intake confuses, misses or leaves to a person, by kind of trouble."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from benchmarks.identity.reporting import met, print_report, write_results
from benchmarks.identity.running import ImportFailed, runner_in
from benchmarks.identity.scenario import CATEGORIES, PAIRS, build
from benchmarks.identity.scoring import Ruling, judge, score

#: Small and large clients' worth of rows, because an identifier's weight depends on how many others there are.
SIZES = (0.4, 0.7, 1.0, 1.3, 1.6, 1.0)


def main() -> int:
    options = _options()
    console = Console(width=170)
    rulings: list[Ruling] = []
    refused: list[str] = []
    with _folder(options.keep) as folder, runner_in(folder) as runner:
        for number, (pair, size) in enumerate(zip(PAIRS, SIZES, strict=True)):
            machines = max(20, round(options.rows / len(PAIRS) * size))
            scenario = build(options.seed + number, machines=machines, pair=pair, only=options.only)
            try:
                decided = runner.run(scenario, f"scenario-{number + 1}")
            except ImportFailed as failure:
                refused.append(f"{scenario.name}: {failure}")
                console.print(f"{scenario.name}: NOT IMPORTED {escape(str(failure))}")
                continue
            ruled = judge(scenario, decided)
            part = score(ruled)
            console.print(
                f"{scenario.name}: {part.rows:,} rows, precision {part.precision:.3%}, recall {part.recall:.3%}, "
                f"review {part.review_rate:.2%}"
            )
            rulings += ruled
    about = f"{options.rows} machines in {len(PAIRS)} pairs of files, seed {options.seed}"
    print_report(console, rulings, title=f"identity: {about}")
    if options.only is None:
        console.print(f"\nwritten to {write_results(rulings, about=about, refused=refused)}")
    return 0 if met(score(rulings)) and not refused else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identity", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="other machines, the same troubles")
    parser.add_argument("--rows", type=int, default=5000, help="machines in all scenarios together")
    parser.add_argument("--only", choices=sorted(CATEGORIES), help="this category and no other")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep files, decisions and database here")
    return parser.parse_args()


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="quarterdeck-identity-") as folder:
            yield Path(folder)
    else:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()


if __name__ == "__main__":
    sys.exit(main())
