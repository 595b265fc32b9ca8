"""`/pictures/…`: the pictures of cards, for whoever has the address of one.

What is answered: the picture that the card showed; in place of one that expired, changed or can't
be read, a picture that says to check again; and 404 for an address that Photobot did not make.
"""

from pathlib import Path

from aiohttp import web

from bot.pictures.addresses import PATH, NotGood, SealedAddresses
from bot.pictures.reader import PictureReader

# In every language, as an address says nothing of its reader; `tests/e2e/check_again.py` draws it.
CHECK_AGAIN = (Path(__file__).parent / "files" / "check-again.png").read_bytes()
# Clients show cards in pages of their own.
HEADERS = {"Cross-Origin-Resource-Policy": "cross-origin"}
# An address has 140 characters after the day. What is longer is not even looked at.
ROUTE = f"{PATH}/{{day:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}}}/{{token:[A-Za-z0-9_=-]{{1,200}}}}"


def picture_routes(addresses: SealedAddresses, reader: PictureReader) -> list[web.RouteDef]:
    """Return the route; its answers are never stored, as the server's headers say."""

    async def picture(request: web.Request) -> web.Response:
        shown = addresses.read(request.match_info["day"], request.match_info["token"])
        if shown is NotGood.FORGED:
            raise web.HTTPNotFound
        jpeg = None if isinstance(shown, NotGood) else await reader.read(shown)
        if jpeg is None:
            return web.Response(body=CHECK_AGAIN, content_type="image/png", headers=HEADERS)
        return web.Response(body=jpeg, content_type="image/jpeg", headers=HEADERS)

    return [web.get(ROUTE, picture)]
