"""What undoing needs to know of a table, read from its declaration."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import cast

from sqlalchemy import Column, DefaultClause, Dialect, ForeignKeyConstraint, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql

from quarterdeck.domains.journal.registry import Recoverable, recoverables
from quarterdeck.platform.db.base import Base

#: Kept by the database for itself: never compared, never a field somebody changed.
SILENT = frozenset({"version", "created_at", "updated_at"})
# SQLAlchemy leaves the making of dialects untyped.
_DIALECT = cast("Callable[[], Dialect]", postgresql.dialect)()


@dataclass(frozen=True)
class Reference:
    """A foreign key between two tables: own columns and theirs, without the tenant."""

    table: str
    own: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """One recoverable table."""

    of: Recoverable

    @property
    def table(self) -> Table:
        return self.of.table

    @property
    def name(self) -> str:
        return self.of.table.name

    @property
    def root(self) -> str:
        """The table whose row is the object."""
        return self.of.part_of or self.name

    @property
    def is_root(self) -> bool:
        return self.of.part_of is None

    @property
    def is_derived(self) -> bool:
        return self.of.derive is not None or self.of.is_quiet

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.table.primary_key.columns if column.name != "tenant_id")

    @cached_property
    def values(self) -> tuple[str, ...]:
        """Everything that is written when a row comes back."""
        left = {"tenant_id", *self.keys}
        return tuple(c.name for c in self.table.columns if c.name not in left and c.computed is None)

    @cached_property
    def compared(self) -> tuple[str, ...]:
        return tuple(name for name in self.values if name not in SILENT)

    @cached_property
    def uniques(self) -> tuple[tuple[str, ...], ...]:
        """Unique keys besides the primary one, without the tenant."""
        found = [c for c in self.table.constraints if isinstance(c, UniqueConstraint)]
        keys = [tuple(c.name for c in each.columns if c.name != "tenant_id") for each in found]
        return tuple(sorted(key for key in keys if not set(self.keys) <= set(key)))

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """What its rows point at, but for the object they are part of."""
        found = [_reference(each) for each in _foreign_keys(self.table) if each.referred_table.name != "tenants"]
        return tuple(each for each in found if each.table != self.of.part_of)

    @cached_property
    def follows(self) -> tuple[tuple[str, str], ...]:
        """Columns that point at what can be merged into another, and its table."""
        return tuple(
            (own, each.table)
            for each in self.references
            for own, theirs in zip(each.own, each.theirs, strict=True)
            if theirs == "id" and (at := shapes().get(each.table)) is not None and at.of.former is not None
        )

    @cached_property
    def referrers(self) -> tuple[Reference, ...]:
        """What points at its rows, but for their own parts. `own` are the columns of the table that points."""
        parts = {each.table.name for each in recoverables() if each.part_of == self.name}
        found = (
            _narrowed(_reference(key), table.name, self.keys)
            for table in Base.metadata.sorted_tables
            for key in _foreign_keys(table)
            if key.referred_table is self.table and table.name not in parts
        )
        return tuple(dict.fromkeys(found))

    def column(self, name: str) -> Column[object]:
        return self.table.columns[name]

    def typed(self, names: tuple[str, ...]) -> str:
        """A column definition list: how an image is read back into the types of the table."""
        return ", ".join(f'"{name}" {self.column(name).type.compile(dialect=_DIALECT)}' for name in names)

    def value(self, alias: str, name: str) -> str:
        """A column of an image. One that the image lacks has its default where the table allows no null."""
        column = self.column(name)
        default = column.server_default
        if column.nullable or not isinstance(default, DefaultClause):
            return f'{alias}."{name}"'
        text = default.arg if isinstance(default.arg, str) else str(default.arg.compile(dialect=_DIALECT))
        literal = f"'{text}'" if isinstance(default.arg, str) else text
        return f'coalesce({alias}."{name}", {literal})'


def _foreign_keys(table: Table) -> list[ForeignKeyConstraint]:
    found = [each for each in table.constraints if isinstance(each, ForeignKeyConstraint)]
    return sorted(found, key=lambda each: str(each.name))


def _reference(key: ForeignKeyConstraint) -> Reference:
    pairs = [(e.parent.name, e.column.name) for e in key.elements if e.parent.name != "tenant_id"]
    return Reference(key.referred_table.name, tuple(own for own, _ in pairs), tuple(theirs for _, theirs in pairs))


def _narrowed(reference: Reference, table: str, keys: tuple[str, ...]) -> Reference:
    """Without the columns that only keep it inside the same client."""
    pairs = list(zip(reference.own, reference.theirs, strict=True))
    if set(keys) <= set(reference.theirs):
        pairs = [(own, theirs) for own, theirs in pairs if theirs in keys]
    return Reference(table, tuple(own for own, _ in pairs), tuple(theirs for _, theirs in pairs))


@cache
def shapes() -> dict[str, Shape]:
    """By table, parents before what refers to them. Domains register on import, before anybody asks."""
    return {each.table.name: Shape(each) for each in recoverables()}


def parts_of(root: str) -> list[Shape]:
    return [shape for shape in shapes().values() if shape.of.part_of == root]
