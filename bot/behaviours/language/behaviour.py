"""“In English, please”: speak another language than that of the person's client."""

from dataclasses import replace

from bot.behaviours.language import texts
from bot.behaviours.language.named import languages_named_in
from bot.chat.router import Router
from bot.chat.turn import Edited, Said, Turn
from bot.intents import Intent
from bot.intents.written import own_and_forwarded, sentences
from bot.services import Services
from bot.texts.buttons import LanguageButton

behaviour = Router[Services]()


@behaviour.says(Intent.LANGUAGE)
async def ask(turn: Turn, services: Services) -> None:
    """Speak the language that is named; show all that there are where it is none of them."""
    known = services.languages.known
    # The text that was heard as this wish: a language that somebody else names is not asked for.
    written = turn.event.text if isinstance(turn.event, Said | Edited) else ""
    written = "\n".join(sentences(own_and_forwarded(written)[0]))
    named = languages_named_in(written, known.values())
    spoken = [name for name, each in known.items() if each.locale.language in named]
    if len(spoken) == 1 and len(named) == 1:
        await speak(spoken[0], turn, services)
    else:
        await turn.show(texts.spoken(known, turn.reader.gettext))


@behaviour.press(LanguageButton)
async def choose(turn: Turn, services: Services) -> None:
    """Speak the language that the button names; show all that there are where it names none."""
    name = LanguageButton.of(turn).language
    if name in services.languages.known:
        await speak(name, turn, services)
    else:
        await turn.show(texts.spoken(services.languages.known, turn.reader.gettext))


async def speak(name: str, turn: Turn, services: Services) -> None:
    """Remember the choice of a language, and confirm it in that language."""
    await services.preferences.choose_language(turn.reader.id, name)
    # The turn's reader was made before the choice, so this answer needs a new one.
    reader = replace(turn.reader, language=services.languages.known[name])
    await turn.show(texts.speaking(reader.language, reader.gettext))
