"""Named constraints, read as the domain errors they mean."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from quarterdeck.platform.errors import AppError


def violated_constraint(error: IntegrityError) -> str:
    """The name of the constraint that was violated, or an empty string."""
    diagnostics = getattr(error.orig, "diag", None)
    return getattr(diagnostics, "constraint_name", None) or ""


@contextmanager
def constraint_errors(errors: Mapping[str, AppError]) -> Iterator[None]:
    """Turn the violation of a named constraint into the domain error it means.

    Checking first and inserting after would race; the constraint is the check.
    """
    try:
        yield
    except IntegrityError as exc:
        meant = errors.get(violated_constraint(exc))
        if meant is None:
            raise
        raise meant from exc
