"""Looks into an XLSX before anything unpacks it: bombs, lies about sizes, external entities, giant rectangles.

The sizes in an archive are only claims. Each part is inflated here once, in pieces and without keeping it, and must be
exactly as large as it claims.
"""

import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import BinaryIO

from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.options import Limits

_PIECE = 256 * 1024
_OVERLAP = 64
_LOCAL_HEADER = struct.Struct("<4s22x2H")
_ENCRYPTED = 0x1
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_CELL_REFERENCE = re.compile(rb' r="([A-Za-z]{1,3})(\d{1,7})"')
_ANY_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_HIDDEN = re.compile(rb'<(row|col) [^>]{0,400}?hidden="(?:1|true)"[^>]{0,400}>')
_SPAN, _SPAN_END = re.compile(rb'\bmin="(\d{1,6})"'), re.compile(rb'\bmax="(\d{1,6})"')
_FROM_1904 = re.compile(rb'<workbookPr [^>]{0,400}?date1904="(?:1|true)"')
_LINK, _LINK_ID = re.compile(rb"<Relationship [^>]{1,2000}>"), re.compile(rb'\bId="([^"]{1,200})"')
_LINK_TARGET = re.compile(rb'\bTarget="([^"]{1,500})"')
_SHEET, _SHEET_NAME = re.compile(rb"<sheet [^>]{1,2000}>"), re.compile(rb'\bname="([^"]{1,500})"')
_SHEET_LINK = re.compile(rb'\br:id="([^"]{1,200})"')
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_PICTURES = (".svg", ".emf", ".wmf", ".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp")
_SAVE_AGAIN = "Open it in Excel, save it again as XLSX, and upload that."


@dataclass(slots=True)
class Inspection:
    """What the parts of a workbook say of themselves; hidden rows and columns by the name of the sheet."""

    has_formulas: bool = False
    counts_from_1904: bool = False
    hidden_rows: dict[str, int] = field(default_factory=dict)
    hidden_columns: dict[str, int] = field(default_factory=dict)


def inspect_workbook(path: Path, limits: Limits) -> Inspection:
    """Proves that the archive is safe to open. Raises `FileProblem`."""
    found = Inspection()
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as raw:
            entries = archive.infolist()
            _check_claims(entries, path.stat().st_size, limits)
            hidden = _Hidden()
            for entry in entries:
                if not entry.is_dir():
                    _check_part(raw, entry, limits, found, hidden)
            _name_hidden(archive, found, hidden)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, ValueError) as exc:
        raise FileProblem("damaged_workbook", f"The workbook is damaged or cut off. {_SAVE_AGAIN}") from exc
    return found


def _check_claims(entries: list[zipfile.ZipInfo], file_size: int, limits: Limits) -> None:
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > limits.archive_entries or unpacked > limits.unpacked_bytes or packed > file_size:
        raise _bomb(limits)
    if unpacked > 10 * 1024 * 1024 and unpacked > limits.unpacked_ratio * file_size:
        raise _bomb(limits)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise FileProblem(
            "encrypted", "The archive is protected by a password. Remove the password and upload it again."
        )
    if len(set(names)) != len(names):
        raise FileProblem("damaged_workbook", f"The workbook holds two parts of one name. {_SAVE_AGAIN}")
    if "xl/workbook.xml" not in names:
        kind = "an OpenDocument sheet" if "content.xml" in names else "an archive without a workbook in it"
        raise FileProblem("wrong_format", f"The file is {kind}, not XLSX. Save it as XLSX or CSV and upload that.")


def _bomb(limits: Limits) -> FileProblem:
    size = limits.unpacked_bytes // 1_048_576
    return FileProblem(
        "zip_bomb",
        f"The workbook unpacks to far more than its size allows (limit {size} MB). Export the list as CSV instead.",
    )


@dataclass(slots=True)
class _Hidden:
    """By the name of the part."""

    rows: Counter[str] = field(default_factory=Counter)
    columns: Counter[str] = field(default_factory=Counter)

    def look(self, part: str, window: bytes, seen: int) -> None:
        if b'hidden="' not in window:
            return
        for tag in _HIDDEN.finditer(window):
            if tag.end() <= seen:
                continue
            if tag[1] == b"row":
                self.rows[part] += 1
            elif (span := _SPAN.search(tag[0])) and (last := _SPAN_END.search(tag[0])):
                self.columns[part] += max(int(last[1]) - int(span[1]) + 1, 1)


def _name_hidden(archive: zipfile.ZipFile, found: Inspection, hidden: _Hidden) -> None:
    """Which sheet each part is, as the workbook says."""
    book = archive.read("xl/workbook.xml")
    found.counts_from_1904 = _FROM_1904.search(book) is not None
    links = "xl/_rels/workbook.xml.rels"
    if not (hidden.rows or hidden.columns) or links not in archive.namelist():
        return
    targets = {}
    for link in _LINK.findall(archive.read(links)):
        identity, target = _LINK_ID.search(link), _LINK_TARGET.search(link)
        if identity and target:
            targets[identity[1]] = target[1].decode("utf-8", "replace").removeprefix("/xl/")
    for sheet in _SHEET.findall(book):
        name, link_id = _SHEET_NAME.search(sheet), _SHEET_LINK.search(sheet)
        if name and link_id and link_id[1] in targets:
            part, called = f"xl/{targets[link_id[1]]}", unescape(name[1].decode("utf-8", "replace"))
            found.hidden_rows[called] = hidden.rows[part]
            found.hidden_columns[called] = hidden.columns[part]


def _check_part(raw: BinaryIO, entry: zipfile.ZipInfo, limits: Limits, found: Inspection, hidden: _Hidden) -> None:
    # Which part is a sheet is for the workbook to say, so every part that is no picture is looked at.
    is_picture = entry.filename.lower().endswith(_PICTURES)
    size, last_row, columns, tail = 0, 0, set[bytes](), b""
    for piece in _inflated(raw, entry):
        size += len(piece)
        if size > entry.file_size:
            raise _bomb(limits)
        window = tail + piece
        if not is_picture and any(declaration in window for declaration in _DECLARATIONS):
            raise FileProblem(
                "external_entity",
                f"{entry.filename} declares entities, which no honest workbook does. {_SAVE_AGAIN}",
            )
        if not tail and piece.startswith(_WIDE):
            raise FileProblem("damaged_workbook", f"{entry.filename} is not written in UTF-8. {_SAVE_AGAIN}")
        references = _references(window)
        if references:
            found_columns, found_rows = zip(*references, strict=True)
            columns.update(found_columns)
            last_row = max(last_row, *map(int, set(found_rows)))
        found.has_formulas = found.has_formulas or b"<f>" in window or b"<f " in window
        hidden.look(entry.filename, window, len(tail))
        tail = window[-_OVERLAP:]
    if size != entry.file_size:
        raise _bomb(limits)
    last_column = max(map(_column_number, columns), default=0)
    if last_row * last_column > limits.sheet_cells:
        raise FileProblem(
            "sheet_too_large",
            f"A sheet spans {last_row:,} rows and {last_column:,} columns. Export the table alone, as CSV.",
        )


def _references(window: bytes) -> list[tuple[bytes, bytes]]:
    """Where the cells say they are. A literal beginning makes the search fast; other spellings show by their number."""
    found = _CELL_REFERENCE.findall(window)
    if window.count(b"<c") + window.count(b":c") > len(found):
        return _ANY_REFERENCE.findall(window)
    return found


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _inflated(raw: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes by its own stream, not by what the directory claims about their number."""
    raw.seek(entry.header_offset)
    signature, name_length, extra_length = _LOCAL_HEADER.unpack(raw.read(_LOCAL_HEADER.size))
    if signature != b"PK\x03\x04":
        raise zipfile.BadZipFile
    raw.seek(name_length + extra_length, 1)
    left = entry.compress_size
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotImplementedError
    inflater = zlib.decompressobj(-zlib.MAX_WBITS) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := raw.read(min(left, _PIECE))):
        left -= len(packed)
        if inflater is None:
            yield packed
            continue
        while packed:
            yield inflater.decompress(packed, _PIECE)
            packed = inflater.unconsumed_tail
    if inflater is not None:
        yield inflater.flush()
