"""An agent follows a case in the chat with a real bot, while the person does something, or nothing.

A last test kills the bot at one moment after the other.
"""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import LiteralString

import pytest
import pytest_asyncio
from psycopg.rows import scalar_row

from bot.chat.language import load_languages
from bot.helpdesk.case import Case
from bot.storage.database import open_database
from bot.texts.case_words import state_title
from bot.use_cases.authorizer import COMMAND
from simulation.groups import EXECUTIVES
from tests.scenarios.audit import let_leases_run_out
from tests.scenarios.bot_process import BotProcess, bot_process, connect, settings_for
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats
from tests.scenarios.following_desk import (
    GROUPS,
    ZOLTAN,
    Desk,
    is_of,
    said,
)
from tests.scenarios.leaks import assert_tells_nothing
from tests.simulation.world import AMARA, BEN, CHIARA, ELIF, HUGO
from tests.waiting import until

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

ENGLISH = load_languages().reader("", None, None).gettext
KILLS = 6


@pytest.fixture
def environment(served: Company, database_address: str) -> dict[str, str]:
    settings = settings_for(served.simulation, "writer")
    return settings | GROUPS | {"DATABASE_URL": database_address}


@pytest_asyncio.fixture(loop_scope="session")
async def desk(
    company: Company, database_address: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desk]:
    """A helpdesk without a case."""
    async with open_database(database_address, tmp_path_factory.mktemp("none")) as database:
        for table in ("helpdesk_case", "outbox", "effect", "card"):
            await database.change(f"delete from {table}", ())
        yield Desk(company, database)


@pytest_asyncio.fixture(loop_scope="session")
async def bot(
    company: Company, desk: Desk, environment: dict[str, str]
) -> AsyncIterator[BotProcess]:
    async with bot_process(environment) as running:
        connect(company.simulation, running)
        await open_chats(company)
        yield running
        assert await running.stop() == 0
    assert_tells_nothing(running, company)


async def test_an_agents_card_turns_to_done_by_itself_and_one_line_comes(
    desk: Desk, bot: BotProcess
) -> None:
    case = await desk.send(BEN)
    await desk.card(case, "The message was sent.", "Message opened at: not known")
    await desk.press(BEN, await desk.message(case), "sync")
    card = await desk.card(case, "In sync, checked", "Synced, and checked.")
    assert "data:image" not in str(card.content)
    line = await desk.card(case, "the photo is in sync")
    assert {each.message_id for each in desk.cards(case)} == {card.message_id, line.message_id}


async def test_not_now_and_an_answer_reach_every_agent_of_the_case(
    desk: Desk, bot: BotProcess
) -> None:
    case = await desk.send(CHIARA)
    await desk.send(CHIARA, ZOLTAN)
    message = await desk.message(case)
    await desk.card(case, "The message was sent.", agent=ZOLTAN)
    await desk.press(CHIARA, message, "case_decline")
    for agent in (AMARA, ZOLTAN):
        await desk.card(case, "The person said “not now”.", agent=agent)
    again = await desk.press(AMARA, await desk.card(case, "not now"), "case_send_again")
    assert case.reference in said(again)
    await desk.chat(CHIARA).until(
        lambda card: is_of(card, case) and card.message_id != message.message_id
    )
    written = "Still **old** <at>x</at>"
    latest = desk.cards(case, CHIARA)[-1]
    await desk.press(CHIARA, latest, "case_answer", words=written)
    for agent in (AMARA, ZOLTAN):
        await desk.card(case, written, agent=agent)
        assert len(desk.cards(case, agent)) == 1


async def test_an_agent_syncs_for_somebody_who_is_told_who_and_why(
    desk: Desk, bot: BotProcess
) -> None:
    case = await desk.send(HUGO)
    await desk.card(case, "The message was sent.")
    people = desk.company.simulation.tenant.people
    card = await desk.card(case, "The message was sent.")
    await desk.press(AMARA, card, "case_sync", reason="on *leave*")
    await desk.card(case, "In sync, checked")
    assert desk.company.is_in_sync(HUGO)
    told = await desk.message(case, "updated your photo in SharePoint.")
    name = people[AMARA].display_name
    assert (
        f"{name} from your helpdesk updated your photo in SharePoint. Why: on \\*leave\\*"
        in said(told)
    )
    asked = await desk.chat(HUGO).ask("who looked at my photo?")
    assert asked.title == "Your helpdesk asked about your photo"
    assert f"{name}, to sync it" in "\n".join(asked.texts)


async def test_an_agent_who_lost_the_group_sees_nothing_of_the_person(
    desk: Desk, company: Company, environment: dict[str, str]
) -> None:
    """The administrator names another group, as those of the simulated company don't change."""
    async with bot_process(environment) as first:
        connect(company.simulation, first)
        await open_chats(company)
        case = await desk.send(ELIF)
        card = await desk.card(case, "The message was sent.")
        assert await first.stop() == 0
    others = {**environment, "PHOTOBOT_HELPDESK_GROUPS": EXECUTIVES}
    del others["PHOTOBOT_HELPDESK_EXCLUDED_GROUPS"]
    async with bot_process(others) as second:
        connect(company.simulation, second)
        shown = await desk.press(AMARA, card, "case_check")
        assert shown.title == "You no longer follow this case"
        upn = company.simulation.tenant.people[ELIF].upn
        await desk.chat(AMARA).until(
            lambda now: now.message_id == card.message_id and upn not in said(now)
        )
        assert await second.stop() == 0


async def test_however_often_the_bot_is_killed_every_card_ends_true(
    desk: Desk, company: Company, environment: dict[str, str]
) -> None:
    """Cards are posted, written and pressed while it dies; there is no second card and no line."""
    people, cases = [BEN, CHIARA, HUGO, ELIF], list[Case]()
    for kill in range(KILLS):
        async with bot_process(environment) as running:
            connect(company.simulation, running)
            await open_chats(company)
            opened = [await desk.send(person) for person in people]
            pressing = asyncio.create_task(press_about(desk, opened))
            # Later and later: from before the first message to after the last press.
            await asyncio.sleep(0.4 * kill)
            await running.kill()
            pressing.cancel()
            await asyncio.gather(pressing, return_exceptions=True)
        cases += opened
        for case in opened if kill + 1 < KILLS else ():
            await desk.cases.close(case, COMMAND)
        await let_leases_run_out(desk.database.url)
    async with bot_process(environment) as running:
        connect(company.simulation, running)
        await asyncio.gather(*(ends_true(desk, case) for case in cases))
        assert await running.stop() == 0


async def press_about(desk: Desk, cases: list[Case]) -> None:
    """Agents and people press what they see, as soon as they see it."""

    async def one(case: Case) -> None:
        message = await desk.message(case)
        card = await desk.card(case)
        await desk.press(AMARA, card, "case_check")
        await desk.press(case.subject, message, "sync")
        await desk.press(AMARA, await desk.card(case), "case_check")

    await asyncio.gather(*map(one, cases), return_exceptions=True)


async def ends_true(desk: Desk, case: Case) -> None:
    """The agent's card, where it is known to have arrived, says what the case is; once."""

    async def is_true(message_id: str) -> bool:
        now, card = await desk.again(case), desk.chat(AMARA).card(message_id)
        presses = {"case_check", "case_close"} if now.is_open else set[str]()
        is_current = card.title.endswith(state_title(now.state, ENGLISH))
        return is_current and card.verbs >= presses and (now.is_open or not card.verbs)

    query: LiteralString = """
        select message_id from card join case_following on card.id = case_following.card
        where case_id = %s and message_id is not null
    """
    for message_id in await desk.database.rows(query, (case.id,), scalar_row):
        await until(partial(is_true, message_id))
    lines = [card for card in desk.cards(case) if card.title.endswith("the photo is in sync")]
    assert len(lines) <= 1
    assert len(desk.cards(case)) - len(lines) <= 1
    for card in desk.cards(case):
        assert "in sync" not in card.title.lower() or desk.company.is_in_sync(case.subject)
