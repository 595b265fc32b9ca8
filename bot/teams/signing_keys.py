"""Reads the channel's OpenID metadata and signing keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

LEAST_BITS = 2048


@dataclass(frozen=True)
class SigningKey:
    """A parsed public key, and the channels that it may sign for."""

    key_id: str
    public_key: RSAPublicKey
    endorsements: frozenset[str]


def signing_keys(document: object) -> dict[str, SigningKey]:
    """Parse a JWKS document by key id; entries that are not sound RSA signing keys are left out."""
    entries = document.get("keys") if isinstance(document, Mapping) else None
    parsed = map(_signing_key, entries if isinstance(entries, list) else [])
    return {key.key_id: key for key in parsed if key}


def _signing_key(entry: Any) -> SigningKey | None:
    try:
        public_key = jwt.PyJWK(entry, algorithm="RS256").key
        key_id, endorsements = entry["kid"], entry.get("endorsements", [])
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError):
        return None
    if not isinstance(public_key, RSAPublicKey) or public_key.key_size < LEAST_BITS:
        return None
    if entry.get("use", "sig") != "sig" or not isinstance(key_id, str):
        return None
    names = endorsements if isinstance(endorsements, list) else []
    return SigningKey(key_id, public_key, frozenset(n for n in names if isinstance(n, str)))
