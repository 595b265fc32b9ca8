"""The page of one person shows nothing of what only another person sees."""

from datetime import timedelta

from simulation.channel.manifest import Manifest
from simulation.channel.messages import Message
from tests.simulation.channel.manifests import manifest
from tests.simulation.channel.teams import CARD
from tests.simulation.page.conftest import Page
from tests.simulation.page.test_stream import next_event
from tests.simulation.world import AMARA, BEN


def post(page: Page) -> Message:
    """Let the bot write something that only Amara sees."""
    teams = page.teams
    activity = {"type": "message", "attachments": [CARD]}
    posted = teams.channel.connector.bot_messages.post(teams.group, None, activity, AMARA)
    message = teams.channel.client.messages.get(teams.group.id, posted or "")
    assert message
    return message


def chat(page: Page, person: str) -> str:
    return f"/api/as/{person}/chats/{page.teams.group.id}/messages"


async def test_another_member_reads_and_presses_nothing_of_it(page: Page) -> None:
    message = post(page)
    [shown] = await (await page.browser.get(chat(page, AMARA))).json()
    assert (shown["id"], shown["only_for"]) == (message.id, AMARA)
    assert await (await page.browser.get(chat(page, BEN))).json() == []
    press = {"name": "adaptiveCard/action", "value": {"action": {"verb": "check"}}}
    statuses = [
        (await page.browser.post(f"{chat(page, who)}/{message.id}/invoke", json=press)).status
        for who in (AMARA, BEN)
    ]
    assert statuses == [200, 404]
    assert [heard["from"]["aadObjectId"] for heard in page.teams.bot.heard] == [AMARA]
    react = f"{chat(page, AMARA)}/{message.id}/reactions"
    assert (await page.browser.post(react, json={"type": "like"})).status == 400


async def test_the_stream_of_another_member_has_none_of_it(page: Page) -> None:
    async with (
        page.browser.get(f"/api/as/{AMARA}/events") as hers,
        page.browser.get(f"/api/as/{BEN}/events") as his,
    ):
        for stream in (hers, his):
            await next_event(stream)
        message = post(page)
        page.teams.tenant.clock.advance(timedelta(days=1))
        page.teams.channel.client.messages.vanish()
        page.teams.channel.client.say(AMARA, page.teams.group, "for all")
        events = [await next_event(hers) for _ in range(3)]
        assert [(name, each["id"]) for name, each in events[:2]] == [
            ("message", message.id),
            ("vanished", message.id),
        ]
        name, heard = await next_event(his)
        assert (name, heard["text"]) == ("message", "for all")


async def test_a_person_writes_unseen_where_the_app_takes_it(page: Page) -> None:
    body = {"text": "help", "targeted": True}
    assert (await page.browser.post(chat(page, AMARA), json=body)).status == 400
    page.teams.channel.client.takes_targeted = True
    said = await (await page.browser.post(chat(page, AMARA), json=body)).json()
    assert said["only_for"] == AMARA
    assert await (await page.browser.get(chat(page, BEN))).json() == []
    await page.teams.bot.has_heard(1)
    assert page.teams.bot.heard[0]["recipient"]["isTargeted"] is True


async def test_slash_commands_are_listed_if_the_app_has_any(page: Page) -> None:
    path = f"/api/as/{AMARA}/slash-commands"
    page.teams.channel.extensions.manifest = manifest()
    assert await (await page.browser.get(path)).json() == {"targeted": False, "commands": []}
    help_ = {"title": "Help", "description": "What it does"}
    listed = {"scopes": ["team"], "triggers": ["slash"], "commands": [help_]}
    bot = {"supportsTargetedMessages": True, "commandLists": [listed]}
    page.teams.channel.extensions.manifest = Manifest({"bots": [bot]})
    listing = await (await page.browser.get(path)).json()
    assert listing == {"targeted": True, "commands": [help_ | {"scopes": ["team"]}]}
