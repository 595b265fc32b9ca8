"""The authorization code flow: a code of the simulated Entra ID, redeemed by msal."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
import pytest_asyncio

from bot.core.failures import ServiceFailure
from bot.http.session import open_session
from bot.m365 import blocking_http
from bot.m365.authorization_code import AuthorizationCodeFlow, Flow
from bot.m365.registration import AppRegistration, Secret
from simulation.entra.registrations import GRAPH
from simulation.serve import Simulation
from tests.simulation.world import AMARA

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.filterwarnings("ignore:response_mode"),
]
BACK = "https://bot.test/auth/end"
Answer = dict[str, str]


@pytest_asyncio.fixture(loop_scope="session")
async def codes(tenant: Simulation) -> AsyncIterator[AuthorizationCodeFlow]:
    app = tenant.apps.bot
    app.redirect_uris[:] = [BACK]
    tenant.entra.consents.give(app.client_id, [(app.name, "access_as_user"), (GRAPH, "User.Read")])
    authority = f"{tenant.addresses.login}/{tenant.tenant.id}"
    registration = AppRegistration(app.client_id, authority, Secret(app.secret))
    asked = (f"api://botid-{app.client_id}/access_as_user", f"{tenant.addresses.graph}/User.Read")
    session = await asyncio.to_thread(blocking_http.session, tenant.ca_file)
    with session:
        yield AuthorizationCodeFlow(registration, session, BACK, asked)


async def came_back(tenant: Simulation, flow: Flow) -> Answer:
    """What Amara's browser brings back."""
    address = f"{flow['auth_uri']}&as={AMARA}"
    async with (
        open_session(tenant.ca_file) as browser,
        browser.get(address, allow_redirects=False) as answer,
    ):
        return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


async def refused(codes: AuthorizationCodeFlow, flow: Flow, answer: Answer) -> str | None:
    with pytest.raises(ServiceFailure) as failure:
        await codes.redeem(flow, answer)
    return failure.value.code


async def test_a_code_is_redeemed_for_a_token_of_its_person_for_our_own_api(
    codes: AuthorizationCodeFlow, tenant: Simulation
) -> None:
    flow = await codes.begin()
    answer = await came_back(tenant, flow)
    claims = jwt.decode(await codes.redeem(flow, answer), options={"verify_signature": False})
    assert (claims["oid"], claims["scp"]) == (AMARA, "access_as_user")
    assert await refused(codes, flow, answer) == "AADSTS54005"


async def test_a_code_is_redeemed_only_with_its_own_verifier(
    codes: AuthorizationCodeFlow, tenant: Simulation
) -> None:
    flow, other = await codes.begin(), await codes.begin()
    for name in ("state", "nonce", "code_verifier"):
        assert flow[name] != other[name]
    answer = await came_back(tenant, other)
    mixed = {**other, "code_verifier": flow["code_verifier"]}
    assert await refused(codes, mixed, answer) == "AADSTS501481"


async def test_a_code_of_another_flow_is_refused_by_its_nonce(
    codes: AuthorizationCodeFlow, tenant: Simulation
) -> None:
    flow, other = await codes.begin(), await codes.begin()
    answer = await came_back(tenant, other)
    mixed = {**other, "nonce": flow["nonce"]}
    assert await refused(codes, mixed, answer) == "wrong_nonce"


async def test_an_answer_with_another_state_redeems_nothing(
    codes: AuthorizationCodeFlow, tenant: Simulation
) -> None:
    flow, other = await codes.begin(), await codes.begin()
    answer = await came_back(tenant, other)
    assert await refused(codes, flow, answer) == "unusable_authority"
    assert await codes.redeem(other, answer)


async def test_free_text_in_place_of_an_error_code_is_not_repeated(
    codes: AuthorizationCodeFlow,
) -> None:
    flow = await codes.begin()
    answer = {"error": "Alice Ames", "state": flow["state"]}
    assert await refused(codes, flow, answer) == "unreadable"
