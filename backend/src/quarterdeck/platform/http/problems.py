"""Errors as RFC 9457 problem+json."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from psycopg import DataError as PsycopgDataError
from psycopg import OperationalError as PsycopgOperationalError
from psycopg.errors import InsufficientPrivilege
from pydantic import BaseModel
from sqlalchemy.exc import DataError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from quarterdeck.platform.errors import AppError, Forbidden, Malformed, NotFound, TooLarge, Unavailable

log = structlog.get_logger(__name__)
MEDIA_TYPE = "application/problem+json"


class Fault(BaseModel):
    """One thing that is wrong: with a field of the body, or with a stretch of a text (a filter)."""

    message: str
    field: str | None = None
    code: str | None = None
    start: int | None = None
    end: int | None = None
    suggestion: str | None = None


class Problem(BaseModel):
    """What went wrong, in a sentence for a person (`title`) and a stable code for a program."""

    type: str
    title: str
    status: int
    code: str
    request_id: str | None = None
    errors: list[Fault] | None = None


_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}

#: What any operation may answer besides what it documents itself.
ANY_PROBLEM: dict[int | str, dict[str, Any]] = {
    "default": {"description": "Refused, with the reason", "content": _CONTENT},
    Malformed.status: {"description": Malformed.code, "content": _CONTENT},
}


def problems(*errors: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """Document error codes in OpenAPI: `responses=problems(AssetTagTaken, ...)`."""
    by_status: dict[int | str, list[str]] = {}
    for error in errors:
        by_status.setdefault(error.status, []).append(error.code)
    return {status: {"description": ", ".join(codes), "content": _CONTENT} for status, codes in by_status.items()}


def describe_problems(document: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document with the schema that every documented problem refers to."""
    described = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(described.pop("$defs", {}))
    schemas["Problem"] = described
    return document


def problem_response(request: Request, error: AppError) -> Response:
    faults = {} if error.field is None else {"errors": [_fault(error)]}
    return _rendered(request, error.status, error.code, error.message, faults | error.context)


def _rendered(request: Request, status: int, code: str, sentence: str, context: Mapping[str, object]) -> Response:
    body = {
        "type": f"/problems/{code}",
        "title": sentence,
        "status": status,
        "code": code,
        "request_id": getattr(request.state, "request_id", None),
        **context,
    }
    headers = {"Retry-After": str(context["retry_after"])} if "retry_after" in context else {}
    return Response(orjson.dumps(body, default=str), status, headers, MEDIA_TYPE)


def _fault(error: AppError) -> dict[str, str | None]:
    return {"field": error.field, "code": error.code, "message": error.message}


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location if part not in {"body", "query", "path", "header"}) or "body"


def expected(request: Request, error: AppError) -> Response:
    return problem_response(request, error)


def malformed(request: Request, error: RequestValidationError) -> Response:
    unreadable = next((fault for fault in error.errors() if fault["type"] == "json_invalid"), None)
    if unreadable is not None:
        place = unreadable["loc"][-1]
        return problem_response(
            request, Malformed(f"The body is not JSON: it cannot be read from character {place} on.")
        )
    errors = [
        {"field": _field(fault["loc"]), "code": fault["type"], "message": fault["msg"].removeprefix("Value error, ")}
        for fault in error.errors()
    ]
    first = errors[0] if errors else {"field": "body", "message": "it cannot be read"}
    sentence = f"The request is not valid: {first['field']}: {first['message']}."
    return problem_response(request, Malformed(sentence, errors=errors))


def routing(request: Request, error: HTTPException) -> Response:
    """The framework's own refusals: no such path, method or length."""
    if error.status_code == NotFound.status:
        return problem_response(request, NotFound("There is nothing here."))
    if error.status_code == TooLarge.status:
        return problem_response(request, TooLarge(str(error.detail)))
    sentence = str(error.detail)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = (error.headers or {}).get("Allow")
        sentence = f"This address does not take {request.method}{f', but {allowed}' if allowed else ''}."
    response = _rendered(request, error.status_code, f"http_{error.status_code}", sentence, {})
    response.headers.update(error.headers or {})
    return response


def unstorable(request: Request, error: Exception) -> Response:
    """A NUL character, a number beyond its column: the request's fault, whichever check let it through."""
    log.warning("unstorable value", exc_info=error, path=request.url.path)
    return problem_response(request, Malformed("One of the values cannot be stored: it is out of range or unreadable."))


def refused_by_policy(request: Request, error: ProgrammingError) -> Response:
    """Row-level security said no where a service should have: a refusal for the caller, a warning for us."""
    if not isinstance(error.orig, InsufficientPrivilege):
        return bug(request, error)
    log.warning("refused by a row-level policy", exc_info=error, path=request.url.path)
    return problem_response(request, Forbidden("This lies outside of what you may see or change."))


def busy(request: Request, error: Exception) -> Response:
    log.error("the database does not answer in time", exc_info=error, path=request.url.path)
    return problem_response(request, Unavailable("The database is busy or cannot be reached.", retry_after=5))


def bug(request: Request, error: Exception) -> Response:
    log.error("request failed", exc_info=error, path=request.url.path)
    return problem_response(request, AppError("Something went wrong on our side. It has been recorded."))


_HANDLERS: tuple[tuple[type[Exception], Any], ...] = (
    (AppError, expected),
    (RequestValidationError, malformed),
    (HTTPException, routing),
    (DataError, unstorable),
    (PsycopgDataError, unstorable),
    (ProgrammingError, refused_by_policy),
    (OperationalError, busy),
    (PsycopgOperationalError, busy),
    (PoolTimeout, busy),
    (Exception, bug),
)


def install(app: FastAPI) -> None:
    for error, handler in _HANDLERS:
        app.add_exception_handler(error, handler)
