"""Headers that keep browsers from doing more than the console needs, and limits on what comes in."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The console's components set styles from script; nothing else may come from anywhere but here.
_CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=()",
}
MAX_JSON_BYTES = 4 * 1024 * 1024
#: Ten thousand observations in one body.
MAX_BATCH_BYTES = 32 * 1024 * 1024
BATCH_PATH = "/api/v1/observations"
MAX_ANONYMOUS_BYTES = 256 * 1024


class SecurityHeaders:
    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self.headers = dict(_HEADERS)
        if https:
            self.headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_protected)


class BodyLimit:
    """Refuses bodies that are too large, by their announced length or while they arrive.

    Who shows neither a cookie nor a token may send little: nobody fills our disk before they are known.
    """

    def __init__(self, app: ASGIApp, *, max_upload_bytes: int) -> None:
        self.app = app
        self.max_upload_bytes = max_upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = self._limit(headers, scope["path"])
        announced = headers.get("content-length", "")
        arrived = 0

        async def receive_limited() -> Message:
            nonlocal arrived
            # Raised from within the application, so that the refusal is rendered like any other problem.
            if announced.isdigit() and int(announced) > limit:
                raise HTTPException(413, f"The request is larger than the {limit:,} bytes allowed here.")
            message = await receive()
            if message["type"] == "http.request":
                arrived += len(message.get("body", b""))
                if arrived > limit:
                    raise HTTPException(413, f"The request is larger than the {limit:,} bytes allowed here.")
            return message

        await self.app(scope, receive_limited, send)

    def _limit(self, headers: Headers, path: str) -> int:
        if "authorization" not in headers and "qd_session=" not in headers.get("cookie", ""):
            return MAX_ANONYMOUS_BYTES
        if path == BATCH_PATH:
            return MAX_BATCH_BYTES
        is_upload = headers.get("content-type", "").startswith("multipart/")
        return self.max_upload_bytes + MAX_JSON_BYTES if is_upload else MAX_JSON_BYTES
