"""Tree to SQL: a condition on the asset table `a`, with every value bound and every sub-select bound to the tenant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quarterdeck.platform.filters import values
from quarterdeck.platform.filters.ast import Comparison, FreeText, Group, Literal, Operator, Query, Special, Term, Value
from quarterdeck.platform.filters.check import check
from quarterdeck.platform.filters.fields import (
    ArrayColumn,
    Catalogue,
    Column,
    CustomField,
    ExtensionColumn,
    Field,
    Identifiers,
    Kind,
    Listed,
    Reference,
)
from quarterdeck.platform.filters.parameters import Context, Parameters, contains_pattern, has_trigram, search_condition
from quarterdeck.platform.filters.predicates import Predicate, contains, empty, equals_without_case, predicate
from quarterdeck.platform.filters.values import as_uuid, bare_mac_digits

#: The field by which extension tables are told apart.
TYPE_FIELD = "type"
_NEGATIVE = frozenset({Operator.NE, Operator.NOT_CONTAINS})

# jsonb values are checked for their type first: a cast of the wrong one would end the whole statement.
_CUSTOM_CASTS = {
    Kind.NUMBER: ("number", "numeric"),
    Kind.MONEY: ("number", "numeric"),
    Kind.BOOLEAN: ("boolean", "boolean"),
}
_CUSTOM_PATTERNS = {
    Kind.DATE: ("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "date"),
    Kind.DATETIME: ("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T", "timestamptz"),
}


@dataclass(frozen=True, slots=True)
class Compiled:
    """A condition for a WHERE clause (psycopg placeholders) and its parameters, `tenant_id` among them."""

    sql: str
    params: dict[str, object]


def compile_filter(query: Query, catalogue: Catalogue, context: Context) -> Compiled:
    """The condition of `query`. Raises `FilterErrors` when the tree does not fit the catalogue."""
    query = check(query, catalogue)
    parameters = Parameters(context)
    groups = [_group(group, catalogue, parameters) for group in query.groups]
    if not groups:
        return Compiled("true", parameters.values)
    sql = groups[0] if len(groups) == 1 else "(" + " or ".join(f"({group})" for group in groups) + ")"
    return Compiled(sql, parameters.values)


def _group(group: Group, catalogue: Catalogue, parameters: Parameters) -> str:
    types = _types_of(group)
    return " and ".join(_term(term, catalogue, parameters, types) for term in group.terms) or "true"


def _types_of(group: Group) -> frozenset[str] | None:
    """The only types a match of this group can have, where it says so."""
    stated = [
        frozenset(value.text for value in term.values if isinstance(value, Literal))
        for term in group.terms
        if isinstance(term, Comparison)
        and term.field == TYPE_FIELD
        and term.operator is Operator.EQ
        and not term.negated
        and not any(isinstance(value, Special) for value in term.values)
    ]
    return frozenset.intersection(*stated) if stated else None


def _within(field: Field, types: frozenset[str] | None) -> Field:
    """Without the extension tables that hold no match: one table is joined by its key, several only by hashing all."""
    if types is None or not isinstance(field.lookup, ExtensionColumn):
        return field
    tables = {key: place for key, place in field.lookup.tables.items() if key in types}
    return replace(field, lookup=ExtensionColumn(tables))


def _term(term: Term, catalogue: Catalogue, parameters: Parameters, types: frozenset[str] | None) -> str:
    if isinstance(term, FreeText):
        sql = _free_text(term.text, parameters)
        return _not(sql) if term.negated else sql
    field = _within(catalogue[term.field], types)
    sql = _matches(field, term, parameters)
    # Rows without a value match "not equal" too, hence "is not true" and not a bare NOT.
    return _not(sql) if term.negated != (term.operator in _NEGATIVE) else sql


def _not(sql: str) -> str:
    return f"(({sql}) is not true)"


def _free_text(text: str, parameters: Parameters) -> str:
    patterns = [contains_pattern(text.strip().lower())]
    digits = bare_mac_digits(text)
    if digits is not None:
        patterns.append(contains_pattern(digits))
    return _searched(patterns, parameters)


def _searched(patterns: Sequence[str], parameters: Parameters) -> str:
    mode = parameters.context.search
    conditions = [search_condition(pattern, parameters.bind(pattern), mode) for pattern in patterns]
    return conditions[0] if len(conditions) == 1 else f"({' or '.join(conditions)})"


def _matches(field: Field, term: Comparison, parameters: Parameters) -> str:
    """The positive form: any of the values, or no value where @none is among them."""
    conditions: list[str] = []
    ordinary: list[Value] = [value for value in term.values if not isinstance(value, Special)]
    if ordinary:
        conditions.append(_valued(field, term.operator, ordinary, parameters))
    if Special.ME in term.values:
        conditions.append(_me(field, parameters))
    if Special.NONE in term.values:
        conditions.append(_empty(field, parameters))
    return conditions[0] if len(conditions) == 1 else f"({' or '.join(conditions)})"


def _valued(field: Field, operator: Operator, operands: Sequence[Value], parameters: Parameters) -> str:
    if isinstance(field.lookup, Reference):
        return _reference(field.lookup, operator, operands, parameters)
    located = _located(field, predicate(field, operator, operands, parameters), parameters)
    narrowed = _narrowed(field, operator, operands, parameters)
    return f"({narrowed} and {located})" if narrowed else located


def _narrowed(field: Field, operator: Operator, operands: Sequence[Value], parameters: Parameters) -> str | None:
    """What the search text of every match contains as well: by that the trigram index finds the candidates."""
    if not field.in_search or operator is not Operator.CONTAINS:
        return None
    read = values.read_mac if field.kind is Kind.MAC else values.read_text
    texts = [read(field, value.text).lower() for value in operands if isinstance(value, Literal)]
    patterns = [contains_pattern(text) for text in texts]
    if not patterns or not all(map(has_trigram, patterns)):
        return None
    return _searched(patterns, parameters)


def _located(field: Field, condition: Predicate, parameters: Parameters) -> str:
    """The condition, applied where the field's value lives."""
    match field.lookup:
        case Column(expression) | ArrayColumn(expression):
            return condition(expression)
        case CustomField(key):
            return condition(_custom_value(key, field.kind, parameters))
        case ExtensionColumn(tables):
            return _extension(tables.values(), condition)
        case Identifiers(kinds):
            return (
                "a.id in (select i.asset_id from asset_identifiers i where i.tenant_id = %(tenant_id)s"
                f" and i.is_current and i.kind = any({parameters.bind(list(kinds))}) and {condition('i.value')})"
            )
        case Listed(select):
            return f"a.id in (select l.asset_id from ({select}) l where {condition('l.value')})"
        case Reference(column):
            return condition(f"a.{column}")


def _extension(tables: Iterable[tuple[str, str]], condition: Predicate) -> str:
    places = list(tables)
    if not places:
        return "false"
    if len(places) == 1:
        [(table, column)] = places
        return f"a.id in (select x.id from {table} x where x.tenant_id = %(tenant_id)s and {condition(f'x.{column}')})"
    # The bare union with the conditions outside is one relation to the planner, which it can look into for each row of
    # a walk when matches are many. With the conditions in each branch it could only hash all of them: seconds, not
    # milliseconds, in a million assets.
    selects = " union all ".join(
        f"select x.tenant_id, x.id, x.{column} as value from {table} x" for table, column in places
    )
    return f"a.id in (select x.id from ({selects}) x where x.tenant_id = %(tenant_id)s and {condition('x.value')})"


def _empty(field: Field, parameters: Parameters) -> str:
    match field.lookup:
        case Reference(column):
            return f"a.{column} is null"
        case ExtensionColumn() | Identifiers() | Listed():
            # No row at all is no value either.
            is_empty = empty(field.kind)
            return f"not {_located(field, lambda expression: f'not ({is_empty(expression)})', parameters)}"
        case CustomField(key):
            return empty(Kind.TEXT)(f"(a.custom ->> {parameters.bind(key)}::text)")
        case _:
            return _located(field, empty(field.kind), parameters)


def _me(field: Field, parameters: Parameters) -> str:
    if not isinstance(field.lookup, Reference):
        return "false"
    mine = list(parameters.context.me.get(field.lookup.table, ()))
    return f"a.{field.lookup.column} = any({parameters.bind(mine)}::uuid[])"


def _reference(lookup: Reference, operator: Operator, operands: Sequence[Value], parameters: Parameters) -> str:
    texts = [value.text.strip() for value in operands if isinstance(value, Literal)]
    ids = [found for found in map(as_uuid, texts) if found is not None]
    labels = [text for text in texts if as_uuid(text) is None]
    conditions: list[str] = []
    if ids:
        conditions.append(f"a.{lookup.column} = any({parameters.bind(ids)})")
    if labels:
        partly = operator in {Operator.CONTAINS, Operator.NOT_CONTAINS}
        by_label = contains(labels, parameters) if partly else equals_without_case(labels, parameters)
        conditions.append(
            f"a.{lookup.column} in (select r.id from {lookup.table} r where r.tenant_id = %(tenant_id)s"
            f" and {by_label(f'r.{lookup.label}')})"
        )
    return conditions[0] if len(conditions) == 1 else f"({' or '.join(conditions)})"


def _custom_value(key: str, kind: Kind, parameters: Parameters) -> str:
    placeholder = f"{parameters.bind(key)}::text"
    text = f"(a.custom ->> {placeholder})"
    if kind in _CUSTOM_CASTS:
        json_type, sql_type = _CUSTOM_CASTS[kind]
        return f"(case when jsonb_typeof(a.custom -> {placeholder}) = '{json_type}' then {text}::{sql_type} end)"
    if kind in _CUSTOM_PATTERNS:
        pattern, sql_type = _CUSTOM_PATTERNS[kind]
        return f"(case when {text} ~ '{pattern}' then {text}::{sql_type} end)"
    return text
