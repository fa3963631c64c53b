"""Opaque keyset cursors: the sort values of the last row, bound to the list they came from.

A cursor is not a secret and carries no right: its values only ever become bound parameters of a comparison.
"""

import base64
import binascii
import json
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

CursorValue: TypeAlias = str | int | float | bool | datetime | date | uuid.UUID | Decimal | None

MAX_LENGTH = 4_096


class CursorInvalid(ValueError):
    """Not a cursor of this list. The reader starts again at the first page."""


def encode_cursor(values: Sequence[CursorValue], *, scope: str) -> str:
    """A url-safe text. `scope` names the list and its order; a cursor of another scope is refused."""
    raw = json.dumps([scope, [_pack(value) for value in values]], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(raw.encode("utf-8", "surrogatepass")).rstrip(b"=").decode()


def decode_cursor(text: str, *, scope: str, length: int) -> tuple[CursorValue, ...]:
    """The `length` values that were encoded. Raises `CursorInvalid` for anything else."""
    if len(text) > MAX_LENGTH or not text.isascii():
        raise CursorInvalid("This is not a page cursor.")
    try:
        padded = text + "=" * (-len(text) % 4)
        loaded = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True).decode("utf-8", "surrogatepass"))
    except (binascii.Error, ValueError, RecursionError):
        raise CursorInvalid("This is not a page cursor.") from None
    match loaded:
        case [str() as found, list() as packed] if found == scope and len(packed) == length:
            return tuple(_unpack(value) for value in packed)
        case _:
            raise CursorInvalid("This page cursor belongs to another list or another order.")


def _pack(value: CursorValue) -> object:
    match value:
        case datetime():
            return {"t": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case uuid.UUID():
            return {"u": value.hex}
        case Decimal():
            return {"n": str(value)}
        case _:
            return value


def _unpack(value: object) -> CursorValue:
    if value is None or isinstance(value, str | int | float):
        return value
    try:
        match value:
            case {"t": str(text)}:
                return datetime.fromisoformat(text)
            case {"d": str(text)}:
                return date.fromisoformat(text)
            case {"u": str(text)}:
                return uuid.UUID(text)
            case {"n": str(text)}:
                return Decimal(text)
    except (ValueError, InvalidOperation):
        pass
    raise CursorInvalid("This is not a page cursor.")
