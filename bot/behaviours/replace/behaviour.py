"""Replace the photo by a picture that the person sends, or by the one that SharePoint holds.

A sent picture waits in memory until its person has answered, and is never stored.
"""

from bot.behaviours.check.behaviour import check
from bot.behaviours.decided import decided
from bot.behaviours.replace import texts
from bot.behaviours.replace.texts import MoveCutButton
from bot.behaviours.replace.view import picture_view
from bot.chat.card_session import CardSession
from bot.chat.language import Gettext
from bot.chat.pictures import NotFetched
from bot.chat.router import Router
from bot.chat.stores import CardRow
from bot.chat.turn import Answered, PictureKind, PictureReference, Said, Turn
from bot.intents import Intent
from bot.photos.decode import NotAPicture
from bot.photos.portrait import Cut, Portrait, TooSmall, cut_again, portrait
from bot.photos.readings import Photo
from bot.results.change_texts import Change, changing
from bot.results.record import NOTHING_KEPT
from bot.services import Services
from bot.texts.buttons import (
    KeepPhotoButton,
    NewPhotoButton,
    ReplaceButton,
    UseSharePointPictureButton,
)
from bot.use_cases.changes import UnderWay
from bot.use_cases.own_sync import SignInState
from cards.views import MessageView

behaviour = Router[Services]()


@behaviour.says(Intent.NEW_PHOTO, in_own_chat=True)
@behaviour.press(NewPhotoButton, in_own_chat=True)
async def new_photo(turn: Turn, services: Services) -> None:
    """Say where to put a new photo."""
    _ = turn.reader.gettext
    if await services.photos(turn).may_replace():
        await turn.show(texts.new_photo(services.links, _))
        return
    may_sign_in = _may_sign_in(turn, services)
    await turn.show(texts.new_photo_elsewhere(services.links, _, may_sign_in=may_sign_in))


@behaviour.sends_picture()
async def offer_picture(turn: Turn, services: Services) -> None:
    """Show the picture cut to a square, ask about it, and keep it in memory for the answer."""
    pictures = turn.event.pictures if isinstance(turn.event, Said) else ()
    async with services.cards.session(turn, waiting=texts.looking) as card:
        made = await _portrait(turn, services, pictures)
        await (card.show(made) if isinstance(made, MessageView) else _ask(card, made, services))


@behaviour.press(MoveCutButton)
async def move_cut(turn: Turn, services: Services) -> None:
    """Cut another square of the picture that the card showed, and ask again."""
    button = MoveCutButton.of(turn)
    row, waiting = await _waiting(button, turn, services)
    async with services.cards.session(turn, waiting=texts.looking, row=row) as card:
        await _ask(card, await _cut(waiting, button.cut, turn, services), services)


@behaviour.press(ReplaceButton)
async def replace(turn: Turn, services: Services) -> None:
    """Write the picture that the card showed everywhere, if it is still in memory."""
    button = ReplaceButton.of(turn)
    row, waiting = await _waiting(button, turn, services)
    async with services.cards.session(turn, waiting=changing, row=row) as card:
        # The button says which cut its card showed; a press can overtake a move of the cut.
        chosen = await _cut(waiting, button.cut, turn, services)
        # If another change is under way, the next press is about this cut.
        services.waiting.put(turn.reader.id, row.id, chosen, chosen.bytes_in_memory)
        act = await services.photos(turn).replace(row.id, Photo(chosen.jpeg, chosen.picture))
        # One answer uses up one picture, unless nothing was tried.
        if not isinstance(act, UnderWay):
            services.waiting.drop(turn.reader.id, row.id)
        result = services.results.of_act(Change.NEW_PICTURE, act, row.id, turn.reader)
        await card.show(*result)


@behaviour.press(UseSharePointPictureButton)
async def use_sharepoint_picture(turn: Turn, services: Services) -> None:
    """Write SharePoint's picture into Microsoft 365, unless either has changed since the card."""
    button = UseSharePointPictureButton.of(turn)
    found = await decided(turn, services, button, button.card)
    if found is None:
        await check(turn, services)
        return
    row, shown = found
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


def _may_sign_in(turn: Turn, services: Services) -> bool:
    """Tell whether the person could still let the bot act with their own rights."""
    if services.sign_in is None:
        return False
    return services.sign_in.rights.state(turn.reader.id) is not SignInState.SIGNED_IN


async def _waiting(
    button: MoveCutButton | ReplaceButton, turn: Turn, services: Services
) -> tuple[CardRow, Portrait]:
    """Find the card that showed the button, and its picture; else answer, and raise Answered."""
    row = await services.cards.offered(turn, button, button.card)
    if row is None:
        await check(turn, services)
        raise Answered
    waiting = services.waiting.get(turn.reader.id, row.id)
    if waiting is None:
        await turn.show(texts.gone(turn.reader.gettext))
        raise Answered
    return row, waiting


async def _ask(card: CardSession, made: Portrait, services: Services) -> None:
    """Show a picture on its card and ask about it, and keep it for the answer."""
    reader = card.reader
    until = services.waiting.put(reader.id, card.row.id, made, made.bytes_in_memory)
    if until is None:
        # Too large for the memory of waiting pictures.
        await card.show(texts.gone(reader.gettext))
        return
    address = services.results.plain.picture
    view = picture_view(made, address, card=card.row.id, until=until, reader=reader)
    await card.show(view, NOTHING_KEPT)


async def _cut(waiting: Portrait, cut: Cut | None, turn: Turn, services: Services) -> Portrait:
    """Cut another square of a picture, or leave it as it is."""
    if cut in {None, waiting.cut}:
        return waiting
    async with services.threads.turn(turn.reader.id):
        return await services.threads.decode(
            waiting.whole, lambda _: cut_again(waiting, cut or waiting.cut)
        )


async def _portrait(
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
        may_sign_in = _may_sign_in(turn, services)
        return texts.not_permitted(services.links, _, may_sign_in=may_sign_in)
    # Before the bytes are fetched: of a person who sends ten pictures, one is in memory.
    async with services.threads.turn(turn.reader.id):
        try:
            data = await services.pictures.fetch(picture)
        except NotFetched as failure:
            return texts.not_fetched(failure.reason, services.pictures.max_bytes, _)
        readable = await services.threads.readable(data)
        if isinstance(readable, NotAPicture):
            return _unusable(readable, _)
        made = await services.threads.decode(readable, portrait)
    return made if isinstance(made, Portrait) else _unusable(made, _)


def _unusable(why: TooSmall | NotAPicture, _: Gettext) -> MessageView:
    match why:
        case TooSmall(pixels):
            return texts.too_small(pixels, _)
        case NotAPicture.TOO_LARGE:
            return texts.too_many_pixels(_)
        case NotAPicture.TRUNCATED:
            return texts.damaged(_)
        case NotAPicture.COMPLEX:
            return texts.unusual(_)
    return texts.not_a_picture(_)
