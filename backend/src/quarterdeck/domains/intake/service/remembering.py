"""What people have said of pairs of observation and asset, found again when the observation returns."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

from quarterdeck.domains.intake.queries import KEYS_OF, Chunk, key_hash
from quarterdeck.domains.intake.schemas import ALL, CUT_HOSTNAME, SWAPPED_UUID, Ruling
from quarterdeck.platform.db.session import TenantSession

Keys = list[tuple[str, str]]
_DERIVED = frozenset({SWAPPED_UUID, CUT_HOSTNAME})

_ANY = "select exists (select 1 from pair_decisions p where p.tenant_id = %(tenant)s)"
_PAIRS = """
select p.client_key, p.fingerprint, p.asset_id, p.is_same, p.is_new, p.decided_by_label, p.decided_at
from pair_decisions p
where p.tenant_id = %(tenant)s and p.fingerprint = any(%(fingerprints)s)
order by p.decided_at, p.id
"""
_RULED_ON = f"""
select o.row_no from observations o
cross join lateral (
  select count(*) as prints, bool_or(exists (select 1 from pair_decisions p
      where p.tenant_id = o.tenant_id and p.fingerprint = k.kind || ':' || k.value)) as is_known
  from {KEYS_OF} k where k.kind in ('source', 'all') offset 0) k
where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no between %(first)s and %(last)s
  and (k.prints = 0 or k.is_known)
"""
_TAGS_OF_OTHERS = f"""
select n.row_no, k.value
from unnest(%(rows)s::bigint[], %(assets)s::uuid[]) n (row_no, asset_id)
cross join lateral (select o.client_id, o.keys from observations o
  where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no = n.row_no offset 0) o
cross join lateral {KEYS_OF} k
where k.kind = 'tag' and exists (
  select 1 from asset_identifiers i join assets a on a.tenant_id = i.tenant_id and a.id = i.asset_id
  where i.tenant_id = %(tenant)s and i.kind = 'tag' and i.value = k.value and i.is_current
    and a.client_id = o.client_id and a.id is distinct from n.asset_id)
"""
_FORGET_TAGS = (
    f"""
    delete from observation_keys e
    using observations o cross join lateral {KEYS_OF} k
    where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no = any(%(rows)s) and k.kind = 'tag'
      and e.tenant_id = %(tenant)s and e.batch_id = %(batch)s and e.row_no = o.row_no
      and e.hash = {key_hash("k.kind", "k.value", "o.client_key")}
    """,
    """
    update observations o set fields = o.fields - 'tag', keys = (
      select coalesce(jsonb_agg(e), '[]') from jsonb_array_elements(o.keys) e where e ->> 0 <> 'tag')
    where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no = any(%(rows)s)
    """,
)


def fingerprint_of(keys: Iterable[tuple[str, str]]) -> str:
    """What an observation is known by: its source's own number, or all its identifiers together."""
    found = sorted(keys)
    for wanted in ("source", ALL):
        value = next((value for kind, value in found if kind == wanted), None)
        if value is not None:
            return f"{wanted}:{value}"
    text = "\x1f".join(f"{kind}={value}" for kind, value in found if kind not in _DERIVED)
    return f"keys:{hashlib.blake2b(text.encode('utf-8', 'replace'), digest_size=16).hexdigest()}"


def rows_ruled_on(session: TenantSession, chunk: Chunk) -> set[int]:
    """Rows of which something may have been said: those with a fingerprint to be looked up, or without a simple one."""
    params = chunk.params(session)
    known = session.raw.execute(_ANY, params).fetchone()
    if not known or not known[0]:
        return set()
    return {row_no for (row_no,) in session.raw.execute(_RULED_ON, params)}


def rulings_on(
    session: TenantSession, chunk: Chunk, keys: MutableMapping[int, Keys], client_of: Mapping[int, str]
) -> tuple[dict[int, Ruling], bool]:
    """By row, where anything was said. A tag that belongs to another asset is taken out of such rows: it was seen.

    The second says whether any was: what leads to these rows is another thing then.
    """
    params = chunk.params(session)
    known = session.raw.execute(_ANY, params).fetchone()
    if not known or not known[0]:
        return {}, False
    fingerprints = {row_no: fingerprint_of(keys[row_no]) for row_no in client_of}
    wanted = {"fingerprints": sorted(set(fingerprints.values()))}
    said: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for client, fingerprint, *rest in session.raw.execute(_PAIRS, params | wanted):
        said.setdefault((client, fingerprint), []).append(tuple(rest))
    rulings = {
        row_no: _ruling(said[client, fingerprints[row_no]])
        for row_no, client in client_of.items()
        if (client, fingerprints[row_no]) in said
    }
    return rulings, _drop_tags_of_others(session, params, rulings, keys)


def _ruling(pairs: Iterable[tuple[Any, ...]]) -> Ruling:
    same: uuid.UUID | None = None
    is_new, told, others = False, "", set()
    for asset_id, is_same, new, label, at in pairs:
        if is_same:
            same, is_new, told = asset_id, new, f"decided by {label} on {at:%-d %B %Y}"
        else:
            others.add(asset_id)
    return Ruling(same, is_new, frozenset(others - {same}), told)


def _drop_tags_of_others(
    session: TenantSession, params: Mapping[str, Any], rulings: Mapping[int, Ruling], keys: MutableMapping[int, Keys]
) -> bool:
    tagged = [row_no for row_no in rulings if any(kind == "tag" for kind, _ in keys[row_no])]
    if not tagged:
        return False
    asked = {"rows": tagged, "assets": [rulings[row_no].asset_id for row_no in tagged]}
    taken = [row_no for row_no, _ in session.raw.execute(_TAGS_OF_OTHERS, {**params, **asked})]
    for statement in _FORGET_TAGS if taken else ():
        session.raw.execute(statement, {**params, "rows": taken})
    for row_no in taken:
        keys[row_no] = [key for key in keys[row_no] if key[0] != "tag"]
    return bool(taken)
