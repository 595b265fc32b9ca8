"""People without a chat get the app and then the message, unless it would not be sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.conversation import ConversationReference
from bot.chat.surface import NotDelivered
from bot.outbox.message import MessageState
from bot.outbox.ports import NotYet, Withdrawn
from bot.outbox.reach import LOOK_SECONDS, LOOKS
from tests.outbox.fakes import KIND, NOW
from tests.outbox.reaching import ADA, BOT, CHAT, Post, ended


async def test_somebody_without_a_chat_gets_the_app_and_then_the_message(post: Post) -> None:
    [message] = await post.sent(ADA)
    assert message.state is MessageState.DELIVERED
    assert post.installer.asked == ["install ada"]
    [(_, where)] = post.writer.composed
    assert where.conversation_id == "a:ada"
    assert post.channel.posted == [ADA]


async def test_it_is_noted_before_the_app_is_asked_for(post: Post) -> None:
    await post.sent(ADA)
    assert post.installer.rows == [True]
    assert await post.installations.added(ADA, NOW - timedelta(hours=1))


async def test_where_teams_tells_nothing_the_chat_is_opened_and_kept(post: Post) -> None:
    post.installer.tells = False
    [message] = await post.sent(ADA)
    assert message.state is MessageState.DELIVERED
    # The object id stands for the channel's own id of the person.
    [asked] = post.opener.opened
    assert (asked.person_id, asked.user_id) == (ADA, ADA)
    assert post.pauses == [LOOK_SECONDS] * (LOOKS - 1)
    assert post.known.remembered == [CHAT]


async def test_who_has_the_app_already_is_written_to_without_a_wait(post: Post) -> None:
    post.installer.has_it.add(ADA)
    [message] = await post.sent(ADA)
    assert message.state is MessageState.DELIVERED
    assert post.installer.asked == ["install ada"]
    assert len(post.opener.opened) == 1
    assert post.pauses == []


async def test_somebody_with_a_chat_gets_no_app(post: Post) -> None:
    [message] = await post.sent("bob")
    assert message.state is MessageState.DELIVERED
    assert (post.installer.asked, post.wanted) == ([], [])


async def test_without_the_permission_nothing_is_tried(post: Post) -> None:
    post.installer.granted = False
    assert await ended(post) == ("failed", "install_not_granted")
    assert (post.installer.asked, post.wanted) == ([], [])
    assert post.install_gate.entered == []
    assert not await post.is_asked_for(ADA)


async def test_for_a_kind_that_cannot_say_whether_it_is_wanted_nothing_is_tried(
    post: Post,
) -> None:
    post.start(set())
    assert await ended(post) == ("failed", "no_conversation")
    assert post.installer.asked == []


async def test_nobody_gets_the_app_for_a_message_that_would_not_be_sent(post: Post) -> None:
    post.answer = Withdrawn()
    assert await ended(post) == ("withdrawn", None)
    post.answer = NotYet(NOW + timedelta(hours=2))
    [message] = await post.sent(ADA)
    assert (message.state, message.attempts) == (MessageState.QUEUED, 0)
    assert message.not_before == NOW + timedelta(hours=2)
    assert post.installer.asked == []
    assert not await post.is_asked_for(ADA)


async def test_who_removed_the_app_does_not_get_it_again(post: Post) -> None:
    await post.installations.decline(ADA, NOW)
    assert await ended(post) == ("failed", "declined")
    assert post.installer.asked == []


async def test_who_blocked_the_bot_for_a_day_does_not_get_it_again(post: Post) -> None:
    message = await post.put("bob")
    while (seen := await post.seen(message)).state is MessageState.QUEUED:
        post.time = seen.not_before
        post.channel.refusals.append(NotDelivered("blocked", 403))
        await post.sender.drain()
    assert (seen.state, seen.reason) == (MessageState.FAILED, "blocked")
    [again] = await post.sent("bob")
    assert (again.state, again.reason) == (MessageState.FAILED, "declined")
    assert post.installer.asked == []


async def test_where_only_teams_can_tell_of_a_chat_it_is_waited_for(post: Post) -> None:
    post.bot, post.installer.tells = replace(BOT, service_url=""), False
    post.start({KIND})
    [message] = await post.sent(ADA)
    assert (message.state, message.reason) == (MessageState.QUEUED, "chat_not_known")
    assert post.opener.opened == []
    await post.known.remember(CHAT)
    await post.outbox.hasten(ADA)
    await post.sender.drain()
    assert (await post.seen(message)).state is MessageState.DELIVERED


async def test_two_messages_at_once_are_each_sent_once(post: Post) -> None:
    first, second = await post.put(ADA), await post.put(ADA)
    await post.sender.drain()
    states = [(await post.seen(message)).state for message in (first, second)]
    assert states == [MessageState.DELIVERED, MessageState.DELIVERED]
    assert post.channel.posted == [ADA, ADA]


async def test_a_card_is_for_the_person_as_their_chat_writes_them(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.installer.tells = False

    async def opened(where: ConversationReference) -> ConversationReference:
        return replace(CHAT, person_id="ADA")

    monkeypatch.setattr(post.opener, "open", opened)
    await post.sent(ADA)
    [(composed, _)] = post.writer.composed
    assert composed.reader == "ADA"
