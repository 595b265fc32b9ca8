"""“中文” and “English”: switch to another language than that of the person's client."""

from dataclasses import replace
from functools import partial

from bot.behaviours.small_talk.behaviour import introduce, otherwise
from bot.behaviours.small_talk.texts import speaking
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.intents import Intent
from bot.services import Services
from bot.texts.buttons import LanguageButton

behaviour = Router[Services]()


@behaviour.says(Intent.ENGLISH)
async def english(turn: Turn, services: Services) -> None:
    """Speak English from now on."""
    await speak("en", turn, services)


@behaviour.says(Intent.CHINESE)
async def chinese(turn: Turn, services: Services) -> None:
    """Speak Traditional Chinese from now on."""
    await speak("zh_Hant", turn, services)


@behaviour.press(LanguageButton)
async def choose(turn: Turn, services: Services) -> None:
    """Speak the language that the button names; data that name none are not understood."""
    name = LanguageButton.of(turn).language
    if name in services.languages.known:
        await speak(name, turn, services)
    else:
        await otherwise(turn, services)


async def speak(name: str, turn: Turn, services: Services) -> None:
    """Remember the choice of a language, and confirm it in that language."""
    await services.preferences.choose_language(turn.reader.id, name)
    language = services.languages.of(name)
    # The turn's reader was made before the choice, so this answer needs a new one.
    turn = replace(turn, reader=replace(turn.reader, language=language))
    await introduce(turn, services, partial(speaking, language.own_name))
