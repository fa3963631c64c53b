"""The statements that write rows back. Each takes the same parameters as those that judge (`queries.judging`)."""

from quarterdeck.domains.recovery.queries.judging import net_sql, of_objects, rows_sql, same_key, updates_sql
from quarterdeck.domains.recovery.queries.shapes import Shape


def lock_sql(shape: Shape) -> str:
    """In the order of the keys, as everybody locks them, so that two writers can't wait for each other."""
    keys = ", ".join(shape.keys)
    return (
        f"select count(*) from (select 1 from {shape.name} where tenant_id = %(tenant)s "
        f"and {shape.of.object_column} = any(%(ids)s::uuid[]) order by {keys} for update) locked"
    )


def write_updates_sql(
    shape: Shape,
    columns: tuple[str, ...],
    *,
    single: bool,
    chosen: bool,
    moment: bool = False,
    between: bool = False,
    told: bool = True,
) -> str:
    """Give changed rows their former values, field by field.

    Answers what `rows_sql` says, each once, and of which objects; or nothing.
    """
    restored = []
    wanted = []
    for name in columns:
        moves = f"j.\"s_{name}\" in ('r', 'f')"
        if name in shape.of.keyed:
            # Also when some of its keys are left: the value holds those as they are.
            moves = f"j.\"s_{name}\" in ('r', 'f', 'c')"
        restored.append(f'"{name}" = case when {moves} then j."w_{name}" else r."{name}" end')
        wanted.append(f'j."w_{name}" is distinct from r."{name}" and {moves}')
    update = (
        f"update {shape.name} r set {', '.join(restored)} from judged j "
        f"where r.tenant_id = %(tenant)s and {same_key(shape, 'r', 'j')} and {of_objects(shape, 'r')} "
        f"and j.blocked is null and ({' or '.join(wanted)})"
    )
    judged = updates_sql(
        shape, columns, single=single, by_ids=True, chosen=chosen, moment=moment, between=between and not moment
    )
    if not told:
        return f"with {judged} {update}"
    return (
        f"with {judged}, written as ({update} returning 1) "
        "select array_agg(object_id), code, conflicts, blocked, is_forced, is_written "
        f"from ({rows_sql(shape, columns)}) o group by 2, 3, 4, 5, 6"
    )


def insert_sql(shape: Shape, *, single: bool, moment: bool = False) -> str:
    """Bring back the rows that the change set removed. Answers whose they are."""
    keys = ", ".join(f'"{name}"' for name in shape.keys)
    values = ", ".join(f'"{name}"' for name in shape.values)
    then = ", ".join(_then(shape, name) for name in shape.values)
    picked = ", ".join(f'n."{key}"' for key in shape.keys)
    return (
        f"insert into {shape.name} (tenant_id, {keys}, {values}) select %(tenant)s, {picked}, {then} "
        f"from ({net_sql(shape, single=single, by_ids=True, moment=moment)}) n "
        f"cross join lateral jsonb_to_record(n.was) as w({shape.typed(shape.values)}) "
        f"where n.was is not null and n.became is null on conflict (tenant_id, {keys}) do nothing "
        f'returning "{shape.of.object_column}"'
    )


def _then(shape: Shape, name: str) -> str:
    """What a row comes back with. Its sets lack what came with those that were taken out of it meanwhile."""
    value = shape.value("w", name)
    if name not in shape.of.sets:
        return value
    came = (
        f"select 1 from changes c cross join lateral jsonb_array_elements_text(c.after -> '{shape.of.former}') f (id) "
        f"where c.tenant_id = %(tenant)s and c.object_id = n.id and c.table_name = '{shape.name}' "
        f"and c.operation = 'update' and not coalesce(c.before -> '{shape.of.former}', '[]') ? f.id "
        f"and %(returned)s::jsonb ->> f.id = n.id::text "
        f"and c.after -> '{name}' ? e::text and not coalesce(c.before -> '{name}', '[]') ? e::text"
    )
    return f"array(select e from unnest({value}) e where %(returned)s::jsonb = '{{}}' or not exists ({came}))"


def delete_sql(shape: Shape, *, single: bool, moment: bool = False) -> str:
    """Remove the rows that the change set made."""
    return (
        f"delete from {shape.name} r using ({net_sql(shape, single=single, by_ids=True, moment=moment)}) n "
        f"where r.tenant_id = %(tenant)s and {same_key(shape, 'r', 'n')} and {of_objects(shape, 'r')} "
        "and n.was is null and n.became is not null"
    )


def begin_quiet_sql(shape: Shape, root: Shape) -> str:
    """A quiet row that says nothing for each object that is there without one. `end_quiet_sql` removes those left."""
    key = shape.of.object_column
    return (
        "with missing as materialized (select e.id from unnest(%(ids)s::uuid[]) as e (id) where not exists ("
        f'select 1 from {shape.name} q where q.tenant_id = %(tenant)s and q."{key}" = e.id)) '
        f'insert into {shape.name} (tenant_id, "{key}") select %(tenant)s, r.id from missing m '
        f"join {root.name} r on r.tenant_id = %(tenant)s and r.id = m.id"
    )


def end_quiet_sql(shape: Shape) -> str:
    """Nothing said is the same as no row."""
    empty = " and ".join(f"\"{name}\" = '{{}}'" for name in shape.of.keyed)
    return (
        f"delete from {shape.name} where tenant_id = %(tenant)s "
        f'and "{shape.of.object_column}" = any(%(ids)s::uuid[]) and {empty}'
    )


def delete_all_sql(shape: Shape) -> str:
    """Remove every row of the objects, whoever made it: the object itself is going."""
    return f"delete from {shape.name} where tenant_id = %(tenant)s and {shape.of.object_column} = any(%(ids)s::uuid[])"


def touch_sql(shape: Shape) -> str:
    """Raise the version of objects of which only parts were written, so that nobody overwrites those unseen."""
    key = shape.of.object_column
    return f'update {shape.name} set "{key}" = "{key}" where tenant_id = %(tenant)s and "{key}" = any(%(ids)s::uuid[])'
