"""What people see: when a card came, how long it waits, and whether what it says is true."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from bench.soak.verdicts import Wait, note
from bot.chat.language import load_languages
from simulation.channel.identity import BOT
from simulation.channel.messages import Message
from simulation.people import Silhouette
from tests.scenarios.card import SAYS_RIGHT, WAITING, Card
from tests.scenarios.company import Company

SAYS_NONE = frozenset(
    {
        *("You don't have a photo yet", "There's no photo of you to remove"),
        "Done! Your photo is removed",
    }
)
NO_PHOTO = frozenset({None, str(Silhouette())})
CARD = "application/vnd.microsoft.card.adaptive"
# What was said late may be about the photo from before.
UNSETTLED_SECONDS = 90.0


@dataclass(frozen=True)
class Titles:
    """Titles in every language, by what they mean."""

    waiting: frozenset[str]
    right: frozenset[str]
    none: frozenset[str]

    @classmethod
    def in_every_language(cls) -> "Titles":
        """Translate the English ones."""
        languages = load_languages().known.values()

        def every(titles: frozenset[str]) -> frozenset[str]:
            return frozenset(each.gettext(title) for each in languages for title in titles)

        return cls(every(WAITING), every(SAYS_RIGHT), every(SAYS_NONE))


@dataclass
class Screens:
    """Everybody's chats, as far as they have to be judged.

    Attributes:
        owners: whose own chat a conversation is; what others read too has no owner.
        spoken: when the bot last said something, by conversation.
        waiting: since when a card says that something is under way, by conversation and message.
        waited: every card that said so, and when it was finished.
        claims: how often a card said that everything is right, or that there is no photo.
        unsettled: how many of these were not judged, for the photo had just been changed.
        overheard: cards that tell of somebody where others read.
        private: words that may stand in somebody's own chat only, in lower case.
        false: claims that the tenant contradicted at that moment.
        changed: when the photo was last changed by others than the bot, by person.
    """

    company: Company
    owners: Mapping[str, str]
    titles: Titles = field(default_factory=Titles.in_every_language)
    now: Callable[[], float] = monotonic
    spoken: dict[str, float] = field(default_factory=dict)
    waiting: dict[tuple[str, str], float] = field(default_factory=dict)
    waited: list[Wait] = field(default_factory=list)
    claims: int = 0
    unsettled: int = 0
    false: list[str] = field(default_factory=list)
    overheard: list[str] = field(default_factory=list)
    private: frozenset[str] = frozenset()
    changed: dict[str, float] = field(default_factory=dict)

    async def watch(self) -> None:
        """Take what the bot posts and updates, until cancelled."""
        with self.company.simulation.channel.channel.feed.listen() as events:
            while True:
                event = await events.get()
                if event is None:
                    return
                message = event.get("message")
                # What vanishes for one person shows nothing new.
                if event["event"] != "message" or not isinstance(message, Message):
                    continue
                if message.sender == BOT:
                    content = content_of(message)
                    self.take(message.conversation, message.id, content, message.only_for)

    def take(
        self,
        conversation: str,
        message_id: str,
        content: Mapping[str, Any] | None,
        only_for: str = "",
    ) -> None:
        """Note what a message shows now, to one person only or to all; None without a card."""
        moment = self.now()
        self.spoken[conversation] = moment
        card = Card(message_id, content) if content and content.get("body") else None
        title = card.title if card and card.texts else ""
        self._note_waiting((conversation, message_id), title, moment)
        if person := only_for or self.owners.get(conversation):
            self._judge(title, person, moment)
        elif any(word in str(content).casefold() for word in self.private):
            note(self.overheard, f"a card that others read: “{title}”")

    def waits_in(self, conversation: str) -> bool:
        """Whether a card of this conversation waits for its result."""
        return any(place == conversation for place, _ in self.waiting)

    def still_waiting(self) -> Iterator[Wait]:
        """Cards that are not finished."""
        return (Wait(f"card in {place}", start, None) for (place, _), start in self.waiting.items())

    def photo_changed(self, person: str) -> None:
        """Note that others than the bot change somebody's photo."""
        self.changed[person] = self.now()

    def _note_waiting(self, where: tuple[str, str], title: str, moment: float) -> None:
        if title in self.titles.waiting:
            self.waiting.setdefault(where, moment)
        elif where in self.waiting:
            self.waited.append(Wait("card", self.waiting.pop(where), moment))

    def _judge(self, title: str, person: str, moment: float) -> None:
        says_right, says_none = title in self.titles.right, title in self.titles.none
        if not (says_right or says_none):
            return
        self.claims += 1
        if moment - self.changed.get(person, float("-inf")) < UNSETTLED_SECONDS:
            self.unsettled += 1
        elif not (self.company.is_in_sync(person) if says_right else self._has_none(person)):
            self._note_false(title, person)

    def _note_false(self, title: str, person: str) -> None:
        cloud, held = self.company.cloud_upload(person), self.company.sharepoint_uploads(person)
        note(self.false, f"“{title}”, but {person} has {cloud} and {held}")

    def _has_none(self, person: str) -> bool:
        stored = {self.company.cloud_upload(person)}
        return stored | set(self.company.sharepoint_uploads(person).values()) <= NO_PHOTO


def content_of(message: Message) -> Mapping[str, Any] | None:
    """The card of a message, if it has one."""
    cards = [each for each in message.attachments if each.get("contentType") == CARD]
    return cards[0]["content"] if len(cards) == 1 else None
