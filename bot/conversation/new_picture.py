"""A picture that somebody puts into the chat: shown as a square, and asked about."""

import asyncio
from dataclasses import dataclass
from functools import partial

from bot.behaviours.replace import texts as words
from bot.chat.finished import Finished
from bot.chat.language import Gettext
from bot.chat.ports import NotFetched, Pictures
from bot.chat.reply import Reply
from bot.chat.stores import CardRow, CardState
from bot.chat.turn import PictureKind, PictureReference, Said, Turn
from bot.conversation.desk import Desk
from bot.conversation.examine import Examine
from bot.conversation.speech import Speech
from bot.core.expiring_store import Shelf
from bot.photos.capabilities import Capability
from bot.photos.decode import NotAPicture
from bot.photos.portrait import Portrait, Unsuitable, portrait
from bot.photos.readings import Photo
from bot.photos.replacement import WRITE_PHOTO
from cards.picture import picture_card
from cards.views import MessageView, PictureView

OFFER = "put"
WIDTH = 200


@dataclass(frozen=True)
class NewPicture:
    """Gets a picture, and keeps it in memory until its person has answered."""

    desk: Desk
    examine: Examine
    speech: Speech
    pictures: Pictures
    waiting: Shelf[Photo]

    async def __call__(self, turn: Turn) -> Reply | None:
        """Answer with the picture and a question, or with what is wrong with it."""
        if not isinstance(turn.event, Said):
            return None
        screens = self.speech.screens(turn.where.locale, words.looking)
        look = partial(self._look, turn.event.pictures)
        return await self.desk.begin(turn, screens, look)

    async def _look(self, pictures: tuple[PictureReference, ...], row: CardRow) -> Finished:
        _ = self.speech.listener(row).gettext
        square = await self._square(row, pictures, _)
        if isinstance(square, MessageView):
            return self.speech.finished(square)
        photo = Photo(square.jpeg, square.picture)
        until = self.waiting.put(row.reader, row.id, photo, len(square.jpeg))
        if until is None:
            return self.speech.finished(words.gone(_))
        address = await asyncio.to_thread(self.examine.presenter.picture, photo, WIDTH)
        view = PictureView(
            title=words.title(_),
            picture=address,
            alternative=words.alternative(_),
            width=WIDTH,
            paragraphs=words.what_happens(square, self.speech.listener(row).moment(until), _),
            buttons=words.buttons(str(row.id), _),
        )
        return Finished(picture_card(view), view.title, CardState.CHECKED, {"offer": OFFER})

    async def _square(
        self, row: CardRow, pictures: tuple[PictureReference, ...], _: Gettext
    ) -> Portrait | MessageView:
        if len(pictures) > 1:
            return words.several(_)
        [picture] = pictures
        if picture.kind is PictureKind.OTHER:
            return words.not_a_picture(_)
        if not await self._may_write(row.subject):
            return words.not_permitted(self.examine.presenter.links, _)
        try:
            data = await self.pictures.fetch(picture)
        except NotFetched as failure:
            return words.not_fetched(failure.reason, self.pictures.most_bytes, _)
        square = await asyncio.to_thread(portrait, data)
        return square if isinstance(square, Portrait) else _unusable(square, _)

    async def _may_write(self, subject: str) -> bool:
        practice = await self.examine.practices.of(subject)
        granted = await practice.capabilities.granted()
        return Capability.READ_ACCOUNT in granted and not WRITE_PHOTO.isdisjoint(granted)


def _unusable(why: Unsuitable | NotAPicture, _: Gettext) -> MessageView:
    match why:
        case Unsuitable():
            return words.unsuitable(why, _)
        case NotAPicture.TOO_LARGE:
            return words.too_many_pixels(_)
        case NotAPicture.TRUNCATED:
            return words.damaged(_)
    return words.not_a_picture(_)
