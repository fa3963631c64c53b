"""Locations and contacts that a source named and that are deleted or merged since: as if it had not named them."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from quarterdeck.domains.assets.errors import ValueGone
from quarterdeck.domains.assets.service.provenance import take_value
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import ClientCreate, ContactCreate, LocationCreate
from tests.domains.intake.conftest import SERIAL, Estate, at
from tests.domains.intake.test_reconciling import DATTO, SHEET, edit, last_change_set, rule, take_back


def make(estate: Estate, column: str, name: str) -> uuid.UUID:
    with estate.world.database.session_for(estate.actor) as session:
        if column == "contact_id":
            contact = ContactCreate(client_id=estate.tenant.acme, name=name)
            return tenancy.CONTACTS.create(session, estate.actor, contact).id
        place = LocationCreate(client_id=estate.tenant.acme, name=name)
        return tenancy.LOCATIONS.create(session, estate.actor, place).id


def just_after_now() -> int:
    """Minutes of `at`: later than what a person does in this test, however long the run has gone on."""
    return (datetime.now(UTC) - at(0)) // timedelta(minutes=1) + 1


def drop(estate: Estate, column: str, gone: uuid.UUID) -> None:
    with estate.world.database.session_for(estate.actor) as session:
        delete = tenancy.CONTACTS.delete if column == "contact_id" else tenancy.LOCATIONS.delete
        delete(session, estate.actor, gone, expected=None)


def merge(estate: Estate, survivor: uuid.UUID, *others: uuid.UUID) -> None:
    with estate.world.database.session_for(estate.actor) as session:
        tenancy.merge_places(session, estate.actor, tenancy.LOCATIONS, survivor, others)


def staged(estate: Estate, *rows: dict[str, Any]) -> uuid.UUID:
    """A batch that is decided on, and not applied."""
    observed = []
    for number, row in enumerate(rows, start=1):
        each = estate.observed(number, {key: str(value) for key, value in row.items()})
        each.location_id, each.contact_id = row.get("location_id"), row.get("contact_id")
        observed.append(each)
    with estate.world.database.session_for(estate.actor) as session:
        batch = intake.open_batch(session, estate.actor, source=SHEET, client_id=None, observed_at=at(5))
        intake.stage(session, batch.id, intake.prepare(session, observed))
        intake.begin_deciding(session, batch.id)
        intake.decide(session, batch.id, first=1, last=len(rows))
    return batch.id


@pytest.mark.parametrize(("column", "field"), [("location_id", "location"), ("contact_id", "assigned_to")])
class TestDeleted:
    def test_between_deciding_and_applying(self, estate: Estate, column: str, field: str) -> None:
        estate.report(DATTO, 0, {"ram_mb": 8192})
        stays, goes = make(estate, column, "Stays"), make(estate, column, "Goes")
        batch = staged(
            estate,
            {"notes": "One", column: goes},
            {"serial": "NEW1XYZQ", column: goes},
            {"serial": "NEW2XYZQ", column: stays},
        )
        drop(estate, column, goes)
        with estate.world.database.session_for(estate.actor) as session:
            intake.apply(session, estate.actor, batch, first=1, last=3, reason="Report")

        assert [estate.values(each)[column] for each in (SERIAL, "NEW1XYZQ", "NEW2XYZQ")] == [None, None, str(stays)]
        assert estate.values()["notes"] == "One"

    def test_it_is_no_rival_of_what_others_say(self, estate: Estate, column: str, field: str) -> None:
        rule(estate, field, "source", "agent")
        stays, goes = make(estate, column, "Stays"), make(estate, column, "Goes")
        estate.report(DATTO, 0, {column: str(goes)})
        edit(estate, **{field: None})
        drop(estate, column, goes)
        estate.report(SHEET, just_after_now(), {column: str(stays)})

        assert estate.values()[column] == str(stays)
        assert [rival["source"]["key"] for rival in estate.told(field)["rivals"]] == ["person"]

    def test_nobody_can_take_it(self, estate: Estate, column: str, field: str) -> None:
        goes = make(estate, column, "Goes")
        estate.report(DATTO, 0, {column: str(goes)})
        edit(estate, **{field: None})
        drop(estate, column, goes)
        asset_id = estate.asset()
        with estate.world.database.session_for(estate.actor) as session, pytest.raises(ValueGone):
            take_value(session, estate.actor, asset_id, field, DATTO, expected=None)


class TestClientDeleted:
    def test_between_deciding_and_applying_it_costs_its_rows_and_no_others(self, estate: Estate) -> None:
        with estate.world.database.session_for(estate.actor) as session:
            gone = tenancy.create_client(session, estate.actor, ClientCreate(name="Gone"))
        rows = [estate.observed(number, {"serial": f"NEW{number}XYZQ"}) for number in (1, 2, 3)]
        rows += [estate.observed(4, {"serial": "NEW2XYZQ"})]
        for row in (rows[1], rows[3]):
            row.client_id, row.client_key, row.missing = gone.id, str(gone.id), {"location": "Depot"}
        with estate.world.database.session_for(estate.actor) as session:
            batch = intake.open_batch(session, estate.actor, source=SHEET, client_id=None, create_missing=True)
            intake.stage(session, batch.id, intake.prepare(session, rows))
            intake.begin_deciding(session, batch.id)
            intake.decide(session, batch.id, first=1, last=4)
        with estate.world.database.session_for(estate.actor) as session:
            tenancy.delete_client(session, estate.actor, gone.id, expected=None)
        with estate.world.database.session_for(estate.actor) as session:
            intake.apply(session, estate.actor, batch.id, first=1, last=4, reason="Report")
            told = session.raw.execute(
                "select problems -> 0 ->> 'code' from observations where batch_id = %s order by row_no", [batch.id]
            ).fetchall()

        outcomes = [outcome for outcome, _, _ in estate.decisions(batch.id)]
        assert outcomes == ["created", "rejected", "created", "rejected"]
        assert told == [(None,), ("client_gone",), (None,), ("client_gone",)]
        assert [estate.values(serial)["serial"] for serial in ("NEW1XYZQ", "NEW3XYZQ")] == ["NEW1XYZQ", "NEW3XYZQ"]


class TestMerged:
    def test_a_persons_word_for_it_is_a_word_for_the_survivor(self, estate: Estate) -> None:
        survivor, goes, other = (make(estate, "location_id", name) for name in ("Survivor", "Goes", "Other"))
        estate.report(DATTO, 0, {"location_id": str(other)})
        edit(estate, location=str(goes))
        merge(estate, survivor, goes)
        merged = last_change_set(estate)
        assert estate.told("location")["source"]["key"] == "person"
        batch = estate.report(SHEET, 60 * 24 * 39, {"location_id": str(other)})

        assert estate.values()["location_id"] == str(survivor)
        assert estate.decisions(batch)[0][2]["location_id"]["why"] == "outranked"
        take_back(estate, merged)
        told = estate.told("location")
        assert (told["value"]["id"], told["source"]["key"]) == (str(goes), "person")
