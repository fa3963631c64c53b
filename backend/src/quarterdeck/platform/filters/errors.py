"""What is wrong with a filter, where, and what was probably meant."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class FilterError:
    """One mistake: a sentence for the person, a replacement when there is a likely one, and its place in the text."""

    message: str
    suggestion: str | None
    start: int
    end: int

    def as_json(self) -> dict[str, object]:
        return asdict(self)


class FilterErrors(Exception):
    """The only exception that reading a filter raises. Holds every mistake that was found, in text order."""

    def __init__(self, errors: Sequence[FilterError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: (error.start, error.end)))
        super().__init__(" ".join(error.message for error in self.errors))

    def as_json(self) -> list[dict[str, object]]:
        return [error.as_json() for error in self.errors]


class ValueProblem(Exception):
    """A value that its field cannot take; becomes a `FilterError` where the place in the text is known."""

    def __init__(self, message: str, *, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion
