"""An agent's Teams client, with the commands of the app, in a group chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulation.channel.conversations import Conversation
from simulation.channel.delivery import Answer
from simulation.channel.extensions import Opening
from simulation.channel.messages import Message
from tests.scenarios.company import Company
from tests.scenarios.overheard import shared_conversations


@dataclass(frozen=True)
class Dialog:
    """What an invoke of the command is answered with."""

    answer: Answer

    @property
    def card(self) -> Mapping[str, Any]:
        assert self.answer.status == 200, self.answer
        card: Mapping[str, Any] = self.answer.body["task"]["value"]["card"]["content"]
        return card

    @property
    def words(self) -> str:
        said = []
        for element in self.card["body"]:
            said.append(element.get("text", ""))
            said += [f"{fact['title']}: {fact['value']}" for fact in element.get("facts", ())]
        return "\n".join(filter(None, said))

    def value(self, name: str) -> str:
        """What stands in an input."""
        [found] = [each for each in self.card["body"] if each.get("id") == name]
        return str(found.get("value", ""))

    def data(self, title: str) -> dict[str, Any]:
        """What a button submits."""
        [found] = [each for each in self.card["actions"] if each["title"] == title]
        return dict(found["data"])


@dataclass(frozen=True)
class Client:
    """Somebody's Teams client in a group chat, with the commands of the app."""

    company: Company
    person: str
    where: Conversation
    command: str

    async def open(self, message: Message | None = None) -> Dialog:
        extensions = self.company.simulation.channel.channel.extensions
        context = "message" if message else "compose"
        opening = Opening(self.command, context, message)
        return Dialog(await extensions.fetch_task(self.person, self.where, opening))

    async def submit(self, **data: Any) -> Dialog:
        extensions = self.company.simulation.channel.channel.extensions
        opening = Opening(self.command)
        return Dialog(await extensions.submit(self.person, self.where, opening, data))


def client(company: Company, person: str, command: str) -> Client:
    """Somebody in the group chat."""
    group, _ = shared_conversations(company)
    return Client(company, person, group, command)
