"""Yes and no, as files and agents spell them."""

from quarterdeck.kit.outcomes import Outcome, nothing, refused, shown, usable
from quarterdeck.kit.text import clean_text

_YES = frozenset(
    {
        "yes",
        "y",
        "true",
        "t",
        "1",
        "1.0",
        "on",
        "enabled",
        "x",
        "✓",
        "✔",
        "☑",
        "ja",
        "oui",
        "si",
        "sí",
        "sim",
        "wahr",
        "vrai",
    }
)
_NO = frozenset(
    {
        "no",
        "n",
        "false",
        "f",
        "0",
        "0.0",
        "off",
        "disabled",
        "✗",
        "✘",
        "☐",
        "nein",
        "nee",
        "non",
        "não",
        "falsch",
        "faux",
    }
)
_UNKNOWN = frozenset({"", "-", "?", "n/a", "na", "null", "none", "unknown", "not set"})


def parse_boolean(text: str) -> Outcome[bool]:
    word = clean_text(text).casefold().rstrip(".!")
    if word in _YES:
        return usable(value=True)
    if word in _NO:
        return usable(value=False)
    if word in _UNKNOWN:
        return nothing()
    return refused("not_boolean", f"'{shown(text)}' is neither yes nor no.")
