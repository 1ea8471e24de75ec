"""Secrets as Doorstep keeps them: passwords by Argon2id, all others by SHA-256.

A token of ours holds 128 bits or more, so that a plain hash of it cannot be searched; a password
need not, so that each try at one must be slow.
"""

import hashlib

from pwdlib import PasswordHash

from doorstep.kernel import Rng
from doorstep.plumbing.auth.errors import WeakPasswordError

MIN_PASSWORD_LENGTH = 12
_FEWEST_DIFFERENT_SIGNS = 5

# No I, L, O, U, 0 or 1: a code is read aloud and typed by thumbs. 8 signs hold 39 bits, and
# the codes live for a day.
_CODE_SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_CODE_LENGTH = 8

_passwords = PasswordHash.recommended()
_nothing: list[str] = []


def hash_password(password: str, email: str = "") -> str:
    """Return the password's Argon2id hash.

    Raises
    ------
    WeakPasswordError
        It is short, repeats a few signs, or is the e-mail address.
    """
    if len(password) < MIN_PASSWORD_LENGTH:
        message = f"A password needs at least {MIN_PASSWORD_LENGTH} signs."
        raise WeakPasswordError(message)
    if len(set(password)) < _FEWEST_DIFFERENT_SIGNS or password.lower() == email.lower():
        message = "This password would be among the first to be tried."
        raise WeakPasswordError(message)
    return _passwords.hash(password)


def is_password(password: str, known_hash: str | None) -> bool:
    """Tell whether the password fits; without a hash to fit, just as slowly no."""
    # An unknown address takes as long as a wrong password: it must not be told apart.
    return _passwords.verify(password, known_hash or _hash_of_nothing()) and bool(known_hash)


def new_token(rng: Rng) -> str:
    """Return a token of 256 bits that fits into an address."""
    return rng.random_bytes(32).hex()


def new_code(rng: Rng) -> str:
    """Return a code of eight signs that can be read aloud."""
    return "".join(
        _CODE_SIGNS[value % len(_CODE_SIGNS)]
        # Rejection sampling: 240 is the largest multiple of 30 in a byte.
        for value in _unbiased_bytes(rng, _CODE_LENGTH, len(_CODE_SIGNS))
    )


def hash_secret(secret: str) -> str:
    """Return how a code or token is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _unbiased_bytes(rng: Rng, count: int, base: int) -> list[int]:
    limit = 256 - 256 % base
    values: list[int] = []
    while len(values) < count:
        values.extend(value for value in rng.random_bytes(count) if value < limit)
    return values[:count]


def _hash_of_nothing() -> str:
    if not _nothing:
        _nothing.append(_passwords.hash("nobody has this password"))
    return _nothing[0]
