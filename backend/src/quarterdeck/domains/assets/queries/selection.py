"""Which assets a request is about: the tenant, the clients in scope, and the filter."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quarterdeck.domains.assets.fields.definition import AssetField
from quarterdeck.domains.assets.queries.setting import Setting, contacts_of_asker
from quarterdeck.platform.actors import ScopeMode
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.filters.ast import Comparison, Query, Special
from quarterdeck.platform.filters.check import parse_filter
from quarterdeck.platform.filters.compile import compile_filter
from quarterdeck.platform.filters.printer import print_query

_REFERENCES = {
    "client": "left join clients r_client on r_client.tenant_id = %(tenant_id)s and r_client.id = a.client_id",
    "location": (
        "left join locations r_location on r_location.tenant_id = %(tenant_id)s and r_location.id = a.location_id"
    ),
    "contact": "left join contacts r_contact on r_contact.tenant_id = %(tenant_id)s and r_contact.id = a.contact_id",
}
_FROZEN = (
    "a.id in (select unnest(frozen.ids) from selection_chunks frozen"
    " where frozen.tenant_id = %(tenant_id)s and frozen.selection_id = %(frozen)s)"
)


@dataclass(frozen=True, slots=True)
class Selection:
    """A condition on `assets a`, its parameters, and what it says in canonical words (the key of cached counts)."""

    where: str
    params: dict[str, object]
    canonical: str
    is_filtered: bool
    #: Stands before every statement: the tables as they were, when the past is asked (`queries.past`).
    tables: str = ""


def select_assets(
    session: TenantSession,
    setting: Setting,
    *,
    text: str | None,
    client_id: uuid.UUID | None,
    ids: Sequence[uuid.UUID] | None = None,
    selection_id: uuid.UUID | None = None,
) -> Selection:
    """The selection of a filter text. Raises `FilterErrors`."""
    query = parse_filter(text or "", setting.fields.language)
    me = contacts_of_asker(session) if _asks_for_me(query) else []
    context = setting.context(me=me)
    compiled = compile_filter(query, setting.fields.language, context)
    conditions = ["a.tenant_id = %(tenant_id)s"]
    params = dict(compiled.params)
    if client_id is not None:
        conditions.append("a.client_id = %(client_id)s")
        params["client_id"] = client_id
    if ids is not None:
        conditions.append("a.id = any(%(ids)s::uuid[])")
        params["ids"] = list(ids)
    if selection_id is not None:
        conditions.append(_FROZEN)
        params["frozen"] = selection_id
    conditions += _scope(session, params)
    if compiled.sql != "true":
        conditions.append(compiled.sql)
    # Relative dates mean other days tomorrow, and @me somebody else for others.
    canonical = (
        f"{print_query(query)}\n{client_id}\n{ids}\n{selection_id}\n{context.now.astimezone(context.zone).date()}\n{me}"
    )
    narrowed = compiled.sql != "true" or ids is not None or selection_id is not None
    return Selection(" and ".join(conditions), params, canonical, is_filtered=narrowed)


def _asks_for_me(query: Query) -> bool:
    return any(
        isinstance(term, Comparison) and Special.ME in term.values for group in query.groups for term in group.terms
    )


def _scope(session: TenantSession, params: dict[str, object]) -> list[str]:
    """The database enforces the client scope anyway; said again in this form, an index can serve it."""
    scope = session.client_scope
    if scope.mode is not ScopeMode.ALLOW:
        return []
    ids = sorted(scope.client_ids)
    params["scope"] = ids[0] if len(ids) == 1 else ids
    return ["a.client_id = %(scope)s" if len(ids) == 1 else "a.client_id = any(%(scope)s::uuid[])"]


def joins_for(fields: Iterable[AssetField]) -> str:
    """The joins that the expressions of these fields lean on."""
    joins: dict[str, str] = {}
    for declared in fields:
        if declared.reference is not None:
            joins[declared.reference] = _REFERENCES[declared.reference]
        for alias, table in declared.tables.items():
            joins[alias] = f"left join {table} {alias} on {alias}.tenant_id = %(tenant_id)s and {alias}.id = a.id"
    return " ".join(joins.values())
