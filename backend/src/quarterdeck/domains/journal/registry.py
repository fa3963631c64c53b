"""Which tables of the record can be taken back, said by the domains that own them.

A journalled table that nobody registers is never written by an undo.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table

from quarterdeck.platform.db.base import Base
from quarterdeck.platform.db.session import TenantSession


@dataclass(frozen=True, slots=True)
class FieldName:
    """What a column is called outside: the id of its field, and its label."""

    id: str
    label: str


#: Columns by name, for a session's tenant; a keyed column's keys stand as `column.key`.
Names = Callable[[TenantSession], Mapping[str, FieldName]]
#: Makes derived rows of these objects anew from what the objects are now.
Derive = Callable[[TenantSession, Sequence[uuid.UUID]], None]
#: For a change set and its time: the change sets that build on it and have to be taken back before it, the last first.
Later = Callable[[TenantSession, uuid.UUID, datetime], Sequence[uuid.UUID]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What else may stand in the way of a column's former value.

    The SQL function says why, as `code:detail`, or null: of the object, the value, the change set and its time. The
    constraint is put off until all rows of an undo are where they belong.
    """

    column: str
    #: Whether the tenant has anything to refuse by.
    applies: str
    function: str
    constraint: str
    code: str
    #: SQL: the label and the form in which it is compared of everything in `{value}` that one object alone may have.
    claims: str


@dataclass(frozen=True, slots=True)
class Recoverable:
    """A journalled table, and what it takes to write its rows back."""

    table: Table
    #: Who has it may undo what was done to these rows.
    permission: str
    #: What one of its rows is called in a sentence.
    noun: str = "record"
    #: The column that shows a person which record is meant.
    title: str | None = None
    #: The table of the object these rows are a part of: they go and come with it.
    part_of: str | None = None
    #: The column that holds the object's id.
    object_column: str = "id"
    #: Captured per object and statement: the image is `{group: [rows without tenant and object]}`.
    group: str | None = None
    #: The column with the ids of those that were merged into a row. What pointed at one of them points at that row.
    former: str | None = None
    #: Columns of arrays whose elements come and go by themselves: what others added since stays.
    sets: tuple[str, ...] = ()
    #: Columns of type jsonb whose keys are fields of their own.
    keyed: tuple[str, ...] = ()
    names: Names | None = None
    refusal: Refusal | None = None
    later: Later | None = None
    #: Follows from other rows of the object: never a conflict by itself.
    derive: Derive | None = None
    #: Nothing a person edits: key by key it goes back where nobody wrote since, and otherwise stays without a word. Its
    #: first row comes with the object and is not captured.
    is_quiet: bool = False


_tables: dict[str, Recoverable] = {}


def register(recoverable: Recoverable) -> None:
    _tables[recoverable.table.name] = recoverable


def recoverables() -> list[Recoverable]:
    """Parents before what refers to them."""
    return [_tables[table.name] for table in Base.metadata.sorted_tables if table.name in _tables]
