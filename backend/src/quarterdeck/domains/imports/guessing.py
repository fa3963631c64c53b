"""The type of a device nobody stated it for, from what else is said of it."""

import re

from quarterdeck.domains.intake.schemas import Observed

_RULES = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        (
            "printer",
            r"printer|laserjet|officejet|deskjet|workforce|bizhub|imagerunner|ecosys|\bmfp\b|mfc-|plotter|docuprint",
        ),
        (
            "network_device",
            (
                r"fortigate|fortiswitch|catalyst|meraki|\bmx\d|\bms\d{3}|\bmr\d\d|unifi|ubiquiti|edgerouter|sonicwall|"
                r"watchguard|firebox|firewall|\bswitch\b|router|access point|aruba|mikrotik|procurve|netgear|pan-os|"
                r"fortios|routeros|ios-xe|junos|sophos xg"
            ),
        ),
        ("mobile_device", r"iphone|ipad|android|ipados|\bios \d|galaxy (?:s|a|tab|note)|pixel \d"),
        (
            "server",
            (
                r"windows server|server 20\d\d|poweredge|proliant|esxi|vmware|hyper-v|primergy|thinksystem|synology|"
                r"qnap|red hat enterprise|virtual machine"
            ),
        ),
    )
)
_SERVER_NAME = re.compile(r"^(?:.*[-_])?(?:dc|srv|svr|sql|file|exch|app|db|web|hv|esx|nas)\d{1,3}$")


def guess_type(row: Observed, stated: str) -> str:
    """One of the five built-in types; a workstation where nothing tells."""
    said = (
        stated,
        row.fields.get("manufacturer"),
        row.fields.get("model"),
        row.extension.get("os_name"),
        row.fields.get("description"),
    )
    text = " ".join(str(each) for each in said if each).casefold()
    for key, pattern in _RULES:
        if pattern.search(text):
            return key
    if row.extension.get("imei") or row.extension.get("phone_number"):
        return "mobile_device"
    if row.extension.get("toner_black_percent") is not None or row.extension.get("page_count") is not None:
        return "printer"
    name = str(row.fields.get("hostname") or row.fields.get("name") or "").casefold()
    return "server" if _SERVER_NAME.match(name) else "workstation"
