"""The application's own routes, read for what they declare. Whoever adds a route is walked without doing anything."""

import atexit
import re
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import SecretStr

from quarterdeck.entrypoints.api import create_app
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.http.access import Access, Caller
from quarterdeck.platform.http.etags import expected_version
from quarterdeck.platform.http.idempotency import claim_key
from quarterdeck.platform.settings import Settings

MUTATING = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class Operation:
    """One method of one path, with what the route says about itself."""

    method: str
    path: str
    declared: tuple[Access, ...]
    status: int
    takes_if_match: bool
    takes_idempotency_key: bool
    takes_client: bool
    document: Any

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def caller(self) -> Caller | None:
        callers = {access.caller for access in self.declared}
        for strictest in (Caller.PERMITTED, Caller.MEMBER, Caller.PERSON, Caller.PUBLIC):
            if strictest in callers:
                return strictest
        return None

    @property
    def permissions(self) -> frozenset[str]:
        return frozenset(access.permission for access in self.declared if access.permission)

    @property
    def is_scoped(self) -> bool:
        """Bound to a tenant."""
        return self.caller in {Caller.PERMITTED, Caller.MEMBER}

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """(collection, name) of each path parameter: `/clients/{id}` has ("clients", "id")."""
        parts = self.path.strip("/").split("/")
        return [
            (parts[at - 1] if at else "", part.strip("{}").partition(":")[0])
            for at, part in enumerate(parts)
            if part.startswith("{")
        ]

    def url(self, values: dict[tuple[str, str], str]) -> str:
        filled = self.path
        for key in self.parameters:
            filled = re.sub(r"\{" + key[1] + r"(:\w+)?\}", values[key], filled, count=1)
        return filled


@cache
def describe_app() -> FastAPI:
    """The application with nothing behind it: enough to read its routes."""
    data_dir = Path(tempfile.mkdtemp(prefix="qd-described-"))
    atexit.register(shutil.rmtree, data_dir, ignore_errors=True)
    settings = Settings(data_dir=data_dir, secret_key=SecretStr("x"))
    return create_app(settings, Database("postgresql://nobody@127.0.0.1:1/none"))


def operations(app: FastAPI) -> list[Operation]:
    document = app.openapi()
    return [
        _operation(context, method, document)
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, APIRoute)
        for method in sorted(context.methods or ())
    ]


def _operation(context: Any, method: str, document: dict[str, Any]) -> Operation:
    calls = _calls(context.dependant)
    described = document["paths"].get(context.path_format, {}).get(method.lower(), {})
    return Operation(
        method=method,
        path=context.path,
        declared=tuple(call.access for call in calls if hasattr(call, "access")),
        status=context.status_code or 200,
        takes_if_match=expected_version in calls,
        takes_idempotency_key=claim_key in calls,
        takes_client=any(p["name"] == "client" and p["in"] == "query" for p in described.get("parameters", ())),
        document=described,
    )


def _calls(dependant: Dependant) -> list[Any]:
    found: list[Any] = []
    for dependency in dependant.dependencies:
        found += [dependency.call, *_calls(dependency)]
    return found


def undeclared(found: list[Operation]) -> list[str]:
    """Routes that say nothing about who may call them."""
    return [str(operation) for operation in found if operation.caller is None]
