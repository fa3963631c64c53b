"""What a field is for the language: an id, a kind, and where its value lives."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from rapidfuzz import fuzz, process

from quarterdeck.platform.filters.ast import Operator

MIN_LIKENESS = 70


class Kind(StrEnum):
    TEXT = "text"
    IDENTIFIER = "identifier"
    CHOICE = "choice"
    REFERENCE = "reference"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    IP = "ip"
    MAC = "mac"
    VERSION = "version"
    TAGS = "tags"
    UUID = "uuid"


_TEXT = (Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.EQ, Operator.NE, Operator.STARTS)
_EQUAL = (Operator.EQ, Operator.NE)
_ORDERED = (Operator.EQ, Operator.NE, Operator.GT, Operator.GE, Operator.LT, Operator.LE)

OPERATORS: Mapping[Kind, tuple[Operator, ...]] = {
    Kind.TEXT: _TEXT,
    Kind.IDENTIFIER: _TEXT,
    Kind.MAC: _TEXT,
    Kind.CHOICE: _EQUAL,
    Kind.REFERENCE: (*_EQUAL, Operator.CONTAINS, Operator.NOT_CONTAINS),
    Kind.UUID: _EQUAL,
    Kind.BOOLEAN: _EQUAL,
    Kind.IP: _EQUAL,
    Kind.NUMBER: _ORDERED,
    Kind.MONEY: _ORDERED,
    Kind.DATE: _ORDERED,
    Kind.DATETIME: _ORDERED,
    Kind.VERSION: (*_ORDERED, Operator.CONTAINS, Operator.NOT_CONTAINS),
    Kind.TAGS: (*_EQUAL, Operator.CONTAINS, Operator.NOT_CONTAINS),
}

RANGED = frozenset({Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.DATETIME, Kind.IP})

# Spelt with the operators above: `..` is a range after `=`, in_last and in_next are `:-30d` and `:+90d`,
# empty and not_empty are `=@none` and `!=@none`, me is `=@me`, in_network is `=10.0.0.0/8`.
_OFFERED_BESIDES: Mapping[Kind, tuple[str, ...]] = {
    Kind.NUMBER: ("..",),
    Kind.MONEY: ("..",),
    Kind.DATE: ("..", "in_last", "in_next"),
    Kind.DATETIME: ("..", "in_last", "in_next"),
    Kind.IP: ("in_network", ".."),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column, or an expression, on the asset table `a`."""

    expression: str


@dataclass(frozen=True, slots=True)
class ExtensionColumn:
    """A column of one or more extension tables: type key -> (table, column). Their `id` is the asset's."""

    tables: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Normalised values of these kinds in `asset_identifiers`, those an asset carries now."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Lists that name assets: `select` yields `asset_id` and `value`, of the tenant `%(tenant_id)s` only."""

    select: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key on `a` to a table with `tenant_id`, `id` and a label a person would type.

    `is_person` says that whoever asks may be among what it points to: `@me`.
    """

    column: str
    table: str
    label: str = "name"
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class CustomField:
    """A value inside `a.custom` (jsonb), by the key of its definition."""

    key: str


@dataclass(frozen=True, slots=True)
class ArrayColumn:
    """A `text[]` column on `a`."""

    expression: str


Lookup: TypeAlias = Column | ExtensionColumn | Identifiers | Listed | Reference | CustomField | ArrayColumn


@dataclass(frozen=True, slots=True)
class Choice:
    """One that is retired stays where it is, and can be filtered by; nothing new gets it."""

    value: str
    label: str
    color: str | None = None
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """Declared once; then it can be filtered, and everything else derives from the same declaration.

    `normalise` turns what a person types into the form that is stored (identifiers, tags). `in_search` promises that
    whatever the field contains, the asset's search text contains too.
    """

    id: str
    label: str
    kind: Kind
    lookup: Lookup
    choices: tuple[Choice, ...] = ()
    aliases: tuple[str, ...] = ()
    normalise: Callable[[str], str] | None = None
    in_search: bool = False

    @property
    def operators(self) -> tuple[str, ...]:
        """What the filter bar offers for this field, default first."""
        spelt = tuple(operator.value for operator in OPERATORS[self.kind])
        me = ("me",) if self.holds_person else ()
        return (*spelt, *_OFFERED_BESIDES.get(self.kind, ()), *me, "empty", "not_empty")

    @property
    def holds_person(self) -> bool:
        return isinstance(self.lookup, Reference) and self.lookup.is_person


class Catalogue:
    """The fields of one module, in the order they are offered. Names and aliases are matched without case."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self._fields: dict[str, Field] = {}
        self._names: dict[str, Field] = {}
        for field in fields:
            if field.id in self._fields:
                raise ValueError(f"The field {field.id} is declared twice.")
            self._fields[field.id] = field
        for field in self._fields.values():
            for name in (field.id, *field.aliases):
                # An id always wins over an alias of another field.
                if name == field.id or name.casefold() not in self._names:
                    self._names[name.casefold()] = field

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields.values())

    def __len__(self) -> int:
        return len(self._fields)

    def __getitem__(self, field_id: str) -> Field:
        return self._fields[field_id]

    def find(self, name: str) -> Field | None:
        """The field with this id or alias."""
        return self._names.get(name.casefold())

    def suggest(self, name: str) -> str | None:
        """The id of the field that was probably meant."""
        found = process.extractOne(name.casefold(), self._names.keys(), scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS)
        return None if found is None else self._names[found[0]].id
