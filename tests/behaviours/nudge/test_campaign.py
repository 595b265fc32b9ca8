"""A campaign to people whom a census found stale: what each gets, when, and when nothing."""

from dataclasses import replace
from uuid import uuid4

import pytest

from bot.chat.surface import UNCONFIRMED, NotDelivered
from bot.nudges.policy import Audience, Manner
from bot.storage.policy_groups import PolicyGroupRows
from tests.behaviours.fakes import pressed, said, title, verbs
from tests.behaviours.nudge.campaigning import report, started
from tests.behaviours.nudge.office import DAY, HOUR, ME, WEEK, Office
from tests.photos.examples import thumbnails_of


async def test_the_card_says_what_was_found_who_asked_for_it_and_how_to_stop_it(
    office: Office,
) -> None:
    campaign = await started(office)
    await office.work()
    [card] = office.channel.cards
    [nudge] = await office.nudges()
    text = str(card)
    assert title(card) == "SharePoint has a different photo of you"
    assert "I compared everybody's photos" in text
    assert "administrators asked me to write to everybody" in text
    assert nudge["reference"] in text
    assert set(verbs(card)) == {"sync", "not_now", "stop"}
    assert "sign_in" not in text
    assert (await report(office, campaign)).sent == 1


async def test_its_button_syncs_and_shows_that_it_was_opened_and_tapped(office: Office) -> None:
    campaign = await started(office)
    await office.work()
    [card] = office.channel.cards
    assert (await report(office, campaign)).opened == 0
    await office.stage.play(pressed("nudge_look", card["refresh"]["action"]["data"]))
    seen = await report(office, campaign)
    assert (seen.opened, seen.tapped) == (1, 0)
    shown = await office.stage.play(pressed("sync", verbs(card)["sync"]))
    assert title(shown) == "Done! SharePoint now has this photo"
    seen = await report(office, campaign)
    assert (seen.sent, seen.opened, seen.tapped) == (1, 1, 1)


@pytest.mark.parametrize("verb", ["stop", "not_now", "sync"])
async def test_every_button_of_an_unconfirmed_message_shows_that_it_arrived(
    office: Office, verb: str
) -> None:
    office.channel.refusals.append(NotDelivered(UNCONFIRMED))
    campaign = await started(office)
    await office.work()
    assert (await report(office, campaign)).unconfirmed == 1
    [message] = await office.messages()
    data = {"card": str(message["id"]), "pause": "day"}
    await office.stage.play(pressed(verb, data))
    seen = await report(office, campaign)
    assert (seen.sent, seen.tapped, seen.unconfirmed) == (1, 1, 0)


async def test_who_asks_is_told_that_it_is_from_the_bot(office: Office) -> None:
    await started(office)
    await office.work()
    [nudge] = await office.nudges()
    told = await office.stage.play(said(f"is this from you? {nudge['reference']}"))
    assert title(told) == "Yes, that's from me"


async def test_nothing_is_sent_about_what_is_settled_by_then_and_it_is_counted_so(
    office: Office,
) -> None:
    office.stage.sharepoint.files = thumbnails_of(1)
    campaign = await started(office)
    await office.work()
    assert office.channel.posted == []
    assert (await report(office, campaign)).withdrawn == {"settled": 1}


async def test_a_card_of_a_campaign_says_so_once_it_is_settled(office: Office) -> None:
    await started(office)
    await office.work()
    office.stage.sharepoint.files = thumbnails_of(1)
    await office.passes(7 * HOUR)
    [(message, card)] = office.stage.channel.updates
    assert message == "message-1"
    assert "yours weren't the same everywhere" in str(card)
    assert [nudge["settled_at"] for nudge in await office.nudges()] != [None]


async def test_who_said_stop_is_not_written_to(office: Office) -> None:
    await office.stage.play(said("stop messages"))
    campaign = await started(office)
    await office.work()
    assert office.channel.posted == []
    assert (await report(office, campaign)).withdrawn == {"stopped": 1}


async def test_a_stop_withdraws_what_waits(office: Office) -> None:
    office.stage.clock.now += 12 * HOUR
    campaign = await started(office)
    await office.work()
    assert (await report(office, campaign)).queued == 1
    await office.stage.play(said("stop messages"))
    assert (await report(office, campaign)).withdrawn == {"stopped": 1}


async def test_a_pause_of_the_person_is_kept(office: Office) -> None:
    await office.stage.play(said("pause messages"))
    await started(office)
    await office.passes(6 * DAY, step=12 * HOUR)
    assert office.channel.posted == []
    await office.passes(2 * DAY)
    assert office.channel.posted == [ME]


async def test_an_excluded_person_is_not_written_to(office: Office) -> None:
    office.use(office.policy, groups="pilot ; excluded them")
    rows, reading = PolicyGroupRows(office.database), uuid4()
    await rows.add(reading, "excluded", [ME])
    await rows.finish(reading, "pilot ; excluded them", office.now)
    campaign = await started(office)
    await office.work()
    assert office.channel.posted == []
    assert (await report(office, campaign)).withdrawn == {"excluded": 1}


async def test_in_a_pilot_nobody_else_is_written_to(office: Office) -> None:
    office.use(replace(office.policy, audience=Audience.PILOT), groups="pilot us; excluded ")
    rows, reading = PolicyGroupRows(office.database), uuid4()
    await rows.finish(reading, "pilot us; excluded ", office.now)
    campaign = await started(office)
    await office.work()
    assert (await report(office, campaign)).withdrawn == {"not_in_pilot": 1}


@pytest.mark.parametrize("manner", list(Manner))
async def test_it_only_asks_whatever_the_policy_does_about_changes(
    office: Office, manner: Manner
) -> None:
    office.use(replace(office.policy, manner=manner))
    await started(office)
    await office.work()
    assert office.channel.posted == [ME]
    assert await office.stage.effects.of_person(ME, office.now - DAY) == []


async def test_not_now_asks_again_with_the_same_reference(office: Office) -> None:
    await started(office)
    await office.work()
    [card] = office.channel.cards
    await office.stage.play(pressed("not_now", verbs(card)["not_now"]))
    await office.passes(WEEK + DAY)
    [nudge] = await office.nudges()
    assert len(office.channel.cards) == 2
    assert nudge["reference"] in str(office.channel.cards[1])
