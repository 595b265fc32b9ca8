"""“Use this picture everywhere”, or “No”: the answer to a picture in the chat."""

from dataclasses import dataclass

from bot.behaviours.replace import texts as words
from bot.chat.finished import Finished
from bot.chat.reply import Reply
from bot.chat.router import Behaviour
from bot.chat.stores import AuditOf, CardRow, CardState
from bot.chat.turn import Turn
from bot.conversation.confirmed import Confirmed
from bot.conversation.examine import Examine
from bot.conversation.new_picture import OFFER
from bot.conversation.speech import Speech
from bot.core.expiring_store import Shelf
from bot.photos.readings import Photo
from bot.results.change_texts import Change
from bot.use_cases.authorizer import Act
from bot.use_cases.ports import Person
from bot.use_cases.practice import Practice
from bot.use_cases.sync import Synced


@dataclass(frozen=True)
class UsePicture:
    """Writes the picture that the card showed, while it is in memory."""

    confirmed: Confirmed
    examine: Examine
    speech: Speech
    waiting: Shelf[Photo]
    audit: AuditOf
    check_again: Behaviour

    async def __call__(self, turn: Turn) -> Reply | None:
        """Answer with what is stored now, or ask for the picture again."""
        row = await self.confirmed.row(turn, OFFER)
        if row is None:
            return await self.check_again(turn)
        if row.state is not CardState.CHECKED:
            return None
        picture = self.waiting.get(row.reader, row.id)
        if picture is None:
            return self.speech.say(turn.where.locale, words.gone)
        return await self.confirmed.once(turn, row, lambda taken: self._put(taken, picture))

    async def _put(self, row: CardRow, picture: Photo) -> Finished:
        async def put(practice: Practice, person: Person) -> Synced:
            return await practice.put.new(person, picture, self.audit(row, Act.REPLACE))

        self.waiting.drop(row.reader)
        return await self.examine.changed(row, Change.NEW_PICTURE, put)


@dataclass(frozen=True)
class LeaveAlone:
    """Forgets the picture that was waiting, if there is one."""

    confirmed: Confirmed
    speech: Speech
    waiting: Shelf[Photo]

    async def __call__(self, turn: Turn) -> Reply:
        """Say that nothing was changed."""
        row = await self.confirmed.row(turn)
        if row and self.waiting.get(row.reader, row.id):
            self.waiting.drop(row.reader)
        return self.speech.say(turn.where.locale, words.left_alone)
