"""Lists that scanners of networks write: a name, an adapter and an address, and no serial number."""

from tests.domains.imports.conftest import Importer, Row

PRINTER, SWITCH, BROTHER, LAPTOP = "d4:a2:cd:00:00:01", "d4:a2:cd:00:00:02", "00:1b:a9:00:00:03", "d4:a2:cd:00:00:04"


def seen(name: str, mac: str, ip: str, kind: str = "") -> Row:
    return {"Name": name, "MAC": mac, "IP": ip, "Type": kind}


def test_what_has_a_built_in_adapter_is_followed_when_it_is_renamed(importer: Importer) -> None:
    first = importer.rows(
        seen("PRN-2F", PRINTER, "10.0.0.5", "Printer"),
        seen("SW-CORE", SWITCH, "10.0.0.2", "Switch"),
        seen("BRW001BA9000003", BROTHER, "10.0.0.6"),
        seen("LT-1", LAPTOP, "10.0.0.7"),
    )
    again = importer.rows(
        seen("PRN-FLOOR2", PRINTER, "10.0.0.5", "Printer"),
        seen("SW-CORE-1", SWITCH, "10.0.0.9"),
        seen("Post room printer", BROTHER, "10.0.0.2"),
        seen("LT-9", LAPTOP, "10.0.0.7"),  # renamed, or another one on the docking station
    )

    assert again.outcomes == ["updated", "updated", "updated", "review"]
    assert [row.asset_id for row in again.rows[:3]] == [row.asset_id for row in first.rows[:3]]


def test_an_address_is_no_name(importer: Importer) -> None:
    (known,) = importer.rows(seen("10.0.0.5", PRINTER, "10.0.0.5")).rows
    moved, other = importer.rows(seen("10.0.0.77", PRINTER, "10.0.0.77"), seen("10.0.0.5", SWITCH, "10.0.0.5")).rows

    assert moved.asset_id == known.asset_id
    assert other.outcome == "created"
