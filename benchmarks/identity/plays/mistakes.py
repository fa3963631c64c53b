"""Rows that people and spreadsheets got wrong, doubled, or left half empty."""

from dataclasses import replace
from typing import Any

from benchmarks.identity import identifiers as ids
from benchmarks.identity.plays.stage import BARE, REAL_COMPUTERS, Stage
from benchmarks.identity.plays.writing import cut, mistyped, scanned, spelled, without_zeros
from benchmarks.identity.products import DESKTOPS, LAPTOPS, PRINTERS, SERVERS
from benchmarks.identity.sightings import DUPLICATE, MATCH, NEW, REVIEW, REVIEW_OR_NEW, Outcome, label
from benchmarks.identity.world import Machine


def serial_spelling(stage: Stage) -> None:
    """S/N: in front, blanks and dashes inside, small letters; sometimes the serial is all there is."""
    machine = _machine(stage)
    if stage.chance(0.5):
        stage.before(machine, serial=spelled(stage.rng, machine.serial))
        stage.after(stage.later(machine))
        return
    stage.before(machine)
    rest: dict[str, Any] = {}
    if stage.chance(0.35):
        rest = BARE
    elif stage.chance(0.2):
        rest = {"hostname": stage.world.name(machine)}
    stage.after(stage.later(machine), **{**rest, "serial": spelled(stage.rng, machine.serial)})


def typo_supported(stage: Stage) -> None:
    """One slip in the serial; name or address (or both) are right."""
    machine = _machine(stage)
    wrong: dict[str, Any] = {"serial": mistyped(stage.rng, machine.serial)}
    if stage.chance(0.3):
        stage.before(machine, **wrong)
        stage.after(stage.later(machine))
        return
    stage.before(machine)
    fate = stage.rng.random()
    if fate < 0.2:
        wrong |= {"nics": (), "tag": "", "uuid": ""}
    elif fate < 0.3:
        wrong |= {"hostname": "", "nics": machine.own_nics(), "tag": "", "uuid": ""}
    stage.after(stage.later(machine), **wrong)


def typo_unsupported(stage: Stage) -> None:
    """A serial one slip away from a known one, and nothing else: the same machine or its neighbour, who knows."""
    machine, neighbour = stage.world.buy(stage.world.client(), stage.world.product(REAL_COMPUTERS), 2)
    stage.before(machine)
    if stage.chance(0.5):
        stage.after(machine, REVIEW_OR_NEW, **{**BARE, "serial": mistyped(stage.rng, machine.serial)})
    else:
        stage.after(neighbour, REVIEW_OR_NEW, **{**BARE, "serial": neighbour.serial})


def serial_cut(stage: Stage) -> None:
    """A field too short for the serial, in a row that has the rest right."""
    machine = stage.world.one(LAPTOPS, DESKTOPS, SERVERS, PRINTERS)
    stage.before(machine)
    stage.after(stage.later(machine), serial=cut(stage.rng, machine.serial))


def serial_cut_to_the_batch(stage: Stage) -> None:
    """What is left of the serial fits all machines of the order, and nothing else stands in the row."""
    machines = stage.world.buy(stage.world.client(), LAPTOPS[2], 3)
    for machine in machines:
        stage.before(machine)
    stage.after(machines[0], REVIEW_OR_NEW, **{**BARE, "serial": machines[0].serial[:7]})


def excel_damage(stage: Stage) -> None:
    """Leading zeros lost, or the serial taken for a number."""
    machine = stage.world.buy(stage.world.client(), stage.rng.choice((LAPTOPS[1], LAPTOPS[-1], LAPTOPS[-1])))[0]
    crushed = stage.chance(0.4) or machine.product is LAPTOPS[1]
    damaged = f"{float(machine.serial):.5E}" if crushed else without_zeros(machine.serial)
    is_early = stage.chance(0.4)
    stage.before(machine, serial=damaged if is_early else machine.serial)
    stage.after(stage.later(machine), serial=machine.serial if is_early else damaged)


def serial_scanned(stage: Stage) -> None:
    """Read from the label with a scanner, which gives the barcode's prefix too."""
    machine = stage.world.buy(stage.world.client(), stage.world.product(LAPTOPS[2:5]))[0]
    stage.before(machine)
    stage.after(stage.later(machine), serial=scanned(machine.product.maker, machine.product.model, machine.serial))


def duplicate_exact(stage: Stage) -> None:
    machine = stage.world.one(LAPTOPS, DESKTOPS, SERVERS, PRINTERS)
    if stage.chance(0.4):
        stage.before(machine)
        stage.before(machine, DUPLICATE)
        stage.after(stage.later(machine))
    else:
        is_known = stage.chance(0.7)
        if is_known:
            stage.before(machine)
        today = stage.later(machine)
        stage.after(today, MATCH if is_known else NEW)
        stage.after(today, DUPLICATE, serial=spelled(stage.rng, machine.serial))


def duplicate_by_reinstall(stage: Stage) -> None:
    """The RMM still lists the agent from before the reinstallation beside the new one."""
    machine = stage.world.one(LAPTOPS, DESKTOPS, SERVERS)
    again = replace(stage.with_new_agent(machine), hostname=stage.world.name(machine))
    if stage.chance(0.3):
        stage.before(machine)
        stage.before(again, DUPLICATE)
        stage.after(stage.later(again))
    else:
        stage.before(machine)
        stage.after(machine)
        stage.after(stage.later(again), DUPLICATE)


def duplicate_in_halves(stage: Stage) -> None:
    """Once by name, as the RMM knows it, and once by serial, as the purchase list does."""
    machine = stage.world.one(LAPTOPS, DESKTOPS, SERVERS)
    known = stage.chance(0.7)
    if known:
        stage.before(machine)
    today = stage.later(machine)
    by_name: dict[str, Any] = {"serial": "", "tag": "", "nics": machine.own_nics()}
    stage.after(today, MATCH if known else NEW, **by_name)
    by_serial: dict[str, Any] = {**BARE, "serial": machine.serial}
    if not known:
        by_serial["nics"] = machine.own_nics()
    stage.after(today, DUPLICATE, **by_serial)


def conflict(stage: Stage) -> None:
    """The serial of one machine with the address (and perhaps the name) of another: only a person can tell."""
    group = stage.rng.choice((DESKTOPS, SERVERS))
    one, other = stage.world.buy(stage.world.client(), stage.world.product(group), 2)
    stage.before(one)
    stage.before(other)
    fate = stage.rng.random()
    name = "" if fate < 0.5 else other.hostname
    blank = {**BARE, "agent_uid": ids.random_uuid(stage.rng).lower(), "agent_number": stage.rng.randint(100, 9999)}
    mixed = replace(one, key=f"{one.key}+{other.key}")
    stage.after(mixed, REVIEW, **{**blank, "serial": one.serial, "nics": other.nics, "hostname": name})
    if fate < 0.25:
        swapped = replace(other, key=f"{other.key}+{one.key}")
        stage.after(swapped, REVIEW, **{**blank, "serial": other.serial, "nics": one.nics})
    elif fate > 0.75:
        stage.after(stage.later(one))


def hostname_only(stage: Stage) -> None:
    machine = stage.world.one(LAPTOPS, DESKTOPS, SERVERS)
    stage.before(machine)
    stage.after(machine, **{**BARE, "hostname": machine.hostname})


def tag_only(stage: Stage) -> None:
    """A stocktake: somebody walked about and read the stickers."""
    machine = stage.world.one(LAPTOPS, DESKTOPS, PRINTERS)
    stage.before(machine)
    stage.after(machine, **{**BARE, "tag": machine.tag})


def nothing_usable(stage: Stage) -> None:
    machine = stage.world.one(LAPTOPS, DESKTOPS)
    anything = label(Outcome.REJECTED, Outcome.NEW, Outcome.REVIEW)
    stage.after(machine, anything, **{**BARE, "serial": stage.no_serial()})


def _machine(stage: Stage) -> Machine:
    return stage.world.one(LAPTOPS, LAPTOPS, DESKTOPS, SERVERS, PRINTERS)
