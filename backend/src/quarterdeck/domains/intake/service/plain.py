"""Rows that are plainly the one asset they lead to, judged all at once: everything they say of themselves it has.

It comes to what `identity` would say of each: the findings, weights and words are the same, and whatever needs a closer
look is left to it. What the database can't tell, such as what an adapter's address proves, Python says of the few
values there are.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import UUID

import orjson

from quarterdeck.domains.intake.identity.comparing import NAMED_MAKERS, proves
from quarterdeck.domains.intake.identity.evidence import LONGEST_SHOWN, SHOWN_OF_LONG
from quarterdeck.domains.intake.identity.identities import identity_from
from quarterdeck.domains.intake.identity.numbers import SHORT_SERIAL, SHORT_TAG
from quarterdeck.domains.intake.identity.weights import WEIGHTS, Finding
from quarterdeck.domains.intake.queries import KEYS_OF, Chunk, Lead
from quarterdeck.domains.intake.schemas import ONLY_LEADING
from quarterdeck.kit.text import compact
from quarterdeck.platform.db.session import TenantSession

_ONLY_LEADING = f"'{{{','.join(sorted(ONLY_LEADING))}}}'"
_FAMILY = "case {0}.type when 'server' then 'workstation' else {0}.type end"
_BOTH = "case when o.fields ? '{0}' and a.{0} is not null then o.fields ->> '{0}' end as {0}"
_SAID_ALIKE = "coalesce(o.fields ->> '{0}' = a.{0}, true)"


def _least(kind: str) -> str:
    return f"""min(k.value collate "C") filter (where k.kind = '{kind}') as {kind}"""


_KINDS = ("source", "serial", "imei", "tag", "mac", "hostname", "uuid")
_GATHER = (
    "drop table if exists pg_temp.plain_rows",
    f"""
    create temporary table plain_rows on commit drop as
    select o.row_no, a.id as asset_id, coalesce(nullif(a.tag, ''), a.id::text) as label,
      {", ".join(f"k.{kind}" for kind in _KINDS)}, k.macs, carried.serials,
      o.fields ->> 'hostname' as host, {_BOTH.format("manufacturer")}, {_BOTH.format("model")},
      coalesce(o.fields ->> 'manufacturer', a.manufacturer) as maker, coalesce(o.fields ->> 'model', a.model) as made,
      o.location_id = a.location_id as is_there, o.contact_id = a.contact_id as is_with,
      case when o.fields ->> 'ip_address' = host(a.ip_address) then host(a.ip_address) end as ip
    from unnest(%(rows)s::bigint[], %(assets)s::uuid[]) n (row_no, asset_id)
    cross join lateral (select o.* from observations o
      where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no = n.row_no offset 0) o
    cross join lateral (select a.* from assets a where a.tenant_id = %(tenant)s and a.id = n.asset_id offset 0) a
    cross join lateral (
      select array_agg(i.kind || E'\\x1f' || i.value) as pairs,
        array_agg(i.value) filter (where i.kind = 'serial') as serials,
        count(*) filter (where i.kind = 'uuid') as uuids
      from asset_identifiers i
      where i.tenant_id = %(tenant)s and i.asset_id = n.asset_id and (i.is_current or i.source = 'merge')
      offset 0) carried
    cross join lateral (
      select bool_and(k.kind || E'\\x1f' || k.value = any(carried.pairs)) as are_carried,
        bool_or(k.kind in ('source', 'serial', 'imei', 'mac', 'uuid')) as are_hard,
        array_agg(k.value) filter (where k.kind = 'mac') as macs,
        {", ".join(map(_least, _KINDS))}
      from {KEYS_OF} k where k.kind <> all ({_ONLY_LEADING}) offset 0) k
    where k.are_carried and k.are_hard and (k.uuid is null or carried.uuids = 1)
      and case when o.fields ? 'hostname' then k.hostname is not null and o.fields ->> 'hostname' = a.hostname
        else not o.fields ? 'name' end
      and {_SAID_ALIKE.format("manufacturer")} and {_SAID_ALIKE.format("model")}
      and (not o.type_is_stated or {_FAMILY.format("o")} = {_FAMILY.format("a")})
    """,
)
_READ = "select row_no, asset_id, host, hostname, macs, serials, tag, maker, made, manufacturer, model from plain_rows"


class _Facts(NamedTuple):
    """What is for Python to judge by."""

    row_no: int
    asset_id: UUID
    host: str | None
    hostname: str | None
    macs: list[str] | None
    serials: list[str] | None
    tag: str | None
    maker: str | None
    made: str | None
    #: What both say.
    manufacturer: str | None
    model: str | None


@dataclass(frozen=True, slots=True)
class Plain:
    """Rows with the asset that each of them is, and the verdicts as they are recorded."""

    assets: Mapping[int, UUID] = field(default_factory=dict)
    verdicts: Mapping[int, str] = field(default_factory=dict)

    def without(self, rows: AbstractSet[int], assets: AbstractSet[UUID]) -> "Plain":
        kept = {row: asset for row, asset in self.assets.items() if row not in rows and asset not in assets}
        return replace(self, assets=kept)

    def as_recorded(self) -> str:
        return f"[{','.join([self.verdicts[row_no] for row_no in self.assets])}]"


NO_PLAIN = Plain()


def plain_rows(session: TenantSession, chunk: Chunk, leads: Iterable[Lead]) -> Plain:
    """Of rows that lead to one asset, those that are plainly it, unless another row of the file leads there too."""
    single = {lead.row_no: lead.assets[0] for lead in leads if lead.is_sole and len(lead.assets) == 1}
    claims = Counter(single.values())
    claimed_once = {row_no: asset for row_no, asset in single.items() if claims[asset] == 1}
    if not claimed_once:
        return NO_PLAIN
    given = {"rows": list(claimed_once), "assets": list(claimed_once.values())}
    for statement in _GATHER:
        session.raw.execute(statement, chunk.params(session) | given)
    found = [_Facts(*row) for row in session.raw.execute(_READ).fetchall()]
    assets = {facts.row_no: facts.asset_id for facts in found if _is_ordinary(facts)}
    words = {word for facts in found for word in (facts.manufacturer, facts.model) if word}
    compared = orjson.dumps({word: compact(word) for word in words}).decode()
    verdicts = session.raw.execute(_VERDICTS, {"rows": list(assets), "compared": compared}).fetchall()
    return Plain(assets, dict(verdicts))


def _is_ordinary(facts: _Facts) -> bool:
    """No clone's hardware, no adapter or name that many have, and nothing that is spelled in a way of its own."""
    identity = identity_from(
        [("serial", serial) for serial in facts.serials or ()],
        hostname=facts.host,
        manufacturer=facts.maker,
        model=facts.made,
    )
    if facts.host is not None:
        host = identity.host
        if host is None or host.is_generic or host.short != facts.hostname:
            return False
    if identity.is_virtual or not (facts.tag or "").isascii():
        return False
    if facts.manufacturer is not None and len(identity.manufacturer) < NAMED_MAKERS:
        return False
    return (facts.model is None or bool(identity.model)) and all(map(proves, facts.macs or ()))


def _told(kind: str, finding: Finding, value: str) -> str:
    """SQL for a piece of evidence as JSON, null where `value` is."""
    weight = WEIGHTS[kind, finding]
    said = f'{{"kind": "{kind}", "finding": "{finding}", "weight": {weight}, "value": '
    return f"""'{said}' || to_json({value}) || ', "other": ' || to_json({value}) || '}}'"""


def _beside(kind: str, is_same: str) -> str:
    """The same of what has no words for it: equal or different, or not known."""
    equal, different = (_told(kind, finding, "''::text") for finding in (Finding.EQUAL, Finding.DIFFERENT))
    return f"case when {is_same} then {equal} when not {is_same} then {different} end"


#: Of identifiers: when they prove less or more than they mostly do.
_WEAK_SERIAL, _WEAK_TAG = f"length(p.serial) <= {SHORT_SERIAL}", f"p.tag ~ '^[0-9]{{1,{SHORT_TAG}}}$'"
_EXCEPTIONS: Mapping[str, tuple[str, Finding]] = {
    "serial": (_WEAK_SERIAL, Finding.WEAK),
    "tag": (_WEAK_TAG, Finding.WEAK),
    "mac": ("cardinality(p.macs) > 1", Finding.SEVERAL),
}


def _by_finding(kind: str, told: Callable[[Finding], str]) -> str:
    usual = told(Finding.EQUAL)
    if kind not in _EXCEPTIONS:
        return usual
    condition, finding = _EXCEPTIONS[kind]
    return f"case when {condition} then {told(finding)} else {usual} end"


def _evidence(kind: str) -> str:
    return _by_finding(kind, lambda finding: _told(kind, finding, f"p.{kind}"))


def _in_words(kind: str) -> str:
    value = f"p.{kind}"
    short = f"case when length({value}) <= {LONGEST_SHOWN} then {value} else left({value}, {SHOWN_OF_LONG}) || '…' end"
    return _by_finding(kind, lambda finding: f"replace('{kind} ' || {short} || ' {finding}', '  ', ' ')")


def _points(kind: str) -> str:
    weight = _by_finding(kind, lambda finding: str(WEIGHTS[kind, finding]))
    return f"case when p.{kind} is null then 0 else {weight} end"


def _beside_points(kind: str, is_same: str) -> str:
    equal, different = WEIGHTS[kind, Finding.EQUAL], WEIGHTS[kind, Finding.DIFFERENT]
    return f"case when {is_same} then {equal} when not {is_same} then {different} else 0 end"


def _by_weight() -> str:
    """The kinds that agree, the weightiest first."""
    found = [(kind, Finding.EQUAL, f"p.{kind} is not null") for kind in _KINDS]
    for place, (kind, _, said) in enumerate(found[:]):
        if kind in _EXCEPTIONS:
            condition, finding = _EXCEPTIONS[kind]
            found[place] = (kind, Finding.EQUAL, f"{said} and not {condition}")
            found.append((kind, finding, f"{said} and {condition}"))
    found.sort(key=lambda each: (-WEIGHTS[each[0], each[1]], _KINDS.index(each[0])))
    return ", ".join(f"case when {said} then '{kind}' end" for kind, _, said in found)


_COMPARED = ("manufacturer", "model")
_ALL_EVIDENCE = (
    *map(_evidence, _KINDS),
    *(_told(kind, Finding.EQUAL, f"(%(compared)s::jsonb ->> p.{kind})") for kind in _COMPARED),
    _beside("location", "p.is_there"),
    _beside("contact", "p.is_with"),
    _told("ip", Finding.EQUAL, "p.ip"),
)
_ALL_POINTS = (
    *map(_points, (*_KINDS, *_COMPARED, "ip")),
    _beside_points("location", "p.is_there"),
    _beside_points("contact", "p.is_with"),
)
_SCORE = f"round((1 / (1 + power(2::float8, 1 - least({' + '.join(_ALL_POINTS)}, 40))))::numeric, 4)"
# As text, and put together as such: with functions that build documents it takes three times as long.
_VERDICTS = f"""
select p.row_no, '{{"row_no": ' || p.row_no || ', "outcome": "matched", "asset_id": "' || p.asset_id
  || '", "matched_on": "' || concat_ws('+', {_by_weight()}) || '", "score": ' || {_SCORE}
  || ', "reason": ' || to_json('Row ' || p.row_no || ' is ' || p.label || ': '
    || concat_ws(', ', {", ".join(map(_in_words, _KINDS))}) || '.')
  || ', "evidence": [' || concat_ws(', ', {", ".join(_ALL_EVIDENCE)}) || ']}}'
from plain_rows p where p.row_no = any(%(rows)s::bigint[])
"""
