import pytest
from argon2 import PasswordHasher, Type

from quarterdeck.domains.identity import passwords
from quarterdeck.domains.identity.errors import PasswordWeak


class TestKeeping:
    def test_only_the_right_password_matches(self) -> None:
        kept = passwords.hash_password("a fine long password")
        assert passwords.is_right("a fine long password", kept)
        assert not passwords.is_right("another long password", kept)
        assert not passwords.is_right("a fine long password", None)
        assert not passwords.is_right("a fine long password", "not a hash")

    def test_the_product_hashes_as_the_rfc_recommends(self) -> None:
        hasher = PasswordHasher()
        assert (hasher.type, hasher.memory_cost, hasher.time_cost) == (Type.ID, 65536, 3)

    def test_weaker_hashes_are_noticed(self) -> None:
        weaker = PasswordHasher(time_cost=1, memory_cost=32, parallelism=1).hash("x")
        assert passwords.is_outdated(weaker)
        assert not passwords.is_outdated(passwords.hash_password("x"))


@pytest.mark.parametrize(
    "password", ["elevenchars", "PASSWORD1234", "abababababab", "robin.bell@example.org", "robin.bellrobin.bell"]
)
def test_guessable_passwords_are_refused(password: str) -> None:
    with pytest.raises(PasswordWeak):
        passwords.check_strength(password, email="robin.bell@example.org")


@pytest.mark.parametrize("password", ["brisk otter umbrella", "ねこがだいすきですよねえと", "x7!kQ2#mZ9pL"])
def test_good_ones_pass(password: str) -> None:
    passwords.check_strength(password, email="robin.bell@example.org")
