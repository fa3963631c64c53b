"""Values from outside that may be any JSON, held to what a jsonb column can hold and answer back."""

from typing import TypeVar

_Value = TypeVar("_Value")
MOST_DEEP = 64
_TOO_LARGE = 2.0**63


def storable(value: _Value) -> _Value:
    """The value as it is. Raises `ValueError` with a sentence where it could not be stored."""
    _examine(value, MOST_DEEP)
    return value


def _examine(value: object, deep: int) -> None:
    if isinstance(value, str):
        _examine_text(value)
    elif isinstance(value, int | float):
        if not abs(value) < _TOO_LARGE:  # said in this way, it refuses what is not a number at all
            raise ValueError("it contains a number that is too large")
    elif isinstance(value, dict | list):
        if deep == 0:
            raise ValueError(f"it is nested more than {MOST_DEEP} levels deep")
        for each in value:
            _examine(each, deep - 1)
        for each in value.values() if isinstance(value, dict) else ():
            _examine(each, deep - 1)


def _examine_text(text: str) -> None:
    if "\x00" in text:
        raise ValueError("it contains a NUL character")
    if not text.isascii() and any("\ud800" <= each <= "\udfff" for each in text):
        raise ValueError("it contains half a character (a lone surrogate)")
