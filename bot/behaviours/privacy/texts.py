"""Words on what is kept of people, as the page on privacy has it (bot/about/privacy.py)."""

from datetime import timedelta
from math import inf

from babel.dates import format_timedelta

from bot.chat.language import Reader
from bot.texts.buttons import CheckButton
from bot.texts.links import Links
from cards.views import Link, MessageView


def kept(retention: timedelta, links: Links, reader: Reader) -> MessageView:
    """Say what is kept, and whom to ask for it; link to the page where there is one."""
    _ = reader.gettext
    time = format_timedelta(retention, "day", threshold=inf, locale=reader.language.locale)
    page = Link(_("What I read and keep"), links.privacy, primary=True)
    return MessageView(
        _("I never store your photo"),
        (
            _(
                "I keep what I found, changed and sent you for {time}; your settings and some more "
                "for longer."
            ).format(time=time),
            _("Your company runs me. Your IT support can show you that, or delete it."),
        ),
        (
            *((page,) if links.privacy else ()),
            CheckButton().titled(_("Check my photo"), primary=not links.privacy),
        ),
    )
