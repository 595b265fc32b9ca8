"""OpenID metadata and signing keys, with which the bot verifies tokens."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.auth.person_token import ExpectedClaims, tenant_metadata
from bot.config.settings import Settings
from bot.doctor.fetch import FETCH_ERRORS, Explanation, explain_error, fetch, host_of
from bot.doctor.finding import Area, Finding, fault, fine, warning
from bot.http.body import parse_answer
from bot.http.hosts import is_allowed
from bot.http.jwks import signing_keys

MAX_BYTES = 1 << 20
METADATA = "OpenID metadata"
KEYS = "signing keys"


@dataclass(frozen=True)
class TokenIssuer:
    """An issuer whose tokens the bot accepts; its keys must have the `endorsement`, if any."""

    area: Area
    metadata: str
    issuer: str
    remedy: str
    endorsement: str | None = None


def bot_framework_issuer(settings: Settings) -> TokenIssuer:
    """Return the Bot Framework, whose tokens authenticate Teams."""
    cloud = settings.cloud
    return TokenIssuer(
        Area.TEAMS,
        settings.openid_metadata or cloud.openid_metadata,
        settings.issuer or cloud.issuer,
        "correct or unset PHOTOBOT_OPENID_METADATA and PHOTOBOT_ISSUER, or correct PHOTOBOT_CLOUD",
        endorsement="msteams",
    )


def tenant_issuer(settings: Settings) -> TokenIssuer:
    """Return the tenant, whose tokens authenticate people who sign in."""
    expected = ExpectedClaims.of(settings).issuer
    remedy = "correct PHOTOBOT_LOGIN or MicrosoftAppTenantId"
    return TokenIssuer(Area.OWN_RIGHTS, tenant_metadata(settings), expected, remedy)


async def openid_findings(session: aiohttp.ClientSession, issuer: TokenIssuer) -> list[Finding]:
    """Fetch the metadata and the keys as the bot does, and judge them."""
    try:
        metadata = await _document(session, issuer.metadata, issuer)
    except _Unusable as unusable:
        return [fault(issuer.area, METADATA, unusable.why.what, unusable.why.remedy)]
    keys_at = metadata.get("jwks_uri") if isinstance(metadata, dict) else None
    host = urlsplit(issuer.metadata).hostname or ""
    # The bot fetches keys from the metadata's own host only.
    if not isinstance(keys_at, str) or not is_allowed(keys_at, (host,)):
        what = "names no address of keys at its own host"
        return [fault(issuer.area, METADATA, what, issuer.remedy)]
    if metadata.get("issuer") in (None, issuer.issuer):
        read = fine(issuer.area, METADATA, "read")
    else:
        what = "names another issuer than is accepted"
        read = warning(issuer.area, METADATA, what, issuer.remedy)
    return [read, await _keys(session, keys_at, issuer)]


async def _keys(session: aiohttp.ClientSession, address: str, issuer: TokenIssuer) -> Finding:
    try:
        keys = signing_keys(await _document(session, address, issuer))
    except _Unusable as unusable:
        return fault(issuer.area, KEYS, unusable.why.what, unusable.why.remedy)
    # Without it, a key of Web Chat or Direct Line could vouch for anybody (docs/teams.md,
    # "Who is calling").
    good = [key for key in keys.values() if issuer.endorsement in {None, *key.endorsements}]
    if not good:
        return fault(issuer.area, KEYS, "none is good for these tokens", issuer.remedy)
    return fine(issuer.area, KEYS, f"{len(good)} read")


class _Unusable(Exception):
    """A host did not return a JSON document."""

    def __init__(self, why: Explanation) -> None:
        super().__init__(why.what)
        self.why = why


async def _document(session: aiohttp.ClientSession, address: str, issuer: TokenIssuer) -> Any:
    try:
        fetched = await fetch(session, address, MAX_BYTES)
    except FETCH_ERRORS as error:
        raise _Unusable(explain_error(error, host_of(address))) from None
    if not fetched.whole:
        what = f"answers more than {MAX_BYTES} bytes"
        raise _Unusable(Explanation(what, issuer.remedy))
    if fetched.status != 200:
        raise _Unusable(Explanation(f"answers with status {fetched.status}", issuer.remedy))
    document = parse_answer(fetched.body)
    if document is None:
        raise _Unusable(Explanation("answers no JSON", issuer.remedy))
    return document
