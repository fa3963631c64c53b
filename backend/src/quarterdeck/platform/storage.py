"""Where bytes are kept: a local directory, or an object store behind the same interface."""

import errno
import hashlib
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import obstore
from obstore.store import LocalStore, ObjectStore

from quarterdeck.platform.errors import TooLarge

PIECE_BYTES = 1024 * 1024
#: No room on the device, none left of somebody's quota, or more than the process may write.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Stored:
    """What was written: where, how much, and its SHA-256."""

    key: str
    size_bytes: int
    sha256: str


class Storage:
    """Objects under keys that start with their tenant's id."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def local(cls, directory: Path) -> "Storage":
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        return cls(LocalStore(directory))

    def write(
        self, tenant_id: uuid.UUID, pieces: Iterable[bytes], *, name: uuid.UUID, limit_bytes: int | None = None
    ) -> Stored:
        """Store a stream. Beyond `limit_bytes` it raises `TooLarge` and keeps nothing."""
        key = f"{tenant_id}/{name}"
        digest, size = hashlib.sha256(), 0
        try:
            with room_told(), obstore.open_writer(self._store, key) as writer:
                for piece in pieces:
                    size += len(piece)
                    _refuse_more_than(limit_bytes, size)
                    digest.update(piece)
                    writer.write(piece)
        except BaseException:
            self.delete(key)
            raise
        return Stored(key, size, digest.hexdigest())

    def read(self, key: str) -> Iterator[bytes]:
        """The object's bytes, piece by piece. Raises `FileNotFoundError` when it is gone."""
        for piece in obstore.get(self._store, key).stream(min_chunk_size=PIECE_BYTES):
            yield bytes(piece)

    def fetch(self, key: str, into: IO[bytes]) -> None:
        """Copy the object into an open file."""
        for piece in self.read(key):
            into.write(piece)

    def delete(self, key: str) -> None:
        """Remove the object; nothing happens when it isn't there."""
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return


@contextmanager
def room_told() -> Iterator[None]:
    """A full disk as a sentence for whoever sent the file."""
    try:
        yield
    except OSError as exc:
        # The object store tells the number of the error only in words.
        said = str(exc) if exc.errno is None else ""
        if exc.errno not in _FULL and not any(f"(os error {number})" in said for number in _FULL):
            raise
        raise TooLarge("There is not enough room on the server's disk to take this file in.") from exc


def _refuse_more_than(limit_bytes: int | None, size: int) -> None:
    if limit_bytes is not None and size > limit_bytes:
        most = f"{limit_bytes // (1024 * 1024)} MB"
        raise TooLarge(f"The file is larger than {most}, the most that is accepted here.", limit_bytes=limit_bytes)
