from tests.domains.imports.conftest import Importer


def test_a_file_goes_in_and_again_changes_nothing(importer: Importer) -> None:
    rows = [
        {"Hostname": f"WS-{n:04}", "Serial Number": f"PF2AB{n:04}", "MAC": f"3c:52:82:00:00:{n:02x}", "Site": "Leeds", "Manufacturer": "Dell Inc.", "Model": "Latitude 5420", "RAM (GB)": "16", "Purchase Date": "2024-03-31", "Type": "Laptop"}
        for n in range(10)
    ]
    first = importer.rows(*rows)
    assert first.outcomes == ["created"] * 10, first.rows
    second = importer.rows(*rows)
    assert second.outcomes == ["unchanged"] * 10, [(row.reason, row.changes) for row in second.rows]
    dry = importer.rows(*[{**row, "RAM (GB)": "32"} for row in rows], dry_run=True)
    assert dry.outcomes == ["updated"] * 10
    assert dry.rows[0].changes == {"extension": {"ram_mb": 32768}}
    again = importer.rows(*rows)
    assert again.outcomes == ["unchanged"] * 10
    assert importer.rows(*[{**row, "RAM (GB)": "32"} for row in rows]).outcomes == ["updated"] * 10
