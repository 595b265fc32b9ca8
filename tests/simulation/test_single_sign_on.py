"""msal as a bot uses it, against the simulation on the wire."""

import asyncio
from typing import Any

import pytest
import requests

from simulation.running import Simulation
from tests.simulation.credentials import confidential_client
from tests.simulation.wire import Wire
from tests.simulation.world import AMARA, BEN

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(autouse=True)
def trust(served: Simulation, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an administrator behind a company's own authority does."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(served.ca_file))


def consent(scopes: list[str], **more: str) -> dict[str, Any]:
    return {"app": "bot", "resource": "graph", "scopes": scopes} | more


async def on_behalf(served: Simulation, assertion: str, *scopes: str) -> dict[str, Any]:
    def acquire() -> dict[str, Any]:
        bot = served.apps.bot
        with requests.Session() as http:
            client = confidential_client(served, bot, http, bot.secret)
            wanted = [f"{served.addresses.graph}/{scope}" for scope in scopes]
            answer: dict[str, Any] = client.acquire_token_on_behalf_of(assertion, wanted)
            return answer

    return await asyncio.to_thread(acquire)


def teams_token(served: Simulation, person_id: str) -> str:
    uri = f"api://botid-{served.apps.bot.client_id}"
    token = served.teams_tokens.token(person_id, uri)
    assert isinstance(token, str)
    return token


async def test_msal_acts_for_a_person_who_consented(wire: Wire) -> None:
    await wire.control("POST", "/consents", consent(["User.ReadWrite"], person=AMARA))
    answer = await on_behalf(wire.served, teams_token(wire.served, AMARA), "User.ReadWrite")
    claims = wire.served.entra.verify(answer["access_token"], wire.served.addresses.graph)
    assert (claims["oid"], claims["scp"]) == (AMARA, "User.ReadWrite")
    assert answer["id_token_claims"]["oid"] == AMARA


async def test_msal_reports_a_missing_consent(wire: Wire) -> None:
    answer = await on_behalf(wire.served, teams_token(wire.served, BEN), "User.ReadWrite")
    assert (answer["error"], answer["suberror"]) == ("invalid_grant", "consent_required")


async def test_a_consent_can_be_withdrawn(wire: Wire) -> None:
    await wire.control("POST", "/consents", consent(["User.ReadWrite"]))
    await wire.control("DELETE", "/consents", consent(["User.ReadWrite"]))
    answer = await on_behalf(wire.served, teams_token(wire.served, AMARA), "User.ReadWrite")
    assert answer["suberror"] == "consent_required"


async def test_applications_and_rules_are_changed_over_http(wire: Wire) -> None:
    changes = {"redirect_uris": ["https://bot.test/end"], "trusts_teams": False}
    await wire.control("PATCH", "/apps/bot", changes)
    rules = {"people_may_consent": False, "to_interact": [BEN], "token_minutes": 5}
    await wire.control("PATCH", "/sign-in", rules)
    bot, entra = wire.served.apps.bot, wire.served.entra
    assert (bot.redirect_uris, bot.trusts_teams) == (["https://bot.test/end"], False)
    assert (entra.consents.people_may_consent, entra.to_interact) == (False, {BEN})
    assert entra.lifetime.total_seconds() == 300
    await wire.control("PATCH", "/apps/bot", {"trusts_teams": True})
    await wire.control("POST", "/reset")
    assert (entra.to_interact, entra.lifetime.total_seconds()) == (set(), 3600)
