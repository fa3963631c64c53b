"""The catalogue knows every column, and every heading that vendors write."""

import re

import pytest
from fastapi import FastAPI

from quarterdeck.domains.assets.answers import AssetRead, AssetRow
from quarterdeck.domains.assets.fields.catalogue import BUILTIN, NOT_FIELDS, fields_of
from quarterdeck.domains.assets.fields.definition import AssetColumn, ExtensionColumn, ReferenceColumn
from quarterdeck.domains.assets.models import EXTENSIONS, Asset
from quarterdeck.domains.assets.schemas import input_schema
from quarterdeck.migrations.metadata import target_metadata
from tests.domains.caller import Caller

COLUMNS = [
    f"{model.__tablename__}.{column.name}"
    for model in (Asset, *EXTENSIONS.values())
    for column in model.__table__.columns
]

#: Headings of the vendors' exports (rmm-contracts 7.5), by the field they mean.
VENDOR_HEADINGS = {
    "hostname": "Device Hostname|Hostname|longname|Computer Name|System Name",
    "name": "DeviceName|Device Name|Name|Device|Friendly Name|Display Name",
    "description": "Device Description|Description|Comment",
    "client": "CustomerName|CompanyName|Customer|Client|Company Name|Client Name|Organization",
    "location": "Site Name|SiteName|Site|Location Name|Location",
    "type": (
        "Device Type|DeviceCategory|DeviceClass|MachineType|Device Class|Role|Type|Agent Type|Device Role|Node Class"
    ),
    "manufacturer": "Manufacturer",
    "model": "Device Model|ModelNumber|Model",
    "serial": "Serial Number|SerialNumber",
    "mac": "MAC Address(es)|MacAddress|MAC Address",
    "ip": "Int IP Address|IntIpAddress|IPAddress|URI|IP Address|Local IP Address|IP Address(es)",
    "wan_ip": "Ext IP Addr|ExtIpAddress|External IP|Public IP|Router Address|WAN IP",
    "os": "Operating System|OS|supportedos|Agent Operating System|OS Name",
    "domain": "Domain",
    "last_user": (
        "Last User|LastLoggedInUser|LastLoginName|Username|Last Logged On User|Last User Name|Last logged in user"
    ),
    "last_seen": "Last Seen|Last Check-in|Last Response|Last Contact|Last Update",
    "status": "Status",
    "warranty_end": (
        "Warranty Exp. Date|WarrantyDate|WarrantyExpiration|Warranty Expiration|Warranty End|Warranty End Date"
    ),
    "purchase_date": "PurchaseDate|Purchase date|Asset Date",
    "tag": "AssetTag|Asset Tag|Asset ID",
    "ram_mb": "Memory|RAM|Total Memory",
    "cpu": "Processor",
    "disk_total_gb": "LocalHardDrives",
    "last_boot": "Last Reboot|Last Boot|Last Startup",
    "reboot_required": "Reboot Required|Needs Reboot",
    "antivirus": "AntivirusProduct|Virus Scanner|Antivirus",
    "antivirus_status": "AntivirusStatus",
    "patch_status": "PatchStatus|OS Patch Status",
}


def folded(heading: str) -> str:
    return re.sub(r"[_\-\s]+", " ", heading).strip().casefold()


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_a_field_or_says_why_not(column: str) -> None:
    table, _, name = column.partition(".")
    fields = {
        f"assets.{declared.home.name}"
        for declared in BUILTIN
        if isinstance(declared.home, AssetColumn | ReferenceColumn)
    }
    for declared in BUILTIN:
        if isinstance(declared.home, ExtensionColumn):
            fields |= {f"{each}.{declared.home.name}" for each in declared.home.tables.values()}
    assert (column in fields) != (column in NOT_FIELDS), (table, name)


def test_no_exception_outlives_its_column() -> None:
    assert set(NOT_FIELDS) <= set(COLUMNS)


def test_every_extension_field_has_a_column_somewhere() -> None:
    for declared in BUILTIN:
        if isinstance(declared.home, ExtensionColumn):
            assert declared.home.tables, declared.id


def test_no_heading_means_two_fields() -> None:
    seen: dict[str, str] = {}
    for declared in BUILTIN:
        for heading in {folded(each) for each in (*declared.headings, declared.id)}:
            assert seen.setdefault(heading, declared.id) == declared.id, heading


@pytest.mark.parametrize(("field_id", "heading"), [
    (field_id, heading) for field_id, headings in VENDOR_HEADINGS.items() for heading in headings.split("|")
])  # fmt: skip
def test_headings_of_the_vendors_are_known(field_id: str, heading: str) -> None:
    known = {folded(each): declared.id for declared in BUILTIN for each in declared.headings}
    assert known.get(folded(heading)) == field_id


def test_indexed_sorts_name_columns_with_an_index_that_ends_in_the_id() -> None:
    indexes = {tuple(column.name for column in index.columns) for index in target_metadata.tables["assets"].indexes}
    for declared in BUILTIN:
        if declared.sort:
            assert ("tenant_id", *declared.sort, "id") in indexes, declared.id


def test_custom_fields_join_the_others() -> None:
    definition = '[{"key": "room", "label": "Room", "kind": "choice", "choices": [{"value": "a", "label": "A"}]}]'
    fields = fields_of('[{"key": "tractor", "name": "Tractor"}]', definition)

    assert fields["cf.room"].choices[0].label == "A"
    assert fields.language.find("cf.room") is not None
    assert [choice.value for choice in fields["type"].choices] == ["tractor"]


def test_a_key_that_could_carry_sql_is_refused() -> None:
    with pytest.raises(ValueError, match="not the key"):
        fields_of("[]", '[{"key": "a\' or true --", "label": "x", "kind": "text"}]')


def test_schemas_follow_the_catalogue() -> None:
    taken = input_schema(creating=True)["properties"]
    for declared in BUILTIN:
        assert (declared.id in taken) == declared.is_editable, declared.id
        assert declared.id in AssetRow.model_fields, declared.id
    assert "serial" in AssetRead.model_fields
    assert "ram_mb" in AssetRead.model_json_schema()["$defs"]["AssetExtension"]["properties"]


def test_the_api_tells_the_fields_and_the_steps_of_life(north: Caller, register_app: FastAPI) -> None:
    answer = north.get("/fields").json()

    fields = {each["id"]: each for each in answer["fields"]}
    assert fields["status"]["choices"][0] == {"value": "ordered", "label": "Ordered", "color": None, "retired": False}
    assert fields["ram_mb"]["asset_types"] == ["workstation", "server"]
    assert fields["client"]["reference"] == "client"
    assert fields["tag"]["indexed"] is True
    assert fields["os"]["indexed"] is False
    assert fields["created"]["editable"] is False
    assert {each["value"] for each in fields["type"]["choices"]} == set(EXTENSIONS)
    assert {"key": "disposed", "label": "Disposed", "transitions": ["retired"]} in answer["statuses"]
