"""Where the cases play: two files in the making, the machines behind them, and the dice."""

from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from benchmarks.identity import identifiers as ids
from benchmarks.identity.products import DESKTOPS, LAPTOPS, SERVERS
from benchmarks.identity.sightings import MATCH, NEW, Label, Sighting
from benchmarks.identity.world import Machine, World

REAL_COMPUTERS = LAPTOPS + DESKTOPS + SERVERS


@dataclass
class Stage:
    rng: Random
    world: World
    category: str = ""
    first: list[Sighting] = field(default_factory=list)
    second: list[Sighting] = field(default_factory=list)
    machines: set[str] = field(default_factory=set)

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def before(self, machine: Machine, label: Label = NEW, **claims: Any) -> None:
        """A row of the first file; `claims` is where it says something else than is true."""
        self.machines.add(machine.key)
        self.first.append(Sighting(machine.key, self.category, label, replace(machine, **claims)))

    def after(self, machine: Machine, label: Label = MATCH, *, written: str | None = None, **claims: Any) -> None:
        """A row of the second file. `written`: the client as the row spells it."""
        self.machines.add(machine.key)
        self.second.append(Sighting(machine.key, self.category, label, replace(machine, **claims), written))

    def perhaps(self, probability: float, **claims: Any) -> dict[str, Any]:
        """These claims now and then, for `before` and `after`."""
        return claims if self.chance(probability) else {}

    def later(self, machine: Machine) -> Machine:
        """The same machine some weeks on: another lease, another user, an update."""
        address = f"{machine.ip.rsplit('.', 1)[0]}.{self.rng.randint(10, 250)}" if self.chance(0.5) else machine.ip
        return replace(machine, ip=address, user=machine.user if self.chance(0.85) else "Temp Worker")

    def with_new_agent(self, machine: Machine) -> Machine:
        return replace(
            machine,
            agent_uid=ids.random_uuid(self.rng).lower(),
            agent_number=self.rng.randint(100, 9999),
        )

    def junk(self) -> str:
        return self.rng.choice(ids.JUNK_SERIALS)

    def no_serial(self) -> str:
        """Nothing, or something that means nothing."""
        return "" if self.chance(0.6) else self.junk()


#: A row that tells nothing but what the case writes into it.
BARE: dict[str, Any] = {
    "serial": "",
    "hostname": "",
    "nics": (),
    "uuid": "",
    "tag": "",
    "imei": "",
    "ip": "",
    "agent_uid": "",
    "agent_number": 0,
}
