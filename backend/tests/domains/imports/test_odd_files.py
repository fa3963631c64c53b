"""Files whose table does not begin where tables begin, or that hold more than one."""

from pathlib import Path

import pytest

from quarterdeck.domains.imports import service
from quarterdeck.domains.imports.errors import NothingMapped
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.schemas.basics import LayoutWrite
from tests.domains.imports.conftest import Importer
from tests.domains.imports.test_layout import workbook

TWO_TABLES = (
    "Computers,,\nSerial Number,Hostname,RAM\nPF2AB001,WS-0001,16 GB\nPF2AB002,WS-0002,8 GB\n"
    "Printers,,\nAsset Tag,Name,Manufacturer\nPR-1,Front desk,Brother\n"
)


def stored(importer: Importer) -> list[tuple[object, ...]]:
    with importer.runtime.database.session_for(importer.actor) as session:
        return session.raw.execute("select serial, hostname, tag from assets order by tag").fetchall()


def uploaded(importer: Importer, text: str, encoding: str = "utf-8", name: str = "list.csv") -> Import:
    return importer.upload(text.encode(encoding), client_id=importer.tenant.acme, name=name)


def told(found: Import) -> dict[str, str]:
    return {note["code"]: note["message"] for note in found.layout["notes"]}


class TestTwoTables:
    def test_only_one_is_read_and_that_is_said(self, importer: Importer) -> None:
        found = uploaded(importer, TWO_TABLES)
        assert "row 6 holds headings as well" in told(found)["other_tables"]
        importer.finish(importer.start(found.id))
        assert importer.read(found.id).outcomes == ["created", "created"]
        assert [row[1] for row in stored(importer)] == ["WS-0001", "WS-0002"]

    def test_the_other_one_is_chosen_by_its_heading_row(self, importer: Importer) -> None:
        found = uploaded(importer, TWO_TABLES)
        with importer.runtime.database.session_for(importer.actor) as session:
            layout = service.choose_layout(
                session, importer.actor, importer.runtime.storage, found.id, LayoutWrite(header_row=6)
            )
        assert layout.columns == ["Asset Tag", "Name", "Manufacturer"]
        importer.finish(importer.start(found.id))
        assert importer.read(found.id).outcomes == ["created"]
        assert stored(importer) == [(None, None, "PR-1")]

    def test_headings_that_come_again_are_no_other_table(self, importer: Importer) -> None:
        found = uploaded(
            importer, "Serial,Hostname,RAM\nPF2AB001,WS-0001,16 GB\nSerial,Hostname,\nPF2AB002,WS-0002,8 GB\n"
        )
        assert "other_tables" not in told(found)

    def test_in_a_workbook_as_well(self, importer: Importer, tmp_path: Path) -> None:
        rows = [line.split(",") for line in TWO_TABLES.splitlines()]
        found = importer.upload(
            workbook(tmp_path / "two.xlsx", {"All": rows}), name="two.xlsx", client_id=importer.tenant.acme
        )
        assert "other_tables" in told(found)
        assert found.layout["rows"] == 2


class TestHeadings:
    @pytest.mark.parametrize(
        "text",
        [
            "PF2AB001,WS-0001,3c:52:82:11:22:33,Dell\nPF2AB002,WS-0002,3c:52:82:11:22:34,Dell\n",
            "PF2AB001;WS-0001;Dell\nPF2AB002;WS-0002;Dell\n",
        ],
        ids=["with addresses", "a serial and a host name"],
    )
    def test_a_file_without_them_is_read_from_its_first_row(self, importer: Importer, text: str) -> None:
        found = uploaded(importer, text)
        assert found.layout["header_row"] == 0
        assert "no headings" in told(found)["no_headings"]
        importer.finish(importer.start(found.id))
        assert importer.read(found.id).outcomes == ["created", "created"]
        assert [row[:2] for row in stored(importer)] == [("PF2AB001", "WS-0001"), ("PF2AB002", "WS-0002")]

    def test_that_there_are_none_can_be_chosen(self, importer: Importer) -> None:
        found = uploaded(importer, "Reception,Dell\nKitchen,HP\n")
        assert found.layout["header_row"] == 1
        with importer.runtime.database.session_for(importer.actor) as session:
            layout = service.choose_layout(
                session, importer.actor, importer.runtime.storage, found.id, LayoutWrite(header_row=0)
            )
        assert (layout.header_row, layout.columns) == (0, ["Column 1", "Manufacturer"])

    @pytest.mark.parametrize("headings", ["PC-1 name,Serial no", "Foo,Bar", "HW2019-A,Note"])
    def test_unknown_ones_are_not_taken_for_data(self, importer: Importer, headings: str) -> None:
        found = uploaded(importer, f"{headings}\nfront desk,PF2AB001\nback office,PF2AB002\n")
        assert found.layout["header_row"] == 1

    def test_below_a_long_introduction_they_are_found(self, importer: Importer) -> None:
        text = "".join(f"Remark {n},,\n" for n in range(30)) + "Serial Number,Hostname,Site\nPF2AB001,WS-0001,Leeds\n"
        found = uploaded(importer, text)
        assert (found.layout["header_row"], found.layout["headers"][0]) == (31, "Serial Number")

    def test_lines_that_are_quoted_as_a_whole_are_read(self, importer: Importer) -> None:
        lines = ["Serial,Hostname,Notes", 'PF2AB001,WS-0001,""a, b""', "PF2AB002,WS-0002,"]
        found = uploaded(importer, "".join(f'"{line}"\n' for line in lines))
        assert "lines_quoted" in told(found)
        importer.finish(importer.start(found.id))
        assert [row[:2] for row in stored(importer)] == [("PF2AB001", "WS-0001"), ("PF2AB002", "WS-0002")]

    def test_one_quoted_column_with_commas_in_it_stays_one(self, importer: Importer) -> None:
        found = uploaded(importer, '"Name"\n"Front desk, Leeds"\n"Back office, Leeds"\n')
        assert found.layout["headers"] == ["Name"]

    def test_a_few_words_of_chinese_are_read(self, importer: Importer) -> None:
        found = uploaded(importer, "序列号,资产名称,品牌\nPF2AB001,前台电脑,联想\n", "gbk")
        assert found.layout["headers"] == ["序列号", "资产名称", "品牌"]
        assert found.columns[0]["field"] == "serial"

    @pytest.mark.parametrize(
        ("text", "encoding", "because"),
        [
            ("Foo,Bar\nx,y\n", "utf-8", "None of the headings in row 1 is known."),
            ("Größe,Übung\nx,y\n", "cp1252", "None of the headings is known as they read in cp1252."),
            ("RAM,Notes\n16 GB,x\n", "utf-8", "No column tells which device a row is about."),
        ],
    )
    def test_what_is_the_matter_is_said(self, importer: Importer, text: str, encoding: str, because: str) -> None:
        found = uploaded(importer, text, encoding)
        with pytest.raises(NothingMapped, match=because):
            importer.start(found.id)
