"""Fields of the built-in types: columns of their extension tables. Which types have one follows from the tables."""

from quarterdeck.domains.assets.fields import normal
from quarterdeck.domains.assets.fields.definition import AssetField, ExtensionColumn, Limits
from quarterdeck.platform.filters.fields import Choice, Kind

_PERCENT = Limits(high=100)


def _text(
    column: str, label: str, group: str, *headings: str, name: str | None = None, length: int = 200
) -> AssetField:
    return AssetField(
        name or column,
        label,
        group,
        Kind.TEXT,
        ExtensionColumn(column),
        headings=headings,
        limits=Limits(length=length),
    )


def _version(column: str, label: str, group: str, *headings: str) -> AssetField:
    return AssetField(
        column, label, group, Kind.VERSION, ExtensionColumn(column), headings=headings, width=120,
        limits=Limits(length=100),
    )  # fmt: skip


def _number(
    column: str,
    label: str,
    group: str,
    *headings: str,
    unit: str | None = None,
    plausible: tuple[int, int] | None = None,
) -> AssetField:
    return AssetField(
        column, label, group, Kind.NUMBER, ExtensionColumn(column), headings=headings, width=110, unit=unit,
        plausible=plausible,
    )  # fmt: skip


def _percent(column: str, label: str, group: str, *headings: str) -> AssetField:
    return AssetField(
        column, label, group, Kind.NUMBER, ExtensionColumn(column), headings=headings, width=110, limits=_PERCENT,
        format="percent",
    )  # fmt: skip


def _flag(column: str, label: str, group: str, *headings: str) -> AssetField:
    return AssetField(column, label, group, Kind.BOOLEAN, ExtensionColumn(column), headings=headings, width=110)


def _moment(column: str, label: str, group: str, *headings: str, name: str | None = None) -> AssetField:
    return AssetField(
        name or column, label, group, Kind.DATETIME, ExtensionColumn(column), headings=headings, width=150
    )


def _link(column: str, label: str, group: str, *headings: str) -> AssetField:
    return AssetField(
        column, label, group, Kind.TEXT, ExtensionColumn(column), headings=headings, limits=Limits(length=500),
        format="url",
    )  # fmt: skip


def _imei(column: str, label: str, *headings: str) -> AssetField:
    return AssetField(
        column, label, "Mobile", Kind.TEXT, ExtensionColumn(column), headings=headings, limits=Limits(length=40),
        normalise=normal.imei,
    )  # fmt: skip


_SYSTEM = (
    _text(
        "os_name",
        "Operating system",
        "System",
        "Operating System",
        "OS",
        "OS Name",
        "supportedos",
        "Agent Operating System",
        name="os",
    ),
    _version("os_version", "OS version", "System", "OS Version", "Operating System Version", "Release"),
    _version("os_build", "OS build", "System", "OS Build", "Build", "Build Number"),
    _text("os_architecture", "OS architecture", "System", "OS Architecture", "Architecture"),
    _text("domain", "Domain", "System", "Domain", "Workgroup", "Domain Name", length=253),
    _text(
        "last_user",
        "Last user",
        "System",
        "Last User",
        "LastLoggedInUser",
        "Last Logged In User",
        "LastLoginName",
        "Username",
        "Last Logged On User",
        "Last User Name",
    ),
    _moment("last_boot_at", "Last boot", "System", "Last Reboot", "Last Boot", "Last Startup", name="last_boot"),
    _flag("reboot_required", "Reboot required", "System", "Reboot Required", "Needs Reboot"),
    _text("bios_version", "BIOS version", "System", "BIOS Version", "BIOS", "BIOS Name"),
    AssetField(
        "bios_date",
        "BIOS date",
        "System",
        Kind.DATE,
        ExtensionColumn("bios_date"),
        edge="first",
        headings=("BIOS Date", "BIOS Release Date"),
        width=130,
    ),
)

_HARDWARE = (
    _text("form_factor", "Form factor", "Hardware", "Form Factor", "Chassis Type", "Chassis"),
    _text("cpu", "Processor", "Hardware", "CPU", "Processor", "Processor Name"),
    _number("cpu_cores", "CPU cores", "Hardware", "CPU Cores", "Cores"),
    _number("cpu_count", "CPU sockets", "Hardware", "CPU Count", "CPU Sockets", "Sockets"),
    _number(
        "ram_mb",
        "RAM (MB)",
        "Hardware",
        "RAM",
        "Memory",
        "Total Memory",
        "Memory (MB)",
        "RAM (MB)",
        unit="MB",
        plausible=(256, 6 * 1024 * 1024),
    ),
    _number(
        "disk_total_gb",
        "Disk (GB)",
        "Hardware",
        "Disk Size",
        "Total Disk",
        "LocalHardDrives",
        "Disk (GB)",
        unit="GB",
        plausible=(4, 1024 * 1024),
    ),
    _number(
        "disk_free_gb",
        "Free disk (GB)",
        "Hardware",
        "Disk Free",
        "Free Space",
        "Free Disk",
        unit="GB",
        plausible=(1, 1024 * 1024),
    ),
    _text("disk_type", "Disk type", "Hardware", "Disk Type", "Drive Type"),
    _text("raid_level", "RAID level", "Hardware", "RAID", "RAID Level"),
    _text("graphics", "Graphics", "Hardware", "Graphics", "GPU", "Display Adapter", "Video Card"),
    _text("screen_size", "Screen size", "Hardware", "Screen Size"),
    _percent("battery_health_percent", "Battery health (%)", "Hardware", "Battery Health"),
    _number("power_supplies", "Power supplies", "Hardware", "Power Supplies", "PSU Count"),
    _text("rack", "Rack", "Hardware", "Rack", "Cabinet"),
    _number("rack_unit", "Rack unit", "Hardware", "Rack Unit", "U Position"),
)

_SECURITY = (
    _text("encryption", "Encryption", "Security", "Encryption", "BitLocker", "BitLocker Detail", "Disk Encryption"),
    _version("tpm_version", "TPM version", "Security", "TPM", "TPM Version"),
    _flag("secure_boot", "Secure boot", "Security", "Secure Boot"),
    _text("antivirus", "Antivirus", "Security", "Antivirus", "AntivirusProduct", "Virus Scanner", "Antivirus Product"),
    _text("antivirus_status", "Antivirus status", "Security", "AntivirusStatus", "Antivirus Status"),
    _text("patch_status", "Patch status", "Security", "PatchStatus", "Patch Status", "OS Patch Status"),
    _text("agent_name", "Agent", "Security", "Agent", "Agent Name", "RMM"),
    _version("agent_version", "Agent version", "Security", "Agent Version"),
    _text("backup_status", "Backup status", "Security", "Backup Status", "Backup"),
)

_SERVER = (
    _flag("is_virtual", "Virtual machine", "Server", "Is Virtual", "Virtual", "Virtual Machine"),
    _text("hypervisor", "Hypervisor", "Server", "Hypervisor", "Virtualization"),
    _text("host_name", "Runs on", "Server", "Host", "VM Host", "Physical Host", name="runs_on"),
    _text("server_role", "Server role", "Server", "Server Role", "Roles"),
)

_NETWORKING = (
    _text("device_role", "Network role", "Networking", "Network Role", "Network Device Type", name="network_role"),
    _version("firmware_version", "Firmware", "Networking", "Firmware", "Firmware Version"),
    _number("port_count", "Ports", "Networking", "Ports", "Port Count"),
    _number("poe_ports", "PoE ports", "Networking", "PoE Ports"),
    _number("uplink_speed_mbps", "Uplink (Mbit/s)", "Networking", "Uplink Speed", "Uplink"),
    AssetField(
        "management_ip",
        "Management IP",
        "Networking",
        Kind.IP,
        ExtensionColumn("management_ip"),
        headings=("Management IP", "iLO IP", "iDRAC IP", "IPMI"),
        width=130,
    ),
    _link("management_url", "Management URL", "Networking", "Management URL", "Web Interface"),
    _text("snmp_version", "SNMP version", "Networking", "SNMP", "SNMP Version"),
    _text("vlans", "VLANs", "Networking", "VLANs", "VLAN", length=500),
    _number("stack_members", "Stack members", "Networking", "Stack Members"),
    _flag("is_managed", "Managed", "Networking", "Managed", "Is Managed"),
    _text("controller", "Controller", "Networking", "Controller", "Cloud Controller"),
    _moment("config_backed_up_at", "Configuration backed up", "Networking", "Config Backup", name="config_backed_up"),
)

_MOBILE = (
    _imei("imei", "IMEI", "IMEI", "IMEI1", "IMEI/MEID"),
    _imei("imei2", "Second IMEI", "IMEI2", "IMEI 2", "Second IMEI"),
    _text("iccid", "ICCID", "Mobile", "ICCID", "SIM", "SIM Number", length=40),
    _text("phone_number", "Phone number", "Mobile", "Phone Number", "Phone", "Mobile Number", length=60),
    _text("carrier", "Carrier", "Mobile", "Carrier", "Network Operator", "Provider"),
    _number(
        "storage_gb",
        "Storage (GB)",
        "Mobile",
        "Storage",
        "Capacity",
        "Storage Capacity",
        unit="GB",
        plausible=(4, 8 * 1024),
    ),
    _number(
        "storage_free_gb",
        "Free storage (GB)",
        "Mobile",
        "Free Storage",
        "Available Storage",
        unit="GB",
        plausible=(1, 8 * 1024),
    ),
    AssetField(
        "ownership",
        "Ownership",
        "Mobile",
        Kind.CHOICE,
        ExtensionColumn("ownership"),
        headings=("Ownership", "Device Ownership", "Owner Type"),
        choices=(Choice("corporate", "Corporate"), Choice("personal", "Personal"), Choice("shared", "Shared")),
        width=120,
    ),
    _text("mdm_name", "MDM", "Mobile", "MDM", "MDM Server", "Enrolled In"),
    _flag("mdm_enrolled", "Enrolled", "Mobile", "Enrolled", "MDM Enrolled", "Enrollment Status"),
    _flag("is_supervised", "Supervised", "Mobile", "Supervised"),
    _flag("is_jailbroken", "Jailbroken", "Mobile", "Jailbroken", "Rooted"),
    _flag("passcode_set", "Passcode set", "Mobile", "Passcode", "Passcode Set"),
)

_PRINTING = (
    AssetField(
        "print_technology",
        "Print technology",
        "Printing",
        Kind.CHOICE,
        ExtensionColumn("print_technology"),
        headings=("Print Technology", "Printer Type"),
        choices=(
            Choice("laser", "Laser"),
            Choice("inkjet", "Inkjet"),
            Choice("thermal", "Thermal"),
            Choice("dot_matrix", "Dot matrix"),
            Choice("other", "Other"),
        ),
        width=130,
    ),
    _flag("is_color", "Prints in colour", "Printing", "Color", "Colour", "Is Color"),
    _flag("is_multifunction", "Multifunction", "Printing", "Multifunction", "MFP"),
    _flag("has_duplex", "Duplex", "Printing", "Duplex"),
    _number("page_count", "Page count", "Printing", "Page Count", "Pages", "Total Pages"),
    _number("page_count_color", "Colour page count", "Printing", "Color Pages", "Colour Pages"),
    _percent("toner_black_percent", "Black toner (%)", "Printing", "Black Toner", "Toner"),
    _percent("toner_cyan_percent", "Cyan toner (%)", "Printing", "Cyan Toner"),
    _percent("toner_magenta_percent", "Magenta toner (%)", "Printing", "Magenta Toner"),
    _percent("toner_yellow_percent", "Yellow toner (%)", "Printing", "Yellow Toner"),
    _text("queue_name", "Print queue", "Printing", "Queue", "Print Queue", "Printer Name"),
    _text("paper_sizes", "Paper sizes", "Printing", "Paper Sizes", "Paper"),
    _text("connection", "Connection", "Printing", "Connection", "Connection Type"),
)

HARDWARE = (*_SYSTEM, *_HARDWARE, *_SECURITY, *_SERVER, *_NETWORKING, *_MOBILE, *_PRINTING)
