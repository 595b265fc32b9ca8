"""Signing in to an application in a browser: consent, codes and PKCE."""

from datetime import timedelta

import pytest

from simulation.clock import utc_now
from simulation.entra.registrations import GRAPH
from simulation.web import Response
from tests.simulation.people_sign_in import (
    OWN_PHOTO,
    REDIRECT,
    VERIFIER,
    decide,
    pick,
    redeem,
    refusal,
    returned,
    start,
)
from tests.simulation.world import AMARA, World, said

SIGN_IN = f"{OWN_PHOTO} openid profile offline_access"


async def code_for(world: World, **options: str) -> str:
    """Sign in as Amara and accept everything."""
    page = await pick(world, await start(world, **options), "Amara Okafor")
    return returned(await decide(world, page, "accept"))["code"]


async def exchange(world: World, code: str, **form: str) -> Response:
    whole = {"redirect_uri": REDIRECT, "code_verifier": VERIFIER, "scope": SIGN_IN} | form
    return await redeem(world, grant_type="authorization_code", code=code, **whole)


async def test_accepting_returns_a_code_for_tokens(world: World) -> None:
    page = await pick(world, await start(world), "Amara Okafor")
    assert b"graph: User.ReadWrite" in page.body
    back = returned(await decide(world, page, "accept"))
    assert back["state"] == "s1"
    tokens = said(await exchange(world, back["code"], client_info="1"))
    claims = world.parts.entra.verify(tokens["access_token"], "https://graph.test")
    assert (claims["oid"], claims["scp"]) == (AMARA, "User.ReadWrite")
    who = world.parts.entra.verify(tokens["id_token"], world.parts.apps.bot.client_id)
    assert who["preferred_username"] == world.person(AMARA).upn
    again = await redeem(
        world, grant_type="refresh_token", refresh_token=tokens["refresh_token"], scope=SIGN_IN
    )
    assert said(again)["access_token"]


async def test_declining_returns_no_code(world: World) -> None:
    page = await pick(world, await start(world), "Amara Okafor")
    back = returned(await decide(world, page, "decline"))
    assert (back["error"], back["error_subcode"], back["state"]) == (
        "access_denied",
        "cancel",
        "s1",
    )
    assert "code" not in back
    assert not world.parts.entra.consents.given


async def test_consent_is_asked_for_once(world: World) -> None:
    await code_for(world)
    assert returned(await pick(world, await start(world), "Amara Okafor"))["code"]
    asked = await pick(world, await start(world, prompt="consent"), "Amara Okafor")
    assert b"Permissions requested" in asked.body


async def test_some_scopes_need_an_administrators_consent(world: World) -> None:
    scope = "https://graph.test/ProfilePhoto.ReadWrite.All"
    page = await pick(world, await start(world, scope=scope), "Amara Okafor")
    assert b"Need admin approval" in page.body
    assert returned(await decide(world, page, "decline"))["error"] == "access_denied"
    client_id = world.parts.apps.bot.client_id
    world.parts.entra.consents.give(client_id, [(GRAPH, "ProfilePhoto.ReadWrite.All")])
    assert returned(await pick(world, await start(world, scope=scope), "Amara Okafor"))["code"]


async def test_a_tenant_may_keep_people_from_consenting(world: World) -> None:
    world.parts.entra.consents.people_may_consent = False
    page = await pick(world, await start(world), "Amara Okafor")
    assert b"Need admin approval" in page.body


async def test_default_stands_for_all_that_the_application_lists(world: World) -> None:
    world.parts.entra.consents.give(
        world.parts.apps.bot.client_id, [("sharepoint", "User.ReadWrite.All")]
    )
    scope = "https://graph.test/.default"
    page = await pick(world, await start(world, scope=scope), "Amara Okafor")
    assert b"sharepoint: AllSites.Read" in page.body
    assert b"graph: User.ReadWrite" in page.body


async def test_the_hinted_account_is_offered_first(world: World) -> None:
    page = await start(world, login_hint="keiko.tanaka@contoso.onmicrosoft.com")
    assert page.body.index(b"Keiko") < page.body.index(b"Amara")


@pytest.mark.parametrize(
    ("option", "error"),
    [
        ({"prompt": "none"}, "login_required"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
    ],
)
async def test_errors_are_returned_to_the_application(
    world: World, option: dict[str, str], error: str
) -> None:
    assert returned(await start(world, **option))["error"] == error


@pytest.mark.parametrize(
    ("option", "number"),
    [
        ({"redirect_uri": "https://elsewhere.test/"}, b"AADSTS50011"),
        ({"client_id": "nobody"}, b"AADSTS700016"),
        ({"scope": "https://unknown.test/x"}, b"AADSTS500011"),
        ({"scope": ""}, b"AADSTS900144"),
    ],
)
async def test_a_request_of_no_application_ends_on_an_error_page(
    world: World, option: dict[str, str], number: bytes
) -> None:
    answer = await start(world, **option)
    if option.get("scope"):
        answer = await pick(world, answer, "Amara Okafor")
    assert answer.status == 400
    assert number in answer.body


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"code_verifier": "another-verifier"}, ("invalid_grant", 501481)),
        ({"code_verifier": ""}, ("invalid_grant", 501481)),
        ({"redirect_uri": "https://bot.test/other"}, ("invalid_client", 500112)),
        ({"code": "made-up"}, ("invalid_grant", 9002313)),
    ],
)
async def test_a_code_is_only_good_for_the_request_that_it_was_issued_for(
    world: World, form: dict[str, str], error: tuple[str, int]
) -> None:
    code = await code_for(world)
    assert refusal(await exchange(world, **{"code": code} | form)) == error


async def test_a_code_without_pkce_takes_no_verifier(world: World) -> None:
    code = await code_for(world, code_challenge="", code_challenge_method="")
    assert refusal(await exchange(world, code)) == ("invalid_grant", 501481)


async def test_a_code_is_redeemed_once(world: World) -> None:
    code = await code_for(world)
    assert (await exchange(world, code)).status == 200
    assert refusal(await exchange(world, code)) == ("invalid_grant", 54005)


async def test_a_code_is_good_for_ten_minutes(world: World) -> None:
    code = await code_for(world)
    world.parts.entra.now = lambda: utc_now() + timedelta(minutes=11)
    assert refusal(await exchange(world, code)) == ("invalid_grant", 70008)
