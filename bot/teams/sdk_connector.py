"""What botbuilder asks of a connector and of authentication, which are both dealt with outside."""


class NoConnector:
    """Spares each turn botbuilder's own client: messages go out over the pooled connector."""

    async def create(self, _service_url: str, _audience: str | None) -> object:
        """Stand where a client must be; nothing is sent through the turn's context."""
        return self


class Authentication:
    """What is left of botbuilder's own authentication once requests come in authenticated."""

    async def create_user_token_client(self, _claims_identity: object) -> None:
        """Photobot keeps no tokens of people in the Bot Framework token service."""
