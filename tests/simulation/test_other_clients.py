"""Clients that others wrote, unmodified: msal, msgraph-sdk and Office365-REST-Python-Client.

They speak TLS to a simulation that is served as anybody would serve it.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import httpx
import msal
import pytest
import pytest_asyncio
import requests
from azure.core.credentials import AccessToken
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient
from msgraph_core import GraphClientFactory
from office365.runtime.client_request_exception import ClientRequestException
from office365.sharepoint.client_context import ClientContext
from office365.sharepoint.userprofiles.people_manager import PeopleManager
from PIL import Image

from simulation.entra.registrations import Registration
from simulation.running import Simulation
from simulation.serve import serve
from tests.simulation.world import AMARA, DMITRI, ELIF, HUGO, NIALL, sketch

pytestmark = pytest.mark.asyncio(loop_scope="module")

# msgraph-sdk imports its builders when they are first used, and they warn of themselves.
builders_warn = pytest.mark.filterwarnings(
    "ignore:GetQueryParameters is deprecated:DeprecationWarning",
    "ignore:This class is deprecated:DeprecationWarning",
)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def simulation(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Simulation]:
    async with serve(tmp_path_factory.mktemp("served"), draw=sketch) as running:
        yield running


@pytest.fixture(autouse=True)
def trust(simulation: Simulation, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an administrator behind a company's own authority does."""
    simulation.reset()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(simulation.ca_file))
    monkeypatch.setenv("SSL_CERT_FILE", str(simulation.ca_file))


def confidential_client(
    simulation: Simulation, app: Registration, http: requests.Session, credential: object
) -> msal.ConfidentialClientApplication:
    authority = f"{simulation.addresses.login}/{simulation.tenant.id}"
    return msal.ConfidentialClientApplication(
        app.client_id,
        credential,
        authority=authority,
        instance_discovery=False,
        http_client=http,
    )


def certificate_of(app: Registration) -> dict[str, str]:
    pem = Path(str(app.certificate_file)).read_text()
    return {"private_key": pem, "public_certificate": pem[pem.index("-----BEGIN CERT") :]}


async def token(simulation: Simulation, app: Registration, host: str) -> dict[str, str]:
    def acquire() -> dict[str, str]:
        with requests.Session() as http:
            client = confidential_client(simulation, app, http, certificate_of(app))
            answer: dict[str, str] = client.acquire_token_for_client([f"{host}/.default"])
            return answer

    return await asyncio.to_thread(acquire)


# msal


async def test_msal_earns_a_token_by_certificate(simulation: Simulation) -> None:
    graph = simulation.addresses.graph
    answer = await token(simulation, simulation.apps.reader, graph)
    claims = simulation.entra.verify(answer["access_token"], graph)
    assert claims["appidacr"] == "2"


async def test_msal_earns_a_token_by_secret(simulation: Simulation) -> None:
    app = simulation.apps.reader

    def acquire(secret: str) -> dict[str, str]:
        with requests.Session() as http:
            client = confidential_client(simulation, app, http, secret)
            scope = f"{simulation.addresses.graph}/.default"
            answer: dict[str, str] = client.acquire_token_for_client([scope])
            return answer

    right = await asyncio.to_thread(acquire, app.secret)
    claims = simulation.entra.verify(right["access_token"], simulation.addresses.graph)
    assert claims["appidacr"] == "1"
    wrong = await asyncio.to_thread(acquire, "wrong")
    assert wrong["error"] == "invalid_client"
    assert wrong["error_description"].startswith("AADSTS7000215")


# msgraph-sdk


class MsalCredential:
    """The credential interface of azure-core, fed by msal."""

    def __init__(self, simulation: Simulation, app: Registration) -> None:
        self.simulation, self.app = simulation, app

    def get_token(self, *_scopes: str, **_options: object) -> AccessToken:
        with requests.Session() as http:
            credential = certificate_of(self.app)
            client = confidential_client(self.simulation, self.app, http, credential)
            scope = f"{self.simulation.addresses.graph}/.default"
            answer = client.acquire_token_for_client([scope])
            return AccessToken(answer["access_token"], answer["expires_in"])


class InThread:
    """msal blocks, so it acquires its tokens beside the loop that serves them."""

    def __init__(self, credential: MsalCredential) -> None:
        self.credential = credential

    async def get_token(self, *scopes: str, **options: object) -> AccessToken:
        return await asyncio.to_thread(self.credential.get_token, *scopes, **options)

    async def close(self) -> None:
        """Nothing is open."""

    async def __aenter__(self) -> "InThread":
        return self

    async def __aexit__(self, *_details: object) -> None:
        await self.close()


@pytest_asyncio.fixture(loop_scope="module")
async def graph(simulation: Simulation) -> AsyncIterator[GraphServiceClient]:
    address = f"{simulation.addresses.graph}/v1.0"
    credential = InThread(MsalCredential(simulation, simulation.apps.writer))
    provider = AzureIdentityAuthenticationProvider(credential, allowed_hosts=["127.0.0.1"])
    # The SDK wraps the transport and never closes it, so it is ours to close.
    async with httpx.AsyncHTTPTransport(verify=ssl.create_default_context()) as transport:
        http = httpx.AsyncClient(transport=transport, base_url=address)
        client = GraphClientFactory.create_with_default_middleware(client=http)
        adapter = GraphRequestAdapter(provider, client)
        adapter.base_url = address
        yield GraphServiceClient(request_adapter=adapter)


@builders_warn
async def test_msgraph_reads_a_user_and_a_photo(graph: GraphServiceClient) -> None:
    user = await graph.users.by_user_id(NIALL).get()
    assert user is not None
    assert user.display_name == "Niall O'Brien"
    photo = await graph.users.by_user_id(user.user_principal_name or "").photo.get()
    assert photo is not None
    assert photo.width == 648
    content = await graph.users.by_user_id(NIALL).photo.content.get()
    assert content is not None
    assert Image.open(BytesIO(content)).size == (648, 648)


@builders_warn
async def test_msgraph_writes_and_removes_a_photo(graph: GraphServiceClient) -> None:
    content = graph.users.by_user_id(ELIF).photo.content
    written = BytesIO()
    Image.new("RGB", (300, 300), "olive").save(written, "JPEG")
    await content.put(written.getvalue())
    stored = await content.get()
    assert stored is not None
    assert Image.open(BytesIO(stored)).size == (240, 240)
    await content.delete()
    with pytest.raises(ODataError) as missing:
        await content.get()
    assert missing.value.error is not None
    assert missing.value.error.code == "ImageNotFound"


@builders_warn
async def test_msgraph_lists_everybody(graph: GraphServiceClient, simulation: Simulation) -> None:
    page = await graph.users.get()
    assert page is not None
    assert {user.id for user in page.value or []} == set(simulation.tenant.people)


# Office365-REST-Python-Client


async def context_for(simulation: Simulation, host: str) -> ClientContext:
    """Its own login knows no other hosts, so it is given a token."""
    answer = await token(simulation, simulation.apps.writer, host)
    bearer = {"token_type": "Bearer", "access_token": answer["access_token"]}
    return ClientContext(host).with_access_token(lambda: bearer)


async def test_office365_reads_a_profile(simulation: Simulation) -> None:
    context = await context_for(simulation, simulation.addresses.geos[0].root)

    def read() -> tuple[str | None, dict[str, str]]:
        claim = simulation.tenant.people[NIALL].claim
        person = PeopleManager(context).get_properties_for(claim).execute_query()
        return person.display_name, person.user_profile_properties

    name, properties = await asyncio.to_thread(read)
    assert name == "Niall O'Brien"
    assert properties["PictureURL"].endswith("_MThumb.jpg")


async def test_office365_writes_a_profile_property(simulation: Simulation) -> None:
    context = await context_for(simulation, simulation.addresses.geos[0].admin)

    def write() -> None:
        claim = simulation.tenant.people[HUGO].claim
        people = PeopleManager(context)
        people.set_single_value_profile_property(claim, "SPS-PictureExchangeSyncState", "1")
        context.execute_query()

    await asyncio.to_thread(write)
    profile = simulation.tenant.snapshot(HUGO)["profile"]
    assert profile["SPS-PictureExchangeSyncState"] == "1"


async def test_office365_reads_and_writes_a_picture_file(simulation: Simulation) -> None:
    context = await context_for(simulation, simulation.addresses.geos[0].my)
    folder = "/User Photos/Profile Pictures"
    picture = simulation.tenant.snapshot(AMARA)["sharepoint"]["L"]["jpeg"]
    name = "dmitri_petrov_contoso_onmicrosoft_com_LThumb.jpg"

    def exchange() -> tuple[list[str], bytes]:
        target = context.web.get_folder_by_server_relative_url(folder)
        target.files.upload(BytesIO(picture), name).execute_query()
        files = target.files.get().execute_query()
        file = context.web.get_file_by_server_relative_url(f"{folder}/{name}")
        content = file.get_content().execute_query()
        return [file.name for file in files], content.value

    names, content = await asyncio.to_thread(exchange)
    assert name in names
    assert content == picture
    assert simulation.tenant.snapshot(DMITRI)["sharepoint"]["L"]["jpeg"] == picture


async def test_office365_raises_what_sharepoint_says(simulation: Simulation) -> None:
    context = await context_for(simulation, simulation.addresses.geos[0].my)

    def read() -> None:
        path = "/User Photos/Profile Pictures/nobody_LThumb.jpg"
        context.web.get_file_by_server_relative_url(path).get().execute_query()

    with pytest.raises(ClientRequestException) as refused:
        await asyncio.to_thread(read)
    assert refused.value.response.status_code == 404
    assert "does not exist" in str(refused.value)
