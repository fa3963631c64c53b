"""CSV and its relatives, streamed: memory does not grow with the file."""

import csv
import io
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from quarterdeck.domains.imports.readers.encodings import Decoding
from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.options import Limits, Merged

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 60
_SAMPLE_CHARACTERS = 256 * 1024
_SEPARATOR_LINE = "sep="
_MOST_MENDED = 20
_FEWEST_QUOTED, _MOST_ALIKE = 2, 0.9
_HINTS = {".tsv": "\t", ".tab": "\t", ".psv": "|"}


@dataclass(frozen=True, slots=True)
class DelimitedSource:
    """The rows of one delimited file, from the top, as often as they are asked for."""

    path: Path
    decoding: Decoding
    delimiter: str
    limits: Limits
    has_separator_line: bool = False
    #: Whether each line stands in quotation marks as a whole, as some tools do that quote what they exported once more.
    is_quoted_twice: bool = False

    def merged_ranges(self) -> list[Merged]:
        """Text has none."""
        return []

    def raw_rows(self) -> Iterator[list[str]]:
        """Every record that is not a blank line. Raises `FileProblem` where a record does not end."""
        # The limit of the csv module is one for the process; ours are checked on every row.
        csv.field_size_limit(max(csv.field_size_limit(), self.limits.record_characters + 1))
        with self.path.open("rb") as raw:
            stream = io.TextIOWrapper(raw, self.decoding.encoding, self.decoding.errors, newline="")
            lines = _lines(stream, self.limits.record_characters)
            if self.has_separator_line:
                next(lines, None)
            noted = _Noted(lines)
            try:
                records = filter(None, self._records(noted))
                yield from map(self._unwrapped, records) if self.is_quoted_twice else records
            except csv.Error as exc:
                sentence = (
                    f"The table cannot be read near line {noted.count:,}: a quotation mark seems not to be closed, "
                    f"or a cell is larger than {self.limits.record_characters // 1_048_576} MB. Correct it there."
                )
                raise FileProblem("unclosed_quote", sentence) from exc

    def _records(self, lines: "_Noted") -> Iterator[list[str]]:
        """A quotation mark that nothing closes is a sign like others: it takes no rows after it into its cell."""
        width, mended, is_done = 0, 0, False
        while not is_done:
            is_done = True
            for row in csv.reader(lines, delimiter=self.delimiter, skipinitialspace=self.delimiter != "\t"):
                if len(lines.taken) > 1 and (lines.are_open() or self._has_swallowed(lines.taken, width)):
                    is_done = False
                    break
                lines.taken.clear()
                width = width or len(row)
                yield row
            if not is_done:
                mended += 1
                if mended > _MOST_MENDED:
                    raise csv.Error
                yield self._unquoted(lines.give_back_all_but_first())

    def _has_swallowed(self, lines: list[str], width: int) -> bool:
        """Whether the record closes its quotation mark in the middle of a cell, and its first line is a whole row."""
        try:
            for _ in csv.reader(lines, delimiter=self.delimiter, skipinitialspace=True, strict=True):
                pass
        except csv.Error:
            return len(self._unquoted(lines[0])) == width
        return False

    def _unwrapped(self, row: list[str]) -> list[str]:
        return next(csv.reader(row, delimiter=self.delimiter, skipinitialspace=True), []) if len(row) == 1 else row

    def _unquoted(self, line: str) -> list[str]:
        row = next(csv.reader([line], delimiter=self.delimiter, quoting=csv.QUOTE_NONE), [])
        return [cell.strip().strip('"') for cell in row]


class _Noted:
    """Lines of a file, with those noted that the record in hand was made of."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.taken: list[str] = []
        self.count = 0
        self._lines = lines
        self._ahead: deque[str] = deque()

    def __iter__(self) -> "_Noted":
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else next(self._lines)
        self.taken.append(line)
        self.count += 1
        return line

    def are_open(self) -> bool:
        """Whether the record ended only with the file: a quotation mark was opened and not closed."""
        if sum(line.count('"') for line in self.taken) % 2 == 0 or self._ahead:
            return False
        following = next(self._lines, None)
        if following is not None:
            self._ahead.append(following)
        return following is None

    def give_back_all_but_first(self) -> str:
        first, *others = self.taken
        self._ahead.extendleft(reversed(others))
        self.count -= len(others)
        self.taken.clear()
        return first


def open_delimited(
    path: Path, decoding: Decoding, *, delimiter: str | None, suffix: str, limits: Limits
) -> DelimitedSource:
    """The source with its delimiter chosen, announced by a `sep=` line, or found by trying each on the first lines."""
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n\x00'):
        raise FileProblem("bad_delimiter", "The delimiter is one character: comma, semicolon, tab or bar.")
    with path.open("rb") as raw:
        stream = io.TextIOWrapper(raw, decoding.encoding, decoding.errors, newline="")
        sample = _sample(_lines(stream, limits.record_characters))
    first = sample[0].strip() if sample else ""
    announced = first[len(_SEPARATOR_LINE) :] if first.casefold().startswith(_SEPARATOR_LINE) else ""
    has_separator_line = len(announced) == 1 or first.casefold() == _SEPARATOR_LINE
    chosen = delimiter or (announced if len(announced) == 1 else None)
    sample = sample[has_separator_line:]
    inner = _within_quotes(sample)
    chosen = chosen or _best_delimiter(inner or sample, _HINTS.get(suffix))
    return DelimitedSource(
        path, decoding, chosen, limits, has_separator_line=has_separator_line, is_quoted_twice=bool(inner)
    )


def _within_quotes(sample: list[str]) -> list[str]:
    """The lines without the quotation marks around each of them, if what is within them is a table; else nothing."""
    lines = [line.strip() for line in sample if line.strip()]
    if len(lines) < _FEWEST_QUOTED or not all(line.startswith('"') and line.endswith('"') for line in lines):
        return []
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            return []
        if len(rows) != len(lines) or any(len(row) != 1 for row in rows):
            return []
    inner = [f"{row[0]}\n" for row in rows]
    best = _best_delimiter(inner, None)
    widths = [len(row) for row in csv.reader(inner, delimiter=best, skipinitialspace=True)]
    is_table = widths[0] > 1 and widths.count(widths[0]) >= _MOST_ALIKE * len(widths)
    return inner if is_table else []


def _lines(stream: io.TextIOWrapper, longest: int) -> Iterator[str]:
    number = 0
    while line := stream.readline(longest):
        number += 1
        if len(line) == longest:
            raise FileProblem(
                "line_too_long",
                f"Line {number:,} is longer than {longest // 1_048_576} MB; no table has such lines.",
            )
        yield line.replace("\0", "") if "\0" in line else line


def _sample(lines: Iterator[str]) -> list[str]:
    taken: list[str] = []
    size = 0
    for line in islice(lines, _SAMPLE_LINES):
        taken.append(line)
        size += len(line)
        if size > _SAMPLE_CHARACTERS:
            break
    return taken


def _best_delimiter(sample: list[str], hint: str | None) -> str:
    """The one that cuts most lines into the same number of cells, and into more than one."""
    scores = {delimiter: _regularity(sample, delimiter) for delimiter in DELIMITERS}
    if hint is not None and scores[hint] > 0:
        return hint
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else ","


def _regularity(sample: list[str], delimiter: str) -> float:
    """The share of lines in rows of the usual width; a cell may run over many lines, and they all count."""
    widths: Counter[int] = Counter()
    reader = csv.reader(sample, delimiter=delimiter, skipinitialspace=True)
    read = 0
    try:
        for row in reader:
            if row:
                widths[len(row)] += reader.line_num - read
            read = reader.line_num
    except csv.Error:
        return 0
    widths.pop(1, None)
    if not widths:
        return 0
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
    return rows / len(sample) + min(width, 100) / 1_000
