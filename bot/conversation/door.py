"""Where the bot talks: alone with one person, or where others read."""

from dataclasses import dataclass, replace

from bot.chat.conversation import ConversationStore
from bot.chat.reply import Reply
from bot.chat.router import Dispatcher
from bot.chat.turn import Said, Scope, Turn


@dataclass(frozen=True)
class Door:
    """Keeps the behaviours that speak of a person away from every place where others read."""

    alone: Dispatcher
    among_others: Dispatcher
    chats: ConversationStore

    async def dispatch(self, turn: Turn) -> Reply | None:
        """Answer one turn; None where nothing is to be said."""
        if turn.scope is Scope.PERSONAL:
            return await self.alone.dispatch(turn)
        return await self.among_others.dispatch(await self._in_their_language(_unseen(turn)))

    async def _in_their_language(self, turn: Turn) -> Turn:
        known = await self.chats.of_person(turn.reader)
        locale = (known and known.locale) or turn.where.locale
        return replace(turn, where=replace(turn.where, locale=locale))


def _unseen(turn: Turn) -> Turn:
    """The same turn without its pictures, which are not looked at where others see them."""
    return replace(turn, event=Said(turn.event.text)) if isinstance(turn.event, Said) else turn
