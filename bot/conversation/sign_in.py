"""Signing in to let the bot act with one's own rights, and signing out."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import structlog

from bot.chat.ports import UNCONFIRMED, NotDelivered
from bot.chat.reply import Reply
from bot.chat.router import Behaviour
from bot.chat.stores import SignInCards, SignInStore
from bot.chat.turn import Turn
from bot.conversation.small_talk import Say
from bot.conversation.speech import Speech
from bot.texts import sign_in as words
from bot.use_cases.own import OwnRights

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SigningIn:
    """What it takes to let people sign in; `page` is where an offer's button leads, if anywhere."""

    rights: OwnRights
    sign_ins: SignInStore
    cards: SignInCards
    page: Callable[[UUID], str | None]
    new_id: Callable[[], UUID]

    def verbs(self, speech: Speech) -> dict[str, Behaviour]:
        """The behaviours of the buttons, and of what Teams tells."""
        return {
            "sign_in": SignIn(self, speech),
            "sign_out": SignOut(self.rights, speech),
            "sign_in_failed": Say(speech, words.failed),
        }


@dataclass(frozen=True)
class SignIn:
    """Sends the card by which Teams signs the person in; the sign-in itself is no turn."""

    parts: SigningIn
    speech: Speech

    async def __call__(self, turn: Turn) -> Reply:
        """Answer with what will happen, once the card was sent."""
        offer, parts = self.parts.new_id(), self.parts
        await parts.sign_ins.offer(offer, turn.reader)
        text, button = words.card_words(self.speech.language(turn.where.locale).gettext)
        try:
            await parts.cards.send(turn.where, offer, text, button, parts.page(offer))
        except NotDelivered as failure:
            _log.warning("sign_in_not_offered", reason=failure.reason, status=failure.status)
            if failure.reason != UNCONFIRMED:
                return self.speech.say(turn.where.locale, words.not_offered)
        return self.speech.say(turn.where.locale, words.offered)


@dataclass(frozen=True)
class SignOut:
    """Forgets a person's sign-in."""

    rights: OwnRights
    speech: Speech

    async def __call__(self, turn: Turn) -> Reply:
        """Answer with what was forgotten."""
        ended = self.rights.end(turn.reader)
        return self.speech.say(turn.where.locale, lambda _: words.signed_out(ended, _))
