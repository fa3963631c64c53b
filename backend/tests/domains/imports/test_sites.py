"""A column called Site is a place of a client, or the client itself: it depends on what else the file says."""

from typing import Any

from tests.domains.imports.conftest import Importer, as_csv

ROW = {"Hostname": "WS-0001", "Site": "Umbrella", "Serial Number": "5CG3120XYZ"}


def fields_of(importer: Importer, row: dict[str, str], **options: Any) -> dict[str, str | None]:
    found = importer.upload(as_csv([row]), **options)
    return {column["header"]: column["field"] for column in found.columns}


class TestTheSite:
    def test_names_the_client_when_nothing_else_does(self, importer: Importer) -> None:
        assert fields_of(importer, ROW)["Site"] == "client"
        done = importer.content(as_csv([ROW]), create_missing=True)
        assert done.outcomes == ["created"], done.rows

    def test_is_a_location_beside_a_column_of_clients(self, importer: Importer) -> None:
        assert fields_of(importer, {**ROW, "Customer": "Acme"})["Site"] == "location"

    def test_is_a_location_when_the_file_is_one_clients(self, importer: Importer) -> None:
        assert fields_of(importer, ROW, client_id=importer.tenant.acme)["Site"] == "location"


def test_an_agents_own_id_is_no_hardware_uuid(importer: Importer) -> None:
    """Datto's "Device UID" differs from "Device UUID" by one letter, and changes with every new agent."""
    row = {**ROW, "Device UID": "7146f2c6-1f0e-4c56-9a3e-0c8d4e2b9f11"}
    assert fields_of(importer, row)["Device UID"] is None
