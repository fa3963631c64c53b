"""What is particular to each built-in type, one row per asset. The row's id is the asset's id."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from quarterdeck.platform.db.base import Base


class Extension:
    """The 1:1 row of an asset of one type."""

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=-2)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=-1)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805 (SQLAlchemy calls it on the class)
        return (ForeignKeyConstraint(["tenant_id", "id"], ["assets.tenant_id", "assets.id"]),)


class OperatingSystem:
    os_name: Mapped[str | None]
    os_version: Mapped[str | None]
    os_build: Mapped[str | None]


class Computer(OperatingSystem):
    """What workstations and servers share."""

    os_architecture: Mapped[str | None]
    cpu: Mapped[str | None]
    cpu_cores: Mapped[int | None]
    ram_mb: Mapped[int | None]
    disk_total_gb: Mapped[int | None]
    disk_free_gb: Mapped[int | None]
    disk_type: Mapped[str | None]
    bios_version: Mapped[str | None]
    bios_date: Mapped[date | None]
    encryption: Mapped[str | None]
    domain: Mapped[str | None]
    last_user: Mapped[str | None]
    antivirus: Mapped[str | None]
    antivirus_status: Mapped[str | None]
    agent_name: Mapped[str | None]
    agent_version: Mapped[str | None]
    last_boot_at: Mapped[datetime | None]
    reboot_required: Mapped[bool | None]
    patch_status: Mapped[str | None]


class Workstation(Extension, Computer, Base):
    __tablename__ = "workstations"

    form_factor: Mapped[str | None]
    graphics: Mapped[str | None]
    screen_size: Mapped[str | None]
    tpm_version: Mapped[str | None]
    secure_boot: Mapped[bool | None]
    battery_health_percent: Mapped[int | None]


# With the id, so that a filter reads the index alone.
Index(
    "ix_workstations_os_name",
    Workstation.__table__.c.tenant_id,
    Workstation.__table__.c.os_name,
    postgresql_include=["id"],
)


class Server(Extension, Computer, Base):
    __tablename__ = "servers"

    cpu_count: Mapped[int | None]
    raid_level: Mapped[str | None]
    is_virtual: Mapped[bool | None]
    hypervisor: Mapped[str | None]
    host_name: Mapped[str | None]
    server_role: Mapped[str | None]
    management_ip: Mapped[str | None] = mapped_column(INET())
    power_supplies: Mapped[int | None]
    rack: Mapped[str | None]
    rack_unit: Mapped[int | None]
    backup_status: Mapped[str | None]


class NetworkDevice(Extension, Base):
    __tablename__ = "network_devices"

    device_role: Mapped[str | None]
    firmware_version: Mapped[str | None]
    port_count: Mapped[int | None]
    poe_ports: Mapped[int | None]
    uplink_speed_mbps: Mapped[int | None]
    management_ip: Mapped[str | None] = mapped_column(INET())
    management_url: Mapped[str | None]
    snmp_version: Mapped[str | None]
    vlans: Mapped[str | None]
    stack_members: Mapped[int | None]
    is_managed: Mapped[bool | None]
    controller: Mapped[str | None]
    rack: Mapped[str | None]
    rack_unit: Mapped[int | None]
    config_backed_up_at: Mapped[datetime | None]


class MobileDevice(Extension, OperatingSystem, Base):
    __tablename__ = "mobile_devices"

    imei: Mapped[str | None]
    imei2: Mapped[str | None]
    iccid: Mapped[str | None]
    phone_number: Mapped[str | None]
    carrier: Mapped[str | None]
    storage_gb: Mapped[int | None]
    storage_free_gb: Mapped[int | None]
    ownership: Mapped[str | None]
    mdm_name: Mapped[str | None]
    mdm_enrolled: Mapped[bool | None]
    is_supervised: Mapped[bool | None]
    is_jailbroken: Mapped[bool | None]
    encryption: Mapped[str | None]
    passcode_set: Mapped[bool | None]
    battery_health_percent: Mapped[int | None]
    last_user: Mapped[str | None]


class Printer(Extension, Base):
    __tablename__ = "printers"

    print_technology: Mapped[str | None]
    is_color: Mapped[bool | None]
    is_multifunction: Mapped[bool | None]
    has_duplex: Mapped[bool | None]
    page_count: Mapped[int | None]
    page_count_color: Mapped[int | None]
    toner_black_percent: Mapped[int | None]
    toner_cyan_percent: Mapped[int | None]
    toner_magenta_percent: Mapped[int | None]
    toner_yellow_percent: Mapped[int | None]
    firmware_version: Mapped[str | None]
    management_url: Mapped[str | None]
    queue_name: Mapped[str | None]
    paper_sizes: Mapped[str | None]
    connection: Mapped[str | None]


EXTENSIONS: dict[str, type[Workstation | Server | NetworkDevice | MobileDevice | Printer]] = {
    "workstation": Workstation,
    "server": Server,
    "network_device": NetworkDevice,
    "mobile_device": MobileDevice,
    "printer": Printer,
}
