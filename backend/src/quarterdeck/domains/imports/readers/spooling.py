"""Workbooks too large to be held: a process of its own reads one whole, writes down its rows, and ends.

A workbook can't be read as a stream. What reading it takes is given back with the process, and web and worker read the
rows from disk, one by one.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.options import Merged
from quarterdeck.domains.imports.readers.workbooks import Sheet, WorkbookSource, damaged, list_sheets

#: Below this size a workbook is read sooner than a process starts, and holds little.
LARGE_BYTES = 700_000
_PATIENCE_SECONDS = 1_800
_REFUSED = 3


class SpooledSheet:
    """The rows of one sheet, written beside the workbook when first asked for."""

    def __init__(self, path: Path, sheet: str, place: int) -> None:
        self.sheet = sheet
        self._path = path
        self._rows = path.with_name(f"{path.name}.{place}.rows")
        self._told: dict[str, Any] | None = None

    def raw_rows(self) -> Iterator[list[str]]:
        self._spool()
        with self._rows.open("rb") as lines:
            for line in lines:
                yield orjson.loads(line)

    @property
    def height(self) -> int:
        return int(self._spool()["height"])

    def merged_ranges(self) -> list[Merged]:
        return [((top, left), (bottom, right)) for (top, left), (bottom, right) in self._spool()["merged"]]

    def _spool(self) -> dict[str, Any]:
        if self._told is None:
            self._told = _ask({"path": str(self._path), "sheet": self.sheet, "rows": str(self._rows)})
        return self._told


def source_of_sheet(path: Path, sheet: str, place: int) -> "WorkbookSource | SpooledSheet":
    """`place` tells the sheets of a workbook apart."""
    return SpooledSheet(path, sheet, place) if _is_large(path) else WorkbookSource(path, sheet)


def sheets_of(path: Path) -> tuple[Sheet, ...]:
    """The sheets of the workbook with cells in them."""
    if not _is_large(path):
        return list_sheets(path)
    return tuple(Sheet(name, is_hidden) for name, is_hidden in _ask({"path": str(path)})["sheets"])


def _is_large(path: Path) -> bool:
    return path.stat().st_size > LARGE_BYTES


def _ask(question: dict[str, str]) -> dict[str, Any]:
    """What the reading process answers. It may be refused, and it may die of the file."""
    done = subprocess.run(  # noqa: S603 (this module)
        [sys.executable, "-P", "-m", __name__],
        input=orjson.dumps(question),
        capture_output=True,
        timeout=_PATIENCE_SECONDS,
        check=False,
    )
    if done.returncode == _REFUSED:
        raise FileProblem(**orjson.loads(done.stdout))
    if done.returncode < 0:
        sentence = "Reading this workbook takes more memory than there is here. Export the list as CSV instead."
        raise FileProblem("workbook_too_large", sentence)
    if done.returncode != 0:
        raise damaged()
    answer: dict[str, Any] = orjson.loads(done.stdout)
    return answer


def _answer(question: dict[str, str]) -> dict[str, Any]:
    path = Path(question["path"])
    if "sheet" not in question:
        return {"sheets": [(sheet.name, sheet.is_hidden) for sheet in list_sheets(path)]}
    source = WorkbookSource(path, question["sheet"])
    try:
        with Path(question["rows"]).open("wb") as lines:
            for row in source.raw_rows():
                lines.write(orjson.dumps(row))
                lines.write(b"\n")
    except OSError as exc:
        sentence = "There is not enough room on the server's disk to unpack this workbook."
        raise FileProblem("no_room", sentence) from exc
    return {"height": source.height, "merged": source.merged_ranges()}


def main() -> int:
    """Answers one question on stdin."""
    try:
        told, code = _answer(orjson.loads(sys.stdin.buffer.read())), 0
    except FileProblem as problem:
        told, code = {"code": problem.code, "sentence": str(problem)}, _REFUSED
    sys.stdout.buffer.write(orjson.dumps(told))
    return code


if __name__ == "__main__":
    sys.exit(main())
