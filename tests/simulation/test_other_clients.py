"""Clients that others wrote, unmodified: msal, msgraph-sdk and Office365-REST-Python-Client.

They speak TLS to a simulation that is served as anybody would serve it.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from io import BytesIO

import httpx
import pytest
import pytest_asyncio
import requests
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
from tests.simulation.credentials import (
    InThread,
    MsalCredential,
    certificate_of,
    confidential_client,
)
from tests.simulation.world import AMARA, DMITRI, ELIF, HUGO, NIALL

pytestmark = pytest.mark.asyncio(loop_scope="module")

# msgraph-sdk imports its builders when they are first used, and they warn of themselves.
builders_warn = pytest.mark.filterwarnings(
    "ignore:GetQueryParameters is deprecated:DeprecationWarning",
    "ignore:This class is deprecated:DeprecationWarning",
)


@pytest.fixture(autouse=True)
def trust(served: Simulation, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an administrator behind a company's own authority does."""
    served.reset()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(served.ca_file))
    monkeypatch.setenv("SSL_CERT_FILE", str(served.ca_file))


async def token(served: Simulation, app: Registration, host: str) -> dict[str, str]:
    def acquire() -> dict[str, str]:
        with requests.Session() as http:
            client = confidential_client(served, app, http, certificate_of(app))
            answer: dict[str, str] = client.acquire_token_for_client([f"{host}/.default"])
            return answer

    return await asyncio.to_thread(acquire)


# msal


async def test_msal_gets_a_token_by_certificate(served: Simulation) -> None:
    graph = served.addresses.graph
    answer = await token(served, served.apps.reader, graph)
    claims = served.entra.verify(answer["access_token"], graph)
    assert claims["appidacr"] == "2"


async def test_msal_gets_a_token_by_secret(served: Simulation) -> None:
    app = served.apps.reader

    def acquire(secret: str) -> dict[str, str]:
        with requests.Session() as http:
            client = confidential_client(served, app, http, secret)
            scope = f"{served.addresses.graph}/.default"
            answer: dict[str, str] = client.acquire_token_for_client([scope])
            return answer

    right = await asyncio.to_thread(acquire, app.secret)
    claims = served.entra.verify(right["access_token"], served.addresses.graph)
    assert claims["appidacr"] == "1"
    wrong = await asyncio.to_thread(acquire, "wrong")
    assert wrong["error"] == "invalid_client"
    assert wrong["error_description"].startswith("AADSTS7000215")


# msgraph-sdk


@pytest_asyncio.fixture(loop_scope="module")
async def graph(served: Simulation) -> AsyncIterator[GraphServiceClient]:
    address = f"{served.addresses.graph}/v1.0"
    credential = InThread(MsalCredential(served, served.apps.writer))
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
async def test_msgraph_lists_everybody(graph: GraphServiceClient, served: Simulation) -> None:
    page = await graph.users.get()
    assert page is not None
    assert {user.id for user in page.value or []} == set(served.tenant.people)


# Office365-REST-Python-Client


async def context_for(served: Simulation, host: str) -> ClientContext:
    """Its own login knows no other hosts, so it is given a token."""
    answer = await token(served, served.apps.writer, host)
    bearer = {"token_type": "Bearer", "access_token": answer["access_token"]}
    return ClientContext(host).with_access_token(lambda: bearer)


async def test_office365_reads_a_profile(served: Simulation) -> None:
    context = await context_for(served, served.addresses.geos[0].root)

    def read() -> tuple[str | None, dict[str, str]]:
        claim = served.tenant.people[NIALL].claim
        person = PeopleManager(context).get_properties_for(claim).execute_query()
        return person.display_name, person.user_profile_properties

    name, properties = await asyncio.to_thread(read)
    assert name == "Niall O'Brien"
    assert properties["PictureURL"].endswith("_MThumb.jpg")


async def test_office365_writes_a_profile_property(served: Simulation) -> None:
    context = await context_for(served, served.addresses.geos[0].admin)

    def write() -> None:
        claim = served.tenant.people[HUGO].claim
        people = PeopleManager(context)
        people.set_single_value_profile_property(claim, "SPS-PictureExchangeSyncState", "1")
        context.execute_query()

    await asyncio.to_thread(write)
    profile = served.tenant.snapshot(HUGO)["profile"]
    assert profile["SPS-PictureExchangeSyncState"] == "1"


async def test_office365_reads_and_writes_a_picture_file(served: Simulation) -> None:
    context = await context_for(served, served.addresses.geos[0].my)
    folder = "/User Photos/Profile Pictures"
    picture = served.tenant.snapshot(AMARA)["sharepoint"]["L"]["jpeg"]
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
    assert served.tenant.snapshot(DMITRI)["sharepoint"]["L"]["jpeg"] == picture


async def test_office365_raises_sharepoints_error(served: Simulation) -> None:
    context = await context_for(served, served.addresses.geos[0].my)

    def read() -> None:
        path = "/User Photos/Profile Pictures/nobody_LThumb.jpg"
        context.web.get_file_by_server_relative_url(path).get().execute_query()

    with pytest.raises(ClientRequestException) as refused:
        await asyncio.to_thread(read)
    assert refused.value.response.status_code == 404
    assert "does not exist" in str(refused.value)
