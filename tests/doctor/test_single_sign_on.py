from typing import Any

import pytest

from bot.config.settings import Settings
from bot.doctor.finding import Finding
from bot.doctor.openid import openid_findings, tenant_issuer
from bot.doctor.single_sign_on import single_sign_on_findings
from bot.http.session import open_session
from simulation.running import Simulation
from tests.doctor.findings import named, states
from tests.use_cases.tenant import environment

ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"


def found(**settings: Any) -> list[Finding]:
    return list(
        single_sign_on_findings(Settings.model_validate({"MicrosoftAppId": ID, **settings}))
    )


def test_without_single_sign_on_everything_is_fine() -> None:
    [finding] = found()
    assert (finding.state, "PHOTOBOT_SIGN_IN" in finding.what) == ("fine", True)


def test_what_only_a_sign_in_shows_is_unknown_with_the_place_to_look() -> None:
    findings = found(PHOTOBOT_SIGN_IN=True, PHOTOBOT_PUBLIC_URL="https://photobot.contoso.com")
    assert states(findings) == {
        "single sign-on": "fine",
        "API of the bot": "unknown",
        "consent": "unknown",
        "consent page": "fine",
    }
    api = named(findings, "API of the bot").remedy
    assert f"api://botid-{ID}" in api
    assert "requestedAccessTokenVersion 2" in api
    assert "Microsoft Graph User.ReadWrite; " in named(findings, "consent").remedy
    assert "SharePoint AllSites.Read, User.ReadWrite.All; " in named(findings, "consent").remedy


def test_without_a_public_address_the_consent_page_is_a_warning() -> None:
    finding = named(found(PHOTOBOT_SIGN_IN=True), "consent page")
    assert (finding.state, "PHOTOBOT_PUBLIC_URL" in finding.remedy) == ("warning", True)


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(("tenant_id", "expected"), [(None, "fine"), (ID, "problem")])
async def test_the_tenants_keys_are_read(
    tenant: Simulation, tenant_id: str | None, expected: str
) -> None:
    values = environment(tenant, "reader")
    settings = Settings.model_validate(
        {**values, "MicrosoftAppTenantId": tenant_id or values["MicrosoftAppTenantId"]}
    )
    async with open_session(settings.ca_file) as session:
        findings = await openid_findings(session, tenant_issuer(settings))
    assert {finding.state for finding in findings} == {expected}
