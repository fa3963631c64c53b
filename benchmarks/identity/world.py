"""The truth: clients of one MSP and the machines they own, bought in batches and named as that client does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random

from benchmarks.identity import identifiers as ids
from benchmarks.identity.products import DOCK_BLOCKS, ESTATE, Product

PEOPLE_FIRST = ("James", "Maria", "Omar", "Ingrid", "Wei", "Priya", "Tom", "Zoë", "Ana", "Kofi", "Lena", "Björn", "Sam")
PEOPLE_LAST = ("Smith", "Garcia", "Müller", "O'Brien", "Johansson", "Patel", "Chen", "Okafor", "Nowak", "Lee", "Haddad")
PLAIN = str.maketrans("ÄÖÜËÉ", "AOUEE")
SERVER_NAMES = (
    "DC01",
    "DC02",
    "FS01",
    "SQL01",
    "EXCH01",
    "RDS01",
    "RDS02",
    "APP01",
    "PRINT01",
    "BACKUP01",
    "HV01",
    "HV02",
)


@dataclass(frozen=True)
class Client:
    """`scheme` is how it names workstations; the former names are those its own people still use."""

    name: str
    code: str
    scheme: str
    former_names: tuple[str, ...] = ()
    sites: tuple[str, ...] = ("Head office",)

    @property
    def domain(self) -> str:
        return f"{self.code.lower()}.local"


CLIENTS = (
    Client("Harbour Dental", "HD", "numbered", ("Harbour Dental Practice", "HDP Group"), ("Quayside", "Leith")),
    Client("Acme Manufacturing Ltd", "ACME", "owner", ("Acme Mfg", "Acme Industrial")),
    Client("Müller & Söhne GmbH", "MUS", "site", ("Mueller und Soehne",), ("Werk 1", "Werk 2")),
    Client("Brightwater Primary School", "BPS", "numbered", ("Brightwater School",)),
    Client("O'Neill Legal LLP", "ONL", "default", ("ONeill Solicitors",), ("Cork", "Dublin")),
    Client("Northgate Logistics", "NGL", "site", ("Northgate Haulage",), ("Leeds", "Hull", "Goole")),
    Client("Café Renée", "CAFE", "default"),
    Client("St. Brendan's Hospice", "SBH", "owner", ("Saint Brendans",)),
    Client("Northgate Property", "NGP", "numbered", ("NG Property Services",)),
)


@dataclass(frozen=True)
class Nic:
    mac: str
    role: str  # lan, wifi, dock or driver


@dataclass(frozen=True)
class Machine:
    """A machine at one moment. The key stays when everything else about it changes."""

    key: str
    client: Client
    product: Product
    serial: str
    hostname: str
    nics: tuple[Nic, ...]
    uuid: str
    tag: str
    imei: str
    user: str
    ip: str
    agent_uid: str
    agent_number: int
    bought: str
    site: str = ""
    os: str = ""

    @property
    def kind(self) -> str:
        return self.product.kind

    def own_nics(self) -> tuple[Nic, ...]:
        return tuple(nic for nic in self.nics if nic.role in {"lan", "wifi"})


@dataclass
class World:
    """Never gives two machines the same serial, own address or computer name inside a client unless told to."""

    rng: Random
    clients: tuple[Client, ...]
    _keys: Iterator[int] = field(default_factory=lambda: count(1))
    _used: set[str] = field(default_factory=set)
    _names: dict[str, set[str]] = field(default_factory=dict)
    _counters: dict[str, int] = field(default_factory=dict)
    _docks: dict[str, list[Nic]] = field(default_factory=dict)

    def client(self) -> Client:
        weights = [2 ** (len(self.clients) - place) + 8 for place in range(len(self.clients))]
        return self.rng.choices(self.clients, weights)[0]

    def product(self, choices: tuple[Product, ...] | None = None) -> Product:
        if choices is None:
            groups = [group for group, _ in ESTATE]
            choices = self.rng.choices(groups, [weight for _, weight in ESTATE])[0]
        return self.rng.choices(choices, [product.weight for product in choices])[0]

    def buy(self, client: Client, product: Product, quantity: int = 1) -> list[Machine]:
        """Machines of one order: their serials, addresses, names and tags follow each other."""
        ports = self._fresh_macs(client, product, quantity)
        serials = self._fresh_serials(product, quantity, ports)
        bought = f"{self.rng.randint(2018, 2025)}-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"
        site = self.rng.choice(client.sites)
        made = []
        for serial, nics in zip(serials, ports, strict=True):
            has_junk = product.serials is None and product.kind == "desktop" and self.rng.random() < 0.4
            identity = self.rng.choice(ids.JUNK_UUIDS) if has_junk else ids.random_uuid(self.rng)
            user = f"{self.rng.choice(PEOPLE_FIRST)} {self.rng.choice(PEOPLE_LAST)}"
            machine = Machine(
                key=f"m{next(self._keys):05}",
                client=client,
                product=product,
                serial=ids.vmware_serial_of(identity) if product.maker.startswith("VMware") else serial,
                hostname="",
                nics=nics,
                uuid=identity,
                tag=self.next_tag(client),
                imei=ids.imei(self.rng) if product.has_imei else "",
                user=user,
                ip=f"192.168.{self.rng.randint(1, 4)}.{self.rng.randint(10, 250)}",
                agent_uid=ids.random_uuid(self.rng).lower(),
                agent_number=self.rng.randint(100, 9999),
                bought=bought,
                site=site,
                os=product.os,
            )
            made.append(replace(machine, hostname=self.name(machine)))
        return made

    def one(self, *choices: tuple[Product, ...], client: Client | None = None) -> Machine:
        """One machine of one of the product groups, or of anything a client owns."""
        product = self.product(self.rng.choice(choices)) if choices else self.product()
        return self.buy(client or self.client(), product)[0]

    def dock(self) -> Nic:
        return Nic(self._fresh(lambda: ids.macs(self.rng, self.rng.choice(DOCK_BLOCKS), count=1)[0]), "dock")

    def nic(self, machine: Machine) -> Nic:
        """Another adapter a shop would put into it."""
        block = self.rng.choice(machine.product.lan or ("00:1B:21", "A0:36:9F"))
        return Nic(self._fresh(lambda: ids.macs(self.rng, block, count=1)[0]), "lan")

    def driver(self) -> Nic:
        return Nic(self.rng.choice(tuple(ids.DRIVER_MACS.values())), "driver")

    def next_tag(self, client: Client) -> str:
        return f"{client.code}-{self.next_number(f'tag {client.code}'):05}"

    def serial(self, product: Product) -> str:
        assert product.serials is not None
        return self._fresh_serials(product, 1, [()])[0]

    def name(self, machine: Machine) -> str:
        """A name nobody else has there; of devices nobody names, the one they come with."""
        product, client = machine.product, machine.client
        if product.kind == "phone":
            return self.rng.choice((product.model, f"{machine.user.split()[0]}s-{product.model.split()[0]}"))
        if product.kind == "printer":
            return f"{'BRN' if product.maker == 'Brother' else 'NPI'}{machine.nics[0].mac[-6:]}"
        if product.maker == "Ubiquiti" and self.rng.random() < 0.4:
            return product.model
        return self._fresh_name(client, lambda: self._proposed_name(machine))

    def _proposed_name(self, machine: Machine) -> str:
        client, kind = machine.client, machine.kind
        if kind in {"server", "vm"}:
            free = [name for name in SERVER_NAMES if name not in self._taken(client)]
            return free[0] if free else f"VM{self.next_number(f'vm {client.code}'):03}"
        if kind == "network":
            role = "FW" if "Gate" in machine.product.model else "SW"
            return f"{client.code}-{role}{self.next_number(f'net {client.code}'):02}"
        short = "LT" if kind == "laptop" else "WS"
        if client.scheme == "numbered":
            return f"{short}-{self.next_number(f'pc {client.code}'):04}"
        if client.scheme == "site":
            return f"{machine.site[:3].upper()}-{short}-{self.next_number(f'pc {client.code}'):03}"
        if client.scheme == "owner":
            first, last = machine.user.upper().replace("'", "").translate(PLAIN).split()
            return f"{client.code}-{short}-{first[0]}{last}{self.rng.choice(('', '', '2', '3', '4', '5'))}"
        return f"{'LAPTOP' if kind == 'laptop' else 'DESKTOP'}-{ids.windows_suffix(self.rng)}"

    def _fresh_name(self, client: Client, propose: Callable[[], str]) -> str:
        taken = self._taken(client)
        name = propose()
        for _ in range(40):
            if name not in taken:
                break
            name = propose()
        while name in taken:
            name = f"{name}-{self.rng.randint(2, 99)}"
        taken.add(name)
        return name

    def _taken(self, client: Client) -> set[str]:
        return self._names.setdefault(client.name, set())

    def next_number(self, counter: str) -> int:
        self._counters[counter] = self._counters.get(counter, 0) + 1
        return self._counters[counter]

    def _fresh(self, make: Callable[[], str]) -> str:
        while (value := make()) in self._used:
            pass
        self._used.add(value)
        return value

    def _fresh_macs(self, client: Client, product: Product, quantity: int) -> list[tuple[Nic, ...]]:
        ports: list[tuple[Nic, ...]] = [()] * quantity
        for role, blocks in (("lan", product.lan), ("wifi", product.wifi)):
            if not blocks:
                continue
            block = self.rng.choice(blocks)
            while self._used.intersection(run := ids.macs(self.rng, block, count=quantity)):
                pass
            self._used.update(run)
            ports = [(*port, Nic(mac, role)) for port, mac in zip(ports, run, strict=True)]
        if product.kind == "laptop":
            ports = [self._furnished(client, port) for port in ports]
        if product.has_imei:
            ports = [(Nic(ids.private_mac(self.rng), "private"),) for _ in ports]
        return ports

    def _furnished(self, client: Client, port: tuple[Nic, ...]) -> tuple[Nic, ...]:
        """A laptop's adapters with those of the dock it stands on (some docks serve many) and of its VPN."""
        if self.rng.random() < 0.1:
            port = (*port, self.driver())
        if self.rng.random() < 0.3:
            docks = self._docks.setdefault(client.name, [])
            dock = self.rng.choice(docks) if docks and self.rng.random() < 0.3 else self.dock()
            docks.append(dock)
            port = (dock, *port) if self.rng.random() < 0.4 else (*port, dock)
        return port

    def _fresh_serials(self, product: Product, quantity: int, ports: list[tuple[Nic, ...]]) -> list[str]:
        if product.maker == "Ubiquiti":
            return [port[0].mac.lower() for port in ports]
        if product.serials is None:
            junk = self.rng.choice(ids.JUNK_SERIALS)
            return [junk] * quantity
        while self._used.intersection(run := product.serials(self.rng, quantity)):
            pass
        self._used.update(run)
        return run
