"""Text to tree. Knows the grammar only: which fields exist and what they take is `check`'s business."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

from quarterdeck.platform.filters.ast import (
    Comparison,
    FreeText,
    Group,
    Literal,
    Operator,
    Query,
    Range,
    Span,
    Special,
    Term,
    Value,
)
from quarterdeck.platform.filters.errors import FilterError, FilterErrors

MAX_LENGTH = 8_000
MAX_TERMS = 100

_FIELD = re.compile(r"(?P<field>[^\W\d][\w.\-]*)(?P<operator>!:|!=|>=|<=|:|=|\^|>|<)")
# A MAC or an IPv6 address typed as free text has colons of its own.
ADDRESS = re.compile(r"[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,}(?![^\s()])")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.|\\(?=$))*)"', re.DOTALL)
_ESCAPE = re.compile(r'\\(["\\])')
_WORD = re.compile(r"[^\s()]+")
_LIST_WORD = re.compile(r"[^\s(),]+")
_UNSEARCHABLE = re.compile("[\x00\ud800-\udfff]")
KEYWORDS = frozenset({"OR", "AND"})


class LexemeKind(StrEnum):
    TERM = "term"
    OR = "or"
    OPEN = "open"
    CLOSE = "close"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Lexeme:
    kind: LexemeKind
    span: Span
    term: Term | None = None


@dataclass(slots=True)
class Reading:
    """What could be read, and everything that could not."""

    lexemes: list[Lexeme] = field(default_factory=list)
    errors: list[FilterError] = field(default_factory=list)


def parse(text: str) -> Query:
    """The tree of `text`, by grammar alone. Raises nothing but `FilterErrors`."""
    reading = read(text)
    query = build(reading, len(text))
    if reading.errors:
        raise FilterErrors(reading.errors)
    return query


def read(text: str) -> Reading:
    """The terms, brackets and ORs of `text` in order; mistakes are collected, and reading goes on behind them."""
    reading = Reading()
    if len(text) > MAX_LENGTH:
        reading.errors.append(_error(f"A filter holds at most {MAX_LENGTH:,} characters.", MAX_LENGTH, len(text)))
        return reading
    unsearchable = _UNSEARCHABLE.search(text)
    if unsearchable:
        message = "The filter holds a character that no text can contain. Delete it."
        reading.errors.append(_error(message, *unsearchable.span()))
        return reading
    _Reader(text, reading).run()
    return reading


class _Reader:
    def __init__(self, text: str, reading: Reading) -> None:
        self.text = text
        self.reading = reading
        self.at = 0

    def run(self) -> None:
        while self.at < len(self.text):
            character = self.text[self.at]
            if character.isspace():
                self.at += 1
            elif character in "()":
                kind = LexemeKind.OPEN if character == "(" else LexemeKind.CLOSE
                self.reading.lexemes.append(Lexeme(kind, (self.at, self.at + 1)))
                self.at += 1
            elif not self._keyword():
                self._term()

    def _keyword(self) -> bool:
        word = _WORD.match(self.text, self.at)
        if word is None or word.group() not in KEYWORDS:
            return False
        if word.group() == "OR":
            self.reading.lexemes.append(Lexeme(LexemeKind.OR, word.span()))
        self.at = word.end()
        return True

    def _term(self) -> None:
        start = self.at
        errors_before = len(self.reading.errors)
        negated = self._minus()
        term = self._comparison(start, negated=negated) or self._free_text(start, negated=negated)
        if term is None or len(self.reading.errors) > errors_before:
            self.reading.lexemes.append(Lexeme(LexemeKind.INVALID, (start, self.at), term))
        else:
            self.reading.lexemes.append(Lexeme(LexemeKind.TERM, (start, self.at), term))

    def _minus(self) -> bool:
        following = self.text[self.at + 1 : self.at + 2]
        if self.text[self.at] != "-" or not following or following.isspace() or following == ")":
            return False
        if following == "(":
            self._refuse("A minus can stand before one term, not before brackets.", self.at, self.at + 2)
            return False
        self.at += 1
        return True

    def _comparison(self, start: int, *, negated: bool) -> Comparison | None:
        if ADDRESS.match(self.text, self.at):
            return None
        head = _FIELD.match(self.text, self.at)
        if head is None:
            return None
        self.at = head.end()
        values = self._values(start, head.group())
        operator = Operator(head.group("operator"))
        return Comparison(head.group("field"), operator, values, negated, span=(start, self.at))

    def _values(self, start: int, head: str) -> tuple[Value, ...]:
        if self.text.startswith("(", self.at):
            return self._list(start, head)
        value = self._value(_WORD)
        if value is None:
            self._refuse(f"'{head}' needs a value right behind it.", start, self.at)
            return ()
        return (value,)

    def _list(self, start: int, head: str) -> tuple[Value, ...]:
        self.at += 1
        values: list[Value] = []
        while True:
            self._skip_space()
            before = self.at
            value = self._value(_LIST_WORD)
            if value is None:
                self._refuse(f"The list behind '{head}' has a gap. Write it like {head}(one,two).", start, self.at)
            else:
                values.append(value)
            self._skip_space()
            if self.text.startswith(",", self.at):
                self.at += 1
            elif self.text.startswith(")", self.at):
                self.at += 1
                return tuple(values)
            elif self.at >= len(self.text):
                self._refuse(f"The list behind '{head}' has no closing bracket.", start, self.at)
                return tuple(values)
            else:
                message = f"In the list behind '{head}', put a comma between values and quotes around spaces."
                self._refuse(message, before, self.at + 1)
                self.at = self._list_end()
                return tuple(values)

    def _list_end(self) -> int:
        end = self.text.find(")", self.at)
        return len(self.text) if end < 0 else end + 1

    def _value(self, word: re.Pattern[str]) -> Value | None:
        start = self.at
        if self.text.startswith('"', start):
            low = self._quoted()
            return self._behind_range(low, word) if low is not None else Literal("")
        match = word.match(self.text, start)
        if match is None:
            return None
        if match.group() in set(Special):
            self.at = match.end()
            return Special(match.group())
        if match.group().startswith("@"):
            self.at = match.end()
            self._refuse(f"'{match.group()}' is not known. Use @me or @none, or put it in quotes.", start, self.at)
            return Literal(match.group())
        return self._bare(match)

    def _bare(self, match: re.Match[str]) -> Value:
        low, dots, _ = match.group().partition("..")
        if not dots:
            self.at = match.end()
            return Literal(match.group())
        self.at = match.start() + len(low)
        return self._behind_range(low or None, match.re)

    def _behind_range(self, low: str | None, word: re.Pattern[str]) -> Value:
        if not self.text.startswith("..", self.at):
            return Literal(low or "")
        dots_at = self.at
        self.at += 2
        high: str | None = None
        if self.text.startswith('"', self.at):
            high = self._quoted()
        elif match := word.match(self.text, self.at):
            high = match.group()
            self.at = match.end()
        if low is None and high is None:
            self._refuse("A range needs a value on one side of the two dots at least.", dots_at, self.at)
        return Range(low, high)

    def _quoted(self) -> str | None:
        match = _QUOTED.match(self.text, self.at)
        if match is None:
            self._refuse("The quotation mark is not closed.", self.at, len(self.text), suggestion='"')
            self.at = len(self.text)
            return None
        self.at = match.end()
        return _ESCAPE.sub(r"\1", match.group(1))

    def _free_text(self, start: int, *, negated: bool) -> FreeText | None:
        if self.text.startswith('"', self.at):
            text = self._quoted()
        else:
            word = _WORD.match(self.text, self.at)
            text = word.group() if word else None
            self.at = word.end() if word else self.at + 1
        if text is None:
            return None
        if not text.strip():
            self._refuse("There is nothing to search for between the quotes.", start, self.at)
        return FreeText(text, negated, span=(start, self.at))

    def _skip_space(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _refuse(self, message: str, start: int, end: int, *, suggestion: str | None = None) -> None:
        self.reading.errors.append(_error(message, start, end, suggestion=suggestion))


def build(reading: Reading, length: int) -> Query:
    """The tree of what was read. `(a OR b) c` becomes `(a c) OR (b c)`, so that a tree is two levels deep always."""
    errors = reading.errors
    groups = _Builder(reading.lexemes, errors, length).run()
    query = Query(tuple(Group(terms) for terms in groups))
    if sum(1 for _ in query.terms()) > MAX_TERMS:
        errors.append(_error(f"A filter holds at most {MAX_TERMS} terms.", 0, length))
        return Query()
    return query


Terms = tuple[Term, ...]


class _Builder:
    def __init__(self, lexemes: list[Lexeme], errors: list[FilterError], length: int) -> None:
        self.lexemes = lexemes
        self.errors = errors
        self.length = length
        self.at = 0

    def run(self) -> list[Terms]:
        groups = self._alternatives(opened_at=None)
        while self.at < len(self.lexemes):
            self._refuse("This closing bracket was never opened.", self.lexemes[self.at].span)
            self.at += 1
            groups.extend(self._alternatives(opened_at=None))
        return groups

    def _alternatives(self, *, opened_at: Span | None) -> list[Terms]:
        """Groups up to the closing bracket or the end; the bracket itself is left to the caller."""
        if not self.lexemes:
            return []
        groups: list[Terms] = []
        alternative: list[list[Terms]] = []
        last_or: Span | None = None
        while self.at < len(self.lexemes) and self.lexemes[self.at].kind is not LexemeKind.CLOSE:
            lexeme = self.lexemes[self.at]
            self.at += 1
            if lexeme.kind is LexemeKind.OR:
                groups.extend(self._close(alternative, lexeme.span))
                alternative, last_or = [], lexeme.span
            elif lexeme.kind is LexemeKind.OPEN:
                alternative.append(self._bracket(lexeme.span, depth_left=opened_at is None))
            else:
                alternative.append([(lexeme.term,)] if lexeme.term is not None else [()])
        if alternative or last_or is not None:
            groups.extend(self._close(alternative, last_or))
        return groups

    def _bracket(self, span: Span, *, depth_left: bool) -> list[Terms]:
        if not depth_left:
            self._refuse("Brackets inside brackets are not possible. Write the filter with one level of them.", span)
            self._skip_bracket()
            return [()]
        groups = self._alternatives(opened_at=span)
        if self.at < len(self.lexemes):
            self.at += 1
        else:
            self._refuse("This bracket is not closed.", span, suggestion=")")
        if not groups:
            self._refuse("There is nothing between these brackets.", span)
        return groups

    def _skip_bracket(self) -> None:
        depth = 1
        while self.at < len(self.lexemes) and depth:
            depth += {LexemeKind.OPEN: 1, LexemeKind.CLOSE: -1}.get(self.lexemes[self.at].kind, 0)
            self.at += 1

    def _close(self, factors: list[list[Terms]], at_or: Span | None) -> list[Terms]:
        if not factors:
            self._refuse("OR needs a term on both sides. Put it in quotes to search for the word.", at_or or (0, 0))
            return []
        size = 1
        for factor in factors:
            size *= max(len(factor), 1)
        if size > MAX_TERMS:
            self._refuse(f"A filter holds at most {MAX_TERMS} terms.", (0, self.length))
            return []
        return [sum(combination, ()) for combination in product(*factors)]

    def _refuse(self, message: str, span: Span, *, suggestion: str | None = None) -> None:
        self.errors.append(_error(message, *span, suggestion=suggestion))


def _error(message: str, start: int, end: int, *, suggestion: str | None = None) -> FilterError:
    return FilterError(message, suggestion, start, end)
