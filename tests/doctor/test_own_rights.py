from typing import Any

import pytest

from bot.config.settings import Settings
from bot.doctor.finding import Finding
from bot.doctor.metadata import metadata_findings, signer_of_people
from bot.doctor.own_rights import own_rights_findings
from bot.http.session import open_session
from simulation.running import Simulation
from tests.doctor.findings import named, states
from tests.use_cases.tenant import environment

ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"


def found(**settings: Any) -> list[Finding]:
    return list(own_rights_findings(Settings.model_validate({"MicrosoftAppId": ID, **settings})))


def test_without_single_sign_on_nothing_is_missing() -> None:
    [finding] = found()
    assert (finding.state, "PHOTOBOT_SIGN_IN" in finding.what) == ("fine", True)


def test_what_only_a_sign_in_shows_is_not_known_and_the_place_is_named() -> None:
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


def test_without_an_address_no_consent_page_can_be_shown() -> None:
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
        findings = await metadata_findings(session, signer_of_people(settings))
    assert {finding.state for finding in findings} == {expected}
