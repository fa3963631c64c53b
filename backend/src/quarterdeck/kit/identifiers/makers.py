"""Manufacturers and models under one name each."""

import re

from quarterdeck.kit.identifiers.placeholders import is_placeholder
from quarterdeck.kit.outcomes import Outcome, nothing, refused, shown, usable
from quarterdeck.kit.text import clean_text, compact

# Canonical name: the spellings in DMI tables, invoices and RMM exports.
_MAKERS = {
    "HP": "hp hewlettpackard hewlettpackardcompany hpinc hewlettpackardco",
    "HPE": "hpe hewlettpackardenterprise",
    "Dell": "dell dellinc dellcomputer dellcomputercorporation dellemc delltechnologies",
    "Lenovo": "lenovo lenovogroup lenovobeijing lenovopcinternational",
    "Apple": "apple appleinc applecomputer applecomputerinc",
    "Microsoft": "microsoft microsoftcorporation microsoftcorp",
    "ASUS": "asus asustek asustekcomputer asustekcomputerinc asuscomputerinternational",
    "Acer": "acer acerinc acerincorporated",
    "Toshiba": "toshiba toshibacorporation",
    "Dynabook": "dynabook dynabookinc",
    "Fujitsu": "fujitsu fujitsulimited fujitsusiemens fujitsuclientcomputinglimited fujitsutechnologysolutions",
    "Samsung": "samsung samsungelectronics samsungelectronicscoltd",
    "Sony": "sony sonycorporation",
    "Panasonic": "panasonic panasoniccorporation panasonicconnect matsushita",
    "LG": "lg lgelectronics",
    "MSI": "msi microstar microstarinternational microstarinternationalcoltd",
    "Gigabyte": "gigabyte gigabytetechnology gigabytetechnologycoltd",
    "ASRock": "asrock asrockinc",
    "Intel": "intel intelcorporation intelcorp intelr intelrclientsystems",
    "Supermicro": "supermicro supermicrocomputer supermicrocomputerinc",
    "IBM": "ibm internationalbusinessmachines",
    "Cisco": "cisco ciscosystems ciscosystemsinc",
    "Cisco Meraki": "meraki ciscomeraki merakillc",
    "Ubiquiti": "ubiquiti ubiquitinetworks ubiquitiinc ubnt",
    "Fortinet": "fortinet fortinetinc",
    "Juniper": "juniper junipernetworks",
    "Aruba": "aruba arubanetworks arubaahewlettpackardenterprisecompany",
    "SonicWall": "sonicwall sonicwallinc",
    "WatchGuard": "watchguard watchguardtechnologies",
    "NETGEAR": "netgear netgearinc",
    "TP-Link": "tplink tplinktechnologies",
    "D-Link": "dlink dlinkcorporation",
    "MikroTik": "mikrotik routerboard",
    "Synology": "synology synologyinc",
    "QNAP": "qnap qnapsystems qnapsystemsinc",
    "Brother": "brother brotherindustries",
    "Canon": "canon canoninc",
    "Epson": "epson seikoepson seikoepsoncorporation seikoepsoncorp",
    "Xerox": "xerox xeroxcorporation",
    "Ricoh": "ricoh ricohcompany",
    "Kyocera": "kyocera kyoceradocumentsolutions kyoceramita",
    "Konica Minolta": "konicaminolta",
    "Lexmark": "lexmark lexmarkinternational",
    "Zebra": "zebra zebratechnologies",
    "Google": "google googlellc googleinc",
    "VMware": "vmware vmwareinc",
    "QEMU": "qemu",
    "Xen": "xen",
    "Oracle": "oracle innotekgmbh oraclecorporation",
    "Parallels": "parallels parallelssoftwareinternational parallelsinternational",
    "Nutanix": "nutanix",
    "Amazon EC2": "amazonec2 amazon amazonwebservices",
    "Huawei": "huawei huaweitechnologies",
    "Xiaomi": "xiaomi xiaomicommunications",
    "Motorola": "motorola motorolamobility",
    "Getac": "getac getactechnology",
    "Razer": "razer",
    "Framework": "framework frameworkcomputer",
    "APC": "apc americanpowerconversion apcbyschneiderelectric",
    "ViewSonic": "viewsonic viewsoniccorporation",
    "BenQ": "benq",
    "AOC": "aoc aocinternational",
    "Philips": "philips royalphilips",
    "Iiyama": "iiyama",
    "Eizo": "eizo eizocorporation",
    "Polycom": "polycom polycominc",
    "Yealink": "yealink",
    "Logitech": "logitech",
}
_NAMES = {spelling: name for name, spellings in _MAKERS.items() for spelling in (*spellings.split(), compact(name))}
# Legal forms and trades behind the name; cut one after the other.
_ENDINGS = re.compile(
    r"(?:incorporated|inc|corporation|corp|company|co|limited|ltd|llc|gmbh|ag|kg|bv|nv|sa|srl|spa|plc|pty|pte|oy|ab|as|kk|"
    r"international|technologies|technology|electronics|computers|computer|systems|group)$"
)
_MIN_STEM = 2
MAX_LENGTH = 128


def canonical_manufacturer(text: str) -> Outcome[str]:
    """The name under which the maker is listed; an unknown maker keeps its own spelling."""
    cleaned = clean_text(text).strip(" ,;\"'")
    if not cleaned:
        return nothing()
    if is_placeholder(cleaned):
        return refused("placeholder", f"'{shown(text)}' names no manufacturer.")
    key = compact(cleaned)
    while key not in _NAMES:
        shorter = _ENDINGS.sub("", key)
        if shorter == key or len(shorter) < _MIN_STEM:
            return usable(cleaned[:MAX_LENGTH].strip(" ,;\"'"))
        key = shorter
    return usable(_NAMES[key])


def is_known_manufacturer(text: str) -> bool:
    """Whether it is one of those whose spellings are known."""
    return canonical_manufacturer(text).value in _MAKERS


def canonical_model(text: str, *, manufacturer: str | None = None) -> Outcome[str]:
    """The model without its maker in front: "Dell Inc. Latitude 5420" of Dell is "Latitude 5420"."""
    cleaned = clean_text(text).strip(" ,;\"'")
    if not cleaned:
        return nothing()
    if is_placeholder(cleaned):
        return refused("placeholder", f"'{shown(text)}' names no model.")
    maker = canonical_manufacturer(manufacturer).value if manufacturer else None
    if maker is not None:
        cleaned = _without_maker(cleaned, maker)
    return usable(cleaned[:MAX_LENGTH].strip(" ,;\"'"))


def _without_maker(model: str, maker: str) -> str:
    words = model.split(" ")
    for count in range(min(4, len(words) - 1), 0, -1):
        if canonical_manufacturer(" ".join(words[:count])).value == maker:
            rest = " ".join(words[count:]).strip(" ,;-\"'")
            return _without_maker(rest, maker) if rest else model
    return model
