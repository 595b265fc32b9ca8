"""The directory's applications and resources; issues tokens and verifies them."""

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

AN_HOUR = timedelta(minutes=60)
BY_SECRET, BY_CERTIFICATE = "1", "2"


class InvalidToken(Exception):
    """A token that proves nothing; the message says why."""


@dataclass
class Entra:
    """Tokens are between machines, so their times are the machine's and not the tenant clock's."""

    tenant_id: str
    login: str
    resources: tuple[Resource, ...]
    applications: dict[str, Registration] = field(default_factory=dict)
    key: SigningKey = field(default_factory=new_signing_key)
    now: Callable[[], datetime] = utc_now
    lifetime: timedelta = AN_HOUR
    consents: Consents = field(default_factory=Consents)
    grants: Grants = field(default_factory=Grants)
    to_interact: set[str] = field(default_factory=set)
    """People from whom a policy wants a second factor before any token."""

    def named(self, name: str) -> Resource:
        """The API of this name. Raises StopIteration."""
        return next(resource for resource in self.resources if resource.name == name)

    def resource(self, identifier: str) -> Resource | None:
        """The API that is known by this identifier."""
        wanted = identifier.rstrip("/")
        return next((r for r in self.resources if wanted in r.identifiers), None)

    def forget_people(self) -> None:
        """As if nobody had consented or signed in yet, with the usual rules."""
        self.consents.clear()
        self.grants, self.to_interact, self.lifetime = Grants(), set(), AN_HOUR

    def issuer(self, version: int) -> str:
        """Who signs tokens of this version."""
        if version == 1:
            return f"https://sts.windows.net/{self.tenant_id}/"
        return f"{self.login}/{self.tenant_id}/v2.0"

    def endpoint(self, name: str, version: int) -> str:
        """Where "authorize" and "token" are."""
        suffix = "/v2.0" if version == 2 else ""
        return f"{self.login}/{self.tenant_id}/oauth2{suffix}/{name}"

    def app_token(self, application: Registration, resource: Resource, aud: str, proof: str) -> str:
        """A token for the application itself. `proof` is "1" by secret, "2" by certificate."""
        principal = application.service_principal_id
        claims: dict[str, Any] = {"oid": principal, "sub": principal, "idtyp": "app"}
        roles = sorted(application.roles.get(resource.name, ()))
        if roles:
            claims["roles"] = roles
        return self._sign(claims | _client(application, resource, proof), resource, aud)

    def person_token(self, client_id: str, person_id: str, aud: str, scopes: str) -> str:
        """A token for a person who uses an application. `scopes` are separated by spaces."""
        resource = self.resource(aud)
        if resource is None:
            raise ValueError(aud)
        client = "appid" if resource.token_version == 1 else "azp"
        claims = {"oid": person_id, "sub": person_id, "scp": scopes, client: client_id}
        return self._sign(claims, resource, aud)

    def id_token(self, grant: Grant, name: str, upn: str) -> str:
        """What tells an application who signed in."""
        claims = {"oid": grant.person_id, "sub": grant.person_id, "name": name}
        more = {"nonce": grant.nonce} if grant.nonce else {}
        itself = Resource("id token", (), token_version=2, client_id=grant.client_id)
        return self._sign(claims | more | {"preferred_username": upn}, itself, grant.client_id)

    def verify(self, token: str, audience: str | Sequence[str]) -> dict[str, Any]:
        """The claims of a token that this directory issued for the audience, or one of several.

        Raises InvalidToken.
        """
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self.key.public,
                ["RS256"],
                audience=audience,
                issuer=[self.issuer(1), self.issuer(2)],
                options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
            )
        except jwt.InvalidTokenError as invalid:
            raise InvalidToken(str(invalid)) from invalid
        if not claims["nbf"] - 300 <= self.now().timestamp() < claims["exp"]:
            raise InvalidToken("Lifetime validation failed, the token is expired.")
        return claims

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
