"""Machines that stay themselves while something about them changes."""

from dataclasses import replace

from benchmarks.identity import identifiers as ids
from benchmarks.identity.plays.stage import REAL_COMPUTERS, Stage
from benchmarks.identity.products import COMPUTERS, DESKTOPS, LAPTOPS, SERVERS, VIRTUALS, WHITE_BOXES, Product
from benchmarks.identity.sightings import NEW
from benchmarks.identity.world import Machine, Nic


def steady(stage: Stage) -> None:
    """An order of machines seen twice; a few have gone, a few came since."""
    machines = stage.world.buy(stage.world.client(), stage.world.product(), stage.rng.choice((1, 1, 2, 3, 5, 8)))
    for machine in machines:
        came_since, gone = stage.chance(0.05), stage.chance(0.05)
        if not came_since:
            stage.before(machine)
        if came_since or not gone:
            stage.after(stage.later(machine), *([NEW] if came_since else []))


def renamed(stage: Stage) -> None:
    machine = stage.world.one(COMPUTERS, COMPUTERS, COMPUTERS, SERVERS, VIRTUALS, WHITE_BOXES)
    stage.before(machine)
    stage.after(replace(stage.later(machine), hostname=stage.world.name(machine)))


def names_swapped(stage: Stage) -> None:
    """Two people swap desks, and IT swaps the names of their machines."""
    one, other = stage.world.buy(stage.world.client(), stage.world.product(COMPUTERS), 2)
    stage.before(one)
    stage.before(other)
    stage.after(replace(stage.later(one), hostname=other.hostname))
    stage.after(replace(stage.later(other), hostname=one.hostname))


def reimaged(stage: Stage) -> None:
    """Installed afresh: a name nobody chose, a new agent, a new system."""
    machine = stage.world.one(COMPUTERS, COMPUTERS, SERVERS)
    stage.before(machine)
    name = f"DESKTOP-{ids.windows_suffix(stage.rng)}"
    stage.after(replace(stage.with_new_agent(stage.later(machine)), hostname=name, os="Windows 11 Pro 24H2"))


def nic_replaced(stage: Stage) -> None:
    machine = stage.world.one(DESKTOPS, DESKTOPS, SERVERS, VIRTUALS, WHITE_BOXES)
    stage.before(machine)
    stage.after(replace(stage.later(machine), nics=(stage.world.nic(machine),)))


def board_replaced(stage: Stage) -> None:
    """A new UUID and onboard address; the serial is stamped again, forgotten, or the donor's."""
    machine = stage.world.one(COMPUTERS, COMPUTERS, SERVERS)
    stage.before(machine)
    serial = machine.serial
    fate = stage.rng.random()
    if fate > 0.85:
        serial = stage.world.serial(machine.product)
    elif fate > 0.55:
        serial = stage.no_serial()
    nics = tuple(stage.world.nic(machine) if nic.role == "lan" else nic for nic in machine.nics)
    repaired = replace(stage.later(machine), serial=serial, uuid=ids.random_uuid(stage.rng), nics=nics)
    stage.after(repaired)


def dock_moved(stage: Stage) -> None:
    """A dock goes from one laptop to another, and its address with it."""
    giver, taker = (_undocked(machine) for machine in stage.world.buy(stage.world.client(), _laptop(stage), 2))
    dock = stage.world.dock()
    stage.before(replace(giver, nics=_with_dock(stage, giver, dock)))
    stage.before(taker)
    stage.after(stage.later(giver))
    moved = replace(stage.later(taker), nics=_with_dock(stage, taker, dock))
    stage.after(moved, **stage.perhaps(0.25, serial=stage.no_serial()))


def docks_shared(stage: Stage) -> None:
    """Hot desks: any laptop may stand on any of two docks."""
    laptops = [_undocked(machine) for machine in stage.world.buy(stage.world.client(), _laptop(stage), 4)]
    docks = (stage.world.dock(), stage.world.dock())
    for laptop in laptops:
        stage.before(replace(laptop, nics=_with_dock(stage, laptop, stage.rng.choice(docks))))
        today = replace(stage.later(laptop), nics=_with_dock(stage, laptop, stage.rng.choice(docks)))
        stage.after(today, **stage.perhaps(0.15, serial=stage.no_serial()))


def junk_serial_swapped(stage: Stage) -> None:
    """A firmware update, or another tool's reading, puts junk where the serial was; or the serial comes to light."""
    machine = stage.world.one(COMPUTERS, SERVERS, VIRTUALS)
    fate = stage.rng.random()
    stage.before(machine, serial=stage.no_serial() if fate < 0.35 or fate > 0.9 else machine.serial)
    stage.after(stage.later(machine), serial=stage.no_serial() if fate >= 0.35 else machine.serial)


def random_address(stage: Stage) -> None:
    """Windows makes up another wireless address for every network."""
    machine = _undocked(stage.world.buy(stage.world.client(), _laptop(stage))[0])
    stage.before(machine, nics=(Nic(ids.private_mac(stage.rng), "private"),))
    stage.after(stage.later(machine), nics=(Nic(ids.private_mac(stage.rng), "private"),))


def everything_but_serial_changed(stage: Stage) -> None:
    """Handed on inside the client: reinstalled, renamed, another card."""
    machine = stage.world.buy(stage.world.client(), stage.world.product(REAL_COMPUTERS))[0]
    stage.before(machine)
    other = replace(stage.with_new_agent(machine), nics=(stage.world.nic(machine),), user="Temp Worker")
    stage.after(replace(other, hostname=stage.world.name(machine)))


def former_client_name(stage: Stage) -> None:
    """The second list calls the client what its own people call it."""
    known = [client for client in stage.world.clients if client.former_names]
    client = stage.rng.choice(known)
    machine = stage.world.buy(client, stage.world.product())[0]
    stage.before(machine)
    spellings = (*client.former_names, client.name.upper(), f" {client.name}  ", client.name.replace(" ", "\u00a0"))
    stage.after(stage.later(machine), written=stage.rng.choice(spellings))


def _laptop(stage: Stage) -> Product:
    return stage.world.product(LAPTOPS)


def _undocked(machine: Machine) -> Machine:
    return replace(machine, nics=machine.own_nics())


def _with_dock(stage: Stage, machine: Machine, dock: Nic) -> tuple[Nic, ...]:
    """In use, the dock's adapter is the one that inventories list first."""
    own = machine.own_nics()
    return (dock, *own) if stage.chance(0.6) else (*own, dock)
