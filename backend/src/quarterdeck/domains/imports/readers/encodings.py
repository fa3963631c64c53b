"""Which encoding a text file has, decided over the whole file before the first row is handed out."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from charset_normalizer import from_bytes

from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.options import Note
from quarterdeck.domains.imports.readers.sniffing import SAMPLE_BYTES, wide_byte_order

_CHUNK = 1024 * 1024
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: As they are offered, each by the name people know.
ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows-1252 (Western Europe)"),
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
_OTHERS = ["cp1252", "cp1251", "gb18030", "big5", "euc_jp", "euc_kr"]
_ENOUGH_TO_GUESS = 64
# One broken character in a file full of good ones is damage, not another encoding.
_GOOD_PER_BAD = 10
_BROKEN = re.compile("[\udc80-\udcff]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Decoding:
    """`errors` is "replace" only where a note has said so."""

    encoding: str
    errors: str = "strict"
    notes: tuple[Note, ...] = ()


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
    good, bad, first_bad_line, line, high = 0, 0, 0, 1, bytearray()
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    for chunk in chain(_chunks(path), (b"",)):
        text = decoder.decode(chunk, final=not chunk)
        broken = _BROKEN.findall(text)
        good += len(_NOT_ASCII.findall(text)) - len(broken)
        if broken and not bad:
            first_bad_line = line + text[: text.index(broken[0])].count("\n")
        bad += len(broken)
        if broken and len(high) < SAMPLE_BYTES:
            high += b"\n".join(part for part in chunk.splitlines() if not part.isascii())
        line += text.count("\n")
    if good >= _GOOD_PER_BAD * bad:
        sentence = f"{bad:,} damaged characters were replaced; the first stands in line {first_bad_line:,}."
        return Decoding("utf-8", "replace", (Note("damaged_characters", sentence),))
    return _legacy(path, bytes(high[: 4 * SAMPLE_BYTES]))


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


def _guess(high: bytes) -> str:
    if sum(1 for byte in high if byte > 0x7F) < _ENOUGH_TO_GUESS:  # noqa: PLR2004
        return _FALLBACK
    best = from_bytes(high[:SAMPLE_BYTES], cp_isolation=_OTHERS, enable_fallback=False).best()
    return best.encoding if best is not None else _FALLBACK
