"""Welcome people, help, answer thanks, and offer a check for everything else."""

from bot.behaviours.small_talk import texts
from bot.chat.router import Router
from bot.chat.turn import Edited, Said, Turn
from bot.intents import Intent
from bot.nudges.ports import NUDGE
from bot.outbox.reach import TOLD_WITHIN
from bot.services import Services
from bot.texts.buttons import HelpButton
from bot.use_cases.authorizer import Act

behaviour = Router[Services]()


@behaviour.joins()
async def join(turn: Turn, services: Services) -> None:
    """Greet who has added the bot; whom it was installed for gets a message, and no greeting."""
    latest = services.now() - TOLD_WITHIN
    if not await services.installations.added(turn.reader.id, latest):
        await welcome(turn, services)


@behaviour.says(Intent.GREETING)
async def welcome(turn: Turn, services: Services) -> None:
    """Greet a person."""
    await turn.show(texts.welcome(turn.reader.gettext))


@behaviour.says(Intent.HELP)
@behaviour.press(HelpButton)
async def help_(turn: Turn, services: Services) -> None:
    """Say what the bot can do, to agents of the helpdesk also what they can."""
    helpdesk = services.helpdesk
    is_agent = helpdesk is not None and not await helpdesk.agents.why_no_agent(turn.reader.id)
    has_helpdesk = helpdesk is not None
    await turn.show(texts.help_(turn.reader.gettext, has_helpdesk=has_helpdesk, is_agent=is_agent))


@behaviour.says(Intent.THANKS)
@behaviour.says(Intent.THANKS, in_public=True)
async def thanks(turn: Turn, services: Services) -> None:
    """Answer thanks."""
    await turn.show(texts.thanks(turn.reader.gettext))


@behaviour.otherwise()
async def otherwise(turn: Turn, services: Services) -> None:
    """Offer a check in answer to what was not understood."""
    await turn.show(texts.otherwise(turn.reader.gettext))


@behaviour.says(Intent.UNSURE)
async def ask(turn: Turn, services: Services) -> None:
    """Do nothing on a guess, and offer what the person may have meant."""
    written = turn.event.text if isinstance(turn.event, Said | Edited) else ""
    doubted = services.intents.doubts(turn.language)
    ask_about = texts.is_it_about_your_photo if doubted else texts.did_you_mean
    await turn.show(ask_about(services.intents.likely(written), turn.reader.gettext))


@behaviour.leaves()
async def forget(turn: Turn, services: Services) -> None:
    """Forget what is kept in memory of a person who left, and withdraw what waits for them.

    The bot is not installed for them again.
    """
    services.waiting.drop(turn.reader.id)
    services.overwritten.drop(turn.reader.id)
    if services.sign_in:
        services.sign_in.rights.end(turn.reader.id)
    for kind in (Act.RECHECK, NUDGE, Act.CASE):
        await services.outbox.withdraw_all(kind, turn.reader.id)
    await services.installations.decline(turn.reader.id, services.now())
    await services.chats.forget(turn.reader.id)


@behaviour.joins(in_public=True)
@behaviour.says(Intent.GREETING, in_public=True)
async def welcome_in_public(turn: Turn, services: Services) -> None:
    """Greet a group."""
    await turn.show(texts.welcome_in_public(turn.reader.gettext))


@behaviour.says(Intent.HELP, in_public=True)
@behaviour.press(HelpButton, in_public=True)
async def help_in_public(turn: Turn, services: Services) -> None:
    """Say what the bot can do for each member of a group."""
    await turn.show(texts.help_in_public(turn.reader.gettext))


@behaviour.otherwise(in_public=True)
async def otherwise_in_public(turn: Turn, services: Services) -> None:
    """Offer a check in a private chat in answer to what was not understood."""
    await turn.show(texts.otherwise_in_public(turn.reader.gettext))
