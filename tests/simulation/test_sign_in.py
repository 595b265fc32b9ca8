"""A person with a browser, who has no token."""

import re
from dataclasses import replace
from html import unescape

from simulation.web import Call, Response
from tests.simulation.world import AMARA, BEN, INES, MANAGER, World, said

BENS = "accountname=ben.lindqvist@contoso.onmicrosoft.com"
PHOTO = f"https://my.test/_layouts/15/userphoto.aspx?size=L&{BENS}"
LINK = re.compile(r'<a href="([^"]+)">([^<]+)</a>')


async def sign_in(world: World, page: str, name: str) -> tuple[Response, str]:
    """Follow the redirects as a browser does: the page at last, and the cookie."""
    sent_away = await world.call("GET", page)
    assert sent_away.status == 302
    choice = await world.call("GET", sent_away.headers["Location"])
    links = {name: unescape(link) for link, name in LINK.findall(choice.body.decode())}
    back = await world.call("GET", links[name])
    assert back.status == 302
    cookie = back.headers["Set-Cookie"].partition(";")[0]
    host = "/".join(page.split("/")[:3])
    return await world.call("GET", host + back.headers["Location"], cookie=cookie), cookie


async def test_signing_in_leads_back_to_the_picture_and_pulls_it(world: World) -> None:
    before = world.parts.tenant.snapshot(BEN)["sharepoint"]["L"]["jpeg"]
    answer, _ = await sign_in(world, PHOTO, "Ben Lindqvist")
    after = world.parts.tenant.snapshot(BEN)["sharepoint"]["L"]["jpeg"]
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.body == after != before


async def test_signing_in_as_somebody_else_pulls_nothing(world: World) -> None:
    before = world.parts.tenant.snapshot(BEN)["sharepoint"]["L"]["jpeg"]
    answer, _ = await sign_in(world, PHOTO, "Amara Okafor")
    assert answer.body == before == world.parts.tenant.snapshot(BEN)["sharepoint"]["L"]["jpeg"]


async def test_the_start_page_shows_ones_own_large_picture(world: World) -> None:
    page, cookie = await sign_in(world, "https://my.test/", "Ines Navarro")
    picture = unescape(re.findall(r'<img src="([^"]+)"', page.body.decode())[0])
    assert "Ines Navarro" in page.body.decode()
    assert world.parts.tenant.snapshot(INES)["profile"] is None
    await world.call("GET", f"https://my.test{picture}", cookie=cookie)
    assert world.parts.tenant.snapshot(INES)["sharepoint"]["L"] is not None


async def test_a_blocked_account_cannot_be_picked(world: World) -> None:
    blocked = replace(world.person(AMARA), account_enabled=False)
    world.parts.tenant.people[AMARA] = blocked
    sent_away = await world.call("GET", "https://my.test/")
    choice = await world.call("GET", sent_away.headers["Location"])
    assert b"Ben Lindqvist" in choice.body
    assert b"Amara Okafor" not in choice.body


async def test_a_cookie_for_one_host_is_refused_by_another(world: World) -> None:
    _, cookie = await sign_in(world, "https://my.test/", "Amara Okafor")
    answer = await world.call("GET", "https://root.test/", cookie=cookie)
    assert answer.status == 302


async def test_a_write_with_a_cookie_needs_a_digest(world: World) -> None:
    _, cookie = await sign_in(world, "https://my.test/", "Amara Okafor")
    picture = world.parts.tenant.photos[BEN].jpeg
    url = f"/{MANAGER}/SetMyProfilePicture"
    headers = {"accept": "application/json;odata=nometadata", "cookie": cookie}

    async def post(url: str, **more: str) -> Response:
        call = Call("https://my.test", "POST", url, headers=headers | more, body=picture)
        return await world.services["NAM my"].answer(call, world.parts.tenant)

    assert (await post(url)).status == 403
    digest = said(await post("/_api/contextinfo"))["FormDigestValue"]
    assert (await post(url, **{"x-requestdigest": digest})).status == 200
    assert world.parts.tenant.snapshot(AMARA)["profile"]["SPS-PictureExchangeSyncState"] == "0"


async def test_signing_in_leads_to_this_host_only(world: World) -> None:
    away = "https://my.test/_forms/default.aspx?token=x&state=//elsewhere.test/"
    assert (await world.call("GET", away)).headers["Location"] == "/"
    page = "https://login.test/contoso.onmicrosoft.com/oauth2/authorize"
    refused = await world.call("GET", f"{page}?resource=https://elsewhere.test")
    assert refused.status == 400


async def test_programs_are_not_sent_to_sign_in(world: World) -> None:
    answer = await world.call("GET", "https://my.test/_api/web")
    assert answer.status == 401
    wrong = await world.call("GET", PHOTO, token="nonsense")
    assert wrong.status == 401
