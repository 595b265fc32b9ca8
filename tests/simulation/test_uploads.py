"""Files that people upload to the chat: the address is the key."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from simulation.channel.pictures import File
from tests.simulation.channel.conftest import teams
from tests.simulation.channel.teams import Teams, is_in_state
from tests.simulation.page.conftest import Page, page
from tests.simulation.world import AMARA, LUKAS, World, picture

__all__ = ["page", "teams"]

FILE = "application/vnd.microsoft.teams.file.download.info"


async def test_a_file_is_served_to_everybody_who_has_its_link(world: World) -> None:
    upload = world.parts.tenant.upload(AMARA, "me.png", b"\x89PNG")
    answer = await world.call("GET", upload.download_address)
    assert (answer.status, answer.body, answer.content_type) == (200, b"\x89PNG", "image/png")
    assert upload.download_address.startswith("https://my.test/personal/amara_okafor")


async def test_a_wrong_or_expired_key_is_refused(world: World) -> None:
    upload = world.parts.tenant.upload(AMARA, "me.png", b"\x89PNG")
    wrong = upload.download_address.replace("tempauth=v1.", "tempauth=v1.0")
    assert (await world.call("GET", wrong)).status == 401
    world.parts.tenant.clock.advance(timedelta(hours=1))
    assert (await world.call("GET", upload.download_address)).status == 401


async def test_a_file_is_in_its_owners_geography_only(world: World) -> None:
    upload = world.parts.tenant.upload(LUKAS, "me.png", b"\x89PNG")
    assert upload.address.startswith("https://eur-my.test/personal/")
    elsewhere = upload.download_address.replace("eur-my", "my")
    assert (await world.call("GET", elsewhere)).status == 404


async def test_the_bot_gets_the_link(teams: Teams, world: World) -> None:
    chat = teams.personal(AMARA)
    said = teams.channel.client.say(AMARA, chat, "", files=[File("me.jpg", picture(64))])
    await teams.until(is_in_state("sent"))
    file, html = teams.bot.heard[0]["attachments"]
    assert (file["contentType"], file["name"]) == (FILE, "me.jpg")
    assert file["content"]["fileType"] == "jpg"
    assert (
        file["content"]["uniqueId"]
        in parse_qs(urlsplit(file["content"]["downloadUrl"]).query)["UniqueId"]
    )
    assert html["contentType"] == "text/html"
    assert (await world.call("GET", file["content"]["downloadUrl"])).body == picture(64)
    assert said.attachments[0]["name"] == "me.jpg"


async def test_files_reach_a_bot_in_the_personal_chat_only(teams: Teams) -> None:
    files = [File("me.jpg", picture(64))]
    teams.channel.client.say(AMARA, teams.group, "@Photobot look", files=files)
    await teams.until(is_in_state("sent"))
    assert [a["contentType"] for a in teams.bot.heard[0]["attachments"]] == ["text/html"]


async def test_the_page_uploads_files_of_every_kind(page: Page) -> None:
    chat = page.teams.personal(AMARA).id
    sent = {"files": [{"name": "me.heic", "base64": "AAEC"}]}
    answer = await page.browser.post(f"/api/as/{AMARA}/chats/{chat}/messages", json=sent)
    assert answer.status == 201
    await page.teams.until(is_in_state("sent"))
    (upload,) = page.teams.tenant.uploads.values()
    assert (upload.name, upload.content) == ("me.heic", b"\x00\x01\x02")
