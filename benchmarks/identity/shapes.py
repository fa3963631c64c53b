"""The files people really have: exports of RMM products and a hand-kept list, each with its headings and habits."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from benchmarks.identity.plays.writing import spelled
from benchmarks.identity.sightings import Sighting
from benchmarks.identity.world import Machine

Columns = Mapping[str, str]


@dataclass(frozen=True)
class Shape:
    """`columns`: heading to what stands below it. One of `one_mac` shows the first adapter only."""

    name: str
    columns: Columns
    mac: Callable[[str], str]
    macs: Callable[[list[str]], str]
    kinds: Mapping[str, str]
    encoding: str = "utf-8"
    delimiter: str = ","
    one_mac: bool = False
    is_hand_kept: bool = False
    fully_qualified: float = 0.0
    agent: str = "agent_uid"

    @property
    def hidden(self) -> set[str]:
        return {"tag", "uuid", "imei"} - set(self.columns.values())


def _colons(mac: str) -> str:
    return ":".join(mac[at : at + 2] for at in range(0, len(mac), 2))


def _lower_colons(mac: str) -> str:
    return _colons(mac).lower()


def _dashes(mac: str) -> str:
    return _colons(mac).replace(":", "-")


def _bare(mac: str) -> str:
    return mac


def _dots(mac: str) -> str:
    return ".".join(mac[at : at + 4] for at in range(0, len(mac), 4)).lower()


def _bracketed(macs: list[str]) -> str:
    return f"[{', '.join(macs)}]" if macs else ""


DATTO = Shape(
    "datto",
    {
        "Device UID": "agent",
        "Device Hostname": "hostname",
        "Site Name": "client",
        "Device Type": "kind",
        "Status": "status",
        "Serial Number": "serial",
        "MAC Address(es)": "macs",
        "Int IP Address": "ip",
        "Ext IP Addr": "wan_ip",
        "Operating System": "os",
        "Domain": "domain",
        "Last User": "user",
        "Last Seen": "seen",
        "Manufacturer": "maker",
        "Device Model": "model",
        "Warranty Exp. Date": "warranty",
        "Device Description": "notes",
    },
    _colons,
    _bracketed,
    {"laptop": "Laptop", "desktop": "Desktop", "server": "Server", "vm": "Server", "network": "Network Device"},
)
NCENTRAL = Shape(
    "n-central",
    {
        "DeviceID": "agent",
        "CompanyName": "client",
        "DeviceName": "hostname",
        "DeviceClass": "kind",
        "IPAddress": "ip",
        "MacAddress": "macs",
        "Manufacturer": "maker",
        "ModelNumber": "model",
        "SerialNumber": "serial",
        "OSType": "os",
        "LastLoginName": "user",
        "AssetTag": "tag",
        "WarrantyExpiration": "warranty",
        "PurchaseDate": "bought",
    },
    _lower_colons,
    ", ".join,
    {"laptop": "Laptop - Windows", "desktop": "Workstations - Windows", "server": "Servers - Windows"},
    encoding="utf-8-sig",
    one_mac=True,
    fully_qualified=0.5,
    agent="agent_number",
)
CONNECTWISE = Shape(
    "connectwise-rmm",
    {
        "Endpoint ID": "agent",
        "Computer Name": "hostname",
        "Company Name": "client",
        "Site Name": "site",
        "Device Type": "kind",
        "Manufacturer": "maker",
        "Model": "model",
        "Serial Number": "serial",
        "MAC Address": "macs",
        "IP Address": "ip",
        "Operating System": "os",
        "Last Logged On User": "user",
        "Last Seen": "seen",
        "Asset Tag": "tag",
    },
    _dashes,
    ", ".join,
    {"laptop": "Desktop", "desktop": "Desktop", "server": "Server", "vm": "Server", "network": "Network Device"},
    one_mac=True,
)
AUTOMATE = Shape(
    "connectwise-automate",
    {
        "Client Name": "client",
        "Location Name": "site",
        "Computer ID": "agent",
        "Computer Name": "hostname",
        "Type": "kind",
        "Serial Number": "serial",
        "Manufacturer": "maker",
        "Model": "model",
        "MAC Address": "macs",
        "Local IP Address": "ip",
        "Router Address": "wan_ip",
        "Operating System": "os",
        "Last User": "user",
        "Last Contact": "seen",
        "Asset Tag": "tag",
        "Asset Date": "bought",
    },
    _bare,
    ", ".join,
    {"laptop": "Workstation", "desktop": "Workstation", "server": "Server", "vm": "Server"},
    encoding="cp1252",
    one_mac=True,
    agent="agent_number",
)
NINJA = Shape(
    "ninjaone",
    {
        "ID": "agent",
        "Display Name": "hostname",
        "Organization": "client",
        "Location": "site",
        "Device Role": "kind",
        "OS Name": "os",
        "Manufacturer": "maker",
        "Model": "model",
        "Serial Number": "serial",
        "MAC Address(es)": "macs",
        "IP Address(es)": "ip",
        "Public IP": "wan_ip",
        "Last logged in user": "user",
        "Last Contact": "seen",
        "Asset Tag": "tag",
    },
    _colons,
    ", ".join,
    {"laptop": "Windows Laptop", "desktop": "Windows Desktop", "server": "Windows Server", "vm": "Windows Server"},
    fully_qualified=0.2,
    agent="agent_number",
)
SHEET = Shape(
    "hand-kept",
    {
        "Asset No": "tag",
        "Client": "client",
        "Site": "site",
        "Type": "kind",
        "Make": "maker",
        "Model": "model",
        "S/N": "serial",
        "IMEI": "imei",
        "Computer Name": "hostname",
        "MAC": "macs",
        "User": "user",
        "Purchased": "bought",
        "Notes": "notes",
    },
    _dots,
    " / ".join,
    {"laptop": "Laptop", "desktop": "PC", "server": "Server", "vm": "Virtual server", "network": "Switch"},
    encoding="cp1252",
    delimiter=";",
    is_hand_kept=True,
    agent="",
)
SCRIPT = Shape(
    "inventory-script",
    {
        "Customer": "client",
        "ComputerName": "hostname",
        "Manufacturer": "maker",
        "Model": "model",
        "SerialNumber": "serial",
        "UUID": "uuid",
        "MACAddress": "macs",
        "IPAddress": "ip",
        "OSName": "os",
        "LastUser": "user",
        "LastSeen": "seen",
    },
    _colons,
    ";".join,
    {},
    encoding="utf-8-sig",
    fully_qualified=0.3,
    agent="",
)
SHAPES = (DATTO, NCENTRAL, CONNECTWISE, AUTOMATE, NINJA, SHEET, SCRIPT)

SHORT_MAKERS = {"Dell Inc.": "Dell", "LENOVO": "Lenovo", "Microsoft Corporation": "Microsoft", "Apple Inc.": "Apple"}
KINDS = {"network": "Network", "printer": "Printer", "phone": "Mobile", "vm": "Server", "laptop": "Laptop"}


def rendered(shape: Shape, sighting: Sighting, *, rng: Random) -> list[str]:
    """The cells of one row as this product, or this person, would write them."""
    cells = _cells(shape, sighting, rng=rng)
    if shape.is_hand_kept:
        _written_by_hand(cells, sighting.claims, rng=rng)
    return [cells[content] for content in shape.columns.values()]


def _cells(shape: Shape, sighting: Sighting, *, rng: Random) -> dict[str, str]:
    claims = sighting.claims
    nics = claims.nics[:1] if shape.one_mac else claims.nics
    name = claims.hostname
    if name and "." not in name and claims.kind in {"laptop", "desktop", "server", "vm"}:
        name = f"{name}.{claims.client.domain}".lower() if rng.random() < shape.fully_qualified else name
    return {
        "agent": str(getattr(claims, shape.agent) or "") if shape.agent else "",
        "hostname": name,
        "client": sighting.client_written or claims.client.name,
        "site": claims.site,
        "kind": shape.kinds.get(claims.kind, KINDS.get(claims.kind, "Desktop")),
        "status": "Online" if claims.ip else "Offline",
        "serial": claims.serial,
        "macs": shape.macs([shape.mac(nic.mac) for nic in nics]),
        "ip": claims.ip,
        "wan_ip": "203.0.113.7" if claims.ip else "",
        "os": claims.os,
        "domain": claims.client.domain if claims.hostname else "",
        "user": claims.user,
        "seen": f"2026-0{rng.randint(1, 9)}-{rng.randint(1, 28):02} {rng.randint(0, 23):02}:{rng.randint(0, 59):02}:00",
        "maker": claims.product.maker,
        "model": claims.product.model,
        "warranty": f"{int(claims.bought[:4]) + 3}{claims.bought[4:]}",
        "bought": claims.bought,
        "tag": claims.tag,
        "imei": claims.imei,
        "uuid": claims.uuid,
        "notes": "",
    }


def _written_by_hand(cells: dict[str, str], claims: Machine, *, rng: Random) -> None:
    cells["maker"] = SHORT_MAKERS.get(claims.product.maker, claims.product.maker)
    if cells["serial"] == claims.serial and claims.product.serials is not None and rng.random() < 0.12:
        cells["serial"] = spelled(rng, claims.serial)
    if not cells["serial"] and rng.random() < 0.2:
        cells["serial"] = rng.choice(("n/a", "-", "?", "unknown", "tbc"))
    if rng.random() < 0.2:
        cells["hostname"] = cells["hostname"].lower()
    if cells["macs"] and rng.random() < 0.3:
        mac = rng.choice((_colons, _lower_colons, _dashes, _bare))
        cells["macs"] = " / ".join(mac(nic.mac) for nic in claims.nics)
    if rng.random() < 0.05:
        cells["notes"] = rng.choice(
            ("lid hinge loose", 'keyboard "sticky"', "spare; ask first", "was in stock\nuntil May")
        )


def encoded(shape: Shape, records: list[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=shape.delimiter, lineterminator="\r\n")
    writer.writerow(shape.columns)
    writer.writerows(records)
    return text.getvalue().encode(shape.encoding)
