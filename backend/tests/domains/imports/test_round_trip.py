"""An export is worked over in a spreadsheet and comes back: each row to its asset, and only what was changed."""

import csv
import io
import uuid
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from quarterdeck.domains.assets.service.assets import create_asset
from quarterdeck.domains.assets.service.finding import export_rows
from quarterdeck.domains.assets.service.lists import ListRequest
from quarterdeck.domains.assets.service.provenance import lock_field, provenance_of
from quarterdeck.domains.imports import service
from quarterdeck.domains.imports.errors import NothingToClear
from quarterdeck.domains.imports.schemas.mapping import MappingWrite
from quarterdeck.domains.recovery.schemas import UndoWrite
from quarterdeck.platform.tabular import ROW_ID_HEADER, write_csv, write_xlsx
from tests.domains.imports.conftest import Done, Importer, Row, as_csv
from tests.domains.imports.test_importing import machine
from tests.world import World

FORMULA = "=cmd|'/c calc'!A1"
COLUMNS = ("tag", "name", "type", "status", "client", "location", "assigned_to", "manufacturer", "model", "serial",
           "hostname", "mac", "ip", "os", "ram_mb", "purchase_date", "purchase_cost", "notes")  # fmt: skip


@pytest.fixture
def estate(importer: Importer) -> Importer:
    importer.rows(
        machine(1, Model="Old", Notes=FORMULA, RAM="16 GB", MAC="3c:52:82:00:00:01, 3c:52:82:00:00:02", Site="Leeds"),
        machine(2, **{"Purchase Date": "2024-03-01", "Purchase Cost": "1299.50", "Type": "Server"}),
        machine(3, Client="Globex", Model="Old"),
        {"Serial Number": "PF2AB0004", "Notes": "'quoted' -1+1"},
    )
    return importer


def exported(importer: Importer, tmp_path: Path, kind: str = "csv", columns: tuple[str, ...] = COLUMNS) -> bytes:
    path = tmp_path / f"export.{kind}"
    with importer.runtime.database.session_for(importer.actor) as session:
        found = export_rows(session, importer.actor, ListRequest(sort="tag"), columns=columns)
        rows: Any = found.rows
        (write_csv if kind == "csv" else write_xlsx)(path, found.headings, rows)
    return path.read_bytes()


def rows_of(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def back(importer: Importer, rows: list[Row], **options: Any) -> Done:
    return importer.content(as_csv(rows), name="assets-2026-11-28.csv", **options)


def changes(done: Done) -> list[Any]:
    return [row.changes for row in done.rows]


class TestRoundTrip:
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_what_nobody_changed_changes_nothing(self, estate: Importer, tmp_path: Path, kind: str) -> None:
        done = estate.content(exported(estate, tmp_path, kind), name=f"assets.{kind}")
        assert done.outcomes == ["unchanged"] * 4, [row.reason for row in done.rows]
        assert {row.matched_on[0] for row in done.rows} == {"row_key"}
        assert [row.problems for row in done.rows] == [[]] * 4

    def test_nothing_is_concluded_from_what_people_wrote(self, estate: Importer, tmp_path: Path) -> None:
        """Neither from a name that may be a host name, nor from makers and models by other names."""
        body = {
            "type": "server",
            "name": "SRV-0009",
            "manufacturer": "HP Inc.",
            "model": "HP ProLiant DL380 Gen10 Plus",
        }
        with estate.runtime.database.session_for(estate.actor) as session:
            create_asset(session, estate.actor, {**body, "client_id": str(estate.tenant.acme)})
        columns = ("tag", "name", "type", "manufacturer", "model")
        done = back(estate, rows_of(exported(estate, tmp_path, columns=columns)))
        assert set(done.outcomes) == {"unchanged"}, changes(done)

    def test_only_changed_cells_are_written_and_shown_field_by_field(self, estate: Importer, tmp_path: Path) -> None:
        rows = rows_of(exported(estate, tmp_path))
        rows[0] |= {"Model": "New", "Notes": "'=2+2"}
        rows[2]["Serial number"] = "PF2AB9999"
        dry = back(estate, rows, dry_run=True)
        with estate.runtime.database.session_for(estate.actor) as session:
            shown = service.match_rows(
                session, estate.actor, dry.found.id, kind="row_key", is_changed=True, after=0, limit=10
            )
        told = [[(f.field, f.in_system, f.result) for f in row.fields if f.is_changed] for row in shown]
        assert told == [[("model", "Old", "New"), ("notes", FORMULA, "=2+2")], [("serial", "PF2AB0003", "PF2AB9999")]]
        done = back(estate, rows)
        assert done.outcomes == ["updated", "unchanged", "updated", "unchanged"]
        assert changes(done)[0] == {"columns": {"model": "New", "notes": "=2+2"}}
        assert changes(done)[2] == {"columns": {"serial": "PF2AB9999"}}

    def test_it_is_the_word_of_a_person_and_of_nothing_but_the_change(self, estate: Importer, tmp_path: Path) -> None:
        rows = rows_of(exported(estate, tmp_path))
        rows[0]["Model"] = "New"
        done = back(estate, rows)
        assert done.found.source == "person"
        with estate.runtime.database.session_for(estate.actor) as session:
            told, _ = provenance_of(session, estate.actor, done.rows[0].asset_id or uuid.uuid4())
        sources = {each["field"]: (each.get("source") or {}).get("key") for each in told["fields"]}
        assert (sources["model"], sources["serial"]) == ("person", "file:list")
        # What nobody touched still follows its source.
        assert estate.rows(machine(1, Model="Newest", RAM="32 GB")).rows[0].changes is not None

    def test_a_view_of_few_columns_is_enough(self, estate: Importer, tmp_path: Path) -> None:
        rows = rows_of(exported(estate, tmp_path, columns=("notes",)))
        assert list(rows[0]) == ["Notes", ROW_ID_HEADER]
        rows[3]["Notes"] = "Loan"
        done = back(estate, rows)
        assert done.outcomes == ["unchanged"] * 3 + ["updated"]

    def test_a_workbook_keeps_the_key(self, estate: Importer, tmp_path: Path) -> None:
        book = openpyxl.load_workbook(io.BytesIO(exported(estate, tmp_path, "xlsx")))
        sheet = book.active
        assert sheet is not None
        headings = [cell.value for cell in sheet[1]]
        assert headings[-1] == ROW_ID_HEADER
        sheet.cell(2, headings.index("Notes") + 1, "from Excel")
        out = io.BytesIO()
        book.save(out)
        assert estate.content(out.getvalue(), name="assets.xlsx").outcomes == ["updated"] + ["unchanged"] * 3


def cleared(importer: Importer, rows: list[Row], **options: Any) -> Done:
    """The export back, with the option that empties."""
    found = importer.upload(as_csv(rows), name="assets-2026-11-28.csv")
    with importer.runtime.database.session_for(importer.actor) as session:
        service.choose_columns(session, importer.actor, found.id, MappingWrite(clear_empty=True))
    importer.finish(importer.start(found.id, **options))
    return importer.read(found.id)


def record(importer: Importer, asset_id: uuid.UUID | None) -> dict[str, Any]:
    with importer.runtime.database.session_for(importer.actor) as session:
        row = session.raw.execute(
            "select to_jsonb(a) || coalesce((select to_jsonb(w) from workstations w where w.id = a.id), '{}')"
            " || jsonb_build_object('identifiers', (select array_agg(i.kind order by i.kind, i.value)"
            "   from asset_identifiers i where i.asset_id = a.id and i.is_current)) from assets a where a.id = %s",
            [asset_id],
        ).fetchone()
    assert row is not None
    found: dict[str, Any] = row[0]
    return found


class TestEmptiedCells:
    def test_say_nothing_unless_asked_for(self, estate: Importer, tmp_path: Path) -> None:
        rows = rows_of(exported(estate, tmp_path))
        rows[0] |= {"Notes": "", "Model": ""}
        assert back(estate, rows).outcomes == ["unchanged"] * 4

    def test_empty_the_field_with_a_preview_and_a_way_back(self, estate: Importer, tmp_path: Path) -> None:
        rows = rows_of(exported(estate, tmp_path))
        rows[0] |= {"Notes": "", "Location": "", "RAM (MB)": "", "MAC addresses": "", "Model": "New"}
        assert rows[0].keys() == rows[1].keys()
        dry = cleared(estate, rows, dry_run=True)
        assert dry.outcomes == ["updated"] + ["unchanged"] * 3, [row.changes for row in dry.rows]
        with estate.runtime.database.session_for(estate.actor) as session:
            (shown,) = service.match_rows(
                session, estate.actor, dry.found.id, kind="row_key", is_changed=True, after=0, limit=10
            )
        told = {f.field: (f.in_system, f.result) for f in shown.fields if f.is_changed}
        assert told["notes"] == (FORMULA, None)
        assert told["location"] == ("Leeds", None)
        assert told["model"] == ("Old", "New")
        before = record(estate, dry.rows[0].asset_id)
        done = cleared(estate, rows)
        after = record(estate, done.rows[0].asset_id)
        assert (after["notes"], after["location_id"], after["ram_mb"], after["mac_addresses"]) == (None, None, None, [])
        assert (after["serial"], after["name"], after["model"]) == (before["serial"], before["name"], "New")
        assert "mac" in before["identifiers"]
        assert "mac" not in after["identifiers"]
        with estate.runtime.database.session_for(estate.actor) as session:
            service.undo_import(session, estate.actor, done.found.id, UndoWrite())
        again = record(estate, done.rows[0].asset_id)
        ours = ("notes", "location_id", "ram_mb", "mac_addresses", "model", "identifiers")
        assert [again[name] for name in ours] == [before[name] for name in ours]

    def test_what_an_asset_needs_and_what_is_locked_stays(self, estate: Importer, tmp_path: Path) -> None:
        rows = rows_of(exported(estate, tmp_path))
        asset = uuid.UUID(rows[0][ROW_ID_HEADER])
        with estate.runtime.database.session_for(estate.actor) as session:
            lock_field(session, estate.actor, asset, "notes", reason="Audit", expected=None)
        rows[0] |= {"Notes": "", "Name": "", "Asset tag": "", "Status": "", "Type": ""}
        done = cleared(estate, rows)
        assert done.outcomes == ["unchanged"] * 4
        assert [(kept.field, kept.why) for kept in done.rows[0].kept] == [("notes", "locked")]

    def test_is_no_choice_for_any_other_list(self, estate: Importer) -> None:
        found = estate.upload(as_csv([machine(1)]))
        with estate.runtime.database.session_for(estate.actor) as session:
            assert service.read_mapping(session, estate.actor, found.id).clear_empty is None
            with pytest.raises(NothingToClear):
                service.choose_columns(session, estate.actor, found.id, MappingWrite(clear_empty=True))


class TestRowKeys:
    def test_a_row_without_a_key_is_a_row_like_any_other(self, estate: Importer, tmp_path: Path) -> None:
        rows = rows_of(exported(estate, tmp_path, columns=("serial", "client", "model")))
        rows[0] = {"Serial number": "PF2AB0077", "Client": "Acme", "Model": "X", ROW_ID_HEADER: ""}
        assert back(estate, rows).outcomes == ["created"] + ["unchanged"] * 3

    def test_keys_that_lead_nowhere_keep_their_rows_out(
        self, estate: Importer, typed_world: World, tmp_path: Path
    ) -> None:
        south = Importer(estate.runtime, typed_world.south, typed_world.south.actor)
        south.rows(machine(1))
        foreign = rows_of(exported(south, tmp_path, columns=("serial", "client", "model")))[0][ROW_ID_HEADER]
        rows = rows_of(exported(estate, tmp_path, columns=("serial", "client", "model")))
        rows[0][ROW_ID_HEADER] = foreign
        rows[1][ROW_ID_HEADER] = "AST-1'); drop table assets;--"
        rows[2] |= {"Client": "Acme", "Model": "Moved"}
        done = back(estate, rows)
        assert done.outcomes == ["rejected"] * 3 + ["unchanged"]
        codes = [[problem["code"] for problem in row.problems] for row in done.rows]
        assert codes == [["row_key_unknown"], ["row_key_invalid"], ["row_key_client"], []]
        assert "This is an asset of Globex, but the row is for “Acme”" in done.rows[2].reason

    def test_another_type_is_told_and_the_rest_goes_in(self, estate: Importer, tmp_path: Path) -> None:
        rows = rows_of(exported(estate, tmp_path, columns=("type", "model")))
        rows[0] |= {"Type": "Server", "Model": "New"}
        done = back(estate, rows)
        assert done.outcomes == ["updated"] + ["unchanged"] * 3
        assert changes(done)[0] == {"columns": {"model": "New"}}
        (problem,) = done.rows[0].problems
        assert (problem["code"], problem["is_error"]) == ("row_key_type", False)
        assert "it stays workstation, although the row says “Server”" in problem["message"]
        assert [row.problems for row in done.rows[1:]] == [[]] * 3

    def test_an_unknown_client_is_not_made_for_it(self, estate: Importer, tmp_path: Path) -> None:
        rows = rows_of(exported(estate, tmp_path, columns=("serial", "client")))[:1]
        rows[0]["Client"] = "Brand New Ltd"
        done = back(estate, rows, create_missing=True)
        assert [problem["code"] for problem in done.rows[0].problems] == ["row_key_client"]

    def test_twice_the_same_key_counts_once(self, estate: Importer, tmp_path: Path) -> None:
        rows = rows_of(exported(estate, tmp_path, columns=("model",)))[:1]
        done = back(estate, [rows[0] | {"Model": "Slim"}, rows[0] | {"Model": "Wide"}])
        assert done.outcomes == ["updated", "duplicate_in_file"]
        assert done.rows[1].duplicate_of_row == 1

    def test_the_tag_of_another_asset_is_put_before_a_person(self, estate: Importer, tmp_path: Path) -> None:
        rows = rows_of(exported(estate, tmp_path, columns=("tag",)))
        rows[0]["Asset tag"], rows[1]["Asset tag"] = rows[1]["Asset tag"], "NEW-1"
        rows[3]["Asset tag"] = "NEW-1"
        done = back(estate, rows)
        assert done.outcomes == ["review", "updated", "unchanged", "review"]

    def test_equal_serials_do_not_lead_astray(self, estate: Importer, tmp_path: Path) -> None:
        rows = rows_of(exported(estate, tmp_path, columns=("serial", "model")))
        rows[1] |= {"Serial number": rows[0]["Serial number"], "Model": "Twin"}
        done = back(estate, rows)
        assert done.outcomes == ["unchanged", "updated", "unchanged", "unchanged"]
        assert done.rows[1].asset_id == uuid.UUID(rows[1][ROW_ID_HEADER])


class TestDeviceNumbers:
    def test_the_tool_that_wrote_the_list_is_the_source_and_its_number_identifies(self, importer: Importer) -> None:
        row = {"Device UID": "9d2f6c1e", "Device Hostname": "WS-1", "Serial Number": "To be filled by O.E.M.",
               "Int IP Address": "10.0.0.4", "Device Model": "Box"}  # fmt: skip
        done = importer.rows(row)
        assert done.found.source == "agent:Datto RMM"
        again = importer.rows({**row, "Device Hostname": "FRONT-DESK-7"})
        assert again.outcomes == ["updated"]
        assert again.rows[0].matched_on == ["source"]

    def test_a_number_that_everything_contradicts_is_another_one_of_the_kind(self, importer: Importer) -> None:
        row = {"Device UID": "9d2f6c1e", "Device Hostname": "WS-1", "Serial Number": "None", "Manufacturer": "ASUS",
               "Int IP Address": "10.0.0.4", "Device Model": "Box", "MAC Address(es)": "3C:52:82:00:00:01"}  # fmt: skip
        importer.rows(row)
        other = {**row, "Device Hostname": "FRONT-7", "Manufacturer": "Dell", "MAC Address(es)": "3C:52:82:00:00:99"}
        assert importer.rows(other).outcomes == ["created"]

    def test_a_disk_in_another_machine_is_another_machine(self, importer: Importer) -> None:
        row = {"Device UID": "9d2f6c1e", "Device Hostname": "WS-1", "Serial Number": "PF2AB001",
               "Int IP Address": "10.0.0.4", "Device Model": "Box", "MAC Address(es)": "3C:52:82:00:00:01"}  # fmt: skip
        importer.rows(row)
        moved = {**row, "Serial Number": "PF9ZZ777", "MAC Address(es)": "[3C:52:82:00:00:99]", "Device Model": "Tower"}
        assert importer.rows(moved).outcomes == ["created"]
