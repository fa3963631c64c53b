"""Where rows belong now whose location or contact was merged into another since, or taken out of it again."""

import json
import uuid
from collections.abc import Sequence

from quarterdeck.domains.recovery.queries.extent import OF_SET, Extent
from quarterdeck.domains.recovery.queries.shapes import Shape, shapes
from quarterdeck.platform.db.session import TenantSession

NOTHING = "{}"


def places(
    session: TenantSession, extent: Extent, ids: Sequence[uuid.UUID] | None = None, *, by_object: bool = False
) -> dict[str, str]:
    """What the statements that judge and write need to know of merges. `by_object`: of all that happened to these."""
    return {
        "merged": _merged_since(session, extent, ids, by_object=by_object),
        "returned": _returned_since(session, extent),
    }


def _merged_since(session: TenantSession, extent: Extent, ids: Sequence[uuid.UUID] | None, *, by_object: bool) -> str:
    """Those that rows of the change set pointed at and that are gone, with the ones they went into, as JSON.

    What the change set itself took away comes back with it.
    """
    pointing = _pointing(extent)
    params = extent.params(session, ids=None if ids is None else list(ids))
    some = " or ".join(f"exists (select 1 from {shape.name} t where {_merged(shape)})" for shape, _ in pointing)
    if not pointing or not (session.raw.execute(f"select {some}", params).fetchone() or [False])[0]:
        return NOTHING
    parts = [_gone(shape, own, by_ids=ids is not None, by_object=by_object) for shape, own in pointing]
    found = session.raw.execute(" union all ".join(parts), params)
    return json.dumps({str(gone): str(survivor) for gone, survivor in found})


def _returned_since(session: TenantSession, extent: Extent) -> str:
    """What had been merged into those that the change set took away and is there again, with these, as JSON."""
    parts = [_again(shapes()[name]) for name, touched in extent.tables.items() if touched.deleted]
    statement = " union all ".join(filter(None, parts))
    if not statement:
        return NOTHING
    found = session.raw.execute(statement, extent.params(session))
    return json.dumps(dict(found.fetchall()))


def _again(shape: Shape) -> str:
    former = shape.of.former
    if former is None:
        return ""
    return (
        f"select f.id, c.object_id::text from changes c "
        f"cross join lateral jsonb_array_elements_text(c.before -> '{former}') f (id) "
        f"where {OF_SET} and c.table_name = '{shape.name}' and c.operation = 'delete' and exists "
        f"(select 1 from {shape.name} x where x.tenant_id = %(tenant)s and x.id = f.id::uuid)"
    )


def _pointing(extent: Extent) -> list[tuple[Shape, list[tuple[str, str]]]]:
    """What others can be merged into, with the tables and columns that the change set wrote and that point there."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, touched in extent.tables.items():
        for column, table in shapes()[name].follows:
            if touched.inserted or touched.deleted or column in touched.columns:
                found.setdefault(table, []).append((name, column))
    return [(shapes()[table], own) for table, own in found.items()]


def _merged(shape: Shape) -> str:
    return f"t.tenant_id = %(tenant)s and t.{shape.of.former} <> '{{}}'"


def _gone(shape: Shape, own: list[tuple[str, str]], *, by_ids: bool, by_object: bool) -> str:
    scope = "c.tenant_id = %(tenant)s" if by_object else OF_SET
    objects = "and c.object_id = any(%(ids)s::uuid[])" if by_ids else ""
    pointed = " union ".join(
        f"select image ->> '{column}' from changes c cross join lateral (values (c.before), (c.after)) v (image) "
        f"where {scope} and c.table_name = '{name}' {objects} and image ? '{column}'"
        for name, column in own
    )
    return (
        f"select p.gone, p.id from (select t.id, unnest(t.{shape.of.former}) as gone from {shape.name} t "
        f"where {_merged(shape)}) p "
        f"where not exists (select 1 from {shape.name} x where x.tenant_id = %(tenant)s and x.id = p.gone) "
        f"and not exists (select 1 from changes c where {OF_SET} and c.table_name = '{shape.name}' "
        f"and c.operation = 'delete' and c.object_id = p.gone) and p.gone::text in ({pointed})"
    )
