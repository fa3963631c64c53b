"""Mass-update templates: a change of many assets under a name, shared as views are, with values asked at the run."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import TypeAdapter
from sqlalchemy import Table

from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.assets.service.editing import names_of_references, read_edits
from quarterdeck.domains.bulk import queries
from quarterdeck.domains.bulk.errors import (
    TemplateChanged,
    TemplateNameTaken,
    TemplateNotFound,
    TemplateNotYours,
    TemplateValuesInvalid,
    TooManyTemplates,
)
from quarterdeck.domains.bulk.models import BulkTemplate
from quarterdeck.domains.bulk.schemas import (
    DeleteAssets,
    FromParameter,
    Operation,
    Parameter,
    RunTemplate,
    TemplateContent,
    TemplateCreate,
    TemplateRead,
    TemplateUpdate,
    TemplateVersion,
    Wanted,
)
from quarterdeck.domains.journal.registry import Recoverable, register
from quarterdeck.domains.journal.service import history_of, open_change_set
from quarterdeck.domains.views.service import may_share, shared_with
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.text import fold
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.constraints import constraint_errors
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import PreconditionFailed

MOST_TEMPLATES = 200
MOST_VERSIONS = 100
ADMINISTERS = "settings:manage"
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CONTENT: TypeAdapter[TemplateContent] = TypeAdapter(TemplateContent)
_OPERATION: TypeAdapter[Operation] = TypeAdapter(Operation)

register(Recoverable(cast("Table", BulkTemplate.__table__), "assets:write", noun="mass-update template", title="name"))


@dataclass(frozen=True, slots=True)
class Used:
    """Which template a run came from, as its job remembers it."""

    id: uuid.UUID
    name: str
    version: int

    def dump(self) -> dict[str, Any]:
        return {"id": str(self.id), "name": self.name, "version": self.version}


def list_templates(session: TenantSession, actor: Actor) -> list[TemplateRead]:
    """The templates that the actor may run."""
    actor.require("assets:write")
    return read_templates(session, actor, queries.templates_seen(session))


def read_template(session: TenantSession, actor: Actor, template: BulkTemplate) -> TemplateRead:
    return read_templates(session, actor, [template])[0]


def read_templates(session: TenantSession, actor: Actor, templates: Sequence[BulkTemplate]) -> list[TemplateRead]:
    named = {template.id: _references(template) for template in templates}
    names = names_of_references(session, {each for found in named.values() for each in found})
    return [
        _read(actor, template, {str(each): names[each] for each in named[template.id] if each in names})
        for template in templates
    ]


def _references(template: BulkTemplate) -> set[uuid.UUID]:
    edits = template.operation.get("edits", [])
    values = [*(each.get("value") for each in edits), *(each.get("default") for each in template.parameters)]
    return {uuid.UUID(each) for each in values if isinstance(each, str) and _ID.fullmatch(each)}


def _read(actor: Actor, template: BulkTemplate, labels: Mapping[str, str]) -> TemplateRead:
    is_mine = template.owner_id == actor.user_id
    told = {"is_mine": is_mine, "may_edit": is_mine or actor.may(ADMINISTERS), "labels": labels}
    columns = {name: getattr(template, name) for name in TemplateRead.model_fields if name not in told}
    return TemplateRead.model_validate(columns | told)


def access_template(session: TenantSession, actor: Actor, template_id: uuid.UUID) -> BulkTemplate:
    """The template, if it exists and the actor may run it. The only way in by id."""
    actor.require("assets:write")
    template = queries.template_by_id(session, template_id)
    if template is None:
        raise TemplateNotFound
    return template


def create_template(session: TenantSession, actor: Actor, new: TemplateCreate) -> BulkTemplate:
    actor.require("assets:write")
    owner_id = _person(actor)
    may_share(session, actor, new.sharing, new.client_id)
    _check(session, actor, new)
    if queries.count_of_owner(session, owner_id) >= MOST_TEMPLATES:
        raise TooManyTemplates(MOST_TEMPLATES)
    open_change_set(session, actor, reason=f"New mass-update template: {new.name}")
    template = BulkTemplate(
        tenant_id=session.tenant_id,
        id=new_id(),
        owner_id=owner_id,
        owner_label=actor.label,
        name_key=fold(new.name),
        **new.model_dump(mode="json", exclude={"client_id"}),
        client_id=new.client_id,
    )
    session.add(template)
    _flush(session, new.name)
    return template


def update_template(
    session: TenantSession, actor: Actor, template_id: uuid.UUID, update: TemplateUpdate, *, expected: int | None
) -> BulkTemplate:
    """Each update is a version; what it was before stays in the journal and can be taken up again."""
    template = _template_to_change(session, actor, template_id, expected=expected)
    given = update.model_dump(exclude_unset=True, exclude={"content"})
    sharing, client_id = shared_with(given, sharing=template.sharing, client_id=template.client_id)
    if sharing == "private" and template.owner_id != actor.user_id:
        raise TemplateNotYours  # it would vanish from whoever made it private
    if {"sharing", "client_id"} & given.keys():
        may_share(session, actor, sharing, client_id)
    open_change_set(session, actor, reason=f"Mass-update template: {template.name}")
    if update.content is not None:
        _check(session, actor, update.content)
        content = update.content.model_dump(mode="json")
        template.operation, template.parameters = content["operation"], content["parameters"]
    for name in ("name", "description"):
        if given.get(name) is not None:
            setattr(template, name, given[name])
    template.sharing, template.client_id, template.name_key = sharing, client_id, fold(template.name)
    _flush(session, template.name)
    session.refresh(template)
    return template


def delete_template(session: TenantSession, actor: Actor, template_id: uuid.UUID, *, expected: int | None) -> None:
    template = _template_to_change(session, actor, template_id, expected=expected)
    open_change_set(session, actor, reason=f"Delete mass-update template: {template.name}")
    session.delete(template)
    session.flush()


def versions_of(session: TenantSession, actor: Actor, template_id: uuid.UUID) -> list[TemplateVersion]:
    """What the template was, the newest first, as far back as the journal is kept."""
    template = access_template(session, actor, template_id)
    found = []
    for entry in history_of(session, template.id, after=None, limit=MOST_VERSIONS):
        image = next((each["after"] for each in reversed(entry.changes) if each["after"]), None)
        if image is not None:
            told = {"at": entry.at, "by": entry.actor_label, "change_set_id": entry.change_set_id}
            known = {name: image[name] for name in TemplateVersion.model_fields if name in image}
            found.append(TemplateVersion.model_validate({"parameters": [], **known, **told}))
    return found


def resolve(session: TenantSession, actor: Actor, wanted: Wanted) -> tuple[Operation, Used | None]:
    """What is to be done: as it was said, or as a template says it with the values given."""
    if not isinstance(wanted, RunTemplate):
        return wanted, None
    template = access_template(session, actor, wanted.template)
    if wanted.version is not None and wanted.version != template.version:
        raise TemplateChanged(template.version)
    content = _CONTENT.validate_python({"operation": template.operation, "parameters": template.parameters})
    return _filled(content, wanted.values), Used(template.id, template.name, template.version)


def _filled(content: TemplateContent, values: Mapping[str, Any]) -> Operation:
    _refuse(content.parameters, values)
    if isinstance(content.operation, DeleteAssets):
        return content.operation
    edits: list[dict[str, Any]] = []
    for edit in content.operation.edits:
        if not isinstance(edit, FromParameter):
            edits.append(edit.model_dump())
        elif not _is_empty(value := values.get(edit.parameter)):
            edits.append({"action": edit.action, "field": edit.field, "value": value})
    if not edits:
        error = {"field": "", "code": "nothing", "message": "With these values nothing would change. Fill in one."}
        raise TemplateValuesInvalid([error])
    return _OPERATION.validate_python({"kind": "edit", "edits": edits})


def _refuse(parameters: Sequence[Parameter], values: Mapping[str, Any]) -> None:
    known = {each.key for each in parameters}
    errors = [
        {"field": each.key, "code": "required", "message": f"{each.label} is missing."}
        for each in parameters
        if each.required and _is_empty(values.get(each.key))
    ]
    errors += [
        {"field": key, "code": "unknown_parameter", "message": f"The template asks for no {key}."}
        for key in values
        if key not in known
    ]
    if errors:
        raise TemplateValuesInvalid(errors)


def _is_empty(value: object) -> bool:
    return value is None or value in ("", [])


def _check(session: TenantSession, actor: Actor, content: TemplateContent) -> None:
    """What no asset could take is refused when it is written, and not first when somebody runs it."""
    if isinstance(content.operation, DeleteAssets):
        actor.require("assets:delete")
        return
    defaults = {each.key: each.default for each in content.parameters}
    fields = fields_for(session)
    known = []
    for edit in content.operation.edits:
        if not isinstance(edit, FromParameter):
            known.append(edit.model_dump())
        elif not _is_empty(default := defaults[edit.parameter]):
            known.append({"action": edit.action, "field": edit.field, "value": default})
        else:
            known.append({"action": edit.action, "field": edit.field, "is_open": True})
    read_edits(fields, known)


def _template_to_change(
    session: TenantSession, actor: Actor, template_id: uuid.UUID, *, expected: int | None
) -> BulkTemplate:
    actor.require("assets:write")
    template = queries.template_by_id(session, template_id, lock=True)
    if template is None:
        raise TemplateNotFound
    if template.owner_id != actor.user_id and not actor.may(ADMINISTERS):
        raise TemplateNotYours
    if expected is not None and template.version != expected:
        current = read_template(session, actor, template).model_dump(mode="json")
        raise PreconditionFailed("This template was changed since you read it.", current=current)
    return template


def _person(actor: Actor) -> uuid.UUID:
    # Templates are made by people and their tokens only; the system has none.
    if actor.user_id is None:
        raise TemplateNotFound
    return actor.user_id


def _flush(session: TenantSession, name: str) -> None:
    with constraint_errors({"uq_bulk_templates_tenant_id_owner_id_name_key": TemplateNameTaken(name)}):
        session.flush()
