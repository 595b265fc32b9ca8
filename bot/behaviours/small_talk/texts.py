"""Words where no work is asked for, in private chats and where others read.

Texts `…_in_public` fit every member of a group and say nothing about any of them. A press on a
button there is answered with the title alone, so the title has to make sense by itself.
"""

from collections.abc import Collection, Iterable, Sequence

from bot.chat.language import Gettext
from bot.intents import Intent
from bot.texts.buttons import (
    AskToRemoveButton,
    AskToUndoButton,
    CheckButton,
    ExplainButton,
    GuideButton,
    HelpButton,
    NewPhotoButton,
    PauseButton,
    PrivacyButton,
    ResumeButton,
    StatusButton,
    StopButton,
    check_button,
    language_button,
    look_again_button,
)
from cards.views import Button, Details, MessageView, Section


def welcome(_: Gettext) -> MessageView:
    """Greet a new person."""
    return MessageView(
        _("Hello, I'm Photobot"),
        (
            _(
                "Is your profile photo old in one place and new in another? I find out why and fix "
                "it."
            ),
            _("Just write “my photo is wrong”."),
        ),
        (check_button(_), HelpButton().titled(_("What can you do?")), language_button(_)),
    )


def help_(_: Gettext, *, has_helpdesk: bool = False, is_agent: bool = False) -> MessageView:
    """Say what Photobot does; the details say what it does not do, and what can be written.

    Where there is a helpdesk, people may ask who of it looked; what its agents can write is told to
    agents alone.
    """
    for_agents = (
        _("You belong to the helpdesk, so you can also write:"),
        _("- cases\n- case PB-… (the reference of a case)"),
        _("To write to somebody or to check their photo, use my commands in any chat."),
    )
    sections = (
        Section(_("What I can do"), (*_acts(_), _keeps(_, is_agent=is_agent))),
        Section(_("What you can write"), ("\n".join(_examples(_, has_helpdesk=has_helpdesk)),)),
        *((Section(_("For the helpdesk"), for_agents),) if is_agent else ()),
    )
    return MessageView(
        _("I can fix your profile photo"),
        (_("I check every copy, tell you what's wrong, and fix it if you say so."),),
        (check_button(_), StatusButton().titled(_("What did you do?")), language_button(_)),
        details=Details(_("Details"), sections),
    )


def _acts(_: Gettext) -> tuple[str, ...]:
    return (
        _(
            "**Check**: I read your photo in Microsoft 365 and every copy of it in SharePoint, "
            "show them side by side and say what is wrong."
        ),
        _(
            "**Update**: where your company allows it, I replace old copies with your Microsoft "
            "365 photo. I ask first, and check every copy again before I say it's done."
        ),
        _(
            "**Change**: put a new picture into this chat, and I add it everywhere. I can also "
            "remove your photo everywhere. I ask before I do either."
        ),
        _(
            "**Remember**: I tell you what I read, what I changed and why I say what I say. I "
            "can check again later, and tell you."
        ),
        _(
            "**Messages**: I may write to you when your photo changes. You can pause or stop "
            "that, and ask me whether a message is really mine."
        ),
    )


def _keeps(_: Gettext, *, is_agent: bool) -> str:
    if is_agent:
        return _("I store none of the pictures.")
    return _("I look only at your own photo, and I store none of the pictures.")


def _examples(_: Gettext, *, has_helpdesk: bool) -> tuple[str, ...]:
    examples = _(
        "- my photo is wrong\n"
        "- show me the steps\n"
        "- what did you do?\n"
        "- why?\n"
        "- I have a new photo\n"
        "- remove my photo everywhere\n"
        "- undo\n"
        "- look again later\n"
        "- no messages until Monday\n"
        "- stop\n"
        "- change the language\n"
        "- is this from you?\n"
        "- what do you keep about me?"
    )
    return (examples, _("- who looked at my photo?")) if has_helpdesk else (examples,)


def otherwise(_: Gettext) -> MessageView:
    """Offer a check in answer to what was not understood."""
    return MessageView(
        _("I can only help with profile photos"),
        (_("Is yours wrong somewhere?"),),
        (check_button(_), HelpButton().titled(_("What can you do?"))),
    )


def did_you_mean(likely: Iterable[Intent], _: Gettext) -> MessageView:
    """Offer what a person may have meant, the likeliest first."""
    return MessageView(
        _("Did you mean one of these?"),
        (_("I wasn't sure, so I've done nothing yet."),),
        (*_offered(likely, _), HelpButton().titled(_("Something else"))),
    )


def is_it_about_your_photo(likely: Sequence[Intent], _: Gettext) -> MessageView:
    """Ask before anything is done, in a language of which too little is understood."""
    likeliest = likely[:2]
    check = CheckButton().titled(_("Yes, check it"), primary=True)
    others = (each for each in _offered(likeliest, _) if each.verb != check.verb)
    return MessageView(
        _("Is it about your photo?"),
        (_("I may have misunderstood, so I've done nothing yet."),),
        (check, *others, HelpButton().titled(_("Something else"))),
    )


def _offered(likely: Iterable[Intent], _: Gettext) -> Collection[Button]:
    buttons = {
        Intent.WRONG_PHOTO: check_button(_),
        Intent.SYNC: check_button(_),
        Intent.STEPS: GuideButton().titled(_("Show me the steps")),
        Intent.LATER: look_again_button(_),
        Intent.STATUS: StatusButton().titled(_("What did you do?")),
        Intent.WHY: ExplainButton().titled(_("Why?")),
        Intent.NEW_PHOTO: NewPhotoButton().titled(_("Use a new photo")),
        Intent.REMOVE: AskToRemoveButton().titled(_("Remove my photo")),
        Intent.UNDO: AskToUndoButton().titled(_("Undo the latest change")),
        Intent.STOP: StopButton().titled(_("Stop your messages")),
        Intent.PAUSE: PauseButton().titled(_("Pause for a week")),
        Intent.RESUME: ResumeButton().titled(_("Send messages again")),
        Intent.PRIVACY: PrivacyButton().titled(_("What do you keep about me?")),
    }
    return {buttons[each].verb: buttons[each] for each in likely if each in buttons}.values()


def thanks(_: Gettext) -> MessageView:
    """Answer thanks."""
    return MessageView(
        _("You're welcome"),
        (_("Write to me whenever your photo is wrong."),),
    )


def welcome_in_public(_: Gettext) -> MessageView:
    """Greet a group."""
    return MessageView(
        _("Hello, I'm Photobot"),
        (
            _("Is a profile photo old in one place and new in another? I find out why and fix it."),
            _("Mention me and write “my photo is wrong”. Only you will see the answer."),
        ),
        (check_button(_),),
    )


def help_in_public(_: Gettext) -> MessageView:
    """Say what Photobot does for each member of a group."""
    return MessageView(
        _("I can fix profile photos"),
        (
            _("I check every copy of your profile photo, and fix it if you say so."),
            _("Ask me here if you like. Only you will see the answer."),
        ),
        (check_button(_),),
    )


def otherwise_in_public(_: Gettext) -> MessageView:
    """Offer a check in a private chat in answer to what was not understood."""
    return MessageView(
        _("I can only help with profile photos"),
        (_("Is yours wrong somewhere? Only you will see the answer."),),
        (check_button(_),),
    )
