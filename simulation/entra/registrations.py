"""App registrations, and the APIs on which they may be granted roles."""

from dataclasses import dataclass, field

from cryptography import x509

GRAPH = "graph"
SHAREPOINT = "sharepoint"
BOT_CONNECTOR = "bot connector"
BOT = "bot"

GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000"
SHAREPOINT_APP_ID = "00000003-0000-0ff1-ce00-000000000000"
BOT_CONNECTOR_AUDIENCE = "https://api.botframework.com"


@dataclass
class Resource:
    """An API: the identifiers under which tokens for it are requested, and their version."""

    name: str
    identifiers: tuple[str, ...]
    token_version: int = 1
    client_id: str = ""

    def audience(self, asked: str) -> str:
        """Return the audience of tokens: the client id in version 2, else what was requested."""
        return self.client_id if self.token_version == 2 and self.client_id else asked


@dataclass
class Registration:
    """One application: its credentials, and its application roles by API.

    `listed_scopes` are the delegated (API, scope) pairs that `.default` stands for. With
    `trusts_teams` Teams is preauthorised: single sign-on needs nobody's consent.
    """

    name: str
    client_id: str
    service_principal_id: str
    secret: str
    certificates: list[x509.Certificate] = field(default_factory=list)
    roles: dict[str, set[str]] = field(default_factory=dict)
    certificate_file: str | None = None
    listed_scopes: frozenset[tuple[str, str]] = frozenset()
    redirect_uris: list[str] = field(default_factory=list)
    trusts_teams: bool = True

    def grant(self, resource: str, role: str) -> None:
        """Grant a role; tokens issued from now on carry it."""
        self.roles.setdefault(resource, set()).add(role)

    def revoke(self, resource: str, role: str) -> None:
        """Revoke a role; issued tokens keep it until they expire."""
        self.roles.get(resource, set()).discard(role)
