"""`python -m bot cases`: whom the helpdesk asked to look at their photo, and what became of it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.app.cases import cases_of
from bot.app.helpdesk import open_helpdesk
from bot.app.infrastructure import open_storage
from bot.chat.language import Reader, load_languages
from bot.commands.moments import iso, moment_words
from bot.commands.names import Names
from bot.commands.person_data import find_person_or_id
from bot.commands.result import CommandResult
from bot.config.settings import Settings
from bot.helpdesk.case import Case
from bot.helpdesk.cases import CaseEnded, Cases
from bot.helpdesk.ports import CaseFilter
from bot.helpdesk.standing import CaseEvent, CaseState
from bot.m365.settings import M365Settings
from bot.m365.watched_tenant import open_watched_tenant
from bot.texts.case_words import case_summary, event_words, state_title, ticket_text
from bot.texts.written import in_line
from bot.use_cases.authorizer import COMMAND, NotAuthorized, RefusalReason

UNKNOWN = "there is no case with this reference: see `cases list`"
ENDED = "the case has ended, so nothing can be done about it"
NO_GROUPS = "nobody is an agent: set PHOTOBOT_HELPDESK_GROUPS"
NOT_POSSIBLE: Mapping[RefusalReason, str] = {
    RefusalReason.NOT_AN_AGENT: "is no agent: no member of a group of PHOTOBOT_HELPDESK_GROUPS",
    RefusalReason.AGENT_NOT_KNOWN: "may be an agent, and that can't be read now: try again",
    RefusalReason.ONESELF: "is the person of the case themselves",
    RefusalReason.EXCLUDED: "may not handle the person of the case, whom a setting excludes",
    RefusalReason.EXCLUDED_NOT_KNOWN: "may handle nobody while groups can't be read: try again",
}


@dataclass(frozen=True)
class WantedCases:
    """Which cases are to be listed; people are named by user principal name or object id."""

    state: CaseState | None = None
    is_open: bool | None = None
    left: bool = False
    ticket: str | None = None
    person: str | None = None
    agent: str | None = None
    limit: int | None = None


@dataclass(frozen=True)
class _Desk:
    cases: Cases
    names: Names
    reader: Reader

    async def named(self, cases: Sequence[Case]) -> Mapping[str, str]:
        """Return names of the people and agents of cases."""
        people = (each for case in cases for each in (case.subject, case.agent))
        return await self.names.of(list(dict.fromkeys(people)))

    async def as_it_is(self, case: Case, *lines: str) -> CommandResult:
        names = await self.named([case])
        whole = (*_as_text(case, names, self.reader), *lines)
        return CommandResult(case_as_json(case, names, with_events=True), whole)


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[_Desk]:
    async with (
        open_storage(settings) as database,
        open_helpdesk(settings) as helpdesk,
        open_watched_tenant(M365Settings.of(settings)) as tenant,
    ):
        reader = load_languages().reader("", None, None)
        yield _Desk(cases_of(settings, database, helpdesk), Names(tenant.names), reader)


async def list_cases(settings: Settings, wanted: WantedCases) -> CommandResult:
    """Name cases, the latest first."""
    ids: dict[str, str] = {}
    for field, upn_or_id in (("subject", wanted.person), ("agent", wanted.agent)):
        if upn_or_id is None:
            continue
        person = await find_person_or_id(settings, upn_or_id)
        if isinstance(person, CommandResult):
            return person
        ids[field] = person.id
    async with _opened(settings) as desk:
        which = CaseFilter(
            subject=ids.get("subject"),
            agent=ids.get("agent"),
            # Without the option they are listed among the others.
            left=wanted.left or None,
            ticket=wanted.ticket,
            is_open=wanted.is_open,
        )
        found = await desk.cases.listed(which, wanted.state)
        shown = found[: wanted.limit]
        names = await desk.named(shown)
    gettext = desk.reader.gettext
    lines = [
        f"{case.reference}  {names.get(case.subject, case.subject)}  "
        f"{case_summary(case, moment_words, gettext, in_line)}"
        for case in shown
    ]
    if len(shown) < len(found):
        lines.append("There are more; --limit takes a larger number, and 0 for all.")
    as_json = {
        "cases": [case_as_json(case, names) for case in shown],
        "more": len(shown) < len(found),
    }
    return CommandResult(as_json, tuple(lines) or ("There is no case.",))


async def show_case(settings: Settings, reference: str) -> CommandResult:
    """Say what happened to a case."""
    async with _opened(settings) as desk:
        case = await desk.cases.store.of_reference(reference)
        return await desk.as_it_is(case) if case else CommandResult.failed({}, UNKNOWN)


async def close_case(settings: Settings, reference: str) -> CommandResult:
    """Close a case, and give the text for its ticket."""
    async with _opened(settings) as desk:
        case = await desk.cases.store.of_reference(reference)
        if case is None:
            return CommandResult.failed({}, UNKNOWN)
        names = await desk.named([case])
        try:
            case = await desk.cases.close(case, COMMAND)
        except CaseEnded:
            return CommandResult.failed(case_as_json(case, names), ENDED)
    text = ticket_text(case, names.get(case.subject, case.subject), desk.reader)
    found = {**case_as_json(case, names, with_events=True), "ticket_text": text}
    return CommandResult(found, tuple(text.splitlines()))


async def reassign_case(settings: Settings, reference: str, upn_or_id: str) -> CommandResult:
    """Give a case to an agent, who may be any agent that may handle its person."""
    if not settings.helpdesk_groups:
        return CommandResult.failed({}, NO_GROUPS)
    agent = await find_person_or_id(settings, upn_or_id)
    if isinstance(agent, CommandResult):
        return agent
    async with _opened(settings) as desk:
        case = await desk.cases.store.of_reference(reference)
        if case is None:
            return CommandResult.failed({}, UNKNOWN)
        names = await desk.named([case])
        try:
            case = await desk.cases.reassign(case, COMMAND, agent.id)
        except CaseEnded:
            return CommandResult.failed(case_as_json(case, names), ENDED)
        except NotAuthorized as refused:
            why = NOT_POSSIBLE.get(refused.why, refused.why)
            return CommandResult.failed(case_as_json(case, names), f"{upn_or_id} {why}")
        return await desk.as_it_is(case)


def case_as_json(
    case: Case, names: Mapping[str, str], *, with_events: bool = False
) -> dict[str, Any]:
    """Describe a case; times are UTC, `upn` and `agent_upn` are null where they can't be read."""
    event, ticket, answer = case.standing.event, case.ticket, case.answer
    found = {
        "reference": case.reference,
        "id": case.subject,
        "upn": names.get(case.subject),
        "agent": case.agent,
        "agent_upn": names.get(case.agent),
        "agent_left_at": iso(case.left_at),
        "state": case.state.value,
        "since": iso(event.at if event else case.created_at),
        "because": event.because if event else None,
        "ticket": ticket and ticket.number,
        "ticket_link": ticket and ticket.link,
        "created_at": iso(case.created_at),
        "sent_at": iso(case.sent_at),
        # Null is not known, rather than not opened.
        "opened_at": iso(case.opened_at),
        "found": case.found and _event_as_json(case.found),
        "answer": answer and answer.words,
        "expires_at": iso(case.until),
    }
    return found | {"events": list(map(_event_as_json, case.events))} if with_events else found


def _event_as_json(event: CaseEvent) -> dict[str, Any]:
    finding = event.finding
    return {
        "at": iso(event.at),
        "what": event.kind.value,
        "actor": event.actor and str(event.actor),
        "agent": event.agent,
        "words": event.words or None,
        "because": event.because,
        "verdict": finding and finding.verdict.value,
        "remedy": finding and finding.remedy.value,
        "causes": [cause.value for cause in finding.causes] if finding else None,
        "ending": finding and finding.ending and finding.ending.value,
    }


def _as_text(case: Case, names: Mapping[str, str], reader: Reader) -> list[str]:
    agent = names.get(case.agent, case.agent)
    lines = [
        f"{case.reference}  {names.get(case.subject, case.subject)}: "
        f"{state_title(case.state, reader.gettext)}",
        f"  with {agent}" if case.left_at is None else f"  {agent} left: any agent may take it",
    ]
    if ticket := case.ticket:
        lines.append(
            f"  ticket {in_line(ticket.number)}" + (f", {ticket.link}" if ticket.link else "")
        )
    lines += [
        f"  {moment_words(event.at)}  {event_words(event, reader.gettext)}"
        + (f" “{in_line(event.words)}”" if event.words else "")
        for event in case.events
    ]
    if case.opened_at is None:
        lines.append("  Whether the person opened a message is not known.")
    return lines
