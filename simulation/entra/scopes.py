"""The `scope` parameter: the rights that a client requests, and on which API."""

from dataclasses import dataclass

from simulation.entra.consents import Scope
from simulation.entra.directory import Entra
from simulation.entra.errors import several_resources, unknown_resource
from simulation.entra.registrations import GRAPH, Registration, Resource

OPENID = ("openid", "profile", "email", "offline_access")
DEFAULT = ".default"


@dataclass(frozen=True)
class RequestedScope:
    """One scope: its API, the identifier by which the client named it, and the right."""

    resource: Resource
    audience: str
    name: str

    @property
    def scope(self) -> Scope:
        """The (API, right) pair that consents are given for."""
        return self.resource.name, self.name


def parse_scopes(entra: Entra, scope: str) -> list[RequestedScope]:
    """Parse the requested scopes, except for those of sign-in itself. Raises TokenRefused."""
    return [_read(entra, word) for word in scope.split() if word not in OPENID]


def single_resource(asked: list[RequestedScope]) -> RequestedScope:
    """Return the first of the scopes, if all are on one API. Raises TokenRefused."""
    if len({each.resource.name for each in asked}) != 1 or len({a.audience for a in asked}) != 1:
        raise several_resources()
    return asked[0]


def scopes_to_consent(asked: list[RequestedScope], application: Registration) -> set[Scope]:
    """Return the scopes that a person has to consent to.

    `.default` stands for everything that the registration lists, on every API.
    """
    named = {each.scope for each in asked if each.name != DEFAULT}
    return named if len(named) == len(asked) else named | application.listed_scopes


def _read(entra: Entra, word: str) -> RequestedScope:
    identifier, _, name = word.rpartition("/")
    resource = entra.resource(identifier) if identifier else entra.named(GRAPH)
    if resource is None:
        raise unknown_resource(identifier, entra.tenant_id)
    return RequestedScope(resource, identifier.rstrip("/") or resource.identifiers[0], name)
