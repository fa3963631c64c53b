"""The file of the rows that were left out."""

import csv
import io
import uuid

from quarterdeck.domains.files import service as files
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.service import access_job
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import ClientCreate
from quarterdeck.platform.tabular import CODE_HEADER, ROW_NUMBER_HEADER
from tests.domains.imports.conftest import Done, Importer, Row, as_csv


def machine(number: int, client: str, **cells: str) -> Row:
    note = f'=1+{number}; "quoted"\nand more'
    return {"Serial Number": f"PF2AB{number:04}", "Client": client, "Notes": note, "Purchase date": "", **cells}


def until_decided(importer: Importer, job_id: uuid.UUID) -> None:
    phase = None
    while phase != "applying":
        assert run_one_chunk(importer.runtime, tenant_id=importer.tenant.id, job_id=job_id) is Step.MORE
        with importer.runtime.database.session_for(importer.actor) as session:
            phase = access_job(session, importer.actor, job_id).phase


def error_rows(importer: Importer, done: Done) -> list[Row]:
    assert done.found.error_file_id is not None
    with importer.runtime.database.session_for(importer.actor) as session:
        file = files.access_file(session, done.found.error_file_id)
        content = b"".join(files.content(importer.runtime.storage, file))
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_rows_of_a_client_that_was_deleted_meanwhile_come_back_whole(importer: Importer) -> None:
    def client(name: str) -> uuid.UUID:
        with importer.runtime.database.session_for(importer.actor) as session:
            return tenancy.create_client(session, importer.actor, ClientCreate(name=name)).id

    gone = client("Gone Ltd")
    client("Stays Ltd")
    wrong = machine(3, "Stays Ltd", **{"Purchase date": "31/02/2023"})
    lost = [machine(number, "Gone Ltd") for number in (2, 5, 6, 7)]
    rows = [machine(1, "Stays Ltd"), lost[0], wrong, machine(4, "Stays Ltd"), *lost[1:], machine(8, "Stays Ltd")]
    found = importer.upload(as_csv(rows))
    job_id = importer.start(found.id)
    until_decided(importer, job_id)
    with importer.runtime.database.session_for(importer.actor) as session:
        tenancy.delete_client(session, importer.actor, gone, expected=None)
    importer.finish(job_id)
    done = importer.read(found.id)

    told = error_rows(importer, done)
    assert [row[ROW_NUMBER_HEADER] for row in told] == ["2", "3", "5", "6", "7"]
    assert {row[CODE_HEADER] for row in told if row[ROW_NUMBER_HEADER] != "3"} == {"client_gone"}

    client("Gone Ltd")
    with importer.runtime.database.session_for(importer.actor) as session:
        assert done.found.error_file_id is not None
        file = files.access_file(session, done.found.error_file_id)
        content = b"".join(files.content(importer.runtime.storage, file))
    again = importer.content(content)
    assert again.outcomes == ["created", "rejected", "created", "created", "created"]
    with importer.runtime.database.session_for(importer.actor) as session:
        notes = session.raw.execute(
            "select a.serial, a.notes from assets a where a.serial = any(%s) order by 1",
            [[row["Serial Number"] for row in lost]],
        ).fetchall()
    assert notes == [(row["Serial Number"], row["Notes"]) for row in lost]
