"""What is written to an asset directly, kept as the word of whoever wrote it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import orjson

from quarterdeck.domains.assets.errors import FieldLocked
from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.definition import CUSTOM_PREFIX
from quarterdeck.domains.assets.fields.precedence import is_observed, key_of
from quarterdeck.domains.assets.queries import provenance as queries
from quarterdeck.domains.assets.service.draft import Draft
from quarterdeck.domains.assets.sources import PERSON, source_of_writer
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.references import Mover, register_mover
from quarterdeck.platform.db.session import TenantSession

# The first word on a new asset is told by its creation, and not journalled. All others change a row that is there.
_KEEP_FIRST = """
insert into asset_provenance (tenant_id, id, reports)
values (%(tenant)s, %(id)s, jsonb_build_object(%(source)s::text,
  provenance_merged(null, null, now(), %(said)s::jsonb, %(author)s)))
"""
# Where all that the source said before is said anew, `provenance_merged` would build the same; calling it for each row
# took a third of the statement.
_KEEP_MANY = """
update asset_provenance p set
  reports = p.reports || jsonb_build_object(%(source)s::text, case
    when p.reports -> %(source)s is null or p.reports -> %(source)s -> 't' is null
      and (p.reports -> %(source)s -> 'v') || v.said = v.said
      and now() >= greatest((p.reports -> %(source)s ->> 'at')::timestamptz, (p.seen ->> %(source)s)::timestamptz)
    then jsonb_build_object('at', now(), 'v', v.said) || case when v.by is null then '{}'
      else jsonb_build_object('by', coalesce(p.reports -> %(source)s -> 'by', '{}') || v.by) end
    else provenance_merged(p.reports -> %(source)s, (p.seen ->> %(source)s)::timestamptz, now(), v.said, %(author)s)
    end),
  seen = p.seen - %(source)s::text
from jsonb_to_recordset(%(rows)s::jsonb) as v (id uuid, said jsonb, by jsonb)
where p.tenant_id = %(tenant)s and p.id = v.id
"""
_BEGIN = """
insert into asset_provenance (tenant_id, id) select %(tenant)s, e from unnest(%(ids)s::uuid[]) e
on conflict (tenant_id, id) do nothing
"""
_NAMES_IT = "e.value -> 'v' ->> %(column)s = any(%(ids)s::text[])"


def name_anew(column: Literal["location_id", "contact_id"]) -> Mover:
    """Who said an asset to be at, or with, one of these said so of the one they are merged into."""
    statement = f"""
update asset_provenance p set reports = (
  select jsonb_object_agg(e.key, case when {_NAMES_IT}
    then jsonb_set(e.value, array['v', %(column)s], to_jsonb(%(to)s::text)) else e.value end)
  from jsonb_each(p.reports) e)
where p.tenant_id = %(tenant)s
  and p.id in (select a.id from assets a where a.tenant_id = %(tenant)s and a.{column} = any(%(ids)s::uuid[]))
  and exists (select 1 from jsonb_each(p.reports) e where {_NAMES_IT})
"""

    def move(session: TenantSession, ids: Sequence[uuid.UUID], to: uuid.UUID) -> None:
        params = {"tenant": session.tenant_id, "ids": [str(each) for each in ids], "to": str(to), "column": column}
        session.raw.execute(statement, params)

    return move


register_mover("locations", name_anew("location_id"))
register_mover("contacts", name_anew("contact_id"))


def keep_first_said(
    session: TenantSession, actor: Actor, asset_id: uuid.UUID, fields: AssetFields, written: Draft
) -> None:
    """Remember who said so of a new asset."""
    said = said_in(fields, written)
    source = source_of_writer(actor)
    if source != PERSON:
        said = _without_empty(said)
    params = {
        "tenant": session.tenant_id,
        "id": asset_id,
        "source": source,
        "said": orjson.dumps(said, default=_plain).decode(),
        "author": actor.label if source == PERSON else None,
    }
    session.raw.execute(_KEEP_FIRST, params)


def keep_said(session: TenantSession, actor: Actor, asset_id: uuid.UUID, fields: AssetFields, written: Draft) -> None:
    """Remember who said so. A value that was emptied is one too: a person's word that there is none."""
    keep_said_of_many(session, actor, {asset_id: said_in(fields, written)})


def keep_said_of_many(session: TenantSession, actor: Actor, said: Mapping[uuid.UUID, Mapping[str, Any]]) -> None:
    """The same for many assets at once: by asset, the values by their key, an emptied one as "", a list as []."""
    source = source_of_writer(actor)
    if source != PERSON:
        said = {each: _without_empty(values) for each, values in said.items()}
    author = actor.label if source == PERSON else None
    rows = {
        asset_id: {"id": asset_id, "said": values, "by": dict.fromkeys(values, author) if author is not None else None}
        for asset_id, values in said.items()
        if values
    }
    if not rows:
        return
    params = {
        "tenant": session.tenant_id,
        "source": source,
        "rows": _listed(rows.values()),
        "author": author,
    }
    kept = session.raw.execute(f"{_KEEP_MANY} returning p.id", params).fetchall()
    if len(kept) < len(rows):
        missing = rows.keys() - {asset_id for (asset_id,) in kept}
        begin(session, sorted(missing))
        session.raw.execute(_KEEP_MANY, {**params, "rows": _listed(rows[each] for each in missing)})


def begin(session: TenantSession, asset_ids: Sequence[uuid.UUID]) -> None:
    """A row that says nothing for each asset that has none: what is said then changes it, and so can be taken back."""
    session.raw.execute(_BEGIN, {"tenant": session.tenant_id, "ids": list(asset_ids)})


def _listed(rows: Iterable[Mapping[str, Any]]) -> str:
    return orjson.dumps(list(rows), default=_plain).decode()


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    """A program's empty value is no word that there is none."""
    return {key: value for key, value in values.items() if value not in ("", [])}


def locked_fields(
    session: TenantSession, actor: Actor, asset_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, dict[str, Any]]:
    """By asset, the locks that hold against the actor, by the key of the field; a person is held by none."""
    return {} if source_of_writer(actor) == PERSON else queries.locks_of_many(session, asset_ids)


def said_in(fields: AssetFields, written: Draft) -> dict[str, Any]:
    """Values by the key they have in reports."""
    observed = {key_of(declared) for declared in fields if is_observed(declared)} - {"last_seen_at"}
    custom = {CUSTOM_PREFIX + key: value for key, value in written.custom.items()}
    values = {**written.columns, **written.extension, **custom}
    return {key: "" if value is None else value for key, value in values.items() if key in observed}


def refuse_locked(
    session: TenantSession, actor: Actor, asset_id: uuid.UUID, fields: AssetFields, written: Draft
) -> None:
    """A lock holds against programs; a person may write to a locked field, and it stays locked."""
    if source_of_writer(actor) == PERSON:
        return
    locks = queries.locks_of(session, asset_id)
    for declared in _declared(fields, locks.keys() & said_in(fields, written).keys()):
        lock = locks[declared[0]]
        raise FieldLocked(declared[1], lock["by"], lock["reason"])


def _declared(fields: AssetFields, keys: Iterable[str]) -> list[tuple[str, str]]:
    wanted = set(keys)
    return [(key_of(declared), declared.label) for declared in fields if key_of(declared) in wanted]


def forget(session: TenantSession, asset_id: uuid.UUID) -> None:
    """With the asset goes what was said of it; the journal keeps it."""
    session.raw.execute(
        "delete from asset_provenance p where p.tenant_id = %(tenant)s and p.id = %(id)s",
        {"tenant": session.tenant_id, "id": asset_id},
    )


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime | uuid.UUID):
        return str(value)
    raise TypeError(type(value).__name__)
