"""What is said to somebody who wants another photo."""

from bot.chat.language import Gettext
from bot.results.recheck_texts import look_again_button
from bot.texts.general import check_button
from bot.texts.remedies import Links
from cards.views import Link, MessageView


def new_photo(links: Links, _: Gettext) -> MessageView:
    """Where to put a new photo, and what happens to it then."""
    return MessageView(
        _("A new photo goes into Microsoft 365"),
        (
            _(
                "Open [My Account]({my_account}), choose your picture there and upload the new "
                "one; Microsoft [explains how]({add_photo})."
            ).format_map(vars(links)),
            _(
                "Or put the picture into this chat: where your company allows it, I show you how "
                "it would look, ask, and write it everywhere."
            ),
            _(
                "SharePoint and OneDrive don't get it by themselves: they fetch it when you "
                "open them and your photo is shown large, and at most once in 24 hours. When you "
                "have changed it, let me look whether it has arrived."
            ),
        ),
        (
            check_button(_),
            Link(_("Change my photo"), links.my_account),
            look_again_button(_),
        ),
    )
