"""Words of messages about photo changes and of campaigns, and their buttons."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from bot.chat.buttons import CardButton
from bot.chat.language import Gettext, Reader
from bot.nudges.ports import NudgeRow
from bot.texts.buttons import CheckButton, StopButton
from bot.texts.moments import close_moment
from bot.watch.change import ChangeKind
from cards.views import Button, MessageView, Mood


class Pause(StrEnum):
    """For how long a person puts a message off."""

    DAY = "day"
    WEEK = "week"

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return timedelta(days=1 if self is Pause.DAY else 7)


@dataclass(frozen=True)
class NotNowButton(CardButton, verb="not_now"):
    """Puts a message about a photo change off."""

    card: UUID | None = None
    pause: Pause = Pause.DAY


@dataclass(frozen=True)
class NudgeStepsButton(CardButton, verb="nudge_steps"):
    """Shows the steps in place of a message about a photo change."""

    card: UUID | None = None


@dataclass(frozen=True)
class NudgeLookButton(CardButton, verb="nudge_look"):
    """Looks whether a message about a photo change is still true; clients press it themselves."""

    card: UUID | None = None


def put_off_buttons(card: UUID, _: Gettext) -> tuple[Button, ...]:
    """Return the buttons that every message about a photo change has."""
    return (
        NotNowButton(card, Pause.DAY).titled(_("Remind me tomorrow")),
        NotNowButton(card, Pause.WEEK).titled(_("Remind me next week")),
        StopButton(card).titled(_("Stop these messages")),
    )


def noticed(nudge: NudgeRow, reader: Reader) -> str:
    """Say what changed, and when that was noticed; in a campaign, what was found."""
    _ = reader.gettext
    if nudge.change is None:
        return _("I compared everybody's photos; yours weren't the same everywhere.")
    words = {
        ChangeKind.NEW: _("On {when} I noticed your new Microsoft 365 photo."),
        ChangeKind.CHANGED: _("On {when} I noticed that your Microsoft 365 photo changed."),
        ChangeKind.VANISHED: _("On {when} I noticed that your Microsoft 365 photo was removed."),
    }[nudge.change.kind]
    return words.format(when=reader.day(nudge.change.at))


def stale_title(gone: bool, missing: bool, _: Gettext) -> str:
    """State in a headline which place has another photo, or is the only one that has any.

    `gone` is where Microsoft 365 has none any more, `missing` where SharePoint has none.
    """
    if gone:
        return _("SharePoint still has a photo of you")
    if missing:
        return _("SharePoint doesn't have your photo yet")
    return _("SharePoint has a different photo of you")


def what_helps(may_sync: bool, missing: bool, _: Gettext) -> str:
    """Say what the main button does, or what the person can do; `missing` as for the title."""
    if may_sync and missing:
        return _("I can make SharePoint show your Microsoft 365 photo.")
    if may_sync:
        return _("I can replace SharePoint's photo with your Microsoft 365 photo.")
    return _("SharePoint only picks up a photo when you visit it, at most once a day.")


def add_or_leave(_: Gettext) -> str:
    """Say what helps where the Microsoft 365 photo is gone."""
    return _("If you didn't want that, add your photo again.")


def tried(_: Gettext) -> str:
    """Say that the company's policy made the bot try, in vain."""
    return _("Updating SharePoint didn't work.")


def synced_title(_: Gettext) -> str:
    """State in a headline that SharePoint was updated."""
    return _("I updated SharePoint for you")


def synced(_: Gettext) -> str:
    """Say what was done, and how it is known."""
    return _("SharePoint now has the same photo. I checked every copy afterwards.")


def footnote(nudge: NudgeRow, _: Gettext, *, asked_for: bool = False) -> str:
    """Say why the message comes, how to find out whether it is real, and its reference.

    `asked_for` is one that its reader asked for.
    """
    if asked_for:
        why = _(
            "You asked me to remind you. To check that it's from me, write “is this from you?” "
            "here."
        )
    elif nudge.campaign:
        why = _(
            "Your company's administrators asked me to write to everybody whose photo isn't the "
            "same everywhere. To check that it's from me, write “is this from you?” here."
        )
    else:
        why = _(
            "Your company's administrators switched these messages on. To check that this one "
            "is from me, write “is this from you?” here."
        )
    reference = _("Reference {reference}").format(reference=nudge.reference)
    return f"{why}\n\n{reference}"


def settled(nudge: NudgeRow, title: str, reader: Reader) -> MessageView:
    """Say that a message has nothing more to say."""
    _ = reader.gettext
    return MessageView(
        title,
        (noticed(nudge, reader), _("That's settled now, so there's nothing left to do.")),
        (CheckButton().titled(_("Check again")),),
        Mood.GOOD,
    )


def put_off(until: datetime, now: datetime, reader: Reader) -> MessageView:
    """Say when the person is written to again."""
    _ = reader.gettext
    return MessageView(
        _("I'll come back to this later"),
        (
            _("I'll write to you again {when}, unless it's settled by then.").format(
                when=close_moment(until, now, reader)
            ),
        ),
        (
            CheckButton().titled(_("Check my photo")),
            StopButton().titled(_("Stop these messages")),
        ),
    )
