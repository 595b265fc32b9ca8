"""The card that answers “what did you do?”, made from stored rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bot.behaviours.recheck.texts import missed
from bot.chat.language import Gettext, Reader
from bot.chat.stores import CardRow, Latest
from bot.outbox.message import ENDED, Message
from bot.photos.readings import PICTURE_URL, PLACEHOLDER_STATE, SYNC_STATE
from bot.photos.verdict import Verdict
from bot.results import history_texts as past
from bot.results.record import record_of, stored_verdict
from bot.results.repairs import repairs_in
from bot.results.sync_texts import target_words
from bot.texts.buttons import CheckButton, ExplainButton
from bot.texts.joining import both, named
from bot.texts.moments import close_moment, until_day
from bot.use_cases.audit import EffectWithResult
from bot.use_cases.authorizer import Act
from bot.use_cases.snapshot_writer import MICROSOFT_365
from bot.use_cases.write import WriteOutcome
from cards.views import Button, Details, MessageView, ReportView, Section

MAX_REPAIRS = 3
# What a sync writes besides pictures.
PROPERTIES = frozenset({PICTURE_URL, PLACEHOLDER_STATE, SYNC_STATE})


@dataclass(frozen=True)
class Known:
    """What is stored of one person's photo.

    Attributes:
        changes: writes and removals of copies, oldest first.
        recheck: the message of a promised recheck, which waits or did not arrive; None without a
            promise, or where it was kept.
        since: how far back rows are kept (UTC).
        now: the present moment (UTC).
        names: what agents are called, by object id, as far as that could be read.
        is_quiet: whether the person wanted no unasked messages.
        paused_until: until when they wanted none about photo changes (UTC).
    """

    latest: Latest
    changes: tuple[EffectWithResult, ...]
    recheck: Message | None
    since: datetime
    now: datetime
    names: Mapping[str, str] = field(default_factory=dict)
    is_quiet: bool = False
    paused_until: datetime | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.latest.result or self.latest.work or self.changes or self.recheck)


def history_view(known: Known, reader: Reader) -> ReportView:
    """Show what was found, changed and promised."""
    _ = reader.gettext
    result, work = known.latest.result, known.latest.work
    promise, changes = _promise(known, reader), _changes(known, reader)
    messages = _messages(known, reader)
    verdict = stored_verdict(result) if result else None
    progress = past.under_way(work.state, _) if work else _("Nothing in progress.")
    title, found = past.found_title(verdict, _), _found(result, known, reader)
    if verdict is Verdict.NO_PHOTO and _was_removed(known):
        title = past.removed_title(_)
    if work and verdict is None:
        # The card that is changed now may be the only one that was checked: nothing is denied.
        title, found = past.under_way_title(work.state, _), ""
    return ReportView(
        title=title,
        lead=both(found, progress, _) if found else progress,
        sections=(
            *((Section(_("What I promised"), (promise,)),) if promise else ()),
            Section(_("What I changed"), _changed(known, reader)),
            *((Section(_("Messages"), messages),) if messages else ()),
        ),
        buttons=_buttons(result, _),
        details=Details(_("Details"), (Section(_("Every change"), changes),)) if changes else None,
    )


def nothing_view(known: Known, reader: Reader) -> MessageView:
    """Say that nothing was done for somebody yet."""
    return past.nothing_done(reader.day(known.since), _messages(known, reader), reader.gettext)


def _found(result: CardRow | None, known: Known, reader: Reader) -> str:
    _ = reader.gettext
    if result is None or stored_verdict(result) is None:
        return past.not_looked(reader.moment(known.since), _)
    evidence = record_of(result).evidence
    read_at = evidence.read_at if evidence else result.created_at
    return past.found_at(close_moment(read_at, known.now, reader), _)


def _promise(known: Known, reader: Reader) -> str:
    """Say what was promised, if anything; a moment is only named before it has come."""
    _, recheck = reader.gettext, known.recheck
    if recheck is None:
        return ""
    if recheck.state in ENDED:
        return missed(recheck, _)
    if recheck.failing_since:
        return past.not_reached(_)
    if recheck.due_at <= known.now:
        return past.late(_)
    return past.promised(close_moment(recheck.due_at, known.now, reader), _)


def _messages(known: Known, reader: Reader) -> tuple[str, ...]:
    """Say which unasked messages the person did not want; nothing where they get them."""
    if known.is_quiet:
        return (past.no_messages(reader.gettext),)
    if known.paused_until is None or known.paused_until <= known.now:
        return ()
    return (past.no_messages_until(until_day(known.paused_until, reader), reader.gettext),)


def _changed(known: Known, reader: Reader) -> tuple[str, ...]:
    """Say what the latest change was, who asked for it, and when; the details list each copy."""
    _, repairs = reader.gettext, repairs_in(known.changes)
    if not repairs:
        return (past.changed_nothing(reader.moment(known.since), _),)
    verified = [change for change in repairs[-1] if _is_verified(change)]
    parts = frozenset(_part(change.effect.target) for change in verified)
    rest = past.not_all_changed(_) if len(verified) < len(repairs[-1]) else ""
    sentences = (past.changed_parts(parts, _), _asked(repairs[-1], known, reader), rest)
    return tuple(filter(None, sentences))


def _was_removed(known: Known) -> bool:
    """Tell whether the latest change took a photo away."""
    repairs = repairs_in(known.changes)
    return bool(repairs) and any(
        _is_verified(change) and change.effect.act is Act.REMOVE for change in repairs[-1]
    )


def _is_verified(change: EffectWithResult) -> bool:
    return change.result is not None and change.result.outcome == WriteOutcome.VERIFIED.value


def _part(target: str) -> past.Part:
    if target == MICROSOFT_365:
        return past.Part.MICROSOFT_365
    is_property = target.removeprefix("sharepoint:") in PROPERTIES
    return past.Part.PROPERTIES if is_property else past.Part.SHAREPOINT


def _changes(known: Known, reader: Reader) -> tuple[str, ...]:
    _ = reader.gettext
    repairs = repairs_in(known.changes)
    latest, earlier = repairs[-MAX_REPAIRS:], sum(map(len, repairs[:-MAX_REPAIRS]))
    work = known.latest.work
    working = work.id if work else None
    words = tuple(_repair(each, working, known, reader) for each in reversed(latest))
    return (*words, past.changed_before(earlier, _)) if earlier else words


def _repair(
    repair: Sequence[EffectWithResult], working: UUID | None, known: Known, reader: Reader
) -> str:
    lines = (f"- {_change(change, working, reader.gettext)}" for change in repair)
    return "\n".join((_asked(repair, known, reader), *lines))


def _asked(repair: Sequence[EffectWithResult], known: Known, reader: Reader) -> str:
    first = repair[0].effect
    name = known.names.get(first.actor.id or "")
    when = close_moment(first.at, known.now, reader)
    return past.changed(first.actor, when, reader.gettext, name=name, reason=first.reason)


def _change(change: EffectWithResult, working: UUID | None, _: Gettext) -> str:
    effect, result = change.effect, change.result
    # Without a result the write is under way, if its card is being worked on, or was interrupted.
    if result is None and working is not None and effect.card_id == working:
        words = past.being_changed(_)
    else:
        outcome = WriteOutcome(result.outcome) if result else None
        words = past.outcome_words(outcome, effect.action, effect.target, _)
    return named(target_words(effect.target, _), words, _)


def _buttons(result: CardRow | None, _: Gettext) -> tuple[Button, ...]:
    again = CheckButton().titled(_("Check again") if result else _("Check my photo"), primary=True)
    return (again, ExplainButton(result.id).titled(_("Why?"))) if result else (again,)
