"""The Microsoft 365 photo and the account, over Microsoft Graph."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365 import account, permissions, photo
from bot.m365.answer import Answer, Request
from bot.m365.batch import batch
from bot.m365.http import Http
from bot.m365.picture import photo_reading
from bot.m365.tenant import TenantFacts
from bot.photos.readings import (
    Account,
    AccountReading,
    NoPhoto,
    NotRead,
    Photo,
    PhotoReading,
    Tenant,
)
from bot.use_cases.ports import CloudReading, Person


class Graph:
    """Implements bot.use_cases.ports.Microsoft365; `address` such as https://graph.microsoft.com."""

    def __init__(self, http: Http, address: str) -> None:
        self._http = http
        self._address = address.rstrip("/").removesuffix("/v1.0")
        self._tenant = TenantFacts(http, self._address)

    async def read(self, person: Person) -> CloudReading:
        """Read photo (about 240 pixels) and account facts in one batch; failures are readings."""
        user = user_path(person.id)
        try:
            answers = await batch(
                self._http,
                self._address,
                {
                    "account": f"{user}?{account.SELECT}",
                    "photo": f"{user}/photo",
                    "picture": f"{user}/photos/240x240/$value",
                },
            )
        except ServiceFailure as failure:
            return CloudReading(NotRead.of(failure), NotRead.of(failure))
        whose = account.account_reading(self._account_request(person.id), answers["account"])
        picture = await self._photo(person, whose, answers["photo"], answers["picture"])
        code = photo.mailbox_code(answers["photo"], answers["picture"])
        return CloudReading(_with_mailbox_code(whose, code), picture)

    async def tenant(self) -> Tenant:
        """What holds for everybody, as it was read lately; failures are readings."""
        return await self._tenant.read()

    async def account(self, id_or_upn: str) -> AccountReading:
        """Find an account by object id or user principal name; failures are readings."""
        request = self._account_request(id_or_upn)
        try:
            return account.account_reading(request, await self._http.send(request))
        except ServiceFailure as failure:
            return NotRead.of(failure)

    async def largest_photo(self, person: Person) -> PhotoReading:
        """Read the photo at its largest size; failures are readings."""
        request = self._photo_request(person)
        try:
            answer = await self._http.send(request)
        except ServiceFailure as failure:
            return NotRead.of(failure)
        if photo.says_none(answer):
            return photo.missing(await self.account(person.id), answer)
        return await _reading(request, answer, answer.headers.get("ETag"))

    async def write_photo(self, person: Person, jpeg: bytes) -> None:
        """Replace the photo, of at most 4 MB; raises ServiceFailure."""
        jpeg_type = {"Content-Type": "image/jpeg"}
        await self._http.succeed(self._photo_change(person, "PUT", headers=jpeg_type, body=jpeg))

    async def remove_photo(self, person: Person) -> None:
        """Remove the photo, or find that there is none; raises ServiceFailure."""
        request = self._photo_change(person, "DELETE")
        answer = await self._http.send(request)
        if not answer.ok and not photo.says_none(answer):
            raise answer.failure(request)

    async def _photo(
        self, person: Person, whose: AccountReading, metadata: Answer, picture: Answer
    ) -> PhotoReading:
        request = self._photo_request(person)
        facts = photo.facts(metadata)
        announced = not (photo.says_none(metadata) or photo.is_one_pixel(facts))
        if not photo.holds_none(picture):
            return await _reading(request, picture, photo.etag(facts))
        if not announced:
            return photo.missing(whose, metadata, picture)
        largest = await self.largest_photo(person)
        if isinstance(largest, NoPhoto) and facts:
            return NotRead(FailureReason.UNEXPECTED)
        if isinstance(largest, Photo):
            return replace(largest, etag=photo.etag(facts) or largest.etag)
        return largest

    def _account_request(self, id_or_upn: str) -> Request:
        url = f"{self._address}/v1.0{user_path(id_or_upn)}?{account.SELECT}"
        return Request("graph", url, needs=permissions.READ_USERS)

    def _photo_change(self, person: Person, method: str, **more: Any) -> Request:
        request = self._photo_request(person)
        return replace(request, method=method, needs=permissions.WRITE_PHOTOS, **more)

    def _photo_request(self, person: Person) -> Request:
        url = f"{self._address}/v1.0{user_path(person.id)}/photo/$value"
        return Request("graph", url, needs=permissions.READ_PHOTOS)


def _with_mailbox_code(whose: AccountReading, code: str | None) -> AccountReading:
    """A licence brings a plan for Exchange Online also to whose mailbox is elsewhere."""
    if code is None or not isinstance(whose, Account):
        return whose
    return replace(whose, mailbox_code=code, has_mailbox=False)


async def _reading(request: Request, answer: Answer, etag: str | None) -> PhotoReading:
    if not answer.ok:
        return NotRead.of(answer.failure(request))
    return await photo_reading(answer, etag) if answer.body else NotRead(FailureReason.UNEXPECTED)


def user_path(id_or_upn: str) -> str:
    """The path of a user. One whose name begins with a dollar sign needs the other form."""
    if id_or_upn.startswith("$"):
        return f"/users('{quote(id_or_upn.replace(chr(39), chr(39) * 2), safe='@')}')"
    return f"/users/{quote(id_or_upn, safe='@')}"
