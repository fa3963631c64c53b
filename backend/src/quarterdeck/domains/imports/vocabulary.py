"""Words of inventories that stand for values and fields of ours. One table each; a tenant's own come on top."""

from quarterdeck.kit.text import compact


def _table(**spellings: str) -> dict[str, str]:
    return {compact(word): key for key, words in spellings.items() for word in (key, *words.split("|"))}


TYPES = _table(
    workstation=(
        "Laptop|Notebook|Desktop|PC|Workstation|Computer|Ultrabook|Chromebook|MacBook|MacBook Pro|MacBook Air|iMac|"
        "Mac mini|Mac|Windows Workstation|Mac Workstation|Linux Workstation|Windows Laptop|Windows Desktop|"
        "Mac Laptop|Mac Desktop|Tower|Mini PC|Thin Client|All in One|AIO|Tablet PC|2-in-1|Client|Workstations|"
        "Laptops|Desktops|Laptop/Workstation|Desktop/Workstation|WINDOWS_WORKSTATION|MAC|LINUX_WORKSTATION|"
        "Workstations - Windows|Workstations - Mac|Windows Computer|Arbeitsplatz|Rechner"
    ),
    server=(
        "Server|Virtual Machine|VM|Virtual Server|Physical Server|Windows Server|Linux Server|Hypervisor|ESXi|"
        "ESXi Host|VMware Host|Hyper-V Host|Host|Domain Controller|NAS|Storage|SAN|Blade|Servers|Servers - Windows|"
        "Servers - Linux|WINDOWS_SERVER|LINUX_SERVER|VMWARE_VM_GUEST|VMWARE_VM_HOST|HYPERV_VMM_GUEST|"
        "HYPERV_VMM_HOST|Main Server|Backup Server|Rack Server|Tower Server"
    ),
    network_device=(
        "Network|Network Device|Firewall|Router|Switch|Access Point|AP|Wireless Access Point|WAP|Wireless|WLAN|"
        "Gateway|Modem|Load Balancer|Wireless Controller|Controller|Bridge|UTM|Switch/Router|Network Switch|"
        "Network Equipment|NMS_SWITCH|NMS_ROUTER|NMS_FIREWALL|VPN|Security Appliance|Appliance"
    ),
    mobile_device=(
        "Mobile|Mobile Device|Phone|Smartphone|Mobile Phone|Cell Phone|iPhone|iPad|Tablet|Android|iOS|Handset|"
        "Android Phone|iOS Device|ANDROID|APPLE_IOS|APPLE_IPADOS|Handheld"
    ),
    printer=(
        "Printer|Printers|MFP|MFD|Multifunction|Multifunction Printer|Copier|Plotter|Scanner|Label Printer|"
        "Laser Printer|Inkjet Printer|NMS_PRINTER|Drucker"
    ),
)

STATUSES = _table(
    deployed=(
        "In Use|Deployed|Active|In Production|Production|Live|Assigned|Installed|Operational|In Service|Issued|"
        "Checked Out|Enabled|Running|Used|Managed|Ready to use|in Betrieb|aktiv|OK|Good|Current"
    ),
    in_stock=(
        "In Stock|Stock|Spare|Available|In Storage|Storage|Shelf|Warehouse|Ready to Deploy|Unassigned|New|"
        "Ready|Not Deployed|Inventory|Lager|Deployable|Unused|Returned"
    ),
    ordered="Ordered|On Order|Pending Delivery|Purchased|In Transit|Awaiting Delivery|Procured|Backordered",
    in_repair="In Repair|Repair|RMA|Broken|Maintenance|Under Repair|Out for Repair|Faulty|Defective|Being Repaired",
    retired=(
        "Retired|Decommissioned|Inactive|End of Life|EOL|Archived|Out of Service|Withdrawn|Obsolete|Replaced|"
        "Deactivated|Disabled|Decommission|ausgemustert"
    ),
    disposed="Disposed|Scrapped|Recycled|Destroyed|Sold|Donated|Written Off|Disposed Of|E-Waste|WEEE|verkauft",
    missing="Missing|Lost|Stolen|Lost/Stolen|Lost or Stolen|Not Found|Unaccounted|verloren|gestohlen",
)

#: What an agent says about the moment is no state of life.
MOMENTARY = frozenset(
    compact(word)
    for word in [
        "Online",
        "Offline",
        "Up",
        "Down",
        "Connected",
        "Disconnected",
        "On",
        "Off",
        "Idle",
        "Normal",
        "Warning",
        "Critical",
        "Failed",
        "Healthy",
        "Yes",
        "No",
        "True",
        "False",
        "1",
        "0",
        "Unknown",
        "N/A",
        "Powered On",
        "Powered Off",
        "Suspended",
        "Approved",
        "Pending",
    ]
)

#: Headings beyond those of the catalogue, which are too loose or too local to stand there.
HEADINGS = _table(
    hostname=(
        "Machine Name|Machine|PC Name|Computer|Workstation|Workstation Name|Server Name|Host|Rechnername|"
        "Computername|Hostnaam|Nom d'hôte|Device Hostname|Endpoint|Endpoint Name|Node|Node Name|Agent Hostname"
    ),
    name="Asset|Asset Description|Friendly|Label|Title|Item|Item Name|Equipment|Bezeichnung|Gerätename|Gerät",
    serial=(
        "Serial#|Serial Num|Ser No|Ser. No.|SN|SerialNo|Mfg Serial|Manufacturer Serial|Device Serial|"
        "Device Serial Number|Hardware Serial|Chassis Serial|Seriennummer|Serien-Nr.|Numéro de série|Serienummer|"
        "Service Tag / Serial|Serial Number / Service Tag|Serial Number (Service Tag)|Product Serial"
    ),
    tag=(
        "Asset No|Asset No.|Asset Nr|Barcode|Inventory No|Inventory #|Inventory Tag|Inventarnummer|"
        "Inv.-Nr.|Tag Number|Asset Label|Asset Code|Inventory ID|Property Tag|Asset Tag Number|Fixed Asset Number"
    ),
    mac=(
        "MAC Addr|MAC Addresses|MACs|Mac Address 1|Wired MAC|Wireless MAC|Wi-Fi MAC|WLAN MAC|LAN MAC|Physical Address|"
        "NIC MAC|Hardware Address|MAC-Adresse|Primary MAC|Ethernet MAC|WiFi MAC Address|Wi-Fi MAC Address"
    ),
    hardware_uuid="Machine UUID|SMBIOS GUID|Machine ID|GUID|System GUID|BIOS GUID|VM UUID|Hardware GUID|Device UUID",
    manufacturer="Hersteller|Mfg|Mfr|OEM|Fabricant|Device Manufacturer|System Manufacturer|Fabrikant|Manufactured By",
    model=(
        "Modell|Modèle|Model Number|Model No|Machine Type|System Model|Product Name|Device Type Model|Hardware Model"
    ),
    client=(
        "Account|Account Name|Kunde|Mandant|End Customer|End Client|Klant|MSP Client|Client/Company|Org|Company/Client"
    ),
    location="Standort|Building|Locatie|Emplacement|Address Name|Client Site|Customer Site|Branch Office",
    assigned_to=(
        "Primary User|Assigned|Assigned To User|Assignee Name|Employee|Custodian|Benutzer|Full Name|End User|Used By"
    ),
    os="OS Version Name|Platform|Betriebssystem|OperatingSystem|Operating System Name|OS Type",
    type=(
        "Asset Category|Kind|Device Kind|Equipment Type|Item Type|Asset Class|"
        "Typ|Hardware Type|Chassis Type|Product Type"
    ),
    status="Asset State|Condition|Deployment Status|Life Cycle|Lifecycle Stage|In Use|Zustand",
    ip="IPv4|IPv4 Address|Private IP|Internal IP|Primary IP|IP-Adresse|LAN IP Address|IP Addr",
    last_seen="Last Online|Last Seen Date|Last Communication|Last Checkin|Last Sync|Zuletzt gesehen|Last Inventory",
    purchase_date="Date Purchased|Date of Purchase|Kaufdatum|Buy Date|Invoice Date|Purchase",
    purchase_cost="Purchase Amount|Value|Amount|Unit Price|Cost (GBP)|Cost (USD)|Cost (EUR)|Kaufpreis|Unit Cost",
    warranty_end=(
        "Warranty Expiry|Warranty Expiry Date|Warranty Until|Support End|Garantie bis|Warranty Expires On|Expiry"
    ),
    last_user="Current User|Logged In User|Logged On User|Last Login|Last Logon User|Login",
    cpu="CPU Model|Processor Type|Prozessor|CPU Type",
    ram_mb=(
        "RAM GB|RAM (GB)|Memory GB|Memory (GB)|Installed RAM|Installed Memory|Total RAM|Physical Memory|Arbeitsspeicher"
    ),
    disk_total_gb="Disk|HDD|Hard Drive|Hard Disk|SSD|Disk Size (GB)|Drive Size|Total Disk Space|Storage (GB) Total",
    notes="Note|Memo|Remark|Bemerkung|Additional Information|Further Information",
    imei="IMEI Number|IMEI No",
    supplier="Purchased At|Shop|Lieferant",
    order_number="PO|PO No|PO#|Order No|Order #",
)

#: What people write into a cell that has nothing to say.
EMPTY = frozenset(
    {"", "-", "--", "---", "n/a", "na", "n.a.", "none", "null", "nil", "unknown", "?", "(blank)", "(none)", "not set"}
    | {"<none>", "<null>", "#n/a", "undefined", "tbd", "tbc", "not available", "not applicable", "unbekannt", "."}
)
