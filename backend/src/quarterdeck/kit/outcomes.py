"""What reading a value gives: the value, or why it cannot be used."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """`value`, or a stable `code` and a `reason` in a sentence. An empty cell has the code `empty` and no reason."""

    value: T | None
    code: str | None = None
    reason: str | None = None

    @property
    def is_usable(self) -> bool:
        return self.value is not None

    @property
    def is_empty(self) -> bool:
        return self.code == EMPTY


def usable(value: T) -> Outcome[T]:
    return Outcome(value)


def nothing() -> Outcome[T]:
    return Outcome(None, EMPTY)


def refused(code: str, reason: str) -> Outcome[T]:
    return Outcome(None, code, reason)


def shown(text: str) -> str:
    """The text as a sentence may quote it: short, on one line."""
    limit = 60
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit]}…"
