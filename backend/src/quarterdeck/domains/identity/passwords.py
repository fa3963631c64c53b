"""Passwords: what is accepted, and how they are kept (argon2id)."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from quarterdeck.domains.identity.errors import PasswordWeak
from quarterdeck.kit.text import fold

MIN_LENGTH = 12
MAX_LENGTH = 200
_MIN_DIFFERENT = 5

# Long enough for the length rule and still among the first that anybody tries.
_COMMON = frozenset(
    word
    for line in (
        "password1234 password12345 password123456 passwordpassword password123! passw0rd1234 p@ssw0rd1234",
        "p@ssword1234 123456789012 1234567890123 12345678901234 1234567890123456 123456123456 098765432109",
        "qwertyuiop12 qwertyuiop123 qwertyuiopasdf qwertyuiop[] qwerty123456 qwerty1234567 1q2w3e4r5t6y",
        "1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsxcde3 asdfghjkl123 asdfghjkl;' zxcvbnm12345 abcdefghijkl",
        "abcd1234abcd administrator administrator1 admin1234567 admin123admin adminadmin123 welcome12345",
        "welcome123456 welcome2024! welcome2025! welcome2026! letmein12345 letmeinletmein changeme1234",
        "changemenow1 changeme123! trustno1trustno1 iloveyou1234 iloveyouforever monkey123456 dragon123456",
        "football1234 baseball1234 superman1234 sunshine1234 princess1234 summer2024!! summer2025!!",
        "summer2026!! winter2024!! winter2025!! winter2026!! spring2026!! quarterdeck1 quarterdeck12",
        "quarterdeck123 quarterdeck! companyname1 correcthorsebatterystaple",
    )
    for word in line.split()
)

# 64 MiB each: a burst of sign-ins must queue here, not exhaust the machine.
_SLOTS = BoundedSemaphore(4)
_hasher = PasswordHasher()

# Of "nobody has this password". Written down, because making it at each start takes as long as a sign-in.
_DUMMY = "$argon2id$v=19$m=65536,t=3,p=4$KPCjSA9Vtm+0ErUE6smHnw$Sod7B28NXzJnELNfYL9d2JOIqoZl8cxYwkHIWz6fUFg"


def check_strength(password: str, *, email: str, field: str = "new") -> None:
    """Raises `PasswordWeak` with a sentence that says what to do better."""
    if len(password) < MIN_LENGTH:
        raise PasswordWeak(f"Use at least {MIN_LENGTH} characters. A few words in a row are fine.", field=field)
    folded = fold(password)
    local_part = fold(email.partition("@")[0])
    is_common = folded in _COMMON or len(set(folded)) < _MIN_DIFFERENT
    if is_common or folded in {fold(email), local_part} or (local_part and folded == local_part * 2):
        raise PasswordWeak("This password is easy to guess. Choose another one.", field=field)


def hash_password(password: str) -> str:
    with _SLOTS:
        return _hasher.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Takes as long for an account that does not exist (`kept` is None) as for one that does."""
    with _SLOTS:
        try:
            _hasher.verify(kept or _DUMMY, password)
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)
