"""SQL for columns whose keys are fields of their own: they go back key by key."""


def unwound_join(name: str, *, chosen: bool) -> str:
    """What becomes of the column in `w`, `b` and `r`, for `unwound_parts`. `chosen`: as in `judging.updates_sql`."""
    forced = _forced_keys(name) if chosen else "'{}'"
    only = "%(only_keys)s::text[]" if chosen else "null"
    # `offset 0`: worked out once for each row, and not in each of the expressions that look into it.
    return f'cross join lateral (select {_unwound(name, forced, only)} as "{name}" offset 0) u_{name}'


def unwound_parts(name: str) -> list[str]:
    """The value that the keyed column gets, its state, the keys that are left, and how many go back."""
    found, was, became = f'u_{name}."{name}"', _keys_of("w", name), _keys_of("b", name)
    state = (
        f"case when r.tenant_id is null then 'g' "
        f"when {found} is null then case when {was} = {became} then 's' else 'r' end "
        f"when ({found} ->> 'changed')::int = 0 then 's' when {found} -> 'left' <> '[]' then 'c' "
        f"when ({found} ->> 'restored')::int > 0 then 'r' else 'a' end"
    )
    restored = (
        f"case when r.tenant_id is null then 0 when {found} is null then ({was} <> {became})::int "
        f"else ({found} ->> 'restored')::int end"
    )
    return [
        f"case when {found} is null then {was} else {found} -> 'value' end as \"w_{name}\"",
        f'{state} as "s_{name}"',
        f"{found} -> 'left' as \"l_{name}\"",
        f'{restored} as "n_{name}"',
    ]


def _keys_of(alias: str, name: str) -> str:
    return f"coalesce({alias}.\"{name}\", '{{}}')"


def _unwound(name: str, forced: str, only: str) -> str:
    """What becomes of the keyed column, key by key; null where nobody wrote since: the function is slow."""
    return (
        f"case when r.tenant_id is null or {only} is null and {_keys_of('r', name)} = {_keys_of('b', name)} then null "
        f'else journal_unwound(w."{name}", b."{name}", r."{name}", {forced}, %(force)s, {only}) end'
    )


def _forced_keys(name: str) -> str:
    return (
        "array(select case when f.c = '' then '*' else substr(f.c, "
        f"{len(name) + 2}) end from unnest(%(forced_objects)s::uuid[], %(forced_fields)s::text[]) f (o, c) "
        f"where f.o = n.object_id and (f.c = '' or f.c like '{name}.%%'))"
    )
