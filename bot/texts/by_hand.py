"""What an agent sends themselves to somebody whom the bot can't reach: plain text, to be copied."""

from bot.chat.language import Reader
from bot.helpdesk.case import Case
from bot.texts.written import in_line


def text_to_send(case: Case, app_link: str, reader: Reader) -> str:
    """Say what the person can do, in their language, with a link that opens the bot's chat.

    `reader` is the person, and `app_link` is `Links.photobot`. There is no greeting, and nothing
    about their photo: what was sent by hand may be read by anybody.
    """
    _ = reader.gettext
    lines = [
        _("Photobot checks your profile photo in Microsoft 365 and helps you put it right."),
        _("1. Open Photobot in Teams: {link}").format(link=app_link),
        _("2. Write “my photo is wrong”."),
        _("If the link doesn't open it, search for Photobot under Apps in Teams."),
        _("If it still doesn't work, tell me, with this reference: {reference}").format(
            reference=case.reference
        ),
    ]
    if ticket := case.ticket:
        lines.append(_("Ticket: {number}").format(number=in_line(ticket.number)))
    return "\n".join(lines)
