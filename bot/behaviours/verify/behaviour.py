"""“Is this from you?”: tell a person whether a message to them is from the bot."""

from bot.behaviours.verify import texts
from bot.chat.router import Router
from bot.chat.turn import Edited, Said, Turn
from bot.intents import Intent
from bot.nudges.reference import reference_in
from bot.services import Services
from cards.views import MessageView

behaviour = Router[Services]()


@behaviour.says(Intent.VERIFY)
async def verify(turn: Turn, services: Services) -> None:
    """Look the reference up among the messages to this person, and the cases of this agent."""
    reader = turn.reader
    written = turn.event.text if isinstance(turn.event, Said | Edited) else ""
    if reference := reference_in(written):
        view = await _looked_up(reference, turn, services)
    elif message := await _latest(turn, services):
        view = texts.latest(message, reader)
    else:
        view = texts.nothing(services.now() - services.retention, reader)
    await turn.show(view)


async def _looked_up(reference: str, turn: Turn, services: Services) -> MessageView:
    reader, cases = turn.reader, services.cases
    if nudge := await services.nudging.messages.of_reference(reference, turn.subject):
        return texts.from_me(nudge, reader)
    if case := await cases.sent_to(turn.subject, reference):
        return texts.from_me(case, reader)
    if case := await cases.found(reference, turn.subject):
        return texts.of_case(case, reader)
    return texts.not_from_me(reference, reader)


async def _latest(turn: Turn, services: Services) -> texts.Referenced | None:
    """Return the last message that the bot sent to this person by itself."""
    sent: tuple[texts.Referenced | None, ...] = (
        await services.nudging.messages.latest_of(turn.subject),
        await services.cases.store.latest_of(turn.subject),
    )
    return max(filter(None, sent), key=lambda message: message.created_at, default=None)
