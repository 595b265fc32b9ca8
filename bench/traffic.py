"""What the channel sends to a bot, one request after the other on each of some connections."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from time import monotonic
from typing import Any
from uuid import uuid4

import aiohttp

from bench.processes import NotMeasured
from bench.surroundings import Surroundings
from simulation.channel.activities import Activity, Scene, Writer
from simulation.channel.conversations import Conversation, Kind
from simulation.channel.identity import personal_chat_id
from simulation.people import ROSTER
from simulation.tenant.person import Person

CONNECTIONS = 8
PAUSE = 0.005
PRESS_HELP = {"action": {"type": "Action.Execute", "verb": "help", "data": {}}, "trigger": "manual"}

Write = Callable[[Person], Activity]


@dataclass(frozen=True)
class Traffic:
    """Speaks to one bot as the people of the simulated tenant, with a signed token."""

    address: str
    headers: Mapping[str, str]
    writer: Writer
    http: aiohttp.ClientSession

    @classmethod
    def to(cls, address: str, around: Surroundings) -> "Traffic":
        """The traffic to a bot of the tenant."""
        app_id = around.tenant["apps"]["bot"]["client_id"]
        writer = Writer(
            around.tenant["tenant_id"],
            app_id,
            "Photobot",
            around.channel.service_url,
            lambda: str(uuid4()),
        )
        headers = {"Authorization": f"Bearer {around.channel.token(app_id)}"}
        return cls(address, headers, writer, around.http)

    def says(self, text: str) -> Write:
        """Somebody writes to the bot."""
        return lambda person: self.writer.message(
            self._scene(person), message_id=str(uuid4()), text=text
        )

    def presses_help(self, *, on_a_message: bool) -> Write:
        """Somebody presses a button that is answered with a card.

        A press that names the message of its card has the card written there as well.
        """

        def write(person: Person) -> Activity:
            activity = self.writer.invoked(
                self._scene(person), name="adaptiveCard/action", card_id="1", value=PRESS_HELP
            )
            if not on_a_message:
                del activity["replyToId"]
            return activity

        return write

    async def until_answered(self, lives: Callable[[], bool]) -> None:
        """Say something until it is answered; raises NotMeasured when the bot lives no longer."""
        write = self.says("help")
        while not await self._accepted(write):
            if not lives():
                raise NotMeasured(f"nothing answers any longer at {self.address}")
            await asyncio.sleep(PAUSE)

    async def flow(self, write: Write, seconds: float) -> int:
        """Send on every connection until the time is over; how many requests were answered."""
        people, end, answered = cycle(start.person for start in ROSTER), monotonic() + seconds, 0

        async def connection() -> None:
            nonlocal answered
            while monotonic() < end:
                await self.ask(write(next(people)))
                answered += 1

        await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
        return answered

    async def ask(self, activity: Activity) -> Any:
        """Send one activity and read the answer; raises NotMeasured."""
        async with self.http.post(self.address, json=activity, headers=self.headers) as response:
            if response.status not in (200, 201, 202):
                raise NotMeasured(f"{response.status} {await response.text()}")
            return await response.json() if activity["type"] == "invoke" else None

    async def _accepted(self, write: Write) -> bool:
        try:
            await self.ask(write(ROSTER[0].person))
        except (NotMeasured, aiohttp.ClientError):
            return False
        return True

    def _scene(self, person: Person) -> Scene:
        chat = personal_chat_id(self.writer.app_id, person.id)
        where = Conversation(chat, Kind.PERSONAL, self.writer.bot_name, (person.id,))
        return Scene(person, where, datetime.now(UTC))
