"""Identifiers that sort by time."""

import os
import time
import uuid


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562)."""
    value = (time.time_ns() // 1_000_000) << 80 | 0x7 << 76 | int.from_bytes(os.urandom(10)) & ~(0xF << 76)
    return uuid.UUID(int=(value & ~(0x3 << 62)) | 0x2 << 62)
