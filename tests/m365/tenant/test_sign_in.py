"""msal signs in to the simulated Entra ID."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.retry import Retries
from bot.m365.geos import Geo, Geos
from bot.m365.registration import AppRegistration, Certificate, Secret
from bot.m365.services import open_services
from bot.m365.settings import M365Settings
from bot.m365.tokens import open_tokens
from bot.photos.capabilities import SYNC_SHAREPOINT, Capability
from bot.photos.readings import NotRead
from bot.use_cases.picture_threads import PictureThreads
from simulation.entra.certificates import write_certificate
from simulation.faults import Fault, Kind
from simulation.serve import Simulation
from tests.m365.fakes import FakeTime
from tests.m365.tenant.conftest import Open

PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey

pytestmark = pytest.mark.asyncio(loop_scope="session")


def authority(tenant: Simulation) -> str:
    return f"{tenant.addresses.login}/{tenant.tenant.id}"


def elliptic_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


async def test_a_certificate_works_for_graph_and_sharepoint(
    opened: Open, tenant: Simulation
) -> None:
    async with opened(tenant.apps.reader) as services:
        for host in (tenant.addresses.graph, *tenant.addresses.sharepoint_hosts):
            assert await services.tokens.token(f"{host}/.default")


async def test_a_secret_works_for_graph_and_not_for_sharepoint(
    opened: Open, tenant: Simulation
) -> None:
    async with opened(tenant.apps.reader, Secret(tenant.apps.reader.secret)) as services:
        assert await services.tokens.token(f"{tenant.addresses.graph}/.default")
        assert await services.capabilities.granted() == {
            Capability.READ_MICROSOFT_365_PHOTO,
            Capability.READ_ACCOUNT,
            Capability.READ_SETTINGS,
            Capability.READ_GROUPS,
        }
        with pytest.raises(ServiceFailure) as refusal:
            await services.tokens.token(f"{tenant.addresses.geos[0].my}/.default")
    assert refusal.value.code == "certificate_needed"


async def test_a_secret_works_for_graph_where_all_services_share_one_address(
    tenant: Simulation,
) -> None:
    graph, app = tenant.addresses.graph, tenant.apps.reader
    registration = AppRegistration(app.client_id, authority(tenant), Secret(app.secret))
    geos = Geos(Geo(graph, graph, graph))
    settings = M365Settings(graph, geos, registration, tenant.ca_file)
    async with open_services(settings, PictureThreads()) as services:
        assert await services.tokens.token(f"{graph}/.default")


async def test_the_roles_of_a_token_are_the_capabilities(opened: Open, tenant: Simulation) -> None:
    async with opened(tenant.apps.writer) as services:
        assert await services.capabilities.granted() >= SYNC_SHAREPOINT


async def test_a_wrong_secret_is_reported_without_its_value(tenant: Simulation) -> None:
    wrong = AppRegistration(tenant.apps.reader.client_id, authority(tenant), Secret("wrong-secret"))
    async with open_tokens(wrong, tenant.ca_file) as tokens:
        with pytest.raises(ServiceFailure) as refusal:
            await tokens.token(f"{tenant.addresses.graph}/.default")
    assert (refusal.value.why, refusal.value.code) == (
        FailureReason.SIGN_IN_FAILED,
        "AADSTS7000215",
    )
    assert "wrong-secret" not in str(refusal.value)
    assert refusal.value.__cause__ is None


async def test_a_certificate_that_is_not_registered_is_refused(
    tenant: Simulation, tmp_path: Path
) -> None:
    stranger = tmp_path / "stranger.pem"
    write_certificate("stranger", stranger)
    registration = AppRegistration(
        tenant.apps.reader.client_id, authority(tenant), Certificate(stranger)
    )
    async with open_tokens(registration, tenant.ca_file) as tokens:
        with pytest.raises(ServiceFailure) as refusal:
            await tokens.token(f"{tenant.addresses.graph}/.default")
    assert refusal.value.why is FailureReason.SIGN_IN_FAILED
    assert (refusal.value.code or "").startswith("AADSTS700")


@pytest.mark.parametrize("make", [elliptic_key, ed25519.Ed25519PrivateKey.generate])
async def test_a_certificate_with_a_key_that_cannot_sign_is_a_named_failure(
    tenant: Simulation, tmp_path: Path, make: Callable[[], PrivateKey]
) -> None:
    certificate = tmp_path / "other.pem"
    write_certificate("other", certificate)
    _, begin, public = certificate.read_text().partition("-----BEGIN CERTIFICATE-----")
    private = make().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    certificate.write_text(private + begin + public)
    registration = AppRegistration(
        tenant.apps.reader.client_id, authority(tenant), Certificate(certificate)
    )
    async with open_tokens(registration, tenant.ca_file) as tokens:
        with pytest.raises(ServiceFailure) as refusal:
            await tokens.token(f"{tenant.addresses.graph}/.default")
    assert refusal.value.why is FailureReason.SIGN_IN_FAILED


async def test_a_resource_that_the_tenant_does_not_have_is_refused(
    opened: Open, tenant: Simulation
) -> None:
    async with opened(tenant.apps.reader) as services:
        with pytest.raises(ServiceFailure) as refusal:
            await services.tokens.token("https://fabrikam.sharepoint.com/.default")
    assert refusal.value.code == "AADSTS500011"


async def test_a_tenant_that_does_not_exist_is_a_named_failure(tenant: Simulation) -> None:
    nowhere = AppRegistration("app", f"{tenant.addresses.login}/nowhere", Secret("s"))
    async with open_tokens(nowhere, tenant.ca_file) as tokens:
        with pytest.raises(ServiceFailure) as refusal:
            await tokens.token(f"{tenant.addresses.graph}/.default")
    assert refusal.value.code == "unusable_authority"


async def test_an_authority_that_is_not_trusted_is_a_named_failure(tenant: Simulation) -> None:
    registration = AppRegistration("app", authority(tenant), Secret("s"))
    async with open_tokens(registration) as tokens:
        with pytest.raises(ServiceFailure) as refusal:
            await tokens.token(f"{tenant.addresses.graph}/.default")
    assert (refusal.value.why, refusal.value.code) == (FailureReason.SIGN_IN_FAILED, "tls")


async def test_an_address_where_nothing_listens_is_a_named_failure(
    unused_tcp_port: int, time: FakeTime
) -> None:
    authority = f"https://127.0.0.1:{unused_tcp_port}/tenant"
    registration = AppRegistration("app", authority, Secret("s"))
    async with open_tokens(registration, retries=Retries(sleep=time.sleep)) as tokens:
        with pytest.raises(ServiceFailure) as refusal:
            await tokens.token("https://graph.microsoft.com/.default")
    assert (refusal.value.why, refusal.value.code) == (FailureReason.UNAVAILABLE, "no_connection")


async def test_a_short_outage_of_entra_is_retried(
    opened: Open, tenant: Simulation, time: FakeTime
) -> None:
    for method in ("GET", "POST"):
        trouble = Fault(Kind.THROTTLE, "login", method=method, times=1, seconds=7)
        tenant.faults.add(trouble, tenant.tenant)
    async with opened(tenant.apps.reader) as services:
        assert await services.tokens.token(f"{tenant.addresses.graph}/.default")
    assert [int(pause) for pause in time.slept] == [7, 7]


async def test_a_lasting_outage_of_entra_is_reported(opened: Open, tenant: Simulation) -> None:
    tenant.faults.add(Fault(Kind.THROTTLE, "login", seconds=120), tenant.tenant)
    async with opened(tenant.apps.reader) as services:
        assert await services.sharepoint.profile("a@contoso.com") == NotRead(
            FailureReason.THROTTLED
        )
