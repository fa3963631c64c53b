"""Decided observations into the record: staged anew, and handed to the same engine as everything else.

What the person said stands in `pair_decisions` before the engine looks, so it comes to the same conclusion.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from quarterdeck.domains.assets.fields.definition import AssetColumn, CustomValue, ExtensionColumn, ReferenceColumn
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.intake.errors import ReviewRefused
from quarterdeck.domains.intake.models import Review
from quarterdeck.domains.intake.queries import KEYS_OF, PLAIN, key_hash
from quarterdeck.domains.intake.schemas import ALL, NAME
from quarterdeck.domains.intake.service.applying import apply
from quarterdeck.domains.intake.service.batches import begin_deciding, open_batch
from quarterdeck.domains.intake.service.deciding import decide
from quarterdeck.domains.journal.service import continue_change_set, open_change_set
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

_KIND_OF_FIELD = {
    "serial": "serial",
    "tag": "tag",
    "hostname": "hostname",
    "hardware_uuid": "uuid",
    "imei": "imei",
    "imei2": "imei",
    "mac": "mac",
}
_STAGE_ROWS = """
insert into observations
select r.* from jsonb_to_recordset(%(rows)s::jsonb) s (data jsonb)
cross join lateral jsonb_populate_record(null::observations, s.data) r
"""
_STAGE_KEYS = f"""
insert into observation_keys (tenant_id, batch_id, hash, row_no)
select distinct o.tenant_id, o.batch_id, {key_hash(PLAIN, "k.value", "o.client_key")}, o.row_no
from observations o cross join lateral {KEYS_OF} k
where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s
"""
_CLIENTS_NOW = """
select n.name_key, n.client_id from client_names n where n.tenant_id = %(tenant)s and n.name_key = any(%(names)s)
"""
_RESULTS = """
select d.row_no, d.outcome, d.asset_id, d.reason, a.client_id, a.tag from intake_decisions d
left join assets a on a.tenant_id = d.tenant_id and a.id = d.asset_id
where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s
"""
_FORMER = """
insert into asset_identifiers (tenant_id, asset_id, kind, value, source, is_current)
select %(tenant)s, f.asset_id, f.kind, f.value, %(source)s, false
from jsonb_to_recordset(%(former)s::jsonb) f (asset_id uuid, kind text, value text)
on conflict do nothing
"""
_TAKEN_IN = frozenset({"created", "updated", "unchanged", "duplicate_in_file"})


@dataclass(slots=True)
class TakenIn:
    """What became of an observation."""

    review: Review
    asset_id: uuid.UUID
    client_id: uuid.UUID
    tag: str
    reason: str


@dataclass(slots=True)
class _Staged:
    row: dict[str, Any]
    keys: list[tuple[str, str]]
    former: list[tuple[str, str]] = field(default_factory=list)


def take_in(
    session: TenantSession,
    actor: Actor,
    reviews: Sequence[Review],
    *,
    left_out: Mapping[uuid.UUID, frozenset[str]],
    reason: str,
    job_id: uuid.UUID | None = None,
    change_set_id: uuid.UUID | None = None,
) -> tuple[uuid.UUID, list[TakenIn]]:
    """Apply the observations inside one change set. `left_out`: fields whose value on record is kept, by review."""
    if change_set_id is None:
        change_set_id = open_change_set(session, actor, reason=reason, job_id=job_id)
    else:
        continue_change_set(session, change_set_id)
    taken: list[TakenIn] = []
    for source in dict.fromkeys(review.source for review in reviews):
        of_source = [review for review in reviews if review.source == source]
        taken += _take_in_batch(session, actor, source, of_source, left_out, change_set_id, reason)
    return change_set_id, taken


def _take_in_batch(
    session: TenantSession,
    actor: Actor,
    source: str,
    reviews: Sequence[Review],
    left_out: Mapping[uuid.UUID, frozenset[str]],
    change_set_id: uuid.UUID,
    reason: str,
) -> list[TakenIn]:
    may_create = any(review.observation.get("missing") for review in reviews)
    batch = open_batch(session, actor, source=source, client_id=None, create_missing=may_create)
    batch.change_set_id = change_set_id
    session.flush()
    staged = [_staged(session, review, left_out.get(review.id, frozenset())) for review in reviews]
    _point_to_clients(session, staged)
    rows = [{"data": {**each.row, **_place(session, batch.id, no, each)}} for no, each in enumerate(staged, 1)]
    params = {"tenant": session.tenant_id, "batch": batch.id, "source": source}
    session.raw.execute(_STAGE_ROWS, {"rows": _json(rows)})
    session.raw.execute(_STAGE_KEYS, params)
    begin_deciding(session, batch.id)
    decide(session, batch.id, first=1, last=len(rows))
    apply(session, actor, batch.id, first=1, last=len(rows), reason=reason)
    results = {row[0]: row[1:] for row in session.raw.execute(_RESULTS, params)}
    taken = [_result(review, results[no]) for no, review in enumerate(reviews, 1)]
    _keep_former(session, params, staged, taken)
    return taken


def _staged(session: TenantSession, review: Review, left_out: frozenset[str]) -> _Staged:
    row = orjson.loads(orjson.dumps(review.observation))
    keys = [(kind, value) for kind, value in review.keys]
    if not left_out:
        return _Staged(row, keys)
    fields = fields_for(session)
    for field_id in left_out:
        declared = fields.get(field_id)
        match declared.home if declared else None:
            case AssetColumn(name) | ReferenceColumn(name=name):
                row.get("fields", {}).pop(name, None)
            case ExtensionColumn(name):
                row.get("extension", {}).pop(name, None)
            case CustomValue(key):
                row.get("custom", {}).pop(key, None)
            case _:
                pass
    kinds = {_KIND_OF_FIELD[field_id] for field_id in left_out if field_id in _KIND_OF_FIELD}
    # Without any other key the row would no longer be the one that was decided on.
    if review.fingerprint.startswith("keys:"):
        kinds = set()
    kept = [(kind, value) for kind, value in keys if kind not in kinds]
    former = [(kind, value) for kind, value in keys if kind in kinds and kind not in {ALL, NAME}]
    return _Staged(row, kept, former)


def _point_to_clients(session: TenantSession, staged: Sequence[_Staged]) -> None:
    """A client that was missing when the row came in may have been created since."""
    names = {str(each.row["client_key"]).removeprefix("new:") for each in staged if not each.row.get("client_id")}
    if not names:
        return
    params = {"tenant": session.tenant_id, "names": sorted(names)}
    known = dict(session.raw.execute(_CLIENTS_NOW, params).fetchall())
    for each in staged:
        client = known.get(str(each.row["client_key"]).removeprefix("new:"))
        if not each.row.get("client_id") and client is not None:
            each.row["client_id"] = str(client)
            missing = {key: name for key, name in (each.row.get("missing") or {}).items() if key != "client"}
            each.row["missing"] = missing or None


def _place(session: TenantSession, batch_id: uuid.UUID, row_no: int, staged: _Staged) -> dict[str, Any]:
    place = {"tenant_id": str(session.tenant_id), "batch_id": str(batch_id), "row_no": row_no}
    beside = {"cleared": staged.row.get("cleared", []), "is_first": True}
    return {**place, **beside, "keys": list(dict.fromkeys(staged.keys))}


def _result(review: Review, result: tuple[Any, ...]) -> TakenIn:
    outcome, asset_id, reason, client_id, tag = result
    if outcome not in _TAKEN_IN or client_id is None:
        raise ReviewRefused(f"This could not be taken in: {reason}")
    # Taken in by an asset of another client, it stays what was said at its own: it will be said there again.
    return TakenIn(review, asset_id, review.client_id or client_id, tag, reason)


def _keep_former(
    session: TenantSession, params: Mapping[str, Any], staged: Sequence[_Staged], taken: Sequence[TakenIn]
) -> None:
    """Identifiers whose field was kept as it is lead to the asset all the same."""
    former = [
        {"asset_id": str(result.asset_id), "kind": kind, "value": value}
        for each, result in zip(staged, taken, strict=True)
        for kind, value in each.former
    ]
    if former:
        session.raw.execute(_FORMER, {**params, "former": _json(former)})


def _json(value: object) -> str:
    return orjson.dumps(value, default=str).decode()
