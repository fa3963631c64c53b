"""From a file to the record: what goes in, what comes back, what is left as it was."""

import csv
import io
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from quarterdeck.domains.files import service as files
from quarterdeck.domains.imports import service
from quarterdeck.domains.imports.errors import FileUnreadable, ImportDone, ImportNotFound, NoClient, NothingMapped
from quarterdeck.domains.imports.schemas.mapping import ColumnChoice, MappingWrite
from quarterdeck.domains.imports.service.results import decision_lines
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.models import Job
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import Forbidden
from tests.domains.imports.conftest import Done, Importer, Row, as_csv
from tests.world import World


def assets(importer: Importer) -> list[dict[str, Any]]:
    with importer.runtime.database.session_for(importer.tenant.actor) as session:
        rows = session.raw.execute("select to_jsonb(a) - 'search' from assets a order by a.name, a.id")
        return [row for (row,) in rows]


def machine(number: int, **cells: str) -> Row:
    return {"Serial Number": f"PF2AB{number:04}", "Hostname": f"WS-{number:04}", **cells}


def job_of(importer: Importer, done: Done) -> Job:
    with importer.runtime.database.session_for(importer.actor) as session:
        assert done.found.job_id is not None
        return jobs.access_job(session, importer.actor, done.found.job_id)


def read_back(importer: Importer, session: TenantSession, file_id: uuid.UUID | None) -> str:
    assert file_id is not None
    return b"".join(files.content(importer.runtime.storage, files.access_file(session, file_id))).decode("utf-8-sig")


def error_lines(importer: Importer, done: Done) -> list[Row]:
    with importer.runtime.database.session_for(importer.actor) as session:
        return list(csv.DictReader(io.StringIO(read_back(importer, session, done.found.error_file_id))))


class TestGoodRows:
    def test_every_value_reaches_its_place(self, importer: Importer) -> None:
        row = {
            "Computer Name": "ws-0001", "Serial No": " pf-2ab 0001 ", "Client": "ACME Ltd", "Site": "leeds",
            "Assigned To": "priya shah", "Make": "Hewlett-Packard", "Model": "HP EliteBook 840", "Type": "Notebook",
            "MAC Address(es)": "[3C-52-82-00-00-01, 3c52.8200.0002]", "IP Address": "192.168.1.20/24",
            "Installed RAM (GB)": "16", "OS": "Windows 11 Pro", "Status": "In Use", "Purchase Date": "31/03/2024",
            "Cost": "£1,299.50", "Warranty Expires": "2027-03-30", "Notes": "=HYPERLINK(1)",
        }  # fmt: skip
        done = importer.content(as_csv([row]))
        assert done.outcomes == ["created"], done.rows[0].reason
        (asset,) = assets(importer)
        assert (asset["client_id"], asset["location_id"], asset["contact_id"]) == (
            str(importer.tenant.acme), str(importer.tenant.acme_leeds), str(importer.tenant.priya),
        )  # fmt: skip
        assert asset["serial"] == "PF2AB0001"
        assert asset["mac_addresses"] == ["3c:52:82:00:00:01", "3c:52:82:00:00:02"]
        assert (asset["manufacturer"], asset["model"]) == ("HP", "EliteBook 840")
        assert (asset["type"], asset["status"], asset["ip_address"]) == ("workstation", "deployed", "192.168.1.20")
        assert (asset["purchase_date"], asset["purchase_cost"], asset["currency"]) == ("2024-03-31", 1299.5, "GBP")
        assert asset["notes"] == "=HYPERLINK(1)"
        with importer.runtime.database.session_for(importer.actor) as session:
            (ram,) = session.raw.execute("select ram_mb from workstations").fetchone() or (None,)
            kinds = session.raw.execute("select kind, value from asset_identifiers order by 1, 2").fetchall()
        assert ram == 16 * 1024
        assert ("serial", "PF2AB0001") in kinds
        assert ("hostname", "ws-0001") in kinds

    def test_the_same_file_again_changes_nothing_at_all(self, importer: Importer, admin_url: str) -> None:
        rows = [machine(n, Site="Leeds", Model="Latitude 5420", Notes="x") for n in range(7)]
        importer.rows(*rows)
        before = assets(importer)
        assert importer.rows(*rows).outcomes == ["unchanged"] * 7
        assert assets(importer) == before
        with psycopg.connect(admin_url) as connection:
            row = connection.execute(
                "select count(*) from changes where tenant_id = %s and table_name = 'assets'", [importer.tenant.id]
            ).fetchone()
        assert row == (7,)

    def test_an_empty_cell_erases_nothing(self, importer: Importer) -> None:
        importer.rows(machine(1, Model="Latitude 5420", Notes="Spare key in the safe"))
        importer.rows(machine(1, Model="", Notes="n/a", OS="Windows 11"))
        (asset,) = assets(importer)
        assert (asset["model"], asset["notes"]) == ("Latitude 5420", "Spare key in the safe")

    def test_a_dry_run_writes_nothing_and_says_what_the_run_then_does(self, importer: Importer) -> None:
        importer.rows(machine(1), machine(2, Model="Old"))
        rows = [machine(1), machine(2, Model="New"), machine(3), machine(3), machine(4, Client="Nobody")]
        before = assets(importer)
        dry = importer.rows(*rows, dry_run=True)
        assert assets(importer) == before
        live = importer.rows(*rows)
        told = [(row.row, row.outcome, row.duplicate_of_row, row.matched_on, row.score, row.reason) for row in dry.rows]
        assert told == [
            (row.row, row.outcome, row.duplicate_of_row, row.matched_on, row.score, row.reason) for row in live.rows
        ]
        assert live.outcomes == ["unchanged", "updated", "created", "duplicate_in_file", "rejected"]
        assert dry.found.state == "checked"
        assert live.found.state == "finished"

    def test_a_checked_import_is_run_without_uploading_again(self, importer: Importer) -> None:
        found = importer.upload(as_csv([machine(1)]), client_id=importer.tenant.acme)
        importer.finish(importer.start(found.id, dry_run=True))
        importer.finish(importer.start(found.id))
        assert importer.read(found.id).outcomes == ["created"]
        with pytest.raises(ImportDone):
            importer.start(found.id)

    def test_unknown_clients_places_and_people_are_created_on_request_and_once(self, importer: Importer) -> None:
        rows = [machine(n, Client="Initech  GmbH", Site="Köln", **{"Assigned To": "Zoë Müller"}) for n in range(5)]
        dry = importer.content(as_csv(rows), create_missing=True, dry_run=True)
        done = importer.content(as_csv(rows), create_missing=True)
        assert dry.outcomes == done.outcomes == ["created"] * 5
        assert importer.content(as_csv(rows)).outcomes == ["unchanged"] * 5
        with importer.runtime.database.session_for(importer.actor) as session:
            counts = session.raw.execute(
                "select (select count(*) from clients where name = 'Initech GmbH'), "
                "(select count(*) from locations where name = 'Köln'), "
                "(select count(*) from contacts where name = 'Zoë Müller')"
            ).fetchone()
        assert counts == (1, 1, 1)

    def test_all_of_it_is_one_change_set_that_names_the_job(self, importer: Importer, admin_url: str) -> None:
        done = importer.rows(*(machine(n) for n in range(8)))
        with psycopg.connect(admin_url) as connection:
            rows = connection.execute(
                "select distinct s.job_id, s.origin, s.reason from changes c "
                "join change_sets s on s.tenant_id = c.tenant_id and s.id = c.change_set_id "
                "where c.tenant_id = %s and table_name = 'assets'",
                [importer.tenant.id],
            ).fetchall()
        assert rows == [(done.found.job_id, "import", "Import “list.csv”")]

    def test_what_somebody_wrote_since_the_check_is_seen(self, importer: Importer) -> None:
        """Two people import the same list; the second one's check came before the first one's writing."""
        rows = as_csv([machine(n) for n in range(4)])
        first, second = (importer.upload(rows, client_id=importer.tenant.acme) for _ in range(2))
        jobs_of_both = [importer.start(found.id) for found in (first, second)]
        for _ in range(4):  # two chunks read, two checked, of each
            for job_id in jobs_of_both:
                run_one_chunk(importer.runtime, tenant_id=importer.tenant.id, job_id=job_id)
        assert importer.read(second.id).outcomes == ["created"] * 4
        for job_id in jobs_of_both:
            importer.finish(job_id)
        assert importer.read(first.id).outcomes == ["created"] * 4
        assert importer.read(second.id).outcomes == ["unchanged"] * 4
        assert len(assets(importer)) == 4
        assert importer.read(second.id).found.counts["unchanged"] == 4


class TestBadRows:
    def test_one_bad_row_costs_one_row_and_comes_back_with_the_reason(self, importer: Importer) -> None:
        rows = [machine(n, Client="Acme", **{"Purchase Date": "2024-01-31"}) for n in range(9)]
        rows[4]["Purchase Date"] = "yesterday"
        done = importer.content(as_csv(rows))
        assert done.outcomes == ["created"] * 4 + ["rejected"] + ["created"] * 4
        (line,) = error_lines(importer, done)
        assert (line["Serial Number"], line["Quarterdeck row"], line["Quarterdeck code"]) == (
            "PF2AB0004",
            "5",
            "not_a_date",
        )
        assert "yesterday" in line["Quarterdeck problem"]
        job = job_of(importer, done)
        assert job.state == "partly_succeeded"
        counters = job.counters
        assert (
            counters["done"] + counters["skipped"] + counters["failed"] + counters["pending"] == counters["total"] == 9
        )

    def test_the_corrected_error_file_goes_in_and_holds_no_formula(self, importer: Importer) -> None:
        done = importer.content(as_csv([machine(1, Client="Akme", Notes="=cmd|'/c calc'!A1")]))
        assert "Did you mean “Acme”?" in done.rows[0].reason
        with importer.runtime.database.session_for(importer.actor) as session:
            text = read_back(importer, session, done.found.error_file_id)
        assert "'=cmd" in text
        again = importer.content(text.replace("Akme", "Acme").encode("utf-8-sig"))
        assert again.outcomes == ["created"]
        assert {column["field"] for column in again.found.columns} == {"serial", "hostname", "client", "notes", None}
        assert assets(importer)[0]["notes"] == "=cmd|'/c calc'!A1"

    @pytest.mark.parametrize(
        ("cells", "code"),
        [
            ({"Client": "Nobody Ltd"}, "unknown_client"),
            ({"Client": "Acme", "Site": "Atlantis"}, "unknown_location"),
            ({"Client": "Acme", "Warranty End": "31.31.2024"}, "not_a_date"),
            ({"Client": "Acme", "Purchase Cost": "a lot"}, "not_money"),
            ({"Client": "Acme", "Purchase Cost": "-5"}, "out_of_range"),
            ({"Client": "Acme", "Serial Number": "1.23E+11", "Hostname": ""}, "spreadsheet_exponent"),
            ({"Client": "Acme", "Serial Number": "None", "Hostname": "N/A"}, "no_identity"),
            ({"Client": ""}, "no_client"),
        ],
    )
    def test_a_fault_has_a_code_and_a_sentence(self, importer: Importer, cells: Row, code: str) -> None:
        done = importer.content(as_csv([{**machine(1, Client="Acme"), **cells}, machine(2, Client="Acme")]))
        assert done.outcomes == ["rejected", "created"]
        assert [problem["code"] for problem in done.rows[0].problems if problem["is_error"]] == [code]
        assert done.rows[0].reason.endswith((".", "?"))

    @pytest.mark.parametrize(
        ("cells", "code"),
        [
            ({"MAC": "not one"}, "not_a_mac"),
            ({"IP Address": "office"}, "not_an_address"),
            ({"Status": "Purple"}, "unknown_status"),
            ({"Type": "Teapot"}, "unknown_type"),
            ({"Assigned To": "Nobody"}, "unknown_contact"),
            ({"RAM": "plenty"}, "not_a_number"),
            ({"Warranty End": "Dec-26"}, "not_a_date"),
            ({"Purchase Date": "n/k"}, "not_a_date"),
            ({"Warranty End": "Out of warranty"}, "not_a_date"),
            ({"Purchase Cost": "leased"}, "not_money"),
            ({"Serial Number": "1.23E+11"}, "spreadsheet_exponent"),
        ],
    )
    def test_what_matters_less_is_left_out_and_told(self, importer: Importer, cells: Row, code: str) -> None:
        done = importer.rows({**machine(1), **cells})
        assert done.outcomes == ["created"]
        assert [problem["code"] for problem in done.rows[0].problems] == [code]

    @pytest.mark.parametrize(
        ("said", "bought", "until"),
        [
            ("Dec-2026", "2026-12-01", "2026-12-31"),
            ("02/2028", "2028-02-01", "2028-02-29"),
            ("Q4 2026", "2026-10-01", "2026-12-31"),
            ("2026", "2026-01-01", "2026-12-31"),
        ],
    )
    def test_a_month_is_its_last_day_for_an_end_and_its_first_for_a_beginning(
        self, importer: Importer, said: str, bought: str, until: str
    ) -> None:
        done = importer.rows({**machine(1), "Purchase Date": said, "Warranty End": said})
        assert done.outcomes == ["created"]
        assert {problem["code"] for problem in done.rows[0].problems} == {"date_without_day"}
        (asset,) = assets(importer)
        assert (str(asset["purchase_date"]), str(asset["warranty_end"])) == (bought, until)

    def test_memory_is_read_with_the_other_sign_where_the_column_s_own_makes_no_sense(self, importer: Importer) -> None:
        sizes = ["15,9 GB", "7,8 GB", "16,384 MB", "8,192"]
        rows = [{**machine(number), "RAM": size} for number, size in enumerate(sizes)]
        done = importer.rows(*rows)
        assert done.outcomes == ["created"] * 4
        with importer.runtime.database.session_for(importer.tenant.actor) as session:
            found = session.raw.execute(
                "select w.ram_mb from assets a join workstations w on w.id = a.id order by a.name"
            ).fetchall()
        assert [ram for (ram,) in found] == [16_282, 7_987, 16_384, 8_192]

    def test_what_was_left_out_is_told_with_the_decision(self, importer: Importer) -> None:
        done = importer.rows({**machine(1), "Warranty End": "Dec-26"})
        with importer.runtime.database.session_for(importer.actor) as session:
            assert done.found.batch_id is not None
            (line,) = decision_lines(session, done.found.batch_id)
        assert line[1] == "created"
        assert line[-1].startswith("New: ")
        assert line[-1].endswith("'Dec-26' is not a date. Try 2026-12-31. The row goes in without it.")

    def test_hostile_text_is_stored_as_text(self, importer: Importer) -> None:
        hostile = [
            "<script>alert(1)</script>",
            "'; drop table assets;--",
            "\u202egnp.exe",
            "😀 שלום",
            "{{7*7}}",
            "%(x)s \\ %",
        ]
        done = importer.rows(*(machine(n, Name=text or "x", Notes=text) for n, text in enumerate(hostile)))
        assert done.outcomes == ["created"] * len(hostile)
        assert {asset["name"] for asset in assets(importer)} >= {"<script>alert(1)</script>", "😀 שלום", "%(x)s \\ %"}


class TestBadFiles:
    @pytest.mark.parametrize(
        ("content", "name", "reason"),
        [
            (b"", "empty.csv", "empty_file"),
            (b"\n\n  \n", "blank.csv", "empty_file"),
            (b"Serial Number,Hostname\n", "headers.csv", "header_only"),
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "renamed.csv", None),
            (b"PK\x03\x04 nothing of a workbook", "broken.xlsx", None),
        ],
    )
    def test_it_is_refused_with_a_sentence_and_leaves_nothing(
        self, importer: Importer, content: bytes, name: str, reason: str | None
    ) -> None:
        with pytest.raises(FileUnreadable) as refused:
            importer.upload(content, name=name)
        assert refused.value.message.endswith((".", "?"))
        assert reason is None or refused.value.context["reason"] == reason
        with importer.runtime.database.session_for(importer.actor) as session:
            kept = session.raw.execute("select (select count(*) from files), (select count(*) from imports)").fetchone()
        assert kept == (0, 0)

    @pytest.mark.parametrize(
        "content",
        [
            "Hostname,Kunde,Notes\r\nws-1,Acme,Grün\r\n".encode("cp1252"),
            "Hostname;Client;Notes\nws-1;Acme;Grün\n".encode("utf-16"),
            "sep=;\nHostname;Client;Notes\nws-1;Acme;Grün\n".encode("utf-8-sig"),
            "Report of today,,\n,,\nHostname,Client,Notes\nws-1,Acme,Grün\n".encode(),
            "Hostname,Client,Notes,Notes\nws-1,Acme,Grün,second\n".encode(),
            "Hostname,Client,Notes\nws\x00-1,Acme,Grün\n".encode(),
            f"Hostname,Client,Notes{''.join(f',Extra {n}' for n in range(300))}\nws-1,Acme,Grün{',x' * 300}\n".encode(),
        ],
        ids=["windows-1252", "utf-16", "sep line", "title rows", "doubled heading", "NUL", "300 columns"],
    )  # fmt: skip
    def test_it_is_read_all_the_same(self, importer: Importer, content: bytes) -> None:
        done = importer.content(content)
        assert done.outcomes == ["created"], done.rows
        (asset,) = assets(importer)
        assert (asset["hostname"], asset["notes"]) == ("ws-1", "Grün")

    def test_a_cell_of_ten_megabytes_costs_its_row(self, importer: Importer) -> None:
        done = importer.rows(machine(1), machine(2, Notes="x" * 10_000_000), machine(3))
        assert done.outcomes == ["created", "rejected", "created"]
        assert done.rows[1].problems[0]["code"] == "cell_too_large"

    def test_a_file_without_a_single_useful_column_is_refused_before_it_runs(self, importer: Importer) -> None:
        found = importer.upload(b"Colour,Shape\nred,round\n", client_id=importer.tenant.acme)
        with pytest.raises(NothingMapped):
            importer.start(found.id)

    def test_a_file_without_client_and_none_chosen_is_refused_before_it_runs(self, importer: Importer) -> None:
        found = importer.upload(as_csv([machine(1)]))
        with pytest.raises(NoClient):
            importer.start(found.id)


class TestColumns:
    def test_a_person_may_choose_otherwise(self, importer: Importer) -> None:
        found = importer.upload(b"Ref,Hostname\nPF2AB0001,ws-1\n", client_id=importer.tenant.acme)
        assert [column["field"] for column in found.columns] == [None, "hostname"]
        with importer.runtime.database.session_for(importer.actor) as session:
            chosen = MappingWrite(columns=[ColumnChoice(index=0, field="serial"), ColumnChoice(index=1, field=None)])
            service.choose_columns(session, importer.actor, found.id, chosen)
        importer.finish(importer.start(found.id))
        (asset,) = assets(importer)
        assert (asset["serial"], asset["hostname"]) == ("PF2AB0001", None)

    def test_a_datto_site_is_a_client(self, importer: Importer) -> None:
        row = {
            "Device UID": str(uuid.uuid4()),
            "Device Hostname": "ws-1",
            "Site Name": "Globex",
            "Int IP Address": "10.0.0.5",
        }
        done = importer.content(as_csv([row]))
        assert done.outcomes == ["created"]
        assert assets(importer)[0]["client_id"] == str(importer.tenant.globex)


class TestScope:
    def test_a_scoped_person_imports_only_into_their_clients(self, importer: Importer) -> None:
        scoped = replace(importer, actor=importer.tenant.scoped(importer.tenant.acme))
        done = scoped.content(as_csv([machine(1, Client="Acme"), machine(2, Client="Globex")]), create_missing=True)
        assert done.outcomes == ["created", "rejected"]
        assert "no client called “Globex”" in done.rows[1].reason
        assert len(assets(importer)) == 1

    @pytest.mark.parametrize("whose", ["tenant", "client"])
    def test_what_is_anothers_is_not_there(self, importer: Importer, typed_world: World, whose: str) -> None:
        found = importer.upload(as_csv([machine(1)]), client_id=importer.tenant.acme)
        south = typed_world.south
        actor: Actor = south.actor if whose == "tenant" else importer.tenant.scoped(importer.tenant.globex)
        with importer.runtime.database.session_for(actor) as session, pytest.raises(ImportNotFound):
            service.access_import(session, actor, found.id)

    def test_nobody_without_the_permission(self, importer: Importer) -> None:
        weak = replace(importer, actor=replace(importer.actor, permissions=frozenset({"assets:read"})))
        with pytest.raises(Forbidden):
            weak.upload(as_csv([machine(1)]))


class TestCancel:
    def test_what_was_applied_stays_and_the_rest_does_not_come(self, importer: Importer) -> None:
        found = importer.upload(as_csv([machine(n) for n in range(12)]), client_id=importer.tenant.acme)
        job_id = importer.start(found.id)
        while not assets(importer):
            assert run_one_chunk(importer.runtime, tenant_id=importer.tenant.id, job_id=job_id) is Step.MORE
        with importer.runtime.database.session_for(importer.actor) as session:
            jobs.cancel_job(session, importer.actor, job_id)
        importer.finish(job_id)
        done = importer.read(found.id)
        assert done.found.state == "cancelled"
        assert len(assets(importer)) == 3
        assert job_of(importer, done).message == "Cancelled. 3 of 12 were done before that and are kept."
        counters = job_of(importer, done).counters
        parts: Sequence[int] = [counters[key] for key in ("done", "skipped", "failed", "pending")]
        assert sum(parts) == counters["total"] == 12

    def test_before_anything_is_applied_nothing_is_said_to_be_kept(self, importer: Importer) -> None:
        found = importer.upload(as_csv([machine(n) for n in range(12)]), client_id=importer.tenant.acme)
        job_id = importer.start(found.id)
        seen: list[tuple[str | None, int, int | None]] = []
        while not seen or seen[-1][0] in {"reading", "checking"}:
            run_one_chunk(importer.runtime, tenant_id=importer.tenant.id, job_id=job_id)
            with importer.runtime.database.session_for(importer.actor) as session:
                job = jobs.access_job(session, importer.actor, job_id)
                seen.append((job.phase, job.done, job.total))
        assert seen[:2] == [("reading", 0, 12), ("reading", 1, 12)]
        assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)
        with importer.runtime.database.session_for(importer.actor) as session:
            jobs.cancel_job(session, importer.actor, job_id)
        importer.finish(job_id)
        assert job_of(importer, importer.read(found.id)).message == "Cancelled before anything was done."


class TestKept:
    def test_a_row_says_what_it_did_not_change_and_why(self, importer: Importer) -> None:
        laptop = {"Serial Number": "PF2AB9X1", "RAM": "16 GB"}
        importer.rows(laptop, source="agent:Datto RMM")
        done = importer.rows({**laptop, "RAM": "8 GB"}, source="Stocktake")

        row = done.rows[0]
        assert (done.found.source, row.outcome) == ("file:Stocktake", "unchanged")
        assert [(kept.field, kept.value, kept.kept, kept.why) for kept in row.kept] == [
            ("ram_mb", 8192, 16384, "outranked")
        ]
        assert row.kept[0].reason.startswith("RAM (MB) kept: what Datto RMM said on ")

    def test_the_same_export_of_another_day_is_the_same_source(self, importer: Importer) -> None:
        content = b"Serial Number,RAM\nPF2AB9X1,16 GB\n"
        for name in ("assets-2026-11-03.csv", "assets 20261104 (2).csv", "assets_2026.11.05T10-30.csv"):
            assert importer.content(content, name=name, client_id=importer.tenant.acme).found.source == "file:assets"
