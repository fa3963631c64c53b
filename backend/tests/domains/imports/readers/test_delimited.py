"""Delimited files: every encoding, delimiter and accident is read right or refused in a sentence."""

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.options import Limits, ReadOptions
from quarterdeck.domains.imports.readers.tables import Table, open_table

PLAIN = "Serial,Name,Site\n0042,Büro,Köln\nPF1,Café,Málaga\n"


def table(tmp_path: Path, content: bytes | str, name: str = "x.csv", options: ReadOptions | None = None) -> Table:
    path = tmp_path / "upload"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_table(path, name, options or ReadOptions())


def cells(found: Table) -> list[list[str]]:
    return [row.cells for row in found.rows()]


def problem(
    tmp_path: Path, content: bytes | str, name: str = "x.csv", options: ReadOptions | None = None
) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        for _ in table(tmp_path, content, name, options).rows():
            pass
    assert caught.value.sentence.endswith(".")
    return caught.value


class TestEncodings:
    @pytest.mark.parametrize(
        ("encoding", "expected"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
            ("cp1252", "cp1252"),
        ],
    )
    def test_accents_are_right_without_being_asked(self, tmp_path: Path, encoding: str, expected: str) -> None:
        found = table(tmp_path, PLAIN.encode(encoding))

        assert found.encoding == expected
        assert found.headers == ("Serial", "Name", "Site")
        assert cells(found) == [["0042", "Büro", "Köln"], ["PF1", "Café", "Málaga"]]

    def test_big_endian_with_its_mark(self, tmp_path: Path) -> None:
        assert cells(table(tmp_path, b"\xfe\xff" + PLAIN.encode("utf-16-be")))[0][1] == "Büro"

    @pytest.mark.parametrize(
        "text", ["資産番号,機種名,設置場所\nA1,ノートパソコン,東京\n", "資産番号,機種,場所\nA1,端末,東京本社\n"]
    )
    def test_shift_jis(self, tmp_path: Path, text: str) -> None:
        found = table(tmp_path, text.encode("cp932"))

        assert found.encoding == "cp932"
        assert [list(found.headers), *cells(found)] == [line.split(",") for line in text.splitlines()]

    def test_a_late_byte_decides_before_the_first_row(self, tmp_path: Path) -> None:
        found = table(tmp_path, b"A,B\n" + b"x,y\n" * 500_000 + b"caf\xe9,z\n")

        assert found.encoding == "cp1252"
        assert [note.code for note in found.notes] == ["encoding_guessed"]
        assert list(found.rows())[-1].cells == ["café", "z"]

    def test_one_damaged_byte_does_not_turn_good_text_into_garbage(self, tmp_path: Path) -> None:
        found = table(tmp_path, PLAIN.encode() * 10 + b"bad\xff,x,y\n")

        assert found.encoding == "utf-8"
        assert "line 31" in found.notes[0].sentence
        assert cells(found)[0] == ["0042", "Büro", "Köln"]
        assert cells(found)[-1][0] == "bad\ufffd"

    @pytest.mark.parametrize("more", [0, 30], ids=["as many of each", "mostly UTF-8"])
    def test_lines_of_two_programs_are_each_read_right_and_told(self, tmp_path: Path, more: int) -> None:
        content = PLAIN.encode() + "PF2,Büro,Zürich\n".encode("cp1252") + "PF3,Łódź,Málaga\n".encode() * (1 + more)
        found = table(tmp_path, content + "PF4,Théâtre 2,Orléans\n".encode("cp1252"))

        read = cells(found)
        assert [read[0], read[2], read[3], read[-1]] == [
            ["0042", "Büro", "Köln"],
            ["PF2", "Büro", "Zürich"],
            ["PF3", "Łódź", "Málaga"],
            ["PF4", "Théâtre 2", "Orléans"],
        ]
        assert found.encoding == "utf-8-or-windows-1252"
        (note,) = found.notes
        assert f"2 lines are not UTF-8 and read as Windows-1252 (4, {6 + more})" in note.sentence
        again = table(
            tmp_path,
            (tmp_path / "upload").read_bytes(),
            options=ReadOptions(encoding=found.encoding, replace_broken=True),
        )
        assert cells(again) == read

    @pytest.mark.parametrize("encoding", ["gb18030", "big5", "cp932", "cp1251"])
    def test_another_encoding_with_a_line_that_happens_to_be_utf_8_is_not_mixed(
        self, tmp_path: Path, encoding: str
    ) -> None:
        text = {"cp1251": "Сервер,Москва\n", "big5": "資產編號,台北\n"}.get(encoding, "資産番号機種,東京\n") * 20
        found = table(tmp_path, b"A,B\n" + text.encode(encoding) + "ä,x\n".encode())

        assert found.encoding != "utf-8-or-windows-1252"

    def test_a_wrong_choice_is_refused_with_its_line_and_a_right_one_obeyed(self, tmp_path: Path) -> None:
        refused = problem(tmp_path, PLAIN.encode("cp1252"), options=ReadOptions(encoding="utf-8"))

        assert refused.code == "wrong_encoding"
        assert "line 1" in refused.sentence
        assert (
            cells(table(tmp_path, PLAIN.encode("cp1252"), options=ReadOptions(encoding="windows-1252")))[0][1] == "Büro"
        )

    @pytest.mark.parametrize("name", ["nonsense", "base64", "rot13", "\x00"])
    def test_an_encoding_that_is_none_is_refused(self, tmp_path: Path, name: str) -> None:
        assert problem(tmp_path, PLAIN, options=ReadOptions(encoding=name)).code == "unknown_encoding"

    def test_half_a_character_at_the_end_of_utf_16(self, tmp_path: Path) -> None:
        assert problem(tmp_path, PLAIN.encode("utf-16")[:-1]).code == "wrong_encoding"


class TestShapes:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_delimiters_are_found(self, tmp_path: Path, delimiter: str) -> None:
        found = table(tmp_path, f'A{delimiter}B{delimiter}C\n1{delimiter}"x,;|\t"{delimiter}1,5\n'.replace("1,5", "9"))

        assert found.delimiter == delimiter
        assert cells(found) == [["1", "x,;|\t", "9"]]

    def test_a_decimal_comma_does_not_make_a_delimiter(self, tmp_path: Path) -> None:
        assert cells(table(tmp_path, "A;Preis\nx;1,50\ny;2,75\n")) == [["x", "1,50"], ["y", "2,75"]]

    def test_excel_announces_its_delimiter(self, tmp_path: Path) -> None:
        found = table(tmp_path, "sep=|\nA|B\n1,2|3\n")

        assert (found.headers, cells(found)) == (("A", "B"), [["1,2", "3"]])

    def test_the_person_overrules(self, tmp_path: Path) -> None:
        assert table(tmp_path, "A;B,C\n1;2,3\n", options=ReadOptions(delimiter=";")).headers == ("A", "B,C")
        assert problem(tmp_path, "A,B\n1,2\n", options=ReadOptions(delimiter='"')).code == "bad_delimiter"

    def test_quotes_newlines_and_delimiters_inside_cells(self, tmp_path: Path) -> None:
        found = table(tmp_path, 'A,B\r\n"line 1\r\nline 2","say ""hi"", ok"\r\n')

        assert cells(found) == [["line 1\r\nline 2", 'say "hi", ok']]

    def test_ragged_rows(self, tmp_path: Path) -> None:
        rows = list(table(tmp_path, "A,B,C\n1\n1,2,3,4\n1,2,3,,\n").rows())

        assert [row.cells for row in rows] == [["1", "", ""], ["1", "2", "3"], ["1", "2", "3"]]
        assert [row.problem and row.problem.code for row in rows] == [None, "too_many_cells", None]
        assert rows[1].problem is not None
        assert "4 cells" in rows[1].problem.sentence

    def test_blank_lines_are_no_rows_and_blank_rows_are_counted(self, tmp_path: Path) -> None:
        found = table(tmp_path, "A,B\n\n1,2\n\n,\n3,4\n\n")

        assert [(row.number, row.cells) for row in found.rows()] == [(1, ["1", "2"]), (3, ["3", "4"])]

    def test_nul_bytes_are_left_out(self, tmp_path: Path) -> None:
        assert cells(table(tmp_path, b"A,B\n1\x002,x\n" + b"abcdefgh,ij\n" * 9))[0] == ["12", "x"]

    def test_doubled_and_blank_headings(self, tmp_path: Path) -> None:
        found = table(tmp_path, "Name,name,Name (2),,\n1,2,3,4,\n")

        assert found.headers == ("Name", "name (3)", "Name (2)", "Column 4")
        assert [note.code for note in found.notes] == ["duplicate_headers", "blank_headers"]

    def test_trailing_empty_columns_are_dropped(self, tmp_path: Path) -> None:
        assert table(tmp_path, "A,B,,,\n1,2,,,\n").headers == ("A", "B")

    def test_titles_above_the_headings(self, tmp_path: Path) -> None:
        found = table(tmp_path, "Device report,,,\nAcme Ltd,,,\n2026-01-01,,,\nSerial,Name,Site,RAM\n4XK,ws,Leeds,16\n")

        assert (found.header_row, found.headers) == (4, ("Serial", "Name", "Site", "RAM"))

    def test_recognised_headings_decide(self, tmp_path: Path) -> None:
        content = "One,Two,Three\nx,y,z\nSerial,Name,3\n4XK,ws,1\n"

        assert table(tmp_path, content).header_row == 1
        assert (
            table(tmp_path, content, options=ReadOptions(recognise=lambda text: text in {"Serial", "Name"})).header_row
            == 3
        )
        assert table(tmp_path, content, options=ReadOptions(header_row=2)).headers == ("x", "y", "z")

    def test_three_hundred_columns(self, tmp_path: Path) -> None:
        line = ",".join(f"C{number}" for number in range(300))

        assert len(table(tmp_path, f"{line}\n{line.lower()}\n").headers) == 300

    def test_one_column_is_a_table(self, tmp_path: Path) -> None:
        assert cells(table(tmp_path, "Serial\n0001\n0002\n")) == [["0001"], ["0002"]]


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty_file"),
            (b"\n\n \n", "empty_file"),
            (b",,,\n,,\n", "empty_file"),
            (b"A,B,C\n", "header_only"),
            (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "wrong_format"),
            (b"%PDF-1.7\n", "wrong_format"),
            (b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00\x01" * 50, "wrong_format"),
            (b"\x7fELF\x02\x01", "wrong_format"),
            (b"<html><table><tr><td>x</td></tr></table>", "wrong_format"),
            (b'\xef\xbb\xbf[{"serial": "x"}]', "wrong_format"),
            (bytes(range(256)) * 4, "wrong_format"),
            (b"PK\x03\x04 not really a zip", "damaged_workbook"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not really", "damaged_workbook"),
        ],
    )
    def test_is_a_sentence(self, tmp_path: Path, content: bytes, code: str) -> None:
        assert problem(tmp_path, content, "inventory.csv").code == code

    def test_more_columns_than_possible(self, tmp_path: Path) -> None:
        line = ",".join(f"C{number}" for number in range(501))

        assert problem(tmp_path, f"{line}\n{line}\n").code == "too_many_columns"

    def test_a_heading_row_that_is_not_there(self, tmp_path: Path) -> None:
        for row in (-1, 3, 99):
            assert problem(tmp_path, "A,B\n1,2\n", options=ReadOptions(header_row=row)).code == "no_such_header"

    def test_headings_that_look_like_a_program_are_still_headings(self, tmp_path: Path) -> None:
        assert table(tmp_path, "MZ,PK\n1,2\n").headers == ("MZ", "PK")
        assert table(tmp_path, "PK,MZ\n1,2\n").headers == ("PK", "MZ")

    def test_a_ten_megabyte_cell_costs_its_row_only(self, tmp_path: Path) -> None:
        rows = list(table(tmp_path, f"A,B\n{'x' * 10_000_000},1\n2,3\n").rows())

        assert rows[0].problem is not None
        assert rows[0].problem.code == "cell_too_large"
        assert rows[0].cells == ["", "1"]
        assert rows[1].cells == ["2", "3"]
        assert rows[1].problem is None

    def test_what_is_too_long_to_be_read_through_tells_no_heading(self, tmp_path: Path) -> None:
        addresses = ",".join(f"00:1b:21:00:{part:02x}:01" for part in range(200))

        assert table(tmp_path, f'00:1b:21:00:00:02,WS-1\n"{addresses}",WS-2\n').headers[0] != "MAC Address"

    def test_a_line_without_end(self, tmp_path: Path) -> None:
        assert problem(tmp_path, "A,B\n" + "x" * 20_000_000).code == "line_too_long"

    def test_a_quotation_mark_that_is_never_closed(self, tmp_path: Path) -> None:
        rows = cells(table(tmp_path, 'A,B\n"oops,1\n' + "x,y\n" * 5_000 + '"last, with a\nbreak",z\nw,"open\n1,2\n'))

        assert rows[0] == ["oops", "1"]
        assert rows[1:5_001] == [["x", "y"]] * 5_000
        assert rows[5_001:] == [["last, with a\nbreak", "z"], ["w", "open"], ["1", "2"]]
        many = "A,B\n" + '1,"x\n2,y\n3,z""\n' * 99
        assert problem(tmp_path, many + '"').code == "unclosed_quote"
        limits = Limits(record_characters=10_000)
        assert (
            problem(tmp_path, 'A,B\n"oops,1\n' + "x,y\n" * 5_000_000, options=ReadOptions(limits=limits)).code
            == "unclosed_quote"
        )


class TestAnything:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
    @given(
        content=st.one_of(
            st.binary(max_size=300),
            st.text("AB1,;\t|\"'\n\r=é ", max_size=120).map(str.encode),
            st.tuples(st.text(max_size=50), st.sampled_from(["utf-16", "cp932", "cp1252", "utf-8"])).map(
                lambda pair: pair[0].encode(pair[1], "replace")
            ),
            st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail),
            st.binary(max_size=200).map(lambda tail: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + tail),
        )
    )
    def test_any_bytes_are_a_table_or_a_sentence(self, tmp_path: Path, content: bytes) -> None:
        try:
            found = table(tmp_path, content)
            rows = list(found.rows())
        except FileProblem as exc:
            refusal = exc.sentence
            assert refusal.endswith(".")
        else:
            assert len(set(found.headers)) == len(found.headers) > 0
            assert all(len(row.cells) == len(found.headers) for row in rows)

    def test_memory_does_not_grow_with_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "big.csv"
        with path.open("w") as file:
            file.write("Serial,Name,Site\n")
            for number in range(200_000):
                file.write(f"S{number:08},workstation {number},Leeds office\n")
        tracemalloc.start()
        count = sum(1 for _ in open_table(path, "big.csv").rows())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        assert count == 200_000
        assert peak < 8 * 1024 * 1024 < 2 * path.stat().st_size
