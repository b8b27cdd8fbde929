"""The secret of a class: what its graded charts are drawn with, so that nobody can draw them again.

A trainee holds the software that writes charts and their keys. A seed that a trainee could
see, or guess, would give away the key of a graded chart; so each seed is an HMAC of the
class's secret and the task's name, and the case is named by another HMAC.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from random import Random

from coderlib.errors import CoderlibError

SEED_BITS = 63
"""Bits of a seed: the most that fits a signed 64-bit number."""
SHORTEST = 16
"""Bytes; a shorter secret could be found by trying."""


class CourseSecret:
    """Draws seeds and opaque names from a secret.

    Args:
        secret: at least 16 bytes that only the instructor's side knows.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < SHORTEST:
            raise CoderlibError(
                f"The secret of the class has {len(secret)} bytes.",
                hint=f"give at least {SHORTEST} random bytes",
            )
        self._secret = secret

    def _digest(self, purpose: str, *names: str) -> bytes:
        text = "\x1f".join((purpose, *names))
        return hmac.new(self._secret, text.encode(), hashlib.sha256).digest()

    def seed(self, *names: str) -> int:
        """A seed of 63 bits for the thing with these names."""
        return int.from_bytes(self._digest("seed", *names)[:8], "big") >> (64 - SEED_BITS)

    def random(self, *names: str) -> Random:
        """A random generator for the thing with these names."""
        return Random(self.seed(*names))  # noqa: S311 - seeded by an HMAC, and made to be repeatable

    def name(self, *names: str) -> str:
        """An opaque name, from which neither the seed nor the secret can be had."""
        return base64.b32encode(self._digest("name", *names)[:5]).decode().lower()
