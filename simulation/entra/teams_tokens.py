"""Tokens for a bot's own API, which Teams gets for the person who uses it."""

from dataclasses import dataclass

from simulation.channel.ports import NoToken
from simulation.entra.directory import Entra
from simulation.tenant import Tenant

# Teams on the web; an API that preauthorises Teams lists this id.
TEAMS_WEB_CLIENT = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"
SCOPE = "access_as_user"


@dataclass(frozen=True)
class TeamsTokens:
    """Issues what the `tokenExchangeResource.uri` of an OAuth card names."""

    entra: Entra
    tenant: Tenant

    def token(self, person_id: str, uri: str) -> str | NoToken:
        """Issue a token, or return why there is none."""
        resource = self.entra.resource(uri.removesuffix(f"/{SCOPE}"))
        if resource is None or not resource.client_id:
            return NoToken("resourcematchfailed", "Resource match failed")
        if not self.tenant.people[person_id].account_enabled:
            return NoToken("tokenmissing", "AAD token is missing")
        if person_id in self.entra.to_interact:
            return NoToken("interactionrequired", "User interaction is required")
        if not self._may_use(resource.client_id, person_id):
            return NoToken("userconsentrequired", "User consent is required")
        aud = resource.identifiers[0]
        return self.entra.person_token(TEAMS_WEB_CLIENT, person_id, aud, SCOPE)

    def _may_use(self, client_id: str, person_id: str) -> bool:
        """Tell whether the API preauthorised Teams, or somebody consented."""
        application = self.entra.applications[client_id]
        given = self.entra.consents.scopes(client_id, person_id)
        return application.trusts_teams or ("bot", SCOPE) in given
