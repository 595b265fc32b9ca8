"""The simulated tenant without a network: calls go straight to the services."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlsplit

from PIL import Image

from simulation.addresses import Addresses, Geo
from simulation.assemble import Parts
from simulation.clock import Clock
from simulation.entra.directory import BY_CERTIFICATE
from simulation.entra.registrations import Registration
from simulation.people import Picture, Portrait, object_id
from simulation.photographs import initials
from simulation.tenant.person import Person
from simulation.web import Call, Response, Service

MY = "https://my.test/_api/web"
FOLDER = "/User Photos/Profile Pictures"
MANAGER = "_api/SP.UserProfiles.PeopleManager"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ADDRESSES = Addresses(
    "https://login.test",
    "https://graph.test",
    (
        Geo("NAM", "https://root.test", "https://my.test", "https://admin.test"),
        Geo("EUR", "https://eur-root.test", "https://eur-my.test", "https://eur-admin.test"),
    ),
)
AMARA, BEN, CHIARA, DMITRI, ELIF, FRANK = (
    object_id(name)
    for name in (
        "amara.okafor",
        "ben.lindqvist",
        "chiara.conti",
        "dmitri.petrov",
        "elif.yilmaz",
        "frank.hoffmann",
    )
)
GRACE, HUGO, INES, JONAS, KEIKO, LUKAS, MAYA, NIALL = (
    object_id(name)
    for name in (
        "grace.mensah",
        "hugo.martins",
        "ines.navarro",
        "jonas.weber",
        "keiko.tanaka",
        "lukas.gruber",
        "maya.singh.guest",
        "niall.o'brien",
    )
)


@cache
def sketch(picture: Picture, side: int = 648) -> bytes:
    """Letters in place of a portrait: quick to draw, and different for each sitter and shot."""
    text = f"{picture.sitter}.{picture.shot}" if isinstance(picture, Portrait) else "?"
    return initials(text, side)


def miniature(picture: Picture) -> bytes:
    """A small sketch, for those who need many."""
    return sketch(picture, 120)


def picture(side: int, colour: str = "red", kind: str = "JPEG") -> bytes:
    """A square of one colour."""
    written = BytesIO()
    Image.new("RGB", (side, side), colour).save(written, kind)
    return written.getvalue()


class StoppedClock(Clock):
    """A clock that moves only when a test moves it."""

    def __init__(self) -> None:
        super().__init__(wall=lambda: NOON)


@dataclass
class World:
    """Calls services as a chosen application."""

    parts: Parts
    services: dict[str, Service]
    slept: list[float] = field(default_factory=list)

    @property
    def reader(self) -> Registration:
        return self.parts.apps.reader

    @property
    def writer(self) -> Registration:
        return self.parts.apps.writer

    def person(self, person_id: str) -> Person:
        return self.parts.tenant.people[person_id]

    def token(self, app: Registration, host: str, proof: str = BY_CERTIFICATE) -> str:
        resource = self.parts.entra.resource(host)
        assert resource is not None
        return self.parts.entra.app_token(app, resource, host, proof)

    def token_of(self, person_id: str, host: str, *scopes: str) -> str:
        """A token of a person who uses the bot."""
        client = self.parts.apps.bot.client_id
        return self.parts.entra.person_token(client, person_id, host, " ".join(scopes))

    async def call(
        self,
        method: str,
        url: str,
        app: Registration | None = None,
        *,
        token: str | None = None,
        body: bytes = b"",
        **headers: str,
    ) -> Response:
        split = urlsplit(url)
        host = f"https://{split.netloc}"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token or app:
            sent["authorization"] = f"Bearer {token or self.token(app or self.reader, host)}"
        call = Call(host, method, quote(split.path, safe="/%'()$=,@!"), split.query, sent, body)
        return await self.services[_site(host)].answer(call, self.parts.tenant)

    async def graph(
        self, method: str, path: str, app: Registration | None = None, **more: Any
    ) -> Response:
        return await self.call(method, f"https://graph.test{path}", app or self.reader, **more)

    async def sharepoint(
        self, method: str, url: str, app: Registration | None = None, **more: Any
    ) -> Response:
        more.setdefault("accept", "application/json;odata=nometadata")
        return await self.call(method, url, app or self.reader, **more)

    async def profile(
        self, person_id: str, host: str = "https://root.test", **more: Any
    ) -> dict[str, str]:
        """The profile properties from GetPropertiesFor."""
        answer = await self.sharepoint("GET", properties_url(self.person(person_id), host), **more)
        assert answer.status == 200, answer.body
        return {p["Key"]: p["Value"] for p in said(answer)["UserProfileProperties"]}

    async def read_file(self, path: str) -> Response:
        """A file of the My Site host, by the string-based call."""
        quoted = path.replace("'", "''").replace("%", "%25").replace("#", "%23")
        return await self.sharepoint("GET", f"{MY}/GetFileByServerRelativeUrl('{quoted}')/$value")

    async def upload(self, name: str, body: bytes, overwrite: str = "true") -> Response:
        """Add a file to the picture folder, by the string-based call."""
        folder = f"{MY}/GetFolderByServerRelativeUrl('{FOLDER}')"
        url = f"{folder}/Files/add(url='{name}',overwrite={overwrite})"
        return await self.sharepoint("POST", url, self.writer, body=body)

    async def write_property(
        self, person_id: str, name: str, value: str, host: str = "https://admin.test", **more: Any
    ) -> Response:
        body = {
            "accountName": self.person(person_id).claim,
            "propertyName": name,
            "propertyValue": value,
        }
        url = f"{host}/_api/SP.UserProfiles.PeopleManager/SetSingleValueProfileProperty"
        more.setdefault("app", self.writer)
        return await self.sharepoint("POST", url, body=json.dumps(body).encode(), **more)


def said(answer: Response) -> Any:
    """The JSON of an answer."""
    return json.loads(answer.body)


def properties_url(person: Person, host: str = "https://root.test") -> str:
    """GetPropertiesFor, with the account name as a client must encode it."""
    account = quote(person.claim.replace("'", "''"), safe="")
    return (
        f"{host}/_api/SP.UserProfiles.PeopleManager/GetPropertiesFor(accountName=@v)?@v='{account}'"
    )


def _site(host: str) -> str:
    if host == ADDRESSES.login:
        return "login"
    if host == ADDRESSES.graph:
        return "graph"
    for geo in ADDRESSES.geos:
        for role in ("root", "my", "admin"):
            if getattr(geo, role) == host:
                return f"{geo.name} {role}"
    raise KeyError(host)
