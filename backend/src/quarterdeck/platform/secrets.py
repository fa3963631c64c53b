"""Secrets at rest: encrypted with a key of the installation, readable by nobody who only has the database."""

import base64
import binascii
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from quarterdeck.platform.settings import Settings

_FORM = "qd1"
_NONCE_BYTES = 12


class SecretUnreadable(Exception):
    """The ciphertext was made with a key this installation does not have, for another purpose, or was altered."""


class SecretBox:
    """AES-256-GCM envelopes `qd1:<key id>:<nonce and ciphertext>`, bound to the purpose they were made for."""

    def __init__(self, key: str, *, previous: tuple[str, ...] = ()) -> None:
        """Encrypts with `key`; what was encrypted with a `previous` one can still be read."""
        self._ciphers = {_key_id(each): AESGCM(_derive(each)) for each in (*previous, key)}
        self._current = _key_id(key)

    def seal(self, plain: str, *, purpose: str) -> str:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self._current].encrypt(nonce, plain.encode(), self._context(self._current, purpose))
        return f"{_FORM}:{self._current}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, *, purpose: str) -> str:
        form, _, rest = sealed.partition(":")
        key_id, _, encoded = rest.partition(":")
        cipher = self._ciphers.get(key_id)
        if form != _FORM or cipher is None:
            raise SecretUnreadable("This secret was encrypted with another key.")
        try:
            raw = base64.urlsafe_b64decode(encoded)
            return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], self._context(key_id, purpose)).decode()
        except (InvalidTag, ValueError, binascii.Error):
            raise SecretUnreadable("This secret was altered, or belongs elsewhere.") from None

    @staticmethod
    def _context(key_id: str, purpose: str) -> bytes:
        return f"{_FORM}:{key_id}:{purpose}".encode()


def secret_box(settings: Settings) -> SecretBox:
    """The installation's box: its configured key, or the one kept in its data directory."""
    configured = settings.secret_key
    return SecretBox(configured.get_secret_value() if configured else settings.kept_secret("master"))


def hash_token(secret: str) -> str:
    """How a random secret of ours (256 bits, no dictionary can help) is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _derive(key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"quarterdeck secrets").derive(key.encode())


def _key_id(key: str) -> str:
    return hashlib.sha256(b"quarterdeck key id" + _derive(key)).hexdigest()[:8]
