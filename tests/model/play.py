"""Plays a state: somebody says that their photo is wrong, and presses what the card offers."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from bot.chat.turn import Said, Turn
from bot.results.record import record_of
from bot.use_cases.by_rights import UseCases
from bot.use_cases.people import People
from bot.use_cases.refusals import Refusals
from simulation.people import Picture
from tests.behaviours.fakes import FakePictures, pressed, turn
from tests.behaviours.memory import FakeEffects, FakeLeases
from tests.behaviours.stage import Stage
from tests.model.company import NEW, RIVALS_NEW, Company
from tests.model.rivals import PICTURE, RivalPresses, WatchedEffects
from tests.model.screen import Screen
from tests.model.state import Grant, Rules, State, Wish
from tests.model.truth import Judge
from tests.scenarios.drawing import drawn
from tests.use_cases.fakes import FakeProvenFiles
from tests.use_cases.tenant import opened


@dataclass(frozen=True)
class Played:
    """What was shown on the card of the state's wish, and on the rival's."""

    screens: list[Screen]
    rival: RivalPresses


@dataclass(frozen=True)
class Players:
    """Plays states; whoever was granted the same in the same tenant shares connections."""

    company: Company
    judge: Judge
    stack: AsyncExitStack
    use_cases: dict[tuple[Grant, Rules], UseCases] = field(default_factory=dict)

    async def play(self, state: State) -> Played:
        """Everything that was shown, from the first answer to the last."""
        self.company.begin(state)
        wish, leases = state.wish, FakeLeases()
        effects = WatchedEffects(leases=leases)
        proven = self.company.proven(state)
        chat = await self._chat(state, NEW, effects, proven)
        other = await self._chat(state, RIVALS_NEW, FakeEffects(leases=leases), proven)
        rival = RivalPresses(state.rival, partial(self._shown, other), leases)
        pictures = (PICTURE,) if wish is Wish.NEW_PICTURE else ()
        screens = [await self._shown(chat, turn(Said(wish.words, pictures)))]
        self.company.go_on(state)
        for tap, verb in enumerate(wish.presses):
            offer = screens[-1].offer(verb)
            if offer is None:
                break
            if state.has_rival_at(tap):
                await rival.ask()
                effects.before_each = rival.at_a_write
            press = pressed(offer["verb"], offer["data"], f"tap {tap}")
            screens.append(await self._shown(chat, press))
            effects.before_each = None
            if rival.has_taken:
                # It ends here, as the next press would be another act.
                return Played(screens, rival)
        await rival.press()
        return Played(screens, rival)

    async def _chat(
        self, state: State, picture: Picture, effects: FakeEffects, proven: FakeProvenFiles
    ) -> Stage:
        """A process with which somebody talks who may send this picture."""
        assert effects.leases is not None
        return Stage(
            pictures=FakePictures(drawn(picture)),
            by_rights=await self._use_cases(state, proven),
            effects=effects,
            leases=effects.leases,
        )

    async def _shown(self, chat: Stage, turn: Turn) -> Screen:
        before = self.judge.truth()
        shown = await chat.play(turn)
        assert shown is not None, "nothing was answered"
        assert chat.channel.sent == [], "another card was sent"
        assert chat.channel.updates == [], "the card was changed"
        *_, newest = chat.cards.rows.values()
        return Screen(shown, record_of(newest).evidence, before, self.judge.truth())

    async def _use_cases(self, state: State, proven: FakeProvenFiles) -> UseCases:
        """As new: nothing is remembered of the person but what earlier syncs proved."""
        key = (state.grant, state.rules)
        if key not in self.use_cases:
            session = opened(self.company.simulation, "writer")
            self.use_cases[key] = await self.stack.enter_async_context(session)
        opened_before = self.use_cases[key]
        check = replace(opened_before.check, refusals=Refusals(), proven_files=proven)
        sync = replace(opened_before.sync, check=check)
        people = People(opened_before.people.microsoft_365, opened_before.check.now)
        return replace(opened_before, people=people, check=check, sync=sync)


@asynccontextmanager
async def players(company: Company) -> AsyncIterator[Players]:
    """Connections are opened when they are needed, and closed in the end."""
    async with AsyncExitStack() as stack:
        yield Players(company, Judge(company.simulation), stack)
