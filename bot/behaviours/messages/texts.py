"""Words for stopping, pausing and resuming messages that the bot sends by itself."""

from datetime import datetime

from bot.chat.language import Gettext, Reader
from bot.texts.buttons import StopButton, check_button, look_again_button
from bot.texts.moments import close_moment, until_day
from cards.views import MessageView


def stopped(
    due_at: datetime | None, now: datetime, reader: Reader, *, was_nudged: bool
) -> MessageView:
    """Say what was stopped, and how to start it again."""
    _ = reader.gettext
    what: tuple[str, ...] = ()
    if due_at is not None:
        promise = _("I won't check your photo {when}, as I'd promised.")
        what = (promise.format(when=close_moment(due_at, now, reader)),)
    elif not was_nudged:
        what = (_("I hadn't promised a check, so there was none to cancel."),)
    return MessageView(
        _("I've stopped"),
        (
            *what,
            _("I won't message you unasked. Write to me anytime, and I'll answer."),
            *((_("To get these messages again, write “resume”."),) if was_nudged else ()),
        ),
        (look_again_button(_),),
    )


def paused(until: datetime, reader: Reader, *, is_day: bool) -> MessageView:
    """Say how long nothing is sent about photo changes; `is_day` where a day was named."""
    _ = reader.gettext
    title = _("I'll be quiet for a week")
    if is_day:
        title = _("I'll be quiet until {day}").format(day=reader.weekday(until))
    return MessageView(
        title,
        (
            _("I won't write about photo changes until {when}.").format(
                when=until_day(until, reader)
            ),
            _("Write “resume” to start sooner, or “stop” to end them for good."),
        ),
        (check_button(_), StopButton().titled(_("Stop these messages"))),
    )


def resumed(_: Gettext) -> MessageView:
    """Say that messages about photo changes come again, if the company has them sent."""
    return MessageView(
        _("I'll write to you again"),
        (
            _(
                "If your company has switched that on, I'll tell you when SharePoint doesn't "
                "follow a photo change."
            ),
        ),
        (check_button(_), StopButton().titled(_("Stop these messages"))),
    )
