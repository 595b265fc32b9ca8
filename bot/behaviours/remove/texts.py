"""Words of the question before a photo is removed everywhere."""

from uuid import UUID

from bot.chat.language import Gettext
from bot.results.sync_texts import target_words
from bot.texts.buttons import CheckButton, KeepPhotoButton, RemoveButton, check_button
from bot.texts.links import Links
from bot.use_cases.remove import Removal
from bot.use_cases.snapshot_writer import MICROSOFT_365
from cards.views import Details, Link, MessageView, Mood, Section


def looking(_: Gettext) -> MessageView:
    """Say that the copies are being read."""
    return MessageView(
        _("Looking for your photo…"),
        (_("I'm reading every copy. This message changes when I'm done."),),
    )


def question(removal: Removal, card: UUID, links: Links, _: Gettext) -> MessageView:
    """Ask whether to remove the photo, or say why nothing can be removed."""
    if removal.is_nothing:
        return nothing(_)
    if not (removal.removes_photo or removal.removes_thumbnails):
        return not_possible(removal, links, _)
    return confirmation(removal, card, _)


def confirmation(removal: Removal, card: UUID, _: Gettext) -> MessageView:
    """Name what would be removed and what would stay, and ask."""
    return MessageView(
        _("Remove your photo everywhere?"),
        (
            _("This is about your own photo; I can't remove anybody else's."),
            _what_goes(removal, _),
            *filter(None, (what_stays(removal, _),)),
            _afterwards(_),
        ),
        (
            RemoveButton(card).titled(_("Remove my photo everywhere")),
            KeepPhotoButton(card).titled(_("No, keep it")),
        ),
        Mood.WARNING,
        details=Details(_("Details"), _one_by_one(removal, _)),
    )


def nothing(_: Gettext) -> MessageView:
    """Say that there is no photo to remove."""
    return MessageView(
        _("There's no photo of you to remove"),
        (_("I checked: neither Microsoft 365 nor SharePoint has one."),),
        (check_button(_),),
    )


def not_possible(removal: Removal, links: Links, _: Gettext) -> MessageView:
    """Say that the bot may remove nothing, and where people can do it themselves."""
    return MessageView(
        _("I can't remove your photo for you"),
        (
            *filter(None, (what_stays(removal, _),)),
            _(
                "Remove it in [My Account]({my_account}), if your company allows it. Your IT "
                "support can remove SharePoint's copy."
            ).format_map(vars(links)),
        ),
        (
            Link(_("Change my photo"), links.my_account, primary=True),
            CheckButton().titled(_("Check my photo")),
        ),
        Mood.WARNING,
    )


def what_stays(removal: Removal, _: Gettext) -> str:
    """Name what can't be removed; empty where there is nothing of the kind."""
    if not removal.left:
        return ""
    in_sharepoint = set(removal.left) - {MICROSOFT_365}
    if MICROSOFT_365 not in removal.left:
        return _("SharePoint's photo stays, because I can't remove it.")
    if not in_sharepoint:
        return _("Your Microsoft 365 photo stays, because I can't remove it.")
    return _("Both photos stay, because I can't remove them.")


def _what_goes(removal: Removal, _: Gettext) -> str:
    if not removal.removes_thumbnails:
        return _("I'll remove your Microsoft 365 photo.")
    if not removal.removes_photo:
        return _("I'll remove SharePoint's photo of you.")
    return _("I'll remove your Microsoft 365 photo and SharePoint's photo of you.")


def _one_by_one(removal: Removal, _: Gettext) -> tuple[Section, ...]:
    files = removal.wanted.files
    targets = [MICROSOFT_365] if removal.removes_photo else []
    targets += [f"sharepoint:{size.value}" for size in (files.stored if files else ())]
    targets += ["sharepoint:PictureURL"] if removal.removes_thumbnails else []
    parts = ((_("What I'd remove"), targets), (_("What stays"), removal.left))
    return tuple(
        Section(heading, ("\n".join(f"- {target_words(each, _)}" for each in listed),))
        for heading, listed in parts
        if listed
    )


def _afterwards(_: Gettext) -> str:
    return _(
        "People then see your initials or a grey figure. Some apps may show your photo for a few "
        "days more."
    )
