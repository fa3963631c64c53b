"""The tokens a filter bar draws: each part of the text with its place, and its mistake if it has one."""

from dataclasses import asdict, dataclass

from quarterdeck.platform.filters.ast import Comparison, FreeText
from quarterdeck.platform.filters.check import check_term
from quarterdeck.platform.filters.errors import FilterError, ValueProblem
from quarterdeck.platform.filters.fields import Catalogue
from quarterdeck.platform.filters.parser import Lexeme, LexemeKind, build, read
from quarterdeck.platform.filters.printer import print_values


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is comparison, text, or, open, close or invalid. `text` is what the person wrote."""

    kind: str
    field: str | None
    op: str | None
    value: str | None
    negated: bool
    text: str
    start: int
    end: int
    error: str | None = None
    suggestion: str | None = None

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def tokenise_for_ui(text: str, catalogue: Catalogue) -> list[Token]:
    """Every part of `text` in order. Never raises: a mistake is a token with an error."""
    reading = read(text)
    build(reading, len(text))
    tokens = [_token(text, lexeme, catalogue, reading.errors) for lexeme in reading.lexemes]
    if not tokens and reading.errors:
        first = reading.errors[0]
        return [Token("invalid", None, None, None, False, text, 0, len(text), first.message, first.suggestion)]  # noqa: FBT003
    return tokens


def _token(text: str, lexeme: Lexeme, catalogue: Catalogue, errors: list[FilterError]) -> Token:
    start, end = lexeme.span
    field = op = value = error = suggestion = None
    negated = False
    kind = lexeme.kind.value
    term = lexeme.term
    if isinstance(term, Comparison):
        kind, negated = "comparison", term.negated
        known = catalogue.find(term.field)
        field = term.field if known is None else known.id
        op, value = term.operator.value, print_values(term.values) if term.values else ""
    elif isinstance(term, FreeText):
        kind, negated, value = "text", term.negated, term.text
    if lexeme.kind is LexemeKind.TERM and term is not None:
        try:
            check_term(term, catalogue)
        except ValueProblem as exc:
            error, suggestion = exc.message, exc.suggestion
    for mistake in errors:
        if error is None and start <= mistake.start < end:
            error, suggestion = mistake.message, mistake.suggestion
    return Token(kind, field, op, value, negated, text[start:end], start, end, error, suggestion)
