"""Answers the invokes of a message extension within the time that a client waits."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog

from bot.chat.extension import ExtensionAnswer, ExtensionRequest, Say, Stage
from bot.chat.language import Gettext, Languages
from bot.core.background import Background
from bot.core.clock import Now
from bot.core.logs import where_it_broke
from bot.teams.extension_answers import extension_body
from bot.teams.extension_requests import extension_request
from bot.teams.incoming import Incoming

# Clients wait 5 seconds and then ask again, twice (docs/teams.md, "Message extensions").
EXTENSION_SECONDS = 4.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ExtensionInvokes:
    """The answers to the three invokes of a message extension.

    Attributes:
        answer: answers a request, and may raise anything.
        failed: the words where it raises.
        late: the words where it takes longer than `seconds`. What was submitted goes on by then,
            as it may have changed something; what only reads is given up.
    """

    answer: Callable[[ExtensionRequest], Awaitable[ExtensionAnswer]]
    failed: Callable[[Stage, Gettext], str]
    late: Callable[[Stage, Gettext], str]
    languages: Languages
    background: Background
    now: Now
    seconds: float = EXTENSION_SECONDS

    async def body(self, activity: Incoming, bot_id: str, stage: Stage) -> dict[str, Any]:
        """Return the body of the answer to an invoke; raises Refusal 400."""
        request = extension_request(activity, bot_id, stage, self.languages, self.now())
        answered: asyncio.Future[ExtensionAnswer] = asyncio.get_running_loop().create_future()
        work = self.background.start(self._complete(request, answered))
        await asyncio.wait({answered}, timeout=self.seconds)
        if not answered.done():
            _log.warning("extension_answer_is_late", stage=stage.value)
            answered.set_result(Say(self.late(stage, request.reader.gettext)))
            if stage is not Stage.SUBMIT:
                work.cancel()
        return extension_body(answered.result(), stage)

    async def _complete(
        self, request: ExtensionRequest, answered: "asyncio.Future[ExtensionAnswer]"
    ) -> None:
        try:
            answer = await self.answer(request)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an apology
            stage = request.stage
            _log.error("extension_failed", stage=stage.value, **where_it_broke(error))
            answer = Say(self.failed(stage, request.reader.gettext))
        if not answered.done():
            answered.set_result(answer)
