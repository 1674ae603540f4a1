"""Random names: ids that cannot be guessed, and secrets of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets


def new_id() -> str:
    """22 characters of A-Z a-z 0-9 - and _, 128 bits."""
    return secrets.token_urlsafe(16)


def new_secret(prefix: str) -> str:
    """A secret of 256 bits behind a prefix that says what it is for."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret. A fast hash is enough: nobody guesses 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
