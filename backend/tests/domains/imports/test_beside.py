"""Two chunks of an import written at once: the same end as one after the other, whatever comes between."""

import uuid
from typing import Any

import psycopg
import pytest

from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.intake.errors import NotBeside
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import ClientCreate
from tests.domains.imports.conftest import Importer, Row, as_csv

COUNT = 12


def machine(number: int, **cells: str) -> Row:
    return {"Serial Number": f"PF2AB{number:04}", "Hostname": f"WS-{number:04}", **cells}


def job_of(importer: Importer, job_id: uuid.UUID) -> Job:
    with importer.runtime.database.session_for(importer.actor) as session:
        return jobs.access_job(session, importer.actor, job_id)


def applied_up_to(importer: Importer, job_id: uuid.UUID) -> int:
    job = job_of(importer, job_id)
    return int(job.cursor["row"]) if job.cursor.get("phase") == "applying" else 0


def step(importer: Importer, job_id: uuid.UUID) -> Step:
    return run_one_chunk(importer.runtime, tenant_id=importer.tenant.id, job_id=job_id)


def until_applied(importer: Importer, job_id: uuid.UUID, row: int) -> None:
    """Run chunks until so many rows are applied."""
    while applied_up_to(importer, job_id) < row:
        assert step(importer, job_id) is Step.MORE


def notes(importer: Importer) -> list[str]:
    with importer.runtime.database.session_for(importer.actor) as session:
        rows = session.raw.execute("select coalesce(a.notes, '') from assets a where a.serial like 'PF2AB%' order by 1")
        return [note for (note,) in rows]


@pytest.fixture
def updating(importer: Importer) -> tuple[Import, uuid.UUID]:
    """An import that changes twelve assets, in four chunks."""
    importer.rows(*(machine(n) for n in range(COUNT)))
    content = as_csv([machine(n, Notes=f"Seen {n:02}") for n in range(COUNT)])
    found = importer.upload(content, client_id=importer.tenant.acme)
    return found, importer.start(found.id)


def prove_whole(importer: Importer, job_id: uuid.UUID, admin_url: str) -> None:
    job = job_of(importer, job_id)
    counted = [job.counters[key] for key in ("updated", "done", "pending", "total")]
    assert (job.state, counted) == ("succeeded", [COUNT, COUNT, 0, COUNT])
    assert notes(importer) == [f"Seen {n:02}" for n in range(COUNT)]
    with psycopg.connect(admin_url) as connection:
        rows = connection.execute(
            "select count(*), count(distinct row_id), count(distinct change_set_id) from changes "
            "where tenant_id = %s and table_name = 'assets' and operation = 'update'",
            [importer.tenant.id],
        ).fetchall()
    assert rows == [(COUNT, COUNT, 1)]


def batch_of(importer: Importer, found: Import) -> uuid.UUID:
    batch_id = importer.read(found.id).found.batch_id
    assert batch_id is not None
    return batch_id


def write_beside(importer: Importer, batch_id: uuid.UUID, job_id: uuid.UUID, first: int, last: int) -> None:
    with importer.runtime.database.session_for(importer.actor) as session:
        intake.apply_beside(session, importer.actor, batch_id, first=first, last=last, job_id=job_id)


def test_the_first_chunk_alone_and_then_two_at_once(
    importer: Importer, updating: tuple[Import, uuid.UUID], admin_url: str
) -> None:
    _, job_id = updating
    until_applied(importer, job_id, 3)
    assert applied_up_to(importer, job_id) == 3
    step(importer, job_id)
    assert applied_up_to(importer, job_id) == 9
    importer.finish(job_id)
    prove_whole(importer, job_id, admin_url)


def test_what_was_written_beside_a_chunk_that_was_lost_is_passed_over(
    importer: Importer, updating: tuple[Import, uuid.UUID], admin_url: str
) -> None:
    found, job_id = updating
    until_applied(importer, job_id, 3)
    write_beside(importer, batch_of(importer, found), job_id, 7, 9)
    assert applied_up_to(importer, job_id) == 3
    importer.finish(job_id)
    prove_whole(importer, job_id, admin_url)


def test_a_cancelled_import_counts_what_was_written_beside_a_chunk_that_was_lost(
    importer: Importer, updating: tuple[Import, uuid.UUID]
) -> None:
    found, job_id = updating
    until_applied(importer, job_id, 3)
    write_beside(importer, batch_of(importer, found), job_id, 7, 9)
    with importer.runtime.database.session_for(importer.actor) as session:
        jobs.cancel_job(session, importer.actor, job_id)
    importer.finish(job_id)
    job = job_of(importer, job_id)
    assert job.message == "Cancelled. 6 of 12 were done before that and are kept."
    counted = [job.counters[key] for key in ("updated", "done", "skipped", "failed", "pending", "total")]
    assert counted == [6, 6, 0, 0, 6, COUNT]
    assert importer.read(found.id).found.counts == {"rows": COUNT, "updated": 6}
    assert len([note for note in notes(importer) if note]) == 6


def test_rows_whose_asset_somebody_holds_wait_for_their_turn(
    importer: Importer, updating: tuple[Import, uuid.UUID], admin_url: str
) -> None:
    found, job_id = updating
    until_applied(importer, job_id, 3)
    with importer.runtime.database.session_for(importer.actor) as holder:
        holder.raw.execute("select 1 from assets a where a.serial = 'PF2AB0007' for update")
        with pytest.raises(NotBeside):
            write_beside(importer, batch_of(importer, found), job_id, 7, 9)
        step(importer, job_id)
        assert applied_up_to(importer, job_id) == 6
    importer.finish(job_id)
    prove_whole(importer, job_id, admin_url)


def may(importer: Importer, batch_id: uuid.UUID) -> bool:
    with importer.runtime.database.session_for(importer.actor) as session:
        return intake.may_apply_beside(session, batch_id, range(4, 7), range(7, 10))


@pytest.mark.parametrize(
    "seventh",
    [
        pytest.param(machine(6, Site="Depot"), id="a location is to be created"),
    ],
)
def test_rows_that_depend_on_others_are_not_written_beside_them(importer: Importer, seventh: Row) -> None:
    importer.rows(*(machine(n) for n in range(COUNT)))
    rows: list[dict[str, Any]] = [machine(n, Notes="Seen") for n in range(COUNT)]
    rows[6] = {**seventh, "Notes": "Seen"}
    found = importer.upload(as_csv(rows), client_id=importer.tenant.acme, create_missing=True)
    job_id = importer.start(found.id)
    until_applied(importer, job_id, 3)
    batch_id = batch_of(importer, found)
    assert not may(importer, batch_id)
    step(importer, job_id)
    assert applied_up_to(importer, job_id) == 6
    importer.finish(job_id)
    assert job_of(importer, job_id).counters["pending"] == 0


def test_rows_that_people_merged_into_one_asset_are_written_in_their_order(
    importer: Importer, updating: tuple[Import, uuid.UUID]
) -> None:
    found, job_id = updating
    until_applied(importer, job_id, 3)
    batch_id = batch_of(importer, found)
    assert may(importer, batch_id)
    with importer.runtime.database.session_for(importer.actor) as session:
        of_row = "(select asset_id from intake_decisions where batch_id = %(batch)s and row_no = 5)"
        session.raw.execute(
            f"update intake_decisions set asset_id = {of_row} where batch_id = %(batch)s and row_no = 7".encode(),
            {"batch": batch_id},
        )
    assert not may(importer, batch_id)


def test_when_somebody_else_has_written_the_rows_are_decided_anew_in_their_turn(
    importer: Importer, updating: tuple[Import, uuid.UUID], admin_url: str
) -> None:
    found, job_id = updating
    until_applied(importer, job_id, 3)
    importer.rows({"Serial Number": "ZZ99812A", "Hostname": "other"})
    batch_id = batch_of(importer, found)
    assert not may(importer, batch_id)
    with pytest.raises(NotBeside):
        write_beside(importer, batch_id, job_id, 7, 9)
    importer.finish(job_id)
    prove_whole(importer, job_id, admin_url)


def tags_by_row(importer: Importer, found: Import) -> list[str]:
    with importer.runtime.database.session_for(importer.actor) as session:
        rows = session.raw.execute(
            "select a.tag from intake_decisions d join assets a on a.tenant_id = d.tenant_id and a.id = d.asset_id "
            "where d.batch_id = %s and d.outcome = 'created' order by d.row_no",
            [batch_of(importer, found)],
        ).fetchall()
    return [tag for (tag,) in rows]


class TestNew:
    def test_new_assets_get_their_tags_in_the_order_of_the_file(self, importer: Importer) -> None:
        rows = [machine(n, **({"Asset Tag": f"MINE-{n}"} if n % 4 == 1 else {})) for n in range(COUNT)]
        found = importer.upload(as_csv(rows), client_id=importer.tenant.acme)
        job_id = importer.start(found.id)
        until_applied(importer, job_id, 3)
        step(importer, job_id)
        assert applied_up_to(importer, job_id) == 9
        importer.finish(job_id)

        tags = tags_by_row(importer, found)
        given = [int(tag.removeprefix("AST-")) for tag in tags if tag.startswith("AST-")]
        assert [tag for tag in tags if tag.startswith("MINE")] == ["MINE-1", "MINE-5", "MINE-9"]
        assert given == [*range(given[0], given[0] + 9)]

    def test_tags_of_rows_that_could_not_be_written_beside_are_given_back(
        self, importer: Importer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise NotBeside

        found = importer.upload(as_csv([machine(n) for n in range(COUNT)]), client_id=importer.tenant.acme)
        job_id = importer.start(found.id)
        until_applied(importer, job_id, 3)
        with monkeypatch.context() as patched:
            patched.setattr(intake, "apply_beside", refuse)
            step(importer, job_id)
        assert applied_up_to(importer, job_id) == 6
        importer.finish(job_id)

        given = [int(tag.removeprefix("AST-")) for tag in tags_by_row(importer, found)]
        assert given == [*range(given[0], given[0] + COUNT)]

    def test_a_chunk_that_was_lost_takes_other_tags_than_what_was_written_beside_it(self, importer: Importer) -> None:
        found = importer.upload(as_csv([machine(n) for n in range(COUNT)]), client_id=importer.tenant.acme)
        job_id = importer.start(found.id)
        until_applied(importer, job_id, 3)
        batch_id = batch_of(importer, found)
        with importer.runtime.database.session_for(importer.actor) as session:
            _, tags = intake.reserve_tags(session, batch_id, (range(4, 7), range(7, 10)))
            session.rollback()
        with importer.runtime.database.session_for(importer.actor) as session:
            intake.apply_beside(session, importer.actor, batch_id, first=7, last=9, job_id=job_id, tags=tags)
        importer.finish(job_id)

        assert job_of(importer, job_id).counters["created"] == COUNT
        assert len(set(tags_by_row(importer, found))) == COUNT

    def test_rows_of_a_client_that_is_gone_are_left_out_in_their_turn(self, importer: Importer) -> None:
        with importer.runtime.database.session_for(importer.actor) as session:
            gone = tenancy.create_client(session, importer.actor, ClientCreate(name="Gone Ltd"))
        rows = [machine(n, **({"Client": "Gone Ltd"} if n == 7 else {})) for n in range(COUNT)]
        found = importer.upload(as_csv(rows), client_id=importer.tenant.acme)
        job_id = importer.start(found.id)
        until_applied(importer, job_id, 3)
        with importer.runtime.database.session_for(importer.actor) as session:
            tenancy.delete_client(session, importer.actor, gone.id, expected=None)
        with pytest.raises(NotBeside):
            write_beside(importer, batch_of(importer, found), job_id, 7, 9)
        importer.finish(job_id)
        counters = job_of(importer, job_id).counters
        assert (counters["created"], counters["rejected"]) == (COUNT - 1, 1)
