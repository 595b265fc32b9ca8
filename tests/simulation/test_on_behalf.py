"""An application that acts for the person whose token it was handed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from simulation.clock import utc_now
from simulation.entra.directory import BY_SECRET
from simulation.entra.registrations import GRAPH, SHAREPOINT
from tests.simulation.people_sign_in import OWN_PHOTO, on_behalf, refusal, teams_token
from tests.simulation.world import AMARA, BEN, World, said

CONSENTED = [(GRAPH, "User.Read"), (GRAPH, "User.ReadWrite"), (SHAREPOINT, "AllSites.Read")]


def consent(world: World, person_id: str = "") -> None:
    world.parts.entra.consents.give(world.parts.apps.bot.client_id, CONSENTED, person_id)


async def test_the_token_is_the_persons_with_all_that_was_consented_on_that_api(
    world: World,
) -> None:
    consent(world)
    answer = said(await on_behalf(world, teams_token(world, AMARA)))
    claims = world.parts.entra.verify(answer["access_token"], "https://graph.test")
    assert claims["oid"] == AMARA
    assert claims["scp"] == "User.Read User.ReadWrite"
    assert claims["appid"] == world.parts.apps.bot.client_id
    assert "roles" not in claims


async def test_default_asks_for_whatever_was_consented(world: World) -> None:
    consent(world)
    scope = "https://my.test/.default openid profile offline_access"
    answer = said(await on_behalf(world, teams_token(world, AMARA), scope=scope))
    claims = world.parts.entra.verify(answer["access_token"], "https://my.test")
    assert claims["scp"] == "AllSites.Read"
    assert answer["refresh_token"]


async def test_ones_own_consent_is_nobody_elses(world: World) -> None:
    consent(world, AMARA)
    assert (await on_behalf(world, teams_token(world, AMARA))).status == 200
    refused = await on_behalf(world, teams_token(world, BEN))
    assert refusal(refused) == ("invalid_grant", 65001)
    assert said(refused)["suberror"] == "consent_required"


@pytest.mark.parametrize("scope", ["User.Read.All", ".default"])
async def test_what_nobody_consented_to_is_65001(world: World, scope: str) -> None:
    if scope != ".default":
        consent(world)
    answer = await on_behalf(world, teams_token(world, AMARA), scope=f"https://graph.test/{scope}")
    assert refusal(answer) == ("invalid_grant", 65001)


async def test_a_forged_assertion_is_50013(world: World) -> None:
    forged = teams_token(world, AMARA)[:-20] + "A" * 20
    assert refusal(await on_behalf(world, forged)) == ("invalid_grant", 50013)


async def test_a_token_for_another_application_is_500131(world: World) -> None:
    other = world.parts.entra.person_token("teams", AMARA, "https://graph.test", "User.Read")
    assert refusal(await on_behalf(world, other)) == ("invalid_grant", 500131)


async def test_an_expired_assertion_is_500133(world: World) -> None:
    old = teams_token(world, AMARA)
    world.parts.entra.now = lambda: utc_now() + timedelta(hours=2)
    assert refusal(await on_behalf(world, old)) == ("invalid_grant", 500133)


async def test_an_application_token_is_no_person_to_act_for(world: World) -> None:
    entra, app = world.parts.entra, world.parts.apps.reader
    own = entra.named("bot")
    token = entra.app_token(app, own, own.identifiers[0], BY_SECRET)
    assert refusal(await on_behalf(world, token)) == ("invalid_grant", 50013)


async def test_somebody_who_may_not_sign_in_is_50057(world: World) -> None:
    token = teams_token(world, AMARA)
    world.parts.tenant.people[AMARA] = replace(world.person(AMARA), account_enabled=False)
    assert refusal(await on_behalf(world, token)) == ("invalid_grant", 50057)


async def test_a_policy_may_require_a_second_factor(world: World) -> None:
    consent(world)
    world.parts.entra.to_interact.add(AMARA)
    answer = await on_behalf(world, teams_token(world, AMARA))
    assert refusal(answer) == ("interaction_required", 50076)


async def test_a_form_that_does_not_say_on_behalf_is_900144(world: World) -> None:
    answer = await on_behalf(world, teams_token(world, AMARA), requested_token_use="")
    assert refusal(answer) == ("invalid_request", 900144)
    assert refusal(await on_behalf(world, "")) == ("invalid_request", 900144)


async def test_one_token_is_for_one_api(world: World) -> None:
    consent(world)
    scope = f"{OWN_PHOTO} https://my.test/AllSites.Read"
    answer = await on_behalf(world, teams_token(world, AMARA), scope=scope)
    assert refusal(answer) == ("invalid_request", 28000)


async def test_only_the_application_itself_is_served(world: World) -> None:
    consent(world)
    answer = await on_behalf(world, teams_token(world, AMARA), client_secret="wrong")
    assert refusal(answer) == ("invalid_client", 7000215)
