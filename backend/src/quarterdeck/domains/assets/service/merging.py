"""Several assets that are one: the survivor takes over what the others knew, and they lead to it from then on."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quarterdeck.domains.assets.answers import MergedFrom
from quarterdeck.domains.assets.errors import AssetChanged, MergeRefused
from quarterdeck.domains.assets.models import EXTENSIONS, AssetMerge, AssetProvenance
from quarterdeck.domains.assets.queries import merges
from quarterdeck.domains.assets.queries.record import AssetRecord
from quarterdeck.domains.assets.queries.setting import load_setting
from quarterdeck.domains.assets.service.assets import access_asset, update_asset
from quarterdeck.domains.assets.service.comparing import ComparedField, asset_values, compared, is_empty
from quarterdeck.domains.assets.service.recording import begin
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.tenancy.settings import across_clients
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

#: How the identifiers that came with a merge are marked: a person has said that they belong to the survivor, so they
#: lead to it although it shows others.
SOURCE = "merge"
MOST = 20
_JOINED = frozenset({"mac", "tags"})
_NEWEST = frozenset({"last_seen"})
_NOT_CHOSEN = frozenset({"client", "created", "updated", "created_at", "updated_at"})
_MOVE_IDENTIFIERS = """
insert into asset_identifiers as i (tenant_id, asset_id, kind, value, source, is_current, first_seen_at)
select %(tenant)s, %(survivor)s, o.kind, o.value, case when o.kind = 'source' then o.source else %(source)s end,
  o.kind in ('source', 'mac') and o.is_current, o.first_seen_at
from (select distinct on (kind, value) * from asset_identifiers
      where tenant_id = %(tenant)s and asset_id = any(%(merged)s) order by kind, value, is_current desc) o
on conflict (tenant_id, asset_id, kind, value) do nothing
"""


# What the others' sources said stands beside what the survivor's said; where one source said both, the survivor's.
_JOIN_REPORTS = """
insert into asset_provenance as p (tenant_id, id, reports)
select %(tenant)s, %(survivor)s, jsonb_object_agg(r.key, r.value)
from asset_provenance o cross join lateral jsonb_each(o.reports) r
where o.tenant_id = %(tenant)s and o.id = any(%(merged)s)
having count(*) > 0
on conflict (tenant_id, id) do update set reports = excluded.reports || p.reports
"""


@dataclass(frozen=True, slots=True)
class Merged:
    survivor: AssetRecord
    change_set_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field of all assets side by side, and whose value the survivor would have; None where they are joined."""

    compared: ComparedField
    taken_from: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All assets with what is on record of each, the survivor first, and every field of which one has a value."""

    assets: list[dict[str, Any]]
    fields: list[Proposal]


def propose_merge(session: TenantSession, actor: Actor, survivor_id: uuid.UUID, merged: Sequence[uuid.UUID]) -> Plan:
    """What merging would come to if nothing were chosen."""
    ids = [survivor_id, *merged]
    known = [asset_values(session, actor, asset_id) for asset_id in ids]
    _refuse_strangers(session, {each["client"]["id"] for each in known})
    fields = [
        Proposal(each, _taken_from(each, ids))
        for each in compared(load_setting(session).fields, known)
        if each.declared.id not in _NOT_CHOSEN
    ]
    return Plan(known, fields)


def _taken_from(found: ComparedField, ids: Sequence[uuid.UUID]) -> uuid.UUID | None:
    name = found.declared.id
    if name in _JOINED:
        return None
    known = [(value, asset_id) for value, asset_id in zip(found.values, ids, strict=True) if not is_empty(value)]
    return max(known, key=lambda each: str(each[0]))[1] if name in _NEWEST else known[0][1]


def merge_assets(
    session: TenantSession,
    actor: Actor,
    survivor_id: uuid.UUID,
    merged: Sequence[uuid.UUID],
    *,
    fields: Mapping[str, uuid.UUID],
    reason: str | None = None,
    expected_version: int | None = None,
) -> Merged:
    """Join the others into the survivor, in one change set: taking that back is what takes them apart again.

    `fields` says whose value the survivor gets; otherwise it keeps its own, and takes theirs where it has none.
    """
    actor.require("assets:write")
    actor.require("assets:delete")
    others = _others(survivor_id, merged)
    done = merges.merges_of(session, others)
    if len(done) == len(others) and all(each.survivor_id == survivor_id for each in done.values()):
        return Merged(access_asset(session, actor, survivor_id), done[others[0]].change_set_id)
    known = _access_all(session, actor, survivor_id, others, expected_version)
    proposals = propose_merge(session, actor, survivor_id, others).fields
    body, taken = _wanted(proposals, [survivor_id, *others], fields, crosses=_crosses(known))
    tags = ", ".join(known[other]["tag"] for other in others)
    why = reason or f"Merge {tags} into {known[survivor_id]['tag']}"
    change_set_id = open_change_set(session, actor, reason=why)
    params = {"tenant": session.tenant_id, "survivor": survivor_id, "merged": others, "source": SOURCE}
    session.raw.execute(_MOVE_IDENTIFIERS, params)
    begin(session, [survivor_id])
    session.raw.execute(_JOIN_REPORTS, params)
    _remove(session, params)
    survivor = update_asset(session, actor, survivor_id, body, expected_version=None)
    for other in others:
        session.add(
            AssetMerge(
                tenant_id=session.tenant_id,
                id=new_id(),
                client_id=known[other]["client_id"],
                merged_id=other,
                survivor_id=survivor_id,
                change_set_id=change_set_id,
                tag=known[other]["tag"],
                name=known[other]["name"],
                merged_by_label=actor.label,
                taken={name: str(source) for name, source in taken.items() if source == other},
            )
        )
    session.flush()
    return Merged(survivor, change_set_id)


def gone_into(session: TenantSession, asset_id: uuid.UUID) -> dict[uuid.UUID, MergedFrom]:
    """What went into the asset, by its id: what is kept with these is the asset's now."""
    gone = merges.gone_into(session, asset_id)
    return {each.id: MergedFrom(id=each.id, tag=each.tag, name=each.name) for each in gone.values()}


def merge_of(session: TenantSession, merged_id: uuid.UUID) -> AssetMerge | None:
    """How the asset went into another one."""
    return merges.merges_of(session, [merged_id]).get(merged_id)


def _others(survivor_id: uuid.UUID, merged: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    others = list(dict.fromkeys(merged))
    if survivor_id in others:
        raise MergeRefused("An asset cannot be merged into itself.")
    if not others or len(others) > MOST:
        raise MergeRefused(f"Choose between one and {MOST} assets to merge.")
    return others


def _access_all(
    session: TenantSession,
    actor: Actor,
    survivor_id: uuid.UUID,
    others: Sequence[uuid.UUID],
    expected_version: int | None,
) -> dict[uuid.UUID, dict[str, Any]]:
    known = merges.facts(session, [survivor_id, *others])
    for asset_id in (survivor_id, *others):
        if asset_id not in known:
            raise merges.why_gone(session, asset_id)
    if expected_version is not None and known[survivor_id]["version"] != expected_version:
        raise AssetChanged(asset_values(session, actor, survivor_id))
    return known


def _refuse_strangers(session: TenantSession, client_ids: Collection[Any]) -> None:
    if len(client_ids) > 1 and across_clients(session) == "never":
        raise MergeRefused("These assets belong to different clients. Your settings don't allow merging them.")


def _crosses(known: Mapping[uuid.UUID, Mapping[str, Any]]) -> bool:
    return len({each["client_id"] for each in known.values()}) > 1


def _wanted(
    proposals: Sequence[Proposal], ids: Sequence[uuid.UUID], fields: Mapping[str, uuid.UUID], *, crosses: bool
) -> tuple[dict[str, Any], dict[str, uuid.UUID]]:
    """The survivor's fields that change, and from whom each comes."""
    known = {each.compared.declared.id: each for each in proposals}
    for name, source in fields.items():
        if name not in known:
            raise MergeRefused(f"None of these assets has a field called “{name[:60]}”.")
        if source not in ids:
            raise MergeRefused("A field can only be taken from one of the assets that are merged.")
    body: dict[str, Any] = {}
    taken: dict[str, uuid.UUID] = {}
    for name, each in known.items():
        declared, values = each.compared.declared, each.compared.values
        if not declared.is_editable or (crosses and declared.reference is not None):
            continue
        whose = fields.get(name) or each.taken_from
        if whose is None:
            body[name] = list(dict.fromkeys(item for value in values for item in value or ()))
        elif whose != ids[0]:
            body[name] = _as_input(values[ids.index(whose)])
            taken[name] = whose
    return _fitting(body, proposals, fields), taken


def _as_input(value: Any) -> Any:
    return value["id"] if isinstance(value, dict) else value


def _fitting(body: dict[str, Any], proposals: Sequence[Proposal], fields: Mapping[str, uuid.UUID]) -> dict[str, Any]:
    """Without what the survivor's type has no place for, unless it was asked for."""
    kinds = next(each.compared.values for each in proposals if each.compared.declared.id == "type")
    chosen = str(body.get("type") or kinds[0])
    declared = {each.compared.declared.id: each.compared.declared for each in proposals}
    return {
        name: value
        for name, value in body.items()
        if (types := declared[name].types) is None or chosen in types or name in fields
    }


def _remove(session: TenantSession, params: Mapping[str, Any]) -> None:
    parts = [f"delete from {model.__tablename__} where tenant_id = %(tenant)s and id = any(%(merged)s)"
             for model in (*EXTENSIONS.values(), AssetProvenance)]  # fmt: skip
    of_asset = "delete from asset_identifiers where tenant_id = %(tenant)s and asset_id = any(%(merged)s)"
    assets = "delete from assets where tenant_id = %(tenant)s and id = any(%(merged)s)"
    for statement in (of_asset, *parts, assets):
        session.raw.execute(statement, params)
