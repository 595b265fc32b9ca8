"""Plays a state: somebody says that their photo is wrong, and presses what the card offers."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bot.chat.turn import PictureKind, PictureReference, Said, Turn
from bot.results.record import Evidence, record_of
from bot.use_cases.by_rights import UseCases
from bot.use_cases.people import People
from bot.use_cases.refusals import Refusals
from tests.behaviours.fakes import FakePictures, Shown, pressed, turn
from tests.behaviours.stage import Stage
from tests.model.company import NEW, Company
from tests.model.state import Grant, Rules, State, Wish
from tests.model.truth import Judge, Truth
from tests.scenarios.drawing import drawn
from tests.use_cases.tenant import opened

PICTURE = PictureReference(PictureKind.INLINE, "https://smba.example/picture")


@dataclass(frozen=True)
class Screen:
    """What was shown, what was kept of it, and what was true before and at that moment."""

    shown: Shown
    evidence: Evidence | None
    before: Truth
    truth: Truth

    @property
    def title(self) -> str:
        title: str = self.shown.card["body"][0]["text"]
        return title

    @property
    def is_check_result(self) -> bool:
        """Whether it shows copies side by side."""
        return any(each["type"] == "ColumnSet" for each in self.shown.card["body"])

    def offer(self, verb: str | None) -> Mapping[str, Any] | None:
        """The button of this verb, or else the one that is offered before all others."""
        wanted = ("verb", verb) if verb else ("style", "positive")
        actions = self.shown.card.get("actions", ())
        return next((each for each in actions if wanted in each.items()), None)


@dataclass(frozen=True)
class Players:
    """Plays states; whoever was granted the same in the same tenant shares connections."""

    company: Company
    judge: Judge
    stack: AsyncExitStack
    use_cases: dict[tuple[Grant, Rules], UseCases] = field(default_factory=dict)

    async def play(self, state: State) -> list[Screen]:
        """Everything that was shown, from the first answer to the last."""
        self.company.begin(state)
        picture, wish = FakePictures(drawn(NEW)), state.wish
        chat = Stage(pictures=picture, by_rights=await self._use_cases(state))
        pictures = (PICTURE,) if wish is Wish.NEW_PICTURE else ()
        screens = [await self._shown(chat, turn(Said(wish.words, pictures)))]
        self.company.go_on(state)
        for tap, verb in enumerate(wish.presses):
            offer = screens[-1].offer(verb)
            if offer is None:
                break
            press = pressed(offer["verb"], offer["data"], f"tap {tap}")
            screens.append(await self._shown(chat, press))
        return screens

    async def _shown(self, chat: Stage, turn: Turn) -> Screen:
        before = self.judge.truth()
        shown = await chat.play(turn)
        assert shown is not None, "nothing was answered"
        assert chat.channel.sent == [], "another card was sent"
        assert chat.channel.updates == [], "the card was changed"
        *_, newest = chat.cards.rows.values()
        return Screen(shown, record_of(newest).evidence, before, self.judge.truth())

    async def _use_cases(self, state: State) -> UseCases:
        """As new: nothing is remembered of the person."""
        key = (state.grant, state.rules)
        if key not in self.use_cases:
            session = opened(self.company.simulation, "writer")
            self.use_cases[key] = await self.stack.enter_async_context(session)
        opened_before = self.use_cases[key]
        check = replace(opened_before.check, refusals=Refusals())
        sync = replace(opened_before.sync, check=check)
        people = People(opened_before.people.microsoft_365)
        return replace(opened_before, people=people, check=check, sync=sync)


@asynccontextmanager
async def players(company: Company) -> AsyncIterator[Players]:
    """Connections are opened when they are needed, and closed in the end."""
    async with AsyncExitStack() as stack:
        yield Players(company, Judge(company.simulation), stack)
