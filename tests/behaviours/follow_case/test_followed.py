"""An agent's card tells how a case is by now."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from bot.behaviours.follow_case.card import Drawing, drawing, update_cards
from bot.core.failures import FailureReason, ServiceFailure
from bot.helpdesk.standing import Ticket
from bot.helpdesk.upkeep import CaseUpkeep
from bot.storage.conversations import Conversations
from tests.behaviours.bot_in_memory import LINKS
from tests.behaviours.case.desk import ME
from tests.behaviours.fakes import said as says
from tests.behaviours.fakes import title
from tests.behaviours.follow_case.desk import CHATS, Followed, ready_text, said, titles
from tests.helpdesk.desk import BEA
from tests.helpdesk.fakes import AMARA, HELPDESK
from tests.photos.examples import UPN, thumbnails_of

SYNC = "Use this everywhere"


async def test_who_sends_help_gets_a_card_that_becomes_true(helpdesk: Followed) -> None:
    case = await helpdesk.asks(ticket=Ticket("INC-7", "https://tickets.contoso.com/7"))
    await helpdesk.work()
    [card] = helpdesk.sent_to(AMARA)
    assert {"Text for the ticket", "Check now", "Close the case"} <= set(titles(card))
    await helpdesk.work()
    card = await helpdesk.card_of()
    for words in (
        "Sent",
        "The message was sent.",
        f"Person: {UPN.replace('_', chr(92) + '_')}",
        case.reference,
        "[INC-7](https://tickets.contoso.com/7)",
        "Message opened at: not known",
    ):
        assert words in said(card)
    assert len(card["actions"]) <= 6
    assert len(helpdesk.sent_to(AMARA)) == 1


async def test_the_card_turns_to_done_when_the_person_syncs_and_one_line_comes(
    sent: Followed,
) -> None:
    await sent.work()
    await sent.press(SYNC, sent.sent_to(ME)[0])
    await sent.work()
    assert "In sync, checked" in await sent.says()
    assert "all are the same. Causes" not in await sent.says()
    assert "Send again" not in titles(await sent.card_of())
    await sent.work()
    _card, line = sent.sent_to(AMARA)
    assert "the photo is in sync" in said(line)
    assert "PB-" in said(line)
    for _ in range(3):
        await sent.work()
    assert len(sent.sent_to(AMARA)) == 2


async def test_no_line_comes_of_what_is_not_true_any_more(sent: Followed) -> None:
    await sent.work()
    await sent.press(SYNC, sent.sent_to(ME)[0])
    await CaseUpkeep(sent.services.cases, None).settle()
    sent.stage.clock.advance(20)
    # It is queued, and before it is sent somebody finds that the copies differ again.
    await update_cards(sent.services)
    sent.stage.sharepoint.files = thumbnails_of(2)
    sent.passes()
    await sent.stage.play(says("my photo is wrong"))
    await sent.work()
    assert len(sent.sent_to(AMARA)) == 1
    sent.stage.sharepoint.files = thumbnails_of(1)
    sent.passes()
    await sent.stage.play(says("my photo is wrong", "2"))
    await sent.work()
    await sent.work()
    assert len(sent.sent_to(AMARA)) == 2


async def test_the_persons_answer_is_quoted_and_escaped(sent: Followed) -> None:
    await sent.work()
    written = "Outlook shows **the old one** \u202e<at>x</at>"
    await sent.press("Send it to my helpdesk", sent.sent_to(ME)[0], words=written)
    await sent.work()
    card = await sent.card_of()
    [quote] = [each for each in card["body"] if each["type"] == "Container"]
    [run] = quote["items"][0]["inlines"]
    assert run["text"] == "Outlook shows **the old one** <at>x</at>"
    assert "Answered" in said(card)


async def test_what_the_person_declines_is_told(sent: Followed) -> None:
    await sent.work()
    await sent.press("Not now", sent.sent_to(ME)[0])
    await sent.work()
    assert "The person said “not now”." in await sent.says()
    assert "Message opened at: not known" not in await sent.says()


async def test_who_joins_and_whom_it_is_given_to_get_cards_of_their_own(sent: Followed) -> None:
    await sent.asks(BEA)
    await sent.work()
    assert len(sent.sent_to(BEA)) == 1
    assert len(sent.sent_to(AMARA)) == 1
    assert "Another agent asked for the same person." in await sent.says(AMARA)


async def test_a_card_that_was_asked_for_before_the_first_one_came_is_the_only_one(
    helpdesk: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agent writes “case PB-…” at the moment at which a worker sends the card."""
    case, shown = await helpdesk.asks(), uuid4()
    followings = helpdesk.cases.followings

    async def and_meanwhile(*args: Any, **more: Any) -> Drawing | None:
        following = await followings.opened(case.id, case.subject, AMARA)
        await followings.store.move(following.id, shown, helpdesk.stage.clock.now)
        return await drawing(*args, **more)

    monkeypatch.setattr("bot.behaviours.follow_case.send.drawing", and_meanwhile)
    await helpdesk.work()
    assert helpdesk.sent_to(AMARA) == []
    assert (await helpdesk.following())["card"] == shown


async def test_a_card_comes_also_to_who_wants_no_other_messages(helpdesk: Followed) -> None:
    await helpdesk.services.preferences.keep_quiet(AMARA, quiet=True)
    await helpdesk.asks()
    await helpdesk.work()
    assert len(helpdesk.sent_to(AMARA)) == 1


async def test_a_card_is_written_once_in_ten_seconds_with_the_last_state_in_the_end(
    sent: Followed,
) -> None:
    await sent.cases.notes.note_steps(ME)
    await sent.work()
    before = len(sent.stage.channel.updates)
    for _ in range(15):
        sent.stage.clock.advance(1)
        await sent.cases.notes.note_steps(ME)
        await sent.at_once()
    # After ten seconds, and not after twenty yet.
    assert len(sent.stage.channel.updates) == before + 1
    await sent.work(seconds=10)
    assert len(sent.stage.channel.updates) == before + 2
    assert "Following the steps" in await sent.says()


async def test_of_many_workers_one_writes_a_card(sent: Followed) -> None:
    await sent.work()
    await sent.cases.notes.note_steps(ME)
    before = len(sent.stage.channel.updates)
    await sent.work(workers=5)
    assert len(sent.stage.channel.updates) == before + 1


async def test_a_card_that_takes_no_update_for_a_while_is_written_later(sent: Followed) -> None:
    sent.stage.channel.update_refusal = "throttled"
    await sent.cases.notes.note_steps(ME)
    await sent.work()
    assert "Following the steps" not in await sent.says()
    sent.stage.channel.update_refusal = None
    await sent.work()
    assert "Following the steps" in await sent.says()
    assert len(sent.sent_to(AMARA)) == 1


async def test_a_card_that_takes_no_update_any_more_becomes_a_new_message(sent: Followed) -> None:
    sent.stage.channel.update_refusal = "not_found"
    await sent.cases.notes.note_steps(ME)
    await sent.work()
    sent.stage.channel.update_refusal = None
    await sent.work()
    assert len(sent.sent_to(AMARA)) == 2
    assert "Following the steps" in said(sent.sent_to(AMARA)[1])
    await sent.work()
    assert len(sent.sent_to(AMARA)) == 2


async def test_who_is_no_agent_any_more_sees_nothing_of_the_person(sent: Followed) -> None:
    sent.directory.members[HELPDESK] = {BEA}
    sent.regroup()
    await sent.cases.notes.note_steps(ME)
    await sent.work()
    card = await sent.card_of()
    assert title(card) == "You no longer follow this case"
    assert UPN not in said(card)
    assert "PB-" not in said(card)
    assert titles(card) == []
    updates = len(sent.stage.channel.updates)
    await sent.cases.notes.note_steps(ME)
    await sent.work()
    assert len(sent.stage.channel.updates) == updates


async def test_where_it_is_not_known_who_is_an_agent_the_card_is_left(sent: Followed) -> None:
    sent.directory.failing[AMARA] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    sent.regroup()
    await sent.cases.notes.note_steps(ME)
    await sent.work()
    assert "Following the steps" not in await sent.says()
    sent.directory.failing.clear()
    sent.regroup()
    await sent.work()
    assert "Following the steps" in await sent.says()


async def test_a_card_shows_the_end_of_its_case_and_only_the_ticket_text(sent: Followed) -> None:
    await sent.work()
    await sent.agent_presses("Close the case")
    assert titles(await sent.card_of()) == ["Text for the ticket"]
    assert "Closed" in await sent.says()
    assert (await sent.following())["ended_at"]


async def test_somebody_who_cannot_be_reached_is_told_with_why(helpdesk: Followed) -> None:
    helpdesk.stage.links = replace(LINKS, photobot="https://teams.example/photobot")
    await helpdesk.database.change("delete from conversation where person_id = %s", (ME,))
    await helpdesk.asks()
    await helpdesk.work()
    for _ in range(40):
        await helpdesk.work(seconds=3600)
    words = await helpdesk.says()
    assert "Can't be reached" in words
    assert words.count("The person never used the bot.") == 1
    assert "The person never used the bot. Send them the text yourself." in words
    text = ready_text(await helpdesk.card_of(), "Text to send yourself")
    assert (await helpdesk.case()).reference in text
    assert "https://teams.example/photobot" in text


async def test_an_agent_without_a_chat_gets_the_card_once_they_have_one(helpdesk: Followed) -> None:
    await helpdesk.database.change("delete from conversation where person_id = %s", (AMARA,))
    await helpdesk.asks()
    for _ in range(3):
        await helpdesk.work()
    assert helpdesk.sent_to(AMARA) == []
    await Conversations(helpdesk.database).remember(CHATS[AMARA])
    await helpdesk.work()
    [card] = helpdesk.sent_to(AMARA)
    assert "Wait for the person." in said(card)
    await helpdesk.agent_presses("Close the case")
    assert "Closed" in await helpdesk.says()
    await helpdesk.work()
    assert len(helpdesk.sent_to(AMARA)) == 1


async def test_a_card_that_a_chat_refused_is_not_sent_anew(helpdesk: Followed) -> None:
    await helpdesk.asks()
    await helpdesk.database.change(
        "update outbox set state = 'failed', reason = 'blocked' where kind = 'following'", ()
    )
    await helpdesk.work()
    assert helpdesk.sent_to(AMARA) == []


async def test_its_first_lines_say_what_to_do_and_its_last_ones_what_happened_on_which_day(
    sent: Followed,
) -> None:
    await sent.work()
    first = await sent.says()
    assert "Wait for the person. This card changes by itself." in first
    await sent.work(seconds=24 * 3600)
    await sent.press("Not now", sent.sent_to(ME)[0])
    await sent.work()
    texts = [each["text"] for each in (await sent.card_of())["body"] if "text" in each]
    assert texts[1] == "Ask them when it suits them."
    happened = texts[texts.index("What happened") + 1 :]
    days = [number for number, words in enumerate(happened) if words.startswith("**")]
    assert len(days) == 2
    assert days[0] == 0
    assert happened[-1].endswith("The person said “not now”.")


async def test_an_agent_who_can_sync_is_told_so(sent: Followed) -> None:
    await sent.work()
    await sent.agent_presses("Check now")
    words = await sent.says()
    assert "or you press Sync for them." in words
    assert "python -m bot" not in words


async def test_it_is_in_the_language_of_the_agent(helpdesk: Followed) -> None:
    await Conversations(helpdesk.database).remember(replace(CHATS[AMARA], locale="zh-TW"))
    await helpdesk.asks()
    await helpdesk.work()
    [card] = helpdesk.sent_to(AMARA)
    assert "Not sent yet" not in said(card)
