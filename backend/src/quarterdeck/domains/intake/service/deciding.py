"""One chunk of decisions: candidates in a few statements, verdicts in memory, decisions back in one statement."""

import uuid
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.assets.service.junk import junk_of
from quarterdeck.domains.intake import queries
from quarterdeck.domains.intake.identity.judging import is_new_because
from quarterdeck.domains.intake.queries import Chunk, Lead
from quarterdeck.domains.intake.service.plain import NO_PLAIN, Plain, plain_rows
from quarterdeck.domains.intake.service.recording import RECORDED_AT_ONCE, record_new, recording
from quarterdeck.domains.intake.service.remembering import rows_ruled_on
from quarterdeck.domains.intake.service.taken import reject_taken
from quarterdeck.domains.intake.service.weighing import LookedUp, View
from quarterdeck.domains.tenancy.settings import across_clients
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.db.session import TenantSession


def look_up(session: TenantSession, batch_id: uuid.UUID, *, first: int, last: int) -> LookedUp:
    """What deciding on these rows begins with. Only reads, and no decision on other rows changes it."""
    return _look_up(session, Chunk(batch_id, first, last))


def _look_up(session: TenantSession, chunk: Chunk) -> LookedUp:
    leads = queries.leads_of(session, chunk)
    assets, rows = queries.assets_holding(session, chunk), queries.rows_holding(session, chunk)
    return LookedUp(leads, assets, rows, plain_rows(session, chunk, leads))


def decide(
    session: TenantSession, batch_id: uuid.UUID, *, first: int, last: int, looked_up: LookedUp | None = None
) -> bool:
    """Decide on rows `first` to `last`, all rows before them being decided. Writes nothing of the record.

    Says whether what was looked up for later rows is to be looked up again.
    """
    chunk = Chunk(batch_id, first, last)
    has_lost_keys = _decide(session, chunk, promised={}, looked_up=looked_up)
    reject_taken(session, fields_for(session), chunk)
    return has_lost_keys


def decide_again(session: TenantSession, batch_id: uuid.UUID, *, first: int, last: int) -> None:
    """Decide anew, because the record has moved. What was to be created keeps the id it was promised."""
    chunk = Chunk(batch_id, first, last)
    promised = session.raw.execute(
        """
        delete from intake_decisions
        where tenant_id = %(tenant)s and batch_id = %(batch)s and row_no between %(first)s and %(last)s
          and outcome <> 'rejected' and not is_applied
        returning row_no, outcome, asset_id
        """,
        chunk.params(session),
    ).fetchall()
    _decide(session, chunk, promised={row_no: asset for row_no, outcome, asset in promised if outcome == "created"})


def _decide(
    session: TenantSession, chunk: Chunk, *, promised: Mapping[int, uuid.UUID], looked_up: LookedUp | None = None
) -> bool:
    """Rows of which nothing is known are new, without a look at each; the rest is held against what it may be."""
    looked_up = looked_up or _look_up(session, chunk)
    leads = looked_up.leads
    elsewhere = queries.held_elsewhere(session, chunk) if across_clients(session) == "review" else {}
    told_of = rows_ruled_on(session, chunk) | elsewhere.keys()
    looked_at = [lead for lead in leads if lead.is_open or lead.row_no in told_of]
    unknown = [lead for lead in leads if not lead.is_open and lead.row_no not in told_of]
    new = {lead.row_no: promised.get(lead.row_no) or new_id() for lead in unknown}
    reasons = [is_new_because(has_keys=lead.has_keys) for lead in unknown]
    record_new(session, chunk, new, reasons)
    if not looked_at:
        return False
    plain = _still_plain(session, chunk, looked_up.plain, told_of)
    view, plain = _load(session, chunk, looked_at, elsewhere, looked_up, plain)
    view.promised = promised
    view.decided |= {row_no: ("created", asset_id, None) for row_no, asset_id in new.items()}
    view.decided |= {row_no: ("matched", asset_id, None) for row_no, asset_id in plain.assets.items()}
    with recording(session, chunk, plain) as write:
        for first in range(0, len(view.order), RECORDED_AT_ONCE):
            write([view.decide(row_no) for row_no in view.order[first : first + RECORDED_AT_ONCE]])
    return view.has_lost_keys


def _still_plain(session: TenantSession, chunk: Chunk, plain: Plain, told_of: AbstractSet[int]) -> Plain:
    """Without rows of which there is more to know: what people said of them, or an earlier row that is the same asset.

    Where a tenant has said what is junk, none is plain: values that are prove less.
    """
    if not plain.assets or not junk_of(session).is_empty:
        return NO_PLAIN
    claimed = queries.first_rows_of(session, chunk.batch_id, plain.assets.values(), before=chunk.first)
    return plain.without(told_of, claimed.keys())


def _load(
    session: TenantSession,
    chunk: Chunk,
    leads: Sequence[Lead],
    elsewhere: Mapping[int, Sequence[uuid.UUID]],
    looked_up: LookedUp,
    plain: Plain,
) -> tuple[View, Plain]:
    """What must be looked at. A row is plain no more if another row may be the same asset."""
    while True:
        looked_at = [lead for lead in leads if lead.row_no not in plain.assets]
        view = View.load(session, chunk, looked_at, elsewhere, looked_up)
        doubtful = view.assets.keys() & set(plain.assets.values())
        if not doubtful:
            return view, plain
        plain = plain.without(set(), doubtful)
