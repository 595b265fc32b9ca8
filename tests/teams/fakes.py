"""What stands around the endpoint in tests: time, the connector's far end, behaviours."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.chat.conversation import ConversationReference
from bot.chat.reply import Reply
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.core.failures import ServiceFailure

Script = Callable[[web.Request], web.StreamResponse]


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
    """The connector's server: records what it gets and answers as it is told, else 201."""

    sent: list[Sent] = field(default_factory=list)
    script: deque[Script] = field(default_factory=deque)

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
        if self.script:
            return self.script.popleft()(request)
        return web.json_response({"id": f"message-{len(self.sent)}"}, status=201)


@dataclass
class Tokens:
    """Gives token-1 until it is forgotten, then token-2."""

    count: int = 1
    failure: ServiceFailure | None = None
    scopes: list[str] = field(default_factory=list)

    async def token(self, scope: str) -> str:
        if self.failure is not None:
            raise self.failure
        self.scopes.append(scope)
        return f"token-{self.count}"

    def forget(self, token: str) -> None:
        assert token == f"token-{self.count}"
        self.count += 1


@dataclass
class Memory:
    references: list[ConversationReference] = field(default_factory=list)

    async def remember(self, reference: ConversationReference) -> ConversationReference:
        self.references.append(reference)
        return reference

    async def of_person(self, person_id: str) -> ConversationReference | None:
        raise AssertionError("the channel does not look for chats")

    async def drop(self, chat: ConversationReference) -> None:
        raise AssertionError("the channel closes no chat")

    async def forget(self, person_id: str) -> None:
        raise AssertionError("the channel forgets no person")


class Notices:
    def failed(self, locale: str | None) -> Reply:
        return Reply(card("Sorry, that went wrong. Please try again."), f"Sorry ({locale})")

    def stranger(self, locale: str | None) -> Reply:
        return Reply(card("Only members can be served."), "Only members")


def card(text: str) -> dict[str, Any]:
    body = [{"type": "TextBlock", "text": text}]
    return {"type": "AdaptiveCard", "version": "1.5", "body": body}


@dataclass
class Behaviours:
    """One behaviour for everything: records the turn and gives the reply, or raises the error."""

    turns: list[Turn] = field(default_factory=list)
    reply: Reply | None = field(default_factory=lambda: Reply(card("Hello"), "Hello"))
    error: Exception | None = None
    before: Callable[[Turn], Any] | None = None

    async def __call__(self, turn: Turn) -> Reply | None:
        self.turns.append(turn)
        if self.before is not None:
            await self.before(turn)
        if self.error is not None:
            raise self.error
        return self.reply

    def router(self) -> Router:
        return Router(
            verbs={"check": self},
            intents={"anything": self},
            recognise=lambda text: "anything",
            otherwise=self,
            joined=self,
            left=self,
        )
