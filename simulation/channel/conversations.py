"""The chats and channels of the tenant that a bot can be in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from simulation.channel import identity
from simulation.channel.ports import Directory


class Kind(StrEnum):
    """The `conversationType` of Teams."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True)
class Conversation:
    """One chat or channel; `members` are Entra object ids, `team` is empty in chats."""

    id: str
    kind: Kind
    name: str
    members: tuple[str, ...]
    team: str = ""


@dataclass
class Conversations:
    """Each person's chat with the bot, one group chat and one channel with everybody."""

    directory: Directory
    app_id: str
    bot_name: str
    group_name: str = "Project kick-off"
    team_name: str = "All company"
    channel_name: str = "General"
    _owners: dict[str, str] = field(default_factory=dict)

    def personal(self, person_id: str) -> Conversation:
        """Return the person's own chat with the bot. Raises KeyError."""
        person = self.directory.people[person_id]
        chat = identity.personal_chat_id(self.app_id, person.id)
        return Conversation(chat, Kind.PERSONAL, self.bot_name, (person.id,))

    def group(self) -> Conversation:
        """Return the chat of everybody and the bot."""
        chat = identity.group_chat_id(self.directory.id, self.group_name)
        return Conversation(chat, Kind.GROUP, self.group_name, tuple(self.directory.people))

    def channel(self) -> Conversation:
        """Return the General channel of the team that everybody is in."""
        everybody = tuple(self.directory.people)
        chat = identity.channel_id(self.directory.id, self.team_name)
        return Conversation(chat, Kind.CHANNEL, self.channel_name, everybody, self.team_name)

    def of(self, person_id: str) -> list[Conversation]:
        """Return this person's conversations with the bot. Raises KeyError."""
        return [self.personal(person_id), self.group(), self.channel()]

    def find(self, conversation_id: str) -> Conversation | None:
        """Return the conversation of an id, with or without a thread, or None."""
        base, _ = identity.split_thread(conversation_id)
        for shared in (self.group(), self.channel()):
            if shared.id == base:
                return shared
        owner = self._personal_owners().get(base)
        return self.personal(owner) if owner else None

    def person_of(self, user_id: str) -> str | None:
        """Return the Entra object id for a `29:` id or an object id, or None."""
        if user_id in self.directory.people:
            return user_id
        known = self.directory.people
        return next((p for p in known if identity.user_id(self.app_id, p) == user_id), None)

    def _personal_owners(self) -> Mapping[str, str]:
        people = self.directory.people
        if len(self._owners) != len(people):
            self._owners = {identity.personal_chat_id(self.app_id, p): p for p in people}
        return self._owners
