"""Sign a person in, so that the bot acts with their own rights, and sign them out."""

from dataclasses import dataclass

import structlog

from bot.chat.buttons import CardButton
from bot.chat.router import Router
from bot.chat.surface import UNCONFIRMED, NotDelivered
from bot.chat.turn import Turn
from bot.intents import Intent
from bot.services import Services
from bot.texts import sign_in as texts
from bot.texts.buttons import SignInButton

behaviour = Router[Services]()

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SignInFailed(CardButton, verb="sign_in_failed"):
    """The verb for a sign-in that Teams or Entra ID refused; no card has this button."""


@behaviour.press(SignInButton, in_own_chat=True)
async def sign_in(turn: Turn, services: Services) -> None:
    """Send the card with which Teams signs the person in; the sign-in itself is not a turn."""
    _, sign_in = turn.reader.gettext, services.sign_in
    if sign_in is None:
        return
    offer = sign_in.new_id()
    # Stored before the card is sent, so that the answer to it always finds its person.
    await sign_in.offers.offer(offer, turn.reader.id)
    text, button = texts.card_words(_)
    try:
        await sign_in.cards.send(turn.where, offer, text, button, sign_in.page(offer))
    except NotDelivered as refusal:
        _log.warning("sign_in_not_offered", reason=refusal.reason, status=refusal.status)
        # An unconfirmed card may have arrived, so it is spoken of as if it had.
        if refusal.reason != UNCONFIRMED:
            await turn.show(texts.not_offered(_))
            return
    await turn.show(texts.offered(_))


@behaviour.says(Intent.SIGN_OUT, in_own_chat=True)
async def sign_out(turn: Turn, services: Services) -> None:
    """Forget a person's sign-in."""
    ended = services.sign_in is not None and services.sign_in.rights.end(turn.reader.id)
    await turn.show(texts.signed_out(ended, turn.reader.gettext))


@behaviour.press(SignInFailed, in_own_chat=True)
async def failed(turn: Turn, services: Services) -> None:
    """Say that the sign-in failed, and who can help."""
    await turn.show(texts.failed(turn.reader.gettext))
