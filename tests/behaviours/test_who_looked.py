"""“Who looked at my photo?”: who of the helpdesk, and when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.helpdesk.case import Case
from bot.helpdesk.looks import Look
from bot.helpdesk.ports import CaseFilter
from bot.helpdesk.standing import CaseEvent, CaseEventKind
from bot.photos.verdict import Verdict
from bot.use_cases.authorizer import COMMAND, Actor, ActorKind
from tests.behaviours.bot_in_memory import RETENTION
from tests.behaviours.fakes import CHAT, said, title
from tests.behaviours.memory import FakeEffects, a_change
from tests.behaviours.no_cases import NoCases
from tests.behaviours.presses import words
from tests.behaviours.stage import Stage
from tests.helpdesk.fakes import AMARA, BEN
from tests.helpdesk.happenings import a_case, asked, happening
from tests.photos.examples import READ_AT

HOUR = timedelta(hours=1)


def look(at: datetime = READ_AT, agent: str = AMARA, subject: str = CHAT.person_id) -> Look:
    actor = Actor(ActorKind.AGENT, agent)
    return Look(uuid4(), subject, actor, "check_photo", Verdict.DIFFERS, False, at, at + RETENTION)


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.names.names = {AMARA: "Amara Okafor", BEN: "**Ben** [free](https://evil.example)\u202e"}
    return stage


class OneCase(NoCases):
    """The rows of one case, which is its person's."""

    def __init__(self, case: Case) -> None:
        self.case = case

    async def listed(self, wanted: CaseFilter) -> list[Case]:
        assert wanted.subject == self.case.subject
        return [self.case]


def looked(stage: Stage, looks: Sequence[Look]) -> None:
    stage.looks.rows.extend(looks)


async def test_each_look_is_told_with_its_time_and_whether_pictures_were_seen(
    stage: Stage,
) -> None:
    looked(stage, [look(READ_AT - HOUR), replace(look(), with_pictures=True)])
    asked = said("who looked at my photo?")
    shown = await stage.play(asked)
    assert title(shown) == "Your helpdesk checked your photo"
    newest, oldest = (asked.reader.moment(at) for at in (READ_AT, READ_AT - HOUR))
    assert (
        f"- {newest}: Amara Okafor, to see what I found, with the pictures\n"
        f"- {oldest}: Amara Okafor, to see what I found, without the pictures"
    ) in words(shown)
    assert "earlier" not in words(shown)


async def test_looks_of_one_minute_that_say_the_same_are_one_line(stage: Stage) -> None:
    before = READ_AT - timedelta(minutes=1)
    looked(stage, [look(), look(), look(agent=BEN), look(before)])
    shown = words(await stage.play(said("who looked at my photo?")))
    assert shown.count("Amara Okafor, to see what I found") == 2
    assert shown.count("Ben") == 1


async def test_looks_at_others_are_theirs_and_old_ones_are_not_kept(stage: Stage) -> None:
    looked(stage, [look(subject=BEN), look(READ_AT - RETENTION - HOUR)])
    asked = said("did anybody look at my photo?")
    shown = await stage.play(asked)
    # Who saw it where apps show it, nobody tells the bot.
    assert title(shown) == "Your helpdesk hasn't asked me about your photo"
    assert f"I looked back to {asked.reader.moment(READ_AT - RETENTION)}." in words(shown)


async def test_the_latest_ten_are_shown(stage: Stage) -> None:
    looked(stage, [look(READ_AT - n * HOUR) for n in range(11)])
    shown = words(await stage.play(said("who looked at my photo")))
    assert shown.count("Amara Okafor") == 10
    assert "There are earlier ones too." in shown


async def test_a_name_formats_nothing(stage: Stage) -> None:
    looked(stage, [look(agent=BEN)])
    shown = words(await stage.play(said("who looked at my photo")))
    assert "\\*\\*Ben\\*\\* \\[free\\](https:\u2060//evil.example), to see" in shown


async def test_a_name_that_can_not_be_read_is_said_to_be_so(stage: Stage) -> None:
    looked(stage, [look()])
    stage.names.error = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    shown = words(await stage.play(said("who looked at my photo")))
    assert "somebody whose name I can't read, to see what I found, without the pictures" in shown


async def test_who_had_it_synced_and_who_follows_a_case_is_told_too(stage: Stage) -> None:
    agent = Actor(ActorKind.AGENT, AMARA)
    synced = a_change(actor=agent, at=READ_AT - HOUR, reason="INC-7")
    installed = a_change("conversation", actor=agent, action="install", reason="INC-7")
    effects = FakeEffects([synced, synced, installed, a_change()])
    joined = CaseEvent(uuid4(), CaseEventKind.JOINED, READ_AT - HOUR, Actor(ActorKind.AGENT, BEN))
    given = CaseEvent(uuid4(), CaseEventKind.REASSIGNED, READ_AT, COMMAND, agent=AMARA)
    told = happening("checked, old", READ_AT)
    case = a_case(asked(at=READ_AT - 2 * HOUR), joined, given, told, subject=CHAT.person_id)
    stage = replace(stage, effects=effects, case_rows=OneCase(case))
    question = said("who looked at my photo?")
    shown = await stage.play(question)
    assert title(shown) == "Your helpdesk asked about your photo"
    at = question.reader.moment
    lines = [line for line in words(shown).splitlines() if line.startswith("- ")]
    assert lines == [
        f"- {at(READ_AT)}: Amara Okafor, who also sees what I find (PB-7K3M9QX)",
        f"- {at(READ_AT - HOUR)}: Amara Okafor, to sync it",
        f"- {at(READ_AT - HOUR)}: \\*\\*Ben\\*\\* \\[free\\](https:\u2060//evil.example), "
        "who also sees what I find (PB-7K3M9QX)",
        f"- {at(READ_AT - 2 * HOUR)}: Amara Okafor, to have me write to you; they see what I "
        "find (PB-7K3M9QX)",
    ]


async def test_what_an_agent_had_me_do_is_told_the_same_by_what_did_you_do(stage: Stage) -> None:
    agent = Actor(ActorKind.AGENT, AMARA)
    stage.effects = FakeEffects([a_change(actor=agent, reason="INC-7: asked by phone")])
    status = words(await stage.play(said("what did you do?")))
    assert "As Amara Okafor from your helpdesk asked (“INC-7: asked by phone”), " in status
    assert "administrator" not in status
    assert "Amara Okafor, to sync it" in words(
        await stage.play(said("who looked at my photo?", "2"))
    )
