"""Say at the next occasion which promised recheck could not be told, and try the others again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

from bot.behaviours.recheck import texts
from bot.chat.opening import OpeningSurface
from bot.chat.turn import Turn
from bot.services import Services
from bot.use_cases.authorizer import Act


@asynccontextmanager
async def tell_missed(turn: Turn, services: Services) -> AsyncIterator[Turn]:
    """Yield the turn so that its answer opens with the promises that were not kept, once.

    The person writes, so their chat is open: what it refused is tried again after the answer.
    """
    undelivered = await services.outbox.undelivered(Act.RECHECK, turn.reader.id)
    if missed := [message for message in undelivered if message.told_at is None]:
        words = " ".join(texts.missed(message, turn.reader.gettext) for message in missed)
        told = partial(services.outbox.note_told, missed)
        turn = replace(turn, surface=OpeningSurface(turn.surface, words, told))
    yield turn
    await services.outbox.hasten(turn.reader.id)
