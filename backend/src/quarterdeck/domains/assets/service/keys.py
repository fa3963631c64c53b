"""Keys from names: what a person calls it, in the form that ids and SQL can hold."""

import re
import unicodedata

from quarterdeck.kit.ids import new_id


def key_from(name: str, fallback: str) -> str:
    """`Size (inch)` is `size_inch`; a name without a letter of ours gets a key made up."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].rstrip("_")
    if not key or not key[0].isalpha():
        key = f"{fallback}_{key or new_id().hex[-6:]}"[:40].rstrip("_")
    return key
