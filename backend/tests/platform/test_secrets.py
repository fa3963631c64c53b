import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quarterdeck.platform.secrets import SecretBox, SecretUnreadable

BOX = SecretBox("one key")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_can_be_opened(plain: str) -> None:
    assert BOX.open(BOX.seal(plain, purpose="p"), purpose="p") == plain


def test_the_same_secret_never_looks_the_same() -> None:
    assert BOX.seal("x", purpose="p") != BOX.seal("x", purpose="p")


def test_a_secret_moved_elsewhere_is_unreadable() -> None:
    sealed = BOX.seal("x", purpose="totp of Ana")
    with pytest.raises(SecretUnreadable, match="belongs elsewhere"):
        BOX.open(sealed, purpose="totp of Bo")


def test_another_key_cannot_read_it_and_a_former_one_can() -> None:
    sealed = BOX.seal("x", purpose="p")
    with pytest.raises(SecretUnreadable, match="another key"):
        SecretBox("two").open(sealed, purpose="p")
    assert SecretBox("two", previous=("one key",)).open(sealed, purpose="p") == "x"


@pytest.mark.parametrize("sealed", ["", "x", "qd1:", "qd1:00000000:AAAA", "qd2:a:b"])
def test_what_is_no_secret_is_refused(sealed: str) -> None:
    with pytest.raises(SecretUnreadable):
        BOX.open(sealed, purpose="p")


#: Sealed once: a seal is random, and what Hypothesis draws from must not be.
SEALED = BOX.seal("a secret", purpose="p")


@given(at=st.integers(13, len(SEALED) - 3), other=st.sampled_from("ABCabc123"))
def test_an_altered_one_is_refused(at: int, other: str) -> None:
    assume(other != SEALED[at])
    with pytest.raises(SecretUnreadable):
        BOX.open(SEALED[:at] + other + SEALED[at + 1 :], purpose="p")
