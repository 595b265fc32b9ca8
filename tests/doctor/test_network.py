import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
import trustme
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.config.settings import Settings
from bot.doctor.finding import Finding
from bot.doctor.network import (
    foreign_host_findings,
    hosts_to_reach,
    network_findings,
    proxy_findings,
    usable_ca_file,
)
from bot.http.session import open_session
from bot.m365.settings import M365Settings
from tests.m365.fakes import Reply, Service

ROOT = "https://contoso.sharepoint.com"


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def https(certificate: trustme.LeafCert) -> AsyncIterator[str]:
    """Serves nothing over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    server = TestServer(web.Application(), scheme="https")
    await server.start_server(ssl=context)
    try:
        yield str(server.make_url("")).rstrip("/")
    finally:
        await server.close()


async def reached(session: aiohttp.ClientSession, address: str) -> Finding:
    host, _ = await network_findings(session, {address: "a host"}, now)
    return host


async def test_any_answer_shows_that_a_host_is_reachable(
    session: aiohttp.ClientSession, service: Service
) -> None:
    for status in (200, 404, 500):
        service.answer("/", Reply(status))
        assert (await reached(session, service.address)).state == "fine"


async def test_a_wrong_clock_is_a_problem(session: aiohttp.ClientSession, service: Service) -> None:
    service.answer("/", Reply())

    def late() -> datetime:
        return now() + timedelta(minutes=6)

    _, clock = await network_findings(session, {service.address: "a host"}, late)
    assert (clock.name, clock.state) == ("clock", "problem")


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("http://127.0.0.1:{port}", "cannot be reached"),
        ("https://photobot.invalid", "the name does not resolve"),
    ],
)
async def test_the_reason_why_a_host_is_unreachable_is_named(
    trusting: aiohttp.ClientSession, address: str, what: str
) -> None:
    finding = await reached(trusting, address.format(port=unused_port()))
    assert (finding.state, finding.what, bool(finding.remedy)) == ("problem", what, True)


async def test_inspected_tls_is_named_with_the_remedy(tmp_path: Path) -> None:
    company = trustme.CA()
    ca_file = tmp_path / "company.pem"
    company.cert_pem.write_to_path(str(ca_file))
    async with https(company.issue_cert("127.0.0.1")) as address:
        async with open_session() as session:
            finding = await reached(session, address)
        async with open_session(ca_file) as session:
            trusted = await reached(session, address)
    assert "is refused: " in finding.what
    assert (finding.state, "PHOTOBOT_CA_FILE" in finding.remedy) == ("problem", True)
    assert trusted.state == "fine"


@pytest.mark.parametrize(
    ("host", "not_after", "said"),
    [
        ("photobot.example", None, "not valid for"),
        ("127.0.0.1", datetime(2020, 1, 1, tzinfo=UTC), "expired"),
    ],
)
async def test_a_certificate_for_another_host_or_an_expired_one_is_named(
    tmp_path: Path, host: str, not_after: datetime | None, said: str
) -> None:
    company, ca_file = trustme.CA(), tmp_path / "company.pem"
    company.cert_pem.write_to_path(str(ca_file))
    certificate = company.issue_cert(host, not_after=not_after)
    async with https(certificate) as address, open_session(ca_file) as session:
        finding = await reached(session, address)
    assert said in finding.what.replace("mismatch", "not valid for")


async def test_a_host_without_tls_is_named(
    trusting: aiohttp.ClientSession, service: Service
) -> None:
    finding = await reached(trusting, service.address.replace("http:", "https:"))
    assert (finding.state, finding.what) == ("problem", "TLS fails")


async def test_a_refusing_proxy_is_named_without_its_credentials(
    trusting: aiohttp.ClientSession, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", service.address.replace("//", "//bot:s3cr3t@"))
    finding = await reached(trusting, "https://graph.microsoft.com")
    assert (finding.state, finding.what) == ("problem", "the proxy does not let us through")
    assert "HTTPS_PROXY" in finding.remedy
    assert "s3cr3t" not in str(finding)


@pytest.mark.parametrize(
    ("proxies", "state", "what"),
    [
        ({}, "fine", "none (HTTPS_PROXY is not set)"),
        ({"https": "http://bot:s3cr3t@proxy.test:8080"}, "fine", "proxy.test:8080, as"),
        ({"https": "proxy.test:8080"}, "fine", "proxy.test:8080, as"),
        ({"https": "http://proxy.test:s3cr3t"}, "problem", "HTTPS_PROXY is not an address"),
        ({"https": "http://"}, "problem", "HTTPS_PROXY is not an address"),
    ],
)
def test_the_proxy_is_shown_without_its_credentials(
    proxies: dict[str, str], state: str, what: str
) -> None:
    [finding] = proxy_findings(proxies)
    assert (finding.state, finding.what.startswith(what)) == (state, True)
    assert "s3cr3t" not in str(finding)


def test_a_ca_file_without_certificates_is_a_problem_and_not_used(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    for content in (
        b"",
        b"garbage",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
    ):
        file.write_bytes(content)
        used, finding = usable_ca_file(file)
        assert (used, finding.state) == (None, "problem")
    assert usable_ca_file(None)[1].state == "fine"


def addresses(**settings: str) -> dict[str, str]:
    read = Settings.model_validate({"MicrosoftAppTenantId": None, **settings})
    return hosts_to_reach(read, M365Settings.of(read))


def test_every_host_of_the_settings_is_reached_once() -> None:
    assert addresses(PHOTOBOT_SHAREPOINT_ROOT=ROOT) == {
        "https://login.microsoftonline.com": "login",
        "https://graph.microsoft.com": "Microsoft Graph",
        ROOT: "SharePoint root",
        "https://contoso-my.sharepoint.com": "SharePoint -my",
        "https://contoso-admin.sharepoint.com": "SharePoint -admin",
        "https://login.botframework.com": "Bot Framework",
        "https://smba.trafficmanager.net": "service host",
    }


def test_hosts_outside_the_cloud_are_a_warning() -> None:
    foreign = Settings.model_validate(
        {
            "PHOTOBOT_GRAPH": "https://graph.microsoft.us",
            "PHOTOBOT_LOGIN": "http://127.0.0.1:8080",
            "PHOTOBOT_SHAREPOINT_ROOT": "https://contoso.sharepoint.com.evil.example",
        }
    )
    findings = list(foreign_host_findings(foreign, M365Settings.of(foreign)))
    assert {finding.state for finding in findings} == {"warning"}
    assert [finding.name.partition(" (")[0] for finding in findings] == [
        "PHOTOBOT_GRAPH",
        "SharePoint root",
        "SharePoint -my",
        "SharePoint -admin",
    ]


def test_the_clouds_own_hosts_are_no_warning() -> None:
    high = Settings.model_validate(
        {
            "PHOTOBOT_CLOUD": "gcch",
            "PHOTOBOT_GRAPH": "https://graph.microsoft.us",
            "PHOTOBOT_SHAREPOINT_ROOT": "https://contoso.sharepoint.us",
        }
    )
    assert list(foreign_host_findings(high, M365Settings.of(high))) == []
