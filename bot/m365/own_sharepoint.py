"""Writing one's own SharePoint profile, with one's own token."""

import json

from bot.m365 import rest
from bot.m365.answer import Request
from bot.m365.digests import Digests
from bot.m365.geos import Geos
from bot.m365.http import Http

# UNVERIFIED which delegated scope it takes (photo-sync.md §2.6 says only "one's own data").
WRITE_OWN = "User.ReadWrite.All (SharePoint, delegated)"


class OwnSharePoint:
    """bot.use_cases.own.OwnPicture over the root site, as -admin is for administrators."""

    def __init__(self, http: Http, geos: Geos) -> None:
        self._geos = geos
        self._digests = Digests(http, http.retries.clock)

    async def write_picture(self, my_site: str, image: bytes) -> None:
        """Set one's profile picture, from which S, M and L are made; raises ServiceFailure."""
        root = self._geos.of(my_site).root
        await self._write(root, rest.set_my_picture(root), "application/octet-stream", image)

    async def write_property(self, my_site: str, upn: str, name: str, value: str) -> None:
        """Set one property of one's own profile; raises ServiceFailure."""
        root = self._geos.of(my_site).root
        wanted = {"accountName": rest.claim(upn), "propertyName": name, "propertyValue": value}
        await self._write(root, rest.set_property(root), rest.JSON, json.dumps(wanted).encode())

    async def _write(self, site: str, url: str, kind: str, body: bytes) -> None:
        request = Request(
            "sharepoint",
            url,
            method="POST",
            headers={"Accept": rest.JSON, "Content-Type": kind},
            body=body,
            needs=WRITE_OWN,
        )
        await self._digests.write(site, request)
