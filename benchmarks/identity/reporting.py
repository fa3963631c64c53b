"""Figures per category, wrong merges one by one, and the file the figures are kept in."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks.harness import ROOT
from benchmarks.identity.scoring import WRONG_MERGES, Ruling, Score, Verdict, score

#: What issue and README promise.
PRECISION, RECALL, REVIEW_RATE = 0.999, 0.995, 0.02
SHOWN_PER_KIND = 12
HIDDEN_COLUMNS = {
    "Last Seen",
    "LastSeen",
    "Last Contact",
    "Status",
    "Ext IP Addr",
    "Router Address",
    "Public IP",
    "Domain",
}


def figures(rulings: Sequence[Ruling]) -> dict[str, Score]:
    """By category, in the order of the alphabet; `overall` last."""
    categories = sorted({ruling.sighting.category for ruling in rulings})
    parts = {name: score(ruling for ruling in rulings if ruling.sighting.category == name) for name in categories}
    return {**parts, "overall": score(rulings)}


def print_report(console: Console, rulings: Sequence[Ruling], *, title: str) -> None:
    console.print(_table(figures(rulings), title=title))
    for verdict in Verdict:
        if verdict is not Verdict.RIGHT:
            _print_rulings(console, verdict, [ruling for ruling in rulings if ruling.verdict is verdict])


def met(overall: Score) -> bool:
    return overall.precision >= PRECISION and overall.recall >= RECALL and overall.review_rate <= REVIEW_RATE


def _table(parts: Mapping[str, Score], *, title: str) -> Table:
    table = Table(title=title)
    for heading in (
        "category",
        "rows",
        "merged",
        "wrongly",
        "precision",
        "to find",
        "found",
        "recall",
        "review",
        "needless",
    ):
        table.add_column(heading, justify="left" if heading == "category" else "right")
    for name, part in parts.items():
        if name == "overall":
            table.add_section()
        table.add_row(
            name,
            f"{part.rows:,}",
            f"{part.asserted:,}",
            str(part.wrongly_asserted),
            f"{part.precision:.2%}",
            f"{part.to_find:,}",
            f"{part.found:,}",
            f"{part.recall:.2%}",
            f"{part.review_rate:.2%}",
            str(part.verdicts.get(Verdict.NEEDLESS_REVIEW, 0)),
            style="red" if part.precision < PRECISION or part.recall < RECALL else None,
        )
    return table


def _print_rulings(console: Console, verdict: Verdict, rulings: Sequence[Ruling]) -> None:
    """Wrong merges all; of the other kinds as many as anyone reads."""
    if not rulings:
        return
    console.print(f"\n[bold]{verdict.value}: {len(rulings)}[/bold]")
    shown = rulings if verdict in WRONG_MERGES else rulings[:SHOWN_PER_KIND]
    for ruling in shown:
        decision = ruling.decision
        wanted = "/".join(sorted(outcome.value for outcome in ruling.label.acceptable))
        console.print(
            f"- {ruling.sighting.category}, {escape(ruling.scenario)}, file {ruling.file} row {ruling.row}: "
            f"wanted {wanted}, got {decision.outcome.value}"
        )
        console.print(f"    row:    {escape(_shown(ruling.cells))}", soft_wrap=True)
        if ruling.other_cells:
            console.print(f"    merged: {escape(_shown(ruling.other_cells))}", soft_wrap=True)
        console.print(
            f"    reason: {escape(decision.matched_on)} {escape(decision.score)} {escape(decision.reason)}",
            soft_wrap=True,
        )


def _shown(cells: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {text}" for name, text in cells.items() if text and name not in HIDDEN_COLUMNS)


def write_results(rulings: Sequence[Ruling], *, about: str, refused: Sequence[str]) -> Path:
    path = ROOT / "benchmarks" / "results" / "identity.json"
    path.parent.mkdir(exist_ok=True)
    scenarios = sorted({ruling.scenario for ruling in rulings})
    document = {
        "about": about,
        "targets": {"precision": PRECISION, "recall": RECALL, "review_rate": REVIEW_RATE},
        "categories": {name: _rounded(part) for name, part in figures(rulings).items()},
        "scenarios": {
            name: _rounded(score(ruling for ruling in rulings if ruling.scenario == name)) for name in scenarios
        },
        "wrong_merges": [_told(ruling) for ruling in rulings if ruling.verdict in WRONG_MERGES],
        "files_not_imported": list(refused),
        "met": met(score(rulings)) and not refused,
    }
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _rounded(part: Score) -> dict[str, Any]:
    shares = {"precision": part.precision, "recall": part.recall, "review_rate": part.review_rate}
    return {**asdict(part), **{name: round(share, 5) for name, share in shares.items()}}


def _told(ruling: Ruling) -> dict[str, Any]:
    return {
        "category": ruling.sighting.category,
        "verdict": ruling.verdict.value,
        "scenario": ruling.scenario,
        "file": ruling.file,
        "row": ruling.row,
        "cells": dict(ruling.cells),
        "merged_with": dict(ruling.other_cells),
        "matched_on": ruling.decision.matched_on,
        "reason": ruling.decision.reason,
    }
