"""The card that answers “what did you do?”, made from stored rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.chat.language import Gettext, Reader
from bot.chat.stores import CardRow, Latest
from bot.outbox.message import Message
from bot.results import history_texts as past
from bot.results.record import record_of, stored_verdict
from bot.results.sync_texts import target_words
from bot.texts.buttons import CheckButton, ExplainButton
from bot.texts.joining import named
from bot.use_cases.audit import EffectWithResult
from bot.use_cases.write import WriteOutcome
from cards.views import Button, ReportView, Section

# The writes of one repair follow each other at once; after a pause it was asked for again.
PAUSE = timedelta(minutes=5)
MAX_REPAIRS = 3


@dataclass(frozen=True)
class Known:
    """What is stored of one person's photo.

    Attributes:
        changes: writes and removals of copies, oldest first.
        recheck: the message of a promised recheck; None without a promise.
        since: how far back rows are kept (UTC).
    """

    latest: Latest
    changes: tuple[EffectWithResult, ...]
    recheck: Message | None
    since: datetime

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.latest.result or self.latest.work or self.changes or self.recheck)


def history_view(known: Known, reader: Reader) -> ReportView:
    """Show what was found, changed and promised."""
    _ = reader.gettext
    result, work = known.latest.result, known.latest.work
    promise = known.recheck and past.promised(reader.moment(known.recheck.due_at), _)
    return ReportView(
        title=_("Where things stand"),
        lead=past.under_way(work.state, _) if work else _("I am not working on anything now."),
        sections=(
            Section(_("What I found last"), (_found(result, known.since, reader),)),
            Section(_("What I changed"), _changes(known, reader)),
            Section(_("What I promised"), (promise or _("Nothing."),)),
        ),
        buttons=_buttons(result, _),
    )


def _found(result: CardRow | None, since: datetime, reader: Reader) -> str:
    _ = reader.gettext
    verdict = stored_verdict(result) if result else None
    if result is None or verdict is None:
        return past.not_looked(reader.moment(since), _)
    evidence = record_of(result).evidence
    read_at = evidence.read_at if evidence else result.created_at
    return past.found(verdict, reader.moment(read_at), _)


def _changes(known: Known, reader: Reader) -> tuple[str, ...]:
    _ = reader.gettext
    repairs = _repairs(known.changes)
    if not repairs:
        return (past.changed_nothing(reader.moment(known.since), _),)
    latest, earlier = repairs[-MAX_REPAIRS:], sum(map(len, repairs[:-MAX_REPAIRS]))
    work = known.latest.work
    words = tuple(_repair(repair, work.id if work else None, reader) for repair in reversed(latest))
    return (*words, past.changed_before(earlier, _)) if earlier else words


def _repairs(changes: Iterable[EffectWithResult]) -> list[list[EffectWithResult]]:
    """Group changes by the repair that they belong to, oldest first."""
    repairs: list[list[EffectWithResult]] = []
    for change in changes:
        if repairs and _belongs_to(repairs[-1], change):
            repairs[-1].append(change)
        else:
            repairs.append([change])
    return repairs


def _belongs_to(repair: list[EffectWithResult], change: EffectWithResult) -> bool:
    """Tell whether a change continues a repair; a repair writes no target twice."""
    last, effect = repair[-1].effect, change.effect
    same_press = (last.card_id, last.actor) == (effect.card_id, effect.actor)
    written_before = effect.target in {each.effect.target for each in repair}
    return same_press and not written_before and effect.at - last.at <= PAUSE


def _repair(repair: list[EffectWithResult], working: UUID | None, reader: Reader) -> str:
    _ = reader.gettext
    first = repair[0].effect
    lines = (f"- {_change(change, working, _)}" for change in repair)
    return "\n".join((past.changed(first.actor, reader.moment(first.at), _), *lines))


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
