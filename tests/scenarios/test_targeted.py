"""Asked in a group chat or a channel: only whoever asked sees the answer, and it is a full one."""

from datetime import timedelta

import pytest

from simulation.channel.conversations import Conversation
from simulation.channel.faults import Fault as ChannelFault
from simulation.channel.identity import user_id
from tests.scenarios.bot_process import BotProcess
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import ChatOf, personal_chat
from tests.scenarios.overheard import Overheard, shared_conversations
from tests.simulation.world import AMARA, BEN, CHIARA, DMITRI, HUGO, KEIKO, LUKAS, NIALL

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("overheard")]

ASK = "@Photobot my photo is wrong"
WROTE = "I wrote to you privately."
REFUSED = "I couldn't write to you privately. Open a chat with me and ask there."
ANSWERED = "I answered here. Only you can see it."
CHECKED = "SharePoint has a different photo of you"
DONE = "Done! SharePoint now has this photo"
ABOUT_ONESELF = (
    "my photo is wrong",
    "sync my photo",
    "show me the steps",
    "what did you do?",
    "why?",
    "remove my photo everywhere",
    "clear my cache",
    "who looked at my photo?",
    "is this from you?",
    "no messages until Monday",
    "stop",
    "send messages again",
    "speak Chinese",
    "speak English",
)
THAT_LASTS = ("look again later", "I have a new photo", "my cases", "PB-0000000")
SMALL_TALK = ("hello", "help", "thanks", "what is for lunch?")


def others_see(company: Company, where: Conversation) -> list[str]:
    """What somebody else sees in a conversation of what the bot wrote, by id."""
    messages = company.simulation.channel.channel.client.messages.all(where.id)
    return [each.id for each in messages if each.sender == "bot" and each.is_seen_by(NIALL)]


async def test_the_answer_is_seen_by_whoever_asked_and_its_button_fixes_the_photo(
    company: Company, chat_of: ChatOf, there: ChatOf, where: Conversation, overheard: Overheard
) -> None:
    ben, alone = there(BEN), chat_of(BEN)
    await ben.open()
    before = others_see(company, where), len(alone.cards)
    checked = await ben.settled(await ben.ask(ASK))
    assert checked.title == CHECKED
    assert company.uploads.of(checked.pictures["Teams and Outlook"]) == company.cloud_upload(BEN)
    action = checked.action("sync")
    answer = overheard.answered(await ben.invoke(checked, action["verb"], action["data"]))
    assert answer["value"] == ANSWERED
    done = await ben.until(lambda card: card.message_id == checked.message_id and card.says_right)
    assert done.title == DONE
    assert company.is_in_sync(BEN)
    assert (others_see(company, where), len(alone.cards)) == before


async def test_an_older_clients_press_updates_it_and_others_read_no_line(
    company: Company, there: ChatOf, where: Conversation
) -> None:
    ben = there(BEN)
    await ben.open()
    checked = await ben.settled(await ben.ask(ASK))
    before = others_see(company, where)
    assert (await ben.submit(checked, checked.action("sync")["fallback"]["data"])).accepted
    done = await ben.until(lambda card: card.message_id == checked.message_id and card.says_right)
    assert done.title == DONE
    assert others_see(company, where) == before


async def test_nothing_that_one_asks_about_oneself_is_seen_or_answered_before_others(
    company: Company, chat_of: ChatOf, there: ChatOf, where: Conversation
) -> None:
    dmitri, alone = there(DMITRI), chat_of(DMITRI)
    await dmitri.open()
    before = others_see(company, where), len(alone.cards)
    for text in ABOUT_ONESELF:
        await dmitri.settled(await dmitri.ask(f"@Photobot {text}"))
        await dmitri.settled(await dmitri.ask_unseen(text))
        assert (others_see(company, where), len(alone.cards)) == before, text


async def test_what_has_to_last_is_answered_in_the_own_chat(
    company: Company, chat_of: ChatOf, there: ChatOf, where: Conversation
) -> None:
    dmitri, alone = there(DMITRI), chat_of(DMITRI)
    await dmitri.open()
    for text in THAT_LASTS:
        before = len(alone.cards)
        assert (await dmitri.ask(f"@Photobot {text}")).title == WROTE, text
        assert len(alone.cards) == before + 1, text
        seen = others_see(company, where)
        dmitri.say_unseen(text)
        await alone.another(before + 1)
        assert others_see(company, where) == seen, text


async def test_a_slash_command_is_answered_unseen_whatever_it_says(
    company: Company, chat_of: ChatOf, there: ChatOf, where: Conversation
) -> None:
    dmitri, alone = there(DMITRI), chat_of(DMITRI)
    await dmitri.open()
    before = others_see(company, where), len(alone.cards)
    for text in SMALL_TALK:
        assert (await dmitri.ask_unseen(text)).texts
    assert (others_see(company, where), len(alone.cards)) == before
    # Said before others it is answered before others, with nothing of anybody.
    for text in SMALL_TALK:
        await dmitri.ask(f"@Photobot {text}")
    assert len(others_see(company, where)) == len(before[0]) + len(SMALL_TALK)


async def test_every_targeted_message_goes_to_whoever_asked(
    company: Company, there: ChatOf, where: Conversation, overheard: Overheard
) -> None:
    await there(BEN).open()
    people = (BEN, CHIARA, LUKAS)
    before = {person: len(there(person).cards) for person in people}
    for person in people:
        there(person).say(ASK)
    for person in people:
        card = await there(person).settled(await there(person).another(before[person]))
        shown = company.uploads.of(card.pictures["Teams and Outlook"])
        assert shown == company.cloud_upload(person)
    assert [len(there(person).cards) - before[person] for person in people] == [1, 1, 1]
    app = company.simulation.channel.channel.delivery.app_id
    named = [
        person
        for person in people
        for _, body in overheard.targeted
        if user_id(app, person) in body
    ]
    assert set(named) == set(people)


async def test_whoever_presses_the_shared_button_is_answered_and_the_card_stays(
    company: Company, there: ChatOf, where: Conversation, overheard: Overheard
) -> None:
    await there(AMARA).open()
    shared = await there(AMARA).ask("@Photobot help")
    before = others_see(company, where)
    for person in (BEN, CHIARA):
        chat = there(person)
        seen = len(chat.cards)
        answer = overheard.answered(await chat.invoke(shared, "check", {}))
        assert answer["value"] == ANSWERED
        card = await chat.settled(await chat.another(seen))
        shown = company.uploads.of(card.pictures["Teams and Outlook"])
        assert shown == company.cloud_upload(person)
    assert there(AMARA).card(shared.message_id) == shared
    assert others_see(company, where) == before


async def test_a_forged_press_on_what_somebody_else_sees_acts_for_whoever_pressed(
    company: Company, there: ChatOf, overheard: Overheard
) -> None:
    ben, amara = there(BEN), there(AMARA)
    await ben.open()
    theirs = await ben.settled(await ben.ask(ASK))
    held, seen = company.held(BEN), len(amara.cards)
    [message] = [
        each for each in ben.client.messages.all(ben.where.id) if each.id == theirs.message_id
    ]
    value = {"action": {"type": "Action.Execute", **theirs.action("sync")}, "trigger": "manual"}
    answer = await amara.client.invoke(
        AMARA, amara.where, message, name="adaptiveCard/action", value=value
    )
    assert overheard.answered(answer)["value"] == ANSWERED
    own = await amara.settled(await amara.another(seen))
    assert own.message_id != theirs.message_id
    assert ben.card(theirs.message_id) == theirs
    assert company.held(BEN) == held


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "BadArgument"),
        (403, "BotNotInConversationRoster"),
        (404, "ConversationNotFound"),
        (500, ""),
        (502, ""),
        (504, ""),
    ],
)
async def test_what_is_not_taken_is_in_the_own_chat_and_the_line_is_neutral(
    company: Company, chat_of: ChatOf, there: ChatOf, status: int, code: str
) -> None:
    hugo, alone = there(HUGO), chat_of(HUGO)
    await hugo.open()
    faults = company.simulation.channel.channel.delivery.faults
    before = len(alone.cards)
    faults.tell(ChannelFault("send", status=status, code=code))
    assert (await hugo.ask(ASK)).texts == [WROTE]
    assert (await alone.settled(await alone.another(before))).title == CHECKED


async def test_where_nothing_is_taken_the_line_asks_to_open_a_chat(
    company: Company, chat_of: ChatOf, there: ChatOf
) -> None:
    await there(LUKAS).open()
    before = len(chat_of(LUKAS).cards)
    channel = company.simulation.channel.channel
    channel.client.installations.blocked_by.add(LUKAS)
    channel.delivery.faults.tell(ChannelFault("send", status=400, code="BadArgument"))
    line = await there(LUKAS).ask(ASK)
    channel.client.installations.blocked_by.remove(LUKAS)
    assert line.texts == [REFUSED]
    # It is tried again, and must not meet what goes wrong in the next test.
    await chat_of(LUKAS).settled(await chat_of(LUKAS).another(before))


async def test_a_card_that_vanished_while_it_was_worked_on_is_finished_in_the_own_chat(
    company: Company, chat_of: ChatOf, there: ChatOf, where: Conversation
) -> None:
    hugo, alone = there(HUGO), chat_of(HUGO)
    await hugo.open()
    seen, before = others_see(company, where), len(alone.cards)
    held = company.hold(route=r"\$batch", person=HUGO)
    waiting = await hugo.ask(ASK)
    assert waiting.is_waiting
    company.simulation.tenant.clock.advance(timedelta(hours=24))
    assert waiting.message_id not in {card.message_id for card in hugo.cards}
    held.released.set()
    assert (await alone.settled(await alone.another(before))).title == CHECKED
    assert others_see(company, where) == seen


async def test_somebody_without_the_app_is_answered_in_the_group_and_can_repair(
    company: Company, bot: BotProcess
) -> None:
    channel, alone = company.simulation.channel.channel, personal_chat(company, KEIKO)
    group, team = shared_conversations(company)
    channel.client.installations.conversations.discard(team.id)
    await channel.client.remove(KEIKO, alone.where)
    in_group, before = Chat(channel, KEIKO, group), len(alone.cards)
    await in_group.open()
    checked = await in_group.settled(await in_group.ask(ASK))
    assert len(checked.texts) > 1
    # A promise would be kept in the own chat, which can't be opened: none is made.
    assert (await in_group.ask("@Photobot look again later")).texts == [REFUSED]
    assert len(alone.cards) == before
    await alone.open()


async def test_a_repeated_delivery_is_answered_once(
    company: Company, there: ChatOf, where: Conversation
) -> None:
    ben = there(BEN)
    await ben.open()
    company.simulation.channel.channel.delivery.faults.tell(ChannelFault("deliver", twice=True))
    before = len(ben.cards), others_see(company, where)
    await ben.settled(await ben.ask_unseen("my photo is wrong"))
    assert (len(ben.cards) - 1, others_see(company, where)) == before
