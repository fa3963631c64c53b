import base64
import os
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.kit.cursors import CursorInvalid, CursorValue, decode_cursor, encode_cursor
from quarterdeck.kit.ids import new_id

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.floats(allow_nan=False),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.uuids(),
    st.decimals(allow_nan=False),
)


class TestIds:
    def test_is_a_version_7_uuid_of_this_moment(self) -> None:
        made = new_id()

        assert made.version == 7
        assert made.variant == uuid.RFC_4122
        assert abs((made.int >> 80) / 1000 - datetime.now(UTC).timestamp()) < 60

    def test_each_is_greater_than_the_one_before(self) -> None:
        made = [new_id() for _ in range(20_000)]

        assert made == sorted(set(made))

    def test_a_clock_set_back_does_not_turn_the_order(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = new_id()
        monkeypatch.setattr("time.time_ns", lambda: 0)

        assert new_id() > before

    def test_a_fork_does_not_count_on_from_the_same_place(self) -> None:
        new_id()
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(writer, new_id().bytes)
            os._exit(0)
        os.waitpid(child, 0)

        assert uuid.UUID(bytes=os.read(reader, 16)) != new_id()


class TestCursors:
    @given(st.lists(VALUES, max_size=4), st.text(max_size=10))
    def test_gives_back_what_was_put_in(self, values: list[CursorValue], scope: str) -> None:
        cursor = encode_cursor(values, scope=scope)

        assert decode_cursor(cursor, scope=scope, length=len(values)) == tuple(values)
        assert not set(cursor) & set("+/=&?# ")

    def test_keeps_the_types(self) -> None:
        values = (date(2026, 1, 2), datetime(2026, 1, 2, tzinfo=UTC), Decimal("1.50"), uuid.UUID(int=7), True, None)

        found = decode_cursor(encode_cursor(values, scope="x"), scope="x", length=6)

        assert [type(value) for value in found] == [type(value) for value in values]

    @given(st.text(max_size=80))
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(CursorInvalid):
            decode_cursor(text, scope="assets:tag", length=2)

    def test_another_list_or_length_is_refused(self) -> None:
        cursor = encode_cursor(["a", "b"], scope="assets:tag")

        for scope, length in (("assets:name", 2), ("assets:tag", 3)):
            with pytest.raises(CursorInvalid, match="another list"):
                decode_cursor(cursor, scope=scope, length=length)

    @pytest.mark.parametrize("value", ['{"u":"x"}', '{"d":"2026-02-30"}', '{"n":"x"}', '{"z":1}', "[1]"])
    def test_a_forged_value_is_refused(self, value: str) -> None:
        forged = base64.urlsafe_b64encode(f'["s",[{value}]]'.encode()).rstrip(b"=").decode()

        with pytest.raises(CursorInvalid):
            decode_cursor(forged, scope="s", length=1)
