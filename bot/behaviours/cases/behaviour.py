"""“cases” and “case PB-…”: an agent finds cases, opens one, and takes one whose agent left.

Nothing is looked up about cases before whoever asks is known to be an agent. Others get the answer
that they would get in a company without a helpdesk.
"""

from bot.behaviours.cases import texts
from bot.behaviours.cases.query import asked_in_chat
from bot.behaviours.cases.texts import OpenCaseButton, SharedCaseButton, TakeCaseButton
from bot.behaviours.cases.view import found_cases, left_case, own_and_left
from bot.behaviours.follow_case.behaviour import show_case
from bot.behaviours.small_talk.behaviour import otherwise
from bot.behaviours.verify.behaviour import verify
from bot.chat.router import Router
from bot.chat.turn import Edited, Said, Turn
from bot.helpdesk.case import Case
from bot.helpdesk.cases import AnotherHasIt, CaseEnded
from bot.helpdesk.finding import CaseQuery
from bot.helpdesk.names import name_of
from bot.intents import Intent
from bot.services import Helpdesk, Services
from bot.use_cases.authorizer import NOT_KNOWN, NotAuthorized, RefusalReason

behaviour = Router[Services]()

# As many as are read at a glance.
MAX_OWN, MAX_LEFT = 10, 5


@behaviour.says(Intent.CASES, in_own_chat=True)
async def cases(turn: Turn, services: Services) -> None:
    """List an agent's cases, find some of them, or show the one that is named."""
    helpdesk, wanted = await _helpdesk_of(turn, services), _wanted(turn)
    if helpdesk is RefusalReason.AGENT_NOT_KNOWN:
        await turn.show(texts.not_now(helpdesk, turn.reader.gettext))
    elif isinstance(helpdesk, RefusalReason):
        await (verify if wanted.reference else otherwise)(turn, services)
    elif wanted.reference is None:
        await _list(wanted, helpdesk, turn)
    elif not await _show_named(wanted.reference, helpdesk, turn, services):
        await turn.show(texts.unknown_case(turn.reader.gettext))


@behaviour.says(Intent.REFERENCE, in_own_chat=True)
async def reference(turn: Turn, services: Services) -> None:
    """Show an agent the case with this reference; tell others whether a message is from the bot."""
    helpdesk, named = await _helpdesk_of(turn, services), _wanted(turn).reference
    is_shown = (
        isinstance(helpdesk, Helpdesk)
        and named is not None
        and await _show_named(named, helpdesk, turn, services)
    )
    if not is_shown:
        await verify(turn, services)


@behaviour.press(OpenCaseButton, SharedCaseButton, in_own_chat=True)
async def open_(turn: Turn, services: Services) -> None:
    """Show a case of a list, or of a card that somebody put into a conversation."""
    helpdesk, _ = await _helpdesk_of(turn, services), turn.reader.gettext
    # One of the two was pressed; the other reads as empty.
    case_id = OpenCaseButton.of(turn).case or SharedCaseButton.of(turn).case
    if isinstance(helpdesk, RefusalReason):
        await turn.show(texts.refused(helpdesk, _))
        return
    try:
        case = await helpdesk.finder.of_id(turn.reader.id, case_id) if case_id else None
    except NotAuthorized as refused:
        await turn.show(texts.not_now(refused.why, _))
        return
    if case is None:
        await turn.show(texts.unknown_case(_))
    else:
        await _show(case, turn, services)


@behaviour.press(TakeCaseButton, in_own_chat=True)
async def take(turn: Turn, services: Services) -> None:
    """Give a case whose agent left to this agent, unless another was faster."""
    helpdesk, _ = await _helpdesk_of(turn, services), turn.reader.gettext
    if isinstance(helpdesk, RefusalReason):
        await turn.show(texts.refused(helpdesk, _))
        return
    agent, case_id = turn.reader.id, TakeCaseButton.of(turn).case
    case = await services.cases.store.get(case_id) if case_id else None
    # Of one that never was for anybody to take, nothing is told to who is not its agent.
    if case is None or not (case.was_left or case.is_of(agent)):
        await turn.show(texts.unknown_case(_))
        return
    try:
        case = await services.cases.take(case, agent)
    except NotAuthorized as no:
        may_pass = no.why in NOT_KNOWN
        await turn.show(texts.not_now(no.why, _) if may_pass else texts.unknown_case(_))
    except CaseEnded:
        await turn.show(texts.has_ended(_))
    except AnotherHasIt as taken:
        if taken.case.agent == agent.lower():
            await _show(taken.case, turn, services)
        else:
            name = await name_of(taken.case.agent, services.people_names)
            await turn.show(texts.of_another(taken.case, name, _))
    else:
        await _show(case, turn, services)


async def _helpdesk_of(turn: Turn, services: Services) -> Helpdesk | RefusalReason:
    """Return what an agent needs, or why this person is not treated as one."""
    if services.helpdesk is None:
        return RefusalReason.NOT_AN_AGENT
    return await services.helpdesk.agents.why_no_agent(turn.reader.id) or services.helpdesk


def _wanted(turn: Turn) -> CaseQuery:
    written = turn.event.text if isinstance(turn.event, Said | Edited) else ""
    return asked_in_chat(written, turn.reader.gettext)


async def _list(wanted: CaseQuery, helpdesk: Helpdesk, turn: Turn) -> None:
    agent, finder = turn.reader.id, helpdesk.finder
    found = await finder.find(agent, wanted, most=MAX_OWN)
    if wanted == CaseQuery():
        left = await finder.left(agent, most=MAX_LEFT)
        await turn.show(own_and_left(found, left, turn.reader))
    else:
        await turn.show(found_cases(found, turn.reader))


async def _show_named(reference: str, helpdesk: Helpdesk, turn: Turn, services: Services) -> bool:
    """Show the case with a reference; return whether it is one that this agent may see."""
    try:
        case = await helpdesk.finder.of_reference(turn.reader.id, reference)
    except NotAuthorized as refused:
        await turn.show(texts.not_now(refused.why, turn.reader.gettext))
        return True
    if case is None:
        return False
    await _show(case, turn, services)
    return True


async def _show(case: Case, turn: Turn, services: Services) -> None:
    """Show an agent's own case as it is followed, and one that is left with what it takes."""
    if case.is_of(turn.reader.id):
        await show_case(turn, services, case)
    else:
        name = await name_of(case.subject, services.people_names) or case.subject
        await turn.show(left_case(case, name, turn.reader))
