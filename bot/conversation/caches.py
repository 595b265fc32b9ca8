"""Where every copy is right: how to make apps and browsers forget the picture that they keep."""

from dataclasses import dataclass

from bot.behaviours.clear_caches.texts import cache_sections
from bot.chat.language import Gettext
from bot.chat.reply import Reply
from bot.chat.turn import Pressed, Turn
from bot.conversation.speech import Speech
from bot.photos.guide import System
from bot.texts.browsers import system_name
from cards.views import Button, MessageView, ReportView


@dataclass(frozen=True)
class Caches:
    """Asks for the device, and shows its steps."""

    speech: Speech

    async def __call__(self, turn: Turn) -> Reply:
        """Answer with the steps for the system that a button names."""
        system = _named(turn)
        if system is None:
            return self.speech.say(turn.where.locale, choosing)
        gettext = self.speech.language(turn.where.locale).gettext
        return self.speech.report(steps(system, gettext))


def choosing(_: Gettext) -> MessageView:
    """Which device shows the old photo."""
    return MessageView(
        _("Where do you still see the old photo?"),
        (_("Every copy is right, so that device shows one that it kept from before."),),
        tuple(Button(system_name(system, _), "caches", {"system": system}) for system in System),
    )


def steps(system: System, _: Gettext) -> ReportView:
    """What to do on one system."""
    return ReportView(
        title=_("Old pictures on {system}").format(system=system_name(system, _)),
        lead=_("Begin with the app that shows the old photo."),
        sections=cache_sections(system, _),
        buttons=(
            Button(_("Check again"), "check"),
            Button(_("Another device"), "caches"),
        ),
    )


def _named(turn: Turn) -> System | None:
    named = turn.event.data.get("system") if isinstance(turn.event, Pressed) else None
    return next((system for system in System if system == named), None)
