"""How cards show pictures: which way is recommended, and whether clients can reach it."""

from urllib.parse import urlsplit

import aiohttp

from bot.config.settings import Settings
from bot.doctor.fetch import FETCH_ERRORS, explain_error, fetch, host_of
from bot.doctor.finding import Area, Finding, fault, fine, unknown, warning
from bot.doctor.permissions import Granted
from bot.photos.capabilities import can_look
from bot.pictures.addresses import PATH
from bot.pictures.routes import CHECK_AGAIN

PICTURES = "pictures on cards"
# Its key was dropped long ago, so that a bot answers it with the picture to check again.
EXPIRED = f"{PATH}/2000-01-01/doctor"
RECOMMENDED = (
    "set PHOTOBOT_PICTURES to https: clients then fetch them from the bot, at PHOTOBOT_PUBLIC_URL, "
    "which has to be an https address that is open to everybody, on the internet too"
)
LET_THROUGH = (
    f"let what answers at PHOTOBOT_PUBLIC_URL hand {PATH}/ on to the bot, for everybody and "
    "without sign-in; and start every replica with PHOTOBOT_PICTURES=https"
)


async def picture_findings(
    session: aiohttp.ClientSession, settings: Settings, reader: Granted
) -> list[Finding]:
    """Judge PHOTOBOT_PICTURES; with `https`, fetch a picture as a client would."""
    if settings.pictures == "none":
        return [fine(Area.BOT, PICTURES, "left out, as PHOTOBOT_PICTURES says")]
    if settings.pictures == "inline":
        what = "inside the cards, where some clients of Teams are reported to drop them"
        return [warning(Area.BOT, PICTURES, what, RECOMMENDED)]
    if settings.public_url is None:
        # The settings' own problem, which is reported there.
        return [unknown(Area.BOT, PICTURES, "not fetched: PHOTOBOT_PUBLIC_URL is not set")]
    if reader.graph is not None and not can_look(reader.capabilities):
        what = "inside the cards: without permissions of its own, the bot can't read them again"
        remedy = "grant the permissions to read that are named above, or leave it so"
        return [warning(Area.BOT, PICTURES, what, remedy)]
    return [await _fetched(session, settings.public_url)]


async def _fetched(session: aiohttp.ClientSession, public_url: str) -> Finding:
    try:
        answer = await fetch(session, f"{public_url}{EXPIRED}", len(CHECK_AGAIN) + 1)
    except FETCH_ERRORS as error:
        why = explain_error(error, host_of(public_url))
        # A firewall may keep this machine, and nobody else, from the bot's public address.
        return unknown(Area.BOT, PICTURES, f"not fetched from here: {why.what}", why.remedy)
    if answer.status != 200:
        return fault(Area.BOT, PICTURES, f"their address is answered {answer.status}", LET_THROUGH)
    if answer.body != CHECK_AGAIN:
        what = "their address is answered by something else"
        return fault(Area.BOT, PICTURES, what, LET_THROUGH)
    if urlsplit(public_url).scheme != "https":
        what = "clients on this machine alone can fetch them"
        remedy = "set PHOTOBOT_PUBLIC_URL to the bot's public https address"
        return warning(Area.BOT, PICTURES, what, remedy)
    return fine(Area.BOT, PICTURES, f"clients can fetch them from {public_url}")
