"""Which row holds the headings, and what the columns are called."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from quarterdeck.domains.imports.readers.headless import begins_with_data
from quarterdeck.domains.imports.readers.options import Note
from quarterdeck.kit.text import clean_text, fold

SEARCHED_ROWS = 15
MIN_RECOGNISED = 2
NO_HEADINGS = -1
_SURELY_RECOGNISED = 3
_MIN_SHARE = 0.6
_NUMBER = re.compile(r"[+\-]?[\d.,:/\s%]+")


def find_header(rows: Sequence[Sequence[str]], recognise: Callable[[str], bool] | None) -> int:
    """The index of the heading row among the first rows of a file; reports carry titles above it.

    `NO_HEADINGS` where the file begins with data.
    """
    searched = [[clean_text(cell) for cell in row] for row in rows[:SEARCHED_ROWS]]
    if recognise is not None:
        counts = [len({fold(cell) for cell in row if cell and recognise(cell)}) for row in searched]
        if counts and max(counts) >= MIN_RECOGNISED:
            return counts.index(max(counts))
        late = heading_rows(rows, recognise)
        if late:
            return late[0][0]
    if begins_with_data(rows):
        return NO_HEADINGS
    width = _usual_width(rows)
    for index, row in enumerate(searched):
        words = {fold(cell) for cell in row if cell and not _NUMBER.fullmatch(cell)}
        if width and len(words) / width >= _MIN_SHARE:
            return index
    return next((index for index, row in enumerate(searched) if any(row)), 0)


def heading_rows(rows: Sequence[Sequence[str]], recognise: Callable[[str], bool]) -> list[tuple[int, frozenset[str]]]:
    """Rows that can only be headings, each with those that are known."""
    found = []
    for index, row in enumerate(rows):
        cells = {fold(text) for cell in row if (text := clean_text(cell))}
        known = frozenset(cell for cell in cells if recognise(cell))
        is_sure = len(known) >= _SURELY_RECOGNISED and 2 * len(known) >= len(cells)
        if is_sure or (len(known) >= MIN_RECOGNISED and len(known) == len(cells)):
            found.append((index, known))
    return found


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = Counter(width for row in rows if (width := used_width(row)))
    # A title is narrower than the table, and a single row that is wider has an accident in it.
    common = [width for width, count in widths.items() if count >= max(2, widths.total() / 5)]
    return max(common or widths, default=0)


def used_width(row: Sequence[str]) -> int:
    """How many cells the row has up to its last one that is not blank."""
    return next((index + 1 for index in range(len(row) - 1, -1, -1) if row[index].strip()), 0)


def name_columns(header: Sequence[str], width: int) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """One name per column, each different, and notes about those that were blank or doubled."""
    cells = [clean_text(cell) for cell in header[:width]]
    cells += [""] * (width - len(cells))
    taken = {fold(cell) for cell in cells if cell}
    seen: set[str] = set()
    names: list[str] = []
    doubled: list[str] = []
    blank: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = cell or _free(f"Column {number}", taken)
        if not cell:
            blank.append(name)
        elif fold(cell) in seen:
            name = _free(cell, taken)
            doubled.append(cell)
        seen.add(fold(name))
        taken.add(fold(name))
        names.append(name)
    return tuple(names), _notes(doubled, blank)


def _free(name: str, taken: set[str]) -> str:
    if fold(name) not in taken:
        return name
    number = 2
    while fold(f"{name} ({number})") in taken:
        number += 1
    return f"{name} ({number})"


def _notes(doubled: list[str], blank: list[str]) -> tuple[Note, ...]:
    notes = []
    if doubled:
        listed = ", ".join(f"'{name}'" for name in dict.fromkeys(doubled))
        notes.append(
            Note("duplicate_headers", f"More than one column is called {listed}; the later ones got a number.")
        )
    if blank:
        notes.append(Note("blank_headers", f"Columns without a heading are called {', '.join(blank)}."))
    return tuple(notes)
