"""Access to the connector: for the bot, with a token that Entra ID issued for this API."""

from dataclasses import dataclass

from simulation.channel import errors
from simulation.channel.ports import VerifyToken

AUDIENCE = "https://api.botframework.com"


@dataclass(frozen=True)
class Access:
    """Verifies the `Authorization` header."""

    verify: VerifyToken
    app_id: str

    def check(self, authorization: str | None) -> None:
        """Check that the header has the bot's token. Raises ConnectorError 401."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise errors.unauthorized()
        try:
            claims = self.verify(token.strip(), AUDIENCE)
        except Exception as refused:
            raise errors.unauthorized() from refused
        if self.app_id not in (claims.get("appid"), claims.get("azp")):
            raise errors.bot_not_registered()
