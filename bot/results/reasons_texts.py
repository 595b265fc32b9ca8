"""Words that explain a check: what was read, compared and ruled out, and the rules."""

from bot.chat.language import Gettext, Reader
from bot.photos.causes import Cause, Remedy
from bot.photos.compare import DIFFERENT_FROM, SAME_UP_TO
from bot.photos.copies import Copy, CopyState
from bot.photos.readings import NotRead, Size
from bot.results.record import CopyRead, Evidence, ProfileRead
from bot.texts.causes import cause_words, hidden_words
from bot.texts.copies import why_words
from cards.views import Fact

WELL_WITHIN = SAME_UP_TO / 2
FAR_BEYOND = (1 + DIFFERENT_FROM) / 2


def place_words(size: Size | None, _: Gettext) -> str:
    """Name the place of a copy."""
    return {
        None: _("Microsoft 365"),
        Size.L: _("SharePoint, large"),
        Size.M: _("SharePoint, medium"),
        Size.S: _("SharePoint, small"),
    }[size]


def read_words(read: CopyRead, _: Gettext) -> str:
    """Say what was read in one place, before anything is compared."""
    if read.not_read is not None:
        return why_words(read.not_read, _)
    words = {
        CopyState.MISSING: _("no picture"),
        CopyState.BROKEN: _("a file that is not a picture"),
        CopyState.NOT_READ: _("not known"),
        CopyState.PLACEHOLDER: _(
            "a placeholder, by the look of it, read at {width} × {height} pixels"
        ),
    }
    # Graph scales the photo for a check, so its pixels say nothing about the stored one.
    in_pixels = words.get(read.copy.state, _("a picture, read at {width} × {height} pixels"))
    width, height = read.copy.pixels or (0, 0)
    return in_pixels.format(width=width, height=height)


def profile_facts(profile: ProfileRead | NotRead, none: str, _: Gettext) -> tuple[Fact, ...]:
    """List what SharePoint's profile of the person says; `none` says that there is none."""
    if isinstance(profile, NotRead):
        return (Fact(_("SharePoint, profile"), why_words(profile, _)),)
    if not profile.found:
        return (Fact(_("SharePoint, profile"), none),)
    fetches = (
        _("switched off; it keeps the picture that it has")
        if profile.frozen
        else _("not switched off")
    )
    shows = (
        _("switched off or never on; it shows a placeholder")
        if profile.hidden
        else _("switched on")
    )
    return (
        Fact(_("SharePoint, fetching photos"), fetches),
        Fact(_("SharePoint, showing them"), shows),
    )


def mailbox_words(mailbox: bool | NotRead | None, _: Gettext) -> str:
    """Say whether the account has a mailbox in Exchange Online."""
    if isinstance(mailbox, NotRead):
        return why_words(mailbox, _)
    return {
        True: _("in Exchange Online"),
        False: _("none in Exchange Online"),
        None: _("not known"),
    }[mailbox]


def found_words(cause: Cause, evidence: Evidence, _: Gettext) -> str:
    """Explain a cause that a check found, by what it read."""
    stored = {read.copy.state for read in evidence.copies if read.copy.size}
    if cause is Cause.SHAREPOINT_EMPTY and not stored <= {CopyState.MISSING, CopyState.BROKEN}:
        return hidden_words(_)
    return cause_words(cause, _)


def scale_words(reader: Reader) -> str:
    """Explain how likeness is measured."""
    _ = reader.gettext
    words = _(
        "I held every picture of SharePoint against the one of Microsoft 365. 0 means that two "
        "pictures are identical, 1 that they have nothing in common. Up to {same} it is the same "
        "photo, saved again in another size; from {different} on it is another picture; in between "
        "I am not sure."
    )
    same, different = reader.decimal(SAME_UP_TO), reader.decimal(DIFFERENT_FROM)
    return words.format(same=same, different=different)


def likeness_words(copy: Copy, distance: float, reader: Reader) -> str:
    """Say how far apart two pictures are, and how sure that makes the result."""
    words = _likeness(copy.state, distance, reader.gettext)
    return words.format(distance=reader.decimal(distance))


def _likeness(state: CopyState, distance: float, _: Gettext) -> str:
    if distance == 0:
        return _("{distance}: identical")
    if state is CopyState.SAME:
        sure = _("{distance}: surely the same")
        return sure if distance <= WELL_WITHIN else _("{distance}: the same, if only just")
    if state is CopyState.DIFFERS:
        sure = _("{distance}: surely another")
        return sure if distance >= FAR_BEYOND else _("{distance}: another, if only just")
    if distance <= SAME_UP_TO:
        return _("{distance}: perhaps the same, but it is too small to be sure")
    return _("{distance}: in between, so I am not sure")


def ruled_out_words(cause: Cause, _: Gettext) -> str:
    """Say what shows that a cause does not apply."""
    return {
        Cause.GUEST: _("Your account is not a guest's."),
        Cause.SIGN_IN_BLOCKED: _("Your account may sign in."),
        Cause.EXCHANGE_DISABLED: _("Exchange Online is switched on in your organisation."),
        Cause.CHANGES_RESTRICTED: _("Your organisation lets everybody change their photo."),
        Cause.MAILBOX_ON_PREMISES: _("Your mailbox is not on a server of your organisation's own."),
        Cause.ALL_IN_SYNC: _(
            "It is not only what an app has kept: what is stored is not right either."
        ),
        Cause.NO_PHOTO: _("Microsoft 365 does hold a picture of you."),
        Cause.PLACEHOLDER_STORED: _("None of the pictures is a placeholder."),
        Cause.NO_PROFILE: _("SharePoint does have a profile of you."),
        Cause.NO_MAILBOX: _(
            "Your account has a mailbox in Exchange Online, where SharePoint fetches photos."
        ),
        Cause.SYNC_FROZEN: _("SharePoint is not set to keep the picture that it has."),
        Cause.CUSTOM_PICTURE: _("SharePoint's link leads to your own three sizes."),
        Cause.SHAREPOINT_EMPTY: _("SharePoint does hold a picture, and is set to show it."),
        Cause.SHAREPOINT_OLD: _("Every size in SharePoint is the same photo."),
    }[cause]


def undecided_words(cause: Cause, _: Gettext) -> str:
    """Say why a cause could not be decided, and what it would take."""
    return {
        Cause.GUEST: _("Whether your account is a guest's: it could not be read."),
        Cause.SIGN_IN_BLOCKED: _("Whether your account may sign in: it could not be read."),
        Cause.EXCHANGE_DISABLED: _(
            "Whether Exchange Online is switched on in your organisation: it could not be read."
        ),
        Cause.CHANGES_RESTRICTED: _(
            "Whether your organisation restricts who may change photos, or where: it could not be "
            "read."
        ),
        Cause.NO_PHOTO: _("Whether Microsoft 365 has a photo of you: it could not be read."),
        Cause.PLACEHOLDER_STORED: _(
            "Whether one of the pictures is a placeholder: not all of them could be read."
        ),
        Cause.NO_PROFILE: _(
            "Whether SharePoint has a profile of you, and what it is set to: it could not be read."
        ),
        Cause.NO_MAILBOX: _(
            "Whether your account has a mailbox in Exchange Online: its licences do not tell, or "
            "could not be read."
        ),
        Cause.SHAREPOINT_OLD: _(
            "Whether SharePoint's pictures are old: not all of them could be compared for sure."
        ),
    }[cause]


def rule_words(remedy: Remedy, _: Gettext) -> str:
    """State the rule by which a remedy is suggested."""
    return {
        Remedy.REPAIR: _(
            "Microsoft 365 holds a real photo of you, SharePoint has a profile to put it into, and "
            "your company lets me write there. So I can do it at once, instead of waiting until "
            "SharePoint fetches it."
        ),
        Remedy.ADD_PHOTO: _(
            "Photos go from Microsoft 365 to SharePoint and never back. So the first photo has to "
            "be put into Microsoft 365."
        ),
        Remedy.VISIT_SHAREPOINT: _(
            "SharePoint fetches a photo when its owner opens a page that shows it large, and at "
            "most once in 24 hours. Microsoft documents no way to make it do so for somebody else."
        ),
        Remedy.ASK_SUPPORT: _(
            "SharePoint fetches photos only for accounts with a mailbox in Exchange Online, and "
            "only while it is set to. You can't change either yourself."
        ),
        Remedy.ASK_ADMINISTRATOR: _(
            "What holds the photo back is a setting of your account or of your organisation. "
            "While it stands, what you do yourself in Microsoft 365 or in SharePoint will probably "
            "not help."
        ),
        Remedy.ASK_FOR_PERMISSION: _(
            "Without your Microsoft 365 photo there is nothing to compare with, and only an "
            "administrator can let me read it."
        ),
        Remedy.ASK_ABOUT_REJECTION: _(
            "Without your Microsoft 365 photo there is nothing to compare with. Microsoft 365 does "
            "not take my request for it, and would not take it later either."
        ),
        Remedy.CLEAR_CACHES: _(
            "All the copies that I can read are the same photo. Apps and browsers keep pictures of "
            "their own for a while, and those I can't read."
        ),
        Remedy.CHECK_AGAIN: _(
            "What I could not read or compare for sure proves nothing, so I suggest nothing that "
            "would rest on it."
        ),
    }[remedy]
