"""`Idempotency-Key` on creations: the same request sent twice creates once and is answered alike twice.

    router = APIRouter(prefix="/clients", route_class=CreatesOnce)

Every POST of the router that answers 201 or 202 and uses `CurrentSession` takes the header. The key is claimed in the
creation's own transaction, before the creation: of two requests at once the second waits for the first to commit.
"""

import contextlib
import hashlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

import orjson
from fastapi import Depends, Header, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import Conflict
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.idempotency_table import IdempotencyKey
from quarterdeck.platform.secrets import SecretBox

KEPT_FOR = timedelta(hours=24)
_PURPOSE = "idempotency"
_CREATED = {201, 202}
_REPLAYED_HEADERS = ("etag", "location", "content-type")


class IdempotencyKeyReused(Conflict):
    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was already used for another request. Use a new key for a new record.")


@dataclass(frozen=True, slots=True)
class _Claim:
    session: TenantSession
    record_id: Any


class _Replay(Exception):
    """The creation was done before; this is what it answered."""

    def __init__(self, response: Response) -> None:
        self.response = response


async def claim_key(
    request: Request,
    session: CurrentSession,
    actor: CurrentActor,
    idempotency_key: Annotated[
        str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")
    ] = None,
) -> None:
    if idempotency_key is not None:
        digest = await _request_hash(request)
        await run_in_threadpool(_claim, request, session, actor, idempotency_key, digest)


class CreatesOnce(APIRoute):
    """A route whose creations honour `Idempotency-Key`."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        if "POST" in (options.get("methods") or ()) and options.get("status_code") in _CREATED:
            # After the declared ones, so that who may not call the route claims no key.
            options["dependencies"] = [*(options.get("dependencies") or ()), Depends(claim_key)]
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def once(request: Request) -> Response:
            try:
                response = await handle(request)
            except _Replay as replay:
                return replay.response
            claim: _Claim | None = getattr(request.state, "idempotency_claim", None)
            if claim is not None:
                # Still inside the creation's transaction: it commits when the route's dependencies are torn down.
                await run_in_threadpool(_keep_answer, request, claim, response)
            return response

        return once


def _claim(request: Request, session: TenantSession, actor: Actor, key: str, digest: str) -> None:
    who = f"token:{actor.token_id}" if actor.token_id else f"user:{actor.user_id}"
    owned = IdempotencyKey.tenant_id == session.tenant_id
    values = {"actor": who, "route": request.url.path, "key": key}
    session.execute(delete(IdempotencyKey).where(owned, IdempotencyKey.expires_at < now()).filter_by(**values))
    record_id = session.scalar(
        insert(IdempotencyKey)
        .values(tenant_id=session.tenant_id, id=new_id(), request_hash=digest, expires_at=now() + KEPT_FOR, **values)
        .on_conflict_do_nothing(index_elements=["tenant_id", *values])
        .returning(IdempotencyKey.id)
    )
    if record_id is not None:
        request.state.idempotency_claim = _Claim(session, record_id)
        return
    known = session.scalars(select(IdempotencyKey).where(owned).filter_by(**values)).one()
    if known.request_hash != digest or known.status is None or known.body is None:
        raise IdempotencyKeyReused
    box: SecretBox = request.app.state.secrets
    body = box.open(known.body, purpose=_PURPOSE).encode()
    raise _Replay(Response(body, known.status, {**(known.headers or {}), "idempotency-replayed": "true"}))


def _keep_answer(request: Request, claim: _Claim, response: Response) -> None:
    box: SecretBox = request.app.state.secrets
    body = bytes(response.body).decode()
    claim.session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.tenant_id == claim.session.tenant_id, IdempotencyKey.id == claim.record_id)
        .values(
            status=response.status_code,
            headers={name: response.headers[name] for name in _REPLAYED_HEADERS if name in response.headers},
            body=box.seal(body, purpose=_PURPOSE),
        )
    )


async def _request_hash(request: Request) -> str:
    """Of what was sent. JSON is compared by content, forms by their fields and the bytes of their files."""
    digest = hashlib.sha256()
    if request.headers.get("content-type", "").startswith("multipart/"):
        for name, value in sorted((await request.form()).multi_items(), key=lambda item: item[0]):
            digest.update(f"{name}\0".encode())
            if isinstance(value, UploadFile):
                digest.update(f"{value.filename}\0".encode())
                while chunk := await value.read(1024 * 1024):
                    digest.update(chunk)
                await value.seek(0)
            else:
                digest.update(value.encode())
        return digest.hexdigest()
    body = await request.body()
    with contextlib.suppress(orjson.JSONDecodeError, orjson.JSONEncodeError):
        body = orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS)
    digest.update(body)
    return digest.hexdigest()
