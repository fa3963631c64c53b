"""What each finding is worth, in one place. Positive speaks for the same machine, negative for another one.

The unit is a rough doubling of the odds. Ten is as good as certain; a decision needs four.
"""

from enum import StrEnum
from types import MappingProxyType


class Finding(StrEnum):
    # That of enumerations is a call of Python, and weights are looked up a dozen times for each row.
    __hash__ = str.__hash__

    EQUAL = "equal"
    FORMER = "equal to a former one"
    SHARED = "equal, but shared by several machines"
    WEAK = "equal, but proves little"
    SEVERAL = "several equal"
    LOOK_ALIKE = "equal but for characters that look alike"
    CUT = "equal as far as the shorter one goes"
    ONLY_CUT = "the beginning of one name alone"
    TYPO = "equal but for two swapped characters"
    MISREAD = "equal but for characters easily mistaken"
    DIFFERENT = "different"
    EXCUSED = "different, which the rest explains"


MATCH = 4.0
REVIEW = 1.5
#: The best candidate must lead the second by this much.
MARGIN = 2.0
#: A value on machines with so many different names identifies none of them.
CROWD = 3
#: Keys on more machines than this are not even followed.
FOLLOWED = 25

WEIGHTS = MappingProxyType(
    {
        # The maker gives it once. Agents and stickers agree on it, so a different one nearly settles the matter.
        ("serial", Finding.EQUAL): 10.0,
        ("serial", Finding.WEAK): 6.0,  # four or five characters: short enough for two makers to use both
        ("serial", Finding.FORMER): 7.0,  # from before the board was replaced
        ("serial", Finding.LOOK_ALIKE): 4.0,  # typed from a sticker: O and 0, I and 1
        ("serial", Finding.CUT): 2.0,  # the screen or the label was too narrow
        ("serial", Finding.TYPO): -1.0,  # serials of one delivery differ like this too, so it proves nothing
        ("serial", Finding.MISREAD): -1.0,  # 8 and B: a misreading, or the next one of a delivery
        ("serial", Finding.SHARED): 1.0,  # firmware that was never given one
        ("serial", Finding.DIFFERENT): -8.5,
        # The same as the serial in most machines, but copied by clones and by careless firmware.
        ("uuid", Finding.EQUAL): 9.0,
        ("uuid", Finding.WEAK): 3.0,  # everything else says otherwise: a clone
        ("uuid", Finding.SHARED): 1.0,
        ("uuid", Finding.FORMER): 5.0,
        ("uuid", Finding.DIFFERENT): -6.0,
        ("uuid", Finding.EXCUSED): -1.0,  # a new board changes serial and UUID together: one event, not two
        # Checked by its last digit, unique by law.
        ("imei", Finding.EQUAL): 12.0,
        ("imei", Finding.FORMER): 7.0,
        ("imei", Finding.DIFFERENT): -9.0,
        # Stuck on by people, kept unique by the register within a client.
        ("tag", Finding.EQUAL): 8.0,
        ("tag", Finding.WEAK): 5.0,  # a number of one to three digits
        ("tag", Finding.LOOK_ALIKE): 3.0,  # a spreadsheet takes zeros off in front
        ("tag", Finding.FORMER): 3.0,
        ("tag", Finding.DIFFERENT): -4.0,  # people re-label
        # The vendor's own number for the device, from the same source.
        ("source", Finding.EQUAL): 15.0,
        ("source", Finding.WEAK): 4.0,  # the disk, and the agent on it, may have gone into another machine
        # A good key if the adapter is soldered in; docks, VPNs and software make the rest.
        ("mac", Finding.EQUAL): 6.0,
        ("mac", Finding.SEVERAL): 8.0,
        ("mac", Finding.WEAK): 1.5,
        ("mac", Finding.SHARED): 1.0,
        ("mac", Finding.FORMER): 3.0,
        (
            "mac",
            Finding.DIFFERENT,
        ): -2.25,  # wired or wireless; an adapter replaced; the successor of that name
        # Chosen by people, reused after a replacement, changed when a machine is set up anew.
        ("hostname", Finding.EQUAL): 4.0,
        ("hostname", Finding.WEAK): 1.0,  # DESKTOP, localhost, iPhone
        ("hostname", Finding.SHARED): 1.0,
        ("hostname", Finding.CUT): 3.0,  # NetBIOS keeps fifteen characters
        ("hostname", Finding.ONLY_CUT): 4.0,  # and of all names of the client only this one begins so
        ("hostname", Finding.FORMER): 1.0,
        ("hostname", Finding.DIFFERENT): -3.0,
        ("hostname", Finding.EXCUSED): -1.0,  # something hard is equal: renamed or set up anew
        # Beside the identifiers. They break ties, and a different maker is a reason to look.
        ("manufacturer", Finding.EQUAL): 0.5,
        ("manufacturer", Finding.DIFFERENT): -3.0,
        ("model", Finding.EQUAL): 1.5,
        ("model", Finding.DIFFERENT): -0.5,
        ("type", Finding.DIFFERENT): -3.0,
        ("location", Finding.EQUAL): 0.75,
        ("location", Finding.DIFFERENT): -0.75,
        ("contact", Finding.EQUAL): 0.75,
        ("contact", Finding.DIFFERENT): -0.5,
        ("ip", Finding.EQUAL): 0.5,
        ("record", Finding.EQUAL): 3.0,  # nothing more is known of either, and nothing contradicts
    }
)
#: Of virtual machines, whose clones copy serial and UUID together: what the pair is worth once, and what contradicts.
CLONED_PAIR = 5.0
VIRTUAL_HOSTNAME_DIFFERENT = -3.0
VIRTUAL_MAC_DIFFERENT = -4.0

#: Kinds of which one value belongs to one machine. Two of them pointing to two assets is for a person to decide.
STRONG = frozenset({"serial", "uuid", "imei", "tag", "source"})
IDENTIFYING = STRONG | {"mac", "hostname"}


def as_score(points: float) -> float:
    """Points as a number between 0 and 1; four points are 0.89."""
    return round(1 / (1 + 2 ** (1 - max(min(points, 40.0), -40.0))), 4)
