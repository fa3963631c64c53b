"""Locations that are merged while an import waits."""

import uuid

import pytest

from quarterdeck.domains.jobs.chunks import run_one_chunk
from quarterdeck.domains.jobs.service import access_job
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import LocationCreate
from quarterdeck.domains.tenancy.service.merging import merge_locations
from tests.domains.imports.conftest import Importer, Row, as_csv


def place(importer: Importer, name: str) -> uuid.UUID:
    with importer.runtime.database.session_for(importer.actor) as session:
        wanted = LocationCreate(client_id=importer.tenant.acme, name=name)
        return tenancy.create_location(session, importer.actor, wanted).id


def machine(number: int, site: str) -> Row:
    return {"Serial Number": f"PF2AB{number:04}", "Hostname": f"WS-{number:04}", "Location": site}


@pytest.mark.parametrize("phase", ["reading", "checking", "applying"])
def test_rows_read_before_stand_at_the_one_that_stays(importer: Importer, phase: str) -> None:
    stays, goes = place(importer, "Head office annexe"), place(importer, "Annexe")
    importer.rows(machine(1, ""))
    rows = [machine(n, "Annexe" if n < 3 else "Head office annexe") for n in range(1, 9)]
    found = importer.upload(as_csv(rows), client_id=importer.tenant.acme)
    job_id = importer.start(found.id)
    while True:
        run_one_chunk(importer.runtime, tenant_id=importer.tenant.id, job_id=job_id)
        with importer.runtime.database.session_for(importer.actor) as session:
            if access_job(session, importer.actor, job_id).phase == phase:
                break
    with importer.runtime.database.session_for(importer.actor) as session:
        merge_locations(session, importer.actor, stays, [goes])
    importer.finish(job_id)

    with importer.runtime.database.session_for(importer.actor) as session:
        placed = session.raw.execute(
            "select a.location_id from assets a where a.serial like 'PF2AB%' order by a.serial"
        ).fetchall()
    assert placed == [(stays,)] * 8
