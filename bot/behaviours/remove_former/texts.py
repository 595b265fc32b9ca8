"""Words of the question before pictures under a former name are removed."""

from dataclasses import replace
from uuid import UUID

from bot.chat.language import Gettext
from bot.results.sync_texts import file_names, left_words
from bot.texts.buttons import KeepPhotoButton, RemoveFormerButton, check_button
from bot.texts.copies import short_why
from bot.texts.joining import both
from bot.use_cases.former import FormerFiles
from cards.views import Details, MessageView, Mood, Section


def looking(_: Gettext) -> MessageView:
    """Say that former files are looked for."""
    return MessageView(
        _("Looking for your old pictures…"),
        (_("I'm checking whose they are. This message changes when I'm done."),),
    )


def confirmation(former: FormerFiles, card: UUID, _: Gettext) -> MessageView:
    """Say whose the pictures are and what stays, and ask."""
    return MessageView(
        _("Remove your old pictures?"),
        (
            _("They're under a former name of yours. I put them there, and nobody changed them."),
            _("Your present photo stays. I can't undo this."),
        ),
        (
            RemoveFormerButton(card).titled(_("Remove the old pictures")),
            KeepPhotoButton(card).titled(_("No, keep them")),
        ),
        Mood.WARNING,
        details=Details(
            _("Details"),
            (
                Section(_("What I'd remove"), (file_names(former.removable),)),
                *_what_stays(replace(former, there=former.others), _),
            ),
        ),
    )


def not_possible(former: FormerFiles, _: Gettext) -> MessageView:
    """Say that there is nothing which may be removed, and name what is there."""
    stays = _what_stays(former, _)
    return MessageView(
        _("I can't remove any old pictures"),
        (_why_not(former, _),),
        (check_button(_),),
        Mood.WARNING,
        details=Details(_("Details"), stays) if stays else None,
    )


def _why_not(former: FormerFiles, _: Gettext) -> str:
    if former.removable:
        return _("Your IT support can delete them.")
    if former.there:
        return _("Nothing proves that they're yours. If they are, your IT support can delete them.")
    if former.unread:
        return both(_("I couldn't look for them."), short_why(former.unread.why, _), _)
    return _("I found none that I put into SharePoint for you.")


def _what_stays(former: FormerFiles, _: Gettext) -> tuple[Section, ...]:
    words = left_words(former, _)
    return (Section(_("What stays"), words),) if words else ()
