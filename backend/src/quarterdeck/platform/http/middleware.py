"""Around every request: an id, a log line, metrics."""

import re
import time
import uuid

import structlog
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger(__name__)
REQUESTS = Counter("quarterdeck_requests_total", "Requests served.", ["method", "route", "status"])
SECONDS = Histogram(
    "quarterdeck_request_seconds",
    "Time to the end of the response.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_SAFE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class RequestContext:
    """Gives the request an id (a caller's own is kept when harmless), logs it, counts it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        offered = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        request_id = offered if _SAFE_ID.fullmatch(offered) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request_id)
        started = time.perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            route = _route_of(scope)
            seconds = time.perf_counter() - started
            REQUESTS.labels(scope["method"], route, status).inc()
            SECONDS.labels(scope["method"], route).observe(seconds)
            log.info(
                "request", method=scope["method"], route=route, status=status, milliseconds=round(seconds * 1000, 1)
            )


def _route_of(scope: Scope) -> str:
    """The template of the path. A route knows it without the prefix of what included it; FastAPI notes the whole."""
    whole = scope.get("fastapi", {}).get("effective_route_context")
    found = getattr(whole, "path_format", None) or getattr(scope.get("route"), "path", None)
    return found if isinstance(found, str) else "unmatched"
