"""The Bot Framework's OpenID metadata and keys, by which Teams proves that it is Teams."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.doctor.fetch import FAILURES, Trouble, fetch, trouble
from bot.doctor.finding import Area, Finding, fine, problem, warning
from bot.teams.hosts import is_allowed
from bot.teams.signing_keys import signing_keys

MOST_BYTES = 1 << 20
CHANNEL = "msteams"
METADATA = "OpenID metadata"
KEYS = "signing keys"
CORRECT = "unset PHOTOBOT_OPENID_METADATA, or correct it or PHOTOBOT_CLOUD"


class Unusable(Exception):
    """A host did not give a JSON document."""

    def __init__(self, found: Trouble) -> None:
        super().__init__(found.what)
        self.found = found


async def metadata_findings(
    session: aiohttp.ClientSession, address: str, issuer: str
) -> Iterable[Finding]:
    """Fetch the metadata and the keys as the bot does, and judge them."""
    try:
        metadata = await _document(session, address)
    except Unusable as unusable:
        return [problem(Area.TEAMS, METADATA, unusable.found.what, unusable.found.remedy)]
    keys_at = metadata.get("jwks_uri") if isinstance(metadata, dict) else None
    host = urlsplit(address).hostname or ""
    if not isinstance(keys_at, str) or not is_allowed(keys_at, (host,)):
        what = "names no address of keys at its own host"
        return [problem(Area.TEAMS, METADATA, what, CORRECT)]
    return [_issuer(metadata, issuer), await _keys(session, keys_at)]


def _issuer(metadata: dict[str, Any], issuer: str) -> Finding:
    if metadata.get("issuer") in {None, issuer}:
        return fine(Area.TEAMS, METADATA, "read")
    remedy = "unset PHOTOBOT_ISSUER, or correct it or PHOTOBOT_CLOUD"
    return warning(Area.TEAMS, METADATA, "names another issuer than is accepted", remedy)


async def _keys(session: aiohttp.ClientSession, address: str) -> Finding:
    try:
        keys = signing_keys(await _document(session, address))
    except Unusable as unusable:
        return problem(Area.TEAMS, KEYS, unusable.found.what, unusable.found.remedy)
    endorsed = [key for key in keys.values() if CHANNEL in key.endorsements]
    if not endorsed:
        return problem(Area.TEAMS, KEYS, "none may sign for Teams", CORRECT)
    return fine(Area.TEAMS, KEYS, f"{len(endorsed)} may sign for Teams")


async def _document(session: aiohttp.ClientSession, address: str) -> Any:
    try:
        fetched = await fetch(session, address, MOST_BYTES)
    except FAILURES as error:
        raise Unusable(trouble(error, urlsplit(address).netloc)) from None
    if not fetched.whole:
        raise Unusable(Trouble(f"answers more than {MOST_BYTES} bytes", CORRECT))
    if fetched.status != 200:
        raise Unusable(Trouble(f"answers with status {fetched.status}", CORRECT))
    try:
        return json.loads(fetched.body)
    except (ValueError, RecursionError):
        raise Unusable(Trouble("answers no JSON", CORRECT)) from None
