"""What the Teams side needs of the rest."""

from typing import Protocol

from bot.chat.reply import Reply


class Notices(Protocol):
    """What the channel itself has to say, in the words of a language tag such as en-US."""

    def failed(self, locale: str | None) -> Reply:
        """Apologise and name the next step."""

    def stranger(self, locale: str | None) -> Reply:
        """Decline politely: guests and people without an account here are not served."""
