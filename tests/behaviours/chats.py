"""Who has a chat with the bot, in memory."""

from dataclasses import dataclass, field, replace

from bot.chat.conversation import ConversationReference
from tests.behaviours.fakes import CHAT
from tests.behaviours.memory import FakeMessages, FakePreferences


@dataclass
class FakeChats:
    """The chat of one person, which may be gone, and what the bot remembered and forgot."""

    preferences: FakePreferences = field(default_factory=FakePreferences)
    messages: FakeMessages = field(default_factory=FakeMessages)
    reachable: bool = True
    forgotten: list[str] = field(default_factory=list)
    remembered: list[ConversationReference] = field(default_factory=list)

    async def of_person(self, person_id: str) -> ConversationReference | None:
        if not self.reachable:
            # The usual chat is gone; one that the bot opened since is another.
            opened = (
                each for each in self.remembered if each.conversation_id != CHAT.conversation_id
            )
            return next((each for each in opened if each.person_id == person_id), None)
        if person_id != CHAT.person_id:
            return None
        return self._with_language(replace(CHAT, has_missed=self.messages.has_missed(person_id)))

    async def remember(self, reference: ConversationReference) -> ConversationReference:
        self.remembered.append(reference)
        missed = self.messages.has_missed(reference.person_id)
        return self._with_language(replace(reference, has_missed=missed))

    async def drop(self, chat: ConversationReference) -> None:
        self.forgotten.append(chat.person_id)

    async def forget(self, person_id: str) -> None:
        self.forgotten.append(person_id)

    def _with_language(self, chat: ConversationReference) -> ConversationReference:
        person, kept = chat.person_id, self.preferences
        written_in = kept.written_in.get(person)
        locale = kept.languages.get(person) or written_in or chat.locale
        return replace(chat, locale=locale, written_in=written_in)
