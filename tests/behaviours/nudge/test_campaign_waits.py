"""When the message of a campaign waits."""

from dataclasses import replace

import pytest

from bot.chat.surface import NotDelivered
from bot.nudges.policy import Audience
from bot.storage.watch_hold import WatchHold
from bot.use_cases.service import Found
from tests.behaviours.fakes import CHAT
from tests.behaviours.nudge.campaigning import MINUTE, campaigns_of, report, started
from tests.behaviours.nudge.office import DAY, HOUR, ME, Office


@pytest.mark.parametrize("audience", [Audience.OFF, Audience.SHADOW])
async def test_while_nobody_may_be_written_to_it_waits(office: Office, audience: Audience) -> None:
    usual = office.policy
    office.use(replace(usual, audience=audience))
    campaign = await started(office)
    await office.passes(3 * HOUR)
    assert office.channel.posted == []
    assert (await report(office, campaign)).queued == 1
    office.use(usual)
    await office.passes(2 * HOUR)
    assert office.channel.posted == [ME]


async def test_a_hold_of_everything_binds_it_too(office: Office) -> None:
    hold = WatchHold(office.database)
    await hold.pause(office.now)
    campaign = await started(office)
    await office.passes(3 * HOUR)
    assert (await report(office, campaign)).queued == 1
    await hold.resume()
    await office.passes(2 * HOUR)
    assert office.channel.posted == [ME]


async def test_working_hours_hold(office: Office) -> None:
    office.stage.clock.now += 12 * HOUR
    await started(office)
    await office.work()
    assert office.channel.posted == []
    await office.passes(DAY)
    assert office.channel.posted == [ME]


async def test_whose_turn_comes_after_hours_is_written_to_the_next_day(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    comes_late = office.check_in_turn

    async def check_in_turn(subject: str) -> Found:
        office.stage.clock.now += 6 * HOUR
        return await comes_late(subject)

    campaign = await started(office)
    with monkeypatch.context() as late:
        late.setattr(office, "check_in_turn", check_in_turn)
        await office.sender().drain()
    assert office.channel.posted == []
    assert (await report(office, campaign)).queued == 1
    await office.passes(DAY)
    assert office.channel.posted == [ME]


async def test_one_unasked_message_a_week_counts_nudges_and_campaigns_alike(
    nudged: Office,
) -> None:
    await started(nudged)
    await nudged.passes(6 * DAY, step=3 * HOUR)
    assert len(nudged.channel.posted) == 1
    await nudged.passes(2 * DAY)
    assert len(nudged.channel.posted) == 2
    await nudged.changed()
    await nudged.passes(5 * DAY, step=3 * HOUR)
    assert len(nudged.channel.posted) == 2


async def test_a_message_that_failed_does_not_use_up_the_week(office: Office) -> None:
    office.channel.refusals.append(NotDelivered("bad_request"))
    campaign = await started(office)
    await office.work()
    assert (await report(office, campaign)).failed == {"bad_request": 1}
    await office.changed()
    await office.passes(2 * DAY)
    assert len(office.channel.posted) == 2


async def test_of_two_that_wait_the_later_one_waits_for_the_earlier(office: Office) -> None:
    office.stage.clock.now += 12 * HOUR
    first = await started(office)
    office.stage.clock.now += MINUTE
    second = await started(office)
    await office.passes(2 * DAY)
    assert len(office.channel.posted) == 1
    assert (await report(office, first)).sent == 1
    assert (await report(office, second)).queued == 1


async def test_a_paused_campaign_stands_in_nobodys_way(office: Office) -> None:
    campaign = await started(office)
    await campaigns_of(office).pause(campaign)
    await office.changed()
    await office.passes(2 * DAY)
    assert len(office.channel.posted) == 1
    [sent] = [each for each in await office.messages() if each["state"] == "delivered"]
    assert sent["campaign"] is None


async def test_sent_again_to_who_failed_it_is_one_message_of_the_same_week(
    office: Office,
) -> None:
    office.channel.refusals.append(NotDelivered("bad_request"))
    campaign = await started(office)
    await office.work()
    assert await campaigns_of(office).send_again(campaign) == 1
    await office.work()
    seen = await report(office, campaign)
    assert (seen.sent, seen.recipients) == (1, 1)
    assert len(await office.nudges()) == 1


async def test_what_nobody_could_be_told_for_a_month_is_withdrawn(office: Office) -> None:
    await office.knows(ME, enabled=False)
    campaign = await started(office)
    await office.passes(32 * DAY, step=DAY)
    assert (await report(office, campaign)).withdrawn == {"too_old": 1}
    assert CHAT.person_id not in office.channel.posted
