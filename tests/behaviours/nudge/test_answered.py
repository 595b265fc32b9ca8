"""What people do with a message about a photo change, and what becomes of its card."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.chat.turn import Joined, Left, Turn
from bot.outbox.ports import nothing
from bot.texts.moments import close_moment
from bot.use_cases.authorizer import Actor
from tests.behaviours.fakes import Shown, pressed, said, title, turn, verbs
from tests.behaviours.nudge.office import DAY, HOUR, ME, WEEK, Office
from tests.behaviours.presses import words
from tests.photos.examples import thumbnails_of

SETTLED = "Your photo is the same everywhere"
MINUTE = timedelta(minutes=1)


def button(office: Office, verb: str, activity_id: str = "2") -> Turn:
    data = {
        action["data"].get("pause", ""): action["data"]
        for action in office.channel.cards[-1]["actions"]
        if action.get("verb") == verb
    }
    return pressed(verb, next(iter(data.values())), activity_id, "message-1")


def not_now(office: Office, pause: str) -> Turn:
    [data] = [
        action["data"]
        for action in office.channel.cards[-1]["actions"]
        if action["data"].get("pause") == pause
    ]
    return pressed("not_now", data, message_id="message-1")


def opened(office: Office, activity_id: str = "9") -> Turn:
    """The client opens the card, and asks by itself."""
    action = office.channel.cards[-1]["refresh"]["action"]
    return pressed(action["verb"], action["data"], activity_id, "message-1")


def settle(office: Office) -> None:
    office.stage.sharepoint.files = thumbnails_of(1)


@pytest.mark.parametrize(("pause", "length"), [("day", DAY), ("week", WEEK)])
async def test_not_now_writes_again_at_that_time_and_not_soon_after(
    nudged: Office, pause: str, length: timedelta
) -> None:
    turn = not_now(nudged, pause)
    reply = await nudged.stage.play(turn)
    assert title(reply) == "I'll come back to this later"
    until = nudged.now + length
    assert close_moment(until, nudged.now, turn.reader) in words(reply)
    await nudged.passes(length - HOUR, step=HOUR)
    assert nudged.channel.posted == [ME]
    await nudged.passes(2 * HOUR)
    assert nudged.channel.posted == [ME, ME]
    reminder = (await nudged.messages())[-1]
    assert (reminder["actor"], reminder["due_at"]) == (str(Actor.person(ME)), until)
    # It was asked for: it is none of the three, and has the reference of the first.
    assert len(await nudged.nudges()) == 1
    reminding = str(nudged.channel.cards[-1])
    assert (await nudged.nudges())[0]["reference"] in reminding
    assert "You asked me to remind you." in reminding
    assert "administrators switched" not in reminding
    await nudged.passes(6 * DAY, step=3 * HOUR)
    assert nudged.channel.posted == [ME, ME]


async def test_a_reminder_about_what_is_settled_is_not_sent(nudged: Office) -> None:
    await nudged.stage.play(not_now(nudged, "day"))
    settle(nudged)
    await nudged.passes(2 * DAY)
    assert nudged.channel.posted == [ME]
    assert [message["state"] for message in await nudged.messages()] == ["delivered", "withdrawn"]


async def test_pressed_twice_not_now_is_one_reminder(nudged: Office) -> None:
    await nudged.stage.play(not_now(nudged, "day"))
    again = replace(not_now(nudged, "week"), activity_id="3")
    assert title(await nudged.stage.play(again)) != "I'll come back to this later"
    assert len(await nudged.messages()) == 2


async def test_stop_withdraws_a_reminder_and_what_waits(nudged: Office) -> None:
    await nudged.stage.play(not_now(nudged, "day"))
    reply = await nudged.stage.play(said("stop", "4"))
    assert "none to cancel" not in words(reply)
    assert "“resume”" in words(reply)
    await nudged.passes(3 * DAY)
    assert nudged.channel.posted == [ME]


async def test_removing_the_bot_withdraws_a_reminder(nudged: Office) -> None:
    await nudged.stage.play(not_now(nudged, "day"))
    await nudged.stage.play(turn(Left(), "5"))
    assert [message["state"] for message in await nudged.messages()] == ["delivered", "withdrawn"]


async def test_pause_lasts_a_week_and_ends_by_itself(office: Office) -> None:
    await office.changed()
    assert title(await office.stage.play(said("pause"))) == "I'll be quiet for a week"
    await office.passes(WEEK - HOUR, step=3 * HOUR)
    assert office.channel.posted == []
    await office.passes(3 * HOUR)
    assert office.channel.posted == [ME]


async def test_pause_puts_off_what_is_queued_and_resume_ends_it(office: Office) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    await office.stage.play(said("pause"))
    await office.passes(DAY, step=3 * HOUR)
    assert office.channel.posted == []
    assert title(await office.stage.play(said("resume", "2"))) == "I'll write to you again"
    await office.work()
    assert office.channel.posted == [ME]


async def test_a_pause_while_the_card_is_composed_binds(office: Office) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    until = office.now + 3 * HOUR
    office.channel.before = partial(office.stage.services.preferences.pause, ME, until)
    await office.sender().drain()
    office.channel.before = nothing
    await office.passes(2 * HOUR)
    assert office.channel.posted == []
    await office.passes(2 * HOUR)
    assert office.channel.posted == [ME]


async def test_resume_wakes_a_change_that_waited_for_the_end_of_the_pause(office: Office) -> None:
    await office.changed()
    await office.stage.play(said("pause"))
    await office.passes(DAY)
    assert (await office.became())[2] == "paused"
    await office.stage.play(said("resume", "2"))
    await office.work()
    assert office.channel.posted == [ME]


async def test_a_message_about_a_replaced_photo_does_not_hold_up_the_next(office: Office) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    await office.stage.play(said("pause"))
    await office.sender().drain()
    await office.changed()
    await office.stage.services.preferences.pause(ME, None)
    await office.passes(DAY)
    assert office.channel.posted == [ME]


async def test_a_card_that_is_opened_says_that_it_is_settled(nudged: Office) -> None:
    nudged.stage.clock.now += timedelta(minutes=6)
    settle(nudged)
    reply = await nudged.stage.play(opened(nudged))
    assert title(reply) == SETTLED
    assert "settled now" in words(reply)
    assert [update[0] for update in nudged.stage.channel.updates] == ["message-1"]
    assert await nudged.became() == ("ended", "dropped", "settled")
    assert (await nudged.stage.effects.of_person(ME, nudged.now - WEEK)) == []


async def test_a_card_that_is_opened_is_checked_once_in_five_minutes(nudged: Office) -> None:
    asked = nudged.stage.microsoft_365.asked
    nudged.stage.clock.now += 6 * MINUTE
    asked.clear()
    assert await nudged.stage.play(opened(nudged, "10")) is None
    assert asked != []
    asked.clear()
    settle(nudged)
    nudged.stage.clock.now += 4 * MINUTE
    assert await nudged.stage.play(opened(nudged, "11")) is None
    assert asked == []
    nudged.stage.clock.now += 2 * MINUTE
    assert title(await nudged.stage.play(opened(nudged, "12"))) == SETTLED


async def test_nobody_else_can_look_at_a_card(nudged: Office) -> None:
    nudged.stage.clock.now += 6 * MINUTE
    settle(nudged)
    event = opened(nudged).event
    stranger = turn(event, "13", person_id="somebody else")
    assert await nudged.stage.play(stranger) is None


async def test_the_next_sweep_says_silently_that_a_card_is_settled(nudged: Office) -> None:
    settle(nudged)
    await nudged.passes(5 * HOUR)
    assert nudged.stage.channel.updates == []
    await nudged.passes(2 * HOUR)
    [(message, card)] = nudged.stage.channel.updates
    assert (message, title(card)) == ("message-1", SETTLED)
    assert nudged.channel.posted == [ME]
    assert await nudged.became() == ("ended", "dropped", "settled")
    assert set(verbs(card)) == {"check"}
    await nudged.passes(DAY)
    assert len(nudged.stage.channel.updates) == 1


async def test_an_update_that_was_refused_for_now_is_made_by_the_next_sweep(nudged: Office) -> None:
    settle(nudged)
    nudged.stage.channel.update_refusal = "busy"
    await nudged.passes(7 * HOUR)
    assert (await nudged.nudges())[0]["settled_at"] is None
    nudged.stage.channel.update_refusal = None
    await nudged.passes(7 * HOUR)
    assert len(nudged.stage.channel.updates) == 1


@pytest.mark.parametrize("verb", ["sync", "stop"])
async def test_a_card_that_shows_something_else_by_now_is_left_alone(
    nudged: Office, verb: str
) -> None:
    shown = await nudged.stage.play(button(nudged, verb))
    assert isinstance(shown, Shown)
    nudged.stage.channel.updates.clear()
    settle(nudged)
    await nudged.passes(DAY, step=3 * HOUR)
    assert nudged.stage.channel.updates == []


async def test_a_person_who_installs_the_bot_again_is_still_reminded_of_nothing(
    nudged: Office,
) -> None:
    await nudged.stage.play(said("stop", "6"))
    await nudged.stage.play(turn(Left(), "7"))
    await nudged.stage.play(turn(Joined(), "8"))
    await nudged.changed()
    await nudged.passes(9 * DAY, step=3 * HOUR)
    assert nudged.channel.posted == [ME]
