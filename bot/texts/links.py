"""Addresses that cards link to."""

from dataclasses import dataclass

from bot.config.settings import Settings


@dataclass(frozen=True)
class Links:
    """Addresses that people are sent to; every one is a setting.

    `portal_name` is what the portal is called, and `photobot` opens the chat with the bot in Teams;
    `one_drive`, `photobot`, `helpdesk` and `privacy` are empty where they are not known.
    """

    my_account: str
    portal: str
    portal_name: str
    about_sync: str
    add_photo: str
    one_drive: str
    photobot: str = ""
    helpdesk: str = ""
    privacy: str = ""

    @classmethod
    def of(cls, settings: Settings, one_drive: str) -> "Links":
        """Take the addresses from the settings."""
        return cls(
            my_account=settings.my_account or settings.cloud.my_account,
            portal=settings.portal or settings.cloud.portal,
            portal_name=settings.portal_name,
            about_sync=settings.about_sync,
            add_photo=settings.add_photo,
            one_drive=one_drive,
            photobot=settings.photobot or _chat_with(settings),
            helpdesk=settings.helpdesk or "",
            privacy=_page(settings, "/privacy") or settings.privacy_link or "",
        )


def _page(settings: Settings, path: str) -> str:
    """Return the address of a page of this bot; empty where it has no public one."""
    return f"{settings.public_url}{path}" if settings.public_url else ""


def _chat_with(settings: Settings) -> str:
    """Return the deep link to a person's chat with the bot (docs/teams.md, "Deep links")."""
    return f"{settings.cloud.teams}/l/chat/0/0?users=28:{settings.app_id or ''}"
