"""A batch from the wire to its results: read, staged, decided and applied by intake."""

import hashlib
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import orjson
from pydantic import ValidationError

from quarterdeck.domains.assets.fields.values import AS_IS
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.assets.service.junk import junk_of
from quarterdeck.domains.imports.readers.tables import TableRow
from quarterdeck.domains.imports.reading import RowReader
from quarterdeck.domains.imports.resolving import Directory
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.intake.errors import BatchNotFound
from quarterdeck.domains.intake.schemas import Fault, Observed
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.observing import queries
from quarterdeck.domains.observing.errors import BatchTooLarge, BatchUnreadable, ObservationsNotFound
from quarterdeck.domains.observing.schemas import BatchResult, ItemResult, ObservationItem
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.kit.text import compact, fold
from quarterdeck.platform.actors import Actor, Origin, ScopeMode
from quarterdeck.platform.db.session import TenantSession

KIND = "observations"
MOST = 10_000
INLINE = 200
_UNSAID = Fault("no_identity", "")
_CREATES = frozenset({"client", "location", "contact"})


@dataclass(frozen=True, slots=True)
class _Item:
    row_no: int
    item: ObservationItem | None
    fault: Fault | None = None

    @property
    def external_id(self) -> str | None:
        return self.item.external_id if self.item else None

    @property
    def content_hash(self) -> str:
        said = self.item.model_dump(mode="json") if self.item else {}
        return hashlib.blake2b(orjson.dumps(said, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def parse_batch(body: bytes, *, is_lines: bool) -> list[_Item]:
    """The items of a JSON array, or of one JSON object per line. A wrong one is told, and costs no other."""
    if is_lines:
        raw = [line for line in body.split(b"\n") if line.strip()]
        _limit(len(raw))
        return [_from_line(number, line) for number, line in enumerate(raw, 1)]
    try:
        items = orjson.loads(body)
    except orjson.JSONDecodeError as broken:
        raise BatchUnreadable(f"The body is no JSON: {broken}.") from broken
    if not isinstance(items, list):
        raise BatchUnreadable("The body must be a JSON array of observations, or one JSON object per line.")
    _limit(len(items))
    return [_validated(number, item) for number, item in enumerate(items, 1)]


def _limit(count: int) -> None:
    if count > MOST:
        raise BatchTooLarge(MOST)


def _from_line(number: int, line: bytes) -> _Item:
    try:
        return _validated(number, orjson.loads(line))
    except orjson.JSONDecodeError as broken:
        return _Item(number, None, Fault("not_json", f"This line is no JSON: {broken}."))


def _validated(number: int, raw: object) -> _Item:
    try:
        item = ObservationItem.model_validate(raw)
        _check_storable(item)
        return _Item(number, item)
    except ValidationError as invalid:
        first = invalid.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "item"
        return _Item(number, None, Fault("invalid_item", f"{place}: {first['msg']}.", place))
    except UnicodeError:
        return _Item(number, None, Fault("invalid_item", "It holds characters that cannot be stored."))


def _check_storable(item: ObservationItem) -> None:
    text = orjson.dumps(item.model_dump(mode="json")).decode()
    if "\\u0000" in text or "\x00" in text:
        raise UnicodeError


def observe(
    session: TenantSession,
    actor: Actor,
    items: Sequence[_Item],
    *,
    source: str,
    client_id: uuid.UUID | None,
    create_missing: bool,
) -> BatchResult:
    """Take a batch in: a small one before this returns, a large one as a job. What was said before is left alone."""
    actor.require("imports:run")
    if create_missing:
        actor.require("clients:write")
    if client_id is not None:
        tenancy.access_client(session, actor, client_id)
    batch = intake.open_batch(session, actor, source=source, client_id=client_id, create_missing=create_missing)
    known = _said_before(session, source, items)
    fresh = [each for each in items if each.row_no not in known]
    observed = _read(session, actor, fresh, source=source, client_id=client_id, create_missing=create_missing)
    intake.stage(session, batch.id, intake.prepare(session, observed))
    queries.remember(
        session, source, batch.id,
        [(each.row_no, each.external_id, each.content_hash) for each in fresh if each.external_id],
    )  # fmt: skip
    intake.begin_deciding(session, batch.id)
    queries.note_items(session, batch.id, [(each.row_no, each.external_id) for each in items], known)
    last = len(items)
    if len(fresh) > INLINE:
        job = jobs.start_job(
            session,
            actor,
            kind=KIND,
            title=f"Observations of {source}",
            params={"batch_id": str(batch.id), "last": last, "source": source},
            client_id=client_id,
            total=last,
        )
        return BatchResult(id=batch.id, state="queued", job_id=job.id, counts={}, results=[])
    if fresh:
        take_in(session, actor, batch.id, first=1, last=last, source=source)
    results = queries.results(session, batch.id, after=0, limit=last + 1)
    counts = Counter(each.outcome for each in results)
    return BatchResult(id=batch.id, state="done", job_id=None, counts=dict(counts), results=results)


def take_in(
    session: TenantSession,
    actor: Actor,
    batch_id: uuid.UUID,
    *,
    first: int,
    last: int,
    source: str,
    job_id: uuid.UUID | None = None,
) -> None:
    """Decide on the items `first` to `last`, and apply them."""
    intake.decide(session, batch_id, first=first, last=last)
    reason = f"Observations of {source}"
    intake.apply(session, actor, batch_id, first=first, last=last, reason=reason, job_id=job_id, origin=Origin.API)


def batch_results(
    session: TenantSession, actor: Actor, batch_id: uuid.UUID, *, after: int, limit: int
) -> list[ItemResult]:
    actor.require("imports:run")
    try:
        intake.access_batch(session, batch_id)
    except BatchNotFound as gone:
        raise ObservationsNotFound from gone
    return queries.results(session, batch_id, after=after, limit=limit)


def _said_before(session: TenantSession, source: str, items: Sequence[_Item]) -> dict[int, tuple[uuid.UUID, str]]:
    """Rows that repeat to the letter what was taken in already, and the asset it went into."""
    named = {each.external_id: each for each in items if each.external_id}
    known = queries.known_items(session, source, list(named))
    return {
        each.row_no: known[each.external_id][1:]
        for each in items
        if each.external_id in known and known[each.external_id][0] == each.content_hash
    }


def _read(
    session: TenantSession,
    actor: Actor,
    items: Sequence[_Item],
    *,
    source: str,
    client_id: uuid.UUID | None,
    create_missing: bool,
) -> list[Observed]:
    """The items as rows of a list with a column for every field they name."""
    fields = fields_for(session)
    said = [_said(each.item) if each.item else {} for each in items]
    names = [name for name in dict.fromkeys(name for each in said for name in each) if fields.get(name) is not None]
    directory = Directory.load(session)
    directory.clients = {**directory.clients, **{fold(str(each)): each for each in directory.clients.values()}}
    reader = RowReader(
        fields=fields,
        columns=[(index, name, AS_IS) for index, name in enumerate(names)],
        default_client=client_id,
        creates=_CREATES if create_missing else frozenset(),
        may_create_clients=actor.client_scope.mode is ScopeMode.ALL,
        directory=directory,
        junk=junk_of(session),
        types={
            **{compact(each.label): each.value for each in fields.types},
            **{compact(each.value): each.value for each in fields.types},
        },
    )
    rows = [TableRow(each.row_no, [_text(cells.get(name)) for name in names])
            for each, cells in zip(items, said, strict=True)]  # fmt: skip
    observed = reader.read(session, rows)
    for row, each, cells in zip(observed, items, said, strict=True):
        row.raw = None
        if each.fault is not None:
            row.faults = [each.fault]
            continue
        for name in cells.keys() - set(names):
            row.faults.append(
                Fault("unknown_field", f"There is no field “{name[:60]}”. It was left out.", name[:60], is_error=False)
            )
        _identify_by_source(row, each.external_id, source)
    return observed


def _said(item: ObservationItem) -> dict[str, Any]:
    said = {name: value for name, value in item.fields.items() if value is not None}
    if item.client:
        said["client"] = item.client
    if item.type:
        said["type"] = item.type
    if item.observed_at is not None:
        said.setdefault("last_seen", item.observed_at.astimezone(UTC).isoformat())
    return said


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(_text(each) for each in value)
        case Mapping():
            return str(value.get("label") or value.get("name") or value.get("id") or "")
        case _:
            return str(value)


def _identify_by_source(row: Observed, external_id: str | None, source: str) -> None:
    """The source's own number is an identifier, and the first that counts."""
    if external_id is None:
        return
    row.keys.append(("source", f"{source}:{external_id}"))
    row.faults = [fault for fault in row.faults if fault.code != _UNSAID.code]
