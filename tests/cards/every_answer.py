"""Every card that answers “why?”, “what did you do?” and “I have a new photo”."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from bot.behaviours.clear_caches import texts as caches
from bot.behaviours.explain.view import explanation
from bot.behaviours.language.texts import speaking
from bot.behaviours.messages import texts as stopping
from bot.behaviours.privacy import texts as privacy
from bot.behaviours.recheck import texts as rechecks
from bot.behaviours.replace.texts import new_photo, new_photo_elsewhere
from bot.behaviours.status.view import MAX_REPAIRS, Known, history_view, nothing_view
from bot.behaviours.tell_helpdesk.summary import helpdesk_view, summary_lines
from bot.behaviours.undo import texts as undoing
from bot.behaviours.who_looked import texts as looked
from bot.behaviours.who_looked.view import Asked, What
from bot.chat.language import Reader
from bot.chat.stores import CardRow, CardState, Latest
from bot.chat.surface import Card
from bot.core.failures import FailureReason
from bot.outbox.message import Message, MessageState
from bot.photos.copies import Copy, CopyState
from bot.photos.guide import System
from bot.photos.readings import NotRead
from bot.results import history_texts as past
from bot.results.record import Evidence, ResultRecord, evidence_of
from bot.results.repairs import PAUSE
from bot.texts.links import Links
from bot.use_cases.authorizer import COMMAND, Act, Actor, ActorKind
from bot.use_cases.check import CheckResult
from bot.use_cases.write import WriteOutcome
from cards.render import card_of
from cards.views import ReportView
from tests.behaviours.memory import a_change
from tests.photos.examples import ACCOUNT, READ_AT, UPN

CARD = UUID(int=1)
SINCE = READ_AT - timedelta(days=30)
ME = Actor.person(ACCOUNT.id)
RECHECK = Message(
    id=UUID(int=2),
    reader=ACCOUNT.id,
    subject=ACCOUNT.id,
    actor=ME,
    kind=Act.RECHECK,
    about=None,
    state=MessageState.QUEUED,
    due_at=READ_AT + timedelta(days=1),
    not_before=READ_AT + timedelta(days=1),
    attempts=0,
    message_id=None,
    reason=None,
    lease=None,
    created_at=READ_AT,
    expires_at=READ_AT + timedelta(days=31),
)
AGENT = Actor(ActorKind.AGENT, "0f8fad5b-d9cb-469f-a165-70867728950a")
AGENT_NAMES = {"0f8fad5b-d9cb-469f-a165-70867728950a": "林雅婷"}
TARGETS = (
    "sharepoint:L",
    "sharepoint:PictureURL",
    "sharepoint:SPS-PicturePlaceholderState",
    "sharepoint:SPS-PictureExchangeSyncState",
)
DISTANCES = (
    (CopyState.SAME, 0.0),
    (CopyState.SAME, 0.1),
    (CopyState.SAME, 0.2),
    (CopyState.UNSURE, 0.1),
    (CopyState.UNSURE, 0.3),
    (CopyState.DIFFERS, 0.5),
    (CopyState.DIFFERS, 0.9),
)


def every_answer(
    check_results: Iterable[tuple[str, CheckResult]], links: Links, reader: Reader
) -> Iterator[tuple[str, Card]]:
    """Name to card."""
    evidences = {name: evidence_of(check_result) for name, check_result in check_results}
    for name, evidence in (*evidences.items(), *_more(evidences["old-writer"])):
        yield f"why-{name}", card_of(explanation(evidence, CARD, links, reader))
        yield f"helpdesk-{name}", card_of(_handover(evidence, reader))
    for name, known in _every_known(evidences["old-writer"]):
        yield f"status-{name}", card_of(history_view(known, reader))
    yield from _who_looked(reader)
    yield "undo-asked", card_of(undoing.question(CARD, reader.gettext))
    yield "undo-nothing", card_of(undoing.nothing(reader.gettext))
    for name, page in (("", ""), ("-page", "https://photobot.contoso.com/privacy")):
        kept = privacy.kept(timedelta(days=30), replace(links, privacy=page), reader)
        yield f"privacy{name}", card_of(kept)
    _, nothing = reader.gettext, Known(Latest(None, None), (), None, SINCE, READ_AT)
    yield "why-nothing_found", card_of(past.nothing_to_explain(_))
    yield "why-not_kept", card_of(past.not_kept(_))
    yield "status-nothing_done", card_of(nothing_view(nothing, reader))
    quiet = replace(nothing, is_quiet=True)
    yield "status-nothing_done-stopped", card_of(nothing_view(quiet, reader))
    yield "caches", card_of(caches.choosing(_))
    for system in System:
        yield f"caches-{system}", card_of(caches.steps(system, _))
    yield "recheck-promised", card_of(rechecks.promised(RECHECK.due_at, READ_AT, reader))
    yield "recheck-not_possible", card_of(rechecks.cannot_look(_))
    for name, due_at in (("stopped", RECHECK.due_at), ("stopped_nothing", None)):
        said = stopping.stopped(due_at, READ_AT, reader, was_nudged=False)
        yield f"recheck-{name}", card_of(said)
    said = stopping.stopped(None, READ_AT, reader, was_nudged=True)
    yield "stopped_nudges", card_of(said)
    for is_day in (False, True):
        yield f"paused-{is_day}", card_of(stopping.paused(RECHECK.due_at, reader, is_day=is_day))
    yield "resumed", card_of(stopping.resumed(_))
    yield "new_photo", card_of(new_photo(links, _))
    for may_sign_in in (False, True):
        elsewhere = new_photo_elsewhere(links, _, may_sign_in=may_sign_in)
        yield f"new_photo-elsewhere-{may_sign_in}", card_of(elsewhere)
    yield "speaking", card_of(speaking(reader.language, _))


def _who_looked(reader: Reader) -> Iterator[tuple[str, Card]]:
    every = [Asked(READ_AT, AGENT, what, "PB-7K3M9QX") for what in What]
    for name, names in (("", AGENT_NAMES), ("-unnamed", {})):
        shown = looked.asked(every, names, reader, has_more=True)
        yield f"who_looked{name}", card_of(shown)
    synced = [each for each in every if each.what is What.SYNC]
    yield "who_looked-synced", card_of(looked.asked(synced, {}, reader, has_more=False))
    yield "who_looked-nobody", card_of(looked.nobody(SINCE, reader))


def _handover(evidence: Evidence, reader: Reader) -> ReportView:
    lines = tuple(summary_lines(evidence, UPN, reader))
    return helpdesk_view(lines, "mailto:help@contoso.com", reader.gettext)


def _more(evidence: Evidence) -> Iterator[tuple[str, Evidence]]:
    for state, distance in DISTANCES:
        first, *stored = evidence.copies
        at = [replace(read, copy=_apart(read.copy, state, distance)) for read in stored]
        yield f"{state.value}_{distance}", replace(evidence, copies=(first, *at))
    yield (
        "mailbox_not_read",
        replace(evidence, mailbox=NotRead(FailureReason.NOT_PERMITTED, "User.Read.All")),
    )
    yield "mailbox_not_known", replace(evidence, mailbox=None)


def _apart(copy: Copy, state: CopyState, distance: float) -> Copy:
    return replace(copy, state=state, distance=distance)


def _every_known(evidence: Evidence) -> Iterator[tuple[str, Known]]:
    row = _row(evidence)
    checked = Known(Latest(row, None), (), None, SINCE, READ_AT)
    outcomes = (*(outcome.value for outcome in WriteOutcome), None)
    written = tuple(a_change(target, outcome) for target in TARGETS for outcome in outcomes)
    yield "checked", checked
    yield "written", replace(checked, changes=written)
    yield "promised", replace(checked, recheck=RECHECK)
    yield "stopped", replace(checked, is_quiet=True)
    yield "paused", replace(checked, paused_until=READ_AT + timedelta(days=7))
    for targets in (("microsoft_365", "sharepoint:L"), ("microsoft_365",), TARGETS[1:]):
        name = "-".join(target.rpartition(":")[2] for target in targets)
        yield f"changed-{name}", replace(checked, changes=tuple(map(a_change, targets)))
    yield "only_promised", Known(Latest(None, None), (), RECHECK, SINCE, READ_AT)
    yield "by_an_administrator", replace(checked, changes=(a_change(actor=COMMAND),))
    by_agent = replace(checked, changes=(a_change(actor=AGENT, reason="工單 *7*"),))
    yield "by_an_agent", replace(by_agent, names=AGENT_NAMES)
    yield "by_an_unnamed_agent", by_agent
    for state in (CardState.CHECKING, CardState.SYNCING):
        work = replace(row, id=UUID(int=3), state=state)
        change = a_change(outcome=None, card_id=work.id)
        yield state.value, replace(checked, latest=Latest(row, work), changes=(change,))
        yield f"only_{state.value}", replace(checked, latest=Latest(None, work))
    often = [a_change(at=READ_AT + number * 2 * PAUSE) for number in range(MAX_REPAIRS + 1)]
    yield "often", replace(checked, changes=tuple(often))


def _row(evidence: Evidence) -> CardRow:
    return CardRow(
        id=CARD,
        reader=ACCOUNT.id,
        subject=ACCOUNT.id,
        actor=ME,
        conversation_id="a:1",
        request_id="1",
        message_id="message",
        state=CardState.CHECKED,
        locale=None,
        record=ResultRecord(evidence).as_json(),
        offers=frozenset(),
        lease=None,
        created_at=READ_AT,
        expires_at=READ_AT + timedelta(days=30),
    )
