"""Replace the photo by a picture that the person sends, or by the one that SharePoint holds.

A sent picture waits in memory until its person has answered, and is never stored.
"""

from bot.behaviours.check.behaviour import check
from bot.behaviours.replace import texts
from bot.behaviours.replace.view import picture_view
from bot.chat.language import Gettext
from bot.chat.pictures import NotFetched
from bot.chat.router import Router
from bot.chat.turn import PictureKind, PictureReference, Said, Turn
from bot.intents import Intent
from bot.photos.decode import NotAPicture
from bot.photos.portrait import Portrait, Unsuitable, portrait
from bot.photos.readings import Photo
from bot.results.change_texts import Change, changing
from bot.results.record import NOTHING_KEPT, record_of
from bot.services import Services
from bot.texts.buttons import KeepPhotoButton, ReplaceButton, UseSharePointPictureButton
from bot.use_cases.changes import UnderWay
from cards.views import MessageView

behaviour = Router[Services]()


@behaviour.says(Intent.NEW_PHOTO)
async def new_photo(turn: Turn, services: Services) -> None:
    """Say where to put a new photo."""
    await turn.show(texts.new_photo(services.links, turn.reader.gettext))


@behaviour.sends_picture()
async def offer_picture(turn: Turn, services: Services) -> None:
    """Show the picture cut to a square, ask about it, and keep it in memory for the answer."""
    pictures = turn.event.pictures if isinstance(turn.event, Said) else ()
    async with services.cards.session(turn, waiting=texts.looking) as card:
        square = await _square(turn, services, pictures)
        if isinstance(square, MessageView):
            await card.show(square)
            return
        photo = Photo(square.jpeg, square.picture)
        until = services.waiting.put(turn.reader.id, card.row.id, photo, len(square.jpeg))
        if until is None:
            # Too large for the memory of waiting pictures.
            await card.show(texts.gone(turn.reader.gettext))
            return
        picture = services.results.plain.picture(square.preview)
        view = picture_view(square, picture, card=card.row.id, until=until, reader=turn.reader)
        await card.show(view, NOTHING_KEPT)


@behaviour.press(ReplaceButton)
async def replace(turn: Turn, services: Services) -> None:
    """Write the picture that the card showed everywhere, if it is still in memory."""
    button = ReplaceButton.of(turn)
    row = await services.cards.offered(turn, button, button.card)
    if row is None:
        await check(turn, services)
        return
    picture = services.waiting.get(turn.reader.id, row.id)
    if picture is None:
        await turn.show(texts.gone(turn.reader.gettext))
        return
    async with services.cards.session(turn, waiting=changing, row=row) as card:
        act = await services.photos(turn).replace(row.id, picture)
        # One answer uses up one picture, unless nothing was tried.
        if not isinstance(act, UnderWay):
            services.waiting.drop(turn.reader.id, row.id)
        result = services.results.of_act(Change.NEW_PICTURE, act, row.id, turn.reader)
        await card.show(*result)


@behaviour.press(UseSharePointPictureButton)
async def use_sharepoint_picture(turn: Turn, services: Services) -> None:
    """Write SharePoint's picture into Microsoft 365, unless either has changed since the card."""
    button = UseSharePointPictureButton.of(turn)
    row = await services.cards.offered(turn, button, button.card)
    shown = record_of(row).shown if row else None
    if row is None or shown is None:
        await check(turn, services)
        return
    async with services.cards.session(turn, waiting=changing, row=row) as card:
        act = await services.photos(turn).replace_with_sharepoints(row.id, shown)
        result = services.results.of_act(Change.SHAREPOINT_PICTURE, act, row.id, turn.reader)
        await card.show(*result)


@behaviour.press(KeepPhotoButton)
async def keep_photo(turn: Turn, services: Services) -> None:
    """Forget the picture that waited for an answer, and say that nothing was changed."""
    row = await services.cards.own(turn, KeepPhotoButton.of(turn).card)
    if row:
        services.waiting.drop(turn.reader.id, row.id)
    await turn.show(texts.left_alone(turn.reader.gettext))


async def _square(
    turn: Turn, services: Services, pictures: tuple[PictureReference, ...]
) -> Portrait | MessageView:
    """Fetch the only picture of a message and cut it to a square, or say what is wrong with it."""
    _ = turn.reader.gettext
    if len(pictures) > 1:
        return texts.several(_)
    [picture] = pictures
    if picture.kind is PictureKind.OTHER:
        return texts.not_a_picture(_)
    # Asked before the bytes are fetched: a picture that can't be written is not even read.
    if not await services.photos(turn).may_replace():
        return texts.not_permitted(services.links, _)
    # Before the bytes are fetched: of a person who sends ten pictures, one is in memory.
    async with services.threads.turn(turn.reader.id):
        try:
            data = await services.pictures.fetch(picture)
        except NotFetched as failure:
            return texts.not_fetched(failure.reason, services.pictures.max_bytes, _)
        readable = await services.threads.readable(data)
        if isinstance(readable, NotAPicture):
            return _unusable(readable, _)
        square = await services.threads.decode(readable, portrait)
    return square if isinstance(square, Portrait) else _unusable(square, _)


def _unusable(why: Unsuitable | NotAPicture, _: Gettext) -> MessageView:
    match why:
        case Unsuitable():
            return texts.unsuitable(why, _)
        case NotAPicture.TOO_LARGE:
            return texts.too_many_pixels(_)
        case NotAPicture.TRUNCATED:
            return texts.damaged(_)
        case NotAPicture.COMPLEX:
            return texts.unusual(_)
    return texts.not_a_picture(_)
