"""Values that identify nothing: the shipped list, what a tenant adds to it, and what counts all the same."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from quarterdeck.domains.assets.errors import JunkInvalid, JunkListFull, JunkNotFound, JunkSettled
from quarterdeck.domains.assets.models import JunkValue
from quarterdeck.domains.assets.queries import junk as queries
from quarterdeck.domains.assets.queries.junk import junk_of
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.kit.identifiers.junk import JunkKind, is_shipped, judge, junk_key, shipped
from quarterdeck.kit.outcomes import Outcome
from quarterdeck.kit.text import clean_text
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.constraints import constraint_errors
from quarterdeck.platform.db.session import TenantSession

__all__ = ["junk_of"]

MOST_OF_A_KIND = 2_000
_COUNTED, _SAMPLES = 10_001, 5
_FORMS = {
    JunkKind.MAC: "a MAC address, or the beginning of one with two to five parts",
    JunkKind.UUID: "a UUID",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of the lists. Without `id` it is shipped; `is_junk` says whether it is junk for this tenant."""

    kind: JunkKind
    value: str
    reason: str
    is_shipped: bool
    is_junk: bool
    id: uuid.UUID | None = None
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """A value before it is listed: what it is compared as, whether it is junk now, and which assets have it."""

    value: str
    judged: Outcome[str]
    is_shipped: bool
    is_junk: bool
    count: int
    is_more: bool
    samples: list[tuple[uuid.UUID, str, str]]


def list_junk(session: TenantSession, actor: Actor, *, kind: JunkKind | None, text: str) -> list[Entry]:
    """What the tenant said, then what is shipped and not overruled."""
    actor.require("imports:run")
    kinds = [kind] if kind else list(JunkKind)
    own = [_own_entry(each) for each in queries.own_junk(session) if each.kind in kinds]
    said = {(each.kind, junk_key(each.kind, each.value)) for each in own}
    listed = own + [
        Entry(of, value, reason, is_shipped=True, is_junk=True)
        for of in kinds
        for value, reason in shipped(of)
        if (of, junk_key(of, value)) not in said
    ]
    wanted = text.strip().casefold()
    return [each for each in listed if wanted in each.value.casefold()] if wanted else listed


def _own_entry(each: JunkValue) -> Entry:
    kind = JunkKind(each.kind)
    reason = each.note or ("Added here." if each.is_junk else "Counts here.")
    return Entry(
        kind,
        each.shown,
        reason,
        is_shipped=is_shipped(kind, each.value),
        is_junk=each.is_junk,
        id=each.id,
        by=each.created_by_label,
        at=each.updated_at,
    )


def say_junk(
    session: TenantSession, actor: Actor, *, kind: JunkKind, value: str, is_junk: bool, note: str | None
) -> Entry:
    """From now on the value identifies nothing, or does although it is on the shipped list."""
    actor.require("settings:manage")
    key = _key(kind, value)
    open_change_set(session, actor)
    known = queries.junk_by_value(session, kind, key)
    if known is None:
        if is_shipped(kind, key) == is_junk:
            sentence = f"“{value}” is on the shipped list already." if is_junk else f"“{value}” counts already."
            raise JunkSettled(sentence)
        if queries.count_junk(session, kind) >= MOST_OF_A_KIND:
            raise JunkListFull(f"The list holds {MOST_OF_A_KIND:,} values of this kind, the most there can be.")
        known = JunkValue(tenant_id=session.tenant_id, kind=kind.value, value=key)
        session.add(known)
    known.shown, known.is_junk, known.note = clean_text(value), is_junk, note
    known.created_by, known.created_by_label = actor.user_id, actor.label
    taken = JunkSettled(f"Somebody else has just listed “{value}”. Look again.")
    with constraint_errors({"uq_junk_values_tenant_id_kind_value": taken}):
        session.flush()
    session.refresh(known)
    return _own_entry(known)


def forget_junk(session: TenantSession, actor: Actor, junk_id: uuid.UUID) -> None:
    """Take the tenant's word back: what is shipped holds again."""
    actor.require("settings:manage")
    found = queries.junk_by_id(session, junk_id)
    if found is None:
        raise JunkNotFound
    open_change_set(session, actor)
    session.delete(found)
    session.flush()


def carried(session: TenantSession, actor: Actor, *, kind: JunkKind, value: str) -> Carried:
    """Which of the assets that the person may see have the value."""
    actor.require("imports:run")
    key = _key(kind, value)
    count, samples = queries.assets_carrying(session, kind, key, most=_COUNTED, shown=_SAMPLES)
    of_shipped = is_shipped(kind, key)
    said = queries.junk_by_value(session, kind, key)
    return Carried(
        key,
        judge(kind, value, junk_of(session)),
        of_shipped,
        said.is_junk if said else of_shipped,
        min(count, _COUNTED - 1),
        is_more=count == _COUNTED,
        samples=samples,
    )


def _key(kind: JunkKind, value: str) -> str:
    key = junk_key(kind, clean_text(value))
    if key is None:
        form = _FORMS.get(kind, "at least one letter or digit")
        raise JunkInvalid(f"“{clean_text(value)[:60]}” can't be listed. Write {form}.")
    return key[:100]
