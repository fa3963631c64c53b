"""The tree of a filter: groups joined by OR, each a list of terms joined by AND."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as attribute
from enum import StrEnum
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]


class Operator(StrEnum):
    """How a field is compared; the value is the spelling."""

    CONTAINS = ":"
    NOT_CONTAINS = "!:"
    EQ = "="
    NE = "!="
    STARTS = "^"
    GT = ">"
    GE = ">="
    LT = "<"
    LE = "<="


OPPOSITES = {
    Operator.EQ: Operator.NE,
    Operator.NE: Operator.EQ,
    Operator.CONTAINS: Operator.NOT_CONTAINS,
    Operator.NOT_CONTAINS: Operator.CONTAINS,
}


class Special(StrEnum):
    """A value that stands for something else: the person asking, or no value at all."""

    ME = "@me"
    NONE = "@none"


@dataclass(frozen=True, slots=True)
class Literal:
    """Text as the person wrote it; the kind of the field decides what it means (`-30d`, `2026-Q1`, `10.0.0.0/8`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included; None is open. Never open on both sides."""

    low: str | None
    high: str | None


Value: TypeAlias = Literal | Range | Special


@dataclass(frozen=True, slots=True)
class Comparison:
    field: str
    operator: Operator
    values: tuple[Value, ...]
    negated: bool = False
    span: Span = attribute(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FreeText:
    text: str
    negated: bool = False
    span: Span = attribute(default=(0, 0), compare=False, repr=False)


Term: TypeAlias = Comparison | FreeText


@dataclass(frozen=True, slots=True)
class Group:
    """Terms that must all hold."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """Groups of which one must hold. Without groups it matches everything."""

    groups: tuple[Group, ...] = ()

    def terms(self) -> Iterator[Term]:
        for group in self.groups:
            yield from group.terms


def as_json(query: Query) -> dict[str, object]:
    """The tree as plain JSON data, as `POST /filters/parse` returns it."""
    return {"or": [{"and": [_term_as_json(term) for term in group.terms]} for group in query.groups]}


def _term_as_json(term: Term) -> dict[str, object]:
    if isinstance(term, FreeText):
        return {"text": term.text, "negated": term.negated}
    return {
        "field": term.field,
        "operator": term.operator.value,
        "values": [_value_as_json(value) for value in term.values],
        "negated": term.negated,
    }


def _value_as_json(value: Value) -> dict[str, object]:
    match value:
        case Literal(text):
            return {"text": text}
        case Range(low, high):
            return {"low": low, "high": high}
        case Special():
            return {"special": value.value}
