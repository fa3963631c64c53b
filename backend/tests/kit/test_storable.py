import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.kit.storable import MOST_DEEP, storable

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
)


def nested(levels: int) -> Any:
    value: Any = []
    for _ in range(levels - 1):
        value = {"in": value}
    return value


@given(JSON)
def test_what_passes_is_itself_and_can_be_written_and_read_again(value: Any) -> None:
    try:
        assert storable(value) is value
    except ValueError:
        return
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    assert "\\u0000" not in text
    assert json.loads(text.encode().decode()) == value


@pytest.mark.parametrize("value", [nested(MOST_DEEP), "🦊 \u202eevil", 2**63 - 1025, -1.5, [{"a": [None, True]}]])
def test_ordinary_values_pass(value: Any) -> None:
    assert storable(value) is value


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("a\x00b", "NUL"),
        ({"a\x00b": 1}, "NUL"),
        (["\ud800"], "surrogate"),
        ({"\udfff": 1}, "surrogate"),
        (2**63, "too large"),
        (float("nan"), "too large"),
        (float("-inf"), "too large"),
        (nested(MOST_DEEP + 1), "deep"),
    ],
)
def test_others_are_refused_with_a_sentence(value: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        storable(value)
