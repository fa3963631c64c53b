"""Optimistic locking over HTTP: `ETag: "7"` on reads, `If-Match: "7"` on writes."""

from typing import Annotated

from fastapi import Depends, Header, Response

from quarterdeck.platform.errors import BadRequest, PreconditionRequired


def expected_version(if_match: Annotated[str | None, Header(alias="If-Match")] = None) -> int | None:
    """The version the caller read; None for `*` (whatever is there). Missing is an error, so that no update is lost."""
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the version you read, so that nobody's change is overwritten.")
    if if_match.strip() == "*":
        return None
    digits = if_match.strip().removeprefix("W/").strip('"')
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 10):  # noqa: PLR2004 (an integer column)
        raise BadRequest(f"If-Match {if_match!r} is not a version. Send the ETag you received.")
    return int(digits)


ExpectedVersion = Annotated[int | None, Depends(expected_version)]


def set_etag(response: Response, version: int) -> None:
    response.headers["ETag"] = f'"{version}"'
