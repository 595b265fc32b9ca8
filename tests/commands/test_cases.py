"""`cases` through the real command line, against the simulated tenant."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from bot.commands.case_arguments import STATES
from bot.core.clock import utc_now
from bot.helpdesk.case import Case
from bot.helpdesk.cases import Cases
from bot.helpdesk.messages import CaseMessages
from bot.helpdesk.standing import CaseEvent, CaseEventKind, CaseState, Ticket
from bot.outbox.outbox import Outbox
from bot.storage.cases import CaseRows
from bot.storage.database import open_database
from bot.storage.following import FollowingRows
from bot.storage.outbox import Messages
from bot.use_cases.authorizer import Actor, Authorizer, RefusalReason
from simulation.groups import HELPDESK
from simulation.people import object_id
from simulation.running import Simulation
from tests.commands.conftest import Run
from tests.helpdesk.desk import RETENTION, followings_of
from tests.simulation.world import AMARA, BEN

pytestmark = pytest.mark.asyncio(loop_scope="session")

ZOLTAN = object_id("zoltan.nagy")
SignIn = Callable[[str], None]


class Anybody:
    """Everybody is an agent."""

    async def why_not(self, agent: str, subject: str) -> RefusalReason | None:
        return None

    async def why_no_agent(self, person: str) -> RefusalReason | None:
        return None


@dataclass
class Helpdesk:
    """What agents have done before an administrator runs a command."""

    cases: Cases

    async def asks(self, agent: str, subject: str, **given: Any) -> Case:
        return (await self.cases.open(agent, subject, **given)).case

    async def answers(self, case: Case, words: str) -> None:
        by = Actor.person(case.subject)
        event = CaseEvent(uuid4(), CaseEventKind.ANSWERED, utc_now(), by, words=words)
        await self.cases.store.add(case.id, event)


@pytest_asyncio.fixture(loop_scope="session")
async def helpdesk(
    monkeypatch: pytest.MonkeyPatch,
    signed_in_as: SignIn,
    database_url: str,
    postgres_folder: Path,
    tenant: Simulation,
) -> AsyncIterator[Helpdesk]:
    """Amara and Zoltan are at the helpdesk; an administrator has a database that is new."""
    signed_in_as("writer")
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PHOTOBOT_HELPDESK_GROUPS", HELPDESK)
    references = (f"PB-000000{number}" for number in range(1, 9))
    async with open_database(database_url, postgres_folder) as database:
        outbox = Outbox(Messages(database), utc_now, uuid4, RETENTION)
        yield Helpdesk(
            Cases(
                CaseRows(database),
                CaseMessages(outbox, utc_now),
                Authorizer(agents=Anybody()),
                utc_now,
                uuid4,
                lambda: next(references),
                followings_of(FollowingRows(database), outbox),
                RETENTION,
            )
        )


async def told(run: Run, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error; a command has a loop of its own."""
    return await asyncio.to_thread(run, "cases", *arguments)


async def found(run: Run, *arguments: str, status: int = 0) -> Any:
    """The one JSON object of a command."""
    ended, output, _ = await told(run, *arguments, "--json")
    assert ended == status, output
    return json.loads(output)


async def test_without_any_case_there_is_nothing_to_list(run: Run, helpdesk: Helpdesk) -> None:
    assert await found(run, "list") == {"cases": [], "more": False}
    status, output, _ = await told(run, "list")
    assert (status, output.strip()) == (0, "There is no case.")


async def test_cases_are_listed_by_person_agent_ticket_and_state(
    run: Run, helpdesk: Helpdesk, tenant: Simulation
) -> None:
    await helpdesk.asks(AMARA, BEN, ticket=Ticket("INC-7"))
    answered = await helpdesk.asks(ZOLTAN, AMARA)
    await helpdesk.answers(answered, "Outlook is wrong")

    async def listed(*arguments: str) -> list[str]:
        return [case["reference"] for case in (await found(run, "list", *arguments))["cases"]]

    ben = tenant.tenant.people[BEN].upn
    assert await listed() == ["PB-0000002", "PB-0000001"]
    assert await listed("--upn", ben) == await listed("--upn", BEN) == ["PB-0000001"]
    assert await listed("--agent", ZOLTAN) == ["PB-0000002"]
    assert await listed("--ticket", "inc-7", "--open") == ["PB-0000001"]
    assert await listed("--state", "answered") == ["PB-0000002"]
    assert await listed("--left") == []
    _, output, _ = await told(run, "list", "--limit", "1")
    assert "PB-0000002" in output
    assert "There are more" in output
    status, _, error = await told(run, "list", "--upn", "nobody@contoso.test")
    assert (status, "knows nobody" in error) == (1, True)


async def test_a_case_is_shown_with_all_that_happened_to_it(
    run: Run, helpdesk: Helpdesk, tenant: Simulation
) -> None:
    ticket = Ticket("INC-7", "https://tickets.contoso.com/7")
    case = await helpdesk.asks(AMARA, BEN, ticket=ticket, note="Please look")
    await helpdesk.answers(case, "Still old in Outlook")
    shown = await found(run, "show", "pb-0000001")
    assert shown["upn"] == tenant.tenant.people[BEN].upn
    assert shown["agent_upn"] == tenant.tenant.people[AMARA].upn
    assert (shown["state"], shown["answer"]) == ("answered", "Still old in Outlook")
    assert (shown["ticket"], shown["ticket_link"]) == (ticket.number, ticket.link)
    # It is not known whether anybody opened it, or sent it.
    assert (shown["sent_at"], shown["opened_at"], shown["found"]) == (None, None, None)
    assert [event["what"] for event in shown["events"]] == ["asked", "answered"]
    assert shown["events"][0]["words"] == "Please look"
    _, output, _ = await told(run, "show", "PB-0000001")
    for words in ("Answered", "INC-7", "Still old in Outlook", "is not known"):
        assert words in output


async def test_what_was_written_is_one_line_that_no_terminal_obeys(
    run: Run, helpdesk: Helpdesk
) -> None:
    strange = "a\x1b[2Jb\u202e\n  Nov 30  Every copy was read"
    case = await helpdesk.asks(AMARA, BEN, ticket=Ticket(strange), note=strange)
    await helpdesk.answers(case, strange)
    line = "a[2Jb Nov 30 Every copy was read"
    _, shown, _ = await told(run, "show", case.reference)
    assert shown.count(f"“{line}”") == 2
    assert f"  ticket {line}\n" in shown
    _, listed, _ = await told(run, "list")
    _, closed, _ = await told(run, "close", case.reference)
    assert listed.endswith(f"ticket {line}\n")
    assert f": {line}\n" in closed
    assert "\x1b" not in shown + listed + closed


async def test_a_case_is_closed_with_the_text_for_its_ticket(run: Run, helpdesk: Helpdesk) -> None:
    await helpdesk.asks(AMARA, BEN, note="Only for Ben")
    closed = await found(run, "close", "PB-0000001")
    assert closed["state"] == "closed"
    assert ("closed", "command") in [(each["what"], each["actor"]) for each in closed["events"]]
    assert closed["ticket_text"].startswith("Photobot PB-0000001")
    assert "The helpdesk asked" in closed["ticket_text"]
    # It was not sent, and that is not the person's doing.
    assert "The case ended before." in closed["ticket_text"]
    again = await found(run, "close", "PB-0000001", status=1)
    assert "has ended" in again["error"]


async def test_a_case_is_given_to_agents_alone(
    run: Run, helpdesk: Helpdesk, tenant: Simulation
) -> None:
    await helpdesk.asks(AMARA, BEN)
    zoltan = tenant.tenant.people[ZOLTAN].upn
    given = await found(run, "reassign", "PB-0000001", zoltan)
    assert (given["agent"], given["agent_upn"]) == (ZOLTAN, zoltan)
    nobody = tenant.tenant.people[object_id("chiara.conti")].upn
    refused = await found(run, "reassign", "PB-0000001", nobody, status=1)
    assert (refused["agent"], "is no agent" in refused["error"]) == (ZOLTAN, True)
    oneself = await found(run, "reassign", "PB-0000001", BEN, status=1)
    assert oneself["agent"] == ZOLTAN


async def test_without_groups_nobody_can_be_given_a_case(
    run: Run, helpdesk: Helpdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await helpdesk.asks(AMARA, BEN)
    monkeypatch.delenv("PHOTOBOT_HELPDESK_GROUPS")
    refused = await found(run, "reassign", "PB-0000001", ZOLTAN, status=1)
    assert "PHOTOBOT_HELPDESK_GROUPS" in refused["error"]


@pytest.mark.parametrize("command", [("show",), ("close",), ("reassign", ZOLTAN)])
async def test_a_reference_of_no_case_is_said_so(
    run: Run, helpdesk: Helpdesk, command: tuple[str, ...]
) -> None:
    act, *rest = command
    refused = await found(run, act, "PB-0000009", *rest, status=1)
    assert "no case" in refused["error"]


async def test_the_states_of_the_command_line_are_those_of_cases() -> None:
    assert set(STATES) == set(CaseState)


async def test_what_is_no_reference_is_wrong_usage(run: Run, helpdesk: Helpdesk) -> None:
    with pytest.raises(SystemExit) as ended:
        await told(run, "show", "INC-7")
    assert ended.value.code == 2
