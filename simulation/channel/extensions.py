"""What Teams asks of a bot's message extension (docs/teams.md, "Message extensions")."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulation.channel.client import TeamsClient
from simulation.channel.conversations import Conversation
from simulation.channel.delivery import Answer
from simulation.channel.manifest import Command, Manifest
from simulation.channel.message_payload import message_payload
from simulation.channel.messages import Message

RESPONSE_TIMEOUT = 5.0
"""Seconds that Teams waits for a message extension, which is less than for other activities."""

PAGE_SIZE = 25

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Opening:
    """How a person opened a command.

    `context` is `compose` or `message`, `message` the one in whose menu the command was, `thread`
    the root post of the box for a reply, `theme` `default`, `dark` or `contrast`.
    """

    command: str
    context: str = "compose"
    message: Message | None = None
    thread: str | None = None
    theme: str = "default"


@dataclass
class MessageExtensions:
    """The commands of one app; the answers are the bot's. Nobody else sees any of it."""

    client: TeamsClient
    manifest: Manifest
    new_id: Callable[[], str]

    def commands(self, person_id: str) -> list[Command]:
        """Return the commands, in the language of this person's device."""
        return self.manifest.commands(self.client.device(person_id).locale)

    async def fetch_task(self, person_id: str, where: Conversation, opening: Opening) -> Answer:
        """Ask for the dialog of an action command. Raises ValueError if it has none."""
        command = self._command(person_id, opening, "action")
        if not command.fetches_dialog:
            raise ValueError("The manifest describes the dialog of this command.")
        return await self._ask(person_id, where, opening, "fetchTask", {})

    async def submit(
        self, person_id: str, where: Conversation, opening: Opening, data: Json
    ) -> Answer:
        """Submit a dialog of an action command. Raises ValueError."""
        self._command(person_id, opening, "action")
        return await self._ask(person_id, where, opening, "submitAction", {"data": dict(data)})

    async def query(
        self,
        person_id: str,
        where: Conversation,
        opening: Opening,
        parameters: Sequence[Json],
        skip: int = 0,
    ) -> Answer:
        """Ask for a page of the results of a search command. Raises ValueError."""
        self._command(person_id, opening, "query")
        options = {"skip": skip, "count": PAGE_SIZE}
        asked = {"parameters": list(parameters), "queryOptions": options}
        return await self._ask(person_id, where, opening, "query", asked)

    async def select(
        self, person_id: str, where: Conversation, opening: Opening, item: Any
    ) -> Answer:
        """Ask what to insert for a result whose preview says `tap`. Raises ValueError."""
        self._command(person_id, opening, "query")
        return await self._deliver(person_id, where, opening, "selectItem", item)

    def _command(self, person_id: str, opening: Opening, kind: str) -> Command:
        """Return the command if Teams offers it there. Raises ValueError."""
        known = {each.id: each for each in self.commands(person_id) if each.kind == kind}
        command = known.get(opening.command)
        if command is None or not _offers(command, opening):
            raise ValueError("Teams offers no such command there.")
        return command

    async def _ask(
        self, person_id: str, where: Conversation, opening: Opening, name: str, asked: Json
    ) -> Answer:
        value: dict[str, Any] = {
            "commandId": opening.command,
            "commandContext": opening.context,
            "requestId": self.new_id().replace("-", ""),
            **asked,
            "context": {"theme": opening.theme},
        }
        if opening.message:
            value["messagePayload"] = message_payload(
                opening.message, where, self.client.conversations
            )
        return await self._deliver(person_id, where, opening, name, value)

    async def _deliver(
        self, person_id: str, where: Conversation, opening: Opening, name: str, value: Any
    ) -> Answer:
        scene = self.client.scene(person_id, where, opening.message, thread=opening.thread)
        activity = self.client.writer.extension(scene, name=name, value=value)
        return await self.client.delivery.deliver(activity, seconds=RESPONSE_TIMEOUT)


def _offers(command: Command, opening: Opening) -> bool:
    if opening.message:
        return opening.context == "message" and "message" in command.contexts
    return opening.context == "compose" and ("compose" in command.contexts or command.slash)
