"""Machines of three clients as they truly are, and what happens to them between two files."""

import string
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

CLIENTS = ("Bright & Sons Ltd", "Kiln Street Dental", "Nordwind Logistik GmbH")
#: Vendor prefixes of adapters that are soldered in, and of docks whose makers sell computers as well.
BOARDS = ("8C8CAA", "98FA9B", "E454E8", "F48E38", "70B5E8", "A4BB6D", "C85B76", "D4A2CD")
WIRELESS = ("3C6AA7", "84C5A6", "D0577B", "A4C3F0")
DOCKS = ("B44506", "64C901", "3C2C30")
PHONES = ("F0D793", "AC3743")
MODELS = {
    "laptop": (("Dell Inc.", "Latitude 7440"), ("LENOVO", "ThinkPad T14 Gen 4"), ("HP", "EliteBook 840 G10")),
    "desktop": (("Dell Inc.", "OptiPlex 7010"), ("HP", "HP ProDesk 400 G9"), ("LENOVO", "ThinkCentre M70q")),
    "server": (("Dell Inc.", "PowerEdge R650"), ("HPE", "ProLiant DL360 Gen10")),
    "vm": (("VMware, Inc.", "VMware7,1"), ("Microsoft Corporation", "Virtual Machine")),
    "switch": (("Cisco Systems", "C9200L-24P-4G"), ("Ubiquiti Networks", "USW-24-PoE")),
    "monitor": (("Dell", "P2423D"), ("LG Electronics", "27UP850")),
    "printer": (("Brother", "MFC-L8690CDW"), ("HP Inc.", "LaserJet Pro M404dn")),
    "phone": (("Apple", "iPhone 14"), ("Samsung", "SM-A546B")),
}
MIX = (
    ("laptop", 40),
    ("desktop", 25),
    ("server", 5),
    ("vm", 12),
    ("switch", 4),
    ("monitor", 6),
    ("printer", 4),
    ("phone", 4),
)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_FIRST = ("Amira", "Björn", "Chloé", "Dmitri", "Esi", "Fionn", "Greta", "Hamza", "Iris", "Jonas", "Kofi", "Lena")
_LAST = ("Okafor", "Novak", "Reilly", "Stone", "Tanaka", "Ueda", "Voss", "Weber", "Xu", "Young", "Zeller", "Ashby")


@dataclass(frozen=True)
class Machine:
    truth: int
    kind: str
    client: str
    maker: str
    model: str
    serial: str = ""
    uuid: str = ""
    wired: str = ""
    wireless: str = ""
    dock: str = ""
    hostname: str = ""
    tag: str = ""
    imei: str = ""
    user: str = ""
    agent: str = ""


@dataclass
class Estate:
    """`lines` of the file that is being written are (machine as it shows itself, category, what a person may leave)."""

    rng: Random
    machines: list[Machine] = field(default_factory=list)
    series: dict[str, int] = field(default_factory=dict)
    made: int = 0

    def digits(self, count: int) -> str:
        return "".join(self.rng.choices(string.digits, k=count))

    def hexes(self, count: int) -> str:
        return "".join(self.rng.choices("0123456789ABCDEF", k=count))

    def serial_of(self, maker: str) -> str:
        rng = self.rng
        if maker.startswith("Dell"):
            return "".join(rng.choices(_LETTERS + string.digits, k=7))
        if maker == "LENOVO":
            return f"PF{rng.choice(_LETTERS)}{self.hexes(5)}"
        # Deliveries are numbered on: the next one ends in the next number.
        start = self.series.setdefault(maker, rng.randrange(100_000, 800_000))
        self.series[maker] = start + 1
        return f"{maker[:2].upper()}{rng.randrange(3)}CG{start}"

    def mac(self, prefixes: tuple[str, ...]) -> str:
        return self.rng.choice(prefixes) + self.hexes(6)

    def new_uuid(self) -> str:
        text = self.hexes(32).lower()
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"

    def add(self, kind: str, client: str, **known: Any) -> Machine:
        rng, self.made = self.rng, self.made + 1
        maker, model = rng.choice(MODELS[kind])
        person = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
        number = f"{self.made:04}"
        short = "".join(word[0] for word in client.split() if word[0].isalpha()).upper()
        machine = Machine(self.made, kind, client, maker, model, agent=self.new_uuid())
        match kind:
            case "laptop" | "desktop":
                machine = replace(
                    machine,
                    serial=self.serial_of(maker),
                    uuid=self.new_uuid(),
                    wired=self.mac(BOARDS),
                    wireless=self.mac(WIRELESS) if kind == "laptop" else "",
                    hostname=f"{short}-{'LT' if kind == 'laptop' else 'PC'}{number}",
                    user=person,
                    tag=f"{short}{self.made + 20_000}" if rng.random() < 0.5 else "",
                )
            case "server":
                machine = replace(
                    machine,
                    serial=self.serial_of(maker),
                    uuid=self.new_uuid(),
                    wired=self.mac(BOARDS),
                    hostname=f"{short}-SRV{number}",
                )
            case "vm":
                machine = self._virtual(machine, f"{short}-VM-{number}")
            case "phone":
                imei = "35" + self.digits(12)
                machine = replace(machine, imei=imei + _check_digit(imei), serial=self.serial_of(maker), user=person)
            case _:
                machine = replace(machine, serial=self.serial_of(maker))
                if kind == "switch":
                    machine = replace(machine, wired=self.mac(BOARDS), hostname=f"{short}-sw-{number}")
                if kind == "printer":
                    machine = replace(machine, wired=self.mac(BOARDS))
        machine = replace(machine, **known)
        self.machines.append(machine)
        return machine

    def _virtual(self, machine: Machine, hostname: str) -> Machine:
        code = self.new_uuid()
        if machine.maker.startswith("VMware"):
            digits = code.replace("-", "")
            pairs = [digits[at : at + 2] for at in range(0, 32, 2)]
            serial = f"VMware-{' '.join(pairs[:8])}-{' '.join(pairs[8:])}"
            return replace(machine, serial=serial, uuid=code, wired=f"005056{self.hexes(6)}", hostname=hostname)
        parts = "-".join(self.digits(4) for _ in range(6))
        serial = f"{parts}-{self.digits(2)}"
        return replace(machine, serial=serial, uuid=code, wired=f"00155D{self.hexes(6)}", hostname=hostname)

    def put(self, machine: Machine) -> None:
        self.machines = [machine if each.truth == machine.truth else each for each in self.machines]


def _check_digit(digits: str) -> str:
    doubled = [int(char) * (2 if place % 2 == 0 else 1) for place, char in enumerate(reversed(digits))]
    return str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


def populate(rng: Random, size: int) -> Estate:
    estate = Estate(rng)
    kinds, weights = zip(*MIX, strict=True)
    for client in CLIENTS:
        # Every office has them, under the same names.
        for name in ("DC01", "FS01", "HV-HOST-1"):
            estate.add("server", client, hostname=name)
    while len(estate.machines) < size:
        estate.add(rng.choices(kinds, weights)[0], rng.choice(CLIENTS))
    return estate


Event = Callable[[Estate, Machine], Machine]


def renamed(estate: Estate, machine: Machine) -> Machine:
    return replace(machine, hostname=f"{machine.user.split(' ')[0][:6].upper()}-{estate.digits(3)}")


def rebuilt(estate: Estate, machine: Machine) -> Machine:
    """Set up anew by another hand: new name, new agent, a new wireless card."""
    return replace(
        renamed(estate, machine), agent=estate.new_uuid(), wireless=estate.mac(WIRELESS) if machine.wireless else ""
    )


def new_board(estate: Estate, machine: Machine) -> Machine:
    """The technician wrote the old serial into the new board, but the UUID and the wired adapter are new."""
    return replace(machine, uuid=estate.new_uuid(), wired=estate.mac(BOARDS))


def new_board_unmarked(estate: Estate, machine: Machine) -> Machine:
    """A new board with a serial of its own: what stays is the name, the label and the wireless card."""
    return replace(new_board(estate, machine), serial=estate.serial_of(machine.maker))


def firmware_updated(_estate: Estate, machine: Machine) -> Machine:
    """The same UUID, its first three parts read the other way round."""
    first, second, third, *rest = machine.uuid.split("-")
    swapped = [
        "".join(reversed([part[at : at + 2] for at in range(0, len(part), 2)])) for part in (first, second, third)
    ]
    return replace(machine, uuid="-".join([*swapped, *rest]))


def moved_dock(estate: Estate, machine: Machine) -> Machine:
    docks = [each.dock for each in estate.machines if each.dock and each.truth != machine.truth]
    return replace(machine, dock=estate.rng.choice(docks) if docks and estate.rng.random() < 0.6 else estate.mac(DOCKS))


def handed_on(estate: Estate, machine: Machine) -> Machine:
    return replace(machine, user=f"{estate.rng.choice(_FIRST)} {estate.rng.choice(_LAST)}", hostname=machine.hostname)
