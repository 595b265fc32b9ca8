"""What the page on help says: what to write to Photobot, and whom to ask."""

from bot.about.document import Document, Link, Section
from bot.chat.language import Gettext, Language
from bot.config.settings import Settings
from bot.texts.links import Links


def support(settings: Settings, links: Links, language: Language) -> Document:
    """Say it with the addresses of these settings."""
    _ = language.gettext
    return Document(
        title=_("Help"),
        lead=_("Is your profile photo wrong somewhere? Ask Photobot first, in Microsoft Teams."),
        sections=(
            Section(_("Write to Photobot"), (*_chat(settings, links, _), *_commands(_))),
            Section(_("Ask somebody"), (*_helpdesk(settings, links, _), _what_to_tell(_))),
            Section(
                _("Microsoft's pages"),
                (
                    Link(_("Add a photo in Microsoft 365"), links.add_photo),
                    Link(_("How photos get from one app to the other"), links.about_sync),
                ),
            ),
        ),
    )


def _chat(settings: Settings, links: Links, _: Gettext) -> tuple[Link, ...]:
    # The link to the chat needs the bot's id.
    if not (settings.app_id or settings.photobot):
        return ()
    return (Link(_("Open Photobot in Teams"), links.photobot),)


def _commands(_: Gettext) -> tuple[str, ...]:
    return (
        _("Write “my photo is wrong”: it checks every copy and says what to do."),
        _("Write “show me the steps”: it shows what you can do yourself, one step at a time."),
        _("Write “is this from you?”: it tells you whether a message really came from it."),
        _("Write “stop”: it only writes to you when you ask."),
    )


def _helpdesk(settings: Settings, links: Links, _: Gettext) -> tuple[str | Link, ...]:
    if links.helpdesk:
        # Here is no diagnosis to hand over.
        return (Link(_("Your helpdesk"), links.helpdesk.replace("{diagnosis}", "")),)
    if settings.support_link or settings.support_text:
        return ()
    return (_("Ask your company's IT support."),)


def _what_to_tell(_: Gettext) -> str:
    return _(
        "Tell them where you see which photo, since when, and what Photobot said. If its "
        "message has a reference (PB-…), add that."
    )
