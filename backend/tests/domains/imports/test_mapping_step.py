"""Step three of the wizard: where columns go and why, what is done to cells, presets, and what is learnt."""

import csv
import io
import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.domains.imports import service
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.preparing import Prepared
from quarterdeck.domains.imports.schemas.mapping import MappingRead, MappingWrite
from quarterdeck.domains.imports.vendors import VENDORS, Vendor, recognise_vendor
from quarterdeck.kit.text import compact
from tests.conftest import Browser
from tests.domains.imports.conftest import Importer, as_csv
from tests.domains.imports.test_routes import send
from tests.world import World


def mapping_of(importer: Importer, found: Import) -> MappingRead:
    with importer.runtime.database.session_for(importer.actor) as session:
        return service.read_mapping(session, importer.actor, found.id)


def choose(importer: Importer, found: Import, **wanted: Any) -> None:
    with importer.runtime.database.session_for(importer.actor) as session:
        service.choose_columns(session, importer.actor, found.id, MappingWrite.model_validate(wanted))


def stored(importer: Importer, columns: str = "serial") -> list[tuple[Any, ...]]:
    with importer.runtime.database.session_for(importer.actor) as session:
        return session.raw.execute(f"select {columns} from assets order by serial, name").fetchall()


class TestGuessing:
    def test_every_column_says_where_it_goes_and_why(self, importer: Importer) -> None:
        rows = [
            {
                "Serial No": f"PF2AB{n:03}",
                "Machine Nmae": f"ws-{n}",
                "Whs": "Leeds",
                "Rem2": "see mail",
                "Kit": "Laptop",
            }
            for n in range(12)
        ]
        mapping = mapping_of(importer, importer.upload(as_csv(rows), client_id=importer.tenant.acme))
        by_header = {column.header: column for column in mapping.columns}
        assert (by_header["Serial No"].field, by_header["Serial No"].level) == ("serial", "high")
        assert (by_header["Machine Nmae"].field, by_header["Machine Nmae"].level) == ("hostname", "check")
        whs = by_header["Whs"]
        assert (whs.field, whs.level, whs.reason) == ("location", "check", "100% of its values are known locations")
        assert (by_header["Kit"].field, by_header["Kit"].level) == ("type", "check")
        assert (by_header["Rem2"].field, by_header["Rem2"].level) == (None, "none")
        assert all(column.reason for column in mapping.columns)
        assert (mapping.counts.high, mapping.counts.check, mapping.counts.none) == (1, 3, 1)

    def test_values_that_do_not_fit_cast_doubt(self, importer: Importer) -> None:
        rows = [{"Serial": f"PF2AB{n:03}", "Purchase Date": f"see invoice {n}x"} for n in range(8)]
        (_, date) = mapping_of(importer, importer.upload(as_csv(rows), client_id=importer.tenant.acme)).columns
        assert (date.field, date.level) == ("purchase_date", "check")
        assert "only 0% of its values are dates" in date.reason

    def test_what_is_not_mapped_comes_with_suggestions(self, importer: Importer) -> None:
        rows = [{"Serial": "PF2AB001", "Warranty thing end": "2026-01-01"}]
        (_, column) = mapping_of(importer, importer.upload(as_csv(rows), client_id=importer.tenant.acme)).columns
        assert 1 <= len(column.suggestions) <= 3
        assert "warranty_end" in {each.field for each in column.suggestions} | {column.field}

    def test_seventeen_headers_are_high_check_or_none_each_with_its_reason(self, importer: Importer) -> None:
        """S13.3."""
        row = {
            "Serial No.": "4XK2F93", "Asset Tag": "LT-1", "Device Name": "ws-1", "Customer": "Acme", "Kind": "Laptop",
            "Make": "Dell", "Model": "Latitude 5440", "MAC": "3C:52:82:00:24:5A", "Bought": "31/12/2024",
            "Price": "£1,200.00", "State": "In Use", "Operating System": "Windows 11 Pro",
            "Whs": "Leeds", "Warranty ends on": "31/12/2027", "Rem2": "see mail", "Bin": "B-14", "Zusatz": "grau",
        }  # fmt: skip
        others = [{**row, "Serial No.": f"4XK2F{n}", "Device Name": f"ws-{n}"} for n in range(10, 14)]
        found = importer.upload(as_csv([row, *others]), client_id=importer.tenant.acme)
        read = mapping_of(importer, found)
        by_level = {each: [c.header for c in read.columns if c.level == each] for each in ("check", "none")}
        assert by_level == {"check": ["Whs", "Warranty ends on"], "none": ["Rem2", "Bin", "Zusatz"]}
        assert (read.counts.high, read.counts.check, read.counts.none) == (12, 2, 3)
        assert all(column.reason for column in read.columns)

    def test_required_fields_are_told(self, importer: Importer) -> None:
        mapping = mapping_of(importer, importer.upload(b"Colour,Price\nred,5\n"))
        assert {each.field: each.is_satisfied for each in mapping.required} == {"identity": False, "client": False}

    def test_an_import_that_went_in_is_remembered_for_such_files_only(
        self, importer: Importer, typed_world: World
    ) -> None:
        rows = [{"Gizmo": "PF2AB001", "Whatsit": "ws-1", "Serial": "x1"}]
        found = importer.upload(as_csv(rows), client_id=importer.tenant.acme)
        choose(
            importer,
            found,
            columns=[{"index": 0, "field": "serial"}, {"index": 1, "field": "hostname"}, {"index": 2, "field": None}],
        )
        importer.finish(importer.start(found.id))
        again = mapping_of(importer, importer.upload(as_csv(rows), client_id=importer.tenant.acme)).columns
        assert [column.field for column in again] == ["serial", "hostname", None]
        assert (again[0].confidence, again[0].reason) == (0.98, "used in your last import of such a file")
        south = Importer(importer.runtime, typed_world.south, typed_world.south.actor)
        other = mapping_of(south, south.upload(as_csv(rows), client_id=typed_world.south.acme)).columns
        assert [column.field for column in other] == [None, None, "serial"]


class TestChoosing:
    def test_two_columns_for_one_field_are_named(self, owner: TestClient) -> None:
        found = send(owner).json()
        refused = owner.put(
            f"/api/v1/imports/{found['id']}/mapping", json={"columns": [{"index": 1, "field": "serial"}]}
        )
        assert (refused.status_code, refused.json()["code"]) == (422, "field_claimed_twice")
        assert refused.json()["columns"] == [0, 1]

    def test_cells_are_changed_on_the_way(self, importer: Importer) -> None:
        row = {
            "SN": "sn: pf2ab001 / old",
            "Bought": "31.03.24",
            "Full": "ws-1 - Leeds",
            "A": "left",
            "B": "right",
            "S": "Shelf",
        }
        found = importer.upload(as_csv([row]), client_id=importer.tenant.acme)
        choose(
            importer,
            found,
            columns=[
                {
                    "index": 0,
                    "field": "serial",
                    "transforms": [
                        {"kind": "replace", "find": "sn:", "with": ""},
                        {"kind": "extract", "separator": "/", "part": 1},
                        {"kind": "trim"},
                        {"kind": "case", "to": "upper"},
                    ],
                },
                {"index": 1, "field": "purchase_date", "transforms": [{"kind": "date", "format": "DD.MM.YY"}]},
                {"index": 5, "field": "status", "values": {"Shelf": "in_stock"}},
            ],
            made=[
                {"header": "Host", "field": "hostname", "kind": "split", "from": [2], "separator": " - ", "part": 1},
                {"header": "Place", "field": "location", "kind": "split", "from": [2], "separator": " - ", "part": 2},
                {"header": "Words", "field": "notes", "kind": "join", "from": [3, 4], "separator": ", "},
                {"header": "Maker", "field": "manufacturer", "kind": "value", "text": "Dell"},
            ],
        )
        importer.finish(importer.start(found.id))
        columns = "serial, purchase_date::text, hostname, location_id, notes, manufacturer, status"
        assert stored(importer, columns) == [
            ("PF2AB001", "2024-03-31", "ws-1", importer.tenant.acme_leeds, "left, right", "Dell", "in_stock")
        ]

    def test_the_error_file_holds_the_cells_as_they_came(self, importer: Importer) -> None:
        found = importer.upload(as_csv([{"Serial": "pf2ab001", "Where": "nowhere"}]), client_id=importer.tenant.acme)
        choose(
            importer,
            found,
            columns=[{"index": 1, "field": "location", "transforms": [{"kind": "case", "to": "upper"}]}],
            made=[{"header": "Maker", "field": "manufacturer", "kind": "value", "text": "Dell"}],
        )
        importer.finish(importer.start(found.id))
        done = importer.read(found.id)
        assert done.outcomes == ["rejected"]
        with importer.runtime.database.session_for(importer.actor) as session:
            row = session.raw.execute("select raw from observations where raw is not null").fetchone()
        assert row == (["pf2ab001", "nowhere"],)

    @pytest.mark.parametrize(
        "wanted",
        [
            {"made": [{"header": "X", "field": "hostname", "kind": "join", "from": [99]}]},
            {"made": [{"header": "X", "field": "nonsense", "kind": "value", "text": "x"}]},
            {"columns": [{"index": 99, "field": None}]},
        ],
    )
    def test_what_does_not_exist_is_refused(self, owner: TestClient, wanted: dict[str, Any]) -> None:
        found = send(owner).json()
        refused = owner.put(f"/api/v1/imports/{found['id']}/mapping", json=wanted)
        assert (refused.status_code, refused.json()["code"]) == (422, "mapping_invalid")

    def test_only_what_is_ticked_is_created(self, importer: Importer) -> None:
        rows = [{"Serial": "PF2AB001", "Site": "Hull", "User": "Somebody New"}]
        found = importer.upload(as_csv(rows), client_id=importer.tenant.acme)
        choose(importer, found, create={"location": True})
        importer.finish(importer.start(found.id))
        with importer.runtime.database.session_for(importer.actor) as session:
            places = session.raw.execute("select name from locations where name = 'Hull'").fetchall()
            people = session.raw.execute("select name from contacts where name = 'Somebody New'").fetchall()
        assert (places, people) == ([("Hull",)], [])


class TestValues:
    def test_values_are_counted_with_what_they_become(self, owner: TestClient, typed_world: World) -> None:
        rows = [("In Use", "Leeds")] * 3 + [("Shelff", "Leads")] * 2 + [("", "Leeds")]
        lines = "".join(f"PF2AB{n:03},{status},{place}\n" for n, (status, place) in enumerate(rows))
        content = f"Serial,Status,Site\n{lines}".encode()
        found = send(owner, content, client_id=str(typed_world.north.acme)).json()
        path = f"/api/v1/imports/{found['id']}/values"
        status = owner.get(path, params={"column": 1}).json()
        assert [(each["value"], each["count"], each["becomes"], each["finding"]) for each in status["items"]] == [
            ("In Use", 3, "deployed", "known"), ("Shelff", 2, None, "unknown"), ("", 1, None, "empty"),
        ]  # fmt: skip
        assert {"value": "in_stock", "label": "In stock"} in status["choices"]
        place = owner.get(path, params={"column": 2}).json()
        assert [(each["value"], each["finding"], each["suggestion"]) for each in place["items"]] == [
            ("Leeds", "known", None), ("Leads", "unknown", "Leeds"),
        ]  # fmt: skip
        owner.put(
            f"/api/v1/imports/{found['id']}/mapping", json={"columns": [{"index": 2, "values": {"Leads": "Leeds"}}]}
        )
        (_, chosen) = owner.get(path, params={"column": 2}).json()["items"]
        assert (chosen["value"], chosen["becomes"], chosen["is_chosen"], chosen["finding"]) == (
            "Leads", "Leeds", True, "known",
        )  # fmt: skip
        assert owner.get(path, params={"column": 9}).status_code == 404


def vendor_file(vendor: Vendor, *, drifted: bool = False) -> bytes:
    """An export as the tool writes it: one column per field, in its own words."""
    values = {
        "hostname": "ws-{n}", "name": "ws-{n}", "description": "Front desk", "client": "Acme", "location": "Leeds",
        "type": "Laptop", "manufacturer": "Dell", "model": "Latitude 5440", "serial": "PF2AB{n:03}",
        "mac": "[3C:52:82:00:00:0{n}, 3C:52:82:00:01:0{n}]", "ip": "192.168.1.1{n}", "wan_ip": "203.0.113.7",
        "os": "Windows 11 Pro", "last_user": "ACME\\priya", "last_seen": "2026-03-31 09:30:00",
        "warranty_end": "2027-03-31", "purchase_date": "2024-03-31", "tag": "T-{n}", "cpu": "Core i5",
        "ram_mb": "16 GB",
        "notes": "x", "status": "Online", None: "Online",
    }  # fmt: skip
    headers = [(listed.split("|")[0].rstrip("!"), field) for field, listed in vendor.headings.items()]
    if drifted:
        headers = [(header.upper().replace(" ", "_"), field) for header, field in headers[1:]] + [("My UDF 7", None)]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([header for header, _ in headers])
    for number in range(1, 7):
        writer.writerow([values[field].format(n=number) for _, field in headers])
    return out.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("drifted", [False, True], ids=["as written", "drifted"])
@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.key)
def test_an_export_of_a_tool_goes_to_the_fields_of_its_preset(
    importer: Importer, vendor: Vendor, drifted: bool
) -> None:
    found = importer.upload(vendor_file(vendor, drifted=drifted))
    if found.preset is None:
        with importer.runtime.database.session_for(importer.actor) as session:
            service.apply_preset(session, importer.actor, found.id, f"builtin:{vendor.key}")
    mapping = mapping_of(importer, found)
    assert mapping.preset is not None
    assert mapping.preset.id == f"builtin:{vendor.key}"
    for column in mapping.columns:
        assert column.field == vendor.fields.get(compact(column.header)), column.header
    importer.finish(importer.start(found.id))
    assert importer.read(found.id).outcomes == ["created"] * 6
    assert len(stored(importer)) == 6


@pytest.mark.parametrize("key", ["datto_rmm", "n_central"])
def test_tools_with_headings_of_their_own_are_known_at_sight(key: str) -> None:
    vendor = next(each for each in VENDORS if each.key == key)
    headers = [listed.split("|")[0].rstrip("!") for listed in vendor.headings.values()]
    assert recognise_vendor(headers) is vendor
    assert recognise_vendor(["Serial Number", "Manufacturer", "Model", "MAC Address", "Operating System"]) is None
    assert recognise_vendor(["Computer Name", "Client", "Site", "Model", "Serial No", "Status"]) is None


class TestPresets:
    @pytest.fixture
    def mapped(self, owner: TestClient, typed_world: World) -> dict[str, Any]:
        content = b"Thing,Colour,Whs\nPF2AB001,red,Leads\n"
        found: dict[str, Any] = send(owner, content, client_id=str(typed_world.north.acme)).json()
        body = {
            "columns": [
                {"index": 0, "field": "serial", "transforms": [{"kind": "trim"}]},
                {"index": 1, "field": "notes"},
                {"index": 2, "field": "location", "values": {"Leads": "Leeds"}},
            ],
            "made": [{"header": "Maker", "field": "manufacturer", "kind": "value", "text": "Dell"}],
        }
        assert owner.put(f"/api/v1/imports/{found['id']}/mapping", json=body).status_code == 200
        return found

    def create(self, browser: TestClient, found: dict[str, Any], **body: Any) -> Any:
        return browser.post(
            "/api/v1/import-presets", json={"name": "Dell order form", "import_id": found["id"], **body}
        )

    def test_a_mapping_is_kept_and_fits_a_file_in_another_order(
        self, owner: TestClient, typed_world: World, mapped: dict[str, Any]
    ) -> None:
        preset = self.create(owner, mapped)
        assert preset.status_code == 201, preset.text
        assert self.create(owner, mapped, name="  DELL order FORM ").json()["code"] == "preset_name_taken"
        other = send(owner, b"WHS,Extra,thing,colour\nLeads,x,PF2AB002,blue\n", client_id=str(typed_world.north.acme))
        path = f"/api/v1/imports/{other.json()['id']}"
        applied = owner.post(f"{path}/apply-preset", json={"preset": preset.json()["id"]}).json()
        assert [(column["header"], column["field"]) for column in applied["columns"]] == [
            ("WHS", "location"), ("Extra", None), ("thing", "serial"), ("colour", "notes"), ("Maker", "manufacturer"),
        ]  # fmt: skip
        assert applied["columns"][0]["values"] == {"Leads": "Leeds"}
        assert applied["preset"]["name"] == "Dell order form"
        assert applied["presets"][0]["name"] == "Dell order form"

    def test_a_default_applies_itself_and_there_is_one(
        self, owner: TestClient, typed_world: World, mapped: dict[str, Any]
    ) -> None:
        first = self.create(owner, mapped, is_default=True).json()
        self.create(owner, mapped, name="Second", is_default=True)
        listed = owner.get("/api/v1/import-presets").json()["items"]
        assert {each["name"]: each["is_default"] for each in listed if not each["is_builtin"]} == {
            "Dell order form": False, "Second": True,
        }  # fmt: skip
        again = send(owner, b"Thing,Colour,Whs\nPF2AB003,red,Leads\n", client_id=str(typed_world.north.acme)).json()
        assert again["preset"]["name"] == "Second"
        owner.patch(f"/api/v1/import-presets/{first['id']}", json={"name": "Third", "is_default": True})
        assert owner.delete(f"/api/v1/import-presets/{first['id']}").status_code == 204
        assert owner.get(f"/api/v1/import-presets/{first['id']}").status_code == 404

    def test_presets_stay_with_those_who_see_their_client(
        self, owner: TestClient, typed_world: World, browser: Browser, mapped: dict[str, Any]
    ) -> None:
        preset = self.create(owner, mapped, client_id=str(typed_world.north.acme)).json()
        scoped = browser(typed_world.north, "technician", clients=[typed_world.north.globex])
        for stranger in (browser(typed_world.south), scoped):
            assert stranger.get(f"/api/v1/import-presets/{preset['id']}").status_code == 404
            own = [each for each in stranger.get("/api/v1/import-presets").json()["items"] if not each["is_builtin"]]
            assert own == []
            found = send(stranger).json()
            applied = stranger.post(f"/api/v1/imports/{found['id']}/apply-preset", json={"preset": preset["id"]})
            assert (applied.status_code, applied.json()["code"]) == (404, "preset_not_found")
        viewer = browser(typed_world.north, "viewer")
        assert viewer.get("/api/v1/import-presets").status_code == 403

    def test_a_preset_of_one_client_is_for_its_files_alone(
        self, owner: TestClient, typed_world: World, mapped: dict[str, Any]
    ) -> None:
        north, content = typed_world.north, b"Thing,Colour,Whs\nPF2AB004,red,Leads\n"
        preset = self.create(owner, mapped, client_id=str(north.acme), is_default=True).json()
        offered: dict[str, list[str]] = {}
        for name, body in (
            ("acme", {"client_id": str(north.acme)}),
            ("globex", {"client_id": str(north.globex)}),
            ("", {}),
        ):
            found = send(owner, content, **body).json()
            told = owner.get(f"/api/v1/imports/{found['id']}/mapping").json()
            offered[name] = [each["name"] for each in told["presets"] if not each["is_builtin"]]
            applied = owner.post(f"/api/v1/imports/{found['id']}/apply-preset", json={"preset": preset["id"]})
            assert (told["preset"] is not None, applied.status_code) == (
                name == "acme",
                409 if name == "globex" else 200,
            )
            if name == "globex":
                assert applied.json()["code"] == "preset_of_other_client"
                assert "only for Acme" in applied.json()["title"]
        assert offered == {"acme": ["Dell order form"], "globex": [], "": []}
        listed = [owner.get("/api/v1/import-presets", params=params).json()["items"] for params in (
            {"client": str(north.acme)}, {"client": str(north.globex)}, {},
        )]  # fmt: skip
        assert ["Dell order form" in [each["name"] for each in items] for items in listed] == [True, False, True]

    def test_names_and_defaults_of_two_clients_are_apart(
        self, owner: TestClient, typed_world: World, browser: Browser, mapped: dict[str, Any]
    ) -> None:
        north = typed_world.north
        for client in (north.acme, north.globex, None):
            body = {"client_id": str(client)} if client else {}
            assert self.create(owner, mapped, is_default=True, **body).status_code == 201
            assert self.create(owner, mapped, **body).json()["code"] == "preset_name_taken"
        kept = [each for each in owner.get("/api/v1/import-presets").json()["items"] if not each["is_builtin"]]
        assert [each["is_default"] for each in kept] == [True, True, True]
        scoped = browser(north, "technician", clients=[north.globex])
        seen = [each for each in scoped.get("/api/v1/import-presets").json()["items"] if not each["is_builtin"]]
        assert [each["client_id"] for each in seen] == [str(north.globex)]

    def test_hostile_names_are_kept_as_text_and_those_that_show_nothing_are_refused(
        self, owner: TestClient, mapped: dict[str, Any]
    ) -> None:
        kept = self.create(owner, mapped, name="<script>alert(1)</script> \u202eevil 🦊 \"a\" 'b'\x00").json()
        assert kept["name"] == "<script>alert(1)</script> evil 🦊 \"a\" 'b'"
        for name in ("\u202e\u200b", "y" * 10_000):
            assert self.create(owner, mapped, name=name).status_code == 422
            assert owner.patch(f"/api/v1/import-presets/{kept['id']}", json={"name": name}).status_code == 422

    def test_what_is_no_preset(self, owner: TestClient) -> None:
        found = send(owner).json()
        for wrong in ("builtin:nobody", "x", str(uuid.uuid4())):
            refused = owner.post(f"/api/v1/imports/{found['id']}/apply-preset", json={"preset": wrong})
            assert refused.json()["code"] == "preset_not_found"


TRANSFORMS = st.one_of(
    st.just({"kind": "trim"}),
    st.builds(lambda to: {"kind": "case", "to": to}, st.sampled_from(["upper", "lower", "title"])),
    st.builds(lambda f, w: {"kind": "replace", "find": f, "with": w}, st.text(min_size=1), st.text()),
    st.builds(lambda s, p: {"kind": "extract", "separator": s, "part": p}, st.text(min_size=1), st.integers(1, 99)),
    st.builds(lambda f: {"kind": "date", "format": f}, st.text("YMDHms .:/,_-", min_size=2, max_size=40)),
)


@given(
    st.lists(st.text(), min_size=3, max_size=3),
    st.lists(TRANSFORMS, max_size=4),
    st.dictionaries(st.text(), st.none() | st.text()),
)
def test_whatever_the_cells_hold_a_row_comes_out(
    cells: Sequence[str], transforms: list[dict[str, Any]], values: dict[str, str | None]
) -> None:
    columns: list[dict[str, Any]] = [
        {"index": 0, "transforms": transforms, "values": values},
        {"index": 1},
        {"index": 2},
        {"index": 3, "made": {"kind": "join", "from": [0, 1, 9], "separator": " "}, "transforms": transforms},
        {"index": 4, "made": {"kind": "split", "from": [2], "separator": "-", "part": 2}},
    ]
    prepared = Prepared.of(columns, 3)
    out = prepared.cells(cells)
    assert len(out) == 5
    assert all(isinstance(each, str) for each in out)
    assert Prepared.of([{"index": 0}], 3).cells(cells) == list(cells)
