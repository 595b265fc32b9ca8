"""Photo changes are noticed, and people are written to: helpfully, rarely, and truthfully."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from bot.storage.addressees import groups_text
from simulation.entra.registrations import GRAPH
from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import BotProcess, settings_for
from tests.scenarios.card import Card
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats
from tests.scenarios.noticed import Noticed
from tests.scenarios.test_promises import Deployment
from tests.simulation.world import AMARA, BEN, CHIARA

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

TOLD = (AMARA, BEN, CHIARA)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
STALE = "SharePoint has a different photo of you"
GROUP = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
INNER = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
# At whatever time the test runs.
ALWAYS = {"PHOTOBOT_WATCH_HOURS": "00:00-23:59:59.999999", "PHOTOBOT_WATCH_DAYS": "mon-sun"}


@dataclass
class Watched(Deployment):
    """A company that watches for photo changes."""

    @property
    def noticed(self) -> Noticed:
        return Noticed(self.url)

    @asynccontextmanager
    async def on(
        self, *command: str, audience: str = "on", **settings: str
    ) -> AsyncIterator[BotProcess]:
        """Run a process that watches, with everybody's chat open."""
        given = {f"PHOTOBOT_WATCH_{name.upper()}": value for name, value in settings.items()}
        self.settings |= {"PHOTOBOT_WATCH": audience, **ALWAYS, **given}
        async with self.running(*command) as bot:
            if bot.address:
                await open_chats(self.company)
                # Their chats may be open since an earlier test, of which this bot knows nothing.
                await asyncio.gather(*(self.chat(each).ask("thanks") for each in TOLD))
            for person in TOLD:
                earlier = {card.message_id for card in self.chat(person).cards}
                self.earlier.setdefault(person, earlier)
            yield bot

    def told(self, person: str) -> list[Card]:  # type: ignore[override]  # by person here
        """What somebody was sent unasked since the start."""
        return [
            card
            for card in self.chat(person).cards
            if card.message_id not in self.earlier[person] and "PB-" in " ".join(card.texts)
        ]

    async def changed(self, *people: str) -> None:
        """People change their photo, a sweep notices it, and a day goes by."""
        for person in people:
            self.company.upload_another_photo(person)
        await self.noticed.changes(*people)
        await self.noticed.until_nothing_is_due()
        await self.noticed.time_passes(DAY)


@pytest_asyncio.fixture(loop_scope="session")
async def watched(company: Company, postgres: str) -> AsyncIterator[Watched]:
    async with database_like(TEMPLATE, postgres) as url:
        yield Watched(company, settings_for(company.simulation) | {"DATABASE_URL": url}, url)


def data(card: Card, verb: str, pause: str) -> Mapping[str, str]:
    [found] = [
        action["data"]
        for action in card.content["actions"]
        if action.get("verb") == verb and action["data"].get("pause") == pause
    ]
    return dict(found)


async def test_a_person_is_written_to_and_the_button_syncs(watched: Watched) -> None:
    async with watched.on():
        await watched.changed(BEN)
        [card] = watched.told(BEN)
        assert card.title == STALE
        fixed = await watched.chat(BEN).executed(card, "sync")
        assert fixed.says_right
        assert watched.company.is_in_sync(BEN)
        await watched.noticed.time_passes(WEEK + HOUR)
        assert watched.chat(BEN).card(card.message_id).title == fixed.title
        assert await watched.noticed.became(BEN) == ("ended", "dropped", "settled")
        assert watched.told(CHIARA) == []


async def test_a_sweep_that_finds_another_photo_leads_to_a_message(watched: Watched) -> None:
    async with watched.on(every="00:00:01", grace="00:00:00"):
        await watched.noticed.first("select from watch_run where baseline_at is not null")
        assert watched.told(BEN) == watched.told(CHIARA) == []
        chat = watched.chat(BEN)
        card = await chat.next_card(lambda: watched.company.upload_another_photo(BEN))
        assert card.title == STALE
        assert (await chat.executed(card, "sync")).says_right
        await watched.noticed.until_nothing_is_due()
        assert watched.told(CHIARA) == []


async def test_what_has_settled_is_never_spoken_of_and_a_sent_card_says_so(
    watched: Watched,
) -> None:
    async with watched.on():
        watched.company.upload_another_photo(BEN)
        await watched.noticed.changes(BEN)
        await watched.changed(CHIARA)
        [card] = watched.told(CHIARA)
        assert len(watched.told(BEN)) == 1
        watched.company.visit_sharepoint(CHIARA)
        cards = len(watched.chat(CHIARA).cards)
        await watched.noticed.time_passes(7 * HOUR)
        # A look is noted when it begins.
        await watched.noticed.first("select from nudge where settled_at is not null")
        settled = watched.chat(CHIARA).card(card.message_id)
        assert settled.says_right
        assert "settled now" in " ".join(settled.texts)
        assert len(watched.chat(CHIARA).cards) == cards
        await watched.noticed.changes(AMARA)
        await watched.noticed.until_nothing_is_due()
        watched.company.visit_sharepoint(AMARA)
        await watched.noticed.time_passes(DAY)
        assert watched.told(AMARA) == []


async def test_not_now_is_asked_again_and_stop_outlives_an_installation(watched: Watched) -> None:
    async with watched.on():
        await watched.changed(BEN)
        chat = watched.chat(BEN)
        [card] = watched.told(BEN)
        answer = await chat.invoke(card, "not_now", data(card, "not_now", "day"))
        assert answer.body["value"]["body"][0]["text"] == "I'll come back to this later"
        await watched.noticed.time_passes(DAY - HOUR)
        assert len(watched.told(BEN)) == 0
        await watched.noticed.time_passes(HOUR)
        [reminder] = watched.told(BEN)
        assert reminder.title == STALE
        assert (await chat.executed(reminder, "stop")).title == "I've stopped"
        await chat.client.remove(chat.person, chat.where)
        await chat.open()
        await watched.changed(BEN)
        await watched.noticed.time_passes(WEEK + DAY)
        assert [told.title for told in watched.told(BEN)] == []
        assert await watched.noticed.became(BEN) == ("ended", "dropped", "stopped")


async def test_another_photo_meanwhile_is_told_after_the_week(watched: Watched) -> None:
    async with watched.on():
        await watched.changed(BEN)
        await watched.changed(BEN)
        assert len(watched.told(BEN)) == 1
        await watched.noticed.time_passes(WEEK)
        assert len(watched.told(BEN)) == 2


async def test_a_pilot_writes_to_members_of_its_groups_and_of_groups_in_them(
    watched: Watched,
) -> None:
    simulation = watched.company.simulation
    simulation.tenant.groups |= {GROUP: (INNER,), INNER: (BEN,)}
    async with watched.on(audience="pilot", pilot_groups=GROUP):
        await watched.noticed.first("select from policy_groups_read where reading is not null")
        await watched.changed(BEN, CHIARA)
        assert (len(watched.told(BEN)), len(watched.told(CHIARA))) == (1, 0)
        assert await watched.noticed.became(CHIARA) == ("ended", "dropped", "not_in_pilot")


async def test_where_groups_may_not_be_read_nobody_is_written_to(watched: Watched) -> None:
    watched.company.simulation.apps.writer.revoke(GRAPH, "GroupMember.Read.All")
    watched.company.simulation.tenant.groups |= {GROUP: (BEN,)}
    async with watched.on(excluded_groups=GROUP):
        await watched.changed(CHIARA)
        assert watched.told(CHIARA) == []
        assert await watched.noticed.became(CHIARA) == ("open", "waits", "groups_not_read")


async def test_who_is_in_an_excluded_group_by_now_is_written_to_no_more(watched: Watched) -> None:
    reading, text = uuid4(), groups_text((), (GROUP,))
    await watched.noticed.execute(
        "update policy_groups_read set reading = %s, groups = %s, read_at = now(),"
        " tried_at = now()",
        reading,
        text,
    )
    async with watched.on(excluded_groups=GROUP):
        await watched.changed(BEN, CHIARA)
        assert (len(watched.told(BEN)), len(watched.told(CHIARA))) == (1, 1)
        await watched.noticed.execute(
            "insert into policy_group_member (reading, subject, kind) values (%s, %s, 'excluded')",
            reading,
            BEN,
        )
        await watched.noticed.time_passes(WEEK + HOUR)
        assert (len(watched.told(BEN)), len(watched.told(CHIARA))) == (1, 2)
        assert await watched.noticed.became(BEN) == ("ended", "dropped", "excluded")


async def test_a_night_in_which_everything_moves_sends_nothing_and_says_why(
    watched: Watched,
) -> None:
    async with watched.on(blast_limit="5"):
        everybody = list(watched.company.simulation.tenant.people)
        await watched.noticed.changes(*everybody)
        [held] = await watched.noticed.first("select * from watch_hold where held_at is not null")
        assert held["held_because"] == "the photos of more than 5 people changed within a day"
        await asyncio.sleep(2)
        assert await watched.noticed.rows("select id from outbox") == []
        assert await watched.noticed.rows("select id from photo_change where outcome <> ''") == []


async def test_a_person_is_answered_whether_a_message_is_real(watched: Watched) -> None:
    async with watched.on():
        await watched.changed(BEN)
        [card] = watched.told(BEN)
        [nudge] = await watched.noticed.rows("select reference from nudge")
        assert nudge["reference"] in " ".join(card.texts)
        answer = await watched.chat(BEN).ask(f"is {nudge['reference']} from you?")
        assert answer.title == "Yes, that's from me"
        other = await watched.chat(CHIARA).ask(f"is {nudge['reference']} from you?")
        assert other.title == "I don't know that message"


@pytest.mark.slow
async def test_workers_that_are_killed_write_to_nobody_twice(watched: Watched) -> None:
    people = [BEN, CHIARA]
    async with watched.on():
        for person in people:
            watched.company.upload_another_photo(person)
        await watched.noticed.changes(*people)
        await watched.noticed.until_nothing_is_due()
    for _ in range(4):
        async with watched.on("worker") as worker:
            task = asyncio.create_task(watched.noticed.time_passes(DAY))
            await asyncio.sleep(0.4)
            await worker.kill()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    async with watched.on("worker"), watched.on("worker"):
        await watched.noticed.until_nothing_is_due()
    for person in people:
        assert len(watched.told(person)) <= 1
    states = await watched.noticed.rows("select state, reason from outbox order by state")
    assert {row["state"] for row in states} <= {"delivered", "unconfirmed"}
    assert len(states) == len(people)
