"""An agent sends photo help by the message extension, whatever happens to the bot meanwhile."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from simulation.groups import EXECUTIVES, HELPDESK
from simulation.people import object_id
from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import connect, run_command, settings_for
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats
from tests.scenarios.due import let_leases_run_out
from tests.scenarios.extension_client import Client, Dialog, client
from tests.scenarios.noticed import Noticed
from tests.scenarios.test_promises import Deployment
from tests.simulation.world import AMARA, BEN, CHIARA

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

ZOLTAN, OSKAR = object_id("zoltan.nagy"), object_id("oskar.bergman")
REFUSAL = "This isn't available to you. To ask about your own photo, write to me in a chat."
STALE = "SharePoint has a different photo of you"
NOTE = "**Please** <at>look</at> \u202eat it"


@dataclass
class Helpdesk(Deployment):
    """A company with a helpdesk, whose processes a test starts."""

    def agent(self, person: str = AMARA) -> Client:
        return client(self.company, person, "send_photo_help")

    async def open_chats(self) -> None:
        """Ben's too, of which Teams has told an earlier bot already."""
        await open_chats(self.company)
        await self.chat(BEN).ask("hello")

    async def preview(self, agent: Client, person: str = BEN, **typed: str) -> Dialog:
        opened = await agent.open()
        return await agent.submit(**opened.data("Preview"), person=person, **typed)

    async def messages(self) -> list[dict[str, Any]]:
        return await Noticed(self.url).rows("select * from outbox where kind = 'case'")

    async def listed(self) -> list[dict[str, Any]]:
        """The cases, as an administrator lists them."""
        told = await run_command(self.settings, "cases", "list", "--json")
        assert told.status == 0, told.errors
        cases: list[dict[str, Any]] = told.json["cases"]
        return cases


@pytest_asyncio.fixture(loop_scope="session")
async def helpdesk(company: Company, postgres: str) -> AsyncIterator[Helpdesk]:
    async with database_like(TEMPLATE, postgres) as url:
        settings = settings_for(company.simulation, "writer") | {
            "PHOTOBOT_HELPDESK_GROUPS": HELPDESK,
            "PHOTOBOT_HELPDESK_EXCLUDED_GROUPS": EXECUTIVES,
            "DATABASE_URL": url,
        }
        yield Helpdesk(company, settings, url)


def said_in(dialog: Dialog) -> str:
    """All words of a dialog, those of the message in it included."""
    return "\n".join(re.findall(r'"text": "((?:[^"\\]|\\.)*)"', json.dumps(dialog.card)))


def inserted(dialog: Dialog) -> list[str]:
    """What the card says that goes into the conversation."""
    [attachment] = dialog.answer.body["composeExtension"]["attachments"]
    assert "actions" not in attachment["content"]
    return [element["text"] for element in attachment["content"]["body"]]


def without_reference(texts: list[str | None]) -> list[str]:
    """What stands above the small print, whose last words are the reference."""
    return [text for text in texts if text and "Reference PB-" not in text]


async def looked_again(agent: Client, waiting: Dialog) -> Dialog:
    """What is said once it is not “Not sent yet” any more."""
    async with asyncio.timeout(45):
        while "task" in waiting.answer.body and waiting.words.startswith("Not sent yet"):
            waiting = await agent.submit(**waiting.data("Look again"))
    return waiting


async def test_the_person_gets_what_was_previewed_and_the_group_a_name(
    helpdesk: Helpdesk,
) -> None:
    company, amara = helpdesk.company, helpdesk.agent()
    async with helpdesk.running():
        await helpdesk.open_chats()
        said = company.simulation.channel.channel.client.say(BEN, amara.where, "Old photo!")
        opened = await amara.open(said)
        assert opened.value("person") == BEN
        earlier = {card.message_id for card in helpdesk.chat(BEN).cards}
        shown = await amara.submit(
            **opened.data("Preview"), person=BEN, address="", note=NOTE, ticket="7", link=""
        )
        assert "Amara Okafor from your helpdesk" in said_in(shown)
        sent = await amara.submit(**shown.data("Send"))
        assert inserted(sent) == ["Photo help", "Sent to Ben Lindqvist."]
        [got] = [card for card in helpdesk.chat(BEN).cards if card.message_id not in earlier]
        assert got.title == STALE
        [box] = [each for each in shown.card["body"] if each["type"] == "Container"]
        previewed = [each.get("text") for each in box["items"][:-1]]
        received = [each.get("text") for each in got.content["body"]]
        # The reference is new, and so is the moment of the check.
        assert without_reference(previewed) == without_reference(received)
        assert "**Please** <at>look</at> at it" in json.dumps(got.content)
        # Who was sent help is a name; whether it was opened is nobody else's business.
        assert (await helpdesk.chat(BEN).executed(got, "sync")).says_right
        [case] = await helpdesk.listed()
        assert (case["state"], case["ticket"]) == ("in_sync", "7")


async def test_a_process_that_dies_between_the_case_and_its_message_sends_it_once(
    helpdesk: Helpdesk,
) -> None:
    amara = helpdesk.agent()
    async with helpdesk.running("serve", "--no-worker") as bot:
        await helpdesk.open_chats()
        send = (await helpdesk.preview(amara, note=NOTE)).data("Send")
        waiting = await amara.submit(**send)
        assert waiting.words.startswith("Not sent yet: Ben Lindqvist")
        await bot.kill()
    # As if it had been killed a moment earlier.
    await Noticed(helpdesk.url).rows("delete from outbox returning id")
    async with helpdesk.running("serve", "--no-worker"):
        repeated = await amara.submit(**send)
        assert repeated.words == waiting.words
        assert await helpdesk.messages() == []
        async with helpdesk.running("worker"):
            again = await looked_again(amara, waiting)
            assert inserted(again) == ["Photo help", "Sent to Ben Lindqvist."]
            assert inserted(await amara.submit(**send)) == inserted(again)
    assert len(await helpdesk.messages()) == 1
    assert len(await helpdesk.listed()) == 1


async def test_a_killed_sender_leaves_what_may_have_arrived_and_nobody_says_sent(
    helpdesk: Helpdesk,
) -> None:
    amara = helpdesk.agent()
    async with helpdesk.running("serve", "--no-worker"):
        await helpdesk.open_chats()
        waiting = await amara.submit(**(await helpdesk.preview(amara)).data("Send"))
        # A worker that dies while Teams takes the message.
        await Noticed(helpdesk.url).rows(
            "update outbox set state = 'sending', begun_at = now(), lease_owner = 'dead',"
            " lease_until = now() where kind = 'case' returning id"
        )
        await let_leases_run_out(helpdesk.url)
        async with helpdesk.running("worker"):
            again = await looked_again(amara, waiting)
        assert again.words.startswith("Sent, perhaps: Ben Lindqvist")
    assert len(await helpdesk.messages()) == 1


async def test_an_agent_who_leaves_the_group_between_dialog_and_send_sends_nothing(
    helpdesk: Helpdesk,
) -> None:
    amara, tenant = helpdesk.agent(), helpdesk.company.simulation.tenant
    async with helpdesk.running():
        await helpdesk.open_chats()
        shown = await helpdesk.preview(amara)
        tenant.groups[HELPDESK] = (ZOLTAN,)
    # Another process: this one would believe for five minutes what it knows.
    async with helpdesk.running():
        for button in ("Send", "Change"):
            assert (await amara.submit(**shown.data(button))).words == REFUSAL
        assert await helpdesk.messages() == []
        assert await helpdesk.listed() == []


async def test_a_person_who_becomes_an_executive_meanwhile_is_not_written_to(
    helpdesk: Helpdesk,
) -> None:
    amara, tenant = helpdesk.agent(), helpdesk.company.simulation.tenant
    async with helpdesk.running():
        await helpdesk.open_chats()
        shown = await helpdesk.preview(amara, note="Hello")
        tenant.groups[EXECUTIVES] = (*tenant.groups[EXECUTIVES], BEN)
    async with helpdesk.running():
        answer = await amara.submit(**shown.data("Send"))
        assert "This person's photo can't be handled here." in answer.words
        assert answer.value("note") == "Hello"
        assert await helpdesk.messages() == []


async def test_two_agents_at_once_write_one_message(helpdesk: Helpdesk) -> None:
    amara, zoltan = helpdesk.agent(), helpdesk.agent(ZOLTAN)
    async with helpdesk.running() as one, helpdesk.running():
        await helpdesk.open_chats()
        amaras, zoltans = await helpdesk.preview(amara), await helpdesk.preview(zoltan)
        sending = [asyncio.create_task(amara.submit(**amaras.data("Send")))]
        # To the one process and to the other.
        await asyncio.sleep(0)
        connect(helpdesk.company.simulation, one)
        sending.append(asyncio.create_task(zoltan.submit(**zoltans.data("Send"))))
        answers = await asyncio.gather(*sending)
        sent = [each for each in answers if "composeExtension" in each.answer.body]
        [joined] = [each for each in answers if "task" in each.answer.body]
        assert len(sent) == 1
        assert joined.words.startswith("Nothing more was sent to Ben Lindqvist")
    assert len(await helpdesk.messages()) == 1


async def test_who_is_no_agent_can_write_to_nobody_and_learns_nothing(helpdesk: Helpdesk) -> None:
    company, chiara = helpdesk.company, helpdesk.agent(CHIARA)
    async with helpdesk.running():
        await helpdesk.open_chats()
        send = (await helpdesk.preview(helpdesk.agent())).data("Send")
        assert (await chiara.open()).words == REFUSAL
        asked = company.count(service="graph")
        sharepoint = company.count(service="sharepoint")
        for data in (
            send,
            send | {"subject": CHIARA},
            send | {"subject": OSKAR},
            send | {"subject": "nobody@contoso.com", "verb": "preview", "person": BEN},
            send | {"verb": "join"},
            send | {"verb": "look_again"},
            send | {"verb": "close"},
            {"subject": {"$ne": None}, "verb": ["send"], "agent": AMARA},
        ):
            assert (await chiara.submit(**data)).words == REFUSAL
        # Known from the opening for five minutes, so that nothing at all is asked.
        assert (asked.calls, sharepoint.calls) == (0, 0)
        assert await helpdesk.messages() == []
