"""The Microsoft 365 photo and the account, over Microsoft Graph."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote
from uuid import UUID

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365 import account, permissions, photo
from bot.m365.batch import batch_or_singly
from bot.m365.http import Http, Request, Response
from bot.m365.tenant import TenantFacts
from bot.photos.readings import (
    Account,
    AccountReading,
    NoAccount,
    NoPhoto,
    NotRead,
    Photo,
    PhotoReading,
    Tenant,
)
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import CloudReading, Person


class Graph:
    """Implements bot.use_cases.ports.Microsoft365; `address` such as https://graph.microsoft.com."""

    def __init__(self, http: Http, address: str, threads: PictureThreads) -> None:
        self._http = http
        self._threads = threads
        self._address = address.rstrip("/").removesuffix("/v1.0")
        self._tenant = TenantFacts(http, self._address)

    async def read(self, person: Person) -> CloudReading:
        """Read photo (about 240 pixels) and account facts in one batch; failures are readings."""
        user = user_path(person.id)
        try:
            parts = await batch_or_singly(
                self._http,
                self._address,
                {
                    "account": f"{user}?{account.SELECT}",
                    "photo": f"{user}/photo",
                    # Enough pixels to compare with a thumbnail, and few enough bytes for a batch.
                    "picture": f"{user}/photos/240x240/$value",
                },
            )
        except ServiceFailure as failure:
            return CloudReading(NotRead.of(failure), NotRead.of(failure))
        owner = account.account_reading(self._account_request(person.id), parts["account"])
        reading = await self._photo(person, owner, parts["photo"], parts["picture"])
        code = photo.mailbox_code(parts["photo"], parts["picture"])
        if code is not None and isinstance(owner, Account):
            # A licence brings the plan for Exchange Online also to people whose mailbox is
            # elsewhere.
            owner = replace(owner, mailbox_code=code, has_mailbox=False)
        return CloudReading(owner, reading)

    async def tenant(self) -> Tenant:
        """Return facts about the tenant, which are cached; failures are readings."""
        return await self._tenant.read()

    async def account(self, id_or_upn: str) -> AccountReading:
        """Find an account by object id or user principal name; failures are readings."""
        if not _may_be_a_name(id_or_upn):
            return NoAccount()
        request = self._account_request(id_or_upn)
        try:
            return account.account_reading(request, await self._http.send(request))
        except ServiceFailure as failure:
            return NotRead.of(failure)

    async def largest_photo(self, person: Person) -> PhotoReading:
        """Read the photo at its largest size; failures are readings."""
        request = self._photo_request(person)
        try:
            response = await self._http.send(request)
        except ServiceFailure as failure:
            return NotRead.of(failure)
        if photo.says_none(response):
            return photo.no_photo_or_unread(await self.account(person.id), response)
        return await self._reading(person, response, response.headers.get("ETag"))

    async def write_photo(self, person: Person, jpeg: bytes) -> None:
        """Replace the photo with one of at most 4 MB; raises ServiceFailure."""
        jpeg_type = {"Content-Type": "image/jpeg"}
        await self._http.succeed(self._photo_change(person, "PUT", headers=jpeg_type, body=jpeg))

    async def remove_photo(self, person: Person) -> None:
        """Remove the photo, or find that there is none; raises ServiceFailure."""
        request = self._photo_change(person, "DELETE")
        response = await self._http.send(request)
        if not response.ok and not photo.says_none(response):
            raise response.failure(request)

    async def _photo(
        self, person: Person, owner: AccountReading, metadata: Response, picture: Response
    ) -> PhotoReading:
        facts = photo.metadata_in(metadata)
        if not photo.holds_none(picture):
            return await self._reading(person, picture, photo.etag_in(facts))
        if photo.says_none(metadata) or photo.is_one_pixel(facts):
            return photo.no_photo_or_unread(owner, metadata, picture)
        # The metadata name a photo that did not come in this size, so take the largest.
        largest = await self.largest_photo(person)
        if isinstance(largest, NoPhoto) and facts:
            return NotRead(FailureReason.UNEXPECTED)
        if isinstance(largest, Photo):
            return replace(largest, etag=photo.etag_in(facts) or largest.etag)
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

    async def _reading(self, person: Person, response: Response, etag: str | None) -> PhotoReading:
        if not response.ok:
            return NotRead.of(response.failure(self._photo_request(person)))
        if not response.body:
            return NotRead(FailureReason.UNEXPECTED)
        return await photo.photo_reading(response, person.id, self._threads, etag)


def _may_be_a_name(text: str) -> bool:
    """Tell whether somebody could have this id or name: `delta` and `..` are other addresses."""
    return "@" in text or _is_uuid(text)


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def user_path(id_or_upn: str) -> str:
    """Return the path of a user; a name that begins with a dollar sign takes the quoted form."""
    if id_or_upn.startswith("$"):
        return f"/users('{quote(id_or_upn.replace(chr(39), chr(39) * 2), safe='@')}')"
    return f"/users/{quote(id_or_upn, safe='@')}"
