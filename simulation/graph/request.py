"""One Graph request, understood."""

import re
from dataclasses import dataclass

from simulation.entra.caller import Caller
from simulation.graph.errors import GraphError, no_such_user
from simulation.tenant import Tenant
from simulation.tenant.person import Person
from simulation.web import Call

KEY_IN_BRACKETS = re.compile(r"^(\w+)\('(.*)'\)$")


@dataclass(frozen=True)
class GraphRequest:
    """A call with its tenant, its verified caller, the API version and the parts of the path."""

    call: Call
    tenant: Tenant
    caller: Caller
    version: str
    path: tuple[str, ...]

    @property
    def base(self) -> str:
        """The address of this version of the API."""
        return f"{self.call.host}/{self.version}"

    def person(self, name: str) -> Person:
        """The person with this id or user principal name. Raises GraphError."""
        person = self.tenant.find(name)
        if person is None:
            raise no_such_user(name)
        return person

    def require(self, refusal: GraphError, *roles: str) -> None:
        """Make sure that the application was granted one of these. Raises the refusal."""
        if not self.caller.has_role(*roles):
            raise refusal


def parts_of(call: Call) -> tuple[str, ...]:
    """The parts of the path, `users('x')` read as `users/x`."""
    parts: list[str] = []
    for segment in call.segments:
        keyed = KEY_IN_BRACKETS.match(segment)
        if keyed:
            parts += [keyed[1], keyed[2].replace("''", "'")]
        else:
            parts.append(segment)
    return tuple(parts)
