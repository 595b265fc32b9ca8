"""What is said of a picture that somebody put into the chat."""

from bot.behaviours.replace.new_photo_texts import new_photo
from bot.chat.language import Gettext
from bot.chat.ports import NotFetched
from bot.photos.portrait import GOOD_PIXELS, MIN_PIXELS, Portrait, Unsuitable
from bot.texts.general import check_button
from bot.texts.remedies import Links
from cards.views import Button, MessageView, Mood

MEGABYTE = 1024 * 1024


def looking(_: Gettext) -> MessageView:
    """While a picture is fetched."""
    return MessageView(
        _("Looking at your picture…"),
        (_("This message changes when I am done."),),
    )


def title(_: Gettext) -> str:
    """The question that a picture asks."""
    return _("Shall this be your profile photo?")


def alternative(_: Gettext) -> str:
    """What the card shows, for whoever can't see it."""
    return _("The picture that you sent, cut to a square")


def what_happens(square: Portrait, until: str, _: Gettext) -> tuple[str, ...]:
    """What is written over, and how long the question stands."""
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
    """Where there is more than one picture."""
    return _declined(
        _("Please send one picture"),
        _("There were several in your message, and I can't tell which one you mean."),
    )


def not_a_picture(_: Gettext) -> MessageView:
    """Where a file is no picture that can be used."""
    return _declined(
        _("I can't use this file"),
        _("Send me your photo as a JPEG or PNG picture."),
    )


def damaged(_: Gettext) -> MessageView:
    """Where a picture ends too early."""
    return _declined(
        _("I can't read this picture"),
        _("It seems to be damaged. Save it anew, or send me another one."),
    )


def too_large(most_bytes: int, _: Gettext) -> MessageView:
    """Where a picture has too many bytes."""
    words = _("It may have {most} MB at most. Send me a smaller one, such as {good} pixels wide.")
    return _declined(
        _("This picture is too large"),
        words.format(most=most_bytes // MEGABYTE, good=GOOD_PIXELS),
    )


def too_many_pixels(_: Gettext) -> MessageView:
    """Where a picture would take too much memory."""
    words = _("Send me a smaller one, such as {good} pixels wide and high.")
    return _declined(_("This picture is too large"), words.format(good=GOOD_PIXELS))


def unsuitable(why: Unsuitable, _: Gettext) -> MessageView:
    """Where a picture would make a bad photo."""
    if why is Unsuitable.TOO_SMALL:
        words = _("It needs at least {least} pixels on each side; {good} or more look good.")
        return _declined(
            _("This picture is too small"), words.format(least=MIN_PIXELS, good=GOOD_PIXELS)
        )
    return _declined(
        _("This picture shows nobody"),
        _("It is empty, or looks like the figure that stands for a missing photo."),
    )


def not_fetched(why: NotFetched.Reason, most_bytes: int, _: Gettext) -> MessageView:
    """Where the bytes of a picture could not be had."""
    if why is NotFetched.Reason.TOO_LARGE:
        return too_large(most_bytes, _)
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
    """Where the bot may not write the photo."""
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
    """Where the picture is not in memory any more."""
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


def buttons(card_id: str, _: Gettext) -> tuple[Button, ...]:
    """What can be answered."""
    data = {"card": card_id}
    return (
        Button(_("Use this picture everywhere"), "put", data, primary=True),
        Button(_("No"), "leave", data),
        Button(_("Check my photo"), "check"),
    )


def left_alone(_: Gettext) -> MessageView:
    """To somebody who said no."""
    return MessageView(
        _("I have changed nothing"),
        (_("Your photo stays as it is."),),
        (check_button(_),),
    )


def _declined(heading: str, words: str) -> MessageView:
    return MessageView(heading, (words,), mood=Mood.WARNING)
