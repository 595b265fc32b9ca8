"""“中文” and “English”: the language that a person chose, in place of their client's."""

from dataclasses import dataclass, replace

from bot.chat.reply import Reply
from bot.chat.router import Behaviour
from bot.chat.stores import PreferenceStore
from bot.chat.turn import Pressed, Turn
from bot.conversation.speech import Speech, Text
from bot.texts import general as texts
from cards.views import Button, MessageView


@dataclass(frozen=True)
class Speak:
    """Speaks one language from now on."""

    speech: Speech
    preferences: PreferenceStore
    language: str

    async def __call__(self, turn: Turn) -> Reply:
        """Remember it, and say so in that language."""
        await self.preferences.choose_language(turn.reader, self.language)
        name = self.speech.language(self.language).own_name
        introduce = Introduce(self.speech, lambda _: texts.speaking(name, _))
        return await introduce(replace(turn, where=replace(turn.where, locale=self.language)))


@dataclass(frozen=True)
class ChooseLanguage:
    """The button that names a language; what is none is not understood."""

    speech: Speech
    preferences: PreferenceStore
    otherwise: Behaviour

    async def __call__(self, turn: Turn) -> Reply | None:
        """Speak it, if there is a catalogue of it."""
        named = turn.event.data.get("language") if isinstance(turn.event, Pressed) else None
        if not isinstance(named, str) or named not in self.speech.languages.known:
            return await self.otherwise(turn)
        return await Speak(self.speech, self.preferences, named)(turn)


@dataclass(frozen=True)
class Introduce:
    """Says a text and offers to say it in another language."""

    speech: Speech
    text: Text

    async def __call__(self, turn: Turn) -> Reply:
        """Say it, with a button for each other language."""
        spoken = self.speech.language(turn.where.locale)
        others = self.speech.languages.others(spoken)
        switches = (
            Button(language.own_name, "language", {"language": name})
            for name, language in others.items()
        )
        return self.speech.say(turn.where.locale, lambda _: _with(self.text(_), *switches))


def _with(view: MessageView, *buttons: Button) -> MessageView:
    return replace(view, buttons=(*view.buttons, *buttons))
