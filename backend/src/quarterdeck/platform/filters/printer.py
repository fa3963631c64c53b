"""Tree to text: the canonical spelling, which URLs, saved views and exports carry. `parse` reads it back as it was."""

import re

from quarterdeck.platform.filters.ast import Comparison, Group, Literal, Query, Range, Special, Term, Value
from quarterdeck.platform.filters.parser import ADDRESS, KEYWORDS

_BARE_VALUE = re.compile(r"[\w+*./:#&%$£€~\-][\w+*./:#&%$£€~@\-]*")
_BARE_TEXT = re.compile(r"[\w.][\w.+*/#\-]*")


def print_query(query: Query) -> str:
    """The canonical text of `query`."""
    several = len(query.groups) > 1
    return " OR ".join(_print_group(group, bracketed=several) for group in query.groups)


def print_term(term: Term) -> str:
    """The canonical text of one term, as a token shows it."""
    minus = "-" if term.negated else ""
    if isinstance(term, Comparison):
        head = f"{term.field}{term.operator.value}"
        values = print_values(term.values)
        # `fe:80:1` would read as an address.
        if ADDRESS.match(head + values) and isinstance(term.values[0], Literal):
            values = _quote(term.values[0].text)
        return minus + head + values
    if _BARE_TEXT.fullmatch(term.text) and term.text not in KEYWORDS:
        return minus + term.text
    return minus + _quote(term.text)


def print_values(values: tuple[Value, ...]) -> str:
    """One value as it is, several as a bracketed list."""
    printed = [_print_value(value) for value in values]
    return printed[0] if len(printed) == 1 else f"({','.join(printed)})"


def _print_group(group: Group, *, bracketed: bool) -> str:
    text = " ".join(print_term(term) for term in group.terms)
    return f"({text})" if bracketed and len(group.terms) > 1 else text


def _print_value(value: Value) -> str:
    match value:
        case Special():
            return value.value
        case Literal(text):
            return _print_text(text)
        case Range(low, high):
            return f"{_print_bound(low)}..{_print_bound(high)}"


def _print_bound(text: str | None) -> str:
    if text is None:
        return ""
    # A dot beside the two dots would move the place where the range is cut.
    return _quote(text) if text.startswith(".") or text.endswith(".") else _print_text(text)


def _print_text(text: str) -> str:
    return text if _BARE_VALUE.fullmatch(text) and ".." not in text else _quote(text)


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
