"""What people do: each act of one person, from its beginning until nothing of it is under way."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import uuid4

from bench.soak.clients import Button, Clients
from bench.soak.people import ODD, TALK, WRONG, hostile_pictures, pictures
from simulation.channel.pictures import File, Picture

# A client shows the newest messages of a chat.
KEPT_MESSAGES = 16
WARMED_AT_ONCE = 4
FORGED: tuple[dict[str, Any], ...] = (
    {},
    {"card": None},
    {"card": 7},
    {"card": {"$ne": None}},
    {"card": "9" * 5_000},
)
VERBS = (
    "check",
    "sync",
    "undo",
    "remove",
    "replace",
    "guide",
    "no_such_verb",
    "use_sharepoint_picture",
)

Act = Callable[[str], Awaitable[None]]


@dataclass
class People:
    """Everybody's Teams clients, used by chance; a person does one thing after the other."""

    clients: Clients
    random: Random
    photographs: tuple[bytes, ...] = field(default_factory=pictures)
    hostile: tuple[bytes, ...] = ()
    busy: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.hostile = self.hostile or hostile_pictures(self.random)

    @property
    def acts(self) -> Mapping[Act, int]:
        """Everything that somebody may do, and how often of a hundred times or so."""
        return {
            self.complain: 28,
            self.talk: 18,
            self.write_odd_text: 5,
            self.press: 24,
            self.press_twice: 4,
            self.press_forged: 4,
            self.press_stale: 3,
            self.refresh: 4,
            self.submit: 4,
            self.ask_in_group: 3,
            self.edit: 3,
            self.reinstall: 1,
            self.send_picture: 5,
            self.send_hostile_picture: 2,
            self.change_photo: 5,
        }

    async def something(self) -> None:
        """Let somebody who is free do something; nobody may be."""
        free = [
            person
            for person in self.clients.company.simulation.tenant.people
            if person not in self.busy
        ]
        if not free:
            self.clients.ledger.acts["nobody was free"] += 1
            return
        person = self.random.choice(free)
        [act] = self.random.choices(list(self.acts), list(self.acts.values()))
        self.clients.ledger.acts[act.__name__.replace("_", " ")] += 1
        self.busy.add(person)
        try:
            await act(person)
            await self.clients.settled(person)
        finally:
            self.busy.discard(person)
            self.clients.messages.keep_newest(self.clients.own(person).id, KEPT_MESSAGES)

    async def open_chats(self) -> None:
        """Install the app for everybody, and in the group chat."""
        people = list(self.clients.company.simulation.tenant.people)
        for person in people:
            await self.clients.client.open(person, self.clients.own(person))
        await self.clients.client.open(people[0], self.clients.group)

    async def warm_up(self) -> None:
        """Let both replicas do once what takes most memory, so that it grows no more for that."""
        at_once = asyncio.Semaphore(WARMED_AT_ONCE)

        async def warm_up_with(person: str, number: int) -> None:
            async with at_once:
                content = self.hostile[number % len(self.hostile)]
                await self.clients.say(person, "", files=(File("photo.png", content),))
                await self.clients.say(person, WRONG[0])

        people = self.clients.company.simulation.tenant.people
        await asyncio.gather(*map(warm_up_with, people, range(len(people))))

    # What people write.

    async def complain(self, person: str) -> None:
        """Say that one's photo is wrong."""
        await self.clients.say(person, self.random.choice(WRONG))

    async def talk(self, person: str) -> None:
        """Say or ask something else."""
        await self.clients.say(person, self.random.choice(TALK))

    async def write_odd_text(self, person: str) -> None:
        """Write something long and odd."""
        await self.clients.say(person, self.random.choice(ODD))

    async def ask_in_group(self, person: str) -> None:
        """Say it where others read; one at a time, so that it is known who is answered."""
        if self.clients.group.id in self.busy:
            return
        self.busy.add(self.clients.group.id)
        try:
            text = f"@Photobot {self.random.choice(WRONG + TALK[:6])}"
            await self.clients.say(person, text, where=self.clients.group)
            await self.clients.settled_in(self.clients.group.id)
        finally:
            self.busy.discard(self.clients.group.id)
            self.clients.messages.keep_newest(self.clients.group.id, KEPT_MESSAGES)

    async def edit(self, person: str) -> None:
        """Change what one wrote, which may be answered or not."""
        chat = self.clients.messages.all(self.clients.own(person).id)
        mine = [message for message in chat if message.sender == person]
        if mine:
            self.clients.client.edit(mine[-1], self.random.choice(WRONG + TALK))

    async def send_picture(self, person: str) -> None:
        """Send a photograph, dropped into the text or as a file, and mostly want it everywhere."""
        content = self.random.choice(self.photographs)
        if self.random.random() < 0.5:
            await self.clients.say(person, "", pictures=(Picture(content, "image/jpeg"),))
        else:
            await self.clients.say(person, "", files=(File("me.jpg", content),))
        if self.random.random() < 0.7:
            await self._press_one(person, verb="replace")

    async def send_hostile_picture(self, person: str) -> None:
        """Send something that is not what its name says."""
        content = self.random.choice(self.hostile)
        if self.random.random() < 0.5:
            await self.clients.say(person, "", pictures=(Picture(content, "image/png"),))
        else:
            await self.clients.say(person, "", files=(File("photo.png", content),))

    # What people press.

    async def press(self, person: str) -> None:
        """Press a button of one of the newest cards."""
        await self._press_one(person)

    async def press_twice(self, person: str) -> None:
        """Press the same button twice at once."""
        if found := self._offered(person):
            await asyncio.gather(*(self.clients.invoke(person, *found) for _ in range(2)))

    async def press_forged(self, person: str) -> None:
        """Send what no card offered, or what somebody else's card did."""
        cards = self.clients.cards(person)
        if not cards:
            return
        other = self.random.choice(list(self.clients.company.simulation.tenant.people))
        theirs = self._offered(other)
        forged = self.random.choice([*FORGED, {"card": str(uuid4())}])
        data = theirs[1]["data"] if theirs and self.random.random() < 0.5 else forged
        action = {"verb": self.random.choice(VERBS), "data": data}
        await self.clients.invoke(person, cards[-1], action)

    async def press_stale(self, person: str) -> None:
        """Press the button of a card that has since been written anew."""
        found = self._offered(person)
        if found:
            await self.clients.invoke(person, *found)
            await self.clients.settled(person)
            await self.clients.invoke(person, *found)

    async def refresh(self, person: str) -> None:
        """Let a client refresh a card by itself."""
        if found := self._offered(person, "check"):
            await self.clients.invoke(person, *found, trigger="automatic")

    async def submit(self, person: str) -> None:
        """Press the Action.Submit that old clients show."""
        card, action = self._offered(person) or (None, {})
        data = action.get("fallback", {}).get("data") if card else None
        if card and data:
            await self.clients.client.submit(person, self.clients.own(person), card, data)

    async def _press_one(self, person: str, verb: str = "") -> None:
        if found := self._offered(person, verb):
            await self.clients.invoke(person, *found)

    # What happens apart from the chat.

    async def reinstall(self, person: str) -> None:
        """Remove the app and add it again."""
        await self.clients.client.remove(person, self.clients.own(person))
        await self.clients.client.open(person, self.clients.own(person))

    async def change_photo(self, person: str) -> None:
        """Change the photo in Microsoft 365, and perhaps let SharePoint fetch it."""
        self.clients.screens.photo_changed(person)
        self.clients.company.upload_another_photo(person)
        if self.random.random() < 0.3:
            self.clients.company.visit_sharepoint(person)

    def _offered(self, person: str, verb: str = "") -> Button | None:
        """A button of one of the newest cards, by chance."""
        offered = self.clients.offered(person, verb)
        return self.random.choice(offered) if offered else None
