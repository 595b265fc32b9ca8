"""The directory of applications and resources, which issues and verifies tokens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt

from simulation.clock import utc_now
from simulation.entra.codes import Grant, Grants
from simulation.entra.consents import Consents
from simulation.entra.keys import SigningKey, new_signing_key
from simulation.entra.registrations import Registration, Resource

TOKEN_LIFETIME = timedelta(minutes=60)
CLOCK_SKEW = 300
"""Seconds that a token may be used before its time."""

MAX_DECODED = 1000
BY_SECRET, BY_CERTIFICATE = "1", "2"
"""How an application authenticated, as `appidacr` and `azpacr` say it."""


class InvalidToken(Exception):
    """A token that does not verify; the message says why."""


@dataclass
class Entra:
    """The directory.

    Tokens go between machines that have clocks of their own, so `now` is this machine's time and
    not the tenant's.
    """

    tenant_id: str
    login: str
    resources: tuple[Resource, ...]
    applications: dict[str, Registration] = field(default_factory=dict)
    key: SigningKey = field(default_factory=new_signing_key)
    now: Callable[[], datetime] = utc_now
    lifetime: timedelta = TOKEN_LIFETIME
    consents: Consents = field(default_factory=Consents)
    grants: Grants = field(default_factory=Grants)
    to_interact: set[str] = field(default_factory=set)
    """Ids of people from whom a policy requires a second factor before any token."""

    _decoded: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)

    def named(self, name: str) -> Resource:
        """Return the API of this name. Raises StopIteration."""
        return next(resource for resource in self.resources if resource.name == name)

    def resource(self, identifier: str) -> Resource | None:
        """Return the API with this identifier, or None."""
        wanted = identifier.rstrip("/")
        return next((r for r in self.resources if wanted in r.identifiers), None)

    def forget_people(self) -> None:
        """Forget all consents and sign-ins, and go back to the default rules."""
        self.consents.clear()
        self.grants, self.to_interact, self.lifetime = Grants(), set(), TOKEN_LIFETIME

    def issuer(self, version: int) -> str:
        """Return the issuer of tokens of this version (1 or 2)."""
        if version == 1:
            return f"https://sts.windows.net/{self.tenant_id}/"
        return f"{self.login}/{self.tenant_id}/v2.0"

    def endpoint(self, name: str, version: int) -> str:
        """Return the address of the "authorize" or "token" endpoint."""
        suffix = "/v2.0" if version == 2 else ""
        return f"{self.login}/{self.tenant_id}/oauth2{suffix}/{name}"

    def app_token(self, application: Registration, resource: Resource, aud: str, proof: str) -> str:
        """Issue a token for the application itself; `proof` is BY_SECRET or BY_CERTIFICATE."""
        principal = application.service_principal_id
        claims: dict[str, Any] = {"oid": principal, "sub": principal, "idtyp": "app"}
        roles = sorted(application.roles.get(resource.name, ()))
        # Entra leaves the claim out where no role is granted.
        if roles:
            claims["roles"] = roles
        return self._sign(claims | _client(application, resource, proof), resource, aud)

    def person_token(self, client_id: str, person_id: str, aud: str, scopes: str) -> str:
        """Issue a token for a person who uses an application; `scopes` are separated by spaces."""
        resource = self.resource(aud)
        if resource is None:
            raise ValueError(aud)
        client = "appid" if resource.token_version == 1 else "azp"
        claims = {"oid": person_id, "sub": person_id, "scp": scopes, client: client_id}
        return self._sign(claims, resource, aud)

    def id_token(self, grant: Grant, name: str, upn: str) -> str:
        """Issue an ID token, which tells an application who signed in."""
        claims = {"oid": grant.person_id, "sub": grant.person_id, "name": name}
        more = {"nonce": grant.nonce} if grant.nonce else {}
        itself = Resource("id token", (), token_version=2, client_id=grant.client_id)
        return self._sign(claims | more | {"preferred_username": upn}, itself, grant.client_id)

    def verify(self, token: str, audience: str | Sequence[str]) -> dict[str, Any]:
        """Return the claims of a token that was issued here for an audience, or one of several.

        Raises InvalidToken.
        """
        audiences = (audience,) if isinstance(audience, str) else audience
        seen = (self.key.kid, token, *audiences)
        # Clients send the same token many times, and each part of a batch has it too.
        if seen not in self._decoded:
            if len(self._decoded) >= MAX_DECODED:
                self._decoded.clear()
            self._decoded[seen] = self._decode(token, audiences)
        claims = self._decoded[seen]
        if not claims["nbf"] - CLOCK_SKEW <= self.now().timestamp() < claims["exp"]:
            raise InvalidToken("Lifetime validation failed, the token is expired.")
        return dict(claims)

    def _decode(self, token: str, audiences: Sequence[str]) -> dict[str, Any]:
        try:
            decoded: dict[str, Any] = jwt.decode(
                token,
                self.key.public,
                ["RS256"],
                audience=audiences,
                issuer=[self.issuer(1), self.issuer(2)],
                # Times are compared with `now`, which tests set.
                options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
            )
        except jwt.InvalidTokenError as invalid:
            raise InvalidToken(str(invalid)) from invalid
        return decoded

    def _sign(self, claims: dict[str, Any], resource: Resource, aud: str) -> str:
        version = resource.token_version
        issued = int(self.now().timestamp())
        whole = claims | {
            "aud": resource.audience(aud),
            "iss": self.issuer(version),
            "tid": self.tenant_id,
            "iat": issued,
            "nbf": issued,
            "exp": issued + int(self.lifetime.total_seconds()),
            "ver": f"{version}.0",
            "uti": uuid4().hex,
        }
        headers = {"kid": self.key.kid, "x5t": self.key.kid}
        return jwt.encode(whole, self.key.private, "RS256", headers)


def _client(application: Registration, resource: Resource, proof: str) -> dict[str, str]:
    if resource.token_version == 1:
        name = application.name
        return {"appid": application.client_id, "appidacr": proof, "app_displayname": name}
    return {"azp": application.client_id, "azpacr": proof}
