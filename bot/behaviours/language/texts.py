"""Words about the languages that Photobot speaks."""

from collections.abc import Mapping

from bot.chat.language import Gettext, Language
from bot.texts.buttons import HelpButton, LanguageButton, check_button, language_button
from cards.views import MessageView


def spoken(languages: Mapping[str, Language], _: Gettext) -> MessageView:
    """Name the languages to choose from, each in itself, for those who read no other one."""
    return MessageView(
        _("I speak {languages}").format(
            languages=" · ".join(language.own_name for language in languages.values())
        ),
        (_("Choose one and I'll use it with you from now on."),),
        tuple(
            LanguageButton(name).titled(language.own_name) for name, language in languages.items()
        ),
    )


def speaking(language: Language, _: Gettext) -> MessageView:
    """Confirm the choice of a language."""
    return MessageView(
        _("I'll speak {language} with you now").format(language=language.own_name),
        (_("That stays until you choose another language."),),
        (check_button(_), HelpButton().titled(_("What can you do?")), language_button(_)),
    )
