"""The scope parameter: which rights on which API a client asks for."""

from dataclasses import dataclass

from simulation.entra.consents import Scope
from simulation.entra.directory import Entra
from simulation.entra.errors import several_resources, unknown_resource
from simulation.entra.registrations import GRAPH, Registration, Resource

OPENID = ("openid", "profile", "email", "offline_access")
DEFAULT = ".default"


@dataclass(frozen=True)
class Asked:
    """One scope, understood: its API, the name that the API was called by, and the right."""

    resource: Resource
    audience: str
    name: str

    @property
    def scope(self) -> Scope:
        """As consents know it."""
        return self.resource.name, self.name


def read_scopes(entra: Entra, scope: str) -> list[Asked]:
    """Everything that is asked for beside sign-in itself. Raises TokenRefused."""
    return [_read(entra, word) for word in scope.split() if word not in OPENID]


def one_resource(asked: list[Asked]) -> Asked:
    """The API that a token is for; it can only be one. Raises TokenRefused."""
    if len({each.resource.name for each in asked}) != 1 or len({a.audience for a in asked}) != 1:
        raise several_resources()
    return asked[0]


def wanted(asked: list[Asked], application: Registration) -> set[Scope]:
    """The rights that a person has to consent to.

    `.default` stands for everything that the registration lists, on every API.
    """
    named = {each.scope for each in asked if each.name != DEFAULT}
    return named if len(named) == len(asked) else named | application.listed_scopes


def _read(entra: Entra, word: str) -> Asked:
    identifier, _, name = word.rpartition("/")
    resource = entra.resource(identifier) if identifier else entra.named(GRAPH)
    if resource is None:
        raise unknown_resource(identifier, entra.tenant_id)
    return Asked(resource, identifier.rstrip("/") or resource.identifiers[0], name)
