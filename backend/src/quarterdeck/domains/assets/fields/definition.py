"""What a field of an asset is: what it is called, where it lives, what it takes and how it is shown."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from quarterdeck.domains.assets.fields.rules import Rules
from quarterdeck.domains.assets.models import EXTENSIONS, Asset
from quarterdeck.platform.filters import fields as language
from quarterdeck.platform.filters.fields import Choice, Kind, Lookup

CUSTOM_PREFIX = "cf."
_CUSTOM_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class AssetColumn:
    """A column of `assets`."""

    name: str


@dataclass(frozen=True, slots=True)
class ExtensionColumn:
    """A column of every extension table that has one of this name."""

    name: str

    @property
    def tables(self) -> dict[str, str]:
        """Type key -> table."""
        return {key: model.__tablename__ for key, model in EXTENSIONS.items() if self.name in model.__table__.columns}


@dataclass(frozen=True, slots=True)
class ReferenceColumn:
    """A foreign key on `assets`, shown by the name of what it points to."""

    name: str
    table: str
    what: str


@dataclass(frozen=True, slots=True)
class CustomValue:
    """A value in `assets.custom`, by the key of its definition."""

    key: str

    def __post_init__(self) -> None:
        # The key becomes part of SQL; the database holds it to the same form.
        if not _CUSTOM_KEY.fullmatch(self.key):
            raise ValueError(f"{self.key!r} is not the key of a custom field.")


Home: TypeAlias = AssetColumn | ExtensionColumn | ReferenceColumn | CustomValue


@dataclass(frozen=True, slots=True)
class Limits:
    """What a value may be: characters of text, the range of a number."""

    length: int = 200
    low: int = 0
    high: int = 2_147_483_647
    lines: bool = False


TEXT = Limits()


@dataclass(frozen=True)
class AssetField:
    """One declaration. `headings` are what files call it; `also` are further names in the filter language.

    `sort` names the columns of the index that serves sorting by it, before the final `id`; without it the field can be
    sorted by, but not jumped in. `unit` lets a file say "16 GB". `in_search` promises that its text is part of the
    search text (`asset_search_text` in the database).
    """

    id: str
    label: str
    group: str
    kind: Kind
    home: Home
    headings: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    is_editable: bool = True
    is_importable: bool = True
    is_required: bool = False
    is_filterable: bool = True
    sort: tuple[str, ...] = ()
    width: int = 160
    limits: Limits = TEXT
    format: str | None = None
    unit: str | None = None
    #: Of a number, in its unit: what is seen in practice. Where 16,384 can be read in two ways, this may tell.
    plausible: tuple[int, int] | None = None
    #: Of a date: which day is meant where only a month or a year is said; None where that says too little.
    edge: Literal["first", "last"] | None = None
    lookup: Lookup | None = None
    in_search: bool = False
    normalise: Callable[[str], str] | None = field(default=None, compare=False)
    asset_types: tuple[str, ...] | None = None
    help_text: str | None = None
    rules: Rules | None = None
    #: As JSON holds it; what a new asset gets when nobody says otherwise.
    default: object = None
    #: No two assets of the tenant have the same value of it.
    is_unique: bool = False

    @property
    def is_indexed(self) -> bool:
        return bool(self.sort)

    @property
    def is_sortable(self) -> bool:
        return self.kind not in {Kind.TAGS, Kind.MAC}

    @property
    def reference(self) -> str | None:
        return self.home.what if isinstance(self.home, ReferenceColumn) else None

    @cached_property
    def types(self) -> tuple[str, ...] | None:
        """The types of assets that have it; None for all."""
        if isinstance(self.home, ExtensionColumn):
            return tuple(self.home.tables)
        return self.asset_types

    @cached_property
    def tables(self) -> Mapping[str, str]:
        """Extension tables it needs, as alias -> table."""
        if isinstance(self.home, ExtensionColumn):
            return {f"x_{table}": table for table in self.home.tables.values()}
        return {}

    @cached_property
    def expression(self) -> str:
        """The value in SQL: over `a`, the aliases of `tables`, and `r_<reference>` for the name of a reference."""
        match self.home:
            case AssetColumn(name):
                return f"host(a.{name})" if self.kind is Kind.IP else f"a.{name}"
            case ExtensionColumn(name):
                columns = [f"{alias}.{name}" for alias in self.tables]
                joined = columns[0] if len(columns) == 1 else f"coalesce({', '.join(columns)})"
                return f"host({joined})" if self.kind is Kind.IP else joined
            case ReferenceColumn(what=what):
                return f"r_{what}.name"
            case CustomValue(key):
                return _custom_expression(key, self.kind)

    @cached_property
    def sort_expression(self) -> str:
        """The same value in the form that orders: addresses as addresses, not as text."""
        return self.expression.removeprefix("host(").removesuffix(")") if self._is_address else self.expression

    @property
    def _is_address(self) -> bool:
        return self.kind is Kind.IP and self.expression.startswith("host(")

    @cached_property
    def json(self) -> str:
        """The value as the rows of lists carry it: references as id and label."""
        match self.home:
            case ReferenceColumn(name=name, what=what):
                shown = f"json_build_object('id', a.{name}, 'label', r_{what}.name)"
                return f"case when a.{name} is not null then {shown} end"
            case CustomValue(key):
                return f"a.custom -> '{key}'"
            case _:
                return self.expression

    @cached_property
    def is_nullable(self) -> bool:
        return not isinstance(self.home, AssetColumn) or bool(Asset.__table__.columns[self.home.name].nullable)

    @cached_property
    def in_filters(self) -> language.Field:
        """The same declaration in the words of the filter language."""
        return language.Field(
            self.id,
            self.label,
            self.kind,
            self.lookup or _lookup(self),
            self.choices,
            self.also,
            self.normalise,
            self.in_search,
        )


def _lookup(declared: AssetField) -> Lookup:
    match declared.home:
        case AssetColumn(name) if declared.kind is Kind.TAGS:
            return language.ArrayColumn(f"a.{name}")
        case AssetColumn(name):
            return language.Column(f"a.{name}")
        case ExtensionColumn(name) as home:
            return language.ExtensionColumn({key: (table, name) for key, table in home.tables.items()})
        case ReferenceColumn(name=name, table=table):
            return language.Reference(name, table, is_person=table == "contacts")
        case CustomValue(key):
            return language.CustomField(key)


def _custom_expression(key: str, kind: Kind) -> str:
    """A jsonb value says its own kind: one of another kind than the field's is none, never a failing cast."""
    text = f"(a.custom ->> '{key}')"
    match kind:
        case Kind.NUMBER | Kind.MONEY:
            return f"(case when jsonb_typeof(a.custom -> '{key}') = 'number' then {text}::numeric end)"
        case Kind.BOOLEAN:
            return f"(case when jsonb_typeof(a.custom -> '{key}') = 'boolean' then {text}::boolean end)"
        case _:
            return text
