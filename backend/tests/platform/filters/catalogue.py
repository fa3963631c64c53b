"""A small catalogue with one field of every kind and every sort of lookup."""

import re
import uuid
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from quarterdeck.platform.filters.fields import (
    ArrayColumn,
    Catalogue,
    Choice,
    Column,
    CustomField,
    ExtensionColumn,
    Field,
    Identifiers,
    Kind,
    Reference,
)
from quarterdeck.platform.filters.parameters import Context

TENANT = uuid.UUID("018f0000-0000-7000-8000-000000000001")
OTHER_TENANT = uuid.UUID("018f0000-0000-7000-8000-000000000002")
ME = uuid.UUID("018f0000-0000-7000-8000-0000000000aa")


def fold_serial(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())


CATALOGUE = Catalogue(
    [
        Field("name", "Name", Kind.TEXT, Column("a.name")),
        Field("tag", "Tag", Kind.IDENTIFIER, Column("a.tag"), normalise=str.upper),
        Field("serial", "Serial number", Kind.IDENTIFIER, Identifiers(("serial",)), normalise=fold_serial),
        Field("mac", "MAC address", Kind.MAC, Identifiers(("mac",))),
        Field(
            "status",
            "Status",
            Kind.CHOICE,
            Column("a.status"),
            choices=(Choice("deployed", "Deployed"), Choice("in_repair", "In repair"), Choice("missing", "Missing")),
            aliases=("state",),
        ),
        Field(
            "type",
            "Type",
            Kind.CHOICE,
            Column("a.type"),
            choices=(Choice("workstation", "Workstation"), Choice("server", "Server"), Choice("printer", "Printer")),
        ),
        Field("client", "Client", Kind.REFERENCE, Reference("client_id", "clients"), aliases=("customer",)),
        Field(
            "assigned_to",
            "Assigned to",
            Kind.REFERENCE,
            Reference("contact_id", "contacts", is_person=True),
            aliases=("owner",),
        ),
        Field("ram_mb", "RAM", Kind.NUMBER, ExtensionColumn({"workstation": ("workstations", "ram_mb")})),
        Field(
            "os",
            "Operating system",
            Kind.TEXT,
            ExtensionColumn({"workstation": ("workstations", "os"), "server": ("servers", "os")}),
        ),
        Field("os_version", "OS version", Kind.VERSION, ExtensionColumn({"server": ("servers", "os_version")})),
        Field("purchase_cost", "Purchase cost", Kind.MONEY, Column("a.purchase_cost")),
        Field("warranty_end", "Warranty end", Kind.DATE, Column("a.warranty_end"), aliases=("warranty",)),
        Field("last_seen", "Last seen", Kind.DATETIME, Column("a.last_seen")),
        Field("encrypted", "Encrypted", Kind.BOOLEAN, Column("a.encrypted")),
        Field("ip", "IP address", Kind.IP, Column("a.ip")),
        Field("tags", "Tags", Kind.TAGS, ArrayColumn("a.tags"), normalise=str.lower),
        Field("import", "Import", Kind.UUID, Column("a.import_id")),
        Field("cf.room", "Room", Kind.TEXT, CustomField("room")),
        Field("cf.seats", "Seats", Kind.NUMBER, CustomField("seats")),
        Field("cf.leased", "Leased", Kind.BOOLEAN, CustomField("leased")),
        Field("cf.due", "Due", Kind.DATE, CustomField("due")),
    ]
)

# 23:30 in UTC is already the next day in Berlin.
NOW = datetime(2026, 6, 15, 23, 30, tzinfo=UTC)
CONTEXT = Context(TENANT, NOW, ZoneInfo("Europe/Berlin"), me={"contacts": (ME,)})
