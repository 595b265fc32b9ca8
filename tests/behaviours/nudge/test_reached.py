"""Nudges to people who never had the bot."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

import pytest

from bot.chat.conversation import ConversationReference
from bot.chat.surface import NotDelivered
from bot.chat.turn import Joined, Left
from bot.nudges.policy import Audience, Manner, Policy
from bot.storage.database import Database
from tests.behaviours.fakes import CHAT, turn
from tests.behaviours.nudge.office import DAY, HOUR, ME, WEEK, Office
from tests.photos.examples import thumbnails_of

IN_TAIPEI = replace(CHAT, locale="zh-TW", timezone="Asia/Taipei")


async def nothing() -> None:
    pass


@dataclass
class Teams:
    """Installs the app, upon which Teams tells the bot, as it always does: twice."""

    office: Office
    refusal: NotDelivered | None = None
    where: ConversationReference = CHAT
    installed: list[str] = field(default_factory=list)
    before: Callable[[], Awaitable[None]] = nothing

    async def is_granted(self) -> bool:
        return True

    async def install(self, person_id: str) -> bool:
        await self.before()
        if self.refusal:
            raise self.refusal
        self.installed.append(person_id)
        for number in ("1", "2"):
            joined = replace(turn(Joined(), f"join-{number}"), where=self.where)
            stage = self.office.stage
            process = replace(stage.dispatcher, chats=stage.services.chats)
            assert await stage.play(joined, by=process) is None
        return True


@pytest.fixture
async def teams(database: Database) -> Teams:
    """Somebody whose SharePoint holds an old picture, and who never had the bot."""
    office = Office(database)
    await office.knows(ME)
    office.installer = teams = Teams(office)
    return teams


async def test_somebody_who_never_had_the_bot_gets_one_card_and_no_greeting(
    teams: Teams,
) -> None:
    await teams.office.changed()
    await teams.office.passes(3 * DAY)
    assert teams.installed == [ME]
    assert teams.office.channel.posted == [ME]


async def test_it_comes_in_the_language_and_the_working_hours_that_teams_told(
    teams: Teams,
) -> None:
    office, teams.where = teams.office, IN_TAIPEI
    await office.changed()
    # The afternoon in UTC is night in Taipei.
    await office.passes(DAY + 6 * HOUR)
    assert (teams.installed, office.channel.posted) == ([ME], [])
    await office.passes(DAY)
    assert (teams.installed, office.channel.posted) == ([ME], [ME])
    assert "SharePoint 上是另一張相片" in str(office.channel.cards[0]["body"])
    [nudge] = await office.nudges()
    assert 9 <= nudge["sent_at"].astimezone(ZoneInfo("Asia/Taipei")).hour < 17


async def test_nobody_gets_the_app_for_what_has_settled_meanwhile(teams: Teams) -> None:
    office = teams.office
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    [queued] = await office.messages()
    assert queued["state"] == "queued"
    office.stage.sharepoint.files = thumbnails_of(1)
    await office.work()
    assert (teams.installed, office.channel.posted) == ([], [])
    assert (await office.messages())[0]["state"] == "withdrawn"


async def test_nobody_gets_the_app_while_an_administrator_has_paused_it(teams: Teams) -> None:
    office = teams.office
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    await office.stage.nudging.hold.pause(office.now)
    await office.passes(2 * HOUR)
    assert teams.installed == []
    await office.stage.nudging.hold.resume()
    await office.passes(2 * DAY)
    assert (teams.installed, office.channel.posted) == ([ME], [ME])


async def test_who_can_not_be_reached_has_nothing_synced_unasked(teams: Teams) -> None:
    office = teams.office
    office.use(Policy(Audience.ON, manner=Manner.SYNC_AND_TELL))
    teams.refusal = NotDelivered("app_blocked_by_policy", 403)
    await office.changed()
    await office.passes(2 * DAY)
    assert await office.became() == ("ended", "not_reachable", "app_blocked_by_policy")
    assert office.channel.posted == []
    assert not [each for each in office.stage.sharepoint.asked if each.startswith("write")]


async def test_what_was_not_told_gives_the_week_back(teams: Teams) -> None:
    office = teams.office
    teams.refusal = NotDelivered("no_teams_license", 404)
    await office.changed()
    await office.passes(DAY + 2 * HOUR)
    assert (await office.became())[1:] == ("not_reachable", "no_teams_license")
    teams.refusal = None
    await office.changed()
    await office.passes(2 * DAY)
    assert office.channel.posted == [ME]


async def test_graph_that_is_away_for_an_hour_is_waited_for(teams: Teams) -> None:
    office = teams.office
    teams.refusal = NotDelivered("throttled", 429, 1800.0)
    await office.changed()
    await office.passes(DAY + HOUR)
    assert await office.became() == ("open", "nudged", None)
    teams.refusal = None
    await office.passes(2 * HOUR)
    assert office.channel.posted == [ME]


async def test_who_removes_the_app_is_not_given_it_again(teams: Teams) -> None:
    office = teams.office
    await office.changed()
    await office.passes(2 * DAY)
    assert office.channel.posted == [ME]
    await office.stage.play(turn(Left(), "left"))
    await office.changed()
    await office.passes(WEEK + 3 * DAY, step=6 * HOUR)
    assert await office.became() == ("ended", "not_reachable", "declined")
    assert (teams.installed, office.channel.posted) == ([ME], [ME])


async def test_who_removes_it_while_it_is_installed_is_written_to_no_more(teams: Teams) -> None:
    office = teams.office
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()

    async def leave() -> None:
        await office.stage.play(turn(Left(), "left"))

    teams.before = leave
    await office.work()
    assert office.channel.posted == []
    [message] = await office.messages()
    assert message["state"] == "withdrawn"


async def test_several_workers_give_the_app_once_and_write_once(teams: Teams) -> None:
    office = teams.office
    await office.changed()
    office.stage.clock.now += DAY
    await office.work(workers=3)
    assert (teams.installed, office.channel.posted) == ([ME], [ME])


async def test_shadow_installs_nothing(teams: Teams) -> None:
    office = teams.office
    office.use(Policy(Audience.SHADOW))
    await office.changed()
    await office.passes(3 * DAY)
    assert (teams.installed, office.channel.posted) == ([], [])
    assert (await office.nudges())[0]["is_shadow"]
