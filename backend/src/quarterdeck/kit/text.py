"""Text from files and agents, made fit to store and to compare."""

import re
import unicodedata

# Soft hyphen, zero-width space, word joiner, byte order mark, Mongolian vowel separator; and the
# bidirectional controls, which can make a name look like another
# (CVE-2021-42574).
_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
# The joiners belong to emoji families and to Persian; beside ASCII or at an edge they are only noise.
_STRAY_JOINER = re.compile("(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f\u200c\u200d])")
_LINE_SPACE = re.compile(r"[^\S\n]+")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SIGNS = re.compile(r"[\W_]+")


def clean_text(text: str, *, keep_lines: bool = False) -> str:
    """Composed (NFC), without invisible and control characters, white space collapsed; empty when nothing is left."""
    if text.isascii() and text.isprintable():  # nearly every cell: nothing below could change more than its spaces
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text)
    text = _BREAKS.sub("\n", text)
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    text = _LINE_SPACE.sub(" ", text) if keep_lines else " ".join(text.split())
    text = unicodedata.normalize("NFC", _STRAY_JOINER.sub("", text))
    if keep_lines:
        return "\n".join(line.strip() for line in text.split("\n")).strip()
    return " ".join(text.split())


def clean_name(text: str) -> str:
    """`clean_text` for what may not be empty. Raises `ValueError`."""
    cleaned = clean_text(text)
    if not cleaned:
        raise ValueError("it is empty")
    return cleaned


def fold(text: str) -> str:
    """The form in which names are compared: cleaned, no case, no compatibility variants. Accents and signs count."""
    if text.isascii() and text.isprintable():
        return " ".join(text.casefold().split())
    for _ in range(3):  # folding and composing can each make work for the other
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return clean_text(text)


def compact(text: str) -> str:
    """Letters and digits alone, folded: for comparing with lists of known spellings."""
    if text.isascii() and text.isalnum():
        return text.lower()
    return fold(_SIGNS.sub("", fold(text)))
