"""Takes a turn to its behaviour, and the behaviour's reply to the person."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog

from bot.chat.conversation import ConversationStore
from bot.chat.ports import UNCONFIRMED, Messenger, NotDelivered
from bot.chat.reply import Reply
from bot.chat.router import Dispatcher
from bot.chat.turn import Left, Pressed, Said, Scope, Turn
from bot.core.logs import where_it_broke
from bot.teams.invokes import failed, shown, toast
from bot.teams.ports import Notices

Post = Callable[[Reply], Awaitable[str]]
Work = Callable[[], Awaitable[None]]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Answered:
    """What goes back over HTTP, and what is left to do once it was written."""

    body: dict[str, Any] | None = None
    afterwards: Work | None = None
    status: int = 200


class Bot:
    """Never leaves a person without an answer, and never answers twice."""

    def __init__(
        self,
        router: Dispatcher,
        conversations: ConversationStore,
        messenger: Messenger,
        notices: Notices,
    ) -> None:
        self._router = router
        self._conversations = conversations
        self._messenger = messenger
        self._notices = notices

    async def on_message(self, turn: Turn, post: Post) -> Answered:
        """Answer what was said, submitted or installed, with a message of its own."""
        try:
            reply = await self._reply(turn)
        except Exception as error:  # noqa: BLE001 - whatever a behaviour raises, the person is told
            _log_failure(turn, error)
            await self._show(turn, self._notices.failed(turn.where.locale), post)
            return Answered()
        if reply is None:
            return Answered()
        await self._show(turn, reply, post)
        return Answered(afterwards=reply.afterwards)

    async def on_press(self, turn: Turn, *, automatic: bool) -> Answered:
        """Answer a pressed button: one's own card is replaced, words go beside a shared one."""
        alone = turn.scope is Scope.PERSONAL
        if automatic and not alone:
            return Answered(shown(None))
        try:
            reply = await self._reply(turn)
        except Exception as error:  # noqa: BLE001 - whatever a behaviour raises, the person is told
            _log_failure(turn, error)
            return Answered(failed(self._notices.failed(turn.where.locale).summary))
        if reply is None:
            return Answered(shown(None))
        body = shown(reply) if alone else toast(reply.summary)
        return Answered(body, partial(self._settle, turn, reply, automatic=automatic))

    async def _reply(self, turn: Turn) -> Reply | None:
        if turn.guest:
            told = isinstance(turn.event, Said | Pressed)
            return self._notices.stranger(turn.where.locale) if told else None
        if turn.scope is Scope.PERSONAL and not isinstance(turn.event, Left):
            turn = replace(turn, where=await self._conversations.remember(turn.where))
        return await self._router.dispatch(turn)

    async def _show(self, turn: Turn, reply: Reply, post: Post) -> None:
        try:
            message_id = await self._replace(turn, reply) or await post(reply)
        except NotDelivered as failure:
            _log.warning("reply_not_delivered", reason=failure.reason, status=failure.status)
            if failure.reason != UNCONFIRMED:
                return
            message_id = None
        await _delivered(turn, reply, message_id)

    async def _replace(self, turn: Turn, reply: Reply) -> str | None:
        """Update the card that was pressed; None where there is none to replace."""
        message_id = _own_card(turn)
        if message_id is None:
            return None
        try:
            await self._messenger.update(turn.where, message_id, reply.card, reply.summary)
        except NotDelivered as failure:
            if failure.reason in ("message_gone", "gone", "not_found"):
                return None
            raise
        return message_id

    async def _settle(self, turn: Turn, reply: Reply, *, automatic: bool) -> None:
        message_id = _own_card(turn)
        if message_id is not None:
            await _delivered(turn, reply, message_id)
            if not automatic and reply.afterwards is None:
                await self._keep(turn, reply, message_id)
        if reply.afterwards is not None:
            await reply.afterwards()

    async def _keep(self, turn: Turn, reply: Reply, message_id: str) -> None:
        # A client forgets the card of an invoke's answer; only the message's own card stays.
        try:
            await self._messenger.update(turn.where, message_id, reply.card, reply.summary)
        except NotDelivered as failure:
            _log.warning("card_not_kept", reason=failure.reason, status=failure.status)


def _own_card(turn: Turn) -> str | None:
    """The message whose button was pressed, where nobody else reads it."""
    if isinstance(turn.event, Pressed) and turn.scope is Scope.PERSONAL:
        return turn.event.message_id
    return None


async def _delivered(turn: Turn, reply: Reply, message_id: str | None) -> None:
    if reply.delivered is None:
        return
    try:
        await reply.delivered(message_id)
    except Exception as error:  # noqa: BLE001 - the card is out; what follows it must still run
        _log_failure(turn, error)


def _log_failure(turn: Turn, error: Exception) -> None:
    event = type(turn.event).__name__
    _log.error("behaviour_failed", event_type=event, **where_it_broke(error))
