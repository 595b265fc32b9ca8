"""The SharePoint profile and the thumbnails of the My Site host, over SharePoint's REST."""

import json
from collections.abc import Sequence
from functools import partial

from bot.core.failures import ServiceFailure
from bot.m365 import permissions, rest
from bot.m365.answer import Request
from bot.m365.digests import Digests
from bot.m365.geos import Geo, Geos
from bot.m365.http import Http
from bot.m365.library import picture_folder
from bot.m365.picture import photo_reading
from bot.m365.profile import Properties, properties
from bot.m365.served import ask_as_served, is_served
from bot.photos.library import Thumbnails
from bot.photos.readings import NoPhoto, NoProfile, NotRead, PhotoReading, ProfileReading, Size

_REFUSALS = frozenset({401, 403})
# What is not there needs no deleting.
_GONE = frozenset({404})


class SharePoint:
    """Implements bot.use_cases.ports.SharePoint. Each host is asked with a token of its own."""

    def __init__(self, http: Http, geos: Geos) -> None:
        self._http = http
        self._geos = geos
        self._digests = Digests(http, http.retries.clock)
        self._answers_for: dict[Geo, str] = {}

    async def profile(self, upn: str) -> ProfileReading:
        """Read the picture properties, from the geo that holds them; failures are readings."""
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
            request, answer = await ask_as_served(self._http.send, forms)
        except ServiceFailure as failure:
            return NotRead.of(failure)
        if answer.status == 404 and (answer.code is None or is_served(answer)):
            return NoPhoto(answer.code)
        if not answer.ok:
            return NotRead.of(answer.failure(request))
        return await photo_reading(answer)

    async def library_folder(self, my_site: str) -> str:
        """Name of the folder of `User Photos` that holds the pictures; raises ServiceFailure."""
        return await picture_folder(self._http, self._geos.of(my_site).my)

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
        await self._write(my_site, forms)

    async def remove_thumbnail(self, place: Thumbnails, size: Size) -> None:
        """Delete one file, or find that there is none; raises ServiceFailure."""
        my_site = self._geos.of(place.my_site).my
        forms = [
            Request(
                "sharepoint",
                url,
                method="DELETE",
                headers={"Accept": rest.JSON, "If-Match": "*"},
                needs=permissions.WRITE_SITES,
            )
            for url in rest.file(my_site, place.path(size))
        ]
        await self._write(my_site, forms, fine=_GONE)

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

    async def _write(
        self, site: str, forms: Sequence[Request], fine: frozenset[int] = frozenset()
    ) -> None:
        """Send one write; `fine` are statuses that are as good as done."""
        request, answer = await ask_as_served(partial(self._digests.send, site), forms)
        if not answer.ok and answer.status not in fine:
            raise answer.failure(request)

    async def _at_home(self, asked: Geo, found: Properties, upn: str) -> ProfileReading:
        """Read again in the geo that holds the person's My Site, where it is another one."""
        home = self._geos.of(found.my_site) if found.my_site else asked
        at_home = found if home == asked else await self._properties(home, upn)
        return at_home.as_profile(home.my) if at_home else NoProfile()

    async def _properties(self, geo: Geo, upn: str) -> Properties | None:
        """Ask the root site, or the -admin one where the root refuses apps (UNVERIFIED, §2.6)."""
        first = self._answers_for.get(geo, geo.root)
        request = _profile_request(first, upn)
        answer = await self._http.send(request)
        if answer.status in _REFUSALS:
            first = geo.admin if first == geo.root else geo.root
            request = _profile_request(first, upn)
            answer = await self._http.send(request)
        found = properties(request, answer)
        self._answers_for[geo] = first
        return found


def _profile_request(site: str, upn: str) -> Request:
    return Request(
        "sharepoint",
        rest.profile_of(site, upn),
        headers={"Accept": rest.JSON},
        needs=permissions.READ_PROFILES,
    )
