"""Decisions into the database, a chunk of rows at a time."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import orjson
import psycopg

from quarterdeck.domains.intake.queries import Chunk
from quarterdeck.domains.intake.schemas import Verdict
from quarterdeck.domains.intake.service.batches import access_batch
from quarterdeck.domains.intake.service.differences import RECORD
from quarterdeck.domains.intake.service.plain import NO_PLAIN, Plain
from quarterdeck.domains.intake.service.reconciling import reconciling_params
from quarterdeck.platform.db.session import TenantSession

RECORDED_AT_ONCE = 1_000
_NEW = """
insert into intake_decisions (tenant_id, batch_id, row_no, outcome, asset_id, reason)
select %(tenant)s, %(batch)s, n.row_no, 'created', n.asset_id, n.reason
from unnest(%(rows)s::bigint[], %(assets)s::uuid[], %(reasons)s::text[]) n (row_no, asset_id, reason)
"""


def record_new(session: TenantSession, chunk: Chunk, new: Mapping[int, uuid.UUID], reasons: Sequence[str]) -> None:
    given = {"rows": list(new), "assets": list(new.values()), "reasons": reasons}
    if new:
        session.raw.execute(_NEW, chunk.params(session) | given)


def record(session: TenantSession, chunk: Chunk, verdicts: Sequence[Verdict]) -> None:
    if verdicts:
        _write(session.raw, _recording_params(session, chunk), verdicts)


@contextmanager
def recording(
    session: TenantSession, chunk: Chunk, plain: Plain = NO_PLAIN
) -> Iterator[Callable[[Sequence[Verdict]], None]]:
    """Verdicts are written while the next are found: the one is the database's work, the other Python's.

    Nothing else may use the session meanwhile.
    """
    params, connection = _recording_params(session, chunk), session.raw
    pending: list[Future[None]] = []

    def write(verdicts: Sequence[Verdict]) -> None:
        while pending:
            pending.pop().result()
        pending.append(writer.submit(_write, connection, params, verdicts))

    with ThreadPoolExecutor(1, thread_name_prefix="records") as writer:
        if plain.assets:
            pending.append(writer.submit(_write_document, connection, params, plain.as_recorded()))
        yield write
        while pending:
            pending.pop().result()


def _recording_params(session: TenantSession, chunk: Chunk) -> dict[str, Any]:
    return {**chunk.params(session), **reconciling_params(session, access_batch(session, chunk.batch_id))}


def _write(connection: psycopg.Connection[Any], params: Mapping[str, Any], verdicts: Sequence[Verdict]) -> None:
    # As one document: an array of texts is escaped by the driver, character by character.
    _write_document(connection, params, orjson.dumps([_as_record(verdict) for verdict in verdicts]).decode())


def _write_document(connection: psycopg.Connection[Any], params: Mapping[str, Any], verdicts: str) -> None:
    connection.execute(RECORD, {**params, "verdicts": verdicts})


def _as_record(verdict: Verdict) -> dict[str, Any]:
    return {
        "row_no": verdict.row_no,
        "outcome": verdict.outcome,
        "asset_id": verdict.asset_id,
        "duplicate_of_row": verdict.duplicate_of_row,
        "matched_on": "+".join(verdict.matched_on),
        "score": verdict.score,
        "reason": verdict.reason,
        "evidence": verdict.evidence,
        **({"review": verdict.review} if verdict.review else {}),
    }
