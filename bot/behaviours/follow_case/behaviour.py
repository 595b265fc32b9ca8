"""An agent follows a case by one card in their own chat: what its buttons do, and how it is shown.

1. `act` asks whether this card showed this button to this agent. Everybody else gets the same word.
2. What it does asks the Authorizer whether the reader is still an agent who may handle the person.
3. The card then shows the case as it is by now (`bot.behaviours.follow_case.card`), or that the
   agent doesn't follow it any more.
4. A worker keeps the card true between presses (`update_cards`), and `bot.behaviours.orphans`
   finishes one whose process died during a press.

`bot.behaviours.follow_case.send` sends the card, and `synced_for` tells the person of a sync.
"""

from dataclasses import replace

from bot.behaviours.follow_case import texts
from bot.behaviours.follow_case.card import draw
from bot.behaviours.follow_case.record import FollowingRecord, following_in
from bot.behaviours.follow_case.texts import (
    REASON,
    CheckCaseButton,
    CloseCaseButton,
    SendCaseAgainButton,
    SyncCaseButton,
)
from bot.chat.card_session import CardSession
from bot.chat.language import Gettext
from bot.chat.router import Router
from bot.chat.stores import CardRow
from bot.chat.turn import Pressed, Turn
from bot.core.deadline import Deadline
from bot.helpdesk.case import Case, NotAccepted, note_of
from bot.helpdesk.cases import CaseEnded, StillSending
from bot.helpdesk.following import Following
from bot.results.agent_texts import agent_ending
from bot.services import Services
from bot.use_cases.authorizer import NOT_KNOWN, Act, Actor, ActorKind, NotAuthorized
from bot.use_cases.changes import UnderWay
from bot.use_cases.check import CheckResult
from bot.use_cases.sync import ActResult

# By which command agents look here, in the rows of looks.
LOOKED_BY = "case"
CHECK_SECONDS = 30.0

CaseButton = CheckCaseButton | SendCaseAgainButton | SyncCaseButton | CloseCaseButton

behaviour = Router[Services]()


async def show_case(turn: Turn, services: Services, case: Case) -> None:
    """Show a case on a new card in the agent's own chat, which follows it from now on.

    Whoever calls this has found out that the case is one of this agent's. An earlier card is
    updated no more.
    """
    followings = services.cases.followings
    following = await followings.opened(case.id, case.subject, turn.reader.id)
    record = FollowingRecord(following.id)
    async with services.cards.session(
        turn.as_agent_for(case.subject), waiting=texts.working, record=record
    ) as card:
        await followings.store.move(following.id, card.row.id, services.now())
        await draw(card, replace(following, card=card.row.id), services)


@behaviour.press(
    CheckCaseButton, SendCaseAgainButton, SyncCaseButton, CloseCaseButton, in_own_chat=True
)
async def act(turn: Turn, services: Services) -> None:
    """Do what an agent pressed, and show the case as it is then."""
    button, gettext = _button(turn), turn.reader.gettext
    row = await services.cards.offered(turn, button, button.card)
    record = following_in(row) if row else None
    following = await services.cases.followings.store.get(record.following) if record else None
    case = await services.cases.store.get(following.case_id) if following else None
    if row is None or following is None or case is None:
        await turn.show(texts.no_button(gettext))
        return
    turn = turn.as_agent_for(case.subject)
    if isinstance(button, SyncCaseButton) and not _is_left(following, row, case):
        reason, authorizer = _reason(turn), services.photo_services.authorizer
        if (
            reason
            and case.is_open
            and services.writes
            and await services.writes.may_sync()
            # The worker asks again. Who may not is told so, rather than that it is under way.
            and await authorizer.may(turn.actor, Act.CASE, case.subject)
        ):
            asked = FollowingRecord(following.id, reason)
            # The card first, as for a person's own sync.
            await services.cards.hand_over(turn, row, waiting=texts.syncing, record=asked)
            await services.writes.sync(row.id)
            return
    waiting = texts.syncing if isinstance(button, SyncCaseButton) else texts.working
    async with services.cards.session(turn, waiting=waiting, row=row) as card:
        if _is_left(following, row, case):
            await _show_left(card, case, services)
            return
        # Whatever becomes of this press, the card is written once more if it does not end here.
        await services.cases.followings.store.doubt(following.id)
        notice = await _said_of(button, turn, case, row, services)
        await draw(card, following, services, notice)


async def sync_by_worker(card: CardSession, services: Services) -> None:
    """Do the sync that an agent left to this worker, and show the case."""
    row, gettext = card.row, card.reader.gettext
    record = following_in(row)
    following = await services.cases.followings.store.get(record.following) if record else None
    if record is None or following is None:
        await card.show(texts.no_button(gettext))
        return
    await services.cases.followings.store.doubt(following.id)
    case = await services.cases.store.get(following.case_id)
    if case is None or not case.is_open:
        # It was open when the agent pressed.
        await draw(card, following, services, texts.has_ended(gettext))
        return
    agent, reason = Actor(ActorKind.AGENT, row.reader), record.reason or ""
    try:
        notice = await _sync(agent, row, reason, services, gettext)
    except NotAuthorized:
        notice = ""
    await draw(card, following, services, notice)


async def finish(card: CardSession, record: FollowingRecord, services: Services) -> None:
    """Show the case on a card whose process died while it worked on it; do nothing again."""
    following = await services.cases.followings.store.get(record.following)
    if following is None:
        await card.show(texts.no_button(card.reader.gettext))
        return
    case = await services.cases.store.get(following.case_id)
    if case and _is_left(following, card.row, case):
        await _show_left(card, case, services)
        return
    await services.cases.followings.store.doubt(following.id)
    await draw(card, following, services, texts.interrupted(card.reader.gettext))


async def _said_of(
    button: CaseButton, turn: Turn, case: Case, row: CardRow, services: Services
) -> str:
    """Do what a button asks for; return what is to be said of it beside the case."""
    _ = turn.reader.gettext
    try:
        return await _do(button, turn, case, row, services)
    except CaseEnded:
        return texts.has_ended(_)
    except StillSending:
        return texts.still_sending(_)
    except NotAuthorized:
        # The card says so in place of the case.
        return ""


async def _do(button: CaseButton, turn: Turn, case: Case, row: CardRow, services: Services) -> str:
    if not case.is_open:
        raise CaseEnded
    match button:
        case CheckCaseButton():
            return await _check(turn, services)
        case SyncCaseButton():
            return await _sync(turn.actor, row, _reason(turn), services, turn.reader.gettext)
        case SendCaseAgainButton():
            await services.cases.send_again(case, turn.actor)
        case CloseCaseButton():
            await services.cases.close(case, turn.actor)
    return ""


async def _check(turn: Turn, services: Services) -> str:
    """Check the person's photo; the look is kept, and the result noted in the case."""
    _ = turn.reader.gettext
    if services.helpdesk is None:
        return ""
    looks, until = services.helpdesk.looks, Deadline.after(CHECK_SECONDS)
    found = await looks.look(turn.reader.id, turn.subject, LOOKED_BY, until, state_only=True)
    if found is None:
        return texts.check_goes_on(_)
    return texts.checked(_) if isinstance(found, CheckResult) else texts.not_checked(found, _)


async def _sync(agent: Actor, row: CardRow, reason: str, services: Services, _: Gettext) -> str:
    """Sync as the agent; what it writes is in the audit, with the reason, before it is written."""
    if not reason:
        return texts.reason_wanted(_)
    # The agent saw no picture: what is synced is whatever the person has chosen.
    changed = await services.photo_services.of(agent, row.subject).sync(row.id, None, reason)
    if isinstance(changed, UnderWay):
        return texts.under_way(_)
    if isinstance(changed, ActResult):
        return agent_ending(changed.ending, _)
    return texts.not_checked(changed, _)


async def _show_left(card: CardSession, case: Case, services: Services) -> None:
    """Say where the case is shown; to who is no agent any more, only that they don't follow it."""
    _ = card.reader.gettext
    agent = Actor(ActorKind.AGENT, card.reader.id)
    why = await services.photo_services.authorizer.refusal(agent, Act.CASE, case.subject)
    if why is None:
        await card.show(texts.left_behind(case.reference, _))
    else:
        await card.show(texts.no_button(_) if why in NOT_KNOWN else texts.no_longer(_))


def _is_left(following: Following, row: CardRow, case: Case) -> bool:
    """Tell whether a card is not kept up to date any more, though its case goes on."""
    has_ended = following.ended_at is not None and case.is_open
    return has_ended or following.card != row.id


def _button(turn: Turn) -> CaseButton:
    kinds = (CheckCaseButton, SendCaseAgainButton, SyncCaseButton, CloseCaseButton)
    verb = turn.event.verb if isinstance(turn.event, Pressed) else ""
    pressed: type[CaseButton] = next(kind for kind in kinds if kind.verb == verb)
    return pressed.of(turn)


def _reason(turn: Turn) -> str:
    """Return why the agent syncs; nothing where they wrote nothing, or too much."""
    written = turn.event.data.get(REASON) if isinstance(turn.event, Pressed) else None
    try:
        return note_of(written) if isinstance(written, str) else ""
    except NotAccepted:
        return ""
