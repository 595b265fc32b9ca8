"""The Bot Framework's signing keys (docs/teams.md, "Who is calling")."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://api.botframework.com"
ENDORSEMENTS = ("msteams", "webchat", "directline", "skype")
LIFETIME_SECONDS = 3600
CLOCK_SKEW_SECONDS = 300
MAX_PUBLISHED = 2


@dataclass(frozen=True)
class ChannelKey:
    """One RSA key, and the id under which it is published."""

    kid: str
    private: rsa.RSAPrivateKey

    def jwk(self) -> dict[str, Any]:
        """Return the public half, with the channels that the key may speak for."""
        public = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        named = {"kid": self.kid, "x5t": self.kid, "use": "sig", "alg": "RS256"}
        return {**public, **named, "endorsements": list(ENDORSEMENTS)}


def new_private_key() -> rsa.RSAPrivateKey:
    """Generate a key, which takes a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class SigningKeys:
    """Keys that sign tokens; the newest signs, and the one before it stays published."""

    new_id: Callable[[], str]
    now: Callable[[], float] = time.time
    new_key: Callable[[], rsa.RSAPrivateKey] = new_private_key
    keys: list[ChannelKey] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.keys:
            self.roll_over()

    def roll_over(self) -> str:
        """Generate a key to sign with from now on, and return its id."""
        key = ChannelKey(self.new_id(), self.new_key())
        self.keys = [key, *self.keys][:MAX_PUBLISHED]
        return key.kid

    def jwks(self) -> dict[str, Any]:
        """Return the JSON Web Key Set."""
        return {"keys": [key.jwk() for key in self.keys]}

    def token(self, *, audience: str, service_url: str) -> str:
        """Sign a token for one bot, which names the address for its answers."""
        now = int(self.now())
        claims = {
            "iss": ISSUER,
            "aud": audience,
            "serviceurl": service_url,
            "nbf": now - CLOCK_SKEW_SECONDS,
            "exp": now + LIFETIME_SECONDS,
        }
        key = self.keys[0]
        return jwt.encode(claims, key.private, algorithm="RS256", headers={"kid": key.kid})


def openid_configuration(jwks_uri: str) -> dict[str, Any]:
    """Return the document at `/v1/.well-known/openidconfiguration`."""
    return {
        "issuer": ISSUER,
        "authorization_endpoint": "https://invalid.botframework.com",
        "jwks_uri": jwks_uri,
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    }
