"""The chats and channels of the tenant that a bot can be in."""

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
    """Each person's chat with the bot; one group chat and one channel with all colleagues."""

    directory: Directory
    app_id: str
    bot_name: str
    group_name: str = "Project kick-off"
    team_name: str = "All company"
    channel_name: str = "General"
    _people: dict[str, str] = field(default_factory=dict)
    """Object ids by the ids that the channel gave to people and to their chats."""

    _known: int = 0

    def personal(self, person_id: str) -> Conversation:
        """Return the person's own chat with the bot. Raises KeyError."""
        person = self.directory.people[person_id]
        chat = identity.personal_chat_id(self.app_id, person.id)
        self._people[chat] = person.id
        self._people[identity.user_id(self.app_id, person.id)] = person.id
        return Conversation(chat, Kind.PERSONAL, self.bot_name, (person.id,))

    def group(self) -> Conversation:
        """Return the chat of all colleagues and the bot."""
        return Conversation(self._group_id, Kind.GROUP, self.group_name, self.directory.colleagues)

    def channel(self) -> Conversation:
        """Return the General channel of the team that all colleagues are in."""
        everybody = self.directory.colleagues
        return Conversation(
            self._channel_id, Kind.CHANNEL, self.channel_name, everybody, self.team_name
        )

    def of(self, person_id: str) -> list[Conversation]:
        """Return this person's conversations with the bot. Raises KeyError."""
        return [self.personal(person_id), self.group(), self.channel()]

    def find(self, conversation_id: str) -> Conversation | None:
        """Return the conversation of an id, with or without a thread, or None."""
        base, _ = identity.split_thread(conversation_id)
        if base == self._group_id:
            return self.group()
        if base == self._channel_id:
            return self.channel()
        owner = identity.person_in_chat_id(self.app_id, base) or self._person_by(base)
        return self.personal(owner) if owner in self.directory.people else None

    def person_of(self, user_id: str) -> str | None:
        """Return the Entra object id for a `29:` id or an object id, or None."""
        if user_id in self.directory.people:
            return user_id
        return self._person_by(user_id) or None

    @property
    def _group_id(self) -> str:
        return identity.group_chat_id(self.directory.id, self.group_name)

    @property
    def _channel_id(self) -> str:
        return identity.channel_id(self.directory.id, self.team_name)

    def _person_by(self, name: str) -> str:
        """Return the object id for an id of the channel's own, or an empty string."""
        people = self.directory.people
        # Ids reveal nobody, so that one which is unknown costs a look at everybody, once.
        if name not in self._people and self._known != len(people):
            self._known = len(people)
            for person_id in people:
                self._people[identity.personal_chat_id(self.app_id, person_id)] = person_id
                self._people[identity.user_id(self.app_id, person_id)] = person_id
        person_id = self._people.get(name, "")
        return person_id if person_id in people else ""
