"""Who is served, and where: members of the tenant, alone with the bot."""

from dataclasses import dataclass

from bot.conversation.speech import Speech
from bot.conversation.words import texts
from bot.talk.reply import Reply
from bot.talk.router import Router
from bot.talk.turn import Left, Scope, Turn


@dataclass(frozen=True)
class Door:
    """Stands before the router, so that no behaviour can say anything in the wrong place."""

    router: Router
    speech: Speech
    own_chat: str

    async def dispatch(self, turn: Turn) -> Reply | None:
        """Answer one turn; None where nothing is to be said."""
        if isinstance(turn.event, Left):
            return await self.router.dispatch(turn)
        if turn.scope is not Scope.PERSONAL:
            return self.speech.say(turn, lambda _: texts.elsewhere(self.own_chat, _))
        if turn.guest:
            return self.speech.say(turn, texts.guest)
        return await self.router.dispatch(turn)
