"""An agent checks somebody's photo by the message extension, and the person asks who looked."""

import csv
import io
import json
from collections.abc import AsyncIterator, Mapping

import pytest
import pytest_asyncio

from simulation.faults import Fault, Kind
from simulation.groups import EXECUTIVES, HELPDESK
from simulation.people import object_id
from tests.scenarios.bot_process import BotProcess, bot_process, connect, run_command, settings_for
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats, personal_chat
from tests.scenarios.extension_client import Client
from tests.scenarios.extension_client import client as client_of
from tests.scenarios.leaks import assert_tells_nothing
from tests.simulation.world import AMARA, BEN, CHIARA

pytestmark = pytest.mark.asyncio(loop_scope="session")

ZOLTAN, OSKAR = object_id("zoltan.nagy"), object_id("oskar.bergman")
NOBODY = "00000000-0000-0000-0000-000000000000"
REFUSAL = "This isn't available to you. To ask about your own photo, write to me in a chat."
GROUPS = {
    "PHOTOBOT_HELPDESK_GROUPS": HELPDESK,
    "PHOTOBOT_HELPDESK_EXCLUDED_GROUPS": EXECUTIVES,
}


@pytest.fixture
def environment(served: Company, database_address: str) -> dict[str, str]:
    settings = settings_for(served.simulation, "writer")
    return settings | GROUPS | {"DATABASE_URL": database_address}


@pytest_asyncio.fixture(loop_scope="session")
async def helpdesk(company: Company, environment: dict[str, str]) -> AsyncIterator[BotProcess]:
    async with bot_process(environment) as running:
        connect(company.simulation, running)
        await open_chats(company)
        yield running
        assert await running.stop() == 0
    assert_tells_nothing(running, company)


def client(company: Company, person: str) -> Client:
    return client_of(company, person, "check_photo")


async def audit(environment: Mapping[str, str], *options: str) -> str:
    told = await run_command(environment, "audit", *options)
    assert told.status == 0, told.errors
    return told.output


async def test_an_agent_sees_the_state_and_the_person_learns_who_looked(
    company: Company, helpdesk: BotProcess, environment: dict[str, str]
) -> None:
    amara = client(company, AMARA)
    said = company.simulation.channel.channel.client.say(BEN, amara.where, "My photo is wrong")
    opened = await amara.open(said)
    assert opened.value("person") == BEN
    before = len(personal_chat(company, BEN).cards)
    people = company.simulation.tenant.people
    shown = await amara.submit(**opened.data("Check"), person=opened.value("person"), address="")
    assert shown.words.startswith(f"{people[BEN].upn}\nNot in sync:")
    assert "Cause 2, sharepoint_old" in shown.words
    assert "data:image" not in json.dumps(shown.card)
    assert len(personal_chat(company, BEN).cards) == before
    # By their address, and by an agent of a group within the group.
    by_name = await client(company, ZOLTAN).submit(address=people[BEN].upn, verb="look")
    assert "Not in sync:" in by_name.words
    told = await personal_chat(company, BEN).ask("who looked at my photo?")
    assert told.title == "Your helpdesk checked your photo"
    for agent in (AMARA, ZOLTAN):
        assert (
            f"{people[agent].display_name}, to see what I found, without the pictures"
            in "\n".join(told.texts)
        )
    nobody = await personal_chat(company, CHIARA).ask("who looked at my photo?")
    assert nobody.title == "Your helpdesk hasn't asked me about your photo"
    listed = json.loads(await audit(environment, "--since", "1h", "--json"))["rows"]
    looks = [(row["actor_upn"], row["subject_upn"]) for row in listed if row["what"] == "look"]
    assert looks == [(people[agent].upn, people[BEN].upn) for agent in (AMARA, ZOLTAN)]
    table = csv.DictReader(io.StringIO(await audit(environment, "--csv")))
    assert [row["outcome"] for row in table if row["what"] == "look"] == ["differs", "differs"]


async def test_who_is_no_agent_learns_nothing_whomever_they_ask_about(
    company: Company, helpdesk: BotProcess, environment: dict[str, str]
) -> None:
    asked = company.count(service="graph")
    sharepoint = company.count(service="sharepoint")
    chiara, requests = client(company, CHIARA), []
    assert (await chiara.open()).words == REFUSAL
    people = company.simulation.tenant.people
    for data in (
        {},
        {"person": BEN},
        {"person": NOBODY},
        {"person": OSKAR},
        {"person": CHIARA},
        {"address": people[BEN].upn},
        {"address": "nobody@contoso.com"},
        {"again": BEN, "verb": "look"},
        {"verb": "another"},
        {"person": {"$ne": None}, "address": ["x"], "agent": AMARA},
    ):
        before = asked.calls
        assert (await chiara.submit(**data)).words == REFUSAL
        requests.append(asked.calls - before)
    # Known from the opening for five minutes, so that nothing at all is asked.
    assert requests == [0] * len(requests)
    assert sharepoint.calls == 0
    listed = json.loads(await audit(environment, "--json"))["rows"]
    assert CHIARA not in {row["actor_id"] for row in listed}


async def test_who_can_not_be_handled_is_said_so_and_what_was_typed_is_kept(
    company: Company, helpdesk: BotProcess
) -> None:
    amara, people = client(company, AMARA), company.simulation.tenant.people
    excluded = await amara.submit(address=people[OSKAR].upn, person=BEN, verb="look")
    assert "This person's photo can't be handled here." in excluded.words
    assert (excluded.value("address"), excluded.value("person")) == (people[OSKAR].upn, BEN)
    assert "That's you." in (await amara.submit(address=people[AMARA].upn)).words
    nobody = await amara.submit(address="nobody/../$batch?x=1#@contoso.com")
    assert "Entra ID knows nobody by this name" in nobody.words
    assert "Choose a person" in (await amara.submit()).words


async def test_a_check_that_takes_longer_is_never_said_to_be_done(
    company: Company, helpdesk: BotProcess
) -> None:
    amara = client(company, AMARA)
    hold = company.hold(service="sharepoint", method="GET")
    waiting = await amara.submit(person=BEN, verb="look")
    assert "Still reading" in waiting.words
    assert "sync" not in waiting.words.lower()
    hold.released.set()
    for _ in range(3):
        waiting = await amara.submit(**waiting.data("Look again"))
        if "Still reading" not in waiting.words:
            break
    assert "Not in sync" in waiting.words


async def test_with_graph_away_nobody_is_an_agent(company: Company, helpdesk: BotProcess) -> None:
    away = Fault(Kind.FAIL, "graph", route="checkMemberGroups", status=500)
    company.simulation.faults.add(away, company.simulation.tenant)
    for answer in (await client(company, AMARA).open(), await client(company, AMARA).submit()):
        assert "I can't find out now who belongs to the helpdesk" in answer.words
