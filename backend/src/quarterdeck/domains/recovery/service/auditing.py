"""The audit log, in the words of the fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.schemas import RetryWrite
from quarterdeck.domains.jobs.service import start_job
from quarterdeck.domains.recovery.queries.audit import (
    AuditFilter,
    Position,
    look_back,
    recent_actors,
    streamed_rows,
)
from quarterdeck.domains.recovery.queries.shapes import SILENT, shapes
from quarterdeck.domains.recovery.schemas import Actor as Person
from quarterdeck.domains.recovery.schemas import AuditChange, AuditEntry, AuditExportWrite, AuditFacets
from quarterdeck.domains.recovery.service.names import REFERRING, Names, columns_named, load_names, named_in, names_of
from quarterdeck.domains.recovery.service.reasons import noun_of, tables_by_noun
from quarterdeck.domains.tenancy.service import access_client
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.tabular import Value

PERMISSION = "settings:manage"
EXPORT_KIND = "audit.export"
HEADINGS = (
    "Time",
    "Who",
    "From where",
    "Reason",
    "Client",
    "Action",
    "Kind",
    "Name",
    "ID",
    "Field",
    "Before",
    "After",
    "Job",
    "Change set",
)
_OPERATIONS = {"insert": "created", "update": "changed", "delete": "deleted"}
_LOOKED_AT = 20_000

#: Never told: what the database keeps for itself, and what could be used to sign in.
_UNTOLD = SILENT | {"id", "tenant_id", "search", "token_hash", "password_hash", "secret", "former_ids"}
_TITLES = ("name", "label", "tag", "key", "flag", "target", "invited_name")
#: Columns that say whose it is.
_WHOSE = ("user_id", "membership_id")


def audit_log(
    session: TenantSession,
    actor: Actor,
    wanted: AuditFilter,
    *,
    field: str | None,
    kind: str | None = None,
    after: Position | None,
    limit: int,
) -> tuple[list[AuditEntry], Position | None]:
    """Changes, the newest first, and where the search for them stopped short of `limit` and of the end of the log.

    A person with a client scope sees those of their clients.
    """
    actor.require(PERMISSION)
    looked = look_back(session, _placed(session, wanted, field, kind), after=after, limit=limit)
    return _entries(session, looked.rows, load_names(session)), looked.back_to


def _placed(session: TenantSession, wanted: AuditFilter, field: str | None, kind: str | None) -> AuditFilter:
    """The filter, with the field and the kind of record people know as the journal keeps them."""
    if field is not None:
        columns = columns_named(session, [field]).every()
        wanted = replace(wanted, column=columns[0] if columns else field)
    return wanted if kind is None else replace(wanted, tables=tables_by_noun().get(kind, []))


def audit_facets(session: TenantSession, actor: Actor) -> AuditFacets:
    actor.require(PERMISSION)
    found = [Person(id=actor_id, label=label) for actor_id, label in recent_actors(session, looked_at=_LOOKED_AT)]
    return AuditFacets(actors=sorted(found, key=lambda each: each.label.casefold()), kinds=sorted(tables_by_noun()))


def start_export(session: TenantSession, actor: Actor, wanted: AuditExportWrite) -> Job:
    """The job that writes the log, narrowed as asked, into a file: one line for each field."""
    actor.require(PERMISSION)
    if wanted.client is not None:
        access_client(session, actor, wanted.client)
    params = wanted.model_dump(mode="json")
    return start_job(
        session, actor, kind=EXPORT_KIND, title="Export the audit log", params=params, client_id=wanted.client
    )


def export_again(session: TenantSession, actor: Actor, job: Job, _: RetryWrite) -> Job:
    """The same part of the log as it is now."""
    return start_export(session, actor, AuditExportWrite.model_validate(job.params))


def exported_lines(session: TenantSession, actor: Actor, wanted: AuditExportWrite) -> Iterator[tuple[Value, ...]]:
    """A line for each field of each entry, the newest first; an entry without fields is a line as well."""
    actor.require(PERMISSION)
    names = load_names(session)
    chosen = AuditFilter(
        wanted.actor,
        wanted.object,
        wanted.change_set,
        wanted.job,
        wanted.client,
        wanted.origin,
        wanted.operation,
        wanted.since,
        wanted.until,
    )
    streamed = streamed_rows(session, _placed(session, chosen, wanted.field, wanted.kind))
    for entry in (each for rows in streamed for each in _entries(session, rows, names)):
        head = (entry.at, entry.actor.label, entry.origin, entry.reason, entry.client, _OPERATIONS[entry.operation])
        what = (entry.noun, entry.label, str(entry.object_id))
        tail = (str(entry.job_id) if entry.job_id else None, str(entry.change_set_id))
        for change in entry.changes or [AuditChange(field="", label="")]:
            yield (*head, *what, change.label, _text(change.before), _text(change.after), *tail)


def _text(value: Any) -> Value:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Mapping) and "label" in value:
        return str(value["label"])
    return orjson.dumps(value).decode()


def _entries(session: TenantSession, rows: Sequence[Mapping[str, Any]], names: Names) -> list[AuditEntry]:
    images = [image for row in rows for image in (row["before"], row["after"]) if image]
    referred = names_of(session, (image.get(column) for image in images for column in REFERRING))
    return [_entry(row, names, referred) for row in rows]


def _entry(row: Mapping[str, Any], names: Names, referred: Mapping[str, str]) -> AuditEntry:
    before, after = row["before"] or {}, row["after"] or {}
    shape = shapes().get(row["table_name"])
    title = str(shape.of.title) if shape else ""
    images = (after, before)
    named = next((str(image[key]) for image in images for key in (title, *_TITLES) if image.get(key)), None)
    whose = next((referred[image[key]] for image in images for key in _WHOSE if image.get(key) in referred), None)
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
        label=whose or named or row["asset"],
        asset_id=row["asset_id"],
        operation=row["operation"],
        client_id=row["client_id"],
        client=row["client"],
        changes=[_in_words(each, referred) for each in _changes(row["table_name"], before, after, names)],
    )


def _in_words(change: AuditChange, referred: Mapping[str, str]) -> AuditChange:
    def named(value: Any) -> Any:
        label = referred.get(value) if isinstance(value, str) else None
        return value if label is None else {"id": value, "label": label}

    return change.model_copy(update={"before": named(change.before), "after": named(change.after)})


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
