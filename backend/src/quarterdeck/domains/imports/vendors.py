"""What the remote monitoring tools call their columns in lists and exports, so that a file of theirs is known at sight.

Few of these headings are documented anywhere. Those that are marked `!` have been seen in public scripts and
documents; the others are guesses, and a preset that relies on them says so. Case, spaces and signs don't matter.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from quarterdeck.kit.text import compact

#: Field to headings. None: the agent's own number and states of the moment, which are no facts of the asset.
Headings = Mapping[str | None, str]


@dataclass(frozen=True)
class Vendor:
    key: str
    name: str
    headings: Headings
    #: Headings that hardly any other list has.
    proof: str
    #: Headings of the tool's own number of a device, the one to take first.
    numbered: str
    #: Where the tool knows no word for a customer, and its sites are the customers.
    sites_are_clients: bool = False

    @cached_property
    def fields(self) -> Mapping[str, str | None]:
        """Compact heading to field."""
        return {compact(heading): field_id for field_id, heading, _ in self._each()}

    @cached_property
    def telling(self) -> frozenset[str]:
        return frozenset(map(compact, self.proof.split("|")))

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        return tuple(map(compact, self.numbered.split("|")))

    @cached_property
    def shown(self) -> list[str]:
        return [heading for _, heading, _ in self._each()]

    @cached_property
    def unconfirmed(self) -> list[str]:
        return [heading for _, heading, is_confirmed in self._each() if not is_confirmed]

    def _each(self) -> Iterator[tuple[str | None, str, bool]]:
        for field_id, listed in self.headings.items():
            for heading in listed.split("|"):
                yield field_id, heading.rstrip("!"), heading.endswith("!")


VENDORS = (
    Vendor(
        "datto_rmm",
        "Datto RMM",
        {
            None: (
                "Device UID!|Uid!|Id!|SiteId!|Device ID|Online!|Suspended!|Deleted!|PortalUrl!|Last Reboot!|"
                "Reboot Required!|RebootRequired!|AntivirusProduct!|AntivirusStatus!|PatchStatus!|Domain!"
            ),
            "hostname": "Device Hostname!|Hostname!",
            "description": "Device Description!",
            "client": "Site Name!|SiteName!",
            "type": "Device Type!|DeviceCategory!|DeviceTypeName!",
            "status": "Status!",
            "manufacturer": "Manufacturer!",
            "model": "Device Model!",
            "serial": "Serial Number!",
            "mac": "MAC Address(es)!",
            "ip": "Int IP Address!|IntIpAddress!",
            "wan_ip": "Ext IP Addr!|ExtIpAddress!",
            "os": "Operating System!|OperatingSystem!",
            "last_user": "Last User!|LastLoggedInUser!",
            "last_seen": "Last Seen!|LastSeen!",
            "warranty_end": "Warranty Exp. Date!|WarrantyDate!",
            "cpu": "Processor",
            "ram_mb": "Memory",
        },
        numbered="Device UID|Uid",
        proof=(
            "Device UID|Device Hostname|Device Description|Device Model|Int IP Address|Ext IP Addr|"
            "Warranty Exp. Date|IntIpAddress|ExtIpAddress|DeviceCategory|PortalUrl"
        ),
        sites_are_clients=True,
    ),
    Vendor(
        "n_central",
        "N-able N-central",
        {
            None: (
                "DeviceID!|Device ID|License Type|ConfigTypeID!|ConfigType!|DefaultGateway!|"
                "ManagementLink!|CPUSpeed!|LocalHardDrives!|Createdon!|Service Organization|OSType!"
            ),
            "hostname": "DeviceName!|longname!|Device Name|Long Name|Name",
            "description": "Description",
            "client": "CustomerName!|CompanyName!|Customer|Customer Name|Customer/Site",
            "location": "SiteName!|Site|Site Name|Location!",
            "type": "DeviceClass!|MachineType!|Device Class|Class",
            "status": "DeviceStatus!|Status",
            "manufacturer": "Manufacturer!",
            "model": "ModelNumber!|Model",
            "serial": "SerialNumber!|Serial Number",
            "mac": "MacAddress!|MAC Address",
            "ip": "IPAddress!|URI!|Network Address|IP Address",
            "os": "OSInfo!|OS!|supportedos!|Operating System",
            "last_user": "LastLoginName!|LastLoggedInUser!|Last Logged In User",
            "last_seen": "Last Check-in",
            "warranty_end": "WarrantyExpiration!|Warranty Expiry Date",
            "purchase_date": "PurchaseDate!",
            "tag": "AssetTag!|Asset Tag",
            "ram_mb": "RAM!",
            "notes": "VendorNotes!",
        },
        numbered="DeviceID|Device ID",
        proof=(
            "longname|supportedos|ConfigTypeID|ManagementLink|CustomerName|DeviceClass|LastLoginName|"
            "OSInfo|WarrantyExpiration|LocalHardDrives|VendorNotes|DeviceName|MachineType"
        ),
    ),
    Vendor(
        "n_sight",
        "N-able N-sight",
        {
            None: "Device ID|Last Boot|Domain",
            "hostname": "Device Name!|Device",
            "description": "Description",
            "client": "Client",
            "location": "Site",
            "type": "Device Type|Role",
            "status": "Status",
            "manufacturer": "Manufacturer",
            "model": "Model",
            "serial": "Serial Number",
            "mac": "MAC Address!|MAC",
            "ip": "IP Address!|IP",
            "wan_ip": "External IP",
            "os": "Operating System!",
            "last_user": "Username",
            "last_seen": "Last Response",
            "cpu": "Processor",
            "ram_mb": "RAM",
        },
        numbered="Device ID",
        proof=("Last Response|Device Name|Username|External IP"),
    ),
    Vendor(
        "connectwise_rmm",
        "ConnectWise RMM",
        {
            None: "Endpoint ID|Friendly Name|Domain",
            "hostname": "Computer Name!|Device Name",
            "description": "Description",
            "client": "Company Name!",
            "location": "Site Name!",
            "type": "Device Type!",
            "status": "Status!",
            "manufacturer": "Manufacturer",
            "model": "Model",
            "serial": "Serial Number",
            "mac": "MAC Address!",
            "ip": "IP Address",
            "wan_ip": "Public IP",
            "os": "Operating System!",
            "last_user": "Last Logged On User",
            "last_seen": "Last Seen!",
            "warranty_end": "Warranty Expiration",
            "tag": "Asset Tag",
        },
        numbered="Endpoint ID",
        proof=("Endpoint ID|Last Logged On User|Company Name|Computer Name|Device Type"),
    ),
    Vendor(
        "connectwise_automate",
        "ConnectWise Automate",
        {
            None: "Computer ID|ComputerID|Last Startup|Virus Scanner|Domain|Contact Name!|Email!",
            "hostname": "Computer Name!",
            "description": "Comment",
            "client": "Client Name!",
            "location": "Location Name!",
            "type": "Type|Agent Type",
            "status": "Status",
            "manufacturer": "Manufacturer",
            "model": "Model",
            "serial": "Serial Number",
            "mac": "MAC Address",
            "ip": "Local IP Address",
            "wan_ip": "Router Address|Router/External IP|WAN IP",
            "os": "Agent Operating System|Operating System",
            "last_user": "Last User|Last User Name",
            "last_seen": "Last Contact",
            "warranty_end": "Warranty End",
            "purchase_date": "Asset Date",
            "tag": "Asset Tag",
            "ram_mb": "Total Memory",
        },
        numbered="Computer ID|ComputerID",
        proof=(
            "Agent Operating System|Router Address|Router/External IP|Location Name|Local IP Address|"
            "Computer ID|Agent Type|Asset Date"
        ),
    ),
    Vendor(
        "ninjaone",
        "NinjaOne",
        {
            None: "Device ID|ID|Online status|Last Boot|Needs Reboot|Antivirus|OS Patch Status|Domain",
            "hostname": "System Name|Device name",
            "name": "Display Name",
            "description": "Description",
            "client": "Organization",
            "location": "Location",
            "type": "Device Role|Node Class|Type",
            "status": "Status",
            "manufacturer": "Manufacturer",
            "model": "Model",
            "serial": "Serial Number",
            "mac": "MAC Address(es)",
            "ip": "IP Address(es)",
            "wan_ip": "Public IP",
            "os": "OS Name|OS",
            "last_user": "Last logged in user|Last User",
            "last_seen": "Last Contact|Last Update",
            "warranty_end": "Warranty End Date",
            "purchase_date": "Purchase date",
            "tag": "Asset ID|Asset Tag",
            "ram_mb": "Memory",
            "cpu": "Processor",
        },
        numbered="Device ID|ID",
        proof=(
            "Node Class|Device Role|OS Name|Needs Reboot|OS Patch Status|Last logged in user|Online status|System Name"
        ),
    ),
)

_FEWEST, _PROOF = 4, 2
_PREFIX = "builtin:"


def vendor_named(preset_id: str) -> Vendor | None:
    return next((vendor for vendor in VENDORS if _PREFIX + vendor.key == preset_id), None)


def preset_id_of(vendor: Vendor) -> str:
    return _PREFIX + vendor.key


def recognise_vendor(headers: list[str]) -> Vendor | None:
    """Whose export it is, if headings that no other list has say so. Missing and further columns don't matter."""
    present = {compact(header) for header in headers}
    scores = [
        (len(present & vendor.telling), vendor)
        for vendor in VENDORS
        if len(present & vendor.fields.keys()) >= _FEWEST and len(present & vendor.telling) >= _PROOF
    ]
    scores.sort(key=lambda each: -each[0])
    if not scores or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        return None
    return scores[0][1]
