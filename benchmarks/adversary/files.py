"""Three files in the order in which they come: an export of one RMM, a hand-kept list, an export of another RMM."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from benchmarks.adversary import estate as events
from benchmarks.adversary.estate import Estate, Machine

JUNK = ("To be filled by O.E.M.", "Default string", "System Serial Number", "None", "0", "N/A", "XXXXXXXX")


@dataclass(frozen=True)
class Line:
    """A row: whose it is, in which trouble, and whether a careful person would leave it open as well."""

    machine: Machine
    category: str
    may_stay_open: bool = False


Write = Callable[[Machine, Random], dict[str, str]]


def colons(mac: str) -> str:
    return ":".join(mac[at : at + 2] for at in range(0, 12, 2))


def rmm(machine: Machine, _rng: Random) -> dict[str, str]:
    macs = [colons(mac) for mac in (machine.dock, machine.wired, machine.wireless) if mac]
    return {
        "Device UID": machine.agent,
        "Site Name": machine.client,
        "Device Hostname": machine.hostname,
        "Device Type": {"laptop": "Laptop", "desktop": "Desktop", "server": "Server", "vm": "Server"}.get(
            machine.kind, ""
        ),
        "Manufacturer": machine.maker,
        "Device Model": machine.model,
        "Serial Number": machine.serial,
        "MAC Address(es)": f"[{', '.join(macs)}]" if macs else "",
        "Last User": machine.user,
    }


def sheet(machine: Machine, rng: Random) -> dict[str, str]:
    """What somebody types: part of the columns, in the spelling of the day."""
    serial = machine.serial
    if serial and rng.random() < 0.12:
        serial = rng.choice((f"S/N: {serial}", serial.lower(), f" {serial} ", f"SN {serial}", f"Serial No. {serial}"))
    mac = machine.wired or machine.wireless
    return {
        "Customer": machine.client if rng.random() < 0.9 else machine.client.upper(),
        "Asset Tag": machine.tag,
        "Computer": machine.hostname.lower() if rng.random() < 0.3 else machine.hostname,
        "Type": machine.kind,
        "Make": machine.maker,
        "Model": machine.model,
        "Serial No.": serial,
        "MAC": rng.choice((colons(mac).replace(":", "-"), colons(mac).lower(), mac))
        if mac and rng.random() < 0.5
        else "",
        "IMEI": machine.imei,
        "Assigned To": machine.user,
    }


def audit(machine: Machine, rng: Random) -> dict[str, str]:
    domain = machine.client.split(" ")[0].lower()
    full = machine.kind in {"laptop", "desktop", "server", "vm"} and rng.random() < 0.4
    macs = [colons(mac).lower() for mac in (machine.wireless, machine.wired, machine.dock) if mac]
    return {
        "Company": machine.client,
        "System Name": f"{machine.hostname}.{domain}.local" if full and machine.hostname else machine.hostname,
        "Vendor": machine.maker,
        "Model Name": machine.model,
        "BIOS Serial Number": machine.serial,
        "System UUID": machine.uuid.upper() if rng.random() < 0.5 else machine.uuid,
        "MAC Addresses": "; ".join(macs),
        "IMEI": machine.imei,
        "Last logged in user": machine.user,
    }


def as_csv(lines: list[Line], write: Write, rng: Random) -> bytes:
    rows = [write(line.machine, rng) for line in lines]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def first(estate: Estate) -> list[Line]:
    rng, lines = estate.rng, []
    for machine in list(estate.machines):
        if machine.kind in {"monitor", "phone"}:
            continue
        seen, category = machine, "steady"
        if machine.kind == "laptop" and rng.random() < 0.25:
            seen = events.moved_dock(estate, machine)
        if machine.kind == "desktop" and rng.random() < 0.06:
            seen = replace(machine, serial=rng.choice((*JUNK, "")), uuid="03000200-0400-0500-0006-000700080009")
            category = "junk serial"
        estate.put(seen)
        lines.append(Line(seen, category))
    return _mixed(lines + _twice(estate, lines), rng)


def _twice(estate: Estate, lines: list[Line]) -> list[Line]:
    """The same machine a second time, other columns filled: an agent that was installed again, one row per adapter."""
    found = []
    for line in estate.rng.sample(lines, len(lines) // 25):
        machine = line.machine
        if machine.wireless and estate.rng.random() < 0.5:
            found.append(Line(replace(machine, wired="", dock="", agent=estate.new_uuid()), "twice, other adapter"))
        elif machine.serial and machine.hostname and line.category == "steady":
            found.append(Line(replace(machine, wired="", wireless="", dock="", agent=""), "twice, no adapters"))
    return found


def second(estate: Estate) -> list[Line]:
    rng, lines = estate.rng, []
    for machine in list(estate.machines):
        if machine.kind == "vm" and rng.random() < 0.7:
            continue
        if machine.kind in {"laptop", "desktop"} and machine.serial not in {*JUNK, ""}:
            lines.append(_typed(estate, machine))
        else:
            named = {"monitor": machine.model, "printer": "Printer"}
            if machine.kind == "phone":
                named["phone"] = "iPhone" if machine.maker == "Apple" else ""
            shown = replace(machine, hostname=named.get(machine.kind, machine.hostname))
            lines.append(Line(shown, machine.kind if machine.kind in named else "typed"))
    return _mixed(lines, rng)


def _typed(estate: Estate, machine: Machine) -> Line:
    dice = estate.rng.random()
    if dice < 0.05 and any(char in machine.serial for char in "01"):
        return Line(replace(machine, serial=machine.serial.replace("0", "O").replace("1", "I")), "O for 0")
    if dice < 0.08:
        return Line(replace(machine, serial=_swapped(machine.serial, estate.rng)), "two swapped")
    if dice < 0.11:
        return Line(replace(machine, serial="", wired="", wireless=""), "name only")
    if dice < 0.13:
        return Line(replace(machine, hostname="", wired="", wireless="", tag=""), "serial only")
    return _replaced(estate, machine) if dice < 0.17 else Line(machine, "typed")


def _swapped(serial: str, rng: Random) -> str:
    places = [at for at in range(len(serial) - 1) if serial[at] != serial[at + 1]]
    at = rng.choice(places)
    return serial[:at] + serial[at + 1] + serial[at] + serial[at + 2 :]


def _replaced(estate: Estate, machine: Machine) -> Line:
    """Its successor: the same name, desk, user and model, and now and then the same label."""
    estate.machines.remove(machine)
    takes_label = estate.rng.random() < 0.3
    heir = estate.add(
        machine.kind,
        machine.client,
        hostname=machine.hostname,
        user=machine.user,
        maker=machine.maker,
        model=machine.model,
        tag=machine.tag if takes_label else "",
    )
    if machine.maker != heir.maker or not heir.serial:
        heir = replace(heir, serial=estate.serial_of(machine.maker))
        estate.put(heir)
    return Line(heir, "successor with the label" if heir.tag else "successor", may_stay_open=bool(heir.tag))


def third(estate: Estate) -> list[Line]:
    rng, lines = estate.rng, []
    for machine in list(estate.machines):
        if machine.kind == "monitor":
            continue
        after, category, is_open = machine, "steady", False
        dice = rng.random()
        if machine.kind in {"laptop", "desktop"}:
            for limit, event in (
                (0.05, events.renamed),
                (0.10, events.rebuilt),
                (0.14, events.new_board),
                (0.17, events.new_board_unmarked),
                (0.22, events.firmware_updated),
                (0.30, events.moved_dock),
                (0.34, events.handed_on),
            ):
                if dice < limit:
                    after, category = event(estate, machine), event.__name__.replace("_", " ")
                    is_open = event is events.new_board_unmarked
                    break
        elif machine.kind == "vm":
            if dice < 0.1:
                after, category = events.firmware_updated(estate, machine), "firmware updated"
            elif dice < 0.2:
                copy = estate.add("vm", machine.client, maker=machine.maker, model=machine.model)
                copy = replace(copy, serial=machine.serial, uuid=machine.uuid)
                lines.append(Line(copy, "clone"))
        estate.put(after)
        lines.append(Line(after, category, is_open))
    return _mixed(lines + _twice(estate, lines), rng)


def _mixed(lines: list[Line], rng: Random) -> list[Line]:
    rng.shuffle(lines)
    return lines
