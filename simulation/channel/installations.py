"""Where the app is installed, and who wants nothing of it."""

from dataclasses import dataclass, field

from simulation.channel import errors
from simulation.channel.conversations import Conversation, Kind
from simulation.channel.errors import ConnectorError


@dataclass
class Installations:
    """Conversations that the app is in, people who blocked it, and the administrator's switch."""

    conversations: set[str] = field(default_factory=set)
    blocked_by: set[str] = field(default_factory=set)
    disabled: bool = False

    def refusal(self, where: Conversation) -> ConnectorError | None:
        """Why the bot may not write here, or None."""
        if self.disabled:
            return errors.bot_disabled()
        if where.id not in self.conversations:
            personal = where.kind is Kind.PERSONAL
            return errors.not_installed() if personal else errors.not_in_roster()
        if where.kind is Kind.PERSONAL and where.members[0] in self.blocked_by:
            return errors.blocked()
        return None
