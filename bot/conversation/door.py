"""Where the bot talks: alone with one person."""

from dataclasses import dataclass

from bot.conversation.speech import Speech
from bot.conversation.words import texts
from bot.talk.reply import Reply
from bot.talk.router import Router
from bot.talk.turn import Left, Scope, Turn


@dataclass(frozen=True)
class Door:
    """Stands before the router, so that no behaviour can say anything where others read it."""

    router: Router
    speech: Speech
    own_chat: str

    async def dispatch(self, turn: Turn) -> Reply | None:
        """Answer one turn; None where nothing is to be said."""
        if turn.scope is Scope.PERSONAL:
            return await self.router.dispatch(turn)
        if isinstance(turn.event, Left):
            return None
        return self.speech.say(turn.where.locale, lambda _: texts.elsewhere(self.own_chat, _))
