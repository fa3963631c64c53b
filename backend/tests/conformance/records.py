"""One record of each kind, made for a tenant and a client, so that every path can be asked for somebody else's.

A new collection in the API needs a line in `RECORDS` (or in `FIXED`, when its parameter is no record's id).
"""

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from quarterdeck.domains.assets.schemas import AssetTypeCreate, CustomFieldCreate, SelectionCreate
from quarterdeck.domains.assets.service import create_asset
from quarterdeck.domains.assets.service.custom_fields import create_custom_field
from quarterdeck.domains.assets.service.junk import say_junk
from quarterdeck.domains.assets.service.selecting import create_selection
from quarterdeck.domains.assets.service.types import create_asset_type
from quarterdeck.domains.attachments.schemas import NoteCreate
from quarterdeck.domains.attachments.service import add_note
from quarterdeck.domains.bulk.schemas import TemplateCreate
from quarterdeck.domains.bulk.service.templates import create_template
from quarterdeck.domains.files.models import StoredFile
from quarterdeck.domains.identity.models import ApiToken
from quarterdeck.domains.identity.schemas import RoleCreate
from quarterdeck.domains.identity.service.roles import create_role
from quarterdeck.domains.imports.models import Import, ImportPreset, ImportRow, ImportSheet
from quarterdeck.domains.intake.models import PairDecision, Review
from quarterdeck.domains.intake.service import open_batch
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.notifications.models import Notification
from quarterdeck.domains.recovery.schemas import UndoWrite
from quarterdeck.domains.recovery.service.undoing import start_undo
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import ContactCreate, LocationCreate
from quarterdeck.domains.views.schemas import ViewCreate
from quarterdeck.domains.views.service import create_view
from quarterdeck.kit.identifiers.junk import JunkKind
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.db.session import Database
from tests.world import TenantWorld, add_person

Make = Callable[[Database, TenantWorld, uuid.UUID], uuid.UUID]


@dataclass(frozen=True)
class Kind:
    """How to make one. `of_client`: people who may not see the client may not see the record either."""

    make: Make
    of_client: bool = False


def _location(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    with database.session_for(tenant.actor) as session:
        new = LocationCreate(client_id=client, name=f"Site {secrets.token_hex(4)}")
        return tenancy.LOCATIONS.create(session, tenant.actor, new).id


def _contact(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    with database.session_for(tenant.actor) as session:
        return tenancy.CONTACTS.create(session, tenant.actor, ContactCreate(client_id=client, name="Lee Ng")).id


def _person(database: Database, tenant: TenantWorld, _client: uuid.UUID) -> uuid.UUID:
    return add_person(database, tenant, "viewer").user_id


def _role(database: Database, tenant: TenantWorld, _client: uuid.UUID) -> uuid.UUID:
    with database.session_for(tenant.actor) as session:
        new = RoleCreate(key=f"r_{secrets.token_hex(4)}", name="Field crew", permissions=["assets:read"])
        return create_role(session, tenant.actor, new).id


def _token(database: Database, tenant: TenantWorld, _client: uuid.UUID) -> uuid.UUID:
    owner = add_person(database, tenant, "technician").user_id
    token = ApiToken(
        tenant_id=tenant.id, id=new_id(), user_id=owner, name="t", scopes=[], token_hash=secrets.token_hex(32)
    )
    with database.session_for(tenant.actor) as session:
        session.add(token)
    return token.id


def _asset(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    with database.session_for(tenant.actor) as session:
        body = {"client_id": str(client), "type": "workstation", "name": "WS-0012"}
        return create_asset(session, tenant.actor, body).id


def _asset_type(database: Database, tenant: TenantWorld, _client: uuid.UUID) -> uuid.UUID:
    with database.session_for(tenant.actor) as session:
        new = AssetTypeCreate(name="Camera", key=f"camera_{secrets.token_hex(4)}")
        return create_asset_type(session, tenant.actor, new).id


def _custom_field(database: Database, tenant: TenantWorld, _client: uuid.UUID) -> uuid.UUID:
    with database.session_for(tenant.actor) as session:
        new = CustomFieldCreate(label="Rack", key=f"rack_{secrets.token_hex(4)}", kind="text")
        return create_custom_field(session, tenant.actor, new).id


def _junk(database: Database, tenant: TenantWorld, _client: uuid.UUID) -> uuid.UUID:
    with database.session_for(tenant.actor) as session:
        value = f"NOSERIAL{secrets.token_hex(4)}"
        said = say_junk(session, tenant.actor, kind=JunkKind.SERIAL, value=value, is_junk=True, note=None)
        assert said.id is not None
        return said.id


def _review(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    waiting = Review(
        tenant_id=tenant.id,
        id=new_id(),
        client_id=client,
        client_key=str(client),
        batch_id=new_id(),
        row_no=1,
        source="file",
        fingerprint=f"all:{secrets.token_hex(8)}",
        doubt="uncertain",
        alike_key="uncertain",
        reason="It may be WS-0012.",
        observation={"type": "workstation", "fields": {"hostname": "WS-0012"}},
        keys=[],
        candidates=[],
    )
    with database.session_for(tenant.actor) as session:
        session.add(waiting)
    return waiting.id


def _batch(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    with database.session_for(tenant.actor) as session:
        return open_batch(session, tenant.actor, source="agent", client_id=client).id


def _pair(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    said = PairDecision(
        tenant_id=tenant.id,
        id=new_id(),
        client_id=client,
        client_key=str(client),
        fingerprint=f"all:{secrets.token_hex(8)}",
        label="WS-0012",
        asset_id=new_id(),
        is_same=True,
        decided_by_label="Robin Bell",
    )
    with database.session_for(tenant.actor) as session:
        session.add(said)
    return said.id


def _job(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    job = Job(tenant_id=tenant.id, id=new_id(), kind="assets.export", title="Export", client_id=client)
    with database.session_for(tenant.actor) as session:
        session.add(job)
    return job.id


def _file(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    file = StoredFile(
        tenant_id=tenant.id,
        id=new_id(),
        client_id=client,
        name="report.csv",
        media_type="text/csv",
        size_bytes=1,
        sha256="0" * 64,
        storage_key=f"{tenant.id}/none",
        purpose="test",
    )
    with database.session_for(tenant.actor) as session:
        session.add(file)
    return file.id


def _import(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    file_id = _file(database, tenant, client)
    of = {"tenant_id": tenant.id, "import_id": new_id()}
    column = {"index": 0, "header": "Name", "samples": [], "field": "name", "confidence": 1.0, "reason": "so"}
    layout = {"name": "a.xlsx", "format": "xlsx", "headers": ["Name"], "header_row": 1, "sheet": "A", "notes": []}
    uploaded = Import(
        tenant_id=tenant.id,
        id=of["import_id"],
        client_id=client,
        file_id=file_id,
        source="file",
        state="mapped",
        layout={**layout, "encoding": None, "delimiter": None, "readings": {}},
        columns=[column],
    )
    sheet = ImportSheet(
        **of,
        place=0,
        name="A",
        is_hidden=False,
        row_count=2,
        hidden_rows=0,
        hidden_columns=0,
        merged=[],
        head=[["Name"], ["WS-0012"]],
    )
    with database.session_for(tenant.actor) as session:
        uploaded.batch_id = open_batch(session, tenant.actor, source="file", client_id=client).id
        session.add(uploaded)
        session.flush()
        session.add_all([sheet, ImportRow(**of, row_no=1, cells=["WS-0012"])])
    return uploaded.id


def _view(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    with database.session_for(tenant.actor) as session:
        new = ViewCreate(module="assets", name=f"View {secrets.token_hex(4)}", sharing="client", client_id=client)
        return create_view(session, tenant.actor, new).id


def _template(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    content = {"operation": {"kind": "edit", "edits": [{"action": "set", "field": "status", "value": "in_stock"}]}}
    shared = {"sharing": "client", "client_id": client}
    with database.session_for(tenant.actor) as session:
        new = TemplateCreate.model_validate({"name": f"Template {secrets.token_hex(4)}", **shared, **content})
        return create_template(session, tenant.actor, new).id


def _notification(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    """Told to somebody who may see everything: for anybody else it is not there."""
    reader = add_person(database, tenant, "viewer").user_id
    told_id = new_id()
    told = Notification(
        tenant_id=tenant.id,
        id=told_id,
        group_id=told_id,
        user_id=reader,
        client_id=client,
        kind="job.failed",
        severity="error",
        title="Export: failed",
        source="test",
    )
    with database.tenant_session(tenant.id) as session:
        session.add(told)
    return told_id


def _selection(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    with database.session_for(tenant.actor) as session:
        return create_selection(session, tenant.actor, SelectionCreate(mode="all", client=client)).id


def _change_set(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    with database.session_for(tenant.actor) as session:
        body = {"client_id": str(client), "type": "workstation", "name": "WS-0013"}
        create_asset(session, tenant.actor, body)
        return open_change_set(session, tenant.actor)


def _undo(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    change_set_id = _change_set(database, tenant, client)
    with database.session_for(tenant.actor) as session:
        return start_undo(session, tenant.actor, change_set_id, UndoWrite()).id


def _preset(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    name = f"Preset {secrets.token_hex(4)}"
    preset = ImportPreset(
        tenant_id=tenant.id,
        id=new_id(),
        client_id=client,
        name=name,
        name_key=name.casefold(),
        settings={"columns": []},
    )
    with database.session_for(tenant.actor) as session:
        session.add(preset)
    return preset.id


def _attachment(database: Database, tenant: TenantWorld, client: uuid.UUID) -> uuid.UUID:
    asset_id = _asset(database, tenant, client)
    with database.session_for(tenant.actor) as session:
        return add_note(session, tenant.actor, asset_id, NoteCreate(text="Screen replaced")).id


RECORDS: dict[tuple[str, str], Kind] = {
    ("clients", "id"): Kind(lambda _database, _tenant, client: client, of_client=True),
    ("locations", "id"): Kind(_location, of_client=True),
    ("contacts", "id"): Kind(_contact, of_client=True),
    ("users", "id"): Kind(_person),
    ("roles", "id"): Kind(_role),
    ("tokens", "id"): Kind(_token),
    ("assets", "id"): Kind(_asset, of_client=True),
    ("attachments", "id"): Kind(_attachment, of_client=True),
    ("asset-types", "id"): Kind(_asset_type),
    ("custom-fields", "id"): Kind(_custom_field),
    ("observations", "id"): Kind(_batch, of_client=True),
    ("reviews", "id"): Kind(_review, of_client=True),
    ("decisions", "id"): Kind(_pair, of_client=True),
    ("jobs", "id"): Kind(_job, of_client=True),
    ("bulk", "id"): Kind(_job, of_client=True),
    ("files", "id"): Kind(_file, of_client=True),
    ("junk", "id"): Kind(_junk),
    ("imports", "id"): Kind(_import, of_client=True),
    ("import-presets", "id"): Kind(_preset, of_client=True),
    ("selections", "id"): Kind(_selection, of_client=True),
    ("views", "id"): Kind(_view, of_client=True),
    ("bulk-templates", "id"): Kind(_template, of_client=True),
    ("notifications", "id"): Kind(_notification, of_client=True),
    ("change-sets", "id"): Kind(_change_set, of_client=True),
    ("undos", "id"): Kind(_undo, of_client=True),
}

#: Path parameters that are no record's id.
FIXED: dict[tuple[str, str], str] = {
    ("oidc", "provider"): "nobody",
    ("locks", "field"): "serial",
    ("provenance", "field"): "serial",
    ("", "path"): "assets",
    ("preferences", "key"): "grid.assets",
    ("kinds", "kind"): "job.failed",
    ("sessions", "id"): "0" * 64,
    ("flags", "key"): "module.attachments",
}


def unknown_parameters(parameters: list[tuple[str, str]]) -> list[str]:
    """A sentence for each parameter the walk cannot fill."""
    return [
        f"The path parameter {{{name}}} after “{collection}” is unknown: add RECORDS[{(collection, name)!r}] in "
        "tests/conformance/records.py, with a function that makes such a record for a tenant and a client."
        for collection, name in parameters
        if (collection, name) not in RECORDS and (collection, name) not in FIXED
    ]
