"""Cases that are there already, in the database of a running bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

from bot.core.clock import utc_now
from bot.helpdesk.case import Case
from bot.helpdesk.cases import LASTS
from bot.helpdesk.standing import CaseEvent, CaseEventKind, Ticket
from bot.storage.cases import CaseRows
from bot.storage.database import open_database
from bot.use_cases.authorizer import Actor, ActorKind


@asynccontextmanager
async def case_rows(url: str) -> AsyncIterator[CaseRows]:
    """The rows of cases in a database."""
    async with open_database(url, Path()) as database:
        yield CaseRows(database)


async def open_case(
    url: str, agent: str, subject: str, reference: str, *, ticket: str | None = None
) -> Case:
    """Let an agent have asked somebody; a worker of the bot sends the message."""
    now, given = utc_now(), Ticket(ticket) if ticket else None
    asked = CaseEvent(
        uuid4(), CaseEventKind.ASKED, now, Actor(ActorKind.AGENT, agent), ticket=given
    )
    case = Case(
        id=uuid4(),
        reference=reference,
        subject=subject,
        agent=agent,
        left_at=None,
        created_at=now,
        until=now + LASTS,
        expires_at=now + 2 * LASTS,
        events=(asked,),
    )
    async with case_rows(url) as rows:
        return await rows.open(case)


async def let_leave(url: str, agent: str) -> None:
    """Let it be noticed that an agent left the helpdesk."""
    async with case_rows(url) as rows:
        await rows.leave(agent, utc_now())


async def forget_cases(url: str) -> None:
    """Delete every case."""
    async with open_database(url, Path()) as database:
        await database.change("delete from helpdesk_case", ())
