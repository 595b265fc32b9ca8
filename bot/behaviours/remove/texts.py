"""Words of the question before a photo is removed everywhere."""

from uuid import UUID

from bot.chat.language import Gettext
from bot.results.sync_texts import target_words
from bot.texts.buttons import KeepPhotoButton, RemoveButton, check_button
from bot.texts.links import Links
from bot.use_cases.remove import Removal
from bot.use_cases.snapshot_writer import MICROSOFT_365
from cards.views import Link, MessageView, Mood


def looking(_: Gettext) -> MessageView:
    """Say that the copies are being read."""
    return MessageView(
        _("Looking for your photo…"),
        (_("I am reading every copy. This message changes when I am done."),),
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
    )


def nothing(_: Gettext) -> MessageView:
    """Say that there is no photo to remove."""
    return MessageView(
        _("There is no photo of you"),
        (_("I looked, and neither Microsoft 365 nor SharePoint holds a photo of you."),),
        (check_button(_),),
    )


def not_possible(removal: Removal, links: Links, _: Gettext) -> MessageView:
    """Say that the bot may remove nothing, and where people can do it themselves."""
    return MessageView(
        _("I may not remove your photo for you"),
        (
            *filter(None, (what_stays(removal, _),)),
            _(
                "You can remove it from Microsoft 365 in [My Account]({my_account}), if your "
                "company allows it. For SharePoint's copy ask your IT support."
            ).format_map(vars(links)),
        ),
        (Link(_("Change my photo"), links.my_account), check_button(_)),
        Mood.WARNING,
    )


def what_stays(removal: Removal, _: Gettext) -> str:
    """List what can't be removed; empty where there is nothing of the kind."""
    if not removal.left:
        return ""
    lines = "\n".join(f"- {target_words(target, _)}" for target in removal.left)
    return "\n".join((_("This stays, because I can't remove it:"), lines))


def _what_goes(removal: Removal, _: Gettext) -> str:
    files = removal.wanted.files
    targets = [MICROSOFT_365] if removal.removes_photo else []
    targets += [f"sharepoint:{size.value}" for size in (files.stored if files else ())]
    targets += ["sharepoint:PictureURL"] if removal.removes_thumbnails else []
    lines = (f"- {target_words(target, _)}" for target in targets)
    return "\n".join((_("This is removed:"), *lines))


def _afterwards(_: Gettext) -> str:
    return _(
        "Wherever your photo was, people see your initials or a grey figure then. Apps that keep "
        "pictures of their own may show it for some days. Where I can keep it in memory, I show a "
        "button that undoes this for an hour."
    )
