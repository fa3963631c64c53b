"""Lists as reports and people write them: totals, sections, other languages, numbers with units."""

import pytest

from quarterdeck.domains.imports.report_lines import no_device_because
from tests.domains.imports.conftest import Importer, as_csv

REPORT = """Hardware Inventory Report;;;;
Computer;Serial No;Arbeitsspeicher;Disk Size;Kaufpreis
Servers;;;;
WS-01;{kept};16,0 GB;512110190592;"1.234,56 €"
;;;;
Computer;Serial No;Arbeitsspeicher;Disk Size;Kaufpreis
WS-02;HJK2342;7,9 GB;1 TB;"99,50 €"
Total;2;;;"1.334,06 €"
Page 1 of 1;;;;
"""
REPORT = REPORT.replace("{kept}", '"=""00452341"""')  # as spreadsheets are made to keep the zeros
JAPANESE = "資産番号,ホスト名,シリアル番号,メーカー,型番,購入日\nPC-0001,TOKYO-PC01,PF3ABC12,Lenovo,T14,2023/04/01\n"
FRENCH = "Nom du poste;Numéro de série;Date d'achat;Prix\nPOSTE-01;FRA0001X;25/03/2022;1 234,50 €\n"


def stored(importer: Importer, columns: str) -> list[tuple[object, ...]]:
    with importer.runtime.database.session_for(importer.actor) as session:
        return session.raw.execute(
            f"select {columns} from assets a left join workstations s on (s.tenant_id, s.id) = (a.tenant_id, a.id) "
            f"order by a.serial".encode()
        ).fetchall()


LINES = ["Total", "TOTALS:", "Grand total: 1,204", "Total devices: 45", "Summe", "Page 2 of 7", "Seite 3 von 4"]
LINES += ["45 devices", "(12 rows found)", "End of report", "Report generated on 28/11/2026", "Exported by admin"]


@pytest.mark.parametrize("name", LINES)
def test_a_line_about_the_list_is_no_device(name: str) -> None:
    assert no_device_because({"name": name}, cells=2, columns=6) is not None
    assert no_device_because({"hostname": name}, cells=1, columns=6) is not None
    assert no_device_because({"name": name, "serial": "HJK2342"}, cells=2, columns=6) is None


@pytest.mark.parametrize("name", ["TOTAL-PC1", "page-server", "SUM01", "Sumatra", "4devices-pc1", "Countess"])
def test_a_device_may_be_called_similarly(name: str) -> None:
    assert no_device_because({"hostname": name}, cells=1, columns=6) is None


def test_the_name_of_a_type_is_a_heading_only_where_it_stands_alone() -> None:
    assert no_device_because({"name": "Servers"}, cells=1, columns=4) is not None
    assert no_device_because({"name": "Server"}, cells=2, columns=4) is None
    assert no_device_because({"name": "Server"}, cells=1, columns=2) is None


def test_a_report_with_sections_totals_and_decimal_commas(importer: Importer) -> None:
    done = importer.content(REPORT.encode(), client_id=importer.tenant.acme)

    assert [(row.row, row.outcome) for row in done.rows] == [
        (1, "rejected"), (2, "created"), (5, "created"), (6, "rejected"), (7, "rejected")
    ]  # fmt: skip
    found = stored(importer, "a.hostname, a.serial, s.ram_mb, s.disk_total_gb, a.purchase_cost::text")
    assert found[:2] == [("WS-01", "00452341", 16384, 477, "1234.56"), ("WS-02", "HJK2342", 8090, 1024, "99.50")]


def test_headings_in_other_languages(importer: Importer) -> None:
    for text, encoding in ((JAPANESE, "cp932"), (FRENCH, "utf-8")):
        assert importer.content(text.encode(encoding), client_id=importer.tenant.acme).outcomes == ["created"]
    found = stored(importer, "a.hostname, a.serial, a.purchase_date::text, a.purchase_cost::text")
    assert ("TOKYO-PC01", "PF3ABC12", "2023-04-01", None) in found
    assert ("POSTE-01", "FRA0001X", "2022-03-25", "1234.50") in found


def test_a_second_column_of_names_is_a_host_name_only_if_it_looks_like_one(importer: Importer) -> None:
    found = importer.upload(b"Name,Serial,Name\nWS-1,DUPP001X,Dell Latitude 5540\nWS-2,DUPP002X,Dell Latitude 5540\n")
    assert [column["field"] for column in found.columns] == ["name", "serial", None]
    found = importer.upload(as_csv([{"Name": "Front desk", "Serial": "DUPP001X", "Device": "WS-1"}]))
    assert [column["field"] for column in found.columns] == ["name", "serial", "hostname"]


def test_types_and_states_as_tools_qualify_them(importer: Importer) -> None:
    done = importer.content(
        b"Hostname,Serial,Device Class,Status\n"
        b"A-1,QLF0001X,Laptop - Windows,Decom\nA-2,QLF0002X,Server (virtual),On loan\n"
        b"A-3,QLF0003X,Gadget - odd,Surplus\n",
        client_id=importer.tenant.acme,
    )
    assert [[problem["code"] for problem in row.problems] for row in done.rows] == [[], [], ["unknown_type"]]
    found = stored(importer, "a.type, a.status")
    assert found == [("workstation", "retired"), ("server", "deployed"), ("workstation", "in_stock")]
