"""Where the app is installed, and who blocked it."""

from dataclasses import dataclass, field

from simulation.channel import errors
from simulation.channel.conversations import Conversation, Kind
from simulation.channel.errors import ConnectorError


@dataclass
class Installations:
    """Conversations with the app, people who blocked it, and the administrator's switch."""

    conversations: set[str] = field(default_factory=set)
    blocked_by: set[str] = field(default_factory=set)
    disabled: bool = False

    def refusal(self, where: Conversation, team: Conversation) -> ConnectorError | None:
        """Return why the bot may not write here, or None; `team` is the team of everybody."""
        if self.disabled:
            return errors.bot_disabled()
        if not self._reaches(where, team):
            personal = where.kind is Kind.PERSONAL
            return errors.not_installed() if personal else errors.not_in_roster()
        if where.kind is Kind.PERSONAL and where.members[0] in self.blocked_by:
            return errors.blocked()
        return None

    def _reaches(self, where: Conversation, team: Conversation) -> bool:
        """Tell whether the app is installed here, or in a team that the person is a member of."""
        if where.id in self.conversations:
            return True
        through_team = where.kind is Kind.PERSONAL and where.members[0] in team.members
        return through_team and team.id in self.conversations
