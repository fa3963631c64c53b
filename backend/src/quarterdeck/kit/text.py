"""Text from people and machines, cleaned and folded."""

import unicodedata


def clean_text(value: str) -> str:
    """NFC, control and zero-width characters gone, white space collapsed and trimmed."""
    normal = unicodedata.normalize("NFC", value)
    visible = "".join(" " if c.isspace() else c for c in normal if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return " ".join(visible.split())


def fold(value: str) -> str:
    """The form in which names are compared: cleaned, compatibility-normalised, case-folded."""
    return clean_text(unicodedata.normalize("NFKC", value)).casefold()
