"""The channel can be told to misbehave."""

from tests.simulation.page.conftest import Page
from tests.simulation.world import AMARA

HELLO = {"type": "message", "text": "Hello"}


async def test_a_fault_is_added_and_cleared(page: Page) -> None:
    fault = {"operation": "send", "status": 503, "times": 5}
    assert (await page.browser.post("/control/faults", json=fault)).status == 204
    chat = page.teams.install(page.teams.personal(AMARA))
    assert (await page.teams.send(chat, HELLO)).status == 503
    await page.browser.delete("/control/faults")
    assert (await page.teams.send(chat, HELLO)).status == 201


async def test_an_invalid_fault_is_refused(page: Page) -> None:
    for body in ({}, {"operation": "send", "colour": "red"}):
        assert (await page.browser.post("/control/faults", json=body)).status == 400


async def test_signing_keys_roll_over(page: Page) -> None:
    kid = (await (await page.browser.post("/control/keys")).json())["kid"]
    assert page.teams.channel.keys.keys[0].kid == kid


async def test_the_bot_can_be_blocked_disabled_and_removed(page: Page) -> None:
    chat = page.teams.install(page.teams.personal(AMARA))
    for path in (f"/control/blocks/{AMARA}", "/control/bot/disabled"):
        await page.browser.put(path)
        assert (await page.teams.send(chat, HELLO)).status == 403
        await page.browser.delete(path)
        assert (await page.teams.send(chat, HELLO)).status == 201
    await page.browser.delete(f"/control/installations/{AMARA}/{chat}")
    assert page.teams.bot.heard[-1]["action"] == "remove"
    assert (await page.teams.send(chat, HELLO)).status == 403


async def test_another_bot_can_be_connected(page: Page) -> None:
    await page.browser.put("/control/bot", json={"endpoint": None})
    assert page.teams.channel.delivery.endpoint is None
