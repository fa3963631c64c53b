"""Files to start from, one per type of asset: headings that are recognised, and rows that show the form."""

from collections.abc import Mapping, Sequence

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.definition import AssetField
from quarterdeck.platform.filters.fields import Kind

_FIRST = (
    "tag", "name", "client", "location", "type", "status", "manufacturer", "model", "serial", "hostname", "mac", "ip",
    "assigned_to",
)  # fmt: skip
_EXAMPLES: Mapping[str, tuple[str, str]] = {
    "tag": ("EX-0001", "EX-0002"),
    "name": ("Example one", "Example two"),
    "client": ("Acme", "Acme"),
    "location": ("Head office", "Warehouse"),
    "assigned_to": ("Priya Shah", ""),
    "manufacturer": ("Dell", "HP"),
    "model": ("Latitude 5440", "EliteBook 840 G10"),
    "serial": ("4XK2J93", "5CG3210ABC"),
    "hostname": ("EX-LT-0001", "EX-LT-0002"),
    "mac": ("3C:52:82:10:00:01", "3C:52:82:10:00:02"),
    "ip": ("192.168.10.21", "192.168.10.22"),
    "wan_ip": ("203.0.113.7", ""),
    "hardware_uuid": ("4C4C4544-0058-4B10-8032-B4C04F4A3933", ""),
    "imei": ("490154203237518", ""),
    "imei2": ("", ""),
    "currency": ("GBP", "GBP"),
    "tags": ("finance, loan", ""),
    "os": ("Windows 11 Pro", "Windows 11 Pro"),
    "phone_number": ("+44 20 7946 0123", ""),
}
_BY_KIND: Mapping[Kind, tuple[str, str]] = {
    Kind.DATE: ("2026-03-31", "2026-04-01"),
    Kind.DATETIME: ("2026-03-31 09:30", ""),
    Kind.NUMBER: ("16", ""),
    Kind.MONEY: ("1299.50", "849.00"),
    Kind.BOOLEAN: ("yes", "no"),
    Kind.IP: ("192.168.10.1", ""),
}
_ROWS = 2


def template_of(fields: AssetFields, type_key: str) -> tuple[list[str], list[list[str]]]:
    """Headings and example rows of a type."""
    offered = [declared for declared in fields if declared.is_importable and _is_of(declared, type_key)]
    order = {field_id: place for place, field_id in enumerate(_FIRST)}
    offered.sort(key=lambda declared: order.get(declared.id, len(order)))
    label = next((choice.label for choice in fields.types if choice.value == type_key), type_key)
    rows = [[_example(declared, label, number) for declared in offered] for number in range(_ROWS)]
    return [declared.label for declared in offered], rows


def _is_of(declared: AssetField, type_key: str) -> bool:
    return declared.types is None or type_key in declared.types


def _example(declared: AssetField, type_label: str, number: int) -> str:
    if declared.id == "type":
        return type_label
    examples: Sequence[str] = _EXAMPLES.get(declared.id, _BY_KIND.get(declared.kind, ()))
    if declared.id not in _EXAMPLES and declared.choices:
        examples = [choice.label for choice in declared.choices[:_ROWS]]
    return examples[number] if number < len(examples) else ""
