"""Every card that answers “why?”, “what did you do?” and “I have a new photo”."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from bot.behaviours.explain.view import explanation
from bot.behaviours.replace.new_photo_texts import new_photo
from bot.behaviours.status.view import MOST_REPAIRS, PAUSE, Known, retelling
from bot.behaviours.tell_helpdesk.summary import handover_lines
from bot.chat.language import Listener
from bot.chat.reply import Card
from bot.chat.stores import CardRow, CardState, Latest
from bot.conversation import caches
from bot.conversation.tell_helpdesk import helpdesk_view
from bot.core.failures import FailureReason
from bot.photos.copies import Copy, CopyState
from bot.photos.guide import System
from bot.photos.readings import NotRead
from bot.results import history_texts as past
from bot.results.record import Evidence, evidence_of, to_facts
from bot.texts import general as texts
from bot.texts.remedies import Links
from bot.use_cases.authorizer import COMMAND, Actor
from bot.use_cases.check import Checkup
from bot.use_cases.write import Outcome
from cards.message import message_card
from cards.report import report_card
from cards.views import ReportView
from tests.conversation.memory import a_change
from tests.photos.examples import ACCOUNT, READ_AT, UPN

CARD = UUID(int=1)
SINCE = READ_AT - timedelta(days=30)
RECHECK_AT = READ_AT + timedelta(days=1)
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
    checkups: Iterable[tuple[str, Checkup]], links: Links, listener: Listener
) -> Iterator[tuple[str, Card]]:
    """Name to card."""
    evidences = {name: evidence_of(checkup) for name, checkup in checkups}
    for name, evidence in (*evidences.items(), *_more(evidences["old-writer"])):
        yield f"why-{name}", report_card(explanation(evidence, CARD, links, listener))
        yield f"helpdesk-{name}", report_card(_handover(evidence, listener))
    for name, known in _every_known(evidences["old-writer"]):
        yield f"status-{name}", report_card(retelling(known, listener))
    _, since = listener.gettext, listener.moment(SINCE)
    yield "why-nothing_found", message_card(past.nothing_to_explain(_))
    yield "why-not_kept", message_card(past.not_kept(_))
    yield "status-nothing_done", message_card(past.nothing_done(since, _))
    yield "caches", message_card(caches.choosing(_))
    for system in System:
        yield f"caches-{system}", report_card(caches.steps(system, _))
    yield "new_photo", message_card(new_photo(links, _))
    yield "speaking", message_card(texts.speaking(listener.language.own_name, _))


def _handover(evidence: Evidence, listener: Listener) -> ReportView:
    lines = tuple(handover_lines(evidence, UPN, listener))
    return helpdesk_view(lines, "mailto:help@contoso.com", listener.gettext)


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
    row = _row(to_facts(evidence))
    checked = Known(Latest(row, None), (), None, SINCE)
    outcomes = (*(outcome.value for outcome in Outcome), None)
    written = tuple(a_change(target, outcome) for target in TARGETS for outcome in outcomes)
    yield "checked", checked
    yield "written", replace(checked, changes=written)
    yield "promised", replace(checked, recheck_at=RECHECK_AT)
    yield "only_promised", Known(Latest(None, None), (), RECHECK_AT, SINCE)
    yield "by_an_administrator", replace(checked, changes=(a_change(actor=COMMAND),))
    for state in (CardState.CHECKING, CardState.SYNCING):
        work = replace(row, id=UUID(int=3), state=state)
        change = a_change(outcome=None, card_id=work.id)
        yield state.value, replace(checked, latest=Latest(row, work), changes=(change,))
    often = [a_change(at=READ_AT + number * 2 * PAUSE) for number in range(MOST_REPAIRS + 1)]
    yield "often", replace(checked, changes=tuple(often))


def _row(facts: dict[str, object]) -> CardRow:
    return CardRow(
        id=CARD,
        reader=ACCOUNT.id,
        subject=ACCOUNT.id,
        actor=Actor.person(ACCOUNT.id),
        conversation_id="a:1",
        request_id="1",
        message_id="message",
        state=CardState.CHECKED,
        locale=None,
        facts=facts,
        lease=None,
        created_at=READ_AT,
        expires_at=READ_AT + timedelta(days=30),
    )
