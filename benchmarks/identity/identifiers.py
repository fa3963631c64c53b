"""Serials, network addresses and ids in the formats their makers use, as batches that left the factory."""

import uuid
from collections.abc import Callable
from random import Random

DIGITS = "0123456789"
HEX = "0123456789ABCDEF"
#: Makers leave vowels out, so that no serial spells a word.
CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ"
SERIAL_ALPHABET = DIGITS + CONSONANTS

Batch = Callable[[Random, int], list[str]]


def pick(rng: Random, alphabet: str, length: int) -> str:
    return "".join(rng.choice(alphabet) for _ in range(length))


def counted(number: int, alphabet: str, length: int) -> str:
    """`number` written with the digits of `alphabet`, padded to `length`."""
    text = ""
    for _ in range(length):
        number, digit = divmod(number, len(alphabet))
        text = alphabet[digit] + text
    return text


def _run(rng: Random, alphabet: str, length: int, *, count: int) -> list[str]:
    """Near-sequential values: the next one is one to three further."""
    number = rng.randrange(len(alphabet) ** length - 4 * count - 1)
    values = []
    for _ in range(count):
        values.append(counted(number, alphabet, length))
        number += rng.randint(1, 3)
    return values


def dell_tags(rng: Random, count: int) -> list[str]:
    """Dell counts in the leading places: neighbours share the end (4XK2P33, 5XK2P33)."""
    tail = rng.choice("23456789") + pick(rng, CONSONANTS, 1) + rng.choice("123")
    return [head + tail for head in _run(rng, SERIAL_ALPHABET, 4, count=count)]


def dell_tags_like_numbers(rng: Random, count: int) -> list[str]:
    """A service tag a spreadsheet takes for a number in scientific notation (4821E73)."""
    return [f"{number[:4]}E{rng.randint(10, 99)}" for number in _run(rng, DIGITS, 4, count=count)]


def hp_serials(rng: Random, count: int) -> list[str]:
    plant = rng.choice(("5CG", "CND", "8CC", "CZC", "MXL"))
    week = f"{rng.randint(0, 9)}{rng.randint(1, 52):02}"
    return [plant + week + tail for tail in _run(rng, SERIAL_ALPHABET, 4, count=count)]


def lenovo_laptop_serials(rng: Random, count: int) -> list[str]:
    plant = rng.choice(("PF", "R9", "PC")) + rng.choice("01234")
    return [plant + tail for tail in _run(rng, SERIAL_ALPHABET, 5, count=count)]


def lenovo_desktop_serials(rng: Random, count: int) -> list[str]:
    return ["MJ0" + tail for tail in _run(rng, SERIAL_ALPHABET, 5, count=count)]


def apple_serials(rng: Random, count: int) -> list[str]:
    """Until 2021 plant, week, counter and model code; since then ten random characters."""
    if rng.random() < 0.5:
        return [pick(rng, SERIAL_ALPHABET, 10) for _ in range(count)]
    plant, model = rng.choice(("C02", "FVF", "C17", "DMP")), pick(rng, SERIAL_ALPHABET, 4)
    week = pick(rng, CONSONANTS, 2)
    return [plant + week + tail + model for tail in _run(rng, SERIAL_ALPHABET, 3, count=count)]


def surface_serials(rng: Random, count: int) -> list[str]:
    """Twelve digits, the first one a zero: what spreadsheets damage most."""
    return ["0" + rng.choice("12345") + tail for tail in _run(rng, DIGITS, 10, count=count)]


def vmware_serials(rng: Random, count: int) -> list[str]:
    return [vmware_serial_of(random_uuid(rng)) for _ in range(count)]


def vmware_serial_of(identity: str) -> str:
    """The serial a VMware guest reports is its UUID, written as two groups of bytes."""
    text = identity.replace("-", "").lower()
    pairs = [text[at : at + 2] for at in range(0, 32, 2)]
    return f"VMware-{' '.join(pairs[:8])}-{' '.join(pairs[8:])}"


def hyperv_serials(rng: Random, count: int) -> list[str]:
    return ["-".join(pick(rng, DIGITS, size) for size in (4, 4, 4, 4, 4, 4, 2)) for _ in range(count)]


def cisco_serials(rng: Random, count: int) -> list[str]:
    plant = rng.choice(("FOC", "FCW", "FDO")) + f"{rng.randint(15, 28)}{rng.randint(1, 52):02}"
    return [plant + tail for tail in _run(rng, SERIAL_ALPHABET, 4, count=count)]


def fortinet_serials(rng: Random, count: int) -> list[str]:
    return [f"FGT60FTK2{tail}" for tail in _run(rng, DIGITS, 7, count=count)]


def brother_serials(rng: Random, count: int) -> list[str]:
    plant = "E" + pick(rng, DIGITS, 5) + rng.choice(CONSONANTS) + rng.choice(DIGITS) + rng.choice(CONSONANTS)
    return [plant + tail for tail in _run(rng, DIGITS, 6, count=count)]


def hp_printer_serials(rng: Random, count: int) -> list[str]:
    plant = rng.choice(("VNB3", "CNB8", "PHBB"))
    return [plant + tail for tail in _run(rng, SERIAL_ALPHABET, 6, count=count)]


def samsung_serials(rng: Random, count: int) -> list[str]:
    plant = "R5" + rng.choice("89C") + rng.choice(CONSONANTS) + pick(rng, DIGITS, 1)
    return [plant + tail for tail in _run(rng, SERIAL_ALPHABET, 6, count=count)]


def windows_suffix(rng: Random) -> str:
    """What Windows puts after DESKTOP- when nobody gives a name."""
    return pick(rng, DIGITS + "ABCDEFGHIJKLMNOPQRSTUV", 7)


def random_uuid(rng: Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4)).upper()


def macs(rng: Random, oui: str, *, count: int) -> list[str]:
    """Addresses of one maker's block, one after the other, as twelve upper-case digits."""
    prefix = oui.replace(":", "")
    room = 16 ** (12 - len(prefix))
    number = rng.randrange(room - 4 * count)
    found = []
    for _ in range(count):
        found.append(prefix + counted(number, HEX, 12 - len(prefix)))
        number += rng.randint(1, 2)
    return found


def private_mac(rng: Random) -> str:
    """A random address of the kind phones and Windows make up per network: locally administered."""
    return rng.choice(HEX) + rng.choice("26AE") + pick(rng, HEX, 10)


def imei(rng: Random) -> str:
    """Fifteen digits with the check digit phones have."""
    body = rng.choice(("353", "356", "359", "864")) + pick(rng, DIGITS, 11)
    total = 0
    for place, digit in enumerate(body):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


#: What boards report when nobody wrote the real serial into them.
JUNK_SERIALS = (
    "To be filled by O.E.M.",
    "To Be Filled By O.E.M.",
    "Default string",
    "System Serial Number",
    "Not Specified",
    "None",
    "N/A",
    "0",
    "00000000",
    "123456789",
    "1234567890",
    "INVALID",
    "Chassis Serial Number",
    "xxxxxxxx",
    "Not Applicable",
    "Unknown",
    "..............",
    "0123456789",
    "System serial number",
    "Base Board Serial Number",
    "BSN12345678901234567",
    "MB-1234567890",
    "Not Available",
    "O.E.M.",
    "OEM",
    "NULL",
    "empty",
)
#: UUIDs of boards whose maker left the sample value in.
JUNK_UUIDS = (
    "03000200-0400-0500-0006-000700080009",
    "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
    "00000000-0000-0000-0000-000000000000",
    "12345678-1234-5678-90AB-CDDEEFAABBCC",
)

#: Adapters that carry one and the same address on every machine that has the driver.
DRIVER_MACS = {
    "anyconnect": "00059A3C7A00",
    "virtualbox": "0A0027000000",
    "vmware host-only": "005056C00001",
    "vmware nat": "005056C00008",
    "loopback": "02004C4F4F50",
    "fortinet": "00090FFE0001",
    "globalprotect": "025041000001",
    "ras": "204153594EFF",
    "teredo": "00000000000000E0",
    "disconnected": "000000000000",
}
