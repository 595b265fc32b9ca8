"""Words about the languages that Photobot speaks."""

from collections.abc import Mapping

from bot.chat.language import Gettext, Language
from bot.texts.buttons import LanguageButton
from cards.views import Button, MessageView


def spoken(languages: Mapping[str, Language], _: Gettext) -> MessageView:
    """Name the languages to choose from, each in itself."""
    return MessageView(
        _("I speak {languages}").format(
            languages=" · ".join(language.own_name for language in languages.values())
        ),
        (_("Choose one and I'll use it with you from now on."),),
        tuple(button_of(name, language) for name, language in languages.items()),
    )


def button_of(name: str, language: Language) -> Button:
    """Return the button that chooses a language, by its own name."""
    return LanguageButton(name).titled(language.own_name)
