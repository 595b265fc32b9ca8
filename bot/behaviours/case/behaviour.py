"""What people press on the message of a case: “not now”, and “it's still wrong”.

What they do about the photo itself is noted wherever it happens (`PhotoServices.follower`).
`bot.behaviours.case.send` sends the message.
"""

from bot.behaviours.case import texts
from bot.behaviours.case.texts import WORDS, AnswerCaseButton, CaseLookButton, DeclineCaseButton
from bot.behaviours.check.behaviour import check
from bot.chat.router import Router
from bot.chat.turn import Pressed, Turn
from bot.helpdesk.case import NotAccepted
from bot.results.record import record_of
from bot.services import Services
from bot.texts import general
from bot.texts.written import as_written

behaviour = Router[Services]()


@behaviour.press(DeclineCaseButton, in_own_chat=True)
async def decline(turn: Turn, services: Services) -> None:
    """Tell the helpdesk “not now”; a card that did not offer it is checked anew."""
    button = DeclineCaseButton.of(turn)
    row = await services.cards.offered(turn, button, button.card)
    if row is None:
        await check(turn, services)
        return
    async with services.cards.session(turn, waiting=general.checking, row=row) as card:
        is_open = await services.cases.notes.decline(row.id, turn.reader.id)
        await card.show(texts.declined(is_open, turn.reader.gettext), record_of(row))


@behaviour.press(AnswerCaseButton, in_own_chat=True)
async def answer(turn: Turn, services: Services) -> None:
    """Tell the helpdesk what is still wrong, in the person's words."""
    button, _ = AnswerCaseButton.of(turn), turn.reader.gettext
    row = await services.cards.offered(turn, button, button.card)
    if row is None:
        await check(turn, services)
        return
    written = turn.event.data.get(WORDS) if isinstance(turn.event, Pressed) else None
    words = written if isinstance(written, str) else ""
    async with services.cards.session(turn, waiting=general.checking, row=row) as card:
        try:
            is_open = await services.cases.notes.answer(row.id, turn.reader.id, words)
        except NotAccepted:
            await card.show(texts.too_long(row.id, words, _), record_of(row))
        else:
            await card.show(texts.answered(is_open, as_written(words), _), record_of(row))


@behaviour.press(CaseLookButton, in_own_chat=True)
async def look(turn: Turn, services: Services) -> None:
    """Leave the card as it is: the dispatcher has noted that it was opened."""
