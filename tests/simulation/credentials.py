"""Credentials for clients that use msal."""

import asyncio
from pathlib import Path

import msal
import requests
from azure.core.credentials import AccessToken

from simulation.entra.registrations import Registration
from simulation.running import Simulation


def confidential_client(
    served: Simulation, app: Registration, http: requests.Session, credential: object
) -> msal.ConfidentialClientApplication:
    authority = f"{served.addresses.login}/{served.tenant.id}"
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


class MsalCredential:
    """The credential interface of azure-core, fed by msal."""

    def __init__(self, served: Simulation, app: Registration) -> None:
        self.served, self.app = served, app

    def get_token(self, *_scopes: str, **_options: object) -> AccessToken:
        with requests.Session() as http:
            credential = certificate_of(self.app)
            client = confidential_client(self.served, self.app, http, credential)
            scope = f"{self.served.addresses.graph}/.default"
            answer = client.acquire_token_for_client([scope])
            return AccessToken(answer["access_token"], answer["expires_in"])


class InThread:
    """A credential that gets its tokens in a thread, as msal blocks the loop that serves it."""

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
