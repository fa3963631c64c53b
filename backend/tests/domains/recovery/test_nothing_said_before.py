"""Assets of which nobody had said anything: the first word on them is taken back without a trace."""

from collections.abc import Callable

import pytest

from quarterdeck.domains.assets.schemas import SelectionCreate
from quarterdeck.domains.assets.service import create_asset, delete_asset
from quarterdeck.domains.assets.service.merging import merge_assets
from quarterdeck.domains.assets.service.selecting import create_selection
from quarterdeck.domains.bulk.schemas import BulkRequest
from quarterdeck.domains.bulk.service import changing as bulk
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.recovery.schemas import RestoreWrite
from quarterdeck.domains.recovery.service.restoring import restore_asset
from tests.domains.intake.conftest import SERIAL, Estate, estate, importer, runtime, typed_world
from tests.domains.intake.test_reconciling import SHEET, edit, last_change_set, lock, take_back
from tests.domains.recovery.test_everything_goes_back import record_of

__all__ = ["estate", "importer", "runtime", "typed_world"]


@pytest.fixture
def unsaid(estate: Estate) -> Estate:
    acme = str(estate.tenant.acme)
    with estate.world.database.session_for(estate.actor) as session:
        for name, serial in (("Old", SERIAL), ("Other", None)):
            create_asset(session, estate.actor, {"client": acme, "type": "workstation", "name": name, "serial": serial})
    with estate.world.database.session_for(estate.actor) as session:
        open_change_set(session, estate.actor)
        session.raw.execute("delete from asset_provenance")
    return estate


def edit_in_bulk(estate: Estate) -> None:
    with estate.world.database.session_for(estate.actor) as session:
        selection = create_selection(session, estate.actor, SelectionCreate(mode="all"))
        edits = [{"action": "set", "field": "notes", "value": "In bulk"}]
        operation = {"kind": "edit", "edits": edits}
        wanted = {"selection": selection.id, "operation": operation, "confirmed_count": selection.count}
        bulk.start(session, estate.actor, BulkRequest.model_validate(wanted))


WAYS: dict[str, Callable[[Estate], object]] = {
    "edit": lambda estate: edit(estate, notes="By hand"),
    "bulk": edit_in_bulk,
    "lock": lambda estate: lock(estate, "serial"),
    "import": lambda estate: estate.report(SHEET, 0, {"notes": "From a file", "ram_mb": 8192}),
}


@pytest.mark.parametrize("way", WAYS)
def test_undone_nothing_is_left_and_redone_it_is_back(unsaid: Estate, way: str) -> None:
    start = record_of(unsaid.world, unsaid.tenant)
    WAYS[way](unsaid)
    written = record_of(unsaid.world, unsaid.tenant)
    assert written["asset_provenance"] != start["asset_provenance"] == []

    undone = take_back(unsaid, last_change_set(unsaid))
    assert record_of(unsaid.world, unsaid.tenant) == start
    redone = take_back(unsaid, undone)
    assert record_of(unsaid.world, unsaid.tenant) == written
    take_back(unsaid, redone)
    assert record_of(unsaid.world, unsaid.tenant) == start


def test_what_was_said_since_stays(unsaid: Estate) -> None:
    edit_in_bulk(unsaid)
    first = last_change_set(unsaid)
    unsaid.report(SHEET, 0, {"ram_mb": 8192})
    take_back(unsaid, first)

    (kept,) = record_of(unsaid.world, unsaid.tenant)["asset_provenance"]
    assert SHEET in kept
    assert "person" not in kept


def test_an_undone_merge_leaves_nothing_of_what_was_said_of_the_other(unsaid: Estate) -> None:
    other = {"client": str(unsaid.tenant.acme), "type": "workstation", "name": "Twin", "notes": "Said"}
    survivor = unsaid.asset()
    with unsaid.world.database.session_for(unsaid.actor) as session:
        twin = create_asset(session, unsaid.actor, other).id
    start = record_of(unsaid.world, unsaid.tenant)
    with unsaid.world.database.session_for(unsaid.actor) as session:
        merge_assets(session, unsaid.actor, survivor, [twin], fields={})
    assert str(survivor) in record_of(unsaid.world, unsaid.tenant)["asset_provenance"][0]

    take_back(unsaid, last_change_set(unsaid))
    assert record_of(unsaid.world, unsaid.tenant) == start


def test_a_deleted_asset_restored_to_before_its_first_word_has_no_empty_row(unsaid: Estate) -> None:
    with unsaid.world.database.session_for(unsaid.actor) as session:
        (asset,) = session.raw.execute("select id from assets where name = 'Old'").fetchone() or (None,)
        (before,) = session.raw.execute("select clock_timestamp()").fetchone() or (None,)
    assert asset is not None
    start = record_of(unsaid.world, unsaid.tenant)
    edit(unsaid, notes="By hand")
    with unsaid.world.database.session_for(unsaid.actor) as session:
        delete_asset(session, unsaid.actor, asset, expected_version=None)
    assert record_of(unsaid.world, unsaid.tenant)["asset_provenance"] == []

    with unsaid.world.database.session_for(unsaid.actor) as session:
        assert restore_asset(session, unsaid.actor, asset, RestoreWrite(at=before)).change_set_id is not None

    assert record_of(unsaid.world, unsaid.tenant) == start
