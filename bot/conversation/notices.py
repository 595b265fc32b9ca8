"""What the channel says on its own: an apology, and a polite no."""

from dataclasses import dataclass

from bot.chat.reply import Reply
from bot.conversation.speech import Speech
from bot.texts import general as texts


@dataclass(frozen=True)
class SpokenNotices:
    """Notices in the words of the conversation."""

    speech: Speech

    def failed(self, locale: str | None) -> Reply:
        """Apologise and name the next step."""
        return self.speech.say(locale, texts.apology)

    def stranger(self, locale: str | None) -> Reply:
        """Decline politely: guests and people without an account here are not served."""
        return self.speech.say(locale, texts.guest)
