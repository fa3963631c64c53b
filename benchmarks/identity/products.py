"""What clients buy: products with the serial format of their maker and the address blocks of their adapters."""

from dataclasses import dataclass

from benchmarks.identity import identifiers as ids

INTEL_WIFI = ("A4:C3:F0", "34:CF:F6", "7C:B2:7D", "48:51:C5")
#: USB adapters inside docks: one block of a chip maker, not of the laptop's maker.
DOCK_BLOCKS = ("00:E0:4C", "00:50:B6", "3C:18:A0", "64:4B:F0", "9C:EB:E8")


@dataclass(frozen=True)
class Product:
    kind: str
    maker: str
    model: str
    serials: ids.Batch | None  # none: a board without a serial
    lan: tuple[str, ...] = ()
    wifi: tuple[str, ...] = ()
    os: str = ""
    has_imei: bool = False
    weight: int = 10


WINDOWS = ("Microsoft Windows 11 Pro", "Windows 11 Pro 23H2", "Microsoft Windows 10 Pro")
DELL = ("D0:94:66", "F8:DB:88", "54:BF:64")
HP = ("3C:52:82", "80:E8:2C", "C8:D9:D2")
LENOVO = ("54:E1:AD", "8C:16:45", "98:FA:9B")
APPLE = ("A4:83:E7", "3C:22:FB", "F0:18:98")

LAPTOPS = (
    Product("laptop", "Dell Inc.", "Latitude 5520", ids.dell_tags, DELL, INTEL_WIFI, WINDOWS[0], weight=24),
    Product("laptop", "Dell Inc.", "Latitude 7420", ids.dell_tags_like_numbers, (), INTEL_WIFI, WINDOWS[1], weight=2),
    Product("laptop", "HP", "HP EliteBook 840 G8 Notebook PC", ids.hp_serials, HP, INTEL_WIFI, WINDOWS[0], weight=18),
    Product("laptop", "LENOVO", "20XW0012US", ids.lenovo_laptop_serials, LENOVO, INTEL_WIFI, WINDOWS[1], weight=18),
    Product("laptop", "Apple Inc.", "MacBookPro18,3", ids.apple_serials, (), APPLE, "macOS 14.4.1", weight=8),
    Product("laptop", "Microsoft Corporation", "Surface Laptop 4", ids.surface_serials, (), ("C4:9D:ED",), WINDOWS[0]),
)
DESKTOPS = (
    Product("desktop", "Dell Inc.", "OptiPlex 7090", ids.dell_tags, DELL, (), WINDOWS[0], weight=20),
    Product("desktop", "HP", "HP EliteDesk 800 G6", ids.hp_serials, HP, (), WINDOWS[2], weight=16),
    Product("desktop", "LENOVO", "11DT004HUS", ids.lenovo_desktop_serials, LENOVO, (), WINDOWS[0], weight=14),
)
WHITE_BOXES = (
    Product("desktop", "ASUS", "PRIME B560M-A", None, ("04:D9:F5", "3C:7C:3F"), (), WINDOWS[2]),
    Product("desktop", "Gigabyte Technology Co., Ltd.", "B450M DS3H", None, ("18:C0:4D", "B4:2E:99"), (), WINDOWS[1]),
    Product("desktop", "To Be Filled By O.E.M.", "To Be Filled By O.E.M.", None, ("70:85:C2",), (), WINDOWS[2]),
)
SERVERS = (
    Product("server", "Dell Inc.", "PowerEdge R640", ids.dell_tags, DELL, (), "Windows Server 2019 Standard"),
    Product("server", "HPE", "ProLiant DL380 Gen10", ids.hp_serials, HP, (), "Windows Server 2022 Standard"),
)
VIRTUALS = (
    Product("vm", "VMware, Inc.", "VMware7,1", ids.vmware_serials, ("00:50:56", "00:0C:29"), (), "Windows Server 2019"),
    Product(
        "vm", "Microsoft Corporation", "Virtual Machine", ids.hyperv_serials, ("00:15:5D",), (), "Windows Server 2022"
    ),
    # The hypervisor gives no serial, and its address block has the locally administered bit set.
    Product("vm", "QEMU", "Standard PC (Q35 + ICH9, 2009)", None, ("52:54:00",), (), "Ubuntu 22.04.4 LTS", weight=4),
)
NETWORK = (
    Product("network", "Cisco", "C9200L-24P-4G", ids.cisco_serials, ("70:DB:98", "00:1B:54")),
    Product("network", "Ubiquiti", "U6-Pro", None, ("F4:92:BF", "24:5A:4C", "78:8A:20")),
    Product("network", "Fortinet", "FortiGate 60F", ids.fortinet_serials, ("04:D5:90",), weight=4),
)
PRINTERS = (
    Product("printer", "Brother", "HL-L5200DW", ids.brother_serials, ("30:05:5C",)),
    Product("printer", "HP", "HP LaserJet Pro M404dn", ids.hp_printer_serials, ("3C:D9:2B", "E4:E7:49")),
)
PHONES = (
    Product("phone", "Apple", "iPhone 13", ids.apple_serials, os="iOS 17.4", has_imei=True),
    Product("phone", "Samsung", "SM-S911B", ids.samsung_serials, os="Android 14", has_imei=True),
)

COMPUTERS = LAPTOPS + DESKTOPS
#: What a client of an ordinary MSP owns, by how often one meets it.
ESTATE: tuple[tuple[tuple[Product, ...], int], ...] = (
    (LAPTOPS, 44),
    (DESKTOPS, 26),
    (WHITE_BOXES, 4),
    (SERVERS, 4),
    (VIRTUALS, 8),
    (NETWORK, 7),
    (PRINTERS, 4),
    (PHONES, 3),
)
