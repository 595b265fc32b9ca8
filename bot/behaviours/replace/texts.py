"""Words on a picture that a person put into the chat, and the button that moves its cut."""

from dataclasses import dataclass, replace
from uuid import UUID

from bot.chat.buttons import CardButton
from bot.chat.language import Gettext
from bot.chat.pictures import NotFetched
from bot.photos.looks import Look
from bot.photos.portrait import GOOD_PIXELS, MIN_PIXELS, Cut, Portrait
from bot.texts.buttons import (
    KeepPhotoButton,
    ReplaceButton,
    check_button,
    look_again_button,
    sign_in_button,
)
from bot.texts.links import Links
from cards.views import Button, Link, MessageView, Mood

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class MoveCutButton(CardButton, verb="move_cut"):
    """Cuts another square of the picture of its card."""

    card: UUID | None = None
    cut: Cut | None = None


def new_photo(links: Links, _: Gettext) -> MessageView:
    """Tell where to put a new photo, which may be sent here, and what happens to it then."""
    upload = _(
        "Or upload it in [My Account]({my_account}) ([how]({add_photo})). SharePoint picks it up "
        "when you visit, at most once a day."
    )
    return MessageView(
        _("Add your new photo"),
        (
            _("Send the picture here. I'll show it first, then add it everywhere."),
            upload.format_map(vars(links)),
        ),
        _where_to_add_it(links, _),
    )


def new_photo_elsewhere(links: Links, _: Gettext, *, may_sign_in: bool) -> MessageView:
    """Tell where to put a new photo that the bot may not write, at least not before a sign-in."""
    upload = _(
        "Upload it in [My Account]({my_account}) ([how]({add_photo})). SharePoint picks it up when "
        "you visit, at most once a day."
    )
    view = MessageView(
        _("Add your new photo"), (upload.format_map(vars(links)),), _where_to_add_it(links, _)
    )
    if not may_sign_in:
        return view
    sign_in = replace(sign_in_button(_), primary=False)
    words = _("Or sign in first, then send it here.")
    return replace(view, paragraphs=(*view.paragraphs, words), buttons=(*view.buttons, sign_in))


def _where_to_add_it(links: Links, _: Gettext) -> tuple[Button | Link, ...]:
    return (
        check_button(_),
        Link(_("Change my photo"), links.my_account),
        look_again_button(_),
    )


def looking(_: Gettext) -> MessageView:
    """Say that the picture is being fetched, or cut."""
    return MessageView(
        _("Looking at your picture…"),
        (_("This message changes when I'm done."),),
    )


def question(look: Look | None, _: Gettext) -> str:
    """Return the question, as the card's headline; a picture is asked about, never judged."""
    match look:
        case Look.FIGURE:
            return _("It looks like the figure for a missing photo. Use it anyway?")
        case Look.LOGO:
            return _("It looks like a logo. Use it anyway?")
        case Look.ONE_COLOUR:
            return _("It looks like a single colour. Use it anyway?")
    return _("Use this as your profile photo?")


def on_profile_card(_: Gettext) -> str:
    """Say where the larger of the two pictures is seen."""
    return _("Profile card")


def in_chats(_: Gettext) -> str:
    """Say where the smaller of the two pictures is seen."""
    return _("Chats and mail")


def alternative(place: str, _: Gettext) -> str:
    """Describe the picture for people who can't see it."""
    return _("{place}: your picture, round").format(place=place)


def moves(portrait: Portrait, card: UUID, _: Gettext) -> tuple[Button, ...]:
    """Return the buttons that show another part of a picture that is not square."""
    if not portrait.is_movable:
        return ()
    if portrait.is_upright:
        before, after = _("Show more of the top"), _("Show more of the bottom")
    else:
        before, after = _("Show more of the left"), _("Show more of the right")
    steps = ((before, portrait.cut.step(-1)), (after, portrait.cut.step(1)))
    return tuple(MoveCutButton(card, cut).titled(title) for title, cut in steps if cut)


def what_happens(_: Gettext) -> str:
    """Tell what is overwritten."""
    return _(
        "It replaces your photo in Teams and Outlook, and in SharePoint and OneDrive. Then I check "
        "each copy."
    )


def hints(portrait: Portrait, _: Gettext) -> tuple[str, ...]:
    """Tell what may be wrong with a picture."""
    small = _(
        "It has {pixels} × {pixels} pixels. With {good} × {good} or more it would look sharper."
    ).format(pixels=portrait.pixels, good=GOOD_PIXELS)
    return (
        *((small,) if portrait.pixels < GOOD_PIXELS else ()),
        *((_("It looks blurred."),) if portrait.is_blurred else ()),
        *((_("Most of your picture is cut off."),) if portrait.is_far_from_square else ()),
    )


def answers(portrait: Portrait, card: UUID, _: Gettext) -> tuple[Button, ...]:
    """Return the buttons with the possible answers."""
    return (
        ReplaceButton(card, portrait.cut).titled(_("Use this picture everywhere"), primary=True),
        KeepPhotoButton(card).titled(_("Keep my photo")),
    )


def kept_until(until: str, _: Gettext) -> str:
    """Tell until when the question can be answered; `until` is a time of day."""
    words = _("I keep it in memory only, until {time}. If you need more time, send it again.")
    return words.format(time=until)


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
        _("Send me your photo as a picture: JPEG, PNG, HEIC or AVIF, for example."),
    )


def damaged(_: Gettext) -> MessageView:
    """Say that a picture is damaged."""
    return _declined(
        _("I can't read this picture"),
        _("It seems to be damaged. Save it again, or send me another one."),
    )


def unusual(_: Gettext) -> MessageView:
    """Say that a picture takes too much work to be decoded."""
    return _declined(
        _("I can't read this picture"),
        _("Its file is made in an unusual way. Save it again as a JPEG, or send a screenshot."),
    )


def too_large(max_bytes: int, _: Gettext) -> MessageView:
    """Say that a picture has too many bytes."""
    words = _("It may have {most} MB at most. Send a smaller one, or a screenshot of it.")
    return _declined(_("This picture is too large"), words.format(most=max_bytes // MEGABYTE))


def too_many_pixels(_: Gettext) -> MessageView:
    """Say that a picture has too many pixels to be decoded."""
    return _declined(
        _("This picture is too large"),
        _(
            "A JPEG may have up to 50 megapixels, others fewer. Send a smaller one, or a "
            "screenshot of it. On an iPhone, **Settings > Camera > Formats > Most Compatible** "
            "takes JPEGs."
        ),
    )


def too_small(pixels: int, _: Gettext) -> MessageView:
    """Say that a picture has too few pixels."""
    words = _(
        "Its shorter side is {pixels} px, and it needs {least}. Send a larger one; {good} or more "
        "look sharp."
    )
    return _declined(
        _("This picture is too small"),
        words.format(pixels=pixels, least=MIN_PIXELS, good=GOOD_PIXELS),
    )


def not_fetched(why: NotFetched.Reason, max_bytes: int, _: Gettext) -> MessageView:
    """Say why the bytes of a picture could not be fetched."""
    if why is NotFetched.Reason.TOO_LARGE:
        return too_large(max_bytes, _)
    if why is NotFetched.Reason.NOT_ALLOWED:
        return _declined(
            _("I can't open this picture"),
            _("I may not fetch it from where it is kept. Put it into the chat as a picture."),
        )
    return _declined(
        _("I can't open this picture"),
        _("Teams didn't give it to me. Send it again."),
    )


def not_permitted(links: Links, _: Gettext, *, may_sign_in: bool) -> MessageView:
    """Say that the bot may not write the photo, and where the person can."""
    elsewhere = new_photo_elsewhere(links, _, may_sign_in=may_sign_in)
    title = (
        _("I can't change your photo yet")
        if may_sign_in
        else _("I can't change your photo for you")
    )
    return MessageView(
        title,
        (_("So I haven't looked at your picture."), *elsewhere.paragraphs),
        elsewhere.buttons,
        Mood.WARNING,
    )


def gone(_: Gettext) -> MessageView:
    """Say that the picture is not in memory any more."""
    return MessageView(
        _("I don't have this picture any more"),
        (
            _(
                "I keep pictures in memory only, and not for long. I changed nothing. Send it "
                "again if you still want it."
            ),
        ),
        (check_button(_),),
        Mood.WARNING,
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
