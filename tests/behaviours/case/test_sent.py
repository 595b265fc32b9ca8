"""What the person gets from the helpdesk, and what keeps it from them."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from bot.chat.surface import NotDelivered
from bot.core.failures import FailureReason, ServiceFailure
from bot.helpdesk.standing import CaseState, Ticket
from bot.helpdesk.upkeep import CaseUpkeep
from bot.photos.readings import NotRead
from bot.storage.conversations import Conversations
from bot.storage.database import Database
from bot.storage.preferences import Preferences
from bot.use_cases.authorizer import Actor, ActorKind
from tests.behaviours.case.desk import DAY, ME, MINUTE, Helpdesk, buttons, said_on
from tests.behaviours.fakes import CHAT, said
from tests.helpdesk.desk import BEA
from tests.helpdesk.fakes import AMARA, HELPDESK

S = CaseState
AWAY = NotRead(FailureReason.UNAVAILABLE)


async def test_the_person_gets_a_fresh_check_from_whom_and_why(helpdesk: Helpdesk) -> None:
    ticket = Ticket("INC-7", "https://tickets.contoso.com/7")
    case = await helpdesk.asks(ticket=ticket, note="You wrote to us this morning.")
    await helpdesk.work()
    card = said_on(helpdesk.card)
    for words in (
        "SharePoint has a different photo of you",
        "Amara Okafor from your helpdesk asks you",
        "Note from Amara Okafor:",
        "You wrote to us this morning.",
        # The note speaks of its writer as “me”.
        "To check that it's from Photobot",
        "[INC-7](https://tickets.contoso.com/7)",
        case.reference,
    ):
        assert words in card
    titles = list(buttons(helpdesk.card))
    assert titles[0] == "Use this everywhere"
    assert {"Not now", "It's still wrong", "Send it to my helpdesk"} <= set(titles)
    assert len(helpdesk.card["actions"]) <= 6
    case = await helpdesk.case()
    # What was read before it was sent is known, and nothing of whether it was opened.
    assert (case.state, case.opened_at) == (S.SENT, None)
    assert case.found
    assert case.found.finding


async def test_it_comes_in_the_language_of_the_person(helpdesk: Helpdesk) -> None:
    await Conversations(helpdesk.database).remember(replace(CHAT, locale="zh-TW"))
    await helpdesk.asks()
    await helpdesk.work()
    assert "Amara Okafor" in said_on(helpdesk.card)
    assert "helpdesk" not in said_on(helpdesk.card)


@pytest.mark.parametrize(("person", "agent"), [("zh_Hant", "en"), ("en", "zh_Hant")])
async def test_what_the_person_writes_in_decides_and_not_what_the_agent_does(
    helpdesk: Helpdesk, person: str, agent: str
) -> None:
    preferences = Preferences(helpdesk.database)
    await Conversations(helpdesk.database).remember(CHAT)
    await preferences.note_written_in(CHAT.person_id, person)
    await preferences.note_written_in(AMARA, agent)
    await helpdesk.asks()
    await helpdesk.work()
    assert ("from your helpdesk asks you" in said_on(helpdesk.card)) == (person == "en")


async def test_without_a_name_it_is_from_the_helpdesk(helpdesk: Helpdesk) -> None:
    helpdesk.names.error = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    await helpdesk.asks(note="You wrote to us this morning.")
    await helpdesk.work()
    assert "Your helpdesk asks you" in said_on(helpdesk.card)
    assert "Note from your helpdesk:" in said_on(helpdesk.card)


async def test_without_a_note_there_is_no_heading_for_one(helpdesk: Helpdesk) -> None:
    await helpdesk.asks()
    await helpdesk.work()
    assert "Note from" not in said_on(helpdesk.card)


async def test_nothing_that_an_agent_writes_becomes_a_link_bold_or_turned(
    helpdesk: Helpdesk,
) -> None:
    helpdesk.names.names[AMARA] = "**Microsoft** [Security](https://evil.example) \u202e<at>x</at>"
    note = "**Urgent** [click](https://evil.example)\u202e\u2066 <at>Ben</at> {{DATE(2020-01-01)}}"
    await helpdesk.asks(note=note, ticket=Ticket("[x](https://evil.example)"))
    await helpdesk.work()
    runs = [
        run["text"]
        for element in helpdesk.card["body"]
        for item in element.get("items", ())
        for run in item.get("inlines", ())
    ]
    assert runs == [
        "Note from **Microsoft** [Security](https://evil.example) <at>x</at>:",
        "**Urgent** [click](https://evil.example) <at>Ben</at> {\u2060{DATE(2020-01-01)}}",
    ]
    rest = said_on({"body": [e for e in helpdesk.card["body"] if "items" not in e]})
    assert "\u202e" not in rest
    assert "**Microsoft" not in rest
    assert "](https" not in rest.replace("\\]", "")
    assert "\\<at\\>" in rest


@pytest.mark.parametrize("workers", [1, 3])
async def test_it_is_sent_once_however_many_work(helpdesk: Helpdesk, workers: int) -> None:
    await helpdesk.asks()
    await helpdesk.work(workers)
    await helpdesk.work(workers)
    await asyncio.gather(*(CaseUpkeep(helpdesk.cases, None).settle() for _ in range(workers)))
    await helpdesk.work(workers)
    assert helpdesk.channel.posted == [ME]


async def test_an_agent_who_lost_the_group_meanwhile_sends_nothing(helpdesk: Helpdesk) -> None:
    await helpdesk.asks()
    helpdesk.directory.members[HELPDESK] = {BEA}
    helpdesk.regroup()
    await helpdesk.work()
    assert helpdesk.channel.posted == []
    case = await helpdesk.case()
    assert case.standing.event
    assert (case.state, case.standing.event.because) == (S.WITHDRAWN, "not_an_agent")
    # Another one can send it.
    await helpdesk.cases.send_again(case, Actor(ActorKind.AGENT, BEA))
    await helpdesk.work()
    assert (await helpdesk.case()).state is S.SENT


async def test_while_groups_cannot_be_read_it_waits_and_then_is_withdrawn(
    helpdesk: Helpdesk,
) -> None:
    await helpdesk.asks()
    failure = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    helpdesk.directory.failing[AMARA] = failure
    helpdesk.regroup()
    await helpdesk.work()
    assert (await helpdesk.case()).state is S.WAITING
    del helpdesk.directory.failing[AMARA]
    helpdesk.passes(2 * MINUTE)
    await helpdesk.work()
    assert (await helpdesk.case()).state is S.SENT


async def test_groups_that_stay_unreadable_withdraw_it(helpdesk: Helpdesk) -> None:
    await helpdesk.asks()
    helpdesk.directory.failing[AMARA] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    helpdesk.regroup()
    helpdesk.passes(20 * MINUTE)
    await helpdesk.work()
    case = await helpdesk.case()
    assert case.standing.event
    assert (case.state, case.standing.event.because) == (S.WITHDRAWN, "agent_not_known")
    assert helpdesk.channel.posted == []


async def test_what_cannot_be_read_is_waited_for_and_then_said(helpdesk: Helpdesk) -> None:
    await helpdesk.asks()
    stage = helpdesk.stage
    stage.sharepoint.held = AWAY
    await helpdesk.work()
    assert (await helpdesk.case()).state is S.WAITING
    helpdesk.passes(20 * MINUTE)
    await helpdesk.work()
    assert (await helpdesk.case()).state is S.SENT
    assert "I couldn't check SharePoint's photo" in said_on(helpdesk.card)


async def test_whoever_said_stop_gets_nothing_and_the_case_says_why(helpdesk: Helpdesk) -> None:
    await helpdesk.asks()
    helpdesk.passes()
    kept = replace(helpdesk.stage.dispatcher, chats=helpdesk.stage.services.chats)
    await helpdesk.stage.play(said("stop"), by=kept)
    await helpdesk.work()
    case = await helpdesk.case()
    assert case.standing.event
    assert (case.state, case.standing.event.because) == (S.WITHDRAWN, "stopped")
    await helpdesk.cases.close(case, Actor(ActorKind.AGENT, AMARA))
    await helpdesk.asks()
    await helpdesk.work()
    case = await helpdesk.case()
    assert case.standing.event
    assert case.standing.event.because == "stopped"
    assert helpdesk.channel.posted == []


async def test_a_case_that_was_closed_before_is_not_sent(helpdesk: Helpdesk) -> None:
    case = await helpdesk.asks()
    # Closed by a process that died before it withdrew the message.
    closed: dict[str, object] = {"now": helpdesk.stage.clock.now, "id": case.id}
    await helpdesk.database.change(
        "update helpdesk_case set ended_at = %(now)s where id = %(id)s", closed
    )
    await helpdesk.database.change(
        """insert into helpdesk_event (id, case_id, kind, at)
        values (gen_random_uuid(), %(id)s, 'closed', %(now)s)""",
        closed,
    )
    await helpdesk.work()
    assert helpdesk.channel.posted == []
    assert [each["reason"] for each in await helpdesk.messages()] == ["case_ended"]


@dataclass
class Installing:
    """Installs the app, upon which Teams tells of the chat."""

    database: Database
    refusal: NotDelivered | None = None
    is_allowed: bool = True
    installed: list[str] = field(default_factory=list)

    async def is_granted(self) -> bool:
        return self.is_allowed

    async def install(self, person_id: str) -> bool:
        if self.refusal:
            raise self.refusal
        self.installed.append(person_id)
        await Conversations(self.database).remember(CHAT)
        return True


@pytest.fixture
def without_bot(database: Database) -> Helpdesk:
    """The person never had the bot."""
    return Helpdesk(database)


async def test_the_app_is_installed_for_somebody_who_never_had_it(without_bot: Helpdesk) -> None:
    without_bot.installer = installing = Installing(without_bot.database)
    await without_bot.asks()
    await without_bot.work()
    assert (installing.installed, without_bot.channel.posted) == ([ME.lower()], [ME])
    assert (await without_bot.case()).state is S.SENT


@pytest.mark.parametrize(
    ("is_allowed", "refusal", "because"),
    [
        (False, None, "install_not_granted"),
        (True, NotDelivered("no_teams_license"), "no_teams_license"),
        (True, NotDelivered("app_blocked_by_policy"), "app_blocked_by_policy"),
    ],
)
async def test_a_case_says_why_somebody_cannot_be_reached(
    without_bot: Helpdesk, is_allowed: bool, refusal: NotDelivered | None, because: str
) -> None:
    without_bot.installer = Installing(without_bot.database, refusal, is_allowed)
    await without_bot.asks()
    await without_bot.work()
    case = await without_bot.case()
    assert case.standing.event
    assert (case.state, case.standing.event.because) == (S.UNREACHABLE, because)
    assert case.standing.event.at == without_bot.stage.clock.now


async def test_nothing_is_installed_for_an_agent_who_lost_the_group(
    without_bot: Helpdesk,
) -> None:
    without_bot.installer = installing = Installing(without_bot.database)
    await without_bot.asks()
    without_bot.directory.members[HELPDESK] = {BEA}
    without_bot.regroup()
    await without_bot.work()
    assert installing.installed == []
    assert (await without_bot.case()).state is S.WITHDRAWN


async def test_a_message_that_may_have_arrived_is_said_so_and_never_repeated(
    helpdesk: Helpdesk,
) -> None:
    helpdesk.channel.refusals.append(NotDelivered("unconfirmed"))
    await helpdesk.asks()
    await helpdesk.work()
    assert (await helpdesk.case()).state is S.UNCONFIRMED
    helpdesk.passes(DAY)
    await CaseUpkeep(helpdesk.cases, None).settle()
    await helpdesk.work()
    assert helpdesk.channel.posted == [ME]
