"""SQL that says, row by row, what undoing a change set meets.

Every statement takes `tenant`, `set`, `since`, `merged`, `returned` and, with `by_ids`, `ids` (objects). A row's code
is one of the constants below; an object's is the highest of its rows.
"""

from collections.abc import Callable, Sequence

from quarterdeck.domains.journal.registry import Refusal
from quarterdeck.domains.recovery.queries.keyed import unwound_join, unwound_parts
from quarterdeck.domains.recovery.queries.rivals import with_rivals
from quarterdeck.domains.recovery.queries.shapes import Reference, Shape, shapes

ALREADY, RESTORABLE, CONFLICT, BLOCKED = 1, 2, 3, 4

# With `deletions`, what stood when each object was deleted: by the journal's own number, and without what the deleting
# change set itself did to the object's parts before.
_PLACE = "array_position(%(ids)s::uuid[], c.object_id)"
_THEN = (
    "(%(moment)s::timestamptz is null or c.at <= %(moment)s) and (%(deletions)s::bigint[] is null or "
    f"c.id <= (%(deletions)s::bigint[])[{_PLACE}] and c.change_set_id <> (%(deleted_in)s::uuid[])[{_PLACE}])"
)
# The time only leaves out older partitions. As a constant beyond all that statistics know it looks like the narrowest
# condition of all, and each chunk would walk over everything that was written since.
_SET = "c.tenant_id = %(tenant)s and c.change_set_id = %(set)s and c.at >= (select %(since)s::timestamptz)"


def net_sql(shape: Shape, *, single: bool, by_ids: bool, moment: bool = False, between: bool = False) -> str:
    """Each row as it was before the change set (`was`) and as the change set left it (`became`).

    With `moment`: as it was at that time, and as it is now; `ids` are then needed. `between`: the ids are all that the
    change set touched from `first` to `last`, and to plan for two takes a tenth of planning for thousands.
    """
    if moment:
        return _net_since_moment(shape)
    objects = "and c.object_id = any(%(ids)s::uuid[])" if by_ids else ""
    if between:
        objects = "and c.object_id between %(first)s and %(last)s"
    where = f"{_SET} and c.table_name = '{shape.name}' {objects}"
    if shape.of.group is None:
        source, keys, was, became = "changes c", ["c.row_id"], "c.before", "c.after"
    else:
        source = f"changes c cross join lateral ({_elements(shape)}) e"
        inner = [key for key in shape.keys if key != shape.of.object_column]
        keys = ["c.row_id", *(f'e."{key}"' for key in inner)]
        was, became = "e.was", "e.became"
    names = _key_names(shape)
    named = ", ".join(f'{expression} as "{name}"' for expression, name in zip(keys, names, strict=True))
    if single:
        was, became = _followed(shape, was), _followed(shape, became)
        return f"select c.object_id, c.client_id, {named}, {was} as was, {became} as became from {source} where {where}"
    first, last = f"(array_agg({was} order by c.id))[1]", f"(array_agg({became} order by c.id desc))[1]"
    return (
        f"select c.object_id, (array_agg(c.client_id order by c.id desc))[1] as client_id, {named}, "
        f"{_followed(shape, first)} as was, {_followed(shape, last)} as became "
        f"from {source} where {where} group by c.object_id, {', '.join(keys)}"
    )


def _followed(shape: Shape, image: str) -> str:
    """The image with what it pointed at where that was merged into another since (`queries.merged`)."""
    if not shape.follows:
        return image
    moved = ", ".join(f"'{own}', %(merged)s::jsonb -> ({image} ->> '{own}')" for own, _ in shape.follows)
    # Folded away when the statement is planned, where nothing was merged.
    return (
        f"case when %(merged)s::jsonb = '{{}}' then {image} "
        f"else {image} || jsonb_strip_nulls(jsonb_build_object({moved})) end"
    )


def _net_since_moment(shape: Shape) -> str:
    where = f"c.tenant_id = %(tenant)s and c.object_id = any(%(ids)s::uuid[]) and c.table_name = '{shape.name}'"
    key = _key_names(shape)
    named = ", ".join(f'coalesce(p."{name}", w."{name}") as "{name}"' for name in key)
    if shape.of.group is None:
        source, keys, before, after = "changes c", ["c.row_id"], "c.before", "c.after"
    else:
        source = f"changes c cross join lateral ({_elements(shape)}) e"
        keys, before, after = ["c.row_id", *(f'e."{name}"' for name in key[1:])], "e.was", "e.became"
    columns = ", ".join(f'{expression} as "{name}"' for expression, name in zip(keys, key, strict=True))
    # The newest image up to then, or what the first change behind it found: older ones are not always kept. Of a quiet
    # row that one first, because its making was not captured. By the journal's own number: the time is that of the
    # transaction's start, and a later one may have begun earlier.
    nearest = f"({_THEN}) {'asc' if shape.of.is_quiet else 'desc'}, case when {_THEN} then -c.id else c.id end"
    same = " and ".join(f'p."{name}" = w."{name}"' for name in key)
    present = ", ".join(f'x."{name}"' for name in key)
    # What nobody has touched since is as it stands.
    return (
        f"select coalesce(p.object_id, w.object_id) as object_id, null::uuid as client_id, {named}, "
        f"case when w.object_id is null then p.became else {_followed(shape, 'w.was')} end as was, p.became "
        f"from (select distinct on ({', '.join(keys)}) c.object_id, {columns}, "
        f"case when {_THEN} then {after} else {before} end as was from {source} "
        f"where {where} order by {', '.join(keys)}, {nearest}) w "
        f'full join (select x."{shape.of.object_column}" as object_id, {present}, '
        f"jsonb_strip_nulls(to_jsonb(x)) as became from {shape.name} x where x.tenant_id = %(tenant)s "
        f'and x."{shape.of.object_column}" = any(%(ids)s::uuid[])) p on {same}'
    )


def _key_names(shape: Shape) -> list[str]:
    """In the order in which `net_sql` finds them: the object first in a grouped table."""
    if shape.of.group is None:
        return list(shape.keys)
    return [shape.of.object_column, *(key for key in shape.keys if key != shape.of.object_column)]


def _elements(shape: Shape) -> str:
    inner = [key for key in shape.keys if key != shape.of.object_column]
    group = shape.of.group
    keys = ", ".join(f"coalesce(o.e ->> '{key}', n.e ->> '{key}') as \"{key}\"" for key in inner)
    same = " and ".join(f"o.e ->> '{key}' = n.e ->> '{key}'" for key in inner)
    return (
        f"select {keys}, o.e as was, n.e as became "
        f"from jsonb_array_elements(coalesce(c.before -> '{group}', '[]')) as o(e) "
        f"full join jsonb_array_elements(coalesce(c.after -> '{group}', '[]')) as n(e) on {same}"
    )


def same_key(shape: Shape, left: str, right: str) -> str:
    return " and ".join(f'{left}."{key}" = {right}."{key}"' for key in shape.keys)


def _present(shape: Shape, *, by_ids: bool = False) -> str:
    some = f" and {of_objects(shape, 'r')}" if by_ids else ""
    return f"left join {shape.name} r on r.tenant_id = %(tenant)s and {same_key(shape, 'r', 'n')}{some}"


def of_objects(shape: Shape, alias: str) -> str:
    """Said of what is joined by hashing as well: it would be all of the tenant's rows otherwise."""
    return f'{alias}."{shape.of.object_column}" = any(%(ids)s::uuid[])'


def updates_sql(
    shape: Shape,
    columns: tuple[str, ...],
    *,
    single: bool,
    by_ids: bool,
    chosen: bool,
    moment: bool = False,
    between: bool = False,
) -> str:
    """CTEs `net` and `judged`: for each changed row the former values (`w_`) and their states (`s_`).

    States: s as before, r restorable, a already so, f forced, c changed since, g gone. `chosen`: the caller names
    conflicts to force (`forced_objects`, `forced_fields`) or limits keys (`only_keys`).
    """
    plain = tuple(name for name in columns if name not in shape.of.keyed)
    parts = [
        f'{_former_value(shape, name)} as "w_{name}", {_state(shape, name, chosen=chosen)} as "s_{name}"'
        for name in plain
    ]
    laterals = []
    for name in shape.of.keyed:
        if name in columns:
            laterals.append(unwound_join(name, chosen=chosen))
            parts += unwound_parts(name)
    keys = ", ".join(f'n."{key}"' for key in shape.keys)
    typed = shape.typed(columns)
    moved, joined = _blocked_update(shape, columns), _moved_join(shape, plain, by_ids=by_ids)
    present = _present(shape, by_ids=by_ids)
    # Not kept: the images of a hundred thousand rows would be written to files only to be read once.
    return (
        f"net as not materialized ({net_sql(shape, single=single, by_ids=by_ids, moment=moment, between=between)}), "
        f"states as materialized (select n.object_id, n.client_id, {keys}, {_is_gone(shape, plain)} as is_gone, "
        f"{', '.join(parts)} from net n "
        f"cross join lateral jsonb_to_record(n.was) as w({typed}) "
        f"cross join lateral jsonb_to_record(n.became) as b({typed}) {present} {' '.join(laterals)} "
        "where n.was is not null and n.became is not null), "
        f"judged as materialized (select n.*, {moved} as blocked from states n {joined})"
    )


def _former_value(shape: Shape, name: str) -> str:
    """Of a set with which others did something else since: without what was added, and with what was taken away."""
    if name not in shape.of.sets:
        return f'w."{name}"'
    was, became, present = shape.value("w", name), shape.value("b", name), f'r."{name}"'
    return (
        f"case when {present} = {became} or not ({_is_apart(shape, name)}) then {was} else "
        f"array(select e from unnest({was}) e where e <> all({became})) || "
        f"array(select e from unnest({present}) e where e <> all({became}) or e = any({was})) end"
    )


def _is_apart(shape: Shape, name: str) -> str:
    """All that was added to a set is still in it, and nothing that was taken away is."""
    was, became, present = shape.value("w", name), shape.value("b", name), f'r."{name}"'
    return (
        f"not exists (select 1 from unnest({became}) e where e <> all({was}) and e <> all({present})) and "
        f"not exists (select 1 from unnest({was}) e where e <> all({became}) and e = any({present}))"
    )


def _is_gone(shape: Shape, columns: tuple[str, ...]) -> str:
    """Not there. What went into another since lacks nothing but its sets: those went with it."""
    former = shape.of.former
    if former is None or not set(columns) & set(shape.of.sets):
        return "r.tenant_id is null"
    others = [f'w."{name}" is distinct from b."{name}"' for name in columns if name not in shape.of.sets]
    merged = f"select 1 from {shape.name} m where m.tenant_id = %(tenant)s and m.{former} @> array[n.id]"
    return f"r.tenant_id is null and ({' or '.join([*others, f'not exists ({merged})'])})"


def _state(shape: Shape, name: str, *, chosen: bool) -> str:
    was, became = shape.value("w", name), shape.value("b", name)
    apart = f"when {_is_apart(shape, name)} then 'r' " if name in shape.of.sets else ""
    forced = f"(%(force)s or {_is_chosen(name)})" if chosen else "%(force)s"
    return (
        f"case when r.tenant_id is null then 'g' when {was} is not distinct from {became} then 's' "
        f"when r.\"{name}\" is not distinct from {became} then 'r' "
        f"when r.\"{name}\" is not distinct from {was} then 'a' {apart}{_returned(shape, name)}"
        f"when {forced} then 'f' else 'c' end"
    )


def _returned(shape: Shape, name: str) -> str:
    """Already so: what had been merged into the former value is there by itself again (`queries.merged`)."""
    if all(own != name for own, _ in shape.follows):
        return ""
    return f'when %(returned)s::jsonb ->> r."{name}"::text = w."{name}"::text then \'a\''


def _is_chosen(name: str) -> str:
    return (
        "exists (select 1 from unnest(%(forced_objects)s::uuid[], %(forced_fields)s::text[]) f (o, c) "
        f"where f.o = n.object_id and f.c in ('', '{name}'))"
    )


def _moved_join(shape: Shape, columns: tuple[str, ...], *, by_ids: bool) -> str:
    keys = [key for key in shape.uniques if set(key) & set(columns)]
    references = [each for each in shape.references if set(each.own) & set(columns)]
    if not keys and not references:
        return ""
    return _present(shape, by_ids=by_ids)


def _blocked_update(shape: Shape, names: tuple[str, ...]) -> str:
    """Why the row can't take its former values: a key taken meanwhile, or what they point at gone."""
    columns = tuple(name for name in names if name not in shape.of.keyed)

    def then(name: str) -> str:
        if name not in columns:
            return f'r."{name}"'
        return f'case when n."s_{name}" in (\'r\', \'f\') then n."w_{name}" else r."{name}" end'

    def moves(names: tuple[str, ...]) -> str:
        return "(" + " or ".join(f"n.\"s_{name}\" in ('r', 'f')" for name in names if name in columns) + ")"

    cases = [
        f"when {moves(key)} and {_taken(shape, key, then)} then 'taken:{','.join(key)}'"
        for key in shape.uniques
        if set(key) & set(columns)
    ]
    cases += [
        f"when {moves(each.own)} and {_missing(each, then)} then 'missing:{each.table}'"
        for each in shape.references
        if set(each.own) & set(columns)
    ]
    refusal = shape.of.refusal
    if refusal is None or refusal.column not in names:
        return _cases(cases)
    then_refused = _refused(refusal, f'n."w_{refusal.column}"')
    return f'coalesce({_cases(cases)}, case when n."n_{refusal.column}" > 0 then {then_refused} end)'


def _cases(cases: Sequence[str]) -> str:
    return f"case {' '.join(cases)} end" if cases else "null::text"


def _refused(refusal: Refusal, value: str) -> str:
    """Asked of a row only where there is anything to refuse: a call for each of many rows takes seconds."""
    asked = f"(select {refusal.applies}) and {value} <> '{{}}'"
    return f"case when {asked} then {refusal.function}(n.object_id, {value}, %(set)s, %(since)s::timestamptz) end"


def _taken(shape: Shape, key: tuple[str, ...], value: Callable[[str], str]) -> str:
    same = " and ".join(f'o."{name}" = {value(name)}' for name in key)
    other = " or ".join(f'o."{name}" <> n."{name}"' for name in shape.keys)
    return f"exists (select 1 from {shape.name} o where o.tenant_id = %(tenant)s and {same} and ({other}))"


def _missing(reference: Reference, value: Callable[[str], str]) -> str:
    """Not there, and not among what comes back by the same undo."""
    pairs = list(zip(reference.own, reference.theirs, strict=True))
    given = " and ".join(f"{value(own)} is not null" for own, _ in pairs)
    there = " and ".join(f'p."{theirs}" = {value(own)}' for own, theirs in pairs)
    back = " and ".join(f"c.before ->> '{theirs}' = ({value(own)})::text" for own, theirs in pairs)
    return (
        f"{given} and not exists (select 1 from {reference.table} p where p.tenant_id = %(tenant)s and {there}) "
        f"and not exists (select 1 from changes c where {_SET} and c.table_name = '{reference.table}' "
        f"and c.operation = 'delete' and {back})"
    )


def rows_sql(shape: Shape, columns: tuple[str, ...]) -> str:
    """Of `judged`: object, client, code, what is in conflict, why blocked, and whether conflicts were forced."""
    states = [f'"s_{name}"' for name in columns]
    some = f"array[{', '.join(states)}]"
    names = [f"case when \"s_{name}\" = 'c' then '{name}' end" for name in columns if name not in shape.of.keyed]
    left = f"array_remove(array[{', '.join(names)}]::text[], null)"
    for name in columns:
        if name in shape.of.keyed:
            left += f" || array(select '{name}.' || k from jsonb_array_elements_text(coalesce(\"l_{name}\", '[]')) k)"
    keyed = "".join(f' or coalesce("n_{name}", 0) > 0' for name in columns if name in shape.of.keyed)
    return (
        f"select object_id, client_id, case when is_gone or blocked is not null then {BLOCKED} "
        f"when 'c' = any({some}) then {CONFLICT} when {some} && array['r', 'f'] then {RESTORABLE} "
        f"when 'a' = any({some}) then {ALREADY} else 0 end as code, {left} as conflicts, "
        f"case when is_gone then 'gone' else blocked end as blocked, 'f' = any({some}) as is_forced, "
        f"blocked is null and ({some} && array['r', 'f']{keyed}) as is_written from judged"
    )


def created_sql(shape: Shape, *, single: bool, by_ids: bool, moment: bool = False, between: bool = False) -> str:
    """Rows the change set made, which an undo removes. Columns as `rows_sql`, with `net` inside."""
    differing = ", ".join(
        f"case when r.\"{name}\" is distinct from {shape.value('b', name)} then '{name}' end" for name in shape.compared
    )
    conflicts = f"array_remove(array[{differing}]::text[], null)"
    used = _used(shape) if shape.is_root else "null::text"
    return (
        f"select object_id, client_id, case when is_gone then {ALREADY} when blocked is not null then {BLOCKED} "
        f"when conflicts <> '{{}}' then {CONFLICT} else {RESTORABLE} end as code, "
        "case when is_gone then '{}' else conflicts end as conflicts, blocked, "
        "false as is_forced, false as is_written from ("
        f"select n.object_id, n.client_id, r.tenant_id is null as is_gone, {conflicts} as conflicts, {used} as blocked "
        f"from ({net_sql(shape, single=single, by_ids=by_ids, moment=moment, between=between)}) n "
        f"cross join lateral jsonb_to_record(n.became) as b({shape.typed(shape.compared)}) "
        f"{_present(shape, by_ids=by_ids)} "
        "where n.was is null and n.became is not null) j"
    )


def _used(shape: Shape) -> str:
    """What else points at the row, but for what the same change set made or pointed there."""
    cases = []
    for each in shape.referrers:
        pairs = list(zip(each.own, each.theirs, strict=True))
        here = {their: f'n."{their}"' if their in shape.keys else f'b."{their}"' for _, their in pairs}
        same = " and ".join(f'u."{own}" = {here[their]}' for own, their in pairs)
        elsewhere = " or ".join(f"c.before ->> '{own}' is distinct from ({here[their]})::text" for own, their in pairs)
        ours = (
            f"and not exists (select 1 from changes c where {_SET} and c.object_id = u.id "
            f"and c.table_name = '{each.table}' and (c.operation = 'insert' or {elsewhere}))"
        )
        ours = ours if each.table in shapes() else ""
        cases.append(
            f"when exists (select 1 from {each.table} u where u.tenant_id = %(tenant)s and {same} {ours}) "
            f"then 'used:{each.table}'"
        )
    return f"case {' '.join(cases)} end" if cases else "null::text"


def deleted_sql(shape: Shape, *, single: bool, by_ids: bool, moment: bool = False, between: bool = False) -> str:
    """Rows the change set removed, which an undo brings back. Columns as `rows_sql`."""

    def then(name: str) -> str:
        return f'w."{name}"'

    keyed = {name for key in shape.uniques for name in key} | {n for each in shape.references for n in each.own}
    keyed |= {shape.of.refusal.column} if shape.of.refusal is not None else set()
    typed = tuple(name for name in shape.values if name in keyed) or shape.values[:1]
    cases = [f"when {_taken(shape, key, then)} then 'taken:{','.join(key)}'" for key in shape.uniques]
    cases += [
        f"when {_missing(each, then)} then 'missing:{each.table}'"
        for each in shape.references
        if not set(each.own) & set(shape.keys)
    ]
    blocked = _cases(cases)
    if shape.of.refusal is not None:
        blocked = f"coalesce({blocked}, {_refused(shape.of.refusal, then(shape.of.refusal.column))})"
    judged = (
        f"select n.object_id, n.client_id, r.tenant_id is not null as is_there, {blocked} as blocked, n.was "
        f"from ({net_sql(shape, single=single, by_ids=by_ids, moment=moment, between=between)}) n "
        f"cross join lateral jsonb_to_record(n.was) as w({shape.typed(typed)}) {_present(shape, by_ids=by_ids)} "
        "where n.was is not null and n.became is null"
    )
    # What one change set removed was there together.
    judged = with_rivals(shape, judged) if moment and shape.is_root else judged
    return (
        f"select object_id, client_id, case when is_there then {ALREADY} when blocked is not null then {BLOCKED} "
        f"else {RESTORABLE} end as code, '{{}}'::text[] as conflicts, "
        "case when not is_there then blocked end as blocked, false as is_forced, false as is_written "
        f"from ({judged}) j"
    )
