"""SQL for what comes back together and wants what only one of them can have: the first of them gets it."""

from quarterdeck.domains.recovery.queries.shapes import Shape


def with_rivals(shape: Shape, judged: str) -> str:
    """`judged` (object, client, `is_there`, `blocked`, `was`), where whoever comes second is blocked as well."""
    claims = [_key(key) for key in shape.uniques]
    if (refusal := shape.of.refusal) is not None:
        wanted = refusal.claims.format(value=f"(o.was -> '{refusal.column}')")
        claims.append(
            "select o.object_id, o.place, 'rival_value:' || u.label, u.form "
            f"from coming o cross join lateral ({wanted}) u (label, form)"
        )
    if not claims:
        return judged
    return (
        f"with judged as materialized ({judged}), "
        "coming as (select object_id, was, array_position(%(ids)s::uuid[], object_id) as place "
        "from judged where not is_there and blocked is null), "
        f"claims (object_id, place, what, form) as ({' union all '.join(claims)}), "
        "rivals as (select object_id, min(what) as what from (select c.*, "
        "row_number() over (partition by what, form order by place) as turn from claims c) c "
        "where turn > 1 group by object_id) "
        "select j.object_id, j.client_id, j.is_there, coalesce(j.blocked, r.what) as blocked "
        "from judged j left join rivals r using (object_id)"
    )


def _key(key: tuple[str, ...]) -> str:
    values = ", ".join(f"o.was -> '{name}'" for name in key)
    given = " and ".join(f"o.was ->> '{name}' is not null" for name in key)
    return (
        f"select o.object_id, o.place, 'rival:{','.join(key)}', jsonb_build_array({values})::text "
        f"from coming o where {given}"
    )
