"""Step two of the wizard with files as people have them: encodings, delimiters, sheets, headings, dates."""

import hashlib
import io
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from fastapi.testclient import TestClient

from quarterdeck.domains.imports import service
from quarterdeck.domains.imports.errors import FileUnreadable
from quarterdeck.domains.imports.schemas.basics import LayoutRead, LayoutWrite
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from tests.conftest import Browser
from tests.domains.imports.conftest import Importer
from tests.domains.imports.test_routes import send
from tests.world import World

LINES = ["Seriennummer;Gerät;Kunde", 'PF2AB001;"Müller; Büro";Acme', "PF2AB002;Café;Acme"]


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[object]]], **options: Any) -> bytes:
    with xlsxwriter.Workbook(str(path), options) as book:
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, datetime):
                        sheet.write_datetime(number, column, value, dates)
                    else:
                        sheet.write(number, column, value)
    return path.read_bytes()


def layout_of(importer: Importer, found: Any) -> LayoutRead:
    with importer.runtime.database.session_for(importer.actor) as session:
        return service.read_layout(session, importer.actor, importer.runtime.storage, found.id)


def choose(importer: Importer, found: Any, **wanted: Any) -> LayoutRead:
    with importer.runtime.database.session_for(importer.actor) as session:
        return service.choose_layout(session, importer.actor, importer.runtime.storage, found.id, LayoutWrite(**wanted))


class TestText:
    @pytest.mark.parametrize(
        ("encoding", "told"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
            ("cp1252", "cp1252"),
        ],
    )
    @pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
    def test_is_read_right_without_a_question(
        self, importer: Importer, encoding: str, told: str, delimiter: str
    ) -> None:
        text = "\r\n".join(line.replace(";", delimiter) for line in LINES) + "\r\n"
        found = importer.upload(text.encode(encoding), client_id=importer.tenant.acme)
        layout = layout_of(importer, found)
        assert (layout.encoding, layout.delimiter) == (told, delimiter)
        assert layout.columns == ["Seriennummer", "Gerät", "Kunde"]
        assert [row.cells[1] for row in layout.preview] == ["Gerät", f"Müller{delimiter} Büro", "Café"]
        assert layout.lines[2] == LINES[2].replace(";", delimiter)
        assert layout.rows == 2

    def test_japanese_is_recognised(self, importer: Importer) -> None:
        text = (
            "シリアル番号,ホスト名,備考\nPF2AB001,ws-1,東京の事務所にあるノートパソコン\nPF2AB002,ws-2,カタカナ\n" * 20
        )
        layout = layout_of(importer, importer.upload(text.encode("cp932"), client_id=importer.tenant.acme))
        assert layout.encoding == "cp932"
        assert layout.columns[0] == "シリアル番号"

    def test_a_wrong_guess_is_changed_and_shown_anew(self, importer: Importer) -> None:
        found = importer.upload("\n".join(LINES).encode("cp1252"), client_id=importer.tenant.acme)
        assert choose(importer, found, encoding="mac-roman").preview[2].cells[1] == "CafÈ"
        layout = choose(importer, found, encoding=None, delimiter=",")
        assert (layout.encoding, layout.encoding_is_chosen) == ("cp1252", False)
        assert layout.columns[0] == "Seriennummer;Gerät;Kunde"
        layout = choose(importer, found, delimiter=None)
        assert layout.delimiter == ";"

    @pytest.mark.parametrize(
        ("wanted", "reason"),
        [
            ({"encoding": "utf-8"}, "wrong_encoding"),
            ({"encoding": "klingon"}, "unknown_encoding"),
            ({"encoding": "base64"}, "unknown_encoding"),
            ({"delimiter": '"'}, "bad_delimiter"),
            ({"header_row": 900}, "no_such_header"),
        ],
    )
    def test_what_does_not_fit_is_refused_and_changes_nothing(
        self, importer: Importer, wanted: dict[str, Any], reason: str
    ) -> None:
        found = importer.upload("\n".join(LINES).encode("cp1252"), client_id=importer.tenant.acme)
        before = layout_of(importer, found)
        with pytest.raises(FileUnreadable) as refused:
            choose(importer, found, **wanted)
        assert refused.value.context["reason"] == reason
        assert layout_of(importer, found) == before

    def test_a_damaged_character_late_in_the_file_costs_no_import(self, importer: Importer) -> None:
        rows = b"".join(b"PF2AB%03d,ws-%d,caf\xc3\xa9\n" % (n, n) for n in range(30))
        found = importer.upload(
            b"Serial,Hostname,Notes\n" + rows + b"PF2AB999,ws-x,caf\xe9\n", client_id=importer.tenant.acme
        )
        importer.finish(importer.start(found.id))
        assert importer.read(found.id).outcomes == ["created"] * 31

    def test_another_header_row_gives_other_columns(self, importer: Importer) -> None:
        text = "Report of May\n\nSerial,Hostname\nPF2AB001,ws-1\nPF2AB002,ws-2\n"
        found = importer.upload(text.encode(), client_id=importer.tenant.acme)
        layout = layout_of(importer, found)
        assert (layout.header_row, layout.header_row_guess) == (2, 2)
        assert choose(importer, found, header_row=3).columns == ["PF2AB001", "ws-1"]
        importer_layout = choose(importer, found, header_row=None)
        assert importer_layout.columns == ["Serial", "Hostname"]
        importer.finish(importer.start(found.id))
        assert importer.read(found.id).outcomes == ["created", "created"]

    def test_rows_of_odd_length_and_doubled_headings_are_told(self, importer: Importer) -> None:
        content = b"Serial,Name,Name,\nPF2AB001,a\nPF2AB002,b,c,d,e,f\n"
        notes = {
            note.code for note in layout_of(importer, importer.upload(content, client_id=importer.tenant.acme)).notes
        }
        assert {"ragged_rows", "duplicate_headers"} <= notes

    def test_two_hundred_columns_with_quotes_and_breaks(self, importer: Importer) -> None:
        headers = ["Serial", *(f"Extra {number}" for number in range(199))]
        cells = ["PF2AB001", *['"a ""quoted""\nline, with; all|signs"'] * 199]
        found = importer.upload(f"{','.join(headers)}\n{','.join(cells)}\n".encode(), client_id=importer.tenant.acme)
        layout = layout_of(importer, found)
        assert len(layout.columns) == 200
        assert layout.preview[1].cells[1] == 'a "quoted"\nline, with; all|signs'

    def test_rows_are_shown_anew_in_few_steps_for_each(self, importer: Importer) -> None:
        rows = "".join(f"PF2A{number:06};ws-{number};Notiz für Gerät {number}\n" for number in range(100_000))
        found = importer.upload(f"Serial;Hostname;Notes\n{rows}".encode("cp1252"), client_id=importer.tenant.acme)
        calls = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event == "call"

        sys.setprofile(count)
        try:
            layout = choose(importer, found, encoding="iso8859-15", header_row=1)
        finally:
            sys.setprofile(None)
        assert layout.rows == 100_000
        assert 0 < calls < 3 * layout.rows
        assert layout.encoding == "iso8859-15"


class TestDates:
    def rows(self, *values: str) -> bytes:
        return ("Serial,Purchase Date\n" + "".join(f"PF2AB{n:03},{v}\n" for n, v in enumerate(values))).encode()

    def test_one_value_proves_the_order_of_all(self, importer: Importer) -> None:
        found = importer.upload(self.rows("03/04/2024", "25/04/2024", "31/01/2024"), client_id=importer.tenant.acme)
        (dates,) = layout_of(importer, found).dates
        assert (dates.order, dates.day_first, dates.month_first, dates.either) == ("dmy", 2, 0, 1)
        assert not dates.needs_choice

    @pytest.mark.parametrize("values", [("03/04/2024", "05/06/2024"), ("25/04/2024", "04/25/2024")])
    def test_undecided_dates_must_be_chosen(self, importer: Importer, values: tuple[str, ...]) -> None:
        found = importer.upload(self.rows(*values), client_id=importer.tenant.acme)
        (dates,) = layout_of(importer, found).dates
        assert (dates.order, dates.needs_choice) == (None, True)
        with importer.runtime.database.session_for(importer.actor) as session:
            (blocker,) = service.describe(session, service.access_import(session, importer.actor, found.id)).blockers
        assert (blocker.step, blocker.code) == ("sheet", "date_order_unchosen")

        (dates,) = choose(importer, found, dates={"1": "mdy"}).dates

        assert (dates.order, dates.is_chosen, dates.needs_choice) == ("mdy", True, False)

    def test_the_chosen_order_is_the_one_the_run_reads_by(self, importer: Importer) -> None:
        for order, expected in (("mdy", "2024-03-04"), ("dmy", "2024-04-03")):
            found = importer.upload(self.rows("03/04/2024"), client_id=importer.tenant.acme)
            choose(importer, found, dates={"1": order})
            importer.finish(importer.start(found.id))
            with importer.runtime.database.session_for(importer.actor) as session:
                row = session.raw.execute("select purchase_date::text from assets where serial = 'PF2AB000'").fetchone()
            assert row == (expected,)


class TestWorkbooks:
    def test_sheets_with_rows_hidden_things_and_merged_cells_are_told(self, importer: Importer, tmp_path: Path) -> None:
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("Orders")
            sheet.merge_range("A1:B1", "Hardware of May")
            for number, row in enumerate([["Serial", "Hostname"], ["PF2AB001", "ws-1"], ["PF2AB002", "ws-2"]], start=1):
                sheet.write_row(number, 0, row)
            sheet.merge_range("C3:C4", "both")
            sheet.write_formula("D3", "=1+1", None, 2)
            sheet.set_row(3, None, None, {"hidden": True})
            sheet.set_column("E:F", None, None, {"hidden": True})
            book.add_worksheet("Notes & <more>").write("A1", "nothing")
            book.add_worksheet("Old").hide()
        layout = layout_of(
            importer, importer.upload(path.read_bytes(), name="book.xlsx", client_id=importer.tenant.acme)
        )
        assert [(each.name, each.rows, each.is_hidden) for each in layout.sheets] == [
            ("Orders", 4, False),
            ("Notes & <more>", 1, False),
            ("Old", 0, True),
        ]
        assert (layout.sheets[0].hidden_rows, layout.sheets[0].hidden_columns) == (1, 2)
        assert (layout.sheet, layout.header_row, layout.rows) == ("Orders", 2, 2)
        codes = {note.code for note in layout.notes}
        assert {"formulas", "hidden_sheets", "hidden_rows", "hidden_columns", "merged_cells"} <= codes

    def test_merged_headings_below_a_title_and_blank_rows(self, importer: Importer, tmp_path: Path) -> None:
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            sheet.write("B4", "Serial")
            sheet.merge_range("C4:D4", "Notes")
            sheet.write_row("B5", ["PF2AB001", "one", "two"])
        found = importer.upload(path.read_bytes(), name="book.xlsx", client_id=importer.tenant.acme)
        layout = layout_of(importer, found)
        assert (layout.header_row, layout.columns) == (4, ["Serial", "Notes", "Notes (2)"])
        assert "merged_headers" in {note.code for note in layout.notes}

    def test_another_sheet_is_chosen_and_run(self, importer: Importer, tmp_path: Path) -> None:
        content = workbook(
            tmp_path / "b.xlsx",
            {
                "First": [["Serial", "Hostname", "Notes"], ["PF2AB001", "ws-1", "x"]],
                "Second": [["Asset Tag", "Name", "Warranty End"], ["T-1", "Desk", datetime(2024, 3, 31)]],
            },
            date_1904=True,
        )
        found = importer.upload(content, name="b.xlsx", client_id=importer.tenant.acme)
        layout = choose(importer, found, sheet="Second")
        assert (layout.sheet, layout.columns) == ("Second", ["Asset Tag", "Name", "Warranty End"])
        assert "dates_1904" in {note.code for note in layout.notes}
        with pytest.raises(FileUnreadable, match="no sheet 'Third'"):
            choose(importer, found, sheet="Third")
        importer.finish(importer.start(found.id))
        with importer.runtime.database.session_for(importer.actor) as session:
            rows = session.raw.execute("select tag, warranty_end::text from assets").fetchall()
        assert rows == [("T-1", "2024-03-31")]

    def test_a_large_workbook_is_examined_by_a_job(self, importer: Importer, tmp_path: Path) -> None:
        rows = [["Serial", "Hostname"], *([f"PF2A{n:06}", hashlib.sha1(b"%d" % n).hexdigest()] for n in range(60_000))]
        content = workbook(tmp_path / "b.xlsx", {"Big": rows})
        found = importer.upload(content, name="b.xlsx", client_id=importer.tenant.acme, may_wait=True)
        assert (found.state, found.columns) == ("uploaded", [])
        assert found.job_id is not None
        step = run_one_chunk(importer.runtime, tenant_id=importer.tenant.id, job_id=found.job_id)
        assert step is Step.ENDED
        read = importer.read(found.id).found
        assert (read.state, read.layout["rows"]) == ("mapped", 60_000)
        assert [column["field"] for column in read.columns] == ["serial", "hostname"]

    def test_a_broken_large_workbook_fails_with_its_sentence(self, importer: Importer) -> None:
        found = importer.upload(
            b"PK\x03\x04" + b"broken" * 200_000, name="b.xlsx", client_id=importer.tenant.acme, may_wait=True
        )
        assert found.job_id is not None
        run_one_chunk(importer.runtime, tenant_id=importer.tenant.id, job_id=found.job_id)
        read = importer.read(found.id).found
        assert read.state == "failed"
        assert read.problem is not None
        assert "damaged" in read.problem["message"]


class TestRoutes:
    def test_rows_are_pasted_from_a_spreadsheet(self, owner: TestClient, typed_world: World) -> None:
        body = {"text": "Serial\tHostname\r\nPF2AB001\tws-1\r\n", "client_id": str(typed_world.north.acme)}
        created = owner.post("/api/v1/imports/paste", json=body)
        assert created.status_code == 201, created.text
        assert [column["field"] for column in created.json()["columns"]] == ["serial", "hostname"]
        refused = owner.post("/api/v1/imports/paste", json={"text": "   \n "})
        assert (refused.status_code, refused.json()["code"]) == (422, "file_unreadable")
        other = {"text": "Serial\nX", "client_id": str(typed_world.south.acme)}
        assert owner.post("/api/v1/imports/paste", json=other).status_code == 404

    def test_the_same_upload_sent_twice_is_one_import(self, owner: TestClient, typed_world: World) -> None:
        headers = {"Idempotency-Key": "upload-1"}
        sent = [
            owner.post("/api/v1/imports", files={"file": ("a.csv", b"Serial\nPF2AB001\n")}, headers=headers).json()[
                "id"
            ]
            for _ in range(2)
        ]
        assert sent[0] == sent[1]

    def test_where_somebody_was_is_where_they_go_on(
        self, owner: TestClient, typed_world: World, browser: Browser
    ) -> None:
        found = send(owner).json()
        path = f"/api/v1/imports/{found['id']}"
        assert found["step"] == "sheet"
        assert owner.patch(path, json={"step": "check"}).json()["step"] == "check"
        (listed,) = browser(typed_world.north).get("/api/v1/imports", params={"open": True}).json()["items"]
        assert (listed["id"], listed["step"]) == (found["id"], "check")
        assert browser(typed_world.south).patch(path, json={"step": "run"}).status_code == 404
        assert owner.patch(path, json={"client_id": str(typed_world.south.acme)}).status_code == 404
        assert owner.patch(path, json={"step": "nowhere"}).status_code == 422

    def test_layout_is_for_those_who_see_the_client(
        self, owner: TestClient, typed_world: World, browser: Browser
    ) -> None:
        found = send(owner, client_id=str(typed_world.north.acme)).json()
        path = f"/api/v1/imports/{found['id']}/layout"
        assert owner.get(path).json()["columns"] == ["Serial Number", "Hostname", "Client"]
        scoped = browser(typed_world.north, "technician", clients=[typed_world.north.globex])
        for stranger in (browser(typed_world.south), scoped):
            assert stranger.get(path).status_code == 404
            assert stranger.put(path, json={"header_row": 1}).status_code == 404
        assert browser(typed_world.north, "viewer").get(path).status_code == 403

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    @pytest.mark.parametrize("asset_type", ["workstation", "server", "network_device", "mobile_device", "printer"])
    def test_a_template_maps_without_a_doubt_and_goes_in(
        self, owner: TestClient, typed_world: World, kind: str, asset_type: str
    ) -> None:
        answer = owner.get("/api/v1/imports/template", params={"type": asset_type, "format": kind})
        assert answer.status_code == 200, answer.text
        found = send(owner, answer.content, name=f"t.{kind}").json()
        unsure = [column for column in found["columns"] if column["field"] is None or column["confidence"] < 1]
        assert unsure == []
        assert found["blockers"] == []

    def test_a_template_of_a_type_that_is_not_there(self, owner: TestClient, typed_world: World) -> None:
        answer = owner.get("/api/v1/imports/template", params={"type": "spaceship"})
        assert (answer.status_code, answer.json()["code"]) == (404, "no_template")


def test_hostile_cells_come_back_as_text(importer: Importer) -> None:
    hostile = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "\u202egnp.exe", "'; drop table assets; --", "a\0b"]
    out = io.StringIO()
    out.write("Serial,Notes\n")
    for number, text in enumerate(hostile):
        out.write(f'PF2AB{number:03},"{text}"\n')
    found = importer.upload(out.getvalue().encode(), client_id=importer.tenant.acme)
    shown = [row.cells[1] for row in layout_of(importer, found).preview[1:]]
    assert shown == [text.replace("\0", "") for text in hostile]
