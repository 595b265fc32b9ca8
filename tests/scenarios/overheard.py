"""Everything that the bot sends into conversations that several people read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from simulation.channel.conversations import Conversation
from simulation.channel.delivery import Answer
from tests.scenarios.company import Company
from tests.scenarios.leaks import SHAPES, words_about_people

PICTURE = "data:image"


@dataclass
class Overheard:
    """Raw bodies as the connector got them, also those that nothing came of.

    What only one person is to see is kept apart, as others are never sent it.
    """

    company: Company
    calls: list[tuple[str, str]] = field(default_factory=list)
    targeted: list[tuple[str, str]] = field(default_factory=list)
    answers: list[Mapping[str, Any]] = field(default_factory=list)

    def hear(self, conversation: str, body: bytes, targeted: bool) -> None:
        (self.targeted if targeted else self.calls).append((conversation, body.decode()))

    def answered(self, answer: Answer) -> Mapping[str, Any]:
        """Note what a press was answered with."""
        assert answer.status == 200, answer
        self.answers.append(answer.body)
        return dict(answer.body)

    def sent_to(self, where: Conversation) -> list[str]:
        return [body for conversation, body in self.calls if conversation == where.id]

    @property
    def opened(self) -> int:
        """How often a chat was asked for."""
        return len([name for name, _ in self.calls if name == "create"])

    def assert_says_nothing_of_anybody(self) -> None:
        """No name, address, id, picture or token went where others read."""
        shared = (self.sent_to(where) for where in shared_conversations(self.company))
        everything = "\n".join([*chain(*shared), *map(str, self.answers)])
        personal = words_about_people(self.company) | set(self.company.simulation.tenant.people)
        told = [word for word in personal if word in everything.casefold()]
        assert told == []
        assert PICTURE not in everything
        assert not SHAPES.search(everything)


def shared_conversations(company: Company) -> tuple[Conversation, Conversation]:
    """The group chat and the channel."""
    conversations = company.simulation.channel.channel.client.conversations
    return conversations.group(), conversations.channel()


@contextmanager
def overhearing(company: Company) -> Iterator[Overheard]:
    """Listen for a while; in the end nothing may have been said of anybody."""
    overheard = Overheard(company)
    listeners = company.simulation.channel.channel.connector.listeners
    listeners.append(overheard.hear)
    try:
        yield overheard
    finally:
        listeners.remove(overheard.hear)
    overheard.assert_says_nothing_of_anybody()
