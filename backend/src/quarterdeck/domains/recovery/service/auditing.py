"""The audit log, in the words of the fields."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from quarterdeck.domains.recovery.queries.audit import AuditFilter, audit_rows
from quarterdeck.domains.recovery.queries.shapes import SILENT, shapes
from quarterdeck.domains.recovery.schemas import Actor as Person
from quarterdeck.domains.recovery.schemas import AuditChange, AuditEntry
from quarterdeck.domains.recovery.service.names import Names, columns_named, load_names, named_in
from quarterdeck.domains.recovery.service.reasons import noun_of
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

#: Never told: what the database keeps for itself, and what could be used to sign in.
_UNTOLD = SILENT | {"id", "tenant_id", "search", "token_hash", "password_hash", "secret"}
_TITLES = ("name", "label", "tag", "key")


def audit_log(
    session: TenantSession,
    actor: Actor,
    wanted: AuditFilter,
    *,
    field: str | None,
    after: tuple[datetime, int] | None,
    limit: int,
) -> list[AuditEntry]:
    """Changes, the newest first. A person with a client scope sees those of their clients."""
    actor.require("settings:manage")
    if field is not None:
        columns = columns_named(session, [field]).every()
        wanted = replace(wanted, column=columns[0] if columns else field)
    names = load_names(session)
    return [_entry(row, names) for row in audit_rows(session, wanted, after=after, limit=limit)]


def _entry(row: Mapping[str, Any], names: Names) -> AuditEntry:
    before, after = row["before"] or {}, row["after"] or {}
    title = next((str(image[key]) for image in (after, before) for key in _TITLES if image.get(key)), None)
    return AuditEntry(
        id=row["id"],
        at=row["at"],
        change_set_id=row["change_set_id"],
        actor=Person(id=row["actor_id"], label=row["actor_label"]),
        origin=row["origin"],
        reason=row["reason"],
        job_id=row["job_id"],
        table=row["table_name"],
        noun=noun_of(row["table_name"]),
        object_id=row["object_id"],
        label=title,
        operation=row["operation"],
        client_id=row["client_id"],
        client=row["client"],
        changes=_changes(row["table_name"], before, after, names),
    )


def _changes(table: str, before: Mapping[str, Any], after: Mapping[str, Any], names: Names) -> list[AuditChange]:
    shape = shapes().get(table)
    keyed = shape.of.keyed if shape else ()
    old, new = _flat(before, keyed), _flat(after, keyed)
    found = []
    for column in {**old, **new}:
        if column not in _UNTOLD and old.get(column) != new.get(column):
            named = named_in(names, table, column)
            found.append(AuditChange(field=named.id, label=named.label, before=old.get(column), after=new.get(column)))
    return found


def _flat(image: Mapping[str, Any], keyed: tuple[str, ...]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for column, value in image.items():
        if column in keyed and isinstance(value, dict):
            flat |= {f"{column}.{key}": each for key, each in value.items()}
        else:
            flat[column] = value
    return flat
