"""What has to be chosen before an import can do anything sensible."""

from quarterdeck.domains.imports.errors import NoClient, NothingMapped, NotReady
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.row_keys import row_key_column
from quarterdeck.domains.imports.schemas.basics import Blocker
from quarterdeck.domains.imports.service.dates import date_orders
from quarterdeck.platform.db.session import TenantSession

_GUESSED = frozenset({"encoding_guessed", "mixed_encodings"})
IDENTIFYING = frozenset({"serial", "tag", "mac", "hostname", "name", "hardware_uuid", "imei"})


def refuse_hopeless(found: Import) -> None:
    """Faults that every row would have are told at once, and once."""
    mapped = _mapped(found)
    if _names_assets(found):
        return
    if not mapped & IDENTIFYING:
        raise NothingMapped(_nothing_known(found))
    if "client" not in mapped and found.client_id is None:
        raise NoClient


def blockers_of(session: TenantSession, found: Import) -> list[Blocker]:
    """What keeps the wizard from going on, with the step where it is mended."""
    if not found.layout.get("headers"):
        return []
    blockers = []
    mapped = _mapped(found)
    is_named = _names_assets(found)
    if not is_named and not mapped & IDENTIFYING:
        message = NothingMapped(_nothing_known(found)).message
        blockers.append(Blocker(step="map", code=NothingMapped.code, message=message))
    if not is_named and "client" not in mapped and found.client_id is None:
        blockers.append(Blocker(step="map", code=NoClient.code, message=NoClient().message))
    for dates in date_orders(session, found):
        if dates.needs_choice:
            message = (
                f"Nothing proves whether “{dates.header}” writes the day or the month first. Choose one of the two."
            )
            blockers.append(Blocker(step="sheet", code="date_order_unchosen", message=message))
    return blockers


def refuse_unready(session: TenantSession, found: Import) -> None:
    """For people who want to be asked rather than have something assumed for them."""
    blockers = blockers_of(session, found)
    if blockers:
        errors = [{"field": blocker.step, "code": blocker.code, "message": blocker.message} for blocker in blockers]
        raise NotReady(blockers[0].message, errors=errors)


def _nothing_known(found: Import) -> str:
    """Why no column tells which device a row is about: mostly the headings are others than those that were taken."""
    if _mapped(found):
        return "No column tells which device a row is about."
    layout = found.layout
    if any(note["code"] in _GUESSED for note in layout["notes"]) and not "".join(layout["headers"]).isascii():
        return f"None of the headings is known as they read in {layout['encoding']}. Try another encoding."
    if not layout["header_row"]:
        return "The file has no headings, and its values don't tell which device a row is about."
    return (
        f"None of the headings in row {layout['header_row']:,} is known. If they stand in another row, or the file has "
        "none, choose that in the step before."
    )


def _names_assets(found: Import) -> bool:
    """Whether rows say themselves which asset they are about; one that does not then needs a client of its own."""
    return row_key_column(found.layout["headers"]) is not None


def _mapped(found: Import) -> set[str]:
    return {column["field"] for column in found.columns if column["field"]}
