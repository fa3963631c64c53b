"""A tree against a catalogue: names resolved, every value proved to fit its field, the spelling made canonical."""

from datetime import UTC, datetime
from decimal import Decimal

from quarterdeck.platform.filters import dates, values
from quarterdeck.platform.filters.ast import (
    OPPOSITES,
    Comparison,
    FreeText,
    Group,
    Literal,
    Operator,
    Query,
    Range,
    Special,
    Term,
    Value,
)
from quarterdeck.platform.filters.errors import FilterError, FilterErrors, ValueProblem
from quarterdeck.platform.filters.fields import OPERATORS, RANGED, Catalogue, Field, Kind
from quarterdeck.platform.filters.parser import build, read

MAX_VALUES = 1_000

# Whether a date can be read does not depend on the moment; whether a range runs backwards must hold at any.
_SOME_MOMENTS = (datetime(1500, 1, 1, tzinfo=UTC), datetime(8000, 1, 1, tzinfo=UTC))
_MATCHING = frozenset({Operator.EQ, Operator.NE, Operator.CONTAINS, Operator.NOT_CONTAINS})
_AS_EQUALITY = {Operator.CONTAINS: Operator.EQ, Operator.NOT_CONTAINS: Operator.NE}


def parse_filter(text: str, catalogue: Catalogue) -> Query:
    """The canonical tree of `text`. Raises `FilterErrors` with every mistake of grammar, name and value."""
    reading = read(text)
    query = build(reading, len(text))
    errors = list(reading.errors)
    try:
        query = check(query, catalogue)
    except FilterErrors as exc:
        places = {(error.start, error.end) for error in errors}
        errors.extend(error for error in exc.errors if (error.start, error.end) not in places)
    if errors:
        raise FilterErrors(errors)
    return query


def check(query: Query, catalogue: Catalogue) -> Query:
    """The same filter with ids for aliases and canonical operators and values. Raises `FilterErrors`."""
    errors: dict[tuple[int, int, str], FilterError] = {}
    groups: list[Group] = []
    for group in query.groups:
        terms: list[Term] = []
        for term in group.terms:
            try:
                terms.append(check_term(term, catalogue))
            except ValueProblem as exc:
                place = (*term.span, exc.message)
                errors[place] = FilterError(exc.message, exc.suggestion, *term.span)
        groups.append(Group(tuple(terms)))
    if errors:
        raise FilterErrors(list(errors.values()))
    return Query(tuple(groups))


def check_term(term: Term, catalogue: Catalogue) -> Term:
    """One term made canonical. Raises `ValueProblem`."""
    if isinstance(term, FreeText):
        return term
    field = catalogue.find(term.field)
    if field is None:
        suggestion = catalogue.suggest(term.field)
        meant = f"Did you mean {suggestion}?" if suggestion else "Put it in quotes to search for the words."
        raise ValueProblem(f"No field '{term.field}'. {meant}", suggestion=suggestion)
    if not term.values:
        raise ValueProblem(f"'{term.field}{term.operator.value}' needs a value right behind it.")
    if len(term.values) > MAX_VALUES:
        raise ValueProblem(f"{field.label} is compared with {len(term.values)} values; {MAX_VALUES:,} are possible.")
    operator = term.operator
    operands = _without_blanks(term.values)
    operator, operands = _relative_days(field, operator, operands)
    operator = _canonical_operator(field, operator, operands)
    operands = tuple(dict.fromkeys(_check_value(field, operator, value) for value in operands))
    if field.kind is Kind.TAGS and len(operands) == 1:
        operator = _AS_EQUALITY.get(operator, operator)
    negated = term.negated
    if negated and operator in OPPOSITES:
        operator, negated = OPPOSITES[operator], False
    return Comparison(field.id, operator, operands, negated, span=term.span)


def _without_blanks(operands: tuple[Value, ...]) -> tuple[Value, ...]:
    """Empty text is no value: `name=""` asks for what `name=@none` asks for."""
    return tuple(Special.NONE if isinstance(value, Literal) and not value.text.strip() else value for value in operands)


def _relative_days(field: Field, operator: Operator, operands: tuple[Value, ...]) -> tuple[Operator, tuple[Value, ...]]:
    """`last_seen:-30d` is "in the last 30 days" and `warranty_end:+90d` "in the next 90": written out as ranges."""
    if field.kind not in {Kind.DATE, Kind.DATETIME} or operator not in _AS_EQUALITY:
        return operator, operands
    return _AS_EQUALITY[operator], tuple(_as_range(value, field.kind) for value in operands)


def _as_range(value: Value, kind: Kind) -> Value:
    if not isinstance(value, Literal) or not dates.is_relative(value.text):
        return value
    here = "now" if kind is Kind.DATETIME and value.text.strip()[-1] in "hH" else "today"
    if dates.is_past(value.text):
        return Range(value.text, here)
    return Range(here, value.text)


def _canonical_operator(field: Field, operator: Operator, operands: tuple[Value, ...]) -> Operator:
    allowed = OPERATORS[field.kind]
    if operator not in allowed:
        operator = _AS_EQUALITY.get(operator, operator)
    if operator not in allowed:
        listed = ", ".join(other.value for other in allowed)
        raise ValueProblem(f"{field.label} cannot be compared with '{operator.value}'. It takes {listed}.")
    if any(isinstance(value, Special) for value in operands):
        if operator not in _MATCHING or (operator in _AS_EQUALITY and len(operands) > 1):
            raise ValueProblem(f"@none and @me go with = and != only, and {field.label} is compared otherwise here.")
        return _AS_EQUALITY.get(operator, operator)
    if len(operands) > 1 and operator not in {*_MATCHING, Operator.STARTS}:
        raise ValueProblem(f"'{operator.value}' takes one value. Use {field.label} twice for two limits.")
    return operator


def _check_value(field: Field, operator: Operator, value: Value) -> Value:
    match value:
        case Special.ME if not field.holds_person:
            raise ValueProblem(f"@me stands for a person, and {field.label} holds no person.")
        case Special():
            return value
        case Range(low, high):
            if field.kind not in RANGED:
                raise ValueProblem(
                    f"{field.label} takes no ranges. Put the value in quotes if the two dots belong to it."
                )
            if operator not in {Operator.EQ, Operator.NE}:
                raise ValueProblem(f"A range goes with = or !=, not with '{operator.value}'.")
            _check_order(field, low, high)
            return value
        case Literal(text):
            return Literal(_canonical_text(field, text))


def _canonical_text(field: Field, text: str) -> str:
    """The text as the canonical filter spells it, proved to be readable for the kind."""
    match field.kind:
        case Kind.CHOICE:
            return values.read_choice(field, text)
        case Kind.BOOLEAN:
            return "yes" if values.read_boolean(field, text) else "no"
        case Kind.NUMBER | Kind.MONEY:
            return format(Decimal(values.read_number(field, text)), "f")
        case Kind.DATE | Kind.DATETIME:
            _read_date(field, text)
        case Kind.IP:
            values.read_network(field, text)
        case Kind.MAC:
            values.read_mac(field, text)
        case Kind.VERSION:
            values.read_version(field, text)
        case Kind.UUID:
            return str(values.read_uuid(field, text))
        case _:
            values.read_text(field, text)
    return text.strip()


def _check_order(field: Field, low: str | None, high: str | None) -> None:
    """Both ends readable, of one sort, and in order."""
    match field.kind:
        case Kind.NUMBER | Kind.MONEY:
            numbers = [values.read_number(field, bound) for bound in (low, high) if bound is not None]
            reversed_ = len(numbers) > 1 and numbers[0] > numbers[1]
        case Kind.IP:
            addresses = [values.read_address(field, bound) for bound in (low, high) if bound is not None]
            if len({address.version for address in addresses}) > 1:
                raise ValueProblem(f"'{low}..{high}' mixes IPv4 and IPv6. {field.label} takes a range of one of them.")
            reversed_ = len(addresses) > 1 and int(addresses[0]) > int(addresses[1])
        case _:
            reversed_ = all(_runs_backwards(field, low, high, now) for now in _SOME_MOMENTS)
    if reversed_:
        suggestion = f"{field.id}={high}..{low}"
        raise ValueProblem(
            f"The range '{low}..{high}' runs backwards. Did you mean {high}..{low}?", suggestion=suggestion
        )


def _runs_backwards(field: Field, low: str | None, high: str | None, now: datetime) -> bool:
    spans = [dates.as_moments(_read_date(field, bound, now), UTC) for bound in (low, high) if bound is not None]
    return len(spans) > 1 and spans[0].start >= spans[1].end


def _read_date(field: Field, text: str, now: datetime = _SOME_MOMENTS[0]) -> dates.Span:
    span = dates.read_span(text, now=now, zone=UTC, with_time=field.kind is Kind.DATETIME)
    if span is None:
        raise dates.not_a_date(text, field.label)
    return span
