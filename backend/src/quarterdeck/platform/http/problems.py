"""Errors as RFC 9457 problem+json."""

from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from quarterdeck.platform.errors import AppError, Malformed, NotFound

log = structlog.get_logger(__name__)
MEDIA_TYPE = "application/problem+json"


class FieldError(BaseModel):
    field: str
    code: str
    message: str


class Problem(BaseModel):
    """What went wrong, in a sentence for a person (`title`) and a stable code for a program."""

    type: str
    title: str
    status: int
    code: str
    request_id: str | None = None
    errors: list[FieldError] | None = None


def problems(*errors: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """Document error codes in OpenAPI: `responses=problems(AssetTagTaken, ...)`."""
    by_status: dict[int | str, list[str]] = {}
    for error in errors:
        by_status.setdefault(error.status, []).append(error.code)
    return {
        status: {"description": ", ".join(codes), "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
        for status, codes in by_status.items()
    }


def problem_response(request: Request, error: AppError) -> Response:
    body = {
        "type": f"/problems/{error.code}",
        "title": error.message,
        "status": error.status,
        "code": error.code,
        "request_id": getattr(request.state, "request_id", None),
        **error.context,
    }
    headers = {"Retry-After": str(error.context["retry_after"])} if "retry_after" in error.context else {}
    return Response(orjson.dumps(body, default=str), error.status, headers, MEDIA_TYPE)


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location if part not in {"body", "query", "path", "header"}) or "body"


def install(app: FastAPI) -> None:
    @app.exception_handler(AppError)
    def expected(request: Request, error: AppError) -> Response:
        return problem_response(request, error)

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, error: RequestValidationError) -> Response:
        errors = [
            {
                "field": _field(fault["loc"]),
                "code": fault["type"],
                "message": fault["msg"].removeprefix("Value error, "),
            }
            for fault in error.errors()
        ]
        first = errors[0] if errors else {"field": "body", "message": "it cannot be read"}
        sentence = f"The request is not valid: {first['field']}: {first['message']}."
        return problem_response(request, Malformed(sentence, errors=errors))

    @app.exception_handler(HTTPException)
    def routing(request: Request, error: HTTPException) -> Response:
        if error.status_code == NotFound.status:
            return problem_response(request, NotFound("There is nothing here."))
        described = AppError(str(error.detail))
        described.status = error.status_code  # type: ignore[misc]  # the framework's own status (405, 413)
        described.code = f"http_{error.status_code}"  # type: ignore[misc]
        return problem_response(request, described)

    @app.exception_handler(Exception)
    def bug(request: Request, error: Exception) -> Response:
        log.error("request failed", exc_info=error, path=request.url.path)
        return problem_response(request, AppError("Something went wrong on our side. It has been recorded."))
