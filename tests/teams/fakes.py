"""What stands around the channel in tests: time, the connector's far end, behaviours."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.chat.conversation import ConversationReference
from bot.chat.dispatcher import Dispatcher
from bot.chat.language import load_languages
from bot.chat.privacy import ANSWER_WITHIN_SECONDS, Privacy
from bot.chat.router import Router
from bot.chat.surface import Card, NotDelivered
from bot.chat.turn import Turn
from bot.core.failures import ServiceFailure
from bot.teams.surfaces import TeamsChannel
from bot.texts.buttons import CheckButton
from bot.texts.general import apology, guest_message
from tests.behaviours.fakes import FakeTargetedStore
from tests.behaviours.memory import FakePreferences
from tests.behaviours.nobody_nudged import NoPresses

LANGUAGES = load_languages()
Script = Callable[[web.Request], web.StreamResponse]
Step = Callable[[Turn], Awaitable[object]]


def nobody_missed(turn: Turn, _services: object) -> AbstractAsyncContextManager[Turn]:
    return nullcontext(turn)


@dataclass
class Time:
    """A clock that only moves when somebody sleeps."""

    now: float = 0.0
    pauses: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@dataclass
class Sent:
    method: str
    path: str
    body: Any
    authorization: str | None


@dataclass
class FarEnd:
    """The connector's server: records what it gets and answers as it is told, else 201.

    With `held` it answers nothing before that is set.
    """

    sent: list[Sent] = field(default_factory=list)
    script: deque[Script] = field(default_factory=deque)
    order: list[str] = field(default_factory=list)
    held: asyncio.Event | None = None

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        return app

    def answers(self, status: int, body: Any = None, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.script.append(lambda _: web.json_response(body, status=status, headers=named))

    def breaks_off(self) -> None:
        def cut(request: web.Request) -> web.StreamResponse:
            assert request.transport is not None
            request.transport.close()
            return web.Response()

        self.script.append(cut)

    async def _take(self, request: web.Request) -> web.StreamResponse:
        body = await request.json() if request.can_read_body else None
        authorization = request.headers.get("Authorization")
        self.sent.append(Sent(request.method, request.raw_path, body, authorization))
        self.order.append(request.method)
        if self.held:
            await self.held.wait()
        if self.script:
            return self.script.popleft()(request)
        return web.json_response({"id": f"message-{len(self.sent)}"}, status=201)


@dataclass
class Tokens:
    """Gives token-1 until it is forgotten, then token-2; fails at first as it is told to."""

    count: int = 1
    failure: ServiceFailure | None = None
    failures: list[ServiceFailure] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)

    async def token(self, scope: str) -> str:
        if failure := self.failures.pop(0) if self.failures else self.failure:
            raise failure
        self.scopes.append(scope)
        return f"token-{self.count}"

    def forget(self, token: str) -> None:
        assert token == f"token-{self.count}"
        self.count += 1


@dataclass
class Memory:
    references: list[ConversationReference] = field(default_factory=list)
    known: dict[str, ConversationReference] = field(default_factory=dict)

    async def remember(self, reference: ConversationReference) -> ConversationReference:
        self.references.append(reference)
        return reference

    async def of_person(self, person_id: str) -> ConversationReference | None:
        return self.known.get(person_id)

    async def drop(self, chat: ConversationReference) -> None:
        raise AssertionError("the channel closes no chat")

    async def forget(self, person_id: str) -> None:
        raise AssertionError("the channel forgets no person")


@dataclass
class Receipts:
    """Keeps who read up to which message; fails as it is told to."""

    read: list[tuple[str, str, int]] = field(default_factory=list)
    failure: Exception | None = None

    async def note_read(self, reader: str, conversation_id: str, last: int, now: datetime) -> None:
        if self.failure:
            raise self.failure
        self.read.append((reader, conversation_id, last))


def card(text: str) -> Card:
    body = [{"type": "TextBlock", "text": text}]
    return {"type": "AdaptiveCard", "version": "1.5", "body": body}


@dataclass
class Behaviours:
    """One behaviour for everything: records the turn and shows the card, or raises the error.

    Attributes:
        heard: what the channel made of each activity, also where no behaviour answers it.
        shown_as: the ids that the behaviour was given for its card.
        refusals: why its card was not delivered.
        in_public: whether it says nothing of anybody, so that it answers before others.
        targeted: which messages only one person sees.
        answer_within: seconds after which a line in public says that the answer comes.
        recognise: what hears the text; whatever it finds, this behaviour answers.
        before, after: what it does before the card is shown, and afterwards.
    """

    heard: list[Turn] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    shown_as: list[str | None] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    card: Card | None = field(default_factory=lambda: card("Hello"))
    waiting: bool = False
    error: Exception | None = None
    recognise: Callable[[str], object] = len
    in_public: bool = True
    targeted: FakeTargetedStore = field(default_factory=FakeTargetedStore)
    answer_within: float = ANSWER_WITHIN_SECONDS
    before: Step | None = None
    after: Step | None = None

    async def __call__(self, turn: Turn, _: "Behaviours") -> None:
        self.turns.append(turn)
        if self.before is not None:
            await self.before(turn)
        if self.error is not None:
            raise self.error
        if self.card is not None:
            await self._show(turn, self.card)
        if self.after is not None:
            await self.after(turn)

    async def _show(self, turn: Turn, shown: Card) -> None:
        try:
            self.shown_as.append(await turn.surface.show(shown, "Hello", waiting=self.waiting))
        except NotDelivered as refusal:
            self.refusals.append(refusal.reason)
            raise

    def answering(self, memory: Memory, channel: TeamsChannel) -> Callable[[Turn], Awaitable[None]]:
        """Give what the handler hands its turns to."""
        dispatcher = Dispatcher(
            router=self._router(),
            services=self,
            recognise=self._recognise,
            languages=LANGUAGES,
            chats=memory,
            preferences=FakePreferences(),
            privacy=Privacy(
                channel,
                memory,
                self.targeted,
                LANGUAGES,
                "https://teams.example/chat",
                apology,
                self.answer_within,
            ),
            guest=guest_message,
            tell_missed=nobody_missed,
            presses=NoPresses(),
        )

        async def answer(turn: Turn) -> None:
            self.heard.append(turn)
            await dispatcher(turn)

        return answer

    def _recognise(self, text: str, _language: str) -> str:
        self.recognise(text)
        return "anything"

    def _router(self) -> "Router[Behaviours]":
        router = Router[Behaviours]()
        for in_public in (False, True) if self.in_public else (False,):
            router.says("anything", in_public=in_public)(self)
            router.press(CheckButton, in_public=in_public)(self)
            router.joins(in_public=in_public)(self)
            router.otherwise(in_public=in_public)(self)
        router.leaves()(self)
        return router
