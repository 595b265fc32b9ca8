"""Read receipts, which tell a bot how far somebody read (docs/teams.md, "Read receipts")."""

from dataclasses import dataclass, field

from simulation.channel.client import TeamsClient
from simulation.channel.conversations import Conversation, Kind
from simulation.channel.identity import BOT


@dataclass
class ReadReceipts:
    """Whether the app has the consent, and who switched read receipts off for themselves."""

    client: TeamsClient
    granted: bool
    off: set[str] = field(default_factory=set)
    _last_read: dict[str, str] = field(default_factory=dict)

    def read(self, person_id: str, where: Conversation) -> None:
        """Take everything in a conversation as read; the bot is told in personal chats only."""
        written = (m.id for m in self.client.messages.all(where.id) if m.sender == BOT)
        last = max(written, key=int, default=None)
        if last is None or last == self._last_read.get(where.id):
            return
        self._last_read[where.id] = last
        installed = where.id in self.client.installations.conversations
        told = self.granted and installed and person_id not in self.off
        if told and where.kind is Kind.PERSONAL:
            activity = self.client.writer.read(self.client.scene(person_id, where), last)
            self.client.run(self.client.delivery.deliver(activity))
