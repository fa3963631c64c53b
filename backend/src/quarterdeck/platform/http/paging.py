"""Lists: `?cursor=&limit=` in, `{items, next_cursor}` out."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import AfterValidator, BaseModel, ConfigDict

from quarterdeck.kit.cursors import CursorInvalid, CursorValue, decode_cursor, encode_cursor
from quarterdeck.kit.text import clean_text
from quarterdeck.platform.errors import BadRequest

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    items: list[Item]
    next_cursor: str | None = None


Cursor = Annotated[str | None, Query(max_length=1000, description="`next_cursor` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=1000)]
SearchText = Annotated[
    str | None, Query(alias="q", max_length=200), AfterValidator(lambda q: clean_text(q) if q else None)
]
ClientFilter = Annotated[uuid.UUID | None, Query(alias="client", description="Only what belongs to this client.")]


def read_cursor(cursor: str | None, *, scope: str, length: int) -> tuple[CursorValue, ...] | None:
    """What `next_cursor` of the page before held. A cursor of another list is a bad request."""
    if cursor is None:
        return None
    try:
        return decode_cursor(cursor, scope=scope, length=length)
    except CursorInvalid as invalid:
        raise BadRequest(str(invalid)) from None


def name_cursor(cursor: str | None, *, scope: str) -> tuple[str, uuid.UUID] | None:
    """The cursor of a list ordered by a text and the id."""
    match read_cursor(cursor, scope=scope, length=2):
        case None:
            return None
        case (str() as name, uuid.UUID() as id_) if "\x00" not in name:
            return name, id_
        case _:
            raise BadRequest("This is not a page cursor.")


def moment_cursor(cursor: str | None, *, scope: str) -> tuple[datetime, uuid.UUID] | None:
    """The cursor of a list ordered by a time and the id."""
    match read_cursor(cursor, scope=scope, length=2):
        case None:
            return None
        case (datetime() as at, uuid.UUID() as id_):
            return at, id_
        case _:
            raise BadRequest("This is not a page cursor.")


def id_cursor(cursor: str | None, *, scope: str) -> uuid.UUID | None:
    """The cursor of a list ordered by the id."""
    match read_cursor(cursor, scope=scope, length=1):
        case None:
            return None
        case (uuid.UUID() as id_,):
            return id_
        case _:
            raise BadRequest("This is not a page cursor.")


def item_cursor(cursor: str | None, *, scope: str) -> tuple[int, uuid.UUID] | None:
    """The cursor of a list ordered by a number and the id."""
    match read_cursor(cursor, scope=scope, length=2):
        case None:
            return None
        case (int() as number, uuid.UUID() as id_):
            return number, id_
        case _:
            raise BadRequest("This is not a page cursor.")


def page_of(
    items: Sequence[Item], limit: int, *, scope: str, key: Callable[[Item], tuple[CursorValue, ...]]
) -> Page[Item]:
    """A page of at most `limit`, from the `limit + 1` items that were read to know whether more follow."""
    shown = list(items[:limit])
    more = len(items) > limit
    return Page(items=shown, next_cursor=encode_cursor(key(shown[-1]), scope=scope) if more else None)
