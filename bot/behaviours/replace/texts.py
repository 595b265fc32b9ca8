"""Words on a picture that a person put into the chat."""

from uuid import UUID

from bot.chat.language import Gettext
from bot.chat.pictures import NotFetched
from bot.photos.portrait import GOOD_PIXELS, MIN_PIXELS, Portrait, Unsuitable
from bot.texts.buttons import (
    CheckButton,
    KeepPhotoButton,
    ReplaceButton,
    check_button,
    look_again_button,
)
from bot.texts.links import Links
from cards.views import Button, Link, MessageView, Mood

MEGABYTE = 1024 * 1024


def new_photo(links: Links, _: Gettext) -> MessageView:
    """Tell where to put a new photo, and what happens to it then."""
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


def looking(_: Gettext) -> MessageView:
    """Say that the picture is being fetched."""
    return MessageView(
        _("Looking at your picture…"),
        (_("This message changes when I am done."),),
    )


def title(_: Gettext) -> str:
    """Return the question, as the card's headline."""
    return _("Shall this be your profile photo?")


def alternative(_: Gettext) -> str:
    """Describe the picture for people who can't see it."""
    return _("The picture that you sent, cut to a square")


def what_happens(square: Portrait, until: str, _: Gettext) -> tuple[str, ...]:
    """Tell what is overwritten, and until when the question can be answered."""
    small = _(
        "It is {pixels} pixels wide and high. It will look sharper with {good} or more."
    ).format(pixels=square.pixels, good=GOOD_PIXELS)
    return (
        _(
            "I would write it over your photo in Microsoft 365 and over SharePoint's pictures of "
            "you, and read each one again."
        ),
        *((small,) if square.pixels < GOOD_PIXELS else ()),
        _(
            "I keep it in memory only, until {when}. After that, or when I am restarted, send it "
            "again."
        ).format(when=until),
    )


def several(_: Gettext) -> MessageView:
    """Ask for one picture in place of several."""
    return _declined(
        _("Please send one picture"),
        _("There were several in your message, and I can't tell which one you mean."),
    )


def not_a_picture(_: Gettext) -> MessageView:
    """Say that a file is not a picture that can be used."""
    return _declined(
        _("I can't use this file"),
        _("Send me your photo as a JPEG or PNG picture."),
    )


def damaged(_: Gettext) -> MessageView:
    """Say that a picture is damaged."""
    return _declined(
        _("I can't read this picture"),
        _("It seems to be damaged. Save it anew, or send me another one."),
    )


def unusual(_: Gettext) -> MessageView:
    """Say that a picture takes too much work to be decoded."""
    return _declined(
        _("I can't read this picture"),
        _("Its file is made in an unusual way. Save it anew, or send me another one."),
    )


def too_large(max_bytes: int, _: Gettext) -> MessageView:
    """Say that a picture has too many bytes."""
    words = _("It may have {most} MB at most. Send me a smaller one, such as {good} pixels wide.")
    return _declined(
        _("This picture is too large"),
        words.format(most=max_bytes // MEGABYTE, good=GOOD_PIXELS),
    )


def too_many_pixels(_: Gettext) -> MessageView:
    """Say that a picture has too many pixels to be decoded."""
    words = _("Send me a smaller one, such as {good} pixels wide and high.")
    return _declined(_("This picture is too large"), words.format(good=GOOD_PIXELS))


def unsuitable(why: Unsuitable, _: Gettext) -> MessageView:
    """Say why a picture would make a bad profile photo."""
    if why is Unsuitable.TOO_SMALL:
        words = _("It needs at least {least} pixels on each side; {good} or more look good.")
        return _declined(
            _("This picture is too small"), words.format(least=MIN_PIXELS, good=GOOD_PIXELS)
        )
    return _declined(
        _("This picture shows nobody"),
        _("It is empty, or looks like the figure that stands for a missing photo."),
    )


def not_fetched(why: NotFetched.Reason, max_bytes: int, _: Gettext) -> MessageView:
    """Say why the bytes of a picture could not be fetched."""
    if why is NotFetched.Reason.TOO_LARGE:
        return too_large(max_bytes, _)
    if why is NotFetched.Reason.NOT_ALLOWED:
        return _declined(
            _("I can't open this picture"),
            _("It is kept where I may not fetch it. Put it into the chat as a picture."),
        )
    return _declined(
        _("I can't open this picture"),
        _("Teams did not give it to me. Send it again."),
    )


def not_permitted(links: Links, _: Gettext) -> MessageView:
    """Say that the bot may not write the photo, and where the person can."""
    elsewhere = new_photo(links, _)
    return MessageView(
        _("I may not change your photo for you"),
        (
            _("So I have not looked at your picture. You can put it there yourself:"),
            elsewhere.paragraphs[0],
        ),
        elsewhere.buttons,
        Mood.WARNING,
    )


def gone(_: Gettext) -> MessageView:
    """Say that the picture is not in memory any more."""
    return MessageView(
        _("I don't have this picture any more"),
        (
            _(
                "I keep pictures in memory only, and not for long. Nothing was written. Send it "
                "again if you still want it."
            ),
        ),
        (check_button(_),),
        Mood.WARNING,
    )


def buttons(card: UUID, _: Gettext) -> tuple[Button, ...]:
    """Return the buttons with the possible answers."""
    return (
        ReplaceButton(card).titled(_("Use this picture everywhere"), primary=True),
        KeepPhotoButton(card).titled(_("No")),
        CheckButton().titled(_("Check my photo")),
    )


def left_alone(_: Gettext) -> MessageView:
    """Confirm that nothing was changed."""
    return MessageView(
        _("I have changed nothing"),
        (_("Your photo stays as it is."),),
        (check_button(_),),
    )


def _declined(heading: str, words: str) -> MessageView:
    return MessageView(heading, (words,), mood=Mood.WARNING)
