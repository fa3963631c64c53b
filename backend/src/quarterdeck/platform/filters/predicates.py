"""One comparison over one SQL expression. Each returns a condition that is true exactly for the rows that match.

Under forced row-level security an operator that is not LEAKPROOF cannot be an index condition, hence `starts_with()`
and plain equality where an index should serve.
"""

import ipaddress
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from quarterdeck.platform.filters import dates, values
from quarterdeck.platform.filters.ast import Literal, Operator, Range, Value
from quarterdeck.platform.filters.fields import Field, Kind
from quarterdeck.platform.filters.parameters import Parameters, contains_pattern

Predicate: TypeAlias = Callable[[str], str]

_FIRST_PARTS = "^[vV]?([0-9]{1,18}(?:[.][0-9]{1,18})*)"


def predicate(field: Field, operator: Operator, operands: Sequence[Value], parameters: Parameters) -> Predicate:
    """The positive form of the comparison, to be applied to an expression. Specials are not for here."""
    return _BY_KIND[field.kind](field, operator, operands, parameters)


def empty(kind: Kind) -> Predicate:
    """True where there is no value; blank text is none."""
    match kind:
        case Kind.TEXT | Kind.IDENTIFIER | Kind.CHOICE | Kind.MAC | Kind.VERSION:
            return lambda expression: f"coalesce({expression}, '') = ''"
        case Kind.TAGS:
            return lambda expression: f"coalesce(cardinality({expression}), 0) = 0"
        case _:
            return lambda expression: f"{expression} is null"


def _texts(operands: Sequence[Value]) -> list[str]:
    return [value.text for value in operands if isinstance(value, Literal)]


def _either(conditions: Sequence[Predicate]) -> Predicate:
    if len(conditions) == 1:
        return conditions[0]
    return lambda expression: "(" + " or ".join(condition(expression) for condition in conditions) + ")"


def _choice(field: Field, _operator: Operator, operands: Sequence[Value], parameters: Parameters) -> Predicate:
    return _any_of([values.read_choice(field, text) for text in _texts(operands)], parameters)


def _uuid(field: Field, _operator: Operator, operands: Sequence[Value], parameters: Parameters) -> Predicate:
    return _any_of([values.read_uuid(field, text) for text in _texts(operands)], parameters)


def _boolean(field: Field, _operator: Operator, operands: Sequence[Value], parameters: Parameters) -> Predicate:
    return _any_of([values.read_boolean(field, text) for text in _texts(operands)], parameters)


def _any_of(wanted: Sequence[str] | Sequence[uuid.UUID] | Sequence[bool], parameters: Parameters) -> Predicate:
    placeholder = parameters.bind(list(wanted))
    return lambda expression: f"{expression} = any({placeholder})"


def _text(field: Field, operator: Operator, operands: Sequence[Value], parameters: Parameters) -> Predicate:
    texts = [values.read_text(field, text) for text in _texts(operands)]
    match operator:
        case Operator.STARTS:
            return _starts_without_case(texts, parameters)
        case Operator.CONTAINS | Operator.NOT_CONTAINS:
            return contains(texts, parameters)
        case _:
            return equals_without_case(texts, parameters)


def contains(texts: Sequence[str], parameters: Parameters) -> Predicate:
    patterns = [parameters.bind(contains_pattern(text)) for text in texts]
    return _either([_template("{0} ilike " + pattern) for pattern in patterns])


def equals_without_case(texts: Sequence[str], parameters: Parameters) -> Predicate:
    placeholder = parameters.bind(list(texts))
    # PostgreSQL lowers both sides, so that both follow one rule.
    return lambda expression: f"lower({expression}) in (select lower(v) from unnest({placeholder}::text[]) v)"


def _starts_without_case(texts: Sequence[str], parameters: Parameters) -> Predicate:
    starts = [parameters.bind(text) for text in texts]
    return _either([_template("starts_with(lower({0}), lower(" + start + "))") for start in starts])


def _template(text: str) -> Predicate:
    return lambda expression: text.replace("{0}", expression)


def _identifier(field: Field, operator: Operator, operands: Sequence[Value], parameters: Parameters) -> Predicate:
    """Identifiers are stored normalised, so equality and prefix need no folding and an index serves them."""
    normalised = [values.read_text(field, text) for text in _texts(operands)]
    match operator:
        case Operator.STARTS:
            starts = [parameters.bind(text) for text in normalised]
            return _either([_template("starts_with({0}, " + start + ")") for start in starts])
        case Operator.CONTAINS | Operator.NOT_CONTAINS:
            return contains(normalised, parameters)
        case _:
            return _any_of(normalised, parameters)


def _mac(field: Field, operator: Operator, operands: Sequence[Value], parameters: Parameters) -> Predicate:
    digits = [values.read_mac(field, text) for text in _texts(operands)]
    match operator:
        case Operator.STARTS:
            starts = [parameters.bind(values.colon_separated(some)) for some in digits]
            return _either([_template("starts_with({0}, " + start + ")") for start in starts])
        case Operator.CONTAINS | Operator.NOT_CONTAINS:
            patterns = [parameters.bind(contains_pattern(some)) for some in digits]
            return _either([_template("replace({0}, ':', '') like " + pattern) for pattern in patterns])
        case _:
            return _any_of([values.colon_separated(some) for some in digits], parameters)


def _symbol(operator: Operator) -> str:
    """The SQL comparison of the positive form: `!=` is the negation of `=`, made by the caller."""
    return "=" if operator in {Operator.EQ, Operator.NE} else operator.value


def _number(field: Field, operator: Operator, value: Value, parameters: Parameters) -> Predicate:
    if isinstance(value, Range):
        bounds = [(">=", value.low), ("<=", value.high)]
        limits = [(sign, parameters.bind(values.read_number(field, text))) for sign, text in bounds if text is not None]
    else:
        limits = [(_symbol(operator), parameters.bind(values.read_number(field, _only_text(value))))]
    return _all_limits(limits)


def _all_limits(limits: Sequence[tuple[str, str]]) -> Predicate:
    def condition(expression: str) -> str:
        joined = " and ".join(f"{expression} {sign} {placeholder}" for sign, placeholder in limits)
        return joined if len(limits) == 1 else f"({joined})"

    return condition


def _only_text(value: Value) -> str:
    return value.text if isinstance(value, Literal) else ""


def _date(field: Field, operator: Operator, value: Value, parameters: Parameters) -> Predicate:
    if isinstance(value, Range):
        low = None if value.low is None else _span(field, value.low, parameters)
        high = None if value.high is None else _span(field, value.high, parameters)
        limits = [(">=", low.start)] if low else []
        limits += [("<", high.end)] if high else []
    else:
        span = _span(field, _only_text(value), parameters)
        limits = {
            Operator.LT: [("<", span.start)],
            Operator.LE: [("<", span.end)],
            Operator.GT: [(">=", span.end)],
            Operator.GE: [(">=", span.start)],
        }.get(operator, [(">=", span.start), ("<", span.end)])
    return _all_limits([(sign, parameters.bind(bound)) for sign, bound in limits])


def _span(field: Field, text: str, parameters: Parameters) -> dates.Span:
    context = parameters.context
    with_time = field.kind is Kind.DATETIME
    span = dates.read_span(text, now=context.now, zone=context.zone, with_time=with_time)
    if span is None:
        raise dates.not_a_date(text, field.label)
    return dates.as_moments(span, context.zone) if with_time else span


def _ip(field: Field, _operator: Operator, value: Value, parameters: Parameters) -> Predicate:
    if isinstance(value, Range):
        bounds = [(">=", value.low), ("<=", value.high)]
        known = [(sign, values.read_address(field, text)) for sign, text in bounds if text is not None]
        version = 4 if isinstance(known[0][1], ipaddress.IPv4Address) else 6
        limits = _all_limits([(sign, f"{parameters.bind(str(address))}::inet") for sign, address in known])
        return lambda expression: f"(family({expression}) = {version} and {limits(expression)})"
    network = parameters.bind(str(values.read_network(field, _only_text(value))))
    return lambda expression: f"{expression} <<= {network}::inet"


def _version(field: Field, operator: Operator, value: Value, parameters: Parameters) -> Predicate:
    parts = values.read_version(field, _only_text(value))
    placeholder = f"{parameters.bind(parts)}::bigint[]"
    if operator in {Operator.CONTAINS, Operator.NOT_CONTAINS}:
        return lambda expression: f"({_parts(expression)})[1:{len(parts)}] = {placeholder}"
    symbol = _symbol(operator)
    return lambda expression: f"{_parts(expression)} {symbol} {placeholder}"


def _parts(expression: str) -> str:
    """The leading version inside a text as numbers, null when there is none; never a failing cast."""
    leading = f"substring({expression} from '{_FIRST_PARTS}')"
    return f"string_to_array(regexp_replace({leading}, '([.]0+)+$', ''), '.')::bigint[]"


def _tags(field: Field, operator: Operator, operands: Sequence[Value], parameters: Parameters) -> Predicate:
    placeholder = f"{parameters.bind([values.read_text(field, text) for text in _texts(operands)])}::text[]"
    symbol = "@>" if operator in {Operator.CONTAINS, Operator.NOT_CONTAINS} else "&&"
    return lambda expression: f"{expression} {symbol} {placeholder}"


_ForOne: TypeAlias = Callable[[Field, Operator, Value, Parameters], Predicate]
_ForAll: TypeAlias = Callable[[Field, Operator, Sequence[Value], Parameters], Predicate]


def _each(one: _ForOne) -> _ForAll:
    """Any of the values, each compared by itself."""

    def condition(field: Field, operator: Operator, operands: Sequence[Value], parameters: Parameters) -> Predicate:
        return _either([one(field, operator, value, parameters) for value in operands])

    return condition


_BY_KIND: Mapping[Kind, _ForAll] = {
    Kind.TEXT: _text,
    Kind.IDENTIFIER: _identifier,
    Kind.MAC: _mac,
    Kind.CHOICE: _choice,
    Kind.REFERENCE: _choice,
    Kind.UUID: _uuid,
    Kind.BOOLEAN: _boolean,
    Kind.NUMBER: _each(_number),
    Kind.MONEY: _each(_number),
    Kind.DATE: _each(_date),
    Kind.DATETIME: _each(_date),
    Kind.IP: _each(_ip),
    Kind.VERSION: _each(_version),
    Kind.TAGS: _tags,
}
