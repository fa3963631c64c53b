"""Locations and contacts that are merged while an import waits."""

import uuid
from concurrent.futures import wait

import pytest

from quarterdeck.domains.imports.service import pieces
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.service import access_job
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import ContactCreate, LocationCreate
from tests.domains.imports.conftest import Importer, Row, as_csv


def merge(importer: Importer, column: str, stays: uuid.UUID, goes: uuid.UUID) -> None:
    with importer.runtime.database.session_for(importer.actor) as session:
        if column == "contact_id":
            tenancy.merge_places(session, importer.actor, tenancy.CONTACTS, stays, [goes])
        else:
            tenancy.merge_places(session, importer.actor, tenancy.LOCATIONS, stays, [goes])


def make(importer: Importer, column: str, name: str) -> uuid.UUID:
    with importer.runtime.database.session_for(importer.actor) as session:
        if column == "contact_id":
            contact = ContactCreate(client_id=importer.tenant.acme, name=name)
            return tenancy.CONTACTS.create(session, importer.actor, contact).id
        place = LocationCreate(client_id=importer.tenant.acme, name=name)
        return tenancy.LOCATIONS.create(session, importer.actor, place).id


def machine(number: int, heading: str, named: str) -> Row:
    return {"Serial Number": f"PF2AB{number:04}", "Hostname": f"WS-{number:04}", heading: named}


def until(importer: Importer, job_id: uuid.UUID, phase: str) -> None:
    """Run chunks until the job is in this phase, and what is read ahead has been read."""
    reached = None
    while reached != phase:
        assert run_one_chunk(importer.runtime, tenant_id=importer.tenant.id, job_id=job_id) is Step.MORE
        with importer.runtime.database.session_for(importer.actor) as session:
            reached = access_job(session, importer.actor, job_id).phase
    wait([ahead for job, (_, ahead) in pieces._ahead._begun.items() if job == job_id])


@pytest.mark.parametrize("phase", ["reading", "checking", "applying"])
@pytest.mark.parametrize(("column", "heading"), [("location_id", "Location"), ("contact_id", "Assigned to")])
def test_rows_read_before_stand_at_the_one_that_stays(
    importer: Importer, column: str, heading: str, phase: str
) -> None:
    stays, goes = make(importer, column, "Robin Annexe"), make(importer, column, "Annexe")
    importer.rows(machine(1, heading, ""))
    # Three rows are staged when reading has begun, and the next three are read ahead.
    rows = [machine(n, heading, "Annexe" if n < 6 else "Robin Annexe") for n in range(1, 9)]
    found = importer.upload(as_csv(rows), client_id=importer.tenant.acme)
    job_id = importer.start(found.id)
    until(importer, job_id, phase)
    merge(importer, column, stays, goes)
    importer.finish(job_id)

    with importer.runtime.database.session_for(importer.actor) as session:
        placed = session.raw.execute(
            f"select a.{column} from assets a where a.serial like 'PF2AB%' order by a.serial".encode()
        ).fetchall()
    assert placed == [(stays,)] * 8
