"""The demo: two MSPs with the inventories that real customers have, traps included."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DemoClient:
    name: str
    locations: tuple[str, ...]
    alternative_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoTenant:
    slug: str
    name: str
    time_zone: str
    assets: int
    seed: int
    clients: tuple[DemoClient, ...] = field(repr=False)


CONTACT_NAMES = (
    "Priya Shah",
    "Anna Kowalska",
    "Tom O'Brien",
    "José Álvarez",
    "Mei Chén",
    "Yusuf Demir",
    "Grace Mensah",
    "Liam Walsh",
    "Søren Bjerg",
    "נועה לוי",
    "Fatima Zahra",
    "Ben Carter",
)

NORTHWIND = DemoTenant(
    slug="northwind",
    name="Northwind Managed IT",
    time_zone="Europe/London",
    assets=14_000,
    seed=11,
    clients=(
        DemoClient("Acme Ltd", ("Leeds", "Hull", "York"), ("ACME", "Acme Limited")),
        DemoClient("Globex", ("London", "Leeds"), ("Globex Corp", "Globex Corporation")),
        DemoClient("Initech", ("Reading", "Slough"), ("Initech PLC",)),
        DemoClient("Umbrella Health", ("Manchester", "Salford Clinic", "Bolton Clinic")),
        DemoClient("Stark Fabrication", ("Sheffield", "Rotherham")),
        DemoClient("Wayne Logistics", ("Birmingham", "Coventry", "Felixstowe")),
        DemoClient("Hooli Media", ("London",)),
        DemoClient("Vandelay Imports", ("Bristol", "Avonmouth Dock"), ("Vandelay Imports & Exports",)),
        DemoClient("Soylent Foods", ("Nottingham", "Derby")),
        DemoClient("Cyberdyne Labs", ("Cambridge",)),
        DemoClient("Tyrell Optics", ("Oxford", "Abingdon")),
        DemoClient("Wonka Confectionery", ("York", "Halifax")),
        DemoClient("Oscorp Materials", ("Newcastle",)),
        DemoClient("Pied Piper Audio", ("Brighton",)),
        DemoClient("Dunder Mifflin Paper", ("Slough", "Swindon"), ("Dunder-Mifflin",)),
        DemoClient("Bluth Homes", ("Southampton",)),
        DemoClient("Sterling Cooper Advertising", ("London",)),
        DemoClient("O'Reilly & Sons", ("Liverpool",), ("OReilly and Sons",)),
        DemoClient("Prestige Worldwide", ("Exeter",)),
        DemoClient("Gringotts Credit Union", ("London", "Edinburgh")),
        DemoClient("Los Pollos Kitchens", ("Luton",)),
        DemoClient("Monarch Solutions", ("Norwich",)),
        DemoClient("Virtucon Plastics", ("Hull",)),
        DemoClient("Massive Dynamic", ("Glasgow", "Dundee")),
        DemoClient("Aperture Instruments", ("Cardiff",)),
        DemoClient("Black Mesa Survey", ("Aberdeen",)),
        DemoClient('"Quoted" Interiors', ("Bath",)),
        DemoClient("Zürich Präzision", ("Zürich",), ("Zuerich Praezision",)),
    ),
)

HARBOUR = DemoTenant(
    slug="harbour",
    name="Harbour IT Partners",
    time_zone="America/New_York",
    assets=6_000,
    seed=23,
    # Two customers share their name with customers of the other MSP: nothing of one may ever show in the other.
    clients=(
        DemoClient("Acme Ltd", ("Boston", "Leeds"), ("ACME",)),
        DemoClient("Globex", ("New York",)),
        DemoClient("Lakeside Dental", ("Albany", "Troy")),
        DemoClient("Redwood Legal", ("New York", "Hoboken")),
        DemoClient("Summit Charter School", ("Buffalo",)),
        DemoClient("Pine Street Credit", ("Hartford",)),
        DemoClient("Baker & Quill", ("Providence",)),
        DemoClient("مستشفى النور", ("Newark",), ("Al Noor Hospital",)),
        DemoClient("Café Érable", ("Montréal",), ("Cafe Erable",)),
        DemoClient("Ironbridge Steel", ("Pittsburgh",)),
        DemoClient("Tidewater Marine", ("Norfolk",)),
        DemoClient("Nihonbashi Shōkai", ("New York",), ("Nihonbashi Trading",)),
    ),
)

TENANTS = (NORTHWIND, HARBOUR)
PASSWORD = "quarterdeck-demo"  # noqa: S105 (printed at start; the demo is not for production)


@dataclass(frozen=True, slots=True)
class DemoUser:
    email: str
    name: str
    roles: tuple[tuple[str, str], ...]
    """Pairs of tenant slug and role."""
    client: str | None = None
    """For a client user: the one client they see."""


USERS = (
    DemoUser("olivia@northwind.demo", "Olivia Owens", (("northwind", "owner"),)),
    DemoUser("tariq@northwind.demo", "Tariq Aziz", (("northwind", "technician"), ("harbour", "viewer"))),
    DemoUser("vera@northwind.demo", "Vera Lind", (("northwind", "viewer"),)),
    DemoUser("casey@acme.demo", "Casey Dunn", (("northwind", "client_user"),), client="Acme Ltd"),
    DemoUser("hannah@harbour.demo", "Hannah Marsh", (("harbour", "owner"),)),
)


def logins() -> list[str]:
    """What to tell a newcomer: who can sign in as what."""
    people = [f"{user.email}  ({', '.join(f'{role} of {slug}' for slug, role in user.roles)})" for user in USERS]
    return [f"Password of every demo login: {PASSWORD}", *people]


@dataclass(frozen=True, slots=True)
class Trap:
    """An asset that breaks tools which trust names, serials or text."""

    name: str
    type: str = "workstation"
    values: tuple[tuple[str, object], ...] = ()


HOSTILE_NAMES = (
    Trap("Reception 'front desk' PC"),
    Trap('The "big" plotter', "printer"),
    Trap("=cmd|'/C calc'!A0"),
    Trap("+SUM(1+1)*cmd|' /C calc'!A0"),
    Trap("@import url(//evil.example)"),
    Trap("<script>alert('inventory')</script>"),
    Trap("<img src=x onerror=alert(1)>", "server"),
    Trap("☎ Küche / Empfang", "printer"),
    Trap("מחשב קבלה 3"),
    Trap("\u202egnp.exe reversed"),
    Trap("Robert'); DROP TABLE assets;--", "server"),
    Trap("100% legit_host\\name"),
    Trap("Besprechungsraum-" * 8),
)
