"""What a job says was asked of it: in the words people use at the time, kept for whoever reads it later."""

import re
import uuid
from collections.abc import Mapping

from pydantic import TypeAdapter

from quarterdeck.domains.assets.models import SelectionSnapshot
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.assets.service.editing import names_of_references
from quarterdeck.domains.bulk.schemas import ChangeList, ClearValue, Edit, Operation, ReplaceText, SetValue
from quarterdeck.domains.jobs.models import Job
from quarterdeck.platform.db.session import TenantSession

_NAMED = 3
_CLIENTS_NAMED = 5
#: An id says nothing to a person.
_REFERENCE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_OPERATION: TypeAdapter[Operation] = TypeAdapter(Operation)


def operation_of(job: Job) -> Operation:
    return _OPERATION.validate_python(job.params["operation"])


def inputs_of(job: Job) -> dict[str, str]:
    """What was asked for, as the person who asked would say it."""
    operation = operation_of(job)
    template, labels = job.params.get("template") or {}, job.params.get("labels", {})
    values, edits = job.params.get("values", {}), [] if operation.kind == "delete" else operation.edits
    told = {
        "reason": job.params.get("reason"),
        **job.params.get("chosen", {}),
        "template": template.get("name"),
        "changes": "; ".join(_told(each, labels.get(each.field, each.field), values.get(each.field)) for each in edits),
    }
    return {name: text for name, text in told.items() if text}


def _told(edit: Edit, field: str, value: str | None) -> str:
    match edit:
        case ClearValue():
            return f"{field}: cleared"
        case ReplaceText():
            return f"{field}: “{edit.find}” → “{edit.replacement}”"
        case ChangeList():
            return f"{field}: {edit.action} {', '.join(edit.value)}"
        case SetValue() if value is not None:
            return f"{field} = {value}"
        case SetValue(value=str() as given) if _REFERENCE.fullmatch(given):
            return f"{field}: set"
        case _:
            return f"{field} = {edit.value}"


def finished_sentence(operation: Operation, counters: dict[str, int]) -> str:
    """What came of it, for the person who asked."""
    what = "deleted" if operation.kind == "delete" else "changed"
    parts = [f"{counters['changed']:,} {what}"]
    if counters["unchanged"]:
        parts.append(f"{counters['unchanged']:,} were so already")
    if counters["skipped"]:
        parts.append(f"{counters['skipped']:,} skipped, each with its reason")
    return ", ".join(parts) + "."


def labels_of(session: TenantSession, operation: Operation) -> dict[str, str]:
    """What people call the fields now: a job tells of them by that name ever after."""
    fields = fields_for(session)
    return {} if operation.kind == "delete" else {each.field: fields[each.field].label for each in operation.edits}


def values_of(session: TenantSession, operation: Operation) -> dict[str, str]:
    """What people call the values that are set to a choice or to a record, as they are called now."""
    if operation.kind == "delete":
        return {}
    fields = fields_for(session)
    given = {each.field: each.value for each in operation.edits if isinstance(each, SetValue)}
    ids = [uuid.UUID(value) for value in given.values() if isinstance(value, str) and _REFERENCE.fullmatch(value)]
    names = {str(found): name for found, name in names_of_references(session, ids).items()}
    told: dict[str, str] = {}
    for field_id, value in given.items():
        choices = {choice.value: choice.label for choice in fields[field_id].choices}
        known = choices.get(str(value)) or names.get(str(value))
        if known is not None:
            told[field_id] = known
    return told


def title_of(operation: Operation, labels: Mapping[str, str], count: int, template: str | None) -> str:
    assets = f"{count:,} asset{'' if count == 1 else 's'}"
    if template is not None:
        return f"{template}: {assets}"
    if operation.kind == "delete":
        return f"Delete {assets}"
    fields = list(dict.fromkeys(labels.get(each.field, each.field) for each in operation.edits))
    named, more = ", ".join(fields[:_NAMED]), len(fields[_NAMED:])
    return f"Change {named}{f' and {more} more' if more else ''} of {assets}"


def told_selection(selection: SelectionSnapshot) -> dict[str, str]:
    """What was chosen: the ids alone decide, and are forgotten sooner than the job."""
    clients = [f"{each['name']} {each['count']:,}" for each in selection.per_client]
    more = len(clients) - _CLIENTS_NAMED
    told = {
        "filter": selection.filter if selection.mode == "all" else "",
        "chosen": _how_many(selection),
        "clients": " · ".join([*clients[:_CLIENTS_NAMED], *([f"and {more} more clients"] if more > 0 else [])]),
    }
    return {name: text for name, text in told.items() if text}


def _how_many(selection: SelectionSnapshot) -> str:
    if selection.mode == "ids":
        return f"{selection.count:,} picked"
    without = f", {selection.excluded:,} left out" if selection.excluded else ""
    return f"All {selection.count:,} that matched{without}"
