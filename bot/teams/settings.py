"""Settings of the Bot Framework side: the bot's identity, its tenant and its cloud."""

from dataclasses import dataclass

from bot.config.settings import Settings


@dataclass(frozen=True)
class ChannelSettings:
    """What the Bot Framework adapter needs to authenticate and to send.

    Attributes:
        app_id: the bot's Entra application id.
        tenant_id: the one Entra tenant that is served.
        issuer: issuer of the channel's tokens in this cloud.
        openid_metadata: address of the channel's OpenID metadata.
        allowed_service_hosts: hosts that messages may go to: `host`, `host:port` or `.domain`.
        scope: scope of the tokens that the bot shows to the connector.
        targeted: whether answers where others read are messages that one person sees.
        anonymous: whether unsigned activities are accepted, from this machine only.
    """

    app_id: str
    tenant_id: str
    issuer: str
    openid_metadata: str
    allowed_service_hosts: tuple[str, ...]
    scope: str
    targeted: bool = False
    anonymous: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "ChannelSettings":
        """Map the administrator's settings."""
        cloud = settings.cloud
        return cls(
            app_id=settings.app_id or "",
            tenant_id=settings.tenant_id or "",
            issuer=settings.issuer or cloud.issuer,
            openid_metadata=settings.openid_metadata or cloud.openid_metadata,
            allowed_service_hosts=settings.service_hosts or cloud.service_hosts,
            scope=settings.bot_scope or cloud.bot_scope,
            targeted=settings.uses_targeted,
            anonymous=settings.anonymous,
        )

    def __post_init__(self) -> None:
        """Raise ValueError where authentication would be off although anonymous use is not set."""
        if not self.anonymous and not (self.app_id and self.tenant_id and self.issuer):
            raise ValueError("without app_id, tenant_id and issuer nobody can be authenticated")
