"""People who press *Not now* on the cards of a campaign, while it is sent."""

import asyncio
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import monotonic

from bench.channel import Taken
from bench.processes import NotMeasured
from bench.traffic import Traffic
from simulation.channel.activities import Activity, Scene
from simulation.channel.conversations import Conversation, Kind
from simulation.people import ROSTER


@dataclass(frozen=True)
class OnScreen:
    """A card that somebody sees: where it is, and the id of its row."""

    chat: str
    message: str
    card: str


@dataclass
class Screens:
    """What the channel took: cards that nobody pressed yet, and when each call came."""

    untapped: list[OnScreen] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(5))  # nosec B311 # keeps no secret

    def take(self, taken: Taken) -> None:
        """Look at what the channel took."""
        self.moments.append(taken.came)
        if taken.method == "POST" and (attachments := json.loads(taken.body).get("attachments")):
            card = attachments[0]["content"]["actions"][0]["data"]["card"]
            self.untapped.append(OnScreen(taken.conversation, taken.message, card))

    def any(self) -> OnScreen | None:
        """Take a card that somebody may press, by chance."""
        if not self.untapped:
            return None
        index = self.chance.randrange(len(self.untapped))
        self.untapped[index], self.untapped[-1] = self.untapped[-1], self.untapped[index]
        return self.untapped.pop()


@dataclass
class Taps:
    """People who press *Not now*, and how long each waited for the answer, in seconds."""

    traffic: Traffic
    screens: Screens
    people: Mapping[str, str]
    waits: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    async def go_on(self, a_second: float) -> None:
        """Press so often, whether or not earlier presses are answered."""
        async with asyncio.TaskGroup() as presses:
            while True:
                await asyncio.sleep(1 / a_second)
                if seen := self.screens.any():
                    presses.create_task(self._press(seen))

    async def _press(self, seen: OnScreen) -> None:
        begin = monotonic()
        try:
            answer = await self.traffic.ask(self._activity(seen))
        except NotMeasured as refused:
            self.wrong.append(str(refused))
            return
        self.waits.append(monotonic() - begin)
        if "come back to this later" not in str(answer):
            self.wrong.append(str(answer)[:200])

    def _activity(self, seen: OnScreen) -> Activity:
        person = replace(ROSTER[0].person, id=self.people[seen.chat])
        writer = self.traffic.writer
        where = Conversation(seen.chat, Kind.PERSONAL, writer.bot_name, (person.id,))
        data = {"card": seen.card, "pause": "day"}
        action = {"type": "Action.Execute", "verb": "not_now", "data": data}
        return writer.invoked(
            Scene(person, where, datetime.now(UTC)),
            name="adaptiveCard/action",
            card_id=seen.message,
            value={"action": action, "trigger": "manual"},
        )
