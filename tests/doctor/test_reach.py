"""What the doctor says of people without a chat: the bot's permission, and its app's place."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.config.settings import Settings
from bot.doctor.clients import open_clients
from bot.doctor.finding import Area, Finding
from bot.doctor.reach import reach_findings
from simulation.entra.registrations import GRAPH
from simulation.faults import Fault, Kind
from simulation.running import Simulation
from tests.doctor.findings import named, states
from tests.use_cases.tenant import environment

pytestmark = pytest.mark.asyncio(loop_scope="session")

SELF = "TeamsAppInstallation.ReadWriteSelfForUser.All"
AND_CONSENT = "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All"
GROUP = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
EVERY = "TeamsAppInstallation.ReadWriteForUser.All"
CATALOG = "AppCatalog.Read.All"
APP = "the app in the catalog"
ANOTHER = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def granted(tenant: Simulation) -> AsyncIterator[None]:
    """The bot may install itself and look itself up."""
    for permission in (SELF, CATALOG):
        tenant.apps.bot.grant(GRAPH, permission)
    yield
    tenant.apps.bot.roles.clear()


async def found(tenant: Simulation, **settings: Any) -> list[Finding]:
    bot = {
        "MicrosoftAppId": tenant.apps.bot.client_id,
        "MicrosoftAppPassword": tenant.apps.bot.secret,
    }
    values = {**environment(tenant, "reader"), **bot, "PHOTOBOT_WATCH": "on", **settings}
    given = Settings.model_validate(values)
    async with open_clients(given, given.ca_file) as clients:
        findings = await reach_findings(given, clients)
    assert {finding.area for finding in findings} == {Area.TEAMS}
    return findings


async def test_where_all_is_granted_the_apps_id_is_named(tenant: Simulation) -> None:
    findings = await found(tenant)
    assert states(findings) == {SELF: "fine", APP: "fine"}
    assert named(findings, APP).what == f"found as {tenant.tenant.bot_app}"


async def test_without_the_permission_it_says_on_which_registration_to_grant_it(
    tenant: Simulation,
) -> None:
    tenant.apps.bot.revoke(GRAPH, SELF)
    [finding] = await found(tenant)
    assert (finding.state, finding.name) == ("warning", SELF)
    assert "nobody is written to" in finding.what
    assert "of the bot's own registration" in finding.remedy
    [off] = await found(tenant, PHOTOBOT_WATCH="off")
    assert off.state == "fine"
    [helpdesk] = await found(tenant, PHOTOBOT_WATCH="off", PHOTOBOT_HELPDESK_GROUPS=GROUP)
    assert helpdesk.state == "warning"


async def test_the_permission_to_consent_as_well_is_fine(tenant: Simulation) -> None:
    tenant.apps.bot.revoke(GRAPH, SELF)
    tenant.apps.bot.grant(GRAPH, AND_CONSENT)
    assert states(await found(tenant)) == {AND_CONSENT: "fine", APP: "fine"}
    tenant.apps.bot.revoke(GRAPH, AND_CONSENT)


async def test_a_permission_for_every_app_is_more_than_is_needed(tenant: Simulation) -> None:
    tenant.apps.bot.revoke(GRAPH, SELF)
    tenant.apps.bot.grant(GRAPH, EVERY)
    finding = named(await found(tenant), SELF)
    assert (finding.state, SELF in finding.remedy) == ("warning", True)


async def test_an_app_that_was_not_uploaded_is_a_problem(
    tenant: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tenant.tenant, "app_catalogue", {})
    finding = named(await found(tenant), APP)
    assert finding.state == "problem"
    assert "upload the app package" in finding.remedy


async def test_a_catalog_that_may_not_be_read_takes_the_id_or_a_permission(
    tenant: Simulation,
) -> None:
    tenant.apps.bot.revoke(GRAPH, CATALOG)
    finding = named(await found(tenant), APP)
    assert finding.state == "problem"
    assert "PHOTOBOT_CATALOG_APP_ID" in finding.remedy
    assert CATALOG in finding.remedy
    given = await found(tenant, PHOTOBOT_CATALOG_APP_ID=ANOTHER)
    assert named(given, APP).state == "fine"
    assert "not compared" in named(given, APP).what


async def test_an_id_that_is_not_the_catalogs_is_a_problem(tenant: Simulation) -> None:
    finding = named(await found(tenant, PHOTOBOT_CATALOG_APP_ID=ANOTHER), APP)
    assert finding.state == "problem"
    assert f"set PHOTOBOT_CATALOG_APP_ID to {tenant.tenant.bot_app}" in finding.remedy
    same = await found(tenant, PHOTOBOT_CATALOG_APP_ID=tenant.tenant.bot_app)
    assert named(same, APP).state == "fine"


async def test_what_can_not_be_asked_is_unknown(tenant: Simulation) -> None:
    fault = Fault(Kind.FAIL, "graph", route="appCatalogs", status=503, code="serviceNotAvailable")
    tenant.faults.add(fault, tenant.tenant)
    finding = named(await found(tenant), APP)
    assert (finding.state, "serviceNotAvailable" in finding.what) == ("unknown", True)
    [no_token] = await found(tenant, MicrosoftAppPassword="wrong")
    assert (no_token.state, no_token.name) == ("unknown", SELF)
