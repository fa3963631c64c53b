"""What a file really is, by its first bytes; its name is only a hint."""

from enum import StrEnum
from pathlib import Path

from quarterdeck.domains.imports.readers.errors import FileProblem

SAMPLE_BYTES = 64 * 1024


class FileFormat(StrEnum):
    DELIMITED = "csv"
    XLSX = "xlsx"
    XLS = "xls"


_FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "a rich text document"),
    (b"SQLite format 3", "a SQLite database"),
    (b"BM", "a bitmap picture"),
)
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<workbook")
_JSON = (b'{"', b'[{"', b"[{", b"{ ")
_SAVE_AS = "Export the list as CSV or XLSX and upload that."
_MAX_CONTROL_SHARE = 0.05


def sniff(path: Path) -> FileFormat:
    """The format of the file. Raises `FileProblem` for what is no table."""
    try:
        with path.open("rb") as file:
            sample = file.read(SAMPLE_BYTES)
    except OSError as exc:
        raise FileProblem("unreadable", f"The file could not be opened: {exc.strerror or exc}.") from exc
    if not sample:
        raise FileProblem("empty_file", f"The file is empty. {_SAVE_AS}")
    if sample.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileFormat.XLSX
    if sample.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return FileFormat.XLS
    _refuse_foreign(sample)
    return FileFormat.DELIMITED


def _refuse_foreign(sample: bytes) -> None:
    for magic, name in _FOREIGN:
        # Two letters may begin a heading ("MZ", "BM"); a program or a picture has control characters behind them.
        if sample.startswith(magic) and (len(magic) > 2 or _looks_binary(sample)):  # noqa: PLR2004
            raise FileProblem("wrong_format", f"The file is {name}, not a table, whatever its name says. {_SAVE_AS}")
    start = sample.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    if start.startswith(_MARKUP):
        raise FileProblem(
            "wrong_format",
            f"The file is a web page or XML, not a table. Open it in Excel and save it as XLSX. {_SAVE_AS}",
        )
    if start.startswith(_JSON):
        raise FileProblem("wrong_format", f"The file is JSON, not a table. {_SAVE_AS}")
    if _looks_binary(sample) and not _looks_utf16(sample):
        raise FileProblem("wrong_format", f"The file holds binary data, not text. {_SAVE_AS}")


def _looks_utf16(sample: bytes) -> bool:
    return sample[:2] in {b"\xff\xfe", b"\xfe\xff"} or wide_byte_order(sample) is not None


def wide_byte_order(sample: bytes) -> str | None:
    """utf-16-le or utf-16-be when every second byte is mostly zero, as in Latin text without a byte order mark."""
    half = len(sample) // 2
    if half < 2:  # noqa: PLR2004
        return None
    even, odd = sample[0 : 2 * half : 2].count(0) / half, sample[1 : 2 * half : 2].count(0) / half
    if odd > 0.3 and even < 0.05:  # noqa: PLR2004
        return "utf-16-le"
    if even > 0.3 and odd < 0.05:  # noqa: PLR2004
        return "utf-16-be"
    return None


def _looks_binary(sample: bytes) -> bool:
    control = sum(sample.count(byte) for byte in (*range(1, 9), *range(14, 27), *range(28, 32)))
    zeros = sample.count(0)
    # Stray NULs are repaired later; a tenth of them is no text.
    return control / len(sample) > _MAX_CONTROL_SHARE or zeros / len(sample) > 2 * _MAX_CONTROL_SHARE
