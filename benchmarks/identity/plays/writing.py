"""How serials are written down: spelled oddly, mistyped, cut, scanned, or damaged by a spreadsheet."""

from random import Random

LOOKALIKE = {"0": "O", "1": "I", "8": "B", "5": "S", "2": "Z", "B": "8", "S": "5", "Z": "2"}
ALPHABET = "0123456789BCDFGHJKLMNPQRSTVWXYZ"


def spelled(rng: Random, serial: str) -> str:
    """The same serial to any reader."""
    dressed = serial
    if serial.isalnum() and rng.random() < 0.5:
        gap, at = rng.choice((" ", "-")), rng.randint(3, max(3, len(serial) - 2))
        dressed = f"{serial[:at]}{gap}{serial[at:]}"
    dressed = rng.choice((str.lower, str.upper, str.title, str))(dressed)
    before = rng.choice(("", "", "S/N: ", "SN: ", "s/n ", "Serial: ", "Serial No. ", "Serial Number: ", "'", "#", "  "))
    after = rng.choice(("", "", " ", ".", "\u00a0"))
    return f"{before}{dressed}{after}"


def mistyped(rng: Random, serial: str) -> str:
    """One slip: a lookalike, two neighbours swapped, or (seldom) a wrong key."""
    kind = rng.random()
    alike = [at for at, character in enumerate(serial) if character in LOOKALIKE]
    swappable = [at for at in range(len(serial) - 1) if serial[at] != serial[at + 1] and serial[at : at + 2].isalnum()]
    if kind < 0.45 and alike:
        at = rng.choice(alike)
        return serial[:at] + LOOKALIKE[serial[at]] + serial[at + 1 :]
    if kind < 0.88 and swappable:
        at = rng.choice(swappable)
        return serial[:at] + serial[at + 1] + serial[at] + serial[at + 2 :]
    at = rng.choice([at for at, character in enumerate(serial) if character.isalnum()])
    wrong = rng.choice([character for character in ALPHABET if character != serial[at]])
    return serial[:at] + wrong + serial[at + 1 :]


def cut(rng: Random, serial: str) -> str:
    return serial[: max(6, len(serial) - rng.randint(1, 4))] if len(serial) > 7 else serial[:6]


def scanned(maker: str, model: str, serial: str) -> str:
    """What the label's barcode holds: Lenovo puts the machine type before the serial, Apple and HP a letter."""
    return f"1S{model}{serial}" if maker == "LENOVO" else f"S{serial}"


def without_zeros(serial: str) -> str:
    return serial.lstrip("0")
