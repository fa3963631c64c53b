import uuid

from fastapi import APIRouter

from quarterdeck.domains.imports import service
from quarterdeck.domains.imports.errors import ImportBusy, ImportNotFound, PresetNameTaken, PresetNotFound
from quarterdeck.domains.imports.schemas.mapping import PresetCreate, PresetList, PresetPatch, PresetRead
from quarterdeck.domains.tenancy.errors import ClientNotFound
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(
    prefix="/import-presets", tags=["imports"], dependencies=[requires("imports:run")], route_class=CreatesOnce
)


@router.get("")
def list_presets(session: CurrentSession, actor: CurrentActor, client: uuid.UUID | None = None) -> PresetList:
    """The tenant's own and those that are shipped."""
    return PresetList(items=service.list_presets(session, actor, client_id=client))


@router.post("", status_code=201, responses=problems(ImportNotFound, ImportBusy, ClientNotFound, PresetNameTaken))
def create_preset(session: CurrentSession, actor: CurrentActor, new: PresetCreate) -> PresetRead:
    return service.describe_preset(service.create_preset(session, actor, new))


@router.get("/{id}", responses=problems(PresetNotFound))
def read_preset(session: CurrentSession, actor: CurrentActor, preset_id: RecordId) -> PresetRead:
    return service.describe_preset(service.access_preset(session, actor, preset_id))


@router.patch("/{id}", responses=problems(PresetNotFound, ImportNotFound, ImportBusy, PresetNameTaken))
def change_preset(session: CurrentSession, actor: CurrentActor, preset_id: RecordId, patch: PresetPatch) -> PresetRead:
    return service.describe_preset(service.change_preset(session, actor, preset_id, patch))


@router.delete("/{id}", status_code=204, responses=problems(PresetNotFound))
def delete_preset(session: CurrentSession, actor: CurrentActor, preset_id: RecordId) -> None:
    service.delete_preset(session, actor, preset_id)
