"""Between columns of tables and the fields people know."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quarterdeck.domains.journal.registry import FieldName
from quarterdeck.domains.recovery.queries.audit import names_of_referred
from quarterdeck.domains.recovery.queries.shapes import Shape, shapes
from quarterdeck.platform.db.session import TenantSession

Names = Mapping[str, Mapping[str, FieldName]]


@dataclass(frozen=True, slots=True)
class Named:
    """Columns that fields stand for, by table; `keys` of keyed columns among them."""

    columns: dict[str, tuple[str, ...]]
    keys: tuple[str, ...]

    def every(self) -> list[str]:
        """Each column once, keys as `column.key`."""
        found = {name for names in self.columns.values() for name in names}
        keyed = {name for shape in shapes().values() for name in shape.of.keyed}
        plain = sorted(found - keyed)
        return plain + [f"{name}.{key}" for name in sorted(found & keyed) for key in self.keys]


def load_names(session: TenantSession) -> Names:
    """Table -> column -> field, for all that is registered."""
    loaded: dict[object, Mapping[str, FieldName]] = {}
    found: dict[str, Mapping[str, FieldName]] = {}
    for name, shape in shapes().items():
        load = shape.of.names
        if load is not None:
            if load not in loaded:
                loaded[load] = load(session)
            found[name] = loaded[load]
    return found


#: Columns that hold the id of a client, a location, a role or a person.
REFERRING = ("client_id", "location_id", "contact_id", "user_id", "membership_id", "role_id")


def names_of(session: TenantSession, values: Iterable[Any]) -> dict[Any, str]:
    """What the clients, locations, roles and people with these ids are called, as far as they are there."""
    ids = {uuid.UUID(each) for each in values if isinstance(each, str)}
    return names_of_referred(session, sorted(ids))


def field_of(names: Names, shape: Shape, column: str) -> FieldName:
    return named_in(names, shape.name, column)


def named_in(names: Names, table: str, column: str) -> FieldName:
    """The field of a column; of one that belongs to none, its own name in words."""
    known = names.get(table, {}).get(column)
    if known is not None:
        return known
    words = column.rpartition(".")[2].removesuffix("_id").replace("_", " ")
    return FieldName(column, words.capitalize())


def labels_of(session: TenantSession, columns: Iterable[str]) -> str:
    """What people call these columns, whichever tables they are of."""
    names = load_names(session)
    called = {
        next((known[column].label for known in names.values() if column in known), None)
        or named_in({}, "", column).label
        for column in columns
    }
    return ", ".join(sorted(called))


def columns_named(session: TenantSession, fields: Sequence[str]) -> Named:
    """The columns behind field ids; a column's own name serves as well."""
    names = load_names(session)
    wanted = set(fields)
    columns: dict[str, tuple[str, ...]] = {}
    keys: list[str] = []
    for shape in shapes().values():
        known = names.get(shape.name, {})
        ids = {column: each.id for column, each in known.items()}
        plain = [name for name in shape.compared if {name, ids.get(name)} & wanted and name not in shape.of.keyed]
        for keyed in shape.of.keyed:
            here = [
                column.removeprefix(f"{keyed}.")
                for column in {*known, *wanted}
                if column.startswith(f"{keyed}.") and {column, ids.get(column)} & wanted
            ]
            if here:
                plain.append(keyed)
                keys += here
        columns[shape.name] = tuple(plain)
    return Named(columns, tuple(dict.fromkeys(keys)))
