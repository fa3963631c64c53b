"""Which encoding a text file has, decided over the whole file before the first row is handed out."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from charset_normalizer import from_bytes
from typing_extensions import Buffer

from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.options import Note
from quarterdeck.domains.imports.readers.sniffing import SAMPLE_BYTES, wide_byte_order

_CHUNK = 1024 * 1024
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: As they are offered, each by the name people know.
ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows-1252 (Western Europe)"),
    ("utf-8-or-windows-1252", "UTF-8, and Windows-1252 where it is not"),
    ("utf-16", "UTF-16"),
    ("utf-16-le", "UTF-16 LE"),
    ("utf-16-be", "UTF-16 BE"),
    ("cp932", "Shift-JIS (Japanese)"),
    ("cp1250", "Windows-1250 (Central Europe)"),
    ("cp1251", "Windows-1251 (Cyrillic)"),
    ("iso8859-1", "ISO 8859-1 (Latin 1)"),
    ("iso8859-15", "ISO 8859-15 (Latin 9)"),
    ("mac-roman", "Mac Roman"),
    ("gb18030", "GB 18030 (Chinese)"),
    ("big5", "Big5 (Chinese)"),
    ("euc_jp", "EUC-JP (Japanese)"),
    ("euc_kr", "EUC-KR (Korean)"),
)
_FALLBACK = "cp1252"
MIXED = "utf-8-or-windows-1252"
_OTHERS = ["cp1252", "cp1251", "gb18030", "big5", "euc_jp", "euc_kr"]
_ENOUGH_TO_GUESS = 64
# One broken character in a file full of good ones is damage, not another encoding.
_GOOD_PER_BAD = 10
_BROKEN = re.compile("[\udc80-\udcff]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_HIGH = re.compile(b"[\x80-\xff]+")
# As `surrogateescape` has them: letters of Windows-1252 without those that UTF-8 begins nearly all of them with, and
# the signs that are common in lists.
_SIGNS, _NOT_LETTERS = (0x80, 0xA0, 0xA3, 0xAE, 0xB0, *range(0x91, 0x98)), (0xC2, 0xC3, 0xD7, 0xF7)
_WESTERN = frozenset(chr(0xDC00 + byte) for byte in {*_SIGNS, *range(0xC0, 0xFF)}.difference(_NOT_LETTERS))
_GB_FIRST, _GB_LAST, _GB_TRAIL, _KOREAN_LAST, _FEWEST_PAIRS = 0xB0, 0xD7, 0xA0, 0xC8, 4
_MOSTLY, _STANDING_ALONE, _TOLD = 0.9, 1.5, 3


@dataclass(frozen=True, slots=True)
class Decoding:
    """`errors` is "replace" only where a note has said so."""

    encoding: str
    errors: str = "strict"
    notes: tuple[Note, ...] = ()


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _decode_mixed(data: Buffer, errors: str = "strict", /) -> tuple[str, int]:
    del errors  # nothing is left that could be one
    raw = bytes(data)
    return raw.decode("utf-8", _AS_WINDOWS), len(raw)


def _mixed_decoder(errors: str = "strict") -> codecs.IncrementalDecoder:
    del errors
    return codecs.getincrementaldecoder("utf-8")(_AS_WINDOWS)


def _mixed(name: str) -> codecs.CodecInfo | None:
    """Two programs wrote the file: what is not UTF-8 in it is Windows-1252."""
    if name.replace("_", "-") != MIXED:
        return None
    return codecs.CodecInfo(
        codecs.lookup("utf-8").encode,
        _decode_mixed,
        incrementalencoder=codecs.getincrementalencoder("utf-8"),
        incrementaldecoder=_mixed_decoder,
        name=MIXED,
    )


_AS_WINDOWS = "quarterdeck-windows-1252"
codecs.register_error(_AS_WINDOWS, _as_windows)
codecs.register(_mixed)


def find_encoding(path: Path, wanted: str | None, *, replace_broken: bool = False) -> Decoding:
    """The encoding, proved on every byte. Raises `FileProblem` when the wanted one does not fit."""
    if wanted is not None and replace_broken:
        return Decoding(_known(wanted), "replace")
    if wanted is not None:
        return _prove(path, _known(wanted))
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return _prove(path, encoding)
    wide = wide_byte_order(sample)
    if wide is not None:
        return _prove(path, wide)
    return _utf8_or_legacy(path)


def _known(name: str) -> str:
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        raise FileProblem(
            "unknown_encoding", f"The encoding '{name}' is not known. Try UTF-8 or Windows-1252."
        ) from None
    if not info._is_text_encoding:  # noqa: SLF001 - the only mark of base64, zip and the like
        raise FileProblem("unknown_encoding", f"'{name}' is not an encoding of text. Try UTF-8 or Windows-1252.")
    return "utf-8-sig" if info.name == "utf-8" else info.name


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _prove(path: Path, encoding: str) -> Decoding:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line = 1
    try:
        for chunk in _chunks(path):
            line += decoder.decode(chunk).count("\n")
        decoder.decode(b"", final=True)
    except (UnicodeError, ValueError):
        sentence = (
            f"The file is not valid {encoding.removesuffix('-sig').upper()} near line {line:,}. "
            "Choose another encoding, or save the file as UTF-8."
        )
        raise FileProblem("wrong_encoding", sentence) from None
    return Decoding(encoding)


def _utf8_or_legacy(path: Path) -> Decoding:
    if _is_valid(path, "utf-8"):
        return Decoding("utf-8")
    found = _survey(path)
    if found.is_mixed:
        listed = ", ".join(f"{line:,}" for line in found.first_bad_lines)
        lines = f"line {listed} is" if found.bad_lines == 1 else f"{found.bad_lines:,} lines are"
        which = "" if found.bad_lines == 1 else f" ({'the first of them ' if found.bad_lines > _TOLD else ''}{listed})"
        sentence = (
            f"The file mixes UTF-8 and Windows-1252: {lines} not UTF-8 and read as Windows-1252{which}. "
            "Look at the letters there."
        )
        return Decoding(MIXED, "replace", (Note("mixed_encodings", sentence),))
    if found.good >= _GOOD_PER_BAD * found.bad:
        sentence = (
            f"{found.bad:,} damaged characters were replaced; the first stands in line {found.first_bad_lines[0]:,}."
        )
        return Decoding("utf-8", "replace", (Note("damaged_characters", sentence),))
    return _legacy(path, bytes(found.high[: 4 * SAMPLE_BYTES]))


@dataclass(slots=True)
class _Survey:
    """What speaks for UTF-8 in a file that is not wholly that, and what against it."""

    #: Characters beyond ASCII that are UTF-8, and bytes that are not.
    good: int = 0
    bad: int = 0
    good_lines: int = 0
    bad_lines: int = 0
    first_bad_lines: list[int] = field(default_factory=list)
    #: Of the bytes that are not UTF-8: those that a Western European text is likely to have.
    western: int = 0
    #: How many bytes beyond ASCII the lines that are not UTF-8 have, and in how many pieces.
    high_bytes: int = 0
    runs: int = 0
    high: bytearray = field(default_factory=bytearray)

    @property
    def is_mixed(self) -> bool:
        """Lines of both kinds. Letters of Western Europe stand among others; those of Asia are two bytes and more."""
        return (
            self.good_lines > 0 and self.western >= _MOSTLY * self.bad and self.high_bytes < _STANDING_ALONE * self.runs
        )


def _survey(path: Path) -> _Survey:
    found = _Survey()
    with path.open("rb") as file:
        number = 0
        while line := file.readline(_CHUNK):
            number += 1
            if not line.isascii():
                _look_at(found, number, line)
    return found


def _look_at(found: _Survey, number: int, line: bytes) -> None:
    text = line.decode("utf-8", "surrogateescape")
    broken = _BROKEN.findall(text)
    found.good += len(_NOT_ASCII.findall(text)) - len(broken)
    if not broken:
        found.good_lines += 1
        return
    found.bad += len(broken)
    found.bad_lines += 1
    if len(found.first_bad_lines) < _TOLD:
        found.first_bad_lines.append(number)
    found.western += sum(each in _WESTERN for each in broken)
    runs = _HIGH.findall(line)
    found.runs += len(runs)
    found.high_bytes += sum(map(len, runs))
    if len(found.high) < 4 * SAMPLE_BYTES:
        found.high += line[:_CHUNK]


def _is_valid(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _legacy(path: Path, high: bytes) -> Decoding:
    encoding = "cp932" if _is_shift_jis(path, high) else _guess(high)
    name = dict(ENCODINGS).get(encoding, encoding)
    note = Note(
        "encoding_guessed",
        f"The file is not UTF-8; it was read as {name}. Choose another encoding if letters look wrong.",
    )
    return Decoding(encoding, "replace", (note,))


def _is_shift_jis(path: Path, high: bytes) -> bool:
    """Valid throughout, and most lead bytes lie where kana and the common kanji are and Windows-1252 has rarities."""
    if not _is_valid(path, "cp932"):
        return False
    leads = [byte for byte in high if 0x81 <= byte <= 0x9F or 0xE0 <= byte <= 0xFC]  # noqa: PLR2004
    typical = sum(1 for byte in leads if byte <= 0x9F)  # noqa: PLR2004
    return bool(leads) and typical / len(leads) > 0.6  # noqa: PLR2004


def _is_chinese(high: bytes) -> bool:
    """Pairs of bytes alone, where GB 2312 has its common characters: Korean has none as high, Japanese kana below."""
    runs: list[bytes] = _HIGH.findall(high)
    pairs = [run[at : at + 2] for run in runs for at in range(0, len(run) - 1, 2)]
    if len(pairs) < _FEWEST_PAIRS or any(len(run) % 2 for run in runs):
        return False
    leads = [pair[0] for pair in pairs]
    common = sum(_GB_FIRST <= lead <= _GB_LAST for lead in leads)
    return common >= _MOSTLY * len(leads) and max(leads) > _KOREAN_LAST and min(pair[1] for pair in pairs) > _GB_TRAIL


def _guess(high: bytes) -> str:
    if _is_chinese(high):
        return "gb18030"
    if sum(1 for byte in high if byte > 0x7F) < _ENOUGH_TO_GUESS:  # noqa: PLR2004
        return _FALLBACK
    best = from_bytes(high[:SAMPLE_BYTES], cp_isolation=_OTHERS, enable_fallback=False).best()
    return best.encoding if best is not None else _FALLBACK
