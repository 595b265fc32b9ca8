"""One SharePoint request, understood."""

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
"""The scope of SharePoint's own pages."""


class HostRole(StrEnum):
    """What a host of a geography is for."""

    ROOT = "root"
    MY = "my"
    ADMIN = "admin"


@dataclass(frozen=True)
class SharePointRequest:
    """A call with its verified caller, the geography and the role of the host, and its steps."""

    call: Call
    tenant: Tenant
    caller: Caller
    geography: Geography
    role: HostRole
    terms: tuple[Term, ...] = ()

    @property
    def method(self) -> str:
        """The verb that is meant: a client may tunnel another one through POST."""
        return (self.call.header("x-http-method") or self.call.method).upper()

    @property
    def person(self) -> Person | None:
        """The person who calls, if it is one."""
        person_id = self.caller.person_id
        return self.tenant.people.get(person_id) if person_id else None

    def require(self, refusal: SharePointError, *permissions: str) -> None:
        """Make sure that the caller was granted one of these. Raises the refusal."""
        if not self.caller.holds(*permissions):
            raise refusal

    def require_as(
        self, refusal: SharePointError, application: Sequence[str], person: Sequence[str]
    ) -> None:
        """The same, with roles for applications and scopes for people; a browser may all."""
        scopes = (*person, BROWSER)
        self.require(refusal, *(scopes if self.caller.person_id else application))
