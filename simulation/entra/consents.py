"""Consents: which delegated scopes an application may use, for everybody or for one person."""

from collections.abc import Iterable
from dataclasses import dataclass, field

# What Microsoft's permission references list as "Admin consent required: Yes".
ADMINISTRATORS_ONLY = frozenset(
    {
        ("graph", "PeopleSettings.Read.All"),
        ("graph", "PeopleSettings.ReadWrite.All"),
        ("graph", "ProfilePhoto.Read.All"),
        ("graph", "ProfilePhoto.ReadWrite.All"),
        ("graph", "User.Read.All"),
        ("graph", "User.ReadWrite.All"),
        ("sharepoint", "AllSites.FullControl"),
        ("sharepoint", "User.Read.All"),
        ("sharepoint", "User.ReadWrite.All"),
    }
)
EVERYBODY = ""
Scope = tuple[str, str]
"""(resource, scope), such as ("graph", "User.Read")."""


@dataclass
class Consents:
    """Consented scopes, by client id and person's id (or EVERYBODY)."""

    given: dict[tuple[str, str], set[Scope]] = field(default_factory=dict)
    people_may_consent: bool = True

    def give(self, client_id: str, scopes: Iterable[Scope], person_id: str = EVERYBODY) -> None:
        """Consent for a person, or as an administrator for everybody."""
        self.given.setdefault((client_id, person_id), set()).update(scopes)

    def withdraw(self, client_id: str, scopes: Iterable[Scope], person_id: str = EVERYBODY) -> None:
        """Withdraw a consent; issued tokens keep their scopes until they expire."""
        self.given.get((client_id, person_id), set()).difference_update(scopes)

    def clear(self) -> None:
        """Withdraw all consents, and let people consent again."""
        self.given.clear()
        self.people_may_consent = True

    def scopes(self, client_id: str, person_id: str) -> frozenset[Scope]:
        """Return the scopes that the application may use for this person."""
        keys = ((client_id, EVERYBODY), (client_id, person_id))
        return frozenset().union(*(self.given.get(key, ()) for key in keys))

    def may_give(self, scope: Scope) -> bool:
        """Tell whether people may consent to this scope themselves."""
        return self.people_may_consent and scope not in ADMINISTRATORS_ONLY
