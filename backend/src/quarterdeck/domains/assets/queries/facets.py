"""How the assets of a selection spread over the values of a field, and which values a person may be typing.

Everything is bounded: known choices are counted one by one up to a limit, other values within the first rows.
"""

from dataclasses import dataclass

from quarterdeck.domains.assets.fields.definition import AssetField, ReferenceColumn
from quarterdeck.domains.assets.queries.counts import BOUND
from quarterdeck.domains.assets.queries.selection import Selection, joins_for
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.filters.fields import Kind
from quarterdeck.platform.filters.parameters import contains_pattern, has_trigram

SAMPLE = 50_000
_SHOWN = 50
_SUGGESTED = 20
_SUGGEST_SAMPLE = 5_000


@dataclass(frozen=True, slots=True)
class ValueCount:
    value: str
    label: str
    count: int
    is_exact: bool


def facet(session: TenantSession, selection: Selection, declared: AssetField) -> list[ValueCount]:
    """The values of a field in the selection with their counts, most frequent first."""
    if declared.choices and declared.is_indexed and not selection.is_filtered:
        return _choice_counts(session, selection, declared)
    # One walk over what the filter leaves, instead of one per choice.
    return _sampled(session, selection, declared, pattern=None)


def suggestions(session: TenantSession, selection: Selection, declared: AssetField, text: str) -> list[ValueCount]:
    """Values of a field that contain `text`."""
    wanted = text.strip().lower()
    if declared.choices:
        labels = [choice for choice in declared.choices if wanted in f"{choice.value} {choice.label}".lower()]
        counted = {each.value: each for each in facet(session, selection, declared)}
        unused = [ValueCount(each.value, each.label, 0, is_exact=True) for each in labels if each.value not in counted]
        return [counted[each.value] for each in labels if each.value in counted] + unused
    return _sampled(session, selection, declared, pattern=contains_pattern(wanted) if wanted else None)


def _choice_counts(session: TenantSession, selection: Selection, declared: AssetField) -> list[ValueCount]:
    rows = session.raw.execute(
        f"select v.value, (select count(*) from (select 1 from assets a where {selection.where} "
        f"and {declared.expression} = v.value limit {BOUND + 1}) bounded) "
        "from unnest(%(choices)s::text[]) as v (value)",
        {**selection.params, "choices": [choice.value for choice in declared.choices]},
    ).fetchall()
    labels = {choice.value: choice.label for choice in declared.choices}
    found = [ValueCount(value, labels[value], min(count, BOUND), count <= BOUND) for value, count in rows if count]
    return sorted(found, key=lambda each: (-each.count, each.label))


def _sampled(
    session: TenantSession, selection: Selection, declared: AssetField, *, pattern: str | None
) -> list[ValueCount]:
    params: dict[str, object] = {**selection.params, "pattern": pattern}
    where, group = selection.where, _grouped(declared)
    size, shown = (SAMPLE, _SHOWN) if pattern is None else (_SUGGEST_SAMPLE, _SUGGESTED)
    if pattern is not None and declared.in_search and not has_trigram(pattern):
        # One or two letters: looked for in many rows, and not in all.
        size = SAMPLE
    elif pattern is not None and declared.in_search and declared.kind is not Kind.MAC:
        where += f" and a.search ilike %(pattern)s and {declared.expression} ilike %(pattern)s"
    elif pattern is not None and isinstance(declared.home, ReferenceColumn):
        home = declared.home
        where += (
            f" and a.{home.name} in (select t.id from {home.table} t "
            "where t.tenant_id = %(tenant_id)s and t.name ilike %(pattern)s)"
        )
    matching = "true" if pattern is None else "value::text ilike %(pattern)s"
    sample = f"select {group} as value from assets a {joins_for([declared])} where {where} limit {size + 1}"
    if isinstance(declared.home, ReferenceColumn):
        # Named after grouping: few names to look up instead of one per asset.
        sample = f"select a.{declared.home.name} as value from assets a where {where} limit {size + 1}"
        matching = "true"
    label, join = "g.value::text", ""
    if isinstance(declared.home, ReferenceColumn):
        label = "coalesce(t.name, '')"
        join = f"left join {declared.home.table} t on t.tenant_id = %(tenant_id)s and t.id = g.value"
    rows = session.raw.execute(
        f"with sample as materialized ({sample}), g as (select value, count(*) as n from sample "
        f"where value is not null and {matching} group by value order by n desc, value limit {shown}) "
        f"select g.value::text, {label}, g.n, (select count(*) from sample) from g {join} order by g.n desc, g.value",
        params,
    ).fetchall()
    labels = {choice.value: choice.label for choice in declared.choices}
    return [ValueCount(value, labels.get(value, name), n, read <= size) for value, name, n, read in rows]


def _grouped(declared: AssetField) -> str:
    return f"unnest({declared.expression})" if declared.kind in {Kind.TAGS, Kind.MAC} else declared.expression
