"""Two files about the same machines at two times, with a label on every row."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from benchmarks.identity import shapes
from benchmarks.identity.plays import changes, lookalikes, mistakes
from benchmarks.identity.plays.stage import Stage
from benchmarks.identity.referee import Showing, judged, population, showing
from benchmarks.identity.shapes import Shape, encoded, rendered
from benchmarks.identity.sightings import DUPLICATE, MATCH, NEW, Outcome, Sighting
from benchmarks.identity.world import CLIENTS, Client, World

Play = Callable[[Stage], None]

#: How often each case is played. What happens every week leads; what needs a person is rare, as in life.
PLAYS: dict[Play, float] = {
    changes.steady: 70,
    changes.renamed: 6,
    changes.names_swapped: 1,
    changes.reimaged: 6,
    changes.nic_replaced: 4,
    changes.board_replaced: 4,
    changes.dock_moved: 4,
    changes.docks_shared: 2,
    changes.junk_serial_swapped: 5,
    changes.random_address: 2,
    changes.everything_but_serial_changed: 1,
    changes.former_client_name: 3,
    lookalikes.near_sequential: 5,
    lookalikes.hostname_reused: 4,
    lookalikes.phone_replaced: 1,
    lookalikes.tag_reused: 0.5,
    lookalikes.same_name_other_client: 3,
    lookalikes.same_tag_other_client: 1,
    lookalikes.moved_to_other_client: 1,
    lookalikes.cloned_vms: 3,
    lookalikes.clone_appears: 0.7,
    lookalikes.one_serial_for_a_batch: 0.7,
    lookalikes.dock_inherited: 3,
    lookalikes.driver_address_only: 1.5,
    lookalikes.netbios_twins: 1,
    lookalikes.damaged_alike: 0.5,
    lookalikes.factory_names: 2,
    lookalikes.factory_name_only: 0.4,
    lookalikes.unknown_client: 0.6,
    mistakes.serial_spelling: 9,
    mistakes.typo_supported: 5,
    mistakes.typo_unsupported: 1,
    mistakes.serial_cut: 2,
    mistakes.serial_cut_to_the_batch: 0.3,
    mistakes.excel_damage: 2,
    mistakes.serial_scanned: 1,
    mistakes.duplicate_exact: 4,
    mistakes.duplicate_by_reinstall: 3,
    mistakes.duplicate_in_halves: 2,
    mistakes.conflict: 1,
    mistakes.hostname_only: 2,
    mistakes.tag_only: 2,
    mistakes.nothing_usable: 0.6,
}
CATEGORIES = {play.__name__: play for play in PLAYS}

#: What an MSP does: start from a list, look again next month, change the RMM, check the list against the RMM.
PAIRS: tuple[tuple[Shape, Shape], ...] = (
    (shapes.SHEET, shapes.DATTO),
    (shapes.DATTO, shapes.DATTO),
    (shapes.CONNECTWISE, shapes.NINJA),
    (shapes.AUTOMATE, shapes.SHEET),
    (shapes.SCRIPT, shapes.SCRIPT),
    (shapes.NINJA, shapes.NCENTRAL),
)


@dataclass(frozen=True)
class File:
    """Row n (from 1) is about `sightings[n - 1]`, whose label holds for it."""

    shape: Shape
    sightings: tuple[Sighting, ...]
    records: tuple[tuple[str, ...], ...]

    @property
    def content(self) -> bytes:
        return encoded(self.shape, [list(record) for record in self.records])

    def groups(self) -> dict[str, list[int]]:
        """The row numbers that are about one machine."""
        found: dict[str, list[int]] = {}
        for row, sighting in enumerate(self.sightings, start=1):
            found.setdefault(sighting.truth, []).append(row)
        return found


@dataclass(frozen=True)
class Scenario:
    name: str
    clients: tuple[Client, ...]
    first: File
    second: File


def build(seed: int, *, machines: int, pair: tuple[Shape, Shape], only: str | None = None) -> Scenario:
    """The same arguments give the same bytes."""
    rng = Random(f"{seed} {pair[0].name} {pair[1].name} {machines} {only}")
    clients = tuple(rng.sample(CLIENTS, 7))
    stage = Stage(rng, World(rng, clients))
    plays = [CATEGORIES[only]] if only else list(PLAYS)
    weights = [PLAYS[play] for play in plays]
    while len(stage.machines) < machines:
        play = rng.choices(plays, weights)[0]
        stage.category = play.__name__
        play(stage)
    rng.shuffle(stage.first)
    rng.shuffle(stage.second)
    first, second = _labelled(stage.first, stage.second, pair)
    return Scenario(
        f"{pair[0].name} then {pair[1].name}, seed {seed}",
        clients,
        *(_file(shape, rows, rng) for shape, rows in zip(pair, (first, second), strict=True)),
    )


def _file(shape: Shape, rows: list[Sighting], rng: Random) -> File:
    return File(shape, tuple(rows), tuple(tuple(rendered(shape, row, rng=rng)) for row in rows))


def _labelled(
    first: list[Sighting], second: list[Sighting], pair: tuple[Shape, Shape]
) -> tuple[list[Sighting], list[Sighting]]:
    """Labels as the order of the rows and the columns of the two files make them."""
    shown = [
        [(row, showing(row.claims, one_mac=shape.one_mac, hidden=shape.hidden)) for row in _in_order(rows)]
        for rows, shape in zip((first, second), pair, strict=True)
    ]
    certain = [(row.truth, sight) for rows in shown for row, sight in rows if row.label.ideal is not Outcome.REVIEW]
    shared = population(certain)
    known: dict[str, list[Showing]] = {}
    labelled = [_judged_in_turn(rows, known, shared) for rows in shown]
    return labelled[0], labelled[1]


def _judged_in_turn(
    rows: list[tuple[Sighting, Showing]], known: dict[str, list[Showing]], shared: Counter[tuple[str, str, str]]
) -> list[Sighting]:
    done = []
    for row, sight in rows:
        earlier = known.setdefault(row.truth, [])
        done.append(replace(row, label=judged(row.label, sight, earlier, shared)))
        earlier.append(sight)
    return done


def _in_order(rows: list[Sighting]) -> list[Sighting]:
    """Of the rows about one machine the first is the machine's own, whichever was listed twice."""
    counts = Counter(row.truth for row in rows)
    kept = {row.truth: row.label for row in rows if row.label != DUPLICATE}
    seen: set[str] = set()
    ordered = []
    for row in rows:
        wanted = row.label
        if counts[row.truth] > 1:
            wanted = DUPLICATE if row.truth in seen else kept.get(row.truth, row.label)
            assert kept[row.truth] in {MATCH, NEW}, f"{row.category} lists an uncertain machine twice"
        seen.add(row.truth)
        ordered.append(replace(row, label=wanted))
    return ordered
