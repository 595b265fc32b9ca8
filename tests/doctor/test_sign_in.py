"""Sign-in, Graph and SharePoint, against the simulated tenant."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
from aiohttp.test_utils import unused_port

from bot.config.settings import Settings
from bot.doctor.clients import ConfiguredApp, FailureCachingTokens, open_clients
from bot.doctor.doctor import probes, run_probes
from bot.doctor.finding import Area, Finding
from bot.doctor.sign_in import managed_identity_findings, secret_findings, sign_in_findings
from bot.m365.registration import AppRegistration, Credential, ManagedIdentity, Secret
from simulation.entra.registrations import SHAREPOINT
from simulation.faults import Fault, Kind
from simulation.running import Simulation
from tests.doctor.findings import named, not_fine
from tests.m365.fakes import FakeTokens, Reply, Service
from tests.use_cases.tenant import environment

pytestmark = pytest.mark.asyncio(loop_scope="session")

OTHER = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
WANTED = (("Microsoft Graph", "https://graph.microsoft.com/.default"),)


async def found(tenant: Simulation, app: str = "writer", **changes: Any) -> list[Finding]:
    """Findings of sign-in, Graph and SharePoint; a change to None unsets a setting."""
    values: Mapping[str, Any] = environment(tenant, app) | {
        "PHOTOBOT_ANONYMOUS": True,
        "PHOTOBOT_OPENID_METADATA": tenant.addresses.graph,
        "PHOTOBOT_SERVICE_HOSTS": ".invalid",
        **changes,
    }
    given = {name: value for name, value in values.items() if value is not None}
    settings = Settings.model_validate(given)
    asked = {Area.SIGN_IN, Area.GRAPH, Area.SHAREPOINT}
    async with open_clients(settings, settings.ca_file) as clients:
        wanted = probes(settings, clients, lambda: datetime.now(UTC))
        return list(await run_probes(probe for probe in wanted if probe.area in asked))


def of(area: Area, findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.area is area]


async def test_a_fully_granted_registration_has_only_fine_findings(tenant: Simulation) -> None:
    findings = await found(tenant)
    assert not_fine(findings) == []
    assert len(of(Area.SIGN_IN, findings)) == 7
    _, abroad = [each.what for each in findings if each.name.startswith("library")]
    assert abroad == 'pictures are in the folder "Profilbilder"'


async def test_a_wrong_secret_is_named_with_the_place_of_a_new_one(tenant: Simulation) -> None:
    findings = await found(
        tenant, PHOTOBOT_CERTIFICATE_FILE=None, PHOTOBOT_CLIENT_SECRET="s3cr3t-wrong"
    )
    token = named(findings, "token for Microsoft Graph")
    assert (token.state, token.what) == (
        "problem",
        "the client secret is wrong (AADSTS7000215)",
    )
    assert "PHOTOBOT_CLIENT_SECRET" in token.remedy
    assert "s3cr3t" not in str(findings)


async def test_a_secret_for_sharepoint_is_only_a_warning(tenant: Simulation) -> None:
    secret = tenant.apps.writer.secret
    findings = await found(tenant, PHOTOBOT_CERTIFICATE_FILE=None, PHOTOBOT_CLIENT_SECRET=secret)
    assert {finding.state for finding in not_fine(findings)} == {"warning", "unknown"}
    told = [finding.remedy for finding in findings if finding.state == "warning"]
    assert len(told) == 6
    assert all("PHOTOBOT_CERTIFICATE_FILE" in remedy for remedy in told)


@pytest.mark.parametrize(
    ("setting", "code", "remedy"),
    [
        ("PHOTOBOT_CLIENT_ID", "AADSTS700016", "PHOTOBOT_CLIENT_ID"),
        ("MicrosoftAppTenantId", "", "MicrosoftAppTenantId"),
    ],
)
async def test_a_wrong_application_or_tenant_is_named(
    tenant: Simulation, setting: str, code: str, remedy: str
) -> None:
    token = named(await found(tenant, **{setting: OTHER}), "token for Microsoft Graph")
    assert token.state == "problem"
    assert code in token.what
    assert remedy in token.remedy


async def test_a_certificate_that_was_not_uploaded_is_named(tenant: Simulation) -> None:
    others = tenant.apps.reader.certificate_file
    token = named(
        await found(tenant, PHOTOBOT_CERTIFICATE_FILE=others), "token for Microsoft Graph"
    )
    assert "AADSTS700027" in token.what
    assert token.remedy.startswith("upload its public part")


async def test_a_missing_login_host_is_a_problem_for_every_token(tenant: Simulation) -> None:
    nowhere = f"http://127.0.0.1:{unused_port()}"
    findings = await found(tenant, PHOTOBOT_LOGIN=nowhere)
    assert {finding.state for finding in of(Area.SIGN_IN, findings)} == {"problem"}
    assert {each.remedy for each in of(Area.SHAREPOINT, findings)} == {"see Sign-in above"}


async def test_a_missing_role_is_a_warning_that_names_it(
    tenant: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles = tenant.apps.writer.roles
    left = roles[SHAREPOINT] - {"User.Read.All", "User.ReadWrite.All"}
    monkeypatch.setitem(roles, SHAREPOINT, left)
    wrong = not_fine(await found(tenant))
    assert {finding.state for finding in wrong} == {"warning"}
    assert {finding.remedy for finding in wrong} == {"grant User.Read.All (SharePoint)"}
    assert len(wrong) == 4


async def test_a_root_site_that_refuses_is_fine_while_the_admin_site_answers(
    tenant: Simulation,
) -> None:
    host = tenant.addresses.geos[0].root.removeprefix("https://")
    refusing = Fault(Kind.FAIL, host=host, route="GetPropertiesFor", status=403, code="Denied")
    tenant.faults.add(refusing, tenant.tenant)
    findings = await found(tenant)
    admin = tenant.addresses.geos[0].admin.removeprefix("https://")
    assert named(findings, f"profiles at {host}").what.endswith(f"{admin} is asked instead")
    assert not_fine(findings) == []


async def test_a_host_without_my_sites_is_a_problem(tenant: Simulation) -> None:
    wrong = tenant.addresses.geos[0].root
    findings = not_fine(await found(tenant, PHOTOBOT_SHAREPOINT_MY=wrong))
    assert [finding.state for finding in findings] == ["problem"]
    assert findings[0].name.startswith("library at ")
    assert "PHOTOBOT_SHAREPOINT_MY" in findings[0].remedy or "address" in findings[0].remedy


async def test_a_graph_that_refuses_the_token_is_a_problem(tenant: Simulation) -> None:
    refusing = Fault(Kind.FAIL, service="graph", status=401, code="InvalidAuthenticationToken")
    tenant.faults.add(refusing, tenant.tenant)
    [finding] = not_fine(await found(tenant))
    assert (finding.area, finding.state) == (Area.GRAPH, "problem")
    assert "InvalidAuthenticationToken" in finding.what


async def test_a_graph_that_answers_garbage_is_a_problem(tenant: Simulation) -> None:
    tenant.faults.add(Fault(Kind.FAIL, service="graph", status=418, code="\x1b[2J"), tenant.tenant)
    [finding] = not_fine(await found(tenant))
    assert (finding.area, finding.state) == (Area.GRAPH, "problem")


async def test_without_a_tenant_nothing_is_asked(tenant: Simulation) -> None:
    [finding] = await found(tenant, MicrosoftAppTenantId=None)
    assert (finding.state, finding.what) == ("unknown", "not asked: its settings are not complete")


def an_app(
    token: str | None = None, tenant_id: str | None = OTHER, credential: Credential | None = None
) -> ConfiguredApp:
    tokens = FakeTokens() if token is None else Always(token)
    registration = AppRegistration("app", "", credential or Secret("s3cr3t"))
    return ConfiguredApp(
        FailureCachingTokens(tokens), registration, tenant_id, "PHOTOBOT_CLIENT_ID", "X"
    )


class Always(FakeTokens):
    def __init__(self, token: str) -> None:
        super().__init__()
        self.always = token

    async def token(self, scope: str) -> str:
        return self.always


@pytest.mark.parametrize(("tenant_id", "state"), [(OTHER, "fine"), (OTHER[::-1], "problem")])
async def test_a_token_of_another_tenant_is_a_problem(tenant_id: str, state: str) -> None:
    token = jwt.encode({"tid": OTHER}, "k" * 32)
    [finding] = await sign_in_findings(an_app(token, tenant_id), WANTED)
    assert finding.state == state
    assert token not in str(finding)


async def test_an_opaque_token_is_accepted() -> None:
    [finding] = await sign_in_findings(an_app(), WANTED)
    assert (finding.state, finding.what) == ("fine", "given")


def machine(monkeypatch: pytest.MonkeyPatch, endpoint: str) -> Settings:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{endpoint}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "header-of-the-machine")
    return Settings.model_validate(
        {
            "MicrosoftAppId": OTHER,
            "MicrosoftAppTenantId": OTHER,
            "MicrosoftAppType": "UserAssignedMSI",
        }
    )


@pytest.mark.asyncio(loop_scope="function")
async def test_a_missing_managed_identity_is_a_problem_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = machine(monkeypatch, f"http://127.0.0.1:{unused_port()}")
    async with open_clients(settings, None) as clients:
        [finding] = await sign_in_findings(clients.bot, WANTED)
    assert (finding.state, finding.what) == (
        "problem",
        "this machine's managed identity gives none (no_connection)",
    )
    assert "Azure" in finding.remedy


@pytest.mark.asyncio(loop_scope="function")
async def test_a_managed_identity_that_answers_is_fine(
    monkeypatch: pytest.MonkeyPatch, service: Service
) -> None:
    path = (
        "/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fgraph.microsoft.com"
        f"&client_id={OTHER}"
    )
    answer = {"access_token": "token", "expires_on": "32503680000", "token_type": "Bearer"}
    service.answer(path, Reply(body=answer))
    async with open_clients(machine(monkeypatch, service.address), None) as clients:
        [finding] = await sign_in_findings(clients.bot, WANTED)
        [used] = managed_identity_findings([clients.bot])
    assert (finding.state, used.what) == ("fine", "used, as MicrosoftAppType says")


async def test_the_expiry_of_a_secret_is_unknown_and_reported_once() -> None:
    [finding] = secret_findings([an_app(), an_app(), an_app(credential=ManagedIdentity())])
    assert (finding.state, finding.name) == ("unknown", "end of X")
    assert "Certificates & secrets" in finding.remedy


async def test_managed_identity_is_reported_as_used_or_not() -> None:
    assert [each.what for each in managed_identity_findings([an_app()])] == ["not used"]
    [used] = managed_identity_findings([an_app(credential=ManagedIdentity())])
    assert used.what.startswith("used")
