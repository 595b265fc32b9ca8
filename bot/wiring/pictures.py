"""The way to the pictures that people put into a chat."""

from bot.m365.settings import M365Settings
from bot.parts import channel_settings
from bot.teams.pictures import ChatPictures
from bot.wiring.ground import Ground


def chat_pictures(ground: Ground) -> ChatPictures:
    """Gets a picture from the connector, or from one of the tenant's SharePoint hosts."""
    settings, channel = ground.settings, channel_settings(ground.settings)
    geos = M365Settings.of(settings).geos
    return ChatPictures(
        ground.session,
        None if channel.anonymous else ground.tokens,
        channel,
        is_sharepoint=geos.know if geos else _nowhere,
        most_bytes=settings.largest_picture,
    )


def _nowhere(_address: str) -> bool:
    return False
