"""The judge of the identity engine is judged first: same seed, same bytes; no label that contradicts the truth."""

import csv
import io
from pathlib import Path
from random import Random

import pytest
from benchmarks.identity import identifiers as ids
from benchmarks.identity.plays.writing import cut, mistyped, scanned, spelled, without_zeros
from benchmarks.identity.referee import near, read_serial
from benchmarks.identity.scenario import CATEGORIES, PAIRS, File, Scenario, build
from benchmarks.identity.scoring import (
    Decision,
    DecisionsIncomplete,
    Ruling,
    Verdict,
    judge,
    read_decisions,
    score,
)
from benchmarks.identity.shapes import SHAPES, Shape
from benchmarks.identity.sightings import Outcome
from hypothesis import given, settings
from hypothesis import strategies as st

SEEDS = st.integers(min_value=0, max_value=2**32)
RANDOMS = SEEDS.map(Random)
SERIALS = RANDOMS.map(lambda rng: rng.choice((ids.dell_tags, ids.hp_serials, ids.lenovo_laptop_serials))(rng, 1)[0])


@pytest.fixture(scope="module", params=PAIRS, ids=lambda pair: f"{pair[0].name}-{pair[1].name}")
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return build(7, machines=400, pair=request.param)


def decided_as_labelled(scenario: Scenario, *, instead: dict[tuple[int, int], Decision]) -> list[Ruling]:
    """Rulings about an engine that knows the labels, save for the (file, row) in `instead`."""
    asset_of: dict[str, str] = {}
    decisions = []
    for number, file in enumerate((scenario.first, scenario.second), start=1):
        decisions.append([instead.get((number, row)) or ideal(file, row, asset_of) for row in numbers(file)])
    return judge(scenario, decisions)


def ideal(file: File, row: int, asset_of: dict[str, str]) -> Decision:
    sighting = file.sightings[row - 1]
    outcome, asset = sighting.label.ideal, ""
    if outcome is Outcome.NEW:
        asset = asset_of[sighting.truth] = f"asset of {sighting.truth}"
    elif outcome is Outcome.MATCH:
        asset = asset_of[sighting.truth]
    of_row = file.groups()[sighting.truth][0] if outcome is Outcome.DUPLICATE else None
    return Decision(row, outcome, asset, of_row, "", "", "")


def numbers(file: File) -> range:
    return range(1, len(file.sightings) + 1)


def row_labelled(file: File, outcome: Outcome) -> int:
    return next(row for row in numbers(file) if file.sightings[row - 1].label.acceptable == {outcome})


class TestFiles:
    def test_the_same_seed_gives_the_same_bytes_and_labels(self) -> None:
        one, other = (build(3, machines=120, pair=PAIRS[0]) for _ in range(2))
        assert (one.first.content, one.second.content) == (other.first.content, other.second.content)
        assert one.second.sightings == other.second.sightings

    def test_another_seed_gives_other_machines(self) -> None:
        one, other = (build(seed, machines=120, pair=PAIRS[0]) for seed in (3, 4))
        assert one.first.content != other.first.content

    def test_every_row_of_the_file_has_its_sighting(self, scenario: Scenario) -> None:
        for file in (scenario.first, scenario.second):
            text = file.content.decode(file.shape.encoding)
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=file.shape.delimiter))
            assert rows[0] == list(file.shape.columns)
            assert rows[1:] == [list(record) for record in file.records]
            assert len(rows) - 1 == len(file.sightings)

    def test_a_scenario_of_one_category_has_no_other(self) -> None:
        built = build(5, machines=20, pair=PAIRS[2], only="conflict")
        assert {sighting.category for sighting in built.second.sightings} == {"conflict"}

    @pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
    def test_no_two_columns_say_the_same(self, shape: Shape) -> None:
        assert len(set(shape.columns.values())) == len(shape.columns)


class TestLabels:
    def test_what_must_match_stands_in_the_first_file_under_the_same_client(self, scenario: Scenario) -> None:
        earlier = {(sighting.truth, sighting.claims.client.name) for sighting in scenario.first.sightings}
        for sighting in scenario.second.sightings:
            if Outcome.MATCH in sighting.label.acceptable:
                assert (sighting.truth, sighting.claims.client.name) in earlier, sighting

    def test_nothing_that_must_be_new_stands_in_the_first_file(self, scenario: Scenario) -> None:
        earlier = {sighting.truth for sighting in scenario.first.sightings}
        for sighting in scenario.second.sightings:
            if sighting.label.acceptable == {Outcome.NEW}:
                assert sighting.truth not in earlier, sighting

    def test_a_duplicate_has_its_original_above_it(self, scenario: Scenario) -> None:
        for file in (scenario.first, scenario.second):
            for rows in file.groups().values():
                labels = [file.sightings[row - 1].label for row in rows]
                assert Outcome.DUPLICATE not in labels[0].acceptable
                assert all(Outcome.DUPLICATE in label.acceptable for label in labels[1:])

    def test_the_first_file_meets_an_empty_register(self, scenario: Scenario) -> None:
        assert all(Outcome.MATCH not in sighting.label.acceptable for sighting in scenario.first.sightings)

    def test_real_serials_belong_to_one_machine_unless_the_case_is_about_that(self, scenario: Scenario) -> None:
        about_that = {"cloned_vms", "clone_appears", "one_serial_for_a_batch", "conflict", "serial_cut_to_the_batch"}
        owners: dict[str, set[str]] = {}
        for sighting in (*scenario.first.sightings, *scenario.second.sightings):
            serial = read_serial(sighting.claims.serial)
            if serial and sighting.category not in about_that and sighting.claims.product.serials is not None:
                owners.setdefault(serial, set()).add(sighting.truth)
        assert [owner for owner in owners.values() if len(owner) > 1] == []

    @settings(max_examples=25, deadline=None)
    @given(seed=SEEDS, category=st.sampled_from(sorted(CATEGORIES)), pair=st.sampled_from(PAIRS))
    def test_every_category_can_be_played_alone_with_a_label_that_allows_its_own_ideal(
        self, seed: int, category: str, pair: tuple[Shape, Shape]
    ) -> None:
        built = build(seed, machines=8, pair=pair, only=category)
        assert built.second.sightings
        for sighting in (*built.first.sightings, *built.second.sightings):
            assert sighting.label.ideal in sighting.label.acceptable


class TestWriting:
    @given(rng=RANDOMS, serial=SERIALS)
    def test_an_odd_spelling_reads_as_the_same_serial(self, rng: Random, serial: str) -> None:
        assert read_serial(spelled(rng, serial)) == serial

    @given(rng=RANDOMS, serial=SERIALS)
    def test_a_slip_gives_another_text_of_the_same_length(self, rng: Random, serial: str) -> None:
        wrong = mistyped(rng, serial)
        assert wrong != serial
        assert len(wrong) == len(serial)

    @given(rng=RANDOMS, serial=SERIALS)
    def test_cut_and_scanned_serials_are_near_the_real_one(self, rng: Random, serial: str) -> None:
        assert near(cut(rng, serial), serial)
        assert near(scanned("LENOVO", "20XW0012US", serial), serial)

    def test_lost_zeros_and_lookalikes_are_near_and_neighbours_are_not(self) -> None:
        assert near(without_zeros("012345678901"), "012345678901")
        assert near("PF2ABCO1", "PF2ABC01")
        assert near("5CG1243ABC", "5CG1234ABC")
        assert not near("5CG1234ABC", "5CG1234ABD")
        assert not near("4XK2P33", "5XK2P33")

    @given(rng=RANDOMS)
    def test_imei_has_a_valid_check_digit(self, rng: Random) -> None:
        digits = [int(digit) for digit in ids.imei(rng)]
        doubled = [digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(digits)]
        assert len(digits) == 15
        assert sum(doubled) % 10 == 0

    @given(rng=RANDOMS)
    def test_orders_are_sequential_and_never_repeat(self, rng: Random) -> None:
        run = ids.lenovo_laptop_serials(rng, 6)
        assert len(set(run)) == 6
        assert run == sorted(run, key=lambda serial: [ids.SERIAL_ALPHABET.find(character) for character in serial[3:]])


class TestJudge:
    def test_an_engine_that_decides_as_labelled_is_faultless(self, scenario: Scenario) -> None:
        rulings = decided_as_labelled(scenario, instead={})
        assert {ruling.verdict for ruling in rulings} == {Verdict.RIGHT}
        assert (score(rulings).precision, score(rulings).recall) == (1.0, 1.0)

    def test_taking_a_new_machine_for_a_known_one_is_a_false_merge_shown_with_both_rows(self) -> None:
        scenario = build(7, machines=100, pair=PAIRS[1])
        row = row_labelled(scenario.second, Outcome.NEW)
        known = scenario.first.sightings[0]
        wrong = Decision(row, Outcome.MATCH, f"asset of {known.truth}", None, "hostname", "1", "")
        ruling = self._only_fault(decided_as_labelled(scenario, instead={(2, row): wrong}))
        assert ruling.verdict is Verdict.FALSE_MERGE
        assert ruling.cells["Device UID"] == scenario.second.sightings[row - 1].claims.agent_uid
        assert ruling.other_cells["Device UID"] == known.claims.agent_uid

    def test_making_a_known_machine_again_is_a_miss(self) -> None:
        scenario = build(7, machines=100, pair=PAIRS[1])
        row = row_labelled(scenario.second, Outcome.MATCH)
        anew = Decision(row, Outcome.NEW, "one more", None, "", "", "")
        rulings = decided_as_labelled(scenario, instead={(2, row): anew})
        assert self._only_fault(rulings).verdict is Verdict.MISSED
        assert score(rulings).recall < 1.0
        assert score(rulings).precision == 1.0

    def test_following_a_machine_to_another_client_counts_against_precision(self) -> None:
        scenario = build(7, machines=6, pair=PAIRS[1], only="moved_to_other_client")
        truth = scenario.second.sightings[0].truth
        followed = Decision(1, Outcome.MATCH, f"asset of {truth}", None, "serial", "1", "")
        rulings = decided_as_labelled(scenario, instead={(2, 1): followed})
        assert self._only_fault(rulings).verdict is Verdict.UNSUPPORTED
        assert score(rulings).precision == 0.0

    def test_the_later_of_two_equal_rows_may_be_the_one_that_counts(self) -> None:
        scenario = build(7, machines=12, pair=PAIRS[1], only="duplicate_exact")
        file = scenario.second
        first, second = next(rows for rows in file.groups().values() if len(rows) == 2)
        truth = file.sightings[first - 1].truth
        base = file.sightings[first - 1].label.ideal
        swapped = {
            (2, first): Decision(first, Outcome.DUPLICATE, "", second, "", "", ""),
            (2, second): Decision(second, base, f"asset of {truth}", None, "", "", ""),
        }
        assert {ruling.verdict for ruling in decided_as_labelled(scenario, instead=swapped)} == {Verdict.RIGHT}

    def test_a_review_counts_as_needless_only_where_the_rows_decide_it(self) -> None:
        scenario = build(7, machines=100, pair=PAIRS[1])
        row = row_labelled(scenario.second, Outcome.MATCH)
        asked = Decision(row, Outcome.REVIEW, "", None, "", "", "")
        ruling = self._only_fault(decided_as_labelled(scenario, instead={(2, row): asked}))
        assert ruling.verdict is Verdict.NEEDLESS_REVIEW

    def test_a_decisions_file_with_a_row_missing_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "decisions.csv"
        path.write_text("row,outcome,asset_id,duplicate_of_row,matched_on,score,reason\n2,created,a,,,,\n")
        with pytest.raises(DecisionsIncomplete, match="1 lines for 2 rows"):
            read_decisions(path, rows=2)

    def _only_fault(self, rulings: list[Ruling]) -> Ruling:
        faults = [ruling for ruling in rulings if ruling.verdict is not Verdict.RIGHT]
        assert len(faults) == 1, faults
        return faults[0]
