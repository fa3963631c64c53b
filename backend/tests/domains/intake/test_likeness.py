"""How unequal serials are held against each other. What follows each other in a delivery must never look alike."""

import string

from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.domains.intake.identity.numbers import likeness
from quarterdeck.domains.intake.identity.weights import MATCH, WEIGHTS, Finding

PREFIX = st.text(string.ascii_uppercase + string.digits, max_size=8)
SERIAL = st.text(string.ascii_uppercase + string.digits, min_size=5, max_size=20)


class TestLikeness:
    @given(PREFIX, st.integers(0, 10**7), st.integers(4, 8), st.integers(1, 9))
    def test_neighbours_in_a_series_speak_against_each_other(
        self, prefix: str, number: int, width: int, step: int
    ) -> None:
        one, other = (f"{prefix}{each:0{width}}" for each in (number, number + step))
        assert WEIGHTS["serial", likeness(one, other)] < 0

    @given(SERIAL, SERIAL)
    def test_it_makes_no_difference_which_comes_first(self, one: str, other: str) -> None:
        assert likeness(one, other) == likeness(other, one)

    @given(SERIAL, SERIAL)
    def test_no_likeness_is_worth_more_than_a_match_needs(self, one: str, other: str) -> None:
        assert WEIGHTS["serial", likeness(one, other)] <= MATCH

    @given(SERIAL)
    def test_letters_that_makers_leave_out_were_mistyped(self, serial: str) -> None:
        typed = serial.replace("0", "O").replace("1", "I")
        if typed != serial and serial.strip("0O"):
            assert likeness(serial, typed) is Finding.LOOK_ALIKE

    @given(SERIAL, st.integers(1, 4))
    def test_lost_zeros_in_front_are_seen(self, serial: str, lost: int) -> None:
        bare = serial.lstrip("0O")
        if bare:
            assert likeness("0" * lost + bare, bare) is Finding.LOOK_ALIKE
