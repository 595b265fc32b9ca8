"""The key that signs tokens."""

import json
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm


@dataclass(frozen=True)
class SigningKey:
    """An RSA key and its id, which tokens name in `kid`."""

    private: rsa.RSAPrivateKey
    kid: str

    @property
    def public(self) -> rsa.RSAPublicKey:
        """The public half."""
        return self.private.public_key()

    def jwk(self) -> dict[str, Any]:
        """Return the public half as a JSON Web Key."""
        key: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(self.public))
        return key | {"use": "sig", "kid": self.kid, "x5t": self.kid}


def new_signing_key() -> SigningKey:
    """Generate a key, named by its fingerprint."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digest = hashes.Hash(hashes.SHA256())
    digest.update(public)
    return SigningKey(private, digest.finalize().hex()[:40])
