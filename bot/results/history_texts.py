"""Words on the past: what was found, changed and promised."""

from enum import Enum, auto

from bot.chat.language import Gettext
from bot.chat.stores import CardState
from bot.photos.verdict import Verdict
from bot.results.sync_texts import removed_words, written_words
from bot.texts.buttons import check_button
from bot.texts.written import in_markdown
from bot.use_cases.authorizer import Actor, ActorKind
from bot.use_cases.snapshot_writer import MICROSOFT_365
from bot.use_cases.write import REMOVE, WriteOutcome
from cards.views import MessageView


class Part(Enum):
    """What a change touched, in a person's terms."""

    MICROSOFT_365 = auto()
    SHAREPOINT = auto()
    PROPERTIES = auto()


def nothing_to_explain(_: Gettext) -> MessageView:
    """Answer “why?” where there was no check yet."""
    return MessageView(
        _("I haven't checked your photo yet"),
        (_("Let me check it first. Then ask me why."),),
        (check_button(_),),
    )


def not_kept(_: Gettext) -> MessageView:
    """Answer “why?” for a check of which too little was kept."""
    return MessageView(
        _("I don't remember what I compared"),
        (_("Check your photo again, then ask me."),),
        (check_button(_),),
    )


def nothing_done(since: str, others: tuple[str, ...], _: Gettext) -> MessageView:
    """Say that nothing was done; `since` is the day that rows are kept from, `others` the rest."""
    return MessageView(
        _("I haven't done anything for you yet"),
        (
            _(
                "I remember back to {day}. Since then I've neither checked nor changed your photo."
            ).format(day=since),
            *others,
        ),
        (check_button(_),),
    )


def under_way(state: CardState, _: Gettext) -> str:
    """Say what the bot is doing at this moment."""
    if state is CardState.SYNCING:
        return _("I'm changing your photo now, and I'll tell you when I'm done.")
    return _("I'm checking your photo now, and I'll tell you when I'm done.")


def under_way_title(state: CardState, _: Gettext) -> str:
    """Say in a headline what the bot is doing, where no earlier check is told."""
    if state is CardState.SYNCING:
        return _("Your photo: being changed")
    return _("Your photo: being checked")


def found_title(verdict: Verdict | None, _: Gettext) -> str:
    """Say in a headline what the last check found; None where there was none."""
    return {
        Verdict.IN_SYNC: _("Your photo: in sync"),
        Verdict.DIFFERS: _("Your photo: not the same everywhere"),
        Verdict.NO_PHOTO: _("Your photo: none yet"),
        Verdict.UNSURE: _("Your photo: I'm not sure"),
        None: _("Your photo: not checked yet"),
    }[verdict]


def removed_title(_: Gettext) -> str:
    """Say in a headline that there is no photo because it was removed."""
    return _("Your photo: removed")


def found_at(when: str, _: Gettext) -> str:
    """Say when that was found."""
    return _("I checked it {when}.").format(when=when)


def not_looked(since: str, _: Gettext) -> str:
    """Say that there is no result of a check."""
    return _("I haven't checked it since {when}.").format(when=since)


def changed(
    actor: Actor, when: str, _: Gettext, *, name: str | None = None, reason: str | None = None
) -> str:
    """Say who asked for a change, and when, such as “today at 9:25”.

    `name` is an agent's, where it is known, and `reason` what they gave for it.
    """
    if actor.kind is ActorKind.PERSON:
        return _("As you asked, {when}.").format(when=when)
    if actor.kind is ActorKind.AGENT:
        why = in_markdown(reason or "")
        if name:
            words = _("As {name} from your helpdesk asked (“{why}”), {when}.")
            return words.format(when=when, name=in_markdown(name), why=why)
        return _("As your helpdesk asked (“{why}”), {when}.").format(when=when, why=why)
    return _("As your administrator asked, {when}.").format(when=when)


def changed_parts(parts: frozenset[Part], _: Gettext) -> str:
    """Name what was changed for certain; empty without anything."""
    if parts >= {Part.MICROSOFT_365, Part.SHAREPOINT}:
        return _("Your Microsoft 365 photo and SharePoint's photo of you.")
    if Part.MICROSOFT_365 in parts:
        return _("Your Microsoft 365 photo.")
    if Part.SHAREPOINT in parts:
        return _("SharePoint's photo of you.")
    return _("How SharePoint treats your photo.") if parts else ""


def not_all_changed(_: Gettext) -> str:
    """Say that a part of a change was not made, or is not certain."""
    return _("Not all of it is certain or went well. Details tell what became of each copy.")


def no_messages(_: Gettext) -> str:
    """Say that somebody wanted no unasked messages, and how to get them again."""
    return _("I don't write to you unasked, as you wanted. To change that, write “resume”.")


def no_messages_until(when: str, _: Gettext) -> str:
    """Say until when somebody wanted no messages about photo changes."""
    return _("I write nothing about photo changes until {when}, as you wanted.").format(when=when)


def changed_nothing(since: str, _: Gettext) -> str:
    """Say that nothing of the person's was written."""
    return _("I've changed nothing since {when}.").format(when=since)


def changed_before(count: int, _: Gettext) -> str:
    """Say how many changes are not listed one by one."""
    return _("Earlier changes that are not listed here: {count}.").format(count=count)


def outcome_words(outcome: WriteOutcome | None, action: str, target: str, _: Gettext) -> str:
    """Say how the write of one copy ended; without an outcome it was interrupted."""
    if outcome is not None and action == REMOVE:
        return removed_words(_)[outcome]
    if outcome is not None and target == MICROSOFT_365:
        return written_words(_, to_microsoft_365=True)[outcome]
    return {
        WriteOutcome.VERIFIED: _("written and read back"),
        WriteOutcome.NOT_STORED: _("accepted by SharePoint, but it still gave the old one"),
        WriteOutcome.FAILED: _("not taken by SharePoint"),
        WriteOutcome.UNKNOWN: _("I don't know whether it was done; it could not be read back"),
        WriteOutcome.NOT_TRIED: _("not tried"),
        None: _("I don't know whether it was done; I was interrupted"),
    }[outcome]


def being_changed(_: Gettext) -> str:
    """Say that a copy is being written now."""
    return _("being changed at this moment")


def promised(when: str, _: Gettext) -> str:
    """Say when the bot looks again by itself."""
    return _("I'll check again {when} and let you know.").format(when=when)


def late(_: Gettext) -> str:
    """Say that the moment of a promise has passed, and it will be kept."""
    return _("I'm late with checking again. I'll do it as soon as I can, and let you know.")


def not_reached(_: Gettext) -> str:
    """Say that the message of a promise has been refused so far."""
    return _("I promised to check again, but my message hasn't reached you yet. I'll keep trying.")
