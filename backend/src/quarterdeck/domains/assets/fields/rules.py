"""What a tenant asks of the values of its own fields, beyond their kind."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

import re2

from quarterdeck.kit.outcomes import shown

Bound: TypeAlias = Decimal | date

MOST_PATTERN = 500
#: What tells a value that broke a rule from one that could not be read.
BROKEN = frozenset({"too_small", "too_large", "too_long", "pattern_mismatch"})


@dataclass(frozen=True, slots=True)
class Rules:
    """Each None asks nothing. The whole value has to match the pattern; `hint` says in words what it asks for."""

    minimum: Bound | None = None
    maximum: Bound | None = None
    max_length: int | None = None
    pattern: str | None = None
    hint: str | None = None


NO_RULES = Rules()


def broken_rule(label: str, rules: Rules, value: object) -> tuple[str, str] | None:
    """The code and the sentence of the first rule that the value breaks."""
    if isinstance(value, str):
        return _broken_by_text(label, rules, value)
    comparable = Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(comparable, Decimal | date):
        return None
    if rules.minimum is not None and _is_less(comparable, rules.minimum):
        return "too_small", f"{label} is at least {_spelt(rules.minimum)}; this is {_spelt(comparable)}."
    if rules.maximum is not None and _is_less(rules.maximum, comparable):
        return "too_large", f"{label} is at most {_spelt(rules.maximum)}; this is {_spelt(comparable)}."
    return None


def _is_less(one: Bound, other: Bound) -> bool:
    match one, other:
        case Decimal(), Decimal():
            return one < other
        case date(), date():
            return one < other
        case _:
            return False


def _broken_by_text(label: str, rules: Rules, value: str) -> tuple[str, str] | None:
    if rules.max_length is not None and len(value) > rules.max_length:
        return "too_long", f"{label} takes {rules.max_length:,} characters; this has {len(value):,}."
    if rules.pattern is not None and compiled(rules.pattern).fullmatch(value) is None:
        asked = rules.hint or f"It has to match {rules.pattern}"
        return "pattern_mismatch", f"'{shown(value)}' has not the form that {label} asks for. {asked.rstrip('.')}."
    return None


def _spelt(bound: Bound) -> str:
    return f"{bound:,}" if isinstance(bound, Decimal) else bound.isoformat()


@lru_cache(maxsize=512)
def compiled(pattern: str) -> "re2._Regexp":
    """Raises `re2.error`. RE2 runs in time linear in the text, whatever the pattern (https://github.com/google/re2)."""
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)


def why_no_pattern(pattern: str) -> str | None:
    """What is wrong with a pattern, or None."""
    if len(pattern) > MOST_PATTERN:
        return f"A pattern takes {MOST_PATTERN} characters; this has {len(pattern):,}."
    if not pattern.isprintable():
        return "A pattern holds characters that cannot be seen. Write them as escapes, such as \\t."
    try:
        compiled(pattern)
    except re2.error as exc:
        return f"'{shown(pattern)}' is no pattern: {said_by(exc)}."
    return None


def said_by(error: Exception) -> str:
    """What RE2 has against a pattern."""
    reason = error.args[0] if error.args else ""
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
