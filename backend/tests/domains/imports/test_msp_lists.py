"""Lists as service providers have them: two in a row, each line of the second with what a careful person would decide.

In `msp_lists`, one file each. `known 2` is the machine of the second line of the first list, `as 2` one that an earlier
line of the same list has, `ask` a question for a person, `new` another machine. Where two answers are right, both stand
there. The answers were written before the engine was asked.
"""

from pathlib import Path

import pytest

from tests.domains.imports.conftest import Done, Importer, Row

LISTS = sorted((Path(__file__).parent / "msp_lists").iterdir())


def table(text: str) -> tuple[list[str], list[Row]]:
    """What is expected of each line, and the lines."""
    header, *lines = [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
    rows = [dict(zip(header, cells, strict=True)) for cells in lines]
    return [row.pop("expect", "new") for row in rows], rows


def decisions(first: Done, second: Done) -> list[str]:
    known = {
        row.asset_id: f"known {place}" for place, row in enumerate(first.rows, 1) if row.outcome != "duplicate_in_file"
    }
    told = {"created": "new", "review": "ask"}
    return [
        f"as {row.duplicate_of_row}"
        if row.outcome == "duplicate_in_file"
        else told.get(row.outcome) or known.get(row.asset_id, row.outcome)
        for row in second.rows
    ]


def differences(importer: Importer, known: str, then: str) -> str:
    """Lines of either list that were decided on otherwise than expected, with the reason given."""
    told, first = [], None
    for text in (known, then):
        expected, rows = table(text)
        done = importer.rows(*rows)
        first = first or done
        lines = zip(rows, expected, decisions(first, done), done.rows, strict=True)
        told += [
            f"{row}: wanted {wanted}, got {got}: {read.reason}"
            for row, wanted, got, read in lines
            if got not in wanted.split("/") and not (done is first and wanted == "new" and read.outcome == "created")
        ]
    return "\n".join(told)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_each_line_is_decided_on_as_a_careful_person_would(importer: Importer, path: Path) -> None:
    known, then = path.read_text().strip().split("\n\n")
    assert not differences(importer, known, then)
