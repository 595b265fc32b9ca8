"""A simulated company whose people change photos, and who of them has to be written to."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from random import Random

from bot.chat.conversation import ConversationReference
from bot.storage.conversations import REFUSED, REMEMBER
from bot.storage.database import Database
from simulation.channel.conversations import Conversation
from simulation.channel.faults import Fault as ChannelFault
from simulation.channel.identity import bot_id, user_id
from simulation.channel.messages import Message
from simulation.crowd import Crowd
from simulation.faults import Fault, Kind
from simulation.running import Simulation
from simulation.serve import serve
from simulation.tenant.lazy_pull import Outcome

# Of a crowd, some have no photo, are guests, or may not sign in.
CROWD_SHARE = 1.3
# For each hundred who have to be written to, so many are settled by then, and so many get a new
# etag of the same picture.
SETTLED_SHARE, MOVED_SHARE = 0.05, 0.03
BATCH_SECONDS = 0.2
SEND_SECONDS = 0.25
# So many messages meet each fault of the channel.
FAULTS = 20
FAULT_CHANCE = 0.02
ALWAYS = 10**9


@dataclass(frozen=True)
class Cast:
    """What happens to the photos of whom, by object id.

    Attributes:
        stale: theirs changes, and SharePoint keeps the former one.
        settled: theirs changes, and SharePoint fetches it.
        moved: theirs gets a new etag, and is the same picture.
    """

    everybody: tuple[str, ...]
    stale: frozenset[str]
    settled: frozenset[str]
    moved: frozenset[str]

    @property
    def changed(self) -> frozenset[str]:
        """Whose photo a sweep finds changed."""
        return self.stale | self.settled | self.moved


def cast_of(crowd: Crowd, people: int, chance: Random) -> Cast:
    """Choose so many people who have to be written to, and some of each other kind."""
    numbers = [number for number in range(len(crowd)) if _is_watched(crowd, number)]
    chance.shuffle(numbers)
    chosen = iter(numbers)

    def some(count: int) -> frozenset[str]:
        return frozenset(crowd.key(next(chosen)) for _ in range(count))

    return Cast(
        tuple(map(crowd.key, range(len(crowd)))),
        stale=some(people),
        settled=some(round(people * SETTLED_SHARE)),
        moved=some(round(people * MOVED_SHARE)),
    )


def _is_watched(crowd: Crowd, number: int) -> bool:
    """Tell whether somebody who may sign in has a photo that SharePoint shows."""
    portrait = crowd.portrait(number)
    return (
        portrait is not None
        and crowd.in_sharepoint(number) == portrait
        and crowd.person(number).account_enabled
    )


@dataclass(frozen=True)
class WatchedCompany:
    """The company, and its own record of what arrived: new messages, by object id."""

    simulation: Simulation
    cast: Cast
    arrived: Counter[str] = field(default_factory=Counter)

    async def open_chats(self, database: Database) -> None:
        """Let everybody have a chat with the bot, as if they had written to it before."""
        channel = self.simulation.channel.channel
        client, app = channel.client, self.simulation.apps.bot.client_id
        chats = []
        for person in self.cast.everybody:
            where = client.conversations.personal(person)
            client.installations.conversations.add(where.id)
            chats.append(
                ConversationReference(
                    person,
                    where.id,
                    channel.service_url,
                    self.simulation.tenant.id,
                    bot_id(app),
                    user_id(app, person),
                    "en-US",
                )
            )
        async with database.connection(60) as connection, connection.cursor() as cursor:
            await cursor.executemany(REMEMBER, [asdict(chat) | REFUSED for chat in chats])
        channel.connector.bot_messages.posted.append(self._note)

    def disturb(self) -> None:
        """Let batches and messages take a while, and some messages meet a fault of the channel."""
        tenant, faults = self.simulation.tenant, self.simulation.channel.channel.delivery.faults
        slow = Fault(Kind.STALL, service="graph", route=r"\$batch", seconds=BATCH_SECONDS)
        self.simulation.faults.add(slow, tenant)
        often = ChannelFault("send", delay=SEND_SECONDS, times=FAULTS, chance=FAULT_CHANCE)
        for fault in (
            replace(often, status=504, delivered=True),
            replace(often, status=503),
            replace(often, status=429, retry_after=1),
            replace(often, times=ALWAYS, chance=1.0),
        ):
            faults.tell(fault)

    @property
    def lost_answers(self) -> int:
        """How many messages arrived so far of which the channel said 504."""
        pending = self.simulation.channel.channel.delivery.faults.pending
        return FAULTS - sum(fault.times for fault in pending if fault.status == 504)

    def change_photos(self) -> None:
        """Let people change their photos, and some of them look at SharePoint."""
        tenant = self.simulation.tenant
        now, photos = tenant.clock.now(), tenant.photos
        # Pictures that exist: drawing one for each would take minutes.
        shown = {
            photos[person].origin: photos[person]
            for person in self.cast.everybody[:100]
            if person in photos
        }
        for number, person in enumerate(sorted(self.cast.changed)):
            photo, etag = photos[person], tenant.new_etag()
            if person not in self.cast.moved:
                others = [each for origin, each in shown.items() if origin != photo.origin]
                photo = replace(others[number % len(others)], changed=now)
            photos[person] = replace(photo, etag=etag)
        pulled = {tenant.open_sharepoint(person) for person in sorted(self.cast.settled)}
        assert pulled <= {Outcome.PULLED}, pulled

    def _note(self, where: Conversation, _: Message) -> None:
        self.arrived.update(where.members)


@asynccontextmanager
async def watched_company(
    folder: Path, people: int, chance: Random
) -> AsyncIterator[WatchedCompany]:
    """Serve a company in which so many people have to be written to."""
    crowd = Crowd(round(people * CROWD_SHARE) + 50, stale=0)
    async with serve(folder, roster=(), crowd=crowd) as simulation:
        yield WatchedCompany(simulation, cast_of(crowd, people, chance))
