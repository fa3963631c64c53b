"""Errors a caller can act on. One handler renders them as RFC 9457 problem+json.

Anything that is not an `AppError` is a bug: it becomes a bare 500.
"""

from typing import ClassVar


class AppError(Exception):
    """An expected failure: a status, a stable code, and a sentence for a person.

    `field` is the field of the body that it is about, if it is about one: a form then says it there.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    field: ClassVar[str | None] = None

    def __init__(self, message: str, **context: object) -> None:
        super().__init__(message)
        self.message = message
        self.context = context


class NotFound(AppError):
    """Also what a stranger gets: existence is not revealed."""

    status = 404
    code = "not_found"


class Unauthenticated(AppError):
    status = 401
    code = "not_signed_in"

    def __init__(self, message: str = "Sign in to continue.", **context: object) -> None:
        super().__init__(message, **context)


class Forbidden(AppError):
    status = 403
    code = "forbidden"


class Conflict(AppError):
    status = 409
    code = "conflict"


class PreconditionFailed(AppError):
    """The record changed since the caller read it; `current` in the context holds what it is now."""

    status = 412
    code = "changed_since_read"


class PreconditionRequired(AppError):
    status = 428
    code = "if_match_required"


class Malformed(AppError):
    """The input is wrong in form. `errors` in the context names field, code and message of each fault."""

    status = 422
    code = "invalid_input"


class BadRequest(AppError):
    status = 400
    code = "bad_request"


class TooManyRequests(AppError):
    """`retry_after` (seconds) in the context becomes the Retry-After header."""

    status = 429
    code = "too_many_requests"


class TooLarge(AppError):
    status = 413
    code = "too_large"


class Unavailable(AppError):
    status = 503
    code = "unavailable"
