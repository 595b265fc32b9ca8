"""The SharePoint profile and the thumbnails of the My Site host, over SharePoint's REST API."""

import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.body import parse_answer
from bot.m365 import permissions, rest
from bot.m365.digests import Digests
from bot.m365.geos import Geo, Geos
from bot.m365.http import Http, Request, Response
from bot.m365.library import picture_folder
from bot.m365.photo import photo_reading, stored_at
from bot.m365.profile import ProfileProperties, properties
from bot.photos.library import Thumbnails, discovered
from bot.photos.readings import (
    FileReading,
    NoPhoto,
    NoProfile,
    NotRead,
    Photo,
    PhotoReading,
    ProfileReading,
    Size,
    StoredFile,
)
from bot.use_cases.picture_threads import PictureThreads

_REFUSALS = frozenset({401, 403})
# A site that does not know a form of an address answers one of these.
_NOT_UNDERSTOOD = frozenset({400, 405, 501})
# SharePoint says this of an address that it does not serve, and not of a missing file.
_NO_SUCH_RESOURCE = "ResourceNotFoundException"
# It is stored, and sent as a header: nothing else than a short line of ASCII is one.
_ETAG = re.compile(r"[\x20-\x7e]{1,200}")


class SharePointClient:
    """Implements bot.use_cases.ports.SharePoint. Each host is sent a token of its own."""

    def __init__(self, http: Http, geos: Geos, threads: PictureThreads) -> None:
        self._http = http
        self._threads = threads
        self._geos = geos
        self._digests = Digests(http, http.retries.clock)
        # Which site of a geo answered last, the root or -admin, so that it is asked first.
        self._profile_site: dict[Geo, str] = {}
        # The picture folder of each My Site host, as the last PictureURL on it had it.
        self._folders: dict[str, str] = {}

    async def profile(self, upn: str) -> ProfileReading:
        """Read the picture properties from the geo that holds them; failures are readings."""
        try:
            for geo in self._geos.configured:
                found = await self._properties(geo, upn)
                if found is not None:
                    return await self._at_home(geo, found, upn)
        except ServiceFailure as failure:
            return NotRead.of(failure)
        return NoProfile()

    async def thumbnail(self, place: Thumbnails, size: Size) -> PhotoReading:
        """Read one stored file; failures are readings."""
        try:
            my_site = self._geos.of(place.my_site).my
            forms = [
                Request("sharepoint", url, needs=permissions.READ_SITES)
                for url in rest.file_content(my_site, place.path(size))
            ]
            request, response = await _send_served(self._http.send, forms)
        except ServiceFailure as failure:
            return NotRead.of(failure)
        if _is_missing(response):
            return NoPhoto(response.code)
        if not response.ok:
            return NotRead.of(response.failure(request))
        read = await photo_reading(response, f"{place.folder}/{place.stem}", self._threads)
        return replace(read, stored_at=stored_at(response)) if isinstance(read, Photo) else read

    async def file(self, my_site: str, path: str) -> FileReading:
        """Read which version of a file there is, without its content; failures are readings.

        The version is its etag (docs/photo-sync.md, "Versions of files").
        """
        try:
            forms = [
                Request(
                    "sharepoint", url, headers={"Accept": rest.JSON}, needs=permissions.READ_SITES
                )
                for url in rest.file(self._geos.of(my_site).my, path)
            ]
            request, response = await _send_served(self._http.send, forms)
        except ServiceFailure as failure:
            return NotRead.of(failure)
        if _is_missing(response):
            return NoPhoto(response.code)
        if not response.ok:
            return NotRead.of(response.failure(request))
        # A file whose answer can't be read is there all the same.
        return StoredFile(_etag_in(parse_answer(response.body)))

    async def library_folder(self, my_site: str) -> str:
        """Find the folder of `User Photos` that holds the pictures; raises ServiceFailure."""
        site = self._geos.of(my_site).my
        try:
            return await picture_folder(self._http, site)
        except ServiceFailure as failure:
            # What can't be listed is known from somebody's PictureURL, if one was read here.
            if failure.why is FailureReason.LIST_TOO_LONG and site in self._folders:
                return self._folders[site]
            raise

    async def write_thumbnail(self, place: Thumbnails, size: Size, jpeg: bytes) -> None:
        """Store one file over whatever is there; raises ServiceFailure."""
        my_site = self._geos.of(place.my_site).my
        folder, _, name = place.path(size).rpartition("/")
        forms = [
            Request(
                "sharepoint",
                url,
                method="POST",
                headers={"Accept": rest.JSON, "Content-Type": "image/jpeg"},
                body=jpeg,
                needs=permissions.WRITE_SITES,
            )
            for url in rest.add_file(my_site, folder, name)
        ]
        request, response = await self._write(my_site, forms)
        if not response.ok and _lists_too_much(request, response):
            # A file that is there can be written all the same (docs/photo-sync.md, "Library").
            over = [
                replace(forms[0], url=url, method="PUT")
                for url in rest.file_content(my_site, place.path(size))
            ]
            overwriting, overwritten = await self._write(my_site, over)
            # Where there is no file to write over, the first answer is the reason.
            if overwritten.status != 404 and _is_served(overwritten):
                request, response = overwriting, overwritten
        if not response.ok:
            raise response.failure(request)

    async def remove_thumbnail(
        self, place: Thumbnails, size: Size, etag: str | None = None
    ) -> None:
        """Delete one file, or find that there is none; raises ServiceFailure.

        With `etag` only this version of it: any other one is refused, and stays.
        """
        my_site = self._geos.of(place.my_site).my
        forms = [
            Request(
                "sharepoint",
                url,
                method="DELETE",
                # An asterisk is any version.
                headers={"Accept": rest.JSON, "If-Match": etag or "*"},
                needs=permissions.WRITE_SITES,
            )
            for url in rest.file(my_site, place.path(size))
        ]
        request, response = await self._write(my_site, forms)
        if not response.ok and response.status != 404:
            raise response.failure(request)

    async def write_property(self, my_site: str, upn: str, name: str, value: str) -> None:
        """Set one profile property in the geo of this My Site host; raises ServiceFailure."""
        admin = self._geos.of(my_site).admin
        wanted = {"accountName": rest.claim(upn), "propertyName": name, "propertyValue": value}
        request = Request(
            "sharepoint",
            rest.set_property(admin),
            method="POST",
            headers={"Accept": rest.JSON, "Content-Type": rest.JSON},
            body=json.dumps(wanted).encode(),
            needs=permissions.WRITE_PROFILES,
        )
        await self._digests.write(admin, request)

    async def _write(self, site: str, forms: Sequence[Request]) -> tuple[Request, Response]:
        return await _send_served(partial(self._digests.send, site), forms)

    async def _at_home(self, asked: Geo, found: ProfileProperties, upn: str) -> ProfileReading:
        """Read again in the geo that holds the person's My Site, where it is another one."""
        home = self._geos.of(found.my_site) if found.my_site else asked
        at_home = found if home == asked else await self._properties(home, upn)
        if at_home is None:
            return NoProfile()
        profile = at_home.as_profile(home.my)
        place = discovered(profile.picture_url, profile.my_site)
        # People may write any address there, so that only one of their own files counts.
        if place is not None and place.may_be_of(upn):
            self._folders[home.my] = place.folder.rpartition("/")[2]
        return profile

    async def _properties(self, geo: Geo, upn: str) -> ProfileProperties | None:
        # UNVERIFIED that the root site takes every app's reads: docs/photo-sync.md, "Unverified".
        site = self._profile_site.get(geo, geo.root)
        request = _profile_request(site, upn)
        response = await self._http.send(request)
        if response.status in _REFUSALS:
            site = geo.admin if site == geo.root else geo.root
            request = _profile_request(site, upn)
            response = await self._http.send(request)
        found = properties(request, response)
        self._profile_site[geo] = site
        return found


def _profile_request(site: str, upn: str) -> Request:
    return Request(
        "sharepoint",
        rest.profile_of(site, upn),
        headers={"Accept": rest.JSON},
        needs=permissions.READ_PROFILES,
    )


async def _send_served(
    send: Callable[[Request], Awaitable[Response]], forms: Sequence[Request]
) -> tuple[Request, Response]:
    """Send a request in its forms until the site serves one; return that form and response.

    Where it serves none, the response to the first form is returned.
    """
    first = forms[0], await send(forms[0])
    if _is_served(first[1]):
        return first
    for form in forms[1:]:
        response = await send(form)
        if _is_served(response):
            return form, response
    return first


def _is_missing(response: Response) -> bool:
    """Tell whether there is no such file, after every form of its address was tried."""
    return response.status == 404 and (response.code is None or _is_served(response))


def _etag_in(answer: Any) -> str | None:
    etag = answer.get("ETag") if isinstance(answer, dict) else None
    return etag if isinstance(etag, str) and _ETAG.fullmatch(etag) else None


def _lists_too_much(request: Request, response: Response) -> bool:
    return response.failure(request).why is FailureReason.LIST_TOO_LONG


def _is_served(response: Response) -> bool:
    """Tell whether the site understood the address, so that the response is about the file."""
    if response.status == 404:
        return response.code is not None and _NO_SUCH_RESOURCE not in response.code
    return response.status not in _NOT_UNDERSTOOD
