"""Words of the question before pictures under a former name are removed."""

from collections.abc import Sequence
from uuid import UUID

from bot.chat.language import Gettext
from bot.results.sync_texts import file_names, left_words
from bot.texts.buttons import KeepPhotoButton, RemoveFormerButton, check_button
from bot.use_cases.former import FormerFile, removable
from cards.views import Details, MessageView, Mood, Section


def looking(_: Gettext) -> MessageView:
    """Say that former files are looked for."""
    return MessageView(
        _("Looking for your old pictures…"),
        (_("I'm checking whose they are. This message changes when I'm done."),),
    )


def confirmation(former: Sequence[FormerFile], card: UUID, _: Gettext) -> MessageView:
    """Say whose the pictures are and what stays, and ask."""
    mine = removable(former)
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
                Section(_("What I'd remove"), (file_names(mine),)),
                *_others([each for each in former if each not in mine], _),
            ),
        ),
    )


def not_possible(former: Sequence[FormerFile], _: Gettext) -> MessageView:
    """Say that there is nothing which may be removed, and name what is there."""
    others = _others(former, _)
    return MessageView(
        _("I can't remove old pictures of yours"),
        (
            _("Your IT support can delete them.")
            if former
            else _("I found none that I put into SharePoint for you."),
        ),
        (check_button(_),),
        Mood.WARNING,
        details=Details(_("Details"), others) if others else None,
    )


def _others(former: Sequence[FormerFile], _: Gettext) -> tuple[Section, ...]:
    return (Section(_("What stays"), left_words(former, _)),) if former else ()
