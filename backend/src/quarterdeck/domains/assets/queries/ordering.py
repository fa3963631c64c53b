"""The order of a list: always total (it ends in the id), empty values last in either direction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from quarterdeck.domains.assets.errors import SortInvalid
from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.definition import AssetField
from quarterdeck.domains.assets.models import Asset

DEFAULT_SORT = "tag"
MAX_KEYS = 4


@dataclass(frozen=True, slots=True)
class Key:
    """One expression of the order."""

    expression: str
    descending: bool
    is_nullable: bool
    nulls_first: bool = False

    @property
    def sql(self) -> str:
        direction = " desc" if self.descending else ""
        if not self.is_nullable:
            return self.expression + direction
        return f"{self.expression}{direction} nulls {'first' if self.nulls_first else 'last'}"

    def flipped(self) -> "Key":
        return replace(self, descending=not self.descending, nulls_first=not self.nulls_first)


@dataclass(frozen=True, slots=True)
class Order:
    """`is_indexed` says that an index gives this order, so that any place in it can be reached."""

    keys: tuple[Key, ...]
    fields: tuple[AssetField, ...]
    is_indexed: bool
    text: str

    @property
    def sql(self) -> str:
        return ", ".join(key.sql for key in self.keys)

    @property
    def has_split(self) -> bool:
        """An index gives values and empty values each in order, but not one behind the other in both directions."""
        return self.is_indexed and self.keys[0].is_nullable

    def flipped(self) -> "Order":
        return replace(self, keys=tuple(key.flipped() for key in self.keys))


def parse_sort(text: str | None, fields: AssetFields) -> Order:
    """The order that `-updated,name` names. Raises `SortInvalid`."""
    names = [part.strip() for part in (text or DEFAULT_SORT).split(",") if part.strip()] or [DEFAULT_SORT]
    if len(names) > MAX_KEYS:
        raise SortInvalid(f"A list is sorted by {MAX_KEYS} fields at most.")
    wanted: dict[str, tuple[AssetField, bool]] = {}
    for name in names:
        declared = fields.get(name.removeprefix("-"))
        if declared is None:
            suggestion = fields.language.suggest(name.removeprefix("-"))
            meant = f" Did you mean {suggestion}?" if suggestion else ""
            raise SortInvalid(f"No field '{name.removeprefix('-')[:60]}' to sort by.{meant}")
        if not declared.is_sortable:
            raise SortInvalid(f"{declared.label} holds several values, so it gives no order.")
        wanted.setdefault(declared.id, (declared, name.startswith("-")))
    canonical = ",".join(("-" if descending else "") + field_id for field_id, (_, descending) in wanted.items())
    return _order(list(wanted.values()), canonical)


def _order(wanted: Sequence[tuple[AssetField, bool]], text: str) -> Order:
    declared, descending = wanted[0]
    if len(wanted) == 1 and declared.is_indexed:
        columns = [
            Key(f"a.{column}", descending, bool(Asset.__table__.columns[column].nullable)) for column in declared.sort
        ]
        return Order((*columns, Key("a.id", descending, is_nullable=False)), (declared,), is_indexed=True, text=text)
    keys = [Key(each.sort_expression, backwards, each.is_nullable) for each, backwards in wanted]
    # The id follows the last direction, so that one index can serve both ways.
    last = Key("a.id", wanted[-1][1], is_nullable=False)
    return Order((*keys, last), tuple(each for each, _ in wanted), is_indexed=False, text=text)


def behind(order: Order, values: Sequence[object], bind: Callable[[object], str]) -> str:
    """The condition of the rows that come after the row with these key values."""
    if all(not key.is_nullable and key.descending == order.keys[0].descending for key in order.keys):
        sign = "<" if order.keys[0].descending else ">"
        expressions = ", ".join(key.expression for key in order.keys)
        return f"({expressions}) {sign} ({', '.join(bind(value) for value in values)})"
    alternatives = []
    for position, key in enumerate(order.keys):
        before = [_same(known, value, bind) for known, value in zip(order.keys[:position], values, strict=False)]
        further = _further(key, values[position], bind)
        if further is not None:
            alternatives.append(" and ".join([*before, further]))
    return "(" + " or ".join(f"({alternative})" for alternative in alternatives) + ")"


def _same(key: Key, value: object, bind: Callable[[object], str]) -> str:
    return f"{key.expression} is null" if value is None else f"{key.expression} = {bind(value)}"


def _further(key: Key, value: object, bind: Callable[[object], str]) -> str | None:
    if value is None:
        return f"{key.expression} is not null" if key.nulls_first else None
    condition = f"{key.expression} {'<' if key.descending else '>'} {bind(value)}"
    if key.is_nullable and not key.nulls_first:
        return f"({condition} or {key.expression} is null)"
    return condition
