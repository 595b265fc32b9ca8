"""What becomes of a noticed change: from the row to the message, and what follows."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest

from bot.photos.capabilities import SYNC_SHAREPOINT
from bot.storage.outbox import Messages
from bot.use_cases.authorizer import POLICY
from bot.use_cases.service import PhotoService
from tests.behaviours.fakes import CHAT, pressed, title, verbs
from tests.behaviours.nudge.office import DAY, HOUR, ME, WEEK, Office
from tests.core.counted import Counted
from tests.photos.examples import ACCOUNT, EVERYTHING


async def test_after_a_day_the_person_is_written_to_once(office: Office) -> None:
    await office.changed()
    await office.passes(DAY - HOUR)
    assert office.channel.posted == []
    await office.passes(2 * HOUR)
    assert office.channel.posted == [ME]
    [message] = await office.messages()
    assert (message["kind"], message["actor"], message["state"]) == (
        "nudge",
        str(POLICY),
        "delivered",
    )
    await office.passes(6 * DAY)
    assert office.channel.posted == [ME]


async def test_the_card_names_place_and_reason_and_never_asks_to_sign_in(office: Office) -> None:
    await office.changed()
    await office.passes(DAY)
    [card] = office.channel.cards
    [nudge] = await office.nudges()
    text = str(card)
    assert title(card) == "SharePoint has a different photo of you"
    assert "I noticed that your Microsoft 365 photo changed" in text
    assert "administrators switched these messages on" in text
    assert nudge["reference"] in text
    assert set(verbs(card)) == {"sync", "not_now", "stop"}
    assert card["refresh"]["userIds"] == [CHAT.user_id]
    assert card["refresh"]["action"]["verb"] == "nudge_look"
    assert "sign_in" not in text


async def test_decisions_checks_and_messages_are_counted(office: Office) -> None:
    counted = Counted()
    decider = replace(office.decider(), metrics=counted.metrics)
    decider = replace(
        decider, photo_services=replace(decider.photo_services, metrics=counted.metrics)
    )
    await office.changed()
    await decider.drain()
    assert counted.of("photobot.decided", outcome="wait", because="grace") == 1
    office.stage.clock.now += DAY
    await decider.drain()
    assert counted.of("photobot.decided", outcome="nudge") == 1
    assert counted.of("photobot.checked", actor="policy", verdict="differs") == 1
    assert ME not in str(counted.read())


async def test_where_the_bot_may_not_write_the_card_leads_to_the_steps(office: Office) -> None:
    office.stage.capabilities.rights = EVERYTHING - SYNC_SHAREPOINT
    await office.changed()
    await office.passes(DAY)
    [card] = office.channel.cards
    assert set(verbs(card)) == {"nudge_steps", "not_now", "stop"}
    shown = await office.stage.play(pressed("nudge_steps", verbs(card)["nudge_steps"]))
    assert "guide" in verbs(shown)


async def test_its_button_syncs(office: Office) -> None:
    await office.changed()
    await office.passes(DAY)
    shown = await office.stage.play(pressed("sync", verbs(office.channel.cards[0])["sync"]))
    assert title(shown) == "Done! SharePoint now has this photo"
    await office.passes(8 * DAY)
    assert office.channel.posted == [ME]
    assert office.channel.updates == []
    assert await office.became() == ("ended", "dropped", "settled")


async def test_three_messages_about_one_change_are_the_most(office: Office) -> None:
    await office.changed()
    await office.passes(29 * DAY, step=3 * HOUR)
    assert office.channel.posted == [ME] * 3
    sent = [nudge["sent_at"] for nudge in await office.nudges()]
    assert all(after - before >= WEEK for before, after in pairwise(sent))
    assert await office.became() == ("ended", "dropped", "told_often")


async def test_another_photo_meanwhile_starts_anew_and_the_week_still_counts(
    office: Office,
) -> None:
    await office.changed()
    await office.passes(DAY)
    assert office.channel.posted == [ME]
    await office.changed()
    await office.passes(6 * DAY)
    assert office.channel.posted == [ME]
    await office.passes(2 * DAY)
    assert office.channel.posted == [ME, ME]


@pytest.mark.parametrize("workers", [2, 5])
async def test_several_workers_at_once_send_one_message(office: Office, workers: int) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.work(workers)
    assert office.channel.posted == [ME]
    assert len(await office.messages()) == 1


async def test_two_messages_at_once_to_one_person_are_one(office: Office) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    [nudge] = await office.nudges()
    services = office.stage.services
    claims = services.nudging.messages
    now = office.now
    assert await claims.claim_week(ME, uuid4(), now, now - WEEK)
    await office.sender().drain()
    assert office.channel.posted == []
    assert not await claims.claim_week(ME, nudge["id"], now, now - WEEK)


async def test_an_unreachable_person_ends_it_and_says_so(office: Office) -> None:
    other = "0b5e0f5e-0000-4000-8000-000000000002"
    office.stage.microsoft_365.whose = replace(ACCOUNT, id=other)
    await office.knows(other)
    await office.changed(other)
    await office.passes(DAY + 2 * HOUR)
    assert await office.became(other) == ("ended", "not_reachable", "no_conversation")


async def test_a_message_that_surely_did_not_arrive_gives_the_week_back(office: Office) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    [nudge] = await office.nudges()
    services = office.stage.services
    await services.nudging.messages.claim_week(ME, nudge["id"], office.now, office.now - WEEK)
    await services.outbox.withdraw_all("nudge", ME)
    await office.passes(2 * HOUR)
    assert office.channel.posted == [ME]


async def test_a_decider_that_dies_before_the_message_is_queued_is_followed_by_another(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.changed()
    office.stage.clock.now += DAY

    async def dies(*_: object, **__: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as dying:
        dying.setattr(Messages, "add", dies)
        with pytest.raises(asyncio.CancelledError):
            await office.decider().drain()
    assert await office.messages() == []
    assert len(await office.nudges()) == 1
    await office.passes(HOUR, step=timedelta(seconds=30))
    assert office.channel.posted == [ME]
    assert len(await office.nudges()) == 1


async def test_a_change_that_breaks_does_not_stop_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.changed()
    office.stage.clock.now += DAY

    async def breaks(_: object) -> None:
        raise ValueError("broken")

    with monkeypatch.context() as breaking:
        breaking.setattr(PhotoService, "check", breaks)
        await office.decider().drain()
    assert await office.became() == ("open", "waits", "failed")
    await office.passes(2 * HOUR)
    assert office.channel.posted == [ME]
