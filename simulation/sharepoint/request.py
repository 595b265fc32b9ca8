"""A parsed SharePoint request."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from simulation.entra.caller import Caller
from simulation.sharepoint.errors import SharePointError
from simulation.sharepoint.expression import Term
from simulation.tenant import Tenant
from simulation.tenant.geography import Geography
from simulation.tenant.person import Person
from simulation.web import Call

BROWSER = "user_impersonation"
"""The scope of SharePoint's own pages, in a browser."""


class HostRole(StrEnum):
    """The three hosts of a geography (docs/photo-sync.md, "SharePoint hosts")."""

    ROOT = "root"
    MY = "my"
    ADMIN = "admin"


@dataclass(frozen=True)
class SharePointRequest:
    """A call with its verified caller, the host, and the steps of the path."""

    call: Call
    tenant: Tenant
    caller: Caller
    geography: Geography
    role: HostRole
    terms: tuple[Term, ...] = ()

    @property
    def method(self) -> str:
        """The intended method, which a client may tunnel through POST."""
        return (self.call.header("x-http-method") or self.call.method).upper()

    @property
    def person(self) -> Person | None:
        """The person who calls, or None for an application."""
        person_id = self.caller.person_id
        return self.tenant.people.get(person_id) if person_id else None

    def require(self, refusal: SharePointError, *permissions: str) -> None:
        """Check that the caller was granted one of these permissions. Raises the refusal."""
        if not self.caller.holds(*permissions):
            raise refusal

    def require_as(
        self, refusal: SharePointError, application: Sequence[str], person: Sequence[str]
    ) -> None:
        """Check roles of applications or scopes of people; a browser's session is enough."""
        scopes = (*person, BROWSER)
        self.require(refusal, *(scopes if self.caller.person_id else application))
