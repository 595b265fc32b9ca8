"""Write to a person's own SharePoint profile with their own token."""

import json

from bot.m365 import permissions, rest
from bot.m365.digests import Digests
from bot.m365.geos import Geos
from bot.m365.http import Http, Request


class OwnSharePoint:
    """Implements bot.use_cases.own_sync.OwnPicture on the root site.

    People can't use the -admin site unless they administer SharePoint.
    """

    def __init__(self, http: Http, geos: Geos) -> None:
        self._geos = geos
        self._digests = Digests(http, http.retries.clock)

    async def write_picture(self, my_site: str, image: bytes) -> None:
        """Set the person's picture, of which SharePoint makes S, M and L; raises ServiceFailure."""
        root = self._geos.of(my_site).root
        await self._post(root, rest.set_my_picture(root), "application/octet-stream", image)

    async def write_property(self, my_site: str, upn: str, name: str, value: str) -> None:
        """Set one property of the person's own profile; raises ServiceFailure."""
        root = self._geos.of(my_site).root
        wanted = {"accountName": rest.claim(upn), "propertyName": name, "propertyValue": value}
        await self._post(root, rest.set_property(root), rest.JSON, json.dumps(wanted).encode())

    async def _post(self, site: str, url: str, content_type: str, body: bytes) -> None:
        request = Request(
            "sharepoint",
            url,
            method="POST",
            headers={"Accept": rest.JSON, "Content-Type": content_type},
            body=body,
            needs=permissions.WRITE_OWN_PROFILE,
        )
        await self._digests.write(site, request)
