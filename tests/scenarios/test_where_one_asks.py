"""Asked in a group chat or a channel: the answer is private, and the line in public is true.

Here no messages are targeted, so that everything private goes to the own chat; where they are:
`test_targeted.py`.
"""

from collections.abc import AsyncIterator
from time import monotonic

import pytest
import pytest_asyncio

from simulation.channel.faults import Fault as ChannelFault
from simulation.faults import Kind
from tests.scenarios.bot_process import BotProcess
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import ChatOf, bot_in_front, personal_chat
from tests.scenarios.overheard import Overheard, shared_conversations
from tests.simulation.world import AMARA, BEN, CHIARA, DMITRI, HUGO, KEIKO, LUKAS, NIALL

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("overheard")]

ASK = "@Photobot my photo is wrong"
WROTE = "I wrote to you privately."
WRITING = "I'm writing to you privately. Look in your chat with me."
IN_TIME = {WROTE, WRITING}
"""Both are true of slow work: which it is depends on how busy the machine is."""
UNSURE = "I've tried to write to you privately. Look in your chat with me."
REFUSED = "I couldn't write to you privately. Open a chat with me and ask there."
CHECKED = "SharePoint has a different photo of you"
PUBLIC_ANSWER_SECONDS = 10.0
"""When a channel gives an answer up; what Photobot gives itself is tested by its own clock."""
PRIVATE = (
    "my photo is wrong",
    "sync my photo",
    "show me the steps",
    "what did you do?",
    "why?",
    "I have a new photo",
    "look again later",
    "stop",
)
SMALL_TALK = ("hello", "help", "thanks", "what is for lunch?", "")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(served: Company, database_address: str) -> AsyncIterator[BotProcess]:
    """The bot in front of the company, without targeted messages."""
    async with bot_in_front(served, database_address, PHOTOBOT_TARGETED="off") as running:
        yield running


async def test_the_answer_is_private_and_the_line_says_only_that(
    company: Company, chat_of: ChatOf, there: ChatOf
) -> None:
    await there(BEN).open()
    alone, others = chat_of(BEN), there(BEN)
    line = await others.ask(ASK)
    assert line.texts == [WROTE]
    checked = await alone.settled(alone.cards[-1])
    assert checked.title == CHECKED
    assert company.uploads.of(checked.pictures["Teams and Outlook"]) == company.cloud_upload(BEN)
    assert (await alone.executed(checked, "sync")).title == "Done! SharePoint now has this photo"
    assert company.is_in_sync(BEN)


async def test_everything_that_concerns_somebody_is_taken_aside(
    chat_of: ChatOf, there: ChatOf
) -> None:
    alone, others = chat_of(DMITRI), there(DMITRI)
    await others.open()
    for text in PRIVATE:
        before = len(alone.cards)
        assert (await others.ask(f"@Photobot {text}")).title == WROTE, text
        assert len(alone.cards) == before + 1, text


async def test_small_talk_stays_where_it_is_made(chat_of: ChatOf, there: ChatOf) -> None:
    alone, others = chat_of(DMITRI), there(DMITRI)
    await others.open()
    before = len(alone.cards)
    lines = [await others.ask(f"@Photobot {text}") for text in SMALL_TALK]
    assert WROTE not in {line.title for line in lines}
    assert set().union(*(line.verbs for line in lines)) == {"check"}
    assert len(alone.cards) == before


async def test_whoever_presses_the_shared_button_is_answered_alone_and_the_card_stays(
    company: Company, chat_of: ChatOf, there: ChatOf, overheard: Overheard
) -> None:
    await there(AMARA).open()
    shared = await there(AMARA).ask("@Photobot help")
    for person, press in ((BEN, "check"), (CHIARA, "check")):
        answer = overheard.answered(await there(person).invoke(shared, press, {}))
        assert (answer["type"], answer["value"]) == (
            "application/vnd.microsoft.activity.message",
            WROTE,
        )
        private = await chat_of(person).settled(chat_of(person).cards[-1])
        shown = company.uploads.of(private.pictures["Teams and Outlook"])
        assert shown == company.cloud_upload(person)
    assert there(AMARA).card(shared.message_id) == shared


async def test_an_older_clients_press_is_answered_beside_the_card(there: ChatOf) -> None:
    await there(AMARA).open()
    shared = await there(AMARA).ask("@Photobot help")
    others, button = there(BEN), shared.action("check")["fallback"]["data"]
    earlier = {card.message_id for card in others.cards}
    assert (await others.submit(shared, button)).accepted
    [line] = [card for card in others.cards if card.message_id not in earlier]
    assert line.title == WROTE
    assert others.card(shared.message_id) == shared


@pytest.mark.parametrize(
    "verb", ["sync", "guide", "interview", "explain", "recheck", "language", "x"]
)
async def test_no_verb_shows_or_changes_anything_of_anybody_in_public(
    company: Company, chat_of: ChatOf, there: ChatOf, overheard: Overheard, verb: str
) -> None:
    await there(BEN).open()
    private, held = await chat_of(BEN).asked(), company.held(BEN)
    shared = await there(BEN).ask("@Photobot help")
    for person in (BEN, AMARA):
        data = private.action("sync")["data"]
        overheard.answered(await there(person).invoke(shared, verb, data))
        assert (await there(person).submit(shared, {**data, "verb": verb})).accepted
    assert company.held(BEN) == held
    assert there(BEN).card(shared.message_id) == shared


async def test_what_goes_wrong_is_said_in_private_only(
    company: Company, chat_of: ChatOf, there: ChatOf
) -> None:
    await there(BEN).open()
    for kind, more in (
        (Kind.FAIL, {"status": 503}),
        (Kind.FAIL, {"status": 403}),
        (Kind.FAIL, {"status": 404}),
        (Kind.THROTTLE, {"seconds": 1}),
        (Kind.RESET, {}),
        (Kind.CUT, {}),
    ):
        fault = company.goes_wrong(kind, person=BEN, **more)
        before = len(chat_of(BEN).cards)
        assert (await there(BEN).ask(ASK)).title in IN_TIME, kind
        await chat_of(BEN).settled(await chat_of(BEN).another(before))
        company.simulation.faults.remove(fault)


async def test_slow_work_is_answered_in_public_in_time_and_finished_in_private(
    company: Company, chat_of: ChatOf, there: ChatOf
) -> None:
    others = there(HUGO)
    await others.open()
    held = company.hold(route=r"\$batch", person=HUGO)
    before, started = len(chat_of(HUGO).cards), monotonic()
    line = await others.ask(ASK)
    assert monotonic() - started < PUBLIC_ANSWER_SECONDS
    assert line.title in IN_TIME
    waiting = await chat_of(HUGO).another(before)
    assert waiting.is_waiting
    held.released.set()
    assert (await chat_of(HUGO).replaced(waiting)).title == CHECKED


async def test_somebody_who_blocked_the_bot_is_asked_to_open_a_chat(
    company: Company, chat_of: ChatOf, there: ChatOf
) -> None:
    await there(LUKAS).open()
    installations = company.simulation.channel.channel.client.installations
    before = len(chat_of(LUKAS).cards)
    installations.blocked_by.add(LUKAS)
    line = await there(LUKAS).ask(ASK)
    installations.blocked_by.remove(LUKAS)
    assert line.texts == [REFUSED]
    assert len(chat_of(LUKAS).cards) == before
    # It is tried again, and must not meet what goes wrong in the next test.
    await chat_of(LUKAS).settled(await chat_of(LUKAS).another(before))


@pytest.mark.parametrize("delivered", [True, False])
async def test_a_lost_answer_is_neither_claimed_nor_denied(
    company: Company, there: ChatOf, delivered: bool
) -> None:
    await there(NIALL).open()
    faults = company.simulation.channel.channel.delivery.faults
    faults.tell(ChannelFault("send", status=504, delivered=delivered))
    assert (await there(NIALL).ask(ASK)).texts == [UNSURE]


async def test_somebody_without_the_app_is_reached_through_a_team_but_not_through_a_group(
    company: Company, bot: BotProcess, overheard: Overheard
) -> None:
    channel, alone = company.simulation.channel.channel, personal_chat(company, KEIKO)
    group, team = shared_conversations(company)
    channel.client.installations.conversations.discard(team.id)
    await channel.client.remove(KEIKO, alone.where)
    in_group, in_team = Chat(channel, KEIKO, group), Chat(channel, KEIKO, team)
    await in_group.open()
    before = len(alone.cards)
    assert (await in_group.ask(ASK)).texts == [REFUSED]
    assert (overheard.opened, len(alone.cards)) == (1, before)
    await in_team.open()
    assert (await in_team.ask(ASK)).texts == [WROTE]
    assert (overheard.opened, len(alone.cards)) == (2, before + 1)
    await alone.settled(alone.cards[-1])
    assert (await in_group.ask(ASK)).texts == [WROTE]
    assert overheard.opened == 2
    await alone.open()


async def test_two_people_who_ask_at_once_each_get_their_own_answer(
    company: Company, chat_of: ChatOf, there: ChatOf
) -> None:
    people = (BEN, CHIARA, LUKAS)
    await there(BEN).open()
    before = {person: len(chat_of(person).cards) for person in people}
    earlier = {card.message_id for card in there(BEN).cards}
    for person in people:
        there(person).say(ASK)
    for person in people:
        alone = chat_of(person)
        card = await alone.settled(await alone.another(before[person]))
        shown = company.uploads.of(card.pictures["Teams and Outlook"])
        assert shown == company.cloud_upload(person)
    await there(BEN).another(len(earlier) + len(people) - 1)
    lines = [card for card in there(BEN).cards if card.message_id not in earlier]
    assert [line.texts for line in lines] == [[WROTE]] * len(people)
    assert [len(chat_of(person).cards) - before[person] for person in people] == [1, 1, 1]


async def test_in_a_channel_the_answer_stays_in_the_thread(
    company: Company, bot: BotProcess
) -> None:
    _, team = shared_conversations(company)
    channel = company.simulation.channel.channel
    chat = Chat(channel, BEN, team)
    await chat.open()
    post = channel.client.say(BEN, team, "has anybody seen this?")
    reply = channel.client.say(BEN, team, ASK, thread=post.id)
    await chat.until_sent(reply)
    line = channel.client.messages.all(team.id)[-1]
    assert (line.thread, line.sender) == (post.id, "bot")
