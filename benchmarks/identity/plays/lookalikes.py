"""Different machines that look like one: none of these may be merged."""

from dataclasses import replace

from benchmarks.identity import identifiers as ids
from benchmarks.identity.plays.stage import REAL_COMPUTERS, Stage
from benchmarks.identity.products import (
    COMPUTERS,
    DESKTOPS,
    LAPTOPS,
    NETWORK,
    PHONES,
    PRINTERS,
    SERVERS,
    VIRTUALS,
    WHITE_BOXES,
    Product,
)
from benchmarks.identity.sightings import MATCH, NEW, NEW_OR_REVIEW, NOT_A_MATCH
from benchmarks.identity.world import Machine, Nic

MINI_PC = Product("desktop", "AZW", "MINI S", None, ("68:1D:EF", "7C:83:34"), (), "Windows 11 Pro")


def near_sequential(stage: Stage) -> None:
    """Half of an order was there before; the other half is new, one character further in everything."""
    groups = (LAPTOPS, LAPTOPS, DESKTOPS, SERVERS, NETWORK, PRINTERS, WHITE_BOXES)
    product = stage.world.product(stage.rng.choice(groups))
    order = stage.world.buy(stage.world.client(), product, stage.rng.randint(4, 8))
    stage.rng.shuffle(order)
    for place, machine in enumerate(order):
        if place % 2:
            stage.before(machine)
            stage.after(stage.later(machine))
        else:
            stage.after(machine, NEW)


def hostname_reused(stage: Stage) -> None:
    """The old machine goes (or lives on under another name), its successor gets its name; often of the same order."""
    client, product = stage.world.client(), stage.world.product(COMPUTERS)
    if stage.chance(0.6):
        old, new = stage.world.buy(client, product, 2)
    else:
        old, new = (stage.world.buy(client, stage.world.product(COMPUTERS))[0] for _ in range(2))
    stage.before(old)
    if stage.chance(0.4):
        stage.after(replace(stage.later(old), hostname=stage.world.name(old)))
    successor = replace(new, hostname=old.hostname)
    if stage.chance(0.15):
        stage.after(successor, NEW_OR_REVIEW, serial=stage.no_serial())
    else:
        stage.after(successor, NEW)


def phone_replaced(stage: Stage) -> None:
    """The new phone takes the name of the old one with its backup."""
    client, product = stage.world.client(), stage.world.product(PHONES)
    old, new = stage.world.buy(client, product, 2)
    name = f"{old.user.split()[0]}s-{stage.world.next_number('phones')}-{product.model.split()[0]}"
    stage.before(replace(old, hostname=name))
    stage.after(replace(new, hostname=name, user=old.user), NEW)


def tag_reused(stage: Stage) -> None:
    """The sticker of a retired machine is put on its successor."""
    old, new = stage.world.buy(stage.world.client(), stage.world.product(COMPUTERS), 2)
    stage.before(old)
    stage.after(replace(new, tag=old.tag), NEW_OR_REVIEW)


def same_name_other_client(stage: Stage) -> None:
    clients = stage.rng.sample(stage.world.clients, stage.rng.randint(2, 4))
    number = stage.world.next_number("servers with one name everywhere")
    name = f"{stage.rng.choice(('TS', 'NAS', 'ADC', 'VEEAM'))}{number:02}"
    for client in clients:
        server = stage.world.buy(client, stage.world.product(SERVERS + VIRTUALS))[0]
        server = replace(server, hostname=name if stage.chance(0.6) else f"{name}.{client.domain}")
        only_here = stage.chance(0.2)
        if only_here:
            stage.after(server, NEW)
            continue
        stage.before(server)
        stage.after(stage.later(server), **stage.perhaps(0.25, serial=""))


def same_tag_other_client(stage: Stage) -> None:
    """Hand-numbered stickers begin with 1 at every client."""
    tag = f"{stage.world.next_number('plain tags'):04}"
    for client in stage.rng.sample(stage.world.clients, 2):
        machine = replace(stage.world.buy(client, stage.world.product(COMPUTERS))[0], tag=tag)
        stage.before(machine)
        stage.after(stage.later(machine))


def moved_to_other_client(stage: Stage) -> None:
    """Sold from one client to another: somebody must decide, no import may."""
    giver, taker = stage.rng.sample(stage.world.clients, 2)
    machine = stage.world.buy(giver, stage.world.product(COMPUTERS))[0]
    stage.before(machine)
    stage.after(replace(stage.later(machine), client=taker, site=taker.sites[0]), NEW_OR_REVIEW)


def cloned_vms(stage: Stage) -> None:
    """Copies that kept UUID and serial of the original; name and address are their own."""
    vms = stage.world.buy(stage.world.client(), VIRTUALS[0], stage.rng.randint(2, 4))
    for vm in vms:
        clone = replace(vm, uuid=vms[0].uuid, serial=vms[0].serial)
        stage.before(clone)
        stage.after(stage.later(clone))


def clone_appears(stage: Stage) -> None:
    original, copy = stage.world.buy(stage.world.client(), VIRTUALS[0], 2)
    stage.before(original)
    stage.after(stage.later(original))
    stage.after(replace(copy, uuid=original.uuid, serial=original.serial), NEW_OR_REVIEW)


def one_serial_for_a_batch(stage: Stage) -> None:
    """A maker of small computers burned the same plausible serial (and UUID) into all of them."""
    boxes = stage.world.buy(stage.world.client(), MINI_PC, stage.rng.randint(3, 6))
    serial = ids.pick(stage.rng, ids.SERIAL_ALPHABET, 10)
    seen_first = NEW if len(boxes) > 3 else NEW_OR_REVIEW  # two of a kind might be one machine listed twice
    for place, box in enumerate(boxes):
        same = replace(box, serial=serial, uuid=boxes[0].uuid)
        if place:
            stage.before(same, seen_first)
        stage.after(stage.later(same), MATCH if place else NEW_OR_REVIEW)


def dock_inherited(stage: Stage) -> None:
    """A new laptop on the dock of an old one: the dock's address is all they share."""
    old, new = stage.world.buy(stage.world.client(), stage.world.product(LAPTOPS), 2)
    dock = stage.world.dock()
    stage.before(replace(old, nics=(dock, *old.own_nics())))
    if stage.chance(0.5):
        stage.after(replace(stage.later(old), nics=old.own_nics()))
    if stage.chance(0.25):
        stage.after(replace(new, nics=(dock,), serial=stage.no_serial()), NEW_OR_REVIEW)
    else:
        stage.after(replace(new, nics=(dock, *new.own_nics())), NEW)


def driver_address_only(stage: Stage) -> None:
    """All two machines share is the address a VPN driver gives every machine."""
    product = stage.world.product(COMPUTERS if stage.chance(0.5) else WHITE_BOXES)
    old, new = stage.world.buy(stage.world.client(), product, 2)
    driver = stage.world.driver()
    stage.before(replace(old, nics=(driver, *old.own_nics())))
    stage.after(replace(stage.later(old), nics=(driver, *old.own_nics())))
    if stage.chance(0.5):
        stage.after(replace(new, nics=(driver, *new.own_nics())), NEW)
    else:
        stage.after(replace(new, nics=(driver,), serial=stage.no_serial()), NEW_OR_REVIEW)


def netbios_twins(stage: Stage) -> None:
    """Names that differ only after the fifteenth character, where NetBIOS cuts."""
    machines = stage.world.buy(stage.world.client(), stage.world.product(COMPUTERS), 3)
    place = f"{machines[0].client.code[:3]}-MEETING{stage.world.next_number('meeting rooms'):02}-EAST"
    for number, machine in enumerate(machines):
        named = replace(machine, hostname=f"{place}{number + 1}")
        cut = named.hostname[:15]
        if number == 2:
            stage.after(replace(named, hostname=cut), NEW)
        else:
            stage.before(named)
            stage.after(replace(stage.later(named), hostname=cut))


def damaged_alike(stage: Stage) -> None:
    """A spreadsheet crushed several serials into one and the same number."""
    surface = LAPTOPS[-1]
    machines = stage.world.buy(stage.world.client(), surface, stage.rng.randint(3, 5))
    crushed = f"{float(machines[0].serial):.2E}"
    for place, machine in enumerate(machines):
        if place == 0:
            stage.after(machine, NEW_OR_REVIEW, serial=crushed)
            continue
        is_early = stage.chance(0.5)
        stage.before(machine, serial=crushed if is_early else machine.serial)
        stage.after(stage.later(machine), serial=machine.serial if is_early else crushed)


def factory_names(stage: Stage) -> None:
    """Nobody names phones and access points: they all have the name they came with."""
    product = stage.rng.choice((*PHONES, NETWORK[1]))
    devices = stage.world.buy(stage.world.client(), product, stage.rng.randint(3, 5))
    for place, device in enumerate(devices):
        named = replace(device, hostname="iPhone" if product.maker == "Apple" else product.model)
        if place == 0:
            stage.after(named, NEW)
            continue
        stage.before(named)
        stage.after(_with_new_private_address(stage, stage.later(named)))


def factory_name_only(stage: Stage) -> None:
    """Another row that says `iPhone` and no more."""
    device = replace(stage.world.one(PHONES), hostname="iPhone")
    stage.before(device)
    other = stage.world.buy(device.client, device.product)[0]
    stage.after(other, NOT_A_MATCH, serial="", hostname="iPhone", imei="", nics=(), tag="", uuid="", agent_uid="")


def unknown_client(stage: Stage) -> None:
    """Nobody has heard of the client; the names of its machines exist at others."""
    client = stage.world.client()
    number = stage.world.next_number("unknown clients")
    stranger = replace(
        client, name=f"{stage.rng.choice(('Fernhill', 'Oakdale', 'Pinewood'))} Trust {number}", former_names=()
    )
    for machine in stage.world.buy(client, stage.world.product(REAL_COMPUTERS), 2):
        stage.after(replace(machine, client=stranger, hostname=f"WS-{stage.rng.randint(1, 30):04}"), NEW)


def _with_new_private_address(stage: Stage, device: Machine) -> Machine:
    if all(nic.role != "private" for nic in device.nics):
        return device
    return replace(device, nics=(Nic(ids.private_mac(stage.rng), "private"),))
