"""UUIDv7 (RFC 9562, section 5.7): sorts by the time it was made, so keys stay close together in an index."""

import os
import secrets
import threading
import time
import uuid

_RANDOM_BITS = 74  # 12 of rand_a and 62 of rand_b, used as one counter (RFC 9562, section 6.2, method 2)
_MAX_STEP = 1 << 32


class _Clock:
    """The last id of this process; the next one is always greater, even within a millisecond or a clock set back."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.milliseconds = 0
        self.counter = 0

    def next(self) -> tuple[int, int]:
        with self.lock:
            now = time.time_ns() // 1_000_000
            if now > self.milliseconds:
                self.milliseconds = now
                # The top bit stays free, so that counting up inside the millisecond does not overflow at once.
                self.counter = secrets.randbits(_RANDOM_BITS - 1)
            else:
                self.counter += 1 + secrets.randbelow(_MAX_STEP)
                if self.counter >> _RANDOM_BITS:
                    self.milliseconds += 1
                    self.counter = secrets.randbits(_RANDOM_BITS - 1)
            return self.milliseconds, self.counter

    def forget(self) -> None:
        """After a fork parent and child must not count on from the same place."""
        self.__init__()  # type: ignore[misc]


_clock = _Clock()
os.register_at_fork(after_in_child=_clock.forget)


def new_id() -> uuid.UUID:
    """A new UUIDv7, greater than every one this process made before."""
    milliseconds, counter = _clock.next()
    value = milliseconds << 80
    value |= 0x7 << 76
    value |= (counter >> 62) << 64
    value |= 0b10 << 62
    value |= counter & ((1 << 62) - 1)
    return uuid.UUID(int=value)
