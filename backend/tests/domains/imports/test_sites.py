"""A column called Site is a place of a client, or the client itself: it depends on what else the file says."""

from tests.domains.imports.conftest import Importer, as_csv

ROW = {"Hostname": "WS-0001", "Site": "Umbrella", "Serial Number": "5CG3120XYZ"}


def fields_of(importer: Importer, row: dict[str, str], **options: object) -> dict[str, str | None]:
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
