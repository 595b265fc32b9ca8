"""A process that stands still while it writes a card does not leave an older state on it."""

import asyncio
from dataclasses import dataclass, field

from bot.behaviours.follow_case.card import update_cards
from bot.chat.conversation import ConversationReference
from bot.chat.surface import Card
from tests.behaviours.case.desk import ME
from tests.behaviours.fakes import FakeChannel, FakeChat
from tests.behaviours.follow_case.desk import Followed, card_id, said
from tests.helpdesk.fakes import AMARA
from tests.waiting import until


@dataclass
class SlowChannel(FakeChannel):
    """Takes the first update only once it is let."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    let: asyncio.Event = field(default_factory=asyncio.Event)

    def surface(self, where: ConversationReference) -> FakeChat:
        return SlowChat(self, where)


class SlowChat(FakeChat):
    async def update(self, message_id: str, card: Card, summary: str) -> None:
        channel = self.channel
        assert isinstance(channel, SlowChannel)
        if not channel.reached.is_set():
            channel.reached.set()
            await channel.let.wait()
        channel.update(message_id, card)


async def stalled(sent: Followed) -> tuple[SlowChannel, asyncio.Task[None]]:
    """A worker hangs between what it read and the channel's answer."""
    channel = SlowChannel()
    sent.stage.channel = channel
    await sent.cases.notes.note_steps(ME)
    sent.passes()
    writing = asyncio.create_task(update_cards(sent.services))
    await channel.reached.wait()
    return channel, writing


async def test_what_another_process_wrote_meanwhile_is_written_again(sent: Followed) -> None:
    channel, writing = await stalled(sent)
    await sent.press("Not now", sent.sent_to(ME)[0])
    await sent.work()
    assert "The person said “not now”." in said(channel.updates[-1][1])
    channel.let.set()
    await writing
    # It has put an earlier state on the card, after the later one.
    assert "The person said “not now”." not in said(channel.updates[-1][1])
    await sent.work(seconds=11)
    assert "The person said “not now”." in said(channel.updates[-1][1])
    updates = len(channel.updates)
    await sent.work()
    assert len(channel.updates) == updates


async def test_a_worker_that_dies_after_the_channel_took_it_is_followed_by_another(
    sent: Followed,
) -> None:
    channel, writing = await stalled(sent)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await sent.work(seconds=11)
    assert "Following the steps" in said(channel.updates[-1][1])
    assert len(channel.updates) == 1


async def test_a_press_does_not_show_its_result_before_an_update_under_way(
    sent: Followed,
) -> None:
    channel, writing = await stalled(sent)
    [card] = sent.sent_to(AMARA)
    message = (await sent.card_row())["message_id"]
    data = {"card": str(card_id(card))}
    pressing = asyncio.create_task(sent.agent_sends("case_close", data, message_id=message))

    async def is_closed() -> bool:
        return not (await sent.case()).is_open

    await until(is_closed)
    await asyncio.sleep(0.1)
    assert not pressing.done()
    channel.let.set()
    await writing
    shown = await pressing
    assert shown
    assert "Closed" in said(shown.card)
    assert "Closed" in said(channel.updates[-1][1])
