"""Inventories as people send them: twenty-two columns, mixed types, a few bad rows, the same for the same seed."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

HEADERS = (
    "Asset Tag",
    "Device Name",
    "Client",
    "Site",
    "Device Type",
    "Manufacturer",
    "Model",
    "Serial Number",
    "MAC Address",
    "IP Address",
    "UUID",
    "Operating System",
    "Processor",
    "RAM (GB)",
    "Disk (GB)",
    "Last User",
    "Status",
    "Purchase Date",
    "Purchase Cost",
    "Warranty End",
    "Last Seen",
    "Notes",
)
_KINDS = (
    *(("Laptop", "WS", "Dell Inc.", "Latitude 5540", "Microsoft Windows 11 Pro", "Intel Core i5-1345U"),) * 5,
    *(("Desktop", "WS", "HP", "HP EliteDesk 800 G6", "Windows 10 Pro", "Intel Core i7-10700"),) * 4,
    *(("Laptop", "WS", "LENOVO", "ThinkPad T14 Gen 4", "Windows 11 Pro 23H2", "AMD Ryzen 7 PRO 7840U"),) * 3,
    ("Server", "SRV", "HPE", "ProLiant DL380 Gen10", "Windows Server 2022 Standard", "Xeon Silver 4310"),
    ("Firewall", "NET", "Fortinet", "FortiGate 60F", "", ""),
    ("Switch", "NET", "Cisco Systems", "Catalyst 9200L-24P", "", ""),
    ("Printer", "PRN", "Brother", "MFC-L8900CDW", "", ""),
)
_SERIAL = "0123456789ABCDEFGHJKLMNPQRSTVWXYZ"
_STATUSES = ("In Use", "In Use", "In Use", "In Use", "Spare", "In Repair")
_START = date(2019, 1, 7)
#: One row in so many has a date that is none, and one repeats the row before it.
BAD_EVERY, REPEATED_EVERY = 500, 1_000


def clients_for(count: int) -> int:
    return max(10, count // 5_000)


def write_inventory(path: Path, numbers: range, *, clients: int, seed: int = 1, sighting: int = 0) -> int:
    """The machines with these numbers, as a list of the `sighting`-th visit has them. Returns the number of rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        count = 0
        for row in rows_of(numbers, clients=clients, seed=seed, sighting=sighting):
            writer.writerow(row)
            count += 1
    return count


def rows_of(numbers: range, *, clients: int, seed: int, sighting: int) -> Iterator[list[str]]:
    for place, number in enumerate(numbers, start=1):
        row = _row(number, Random(f"{seed}:{number}"), clients=clients, sighting=sighting)
        if place % BAD_EVERY == 0:
            row[17] = "31/02/2023"
        yield row
        if place % REPEATED_EVERY == 1:
            yield row


def _row(number: int, rng: Random, *, clients: int, sighting: int) -> list[str]:
    type_, prefix, maker, model, system, cpu = rng.choice(_KINDS)
    serial = "".join(rng.choices(_SERIAL, k=8))
    bought = _START + timedelta(days=rng.randrange(2_400))
    octets = rng.randbytes(3).hex("-").upper()
    seen = datetime(2026, 11, 2, tzinfo=UTC) + timedelta(days=sighting, minutes=rng.randrange(1_400))
    has_agent = bool(system)
    return [
        f"QD-{number:07}" if rng.random() < 0.7 else "",
        f"{prefix}-{number:06}",
        f"Client {int(clients * rng.random() ** 2):04}",
        rng.choice(("Head office", "Depot", "Warehouse")),
        type_,
        maker,
        model,
        "To be filled by O.E.M." if rng.random() < 0.015 else serial,
        f"3C-52-82-{octets}",
        f"10.{rng.randrange(200)}.{rng.randrange(250)}.{rng.randrange(1, 250)}",
        str(rng.getrandbits(128).to_bytes(16).hex()) if has_agent else "",
        system,
        cpu,
        str(rng.choice((8, 16, 32, 64))) if has_agent else "",
        str(rng.choice((256, 512, 1_024))) if has_agent else "",
        f"CORP\\user{(number + sighting) % 5_000}" if prefix == "WS" else "",
        rng.choice(_STATUSES),
        bought.strftime("%d/%m/%Y"),
        f"£{rng.randrange(150, 4_000):,}.00",
        bought.replace(year=bought.year + 3, day=min(bought.day, 28)).strftime("%d/%m/%Y"),
        seen.strftime("%Y-%m-%d %H:%M:%S"),
        "Replaced keyboard, see ticket" if rng.random() < 0.1 else "",
    ]
