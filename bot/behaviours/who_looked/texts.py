"""Words that tell a person which agents asked about their photo."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.behaviours.who_looked.view import Asked, What
from bot.chat.language import Reader
from bot.texts.buttons import check_button
from bot.texts.joining import listed, named
from bot.texts.written import in_markdown
from cards.views import MessageView


def asked(
    found: Sequence[Asked], names: Mapping[str, str], reader: Reader, *, has_more: bool
) -> MessageView:
    """Say who asked about the person's photo, for what and when, newest first."""
    _ = reader.gettext
    was_checked = any(each.what in (What.STATE, What.PICTURES) for each in found)
    lines = [named(reader.moment(each.at), _line(each, names, reader), _) for each in found]
    # A preview and what follows it are two looks, which a person reads as one.
    lines = list(dict.fromkeys(lines))
    more = (_("There are earlier ones too. Your IT support can list them."),) if has_more else ()
    return MessageView(
        _("Your helpdesk checked your photo")
        if was_checked
        else _("Your helpdesk asked about your photo"),
        (listed(_("These people asked me about it:"), lines), *more, _only_here(reader)),
        (check_button(_),),
    )


def nobody(since: datetime, reader: Reader) -> MessageView:
    """Say that nobody asked, as far as rows go back."""
    _ = reader.gettext
    return MessageView(
        _("Your helpdesk hasn't asked me about your photo"),
        (
            _("I looked back to {when}.").format(when=reader.moment(since)),
            _only_here(reader),
        ),
        (check_button(_),),
    )


def _line(each: Asked, names: Mapping[str, str], reader: Reader) -> str:
    _ = reader.gettext
    name = names.get(str(each.agent.id))
    who = in_markdown(name) if name else _("somebody whose name I can't read")
    words = {
        What.PICTURES: _("{who}, to see what I found, with the pictures"),
        What.STATE: _("{who}, to see what I found, without the pictures"),
        What.SYNC: _("{who}, to sync it"),
        What.CASE: _("{who}, to have me write to you; they see what I find ({reference})"),
        What.FOLLOWING: _("{who}, who also sees what I find ({reference})"),
    }[each.what]
    return words.format(who=who, reference=each.reference)


def _only_here(reader: Reader) -> str:
    _ = reader.gettext
    return _("I only know who asked me. Anybody can see your photo where apps show it.")
