"""A parsed Graph request."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from simulation.entra.caller import Caller
from simulation.graph.errors import GraphError, no_such_user
from simulation.tenant import Tenant
from simulation.tenant.person import Person
from simulation.web import Call

KEY_IN_BRACKETS = re.compile(r"^(\w+)\((?:(\w+)=)?'(.*)'\)$")


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
        """Return the person with this id or user principal name. Raises GraphError."""
        person = self.tenant.find(name)
        if person is None:
            raise no_such_user(name)
        return person

    def require(self, refusal: GraphError, *permissions: str) -> None:
        """Check that the caller was granted one of these permissions. Raises the refusal."""
        if not self.caller.holds(*permissions):
            raise refusal

    def require_about(
        self, person: Person, refusal: GraphError, *permissions: str, own: Sequence[str] = ()
    ) -> None:
        """Check the same, where `own` is enough for people who ask about themselves."""
        enough = (*permissions, *own) if self.caller.person_id == person.id else permissions
        self.require(refusal, *enough)

    @property
    def viewer(self) -> Person | None:
        """The person who calls, or None for an application."""
        return self.tenant.people.get(self.caller.person_id or "")


def parts_of(call: Call) -> tuple[str, ...]:
    """Split the path; `users('x')` becomes `users/x`, and `a(b='x')` becomes `a/b/x`."""
    parts: list[str] = []
    for segment in call.segments:
        keyed = KEY_IN_BRACKETS.match(segment)
        if keyed:
            names = [name for name in (keyed[1], keyed[2]) if name]
            parts += [*names, keyed[3].replace("''", "'")]
        else:
            parts.append(segment)
    return tuple(parts)
